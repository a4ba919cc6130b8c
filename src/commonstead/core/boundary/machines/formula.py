"""How the cost of one good adds up, line by line, so that anybody can do the sum again (Exodus 13014: open books)."""

from __future__ import annotations

from dataclasses import dataclass

from ..network import Network
from .costs import UnitCosts


@dataclass(frozen=True)
class Part:
    """amount of a good at `each`.  worn_hours: hours on a machine, of which amount is worn; None for what goes in."""

    good: str
    amount: float
    each: float | None
    cash: float
    worn_hours: float | None = None


@dataclass(frozen=True)
class Sum:
    """cash = batches × (Σ parts + fee).  own_hours: of one batch; hours: of one unit, with those in the parts.
    rests_on: other products that bear a part of it; alone: cash of a unit if they were thrown away."""

    good: str
    recipe: str
    parts: tuple[Part, ...]
    fee: float
    batches: float
    cash: float
    own_hours: float
    hours: float
    returned: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    alone: float = 0.0

    @property
    def batch(self) -> float:
        """Cash for one batch."""
        return sum(part.cash for part in self.parts) + self.fee


def how_it_adds_up(network: Network, costs: UnitCosts, good: str) -> Sum | None:
    """The sum behind a unit of this good as it is made; None where it is bought, or cannot be had."""
    cost = costs[good]
    if cost.by is None:
        return None
    recipe = next(recipe for recipe in network.recipes if recipe.id == cost.by)
    wear = {one.id: one.wear for one in network.goods}
    parts = []
    for name, amount in recipe.inputs.items():
        used = amount - recipe.outputs.get(name, 0.0)
        if used > 1e-12:
            parts.append(Part(name, used, costs[name].cash, used * (costs[name].cash or 0.0)))
    for name, hours in recipe.machines.items():
        bare = name in costs.wear_without_price
        worn, each = hours * wear[name], None if bare else costs[name].cash
        parts.append(Part(name, worn, each, worn * (each or 0.0), hours))
    (row,) = (one for one in network.goods if one.id == good)
    whole = sum(part.cash for part in parts) + recipe.fee
    alone = whole / (recipe.outputs[good] - recipe.inputs.get(good, 0.0))
    return Sum(
        good=good, recipe=recipe.id, parts=tuple(sorted(parts, key=lambda part: -part.cash)), fee=recipe.fee,
        batches=cost.batches, cash=cost.cash, own_hours=float(sum(recipe.hours.values())), hours=cost.hours,
        returned=tuple(name for name in recipe.inputs if name in recipe.outputs),
        products=tuple(name for name, amount in recipe.outputs.items() if amount > recipe.inputs.get(name, 0.0)),
        rests_on=cost.rests_on, alone=alone if row.buy is None else min(alone, row.buy))
