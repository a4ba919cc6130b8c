"""Sensitivity of the plan: between which prices it stays the best, what would be done beyond, and what one more hour,
machine or field would be worth and for how many.

A plan stays the best at another price of one good, in all periods at once, as long as no other plan is cheaper: the
least cash is a concave function of the price, the plan's own cash a straight line that touches it. From a price where
another plan is cheaper, the crossing of the two lines is nearer; the last crossing is the end of the range. So it is
exact also where a basis is degenerate; the solver's own ranges for single numbers (LinearProgram.ranges) lie within.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..network import Network
from ..plan import Plan
from .with_and_without import WithAndWithout

_LIMIT = 20.0  # how many times dearer or cheaper is looked at
_EXACT = 1e-9  # relative
_STEPS = 60


@dataclass(frozen=True)
class PriceRange:
    """The plan stays the best while the good costs between low and high (None: however cheap, or dear, up to 20 times).
    cheaper, dearer: what the plan beyond does otherwise with it, {recipe: batches more or fewer over the horizon}."""

    good: str
    price: float
    cash: float
    low: float | None
    high: float | None
    cheaper: dict[str, float]
    dearer: dict[str, float]

    def to_json(self) -> dict:
        """As plain values."""
        return {"good": self.good, "price": self.price, "cash": self.cash, "low": self.low, "high": self.high,
                "cheaper": dict(self.cheaper), "dearer": dict(self.dearer)}


def price_ranges(network: Network, plan: Plan, goods=None, most: int = 8) -> list[PriceRange]:
    """How far each price may move alone, for the goods given by id; by default for those that cost the plan most among
    what recipes in use make or take (of what can only be bought, no price changes a plan). Unmet needs stay as they
    are. Empty where there is no plan. Raises KeyError for an unknown good."""
    if plan.status != "optimal":
        return []
    asked = WithAndWithout(plan.solved, [])
    i, program = asked.incidence, asked.program
    values = np.zeros(program.columns)
    for block in ("x", "b", "e", "s", "u"):
        base = getattr(plan.solved.program, block)
        mine = getattr(program, block)[: len(base)]
        both = (base >= 0) & (mine >= 0)
        values[mine[both]] = plan.solved.optimum.values[base[both]]
    spent = (program.cells(program.b, values) * np.nan_to_num(i.buy)[:, None]).sum(axis=1)
    if goods is None:
        base = plan.solved.program
        touched = np.unique(np.concatenate([base.inputs.item, base.outputs.item, base.machines.item])).astype(int)
        touched = touched[spent[touched] > 0]
        places = touched[np.argsort(-spent[touched], kind="stable")][:most]
    else:
        places = [i.good_place[good] for good in goods]
    own = float(program.cash_cost() @ values)
    ranges = []
    for place in places:
        in_price = _cash_on(asked, place, values)
        low, cheaper = _end(asked, place, own, in_price, 1 / _LIMIT, values)
        high, dearer = _end(asked, place, own, in_price, _LIMIT, values)
        price = float(i.buy[place])
        ranges.append(PriceRange(network.goods[place].id, price, float(spent[place]),
                                 None if low is None else price * low, None if high is None else price * high,
                                 cheaper, dearer))
    return ranges


def _cash_on(asked, place, values) -> float:
    """Cash of a plan that goes up and down with the price of a good."""
    i, program = asked.incidence, asked.program
    bought, sold = (program.cells(block, values)[place].sum() for block in (program.b, program.e))
    return float(bought * np.nan_to_num(i.buy[place]) - sold * np.nan_to_num(i.sell[place]))


def _end(asked, place, own, in_price, factor, values):
    """(factor to which the plan stays the best on that side, None for all the way; what is done otherwise beyond)."""
    good, found = asked.incidence.network.goods[place].id, None
    for _ in range(_STEPS):
        best = asked.optimum(True, {good: factor})
        mine = own + (factor - 1) * in_price
        if not np.isfinite(best.cash) or best.cash >= mine - _EXACT * max(1.0, abs(mine)):
            break
        found = best
        theirs = _cash_on(asked, place, best.values)
        rest = best.cash - factor * theirs
        if theirs == in_price:
            break
        crossing = (own - in_price - rest) / (theirs - in_price)
        if (crossing - 1) * (factor - 1) <= 0:  # another plan is as cheap today already
            factor = 1.0
            break
        factor = crossing
    if found is None:
        return None, {}
    before, after = (asked.program.cells(asked.program.x, one).sum(axis=1) for one in (values, found.values))
    rows = [asked.incidence.network.recipes[recipe] for recipe in asked.program.recipes]
    changes = [(row, float(more)) for row, more in zip(rows, after - before, strict=True) if abs(more) > 1e-6]
    # Of two plans with the same cash one may also do what costs nothing more often: that has no part in it.
    own = {row.id: more for row, more in changes if good in (*row.inputs, *row.outputs, *row.machines)}
    return factor, own or {row.id: more for row, more in changes}
