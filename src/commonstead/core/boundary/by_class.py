"""What each class of need costs in cash, direct and embodied: the plan's purchases traced to the needs they serve.

Tracing by average cost, as in process costing: in each period all that comes in of a good (bought, made, kept from
before) is one pool with one cost a unit; what a recipe takes out, and what it wears off machines, carries that cost
into what it makes, together with its fee, shared among several products by what they are worth. What spoils or is
thrown away is carried by what is used. A product that in the end serves only its own making (a machine that is worn
by nothing but making more of it) takes no share, for its cost would go round for ever: the other products bear it.
Every coin spent ends in exactly one place: a need, a sale, or a closing stock.

This is one honest way to share joint costs, not the only one: it says where money went under this plan, not what
would be saved if a need vanished (for that, prices are the answer).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, eye_array
from scipy.sparse.csgraph import breadth_first_order
from scipy.sparse.linalg import splu

from .incidence import Triplets

_NOISE = 1e-9
_TURNS = 200  # more than the links of the chains from a first purchase to a last need, with what is stored between


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

    cost[g,t] × use[g,t] = bought + cost of the stock before + cost of what was made. Pools (g,t) depend on earlier
    periods and, within a period, along chains that have no loop but a machine's wear in its own making: one sparse
    solve. A product whose pool never ends in a need, a sale or a closing stock takes no share of its batch, so that
    no cost goes round without an end; as other products bear more then, that is looked at again until it holds.
    """
    i, program = solved.incidence, solved.program
    x, b, s = (program.cells(block, values) for block in (program.x, program.b, program.s))
    taken = _taken(i, program)
    use = _used(solved, values, x, s, taken)
    inverse = np.where(use > _NOISE, 1 / np.maximum(use, _NOISE), 0.0)
    leaves = program.need - program.cells(program.u, values) + program.cells(program.e, values)
    leaves[:, -1] += s[:, -1]
    pools = _Pools(i, program, x, s, taken)
    paid = b * np.nan_to_num(i.buy)[:, None]
    alive = pools.runs > 0
    while True:
        share = _output_shares(i, program, alive)
        matrix = pools.flows(share)
        ends = _ends(matrix, leaves > _NOISE)
        going_round = alive & ~ends[pools.outs.item[:, None], pools.arrives]
        if not going_round.any():
            break
        alive &= ~going_round
    inverse[~ends] = 0.0
    constant = ((paid + pools.fees(share)) * inverse).ravel()
    scaled = matrix.multiply(inverse.ravel()[:, None]).tocsr()
    return _solved(scaled, constant).reshape(inverse.shape), _bought_as_such(paid, pools.kept, inverse)


def _solved(scaled, constant):
    """Turn after turn along the chains, which ends, exactly, where nothing goes round. Where something does (a machine
    that is worn by its own making), by elimination."""
    unit = constant
    for _ in range(_TURNS):
        before, unit = unit, constant + scaled @ unit
        if np.array_equal(unit, before):
            return unit
    system = (eye_array(len(constant)) - scaled).tocsc()
    try:
        return splu(system).solve(constant)
    except RuntimeError:  # singular by rounding: a share in a thousand million is let go on each turn of the round
        return splu((system + _NOISE * eye_array(len(constant))).tocsc()).solve(constant)


def _ends(matrix, leaves):
    """By pool: whether what flows out of it comes to an end somewhere. One walk backward from all ends."""
    count = leaves.size
    exits = np.flatnonzero(leaves)
    to, origin = matrix.nonzero()
    edges = coo_array(
        (
            np.ones(len(to) + len(exits)),
            (np.concatenate([to, np.full(len(exits), count)]), np.concatenate([origin, exits])),
        ),
        shape=(count + 1, count + 1),
    )
    found = np.zeros(count + 1, bool)
    found[breadth_first_order(csr_array(edges), count, return_predecessors=False)] = True
    return found[:count].reshape(leaves.shape)


class _Pools:
    """What flows from pool to pool: kept from one period to the next, and from what a batch takes to what it makes."""

    def __init__(self, i, program, x, s, taken):
        self.i, self.program, self.taken, self.outs = i, program, taken, program.outputs
        goods, periods = i.goods, program.periods
        outs, cell = self.outs, np.arange(goods * periods).reshape(goods, periods)
        self.size = cell.size
        self.kept = np.where(s[:, :-1] > _NOISE, s[:, :-1], 0.0)
        first, last = (np.searchsorted(taken.recipe, outs.recipe, side) for side in ("left", "right"))
        lag = i.lag[program.recipes]
        self.arrives = np.minimum(lag[outs.recipe][:, None] + np.arange(periods), periods - 1)
        self.runs = np.where(x > _NOISE, x, 0.0)[outs.recipe]
        # every pair of an output and an input of one recipe
        self.out = out = np.repeat(np.arange(len(outs.recipe)), last - first)
        self.into = (
            np.arange(len(out))
            - np.repeat(np.cumsum(last - first) - (last - first), last - first)
            + np.repeat(first, last - first)
        )
        self.rows = np.concatenate([cell[:, 1:].ravel(), cell[outs.item[out][:, None], self.arrives[out]].ravel()])
        self.columns = np.concatenate([cell[:, :-1].ravel(), cell[taken.item[self.into]].ravel()])

    def flows(self, share):
        """Amounts into each pool (row) out of each pool (column)."""
        made = self.taken.quantity[self.into][:, None] * (self.runs * share)[self.out]
        matrix = coo_array(
            (np.concatenate([self.kept.ravel(), made.ravel()]), (self.rows, self.columns)), shape=(self.size,) * 2
        ).tocsr()
        matrix.eliminate_zeros()
        return matrix

    def fees(self, share):
        fees = np.zeros((self.i.goods, self.program.periods))
        fee = self.i.fee[self.program.recipes][self.outs.recipe][:, None]
        np.add.at(fees, (self.outs.item[:, None], self.arrives), self.runs * share * fee)
        return fees


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


def _output_shares(i, program, alive):
    """How a batch's cost is shared among its products that are alive: by price, or by quantity where none has one.
    Products × periods."""
    outs = program.outputs
    price = np.nan_to_num(i.buy)
    worth, amount = (outs.quantity * price[outs.item])[:, None] * alive, outs.quantity[:, None] * alive

    def total(of):
        sums = np.zeros((len(program.recipes), program.periods))
        np.add.at(sums, outs.recipe, of)
        return sums[outs.recipe]

    by_worth, by_amount = total(worth), total(amount)
    return np.where(by_worth > 0, worth / np.where(by_worth > 0, by_worth, 1), amount / np.maximum(by_amount, 1e-300))
