"""What would meet a need that the plan leaves unmet. The road map looks at cash alone (docs/decisions/0010): a step
that meets a need but saves nothing is no rung of it, and is told beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def meets(steps: Iterable[Mapping], rungs: Iterable[Mapping] = ()) -> list[dict]:
    """[{recipes, outlay, unmet_reduced: {good: units}}] of the next steps (in their file form) that would meet more of
    a need, those first that meet the most goods at the least outlay; without what the rungs of a road map begin anyhow.
    The outlay counts one whole of each machine that nobody has; None: something in it has no price."""
    begun = {recipe for rung in rungs for recipe in rung["recipes"]}
    found = [_told(step) for step in steps if step.get("unmet_reduced")]
    found = [one for one in found if not set(one["recipes"]) <= begun]
    # A chain that meets no more than one of its recipes alone tells nothing new.
    return sorted(
        (one for one in found if not any(_as_good(other, one) for other in found)),
        key=lambda one: (-len(one["unmet_reduced"]), one["outlay"] is None, one["outlay"] or 0.0, one["recipes"]),
    )


def _told(step) -> dict:
    costs = [step["outlay"], *step.get("machines_first", {}).values()]
    return {
        "recipes": list(step.get("chain") or [step["recipe"]]),
        "outlay": None if None in costs else float(sum(costs)),
        "unmet_reduced": dict(step["unmet_reduced"]),
    }


def _as_good(other, one) -> bool:
    """Whether a part of these recipes meets as much."""
    return set(other["recipes"]) < set(one["recipes"]) and all(
        other["unmet_reduced"].get(good, 0.0) >= amount - 1e-6 * max(1.0, amount)
        for good, amount in one["unmet_reduced"].items()
    )
