"""Why a step of a cascade makes nothing cheaper: it makes more of what is made as cheaply already, or it does so only
together with a later step (Exodus 3575-3579).

A cascade tells the cost of one more unit, and capacities are left out; a step may still save much cash, by making
enough of what others make too little of.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..network import Network
from .cascade import Cascade, cheaper
from .costs import Costing


@dataclass(frozen=True)
class Uncut:
    """more_of: products of the step that an open recipe made no dearer before.  with_step: the first later step (from
    1) with which it makes something cheaper, 0 where none does, and then: what."""

    more_of: tuple[str, ...] = ()
    with_step: int = 0
    then: tuple[str, ...] = ()

    def to_json(self) -> dict:
        return {"more_of": list(self.more_of), "with_step": self.with_step or None, "then": list(self.then)}


def uncut(network: Network, told: Cascade) -> dict[int, Uncut]:
    """By step (from 1), for those that cut nothing."""
    lines, recipes = None, {recipe.id: recipe for recipe in network.recipes}
    adopted = frozenset(recipe.id for recipe in network.adopted)
    cutting = {cut.step for good in told.goods for cut in good.cuts}
    found = {}
    for step, ids in enumerate(told.steps, 1):
        if step in cutting:
            continue
        lines = lines or Costing(network)
        before = told.costs[step - 1]
        more = tuple(dict.fromkeys(
            good for one in ids for good, amount in recipes[one].outputs.items()
            if amount > recipes[one].inputs.get(good, 0.0) and before[good].by is not None))
        found[step] = Uncut(more, *_together(lines, told, step, adopted))
    return found


def _together(lines: Costing, told: Cascade, step: int, adopted: frozenset[str]) -> tuple[int, tuple[str, ...]]:
    """The first later step with which this one makes something cheaper than that step does without it, and what."""
    def gained(until: int) -> tuple[str, ...]:
        others = {recipe for number, ids in enumerate(told.steps[:until], 1) if number != step for recipe in ids}
        without = lines.costs(adopted | others)
        return tuple(good.id for good in lines.network.goods
                     if cheaper(without[good.id], told.costs[until][good.id]))

    if step == len(told.steps) or not gained(len(told.steps)):
        return 0, ()
    for later in range(step + 1, len(told.steps) + 1):
        if then := gained(later):
            return later, then
    return 0, ()
