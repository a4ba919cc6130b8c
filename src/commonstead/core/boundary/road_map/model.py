"""The road map as one mixed-integer programme: which recipe is taken up when, paid from one purse.

To the columns of the plan's programme come, for candidates r, parts g and periods t:

    y[r,t]  1 from the period on in which r is taken up         o[g,t]  units of a part bought for an outlay
    m[g,t]  units of a part taken from the own store            q[t]    the purse at the end of t
    p[r,t]  of what r made of its main product, what is still in stock at the end of t

and the rows

    x[r,t] ≤ most[r,t]·y[r,t]      y[r,t-1] ≤ y[r,t]      Σ x[r,t] ≤ Σ total[r,t]·(y[r,t] − y[r,t-1])
    o[g,t] + m[g,t] ≥ Σ use[r,g]·(y[r,t] − y[r,t-1])        m[g,t] ≤ what lay in store when t began
    begin   q[t-1] ≥ outlays of t, and what is paid in it for machines that nobody had
                                                            (q before the first period is the budget)
    purse   q[t] = q[t-1] − outlays of t + spent without any step − spent,   q[t] ≥ 0
    traced  made + keeps·p[t-1] − p[t] − thrown away ≤ use[g,t]·y[r,t-lag],  p[t] ≤ s[g,t]

An outlay is paid before the step saves anything; parts of one's own making must lie in store by then, so that nothing
is built from what it makes itself. With a floor of cash the purse may not fall below what keeps the floor either: the
budget is part of the cash in hand. The traced rows change no whole solution (they only follow one maker's product
through the stock): they tighten the relaxation, which would else store without limit behind a tenth of a y.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array

from ..solver import INFINITY
from .ground import Ground
from .stage_order import add_stage_order
from .whole_machines import add_whole_machines

_NO = -1
#: Share of a plan's cash that the purse may be short by. Where a floor of cash binds, the plan itself keeps it only to
#: the solver's last digits, and without this the town as it is would be no road map.
_ROUNDING = 1e-9


class Model:
    """Arrays of the programme; `y` holds the column of each candidate and period, -1 where it could serve no more."""

    def __init__(self, ground: Ground, traced: bool = True, in_stages: bool = False, in_all: bool = False):
        self.ground, program, self._with_totals = ground, ground.program, in_all
        self.periods, self.candidates = ground.periods, len(ground.places)
        self.columns, self.rows = program.columns, program.rows
        self._parts, self._low, self._high, self.row_blocks, self._later_high = [], [], [], [], []
        self.y = self._block(ground.x >= 0)
        price, goods = ground.incidence.buy[ground.parts], ground.parts
        every = np.ones((len(goods), self.periods), bool)
        self.o = self._block(every & ~np.isnan(price)[:, None])
        self.m = self._block(every & self._storable()[:, None])
        self.q = self._block(np.ones(self.periods, bool))
        self._adoption()
        self._outlay_parts()
        self._purse()
        self.whole, self.whole_before = add_whole_machines(self)
        if traced:
            self._trace()
        self.w = add_stage_order(self) if in_stages else None
        self._finish()

    # --- layout
    def _block(self, present):
        numbers = np.full(present.shape, _NO)
        numbers[present] = np.arange(self.columns, self.columns + int(present.sum()))
        self.columns += int(present.sum())
        return numbers

    def new_rows(self, present, low, high):
        """Rows where present is true; the last axis is the period."""
        numbers = np.full(present.shape, _NO)
        count = int(present.sum())
        numbers[present] = np.arange(self.rows, self.rows + count)
        self.rows += count
        self._low.append(np.broadcast_to(low, present.shape)[present])
        self._high.append(np.broadcast_to(high, present.shape)[present])
        self.row_blocks.append(numbers)
        return numbers

    def add(self, rows, columns, values):
        """Entries, where both row and column exist."""
        rows, columns, values = np.broadcast_arrays(rows, columns, values)
        here = (rows >= 0) & (columns >= 0)
        self._parts.append((rows[here], columns[here], np.asarray(values, float)[here]))

    def _storable(self):
        """Parts that can come from the own store."""
        i, program, goods = self.ground.incidence, self.ground.program, self.ground.parts
        held = program.s[goods, 0] >= 0 if len(goods) else np.zeros(0, bool)
        must_stay = program.replaceable[goods] & (program.terminal == "keep")
        return held | ((i.stock[goods] > 0) & (i.keeps[goods] > 0) & ~must_stay)

    # --- rows
    def _adoption(self):
        ground, y = self.ground, self.y
        here = y >= 0
        self.use_rows = self.new_rows(here, -INFINITY, 0.0)
        self.add(self.use_rows, ground.x, 1.0)
        self.add(self.use_rows, y, -ground.most)
        if self._with_totals:
            self._in_all()
        later = here[:, 1:] & here[:, :-1]
        rows = self.new_rows(np.column_stack([np.zeros(len(y), bool), later]), 0.0, INFINITY)
        self.add(rows, y, 1.0)
        self.add(rows[:, 1:], y[:, :-1], -1.0)

    def _in_all(self):
        """All batches together are no more than can be of use from the period on in which the recipe is taken up. Where
        periods are added up (coarse.py) this says much that the rows of the periods do not; elsewhere it takes time."""
        ground = self.ground
        once = np.zeros((self.candidates, self.periods), bool)
        once[:, 0] = ground.total[:, 0] < 0.999 * ground.most.sum(axis=1)  # else the rows of the periods say it
        rows = self.new_rows(once, -INFINITY, 0.0)[:, :1]
        self.add(rows, ground.x, 1.0)
        fewer = ground.total - np.column_stack([ground.total[:, 1:], np.zeros(self.candidates)])
        self.add(rows, self.y, -fewer)

    def _outlay_parts(self):
        ground, program, i = self.ground, self.ground.program, self.ground.incidence
        if not len(ground.parts):
            return
        goods, use = ground.parts, ground.part_use
        rows = self.new_rows(np.ones((len(goods), self.periods), bool), 0.0, INFINITY)
        self.add(rows, self.o, 1.0)
        self.add(rows, self.m, 1.0)
        self.add(rows[None], self.y[:, None, :], np.where(use > 0, -use, 0.0)[:, :, None])
        self.add(rows[None, :, 1:], self._before()[:, None, 1:], use[:, :, None])
        balanced = program.s[goods] >= 0
        self.add(program.balance[goods], np.where(balanced, self.m, _NO), -1.0)
        store = self.new_rows(balanced & (self.m >= 0), -INFINITY, 0.0)
        self.add(store, self.m, 1.0)
        self.add(store[:, 1:], program.s[goods][:, :-1], -i.keeps[goods][:, None])
        first = store[:, 0] >= 0
        self._set_high(store[first, 0], (i.keeps * i.stock)[goods][first])
        alone = ~balanced[:, 0] & (self.m[:, 0] >= 0)
        once = np.zeros((len(goods), self.periods), bool)
        once[alone, -1] = True
        lying = self.new_rows(once, -INFINITY, i.stock[goods][:, None])
        left = np.where(i.keeps > 0, i.keeps, 1.0)[goods][:, None] ** (np.arange(self.periods) + 1)
        self.add(lying[:, -1:], np.where(alone[:, None], self.m, _NO), 1 / left)

    def _before(self):
        """The column of y one period earlier, only where there is one now: what was taken up stays so."""
        earlier = np.column_stack([np.full(len(self.y), _NO), self.y[:, :-1]])
        return np.where(self.y >= 0, earlier, _NO)

    def _set_high(self, rows, values):
        self._later_high.append((rows, values))

    def _purse(self):
        ground, program, i = self.ground, self.ground.program, self.ground.incidence
        every = np.ones(self.periods, bool)
        price = np.nan_to_num(i.buy[ground.parts])[:, None]
        outlay = np.where(ground.outlay > 0, ground.outlay, 0.0)[:, None]
        self.begin = self.new_rows(every, 0.0, INFINITY)
        self.purse = self.new_rows(every, ground.spent, ground.spent)
        for rows, sign in ((self.begin, -1.0), (self.purse, 1.0)):
            self.add(rows[1:], self.q[:-1], -sign)
            self.add(rows[None], self.y, sign * outlay)
            self.add(rows[None], self._before(), -sign * outlay)
            self.add(rows[None], self.o, sign * price)
        machines = np.nan_to_num(i.buy[ground.machines])[:, None]
        self.add(self.begin[None], program.b[ground.machines], -machines)
        self.add(self.purse, self.q, 1.0)
        self.add(self.purse[None], program.b, np.nan_to_num(i.buy)[:, None])
        self.add(self.purse[None], program.e, -np.nan_to_num(i.sell)[:, None])
        self.add(self.purse[None], program.x, i.fee[program.recipes][:, None])

    def _trace(self):
        """Follow the main product of each candidate through the stock, where it can be stored."""
        ground, program, i = self.ground, self.ground.program, self.ground.incidence
        for number, row in enumerate(ground.rows):
            good, each, alone = _main_product(ground, row)
            if good is None or program.s[good, 0] < 0:
                continue
            p = self._block(program.s[good] >= 0)
            arrives = np.full(self.periods, _NO)
            started = np.full(self.periods, _NO)
            last = self.periods - row.lag
            if last > 0:
                arrives[row.lag :], started[row.lag :] = ground.x[number, :last], self.y[number, :last]
            rows = self.new_rows(np.ones(self.periods, bool), -INFINITY, 0.0)
            self.add(rows, arrives, each)
            self.add(rows, started, -ground.used[good])
            self.add(rows, p, -1.0)
            self.add(rows[1:], p[:-1], i.keeps[good])
            if not alone:
                self._thrown_away(rows, good)
            held = self.new_rows(np.ones(self.periods, bool), -INFINITY, 0.0)
            self.add(held, p, 1.0)
            self.add(held, program.s[good], -1.0)

    def _thrown_away(self, rows, good):
        """With by-products a batch may be worth its while though its main product is thrown away."""
        column = self._block(np.ones(self.periods, bool))
        self.add(rows, column, -1.0)
        self.add(self.ground.program.balance[good], column, -1.0)

    # --- the whole
    def _finish(self):
        ground, program = self.ground, self.ground.program
        self.cost = np.zeros(self.columns)
        self.cost[: program.columns] = program.cash_cost()
        last = self.y.max(axis=1, initial=_NO)
        self.cost[last[last >= 0]] = ground.outlay[last >= 0]
        price = np.broadcast_to(np.nan_to_num(ground.incidence.buy[ground.parts])[:, None], self.o.shape)
        self.cost[self.o[self.o >= 0]] = price[self.o >= 0]
        self.lower, self.upper = np.zeros(self.columns), np.full(self.columns, INFINITY)
        self.lower[: program.columns], self.upper[: program.columns] = program.lower, program.upper
        needed = program.u >= 0
        self.upper[program.u[needed]] = ground.unmet[needed]
        runs = ground.x >= 0
        self.upper[ground.x[runs]] = np.minimum(self.upper[ground.x[runs]], ground.most[runs])
        self.integral = np.zeros(self.columns, bool)
        for block in (self.y, self.w) if self.w is not None else (self.y,):
            self.upper[block[block >= 0]] = 1.0
            self.integral[block[block >= 0]] = True
        rows, columns, values = (np.concatenate(parts) for parts in zip(*self._parts, strict=True))
        extra = coo_array((values, (rows.astype(np.int32), columns.astype(np.int32))), shape=(self.rows, self.columns))
        whole = program.matrix.tocoo()
        there = coo_array((whole.data, (whole.row, whole.col)), shape=(self.rows, self.columns))
        self.matrix = (extra.tocsc() + there.tocsc()).tocsc()
        self.matrix.sum_duplicates()
        self.row_lower = np.concatenate([program.row_lower, *self._low])
        self.row_upper = np.concatenate([program.row_upper, *self._high])
        for rows, values in self._later_high:
            self.row_upper[rows] = values

    def with_budget(self, budget: float):
        """(row_lower, row_upper, lower) with this much in the purse at the start."""
        low, high, lower = self.row_lower.copy(), self.row_upper.copy(), self.lower.copy()
        if self.periods:
            low[self.begin[0]] = -budget
            low[self.purse[0]] += budget
            high[self.purse[0]] += budget
            in_hand, rounding = self.ground.in_hand, _ROUNDING * max(1.0, abs(self.ground.cash_before))
            lower[self.q] = -rounding
            if in_hand is not None:
                lower[self.q] = np.maximum(0.0, budget - in_hand) - rounding
        return low, high, lower

    def taken_up(self, when) -> np.ndarray:
        """Values of y: 1 from the period on that `when` names for each candidate."""
        return (np.arange(self.periods)[None, :] >= np.asarray(when)[:, None]).astype(float)


def _main_product(ground, row):
    """(place of the good, units net, whether it is the only product), None for machines: they serve by their hours."""
    i = ground.incidence
    net = {
        good: units - (row.inputs.get(good, 0.0) if row.lag == 0 else 0.0) for good, units in row.outputs.items()
    }
    net = {i.good_place[good]: units for good, units in net.items() if units > 1e-12}
    if not net:
        return None, 0.0, True
    good = max(net, key=lambda place: net[place] * (i.buy[place] if i.buy[place] > 0 else 1.0))
    return (None if np.isfinite(i.hours_each[good]) else good), net[good], len(net) == 1

