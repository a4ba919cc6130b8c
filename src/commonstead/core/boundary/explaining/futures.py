"""Two futures side by side: the plan as we are and the plan if something else were so, as the same figures of both.

(Exodus 8840-8843, 12520-12576: whether a step is worth it is seen by what else it changes.) Changes are said in the
one way of the house, core.boundary.changes; each side is a whole plan, so that both can be checked alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..changes import Changes, changed
from ..network import Network
from ..plan import Plan
from ..plan import plan as make_plan

_SOME = 1e-6


@dataclass(frozen=True)
class Comparison:
    """before, after: the two plans (`--json` of plan); networks: what each was made for. buys, batches, unmet: {name:
    {before, after}} where they differ, by what it changes in cash or batches, most first; buys also have `cash`, spent
    more over the horizon at the prices of each side. classes: {class of need: {before, after}}, dependence. runs_out:
    what runs short first without a wage, on each side."""

    before: Plan
    after: Plan
    networks: tuple[Network, Network]

    @property
    def buys(self) -> dict[str, dict[str, float]]:
        prices = [{good.id: good.buy or 0.0 for good in network.goods} for network in self.networks]
        found = _beside(self.before.buys, self.after.buys)
        for good, entry in found.items():
            entry["cash"] = entry["after"] * prices[1][good] - entry["before"] * prices[0][good]
        return dict(sorted(found.items(), key=lambda pair: (-abs(pair[1]["cash"]), pair[0])))

    @property
    def batches(self) -> dict[str, dict[str, float]]:
        found = _beside(self.before.batches, self.after.batches)
        return dict(sorted(found.items(), key=lambda pair: (-abs(pair[1]["after"] - pair[1]["before"]), pair[0])))

    @property
    def hours(self) -> dict[str, dict[str, float]]:
        """Hours used over the horizon by skill, where they differ."""
        sides = [{skill: (used,) for skill, (used, _) in side.hours_by_skill.items()}
                 for side in (self.before, self.after)]
        return _beside(*sides)

    @property
    def unmet(self) -> dict[str, dict[str, float]]:
        return _beside(*({good: (amount,) for good, amount in side.unmet.items()}
                         for side in (self.before, self.after)))

    @property
    def classes(self) -> dict[str, dict[str, float | None]]:
        names = [name for name in (*self.before.by_class, *self.after.by_class) if name]
        return {name: {"before": _share(self.before, name), "after": _share(self.after, name)}
                for name in dict.fromkeys(names)}

    def to_json(self) -> dict:
        """Figures of both sides and what differs."""
        return {
            "before": _figures(self.before), "after": _figures(self.after), "buys": self.buys,
            "batches": self.batches, "hours": self.hours, "unmet": self.unmet, "classes": self.classes,
            "runs_out": {"before": [one.to_json() for one in self.before.slack.binding],
                         "after": [one.to_json() for one in self.after.slack.binding]},
        }


def compare(network: Network, changes: Changes, plan: Plan | None = None, say: Callable[[str], None] | None = None
            ) -> Comparison:
    """The plan of this network beside that of the changed one. plan: of this network, if it is at hand. Raises
    KeyError naming a good or recipe that is not there."""
    other = changed(network, changes)
    before = plan or make_plan(network, say)
    return Comparison(before, make_plan(other, say), (network, other))


def _figures(side: Plan) -> dict:
    told = side.to_json()
    kept = ("status", "conflicts", "cash", "cash_without_commons", "dependence", "priceless", "hours", "slack_days",
            "slack_at_least")
    return {name: told[name] for name in kept}


def _share(side: Plan, name: str) -> float | None:
    return side.by_class[name].dependence if name in side.by_class and side.status == "optimal" else None


def _beside(before: Mapping, after: Mapping) -> dict[str, dict[str, float]]:
    """Sums over the horizon where the two differ."""
    found = {}
    for name in dict.fromkeys((*before, *after)):
        one, other = sum(before.get(name, ())), sum(after.get(name, ()))
        if abs(one - other) > _SOME * max(1.0, abs(one), abs(other)):
            found[name] = {"before": float(one), "after": float(other)}
    return found
