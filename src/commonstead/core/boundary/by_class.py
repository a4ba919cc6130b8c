"""What each class of need costs in cash, direct and embodied: the plan's purchases traced to the needs they serve.

Tracing by average cost, as in process costing: in each period all that comes in of a good (bought, made, kept from
before) is one pool with one cost a unit; what a recipe takes out, and what it wears off machines, carries that cost
into what it makes, together with its fee, shared among several products by what they are worth. What spoils or is
thrown away is carried by what is used. Every coin spent ends in exactly one place: a need, a sale, or a closing stock.

This is one honest way to share joint costs, not the only one: it says where money went under this plan, not what
would be saved if a need vanished (for that, prices are the answer).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, eye_array
from scipy.sparse.linalg import splu

from .incidence import Triplets

_NOISE = 1e-9


@dataclass(frozen=True)
class ClassShare:
    """outright: price of the class's priced needs. direct: cash for the needed goods themselves, stored or not.
    embodied: cash for what went into those made inside. priceless: its needs without a price."""

    outright: float
    direct: float
    embodied: float
    priceless: tuple[str, ...]

    @property
    def dependence(self) -> float | None:
        return (self.direct + self.embodied) / self.outright if self.outright > 0 else None

    def to_json(self) -> dict:
        return {
            "outright": self.outright,
            "direct": self.direct,
            "embodied": self.embodied,
            "dependence": self.dependence,
            "priceless": list(self.priceless),
        }


def by_class(solved, values) -> dict[str, ClassShare]:
    """Cash by class of need; goods without a class are under ""."""
    i, program = solved.incidence, solved.program
    needed = np.flatnonzero(program.need.any(axis=1))
    if not len(needed):
        return {}
    unit_cost, unit_bought = _unit_costs(solved, values)
    met = program.need - program.cells(program.u, values)
    total = (met * unit_cost).sum(axis=1)
    direct = (met * unit_bought).sum(axis=1)
    shares: dict[str, list] = {}
    for place in needed:
        good = i.network.goods[place]
        row = shares.setdefault(good.need_class, [0.0, 0.0, 0.0, []])
        if good.buy is None:
            row[3].append(good.id)
        else:
            row[0] += float(program.need[place].sum()) * good.buy
        row[1] += float(direct[place])
        row[2] += float(total[place] - direct[place])
    return {name: ClassShare(row[0], row[1], _zero(row[2]), tuple(row[3])) for name, row in sorted(shares.items())}


def _zero(value):
    return 0.0 if abs(value) < _NOISE else value


def _unit_costs(solved, values):
    """(cash in one unit used, what of it was paid for the good itself, now or before), goods × periods.

    Pools (g,t) depend on earlier periods and, within a period, along chains that have no loop: one sparse solve.
    """
    i, program = solved.incidence, solved.program
    goods, periods = i.goods, program.periods
    x, b, s = (program.cells(block, values) for block in (program.x, program.b, program.s))
    cell = np.arange(goods * periods).reshape(goods, periods)
    taken = _taken(i, program)
    use = _used(solved, values, x, s, taken)
    inverse = np.where(use > _NOISE, 1 / np.maximum(use, _NOISE), 0.0)
    # cost[g,t] × use[g,t] = bought + cost of the stock before + cost of what was made
    rows, columns, entries = [], [], []
    paid = b * np.nan_to_num(i.buy)[:, None]
    constant = paid.copy()
    kept = np.where(s[:, :-1] > _NOISE, s[:, :-1], 0.0)
    rows.append(cell[:, 1:].ravel())
    columns.append(cell[:, :-1].ravel())
    entries.append(kept.ravel())
    share = _output_shares(i, program)
    lag = i.lag[program.recipes]
    outs, first, last = (
        program.outputs,
        *(np.searchsorted(taken.recipe, program.outputs.recipe, side) for side in ("left", "right")),
    )
    arrives = np.minimum(lag[outs.recipe][:, None] + np.arange(periods), periods - 1)
    made = np.where(x > _NOISE, x, 0.0)[outs.recipe] * share[:, None]
    np.add.at(constant, (outs.item[:, None], arrives), made * i.fee[program.recipes][outs.recipe][:, None])
    # every pair of an output and an input of one recipe
    out = np.repeat(np.arange(len(outs.recipe)), last - first)
    into = (
        np.arange(len(out))
        - np.repeat(np.cumsum(last - first) - (last - first), last - first)
        + np.repeat(first, last - first)
    )
    rows.append(cell[outs.item[out][:, None], arrives[out]].ravel())
    columns.append(cell[taken.item[into]].ravel())
    entries.append((taken.quantity[into][:, None] * made[out]).ravel())
    matrix = coo_array(
        (np.concatenate(entries), (np.concatenate(rows), np.concatenate(columns))), shape=(cell.size,) * 2
    )
    scaled = matrix.tocsr().multiply(inverse.ravel()[:, None])
    cost = splu((eye_array(cell.size) - scaled).tocsc()).solve((constant * inverse).ravel()).reshape(goods, periods)
    return cost, _bought_as_such(paid, kept, inverse)


def _bought_as_such(paid, kept, inverse):
    """Cash paid for the good itself in one unit used; what was bought before and stored is still bought."""
    unit = np.zeros_like(paid)
    unit[:, 0] = paid[:, 0] * inverse[:, 0]
    for period in range(1, paid.shape[1]):
        unit[:, period] = (paid[:, period] + unit[:, period - 1] * kept[:, period - 1]) * inverse[:, period]
    return unit


def _taken(i, program) -> Triplets:
    """What a batch takes out of the pools: its inputs, and what it wears off machines. In the order of recipes."""
    wear = program.machines.quantity * i.wear[program.machines.item]
    recipe = np.concatenate([program.inputs.recipe, program.machines.recipe[wear > 0]])
    order = np.argsort(recipe, kind="stable")
    item = np.concatenate([program.inputs.item, program.machines.item[wear > 0]])
    return Triplets(recipe[order], item[order], np.concatenate([program.inputs.quantity, wear[wear > 0]])[order])


def _used(solved, values, x, s, taken):
    """What leaves each pool for some use: inputs, wear, needs, sales, the stock at the end of the period."""
    program = solved.program
    use = s + program.cells(program.e, values) + program.need - program.cells(program.u, values)
    np.add.at(use, taken.item, taken.quantity[:, None] * x[taken.recipe])
    return use


def _output_shares(i, program):
    """How a batch's cost is shared among its products: by price, or by quantity where none has a price."""
    price = np.nan_to_num(i.buy)
    worth = program.outputs.quantity * price[program.outputs.item]
    total = np.bincount(program.outputs.recipe, worth, minlength=len(program.recipes))[program.outputs.recipe]
    amount = np.bincount(program.outputs.recipe, program.outputs.quantity, minlength=len(program.recipes))[
        program.outputs.recipe
    ]
    return np.where(total > 0, worth / np.where(total > 0, total, 1), program.outputs.quantity / amount)
