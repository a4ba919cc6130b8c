"""The linear programme of a provisioning plan, built from arrays at one stroke.

Columns: batches x[r,t], buys b[g,t], sells e[g,t], stock s[g,t] at the end of t, unmet need u[g,t], hours
a[group,skill,t] of people with several skills, cash c[t] where there is a floor.
Rows (goods g, periods t):

    balance   keeps·s[t-1] − s[t] + b − e + u + Σ out·x[t-lag] − Σ in·x − wear·machine hours  ≥  need
    skill     Σ hours·x − Σ a ≤ hours of those with this skill alone        pledge   Σ a ≤ hours of the group
    machine   Σ machine hours·x − hours_each·keeps·s[t-1] ≤ 0               land     Σ occupied ≤ area
    cash      c[t] − c[t-1] + purchases + fees − sales = income,  c ≥ floor
    worn      s[end] + wear still missing ≥ idle stock  (machines that nobody can replace may wear, and only that)

The balance is ≥, so what nobody wants may be thrown away: an equality would block recipes with by-products.
A stock of before the first period keeps like any other. Batches that would deliver after the end are left out.
With "keep", each stock ends at least where it would be if nobody touched it, and a machine that can be bought or
made at least at its start. Nothing here converts hours into cash.

With "gift", from which dependence is taken, no row at the end rises by more than the gift itself leaves there when
nobody touches it, so that whoever is given a thing may put it aside and do as before:
- each stock ends at least at its idle path, start × keeps^periods, machines too: a gift of d left alone ends at
  d × keeps^periods, exactly by which the row rises;
- a machine that wears and has no price may end lower by its wear, whether or not a recipe makes it: the row is the
  same with and without the recipe;
- a good with a limited room need not end at anything: a gift that finds no room is thrown away, and the rows in which
  it stood before are those of the balance, which a larger stock only loosens.
Hours, people, land and recipes appear in no such row. Each of these rows asks no more than the one of "keep".

`part` shortens the last period (walk-away days): its need, hours, machine time, limits and sales shrink with it.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array

from .incidence import Incidence, Triplets
from .solver import INFINITY, LinearProgram

_NO = -1


class Program:
    """Column and row numbers by what they mean, and the arrays that the solver takes.

    recipes: places of the recipes that are in it. need: goods × periods. terminal: "keep", "gift" or "free".
    cash: (start, income, floor) or None for no cash row. part: length of the last period as a share.
    """

    def __init__(self, incidence: Incidence, recipes, need, *, terminal="keep", cash=None, part=1.0):
        self.incidence, self.recipes, self.need = incidence, np.asarray(recipes, int), np.asarray(need, float)
        self.periods = self.need.shape[1]
        self.terminal, self.cash_rule, self.part = terminal, cash, part
        self._position = np.full(incidence.recipes, _NO)
        self._position[self.recipes] = np.arange(len(self.recipes))
        self.columns = self.rows = 0
        self._parts: list[tuple] = []
        self._flows()
        self._lay_out_columns()
        self._lay_out_rows()
        self._balance()
        self._capacities()
        self._cash()
        self._terminal()
        self.matrix = self._matrix()

    # --- layout
    def _flows(self):
        """The triplets of the recipes that are in, by position."""

        def of(triplets):
            position = self._position[triplets.recipe]
            keep = position >= 0
            return Triplets(position[keep], triplets.item[keep], triplets.quantity[keep])

        i = self.incidence
        self.inputs, self.outputs, self.machines = of(i.inputs), of(i.outputs), of(i.machines)
        self.hours, self.land = of(i.hours), of(i.land)
        self.active = self.need.any(axis=1) | ~np.isnan(i.sell)
        for flow in (self.inputs, self.outputs, self.machines):
            self.active[flow.item] = True
        self.made = i.makeable
        self.replaceable = ~np.isnan(i.hours_each) & (self.made | ~np.isnan(i.buy))
        if self.terminal == "keep":
            self.active |= self.replaceable & (i.stock > 0) & (i.keeps < 1)

    def _block(self, present) -> np.ndarray:
        """Numbers for the cells where present is true, -1 elsewhere."""
        numbers = np.full(present.shape, _NO)
        count = int(present.sum())
        numbers[present] = np.arange(self.columns, self.columns + count)
        self.columns += count
        return numbers

    def _rows(self, present) -> np.ndarray:
        numbers = np.full(present.shape, _NO)
        count = int(present.sum())
        numbers[present] = np.arange(self.rows, self.rows + count)
        self.rows += count
        return numbers

    def _lay_out_columns(self):
        i, periods = self.incidence, self.periods
        every = np.ones(periods, bool)
        lag = i.lag[self.recipes]
        self.x = self._block((lag[:, None] + np.arange(periods) < periods) & (i.limit[self.recipes] > 0)[:, None])
        self.b = self._block((self.active & ~np.isnan(i.buy))[:, None] & every)
        self.e = self._block((self.active & ~np.isnan(i.sell))[:, None] & every)
        self.s = self._block((self.active & ((i.keeps > 0) | ~np.isnan(i.hours_each)))[:, None] & every)
        self.u = self._block(self.need > 0)
        self.a = self._block(np.ones((len(i.pair_group), periods), bool))  # one line a group and skill
        self.c = self._block(np.ones(periods, bool)) if self.cash_rule else np.full(periods, _NO)
        self.lower, self.upper = np.zeros(self.columns), np.full(self.columns, INFINITY)
        share = np.ones(periods)
        share[-1] = self.part
        self.share = share
        self._bound(self.x, i.limit[self.recipes][:, None] * share)
        self._bound(self.e, i.sell_limit[:, None] * share)
        self._bound(self.s, np.broadcast_to(i.room[:, None], self.s.shape))
        self._bound(self.u, self.need)

    def _bound(self, block, upper):
        here = block >= 0
        self.upper[block[here]] = np.where(np.isfinite(upper[here]), upper[here], INFINITY)

    def _lay_out_rows(self):
        i, periods = self.incidence, self.periods
        every = np.ones(periods, bool)

        def used(flow, size):
            mask = np.zeros(size, bool)
            mask[flow.item] = True
            return mask[:, None] & every

        self.balance = self._rows(self.active[:, None] & every)
        self.skill = self._rows(used(self.hours, len(i.skills)))
        self.pledge = self._rows(np.ones((len(i.groups), periods), bool))
        self.machine = self._rows(used(self.machines, i.goods))
        self.parcel = self._rows(used(self.land, len(i.area)))
        self.cash = self._rows(np.ones(periods, bool)) if self.cash_rule else np.full(periods, _NO)
        wears = np.zeros(i.goods, bool)
        wears[self.machines.item] = True
        self.irreplaceable = wears & (i.wear > 0) & (i.stock > 0) & (self.terminal != "free")
        self.irreplaceable &= (np.isnan(i.buy) & ~np.isfinite(i.room)) if self.terminal == "gift" else ~self.replaceable
        self.worn = self._rows(self.irreplaceable)
        self.row_lower, self.row_upper = np.full(self.rows, -INFINITY), np.full(self.rows, INFINITY)

    def _add(self, rows, columns, values):
        rows, columns, values = np.broadcast_arrays(rows, columns, values)
        here = (rows >= 0) & (columns >= 0)
        self._parts.append((rows[here], columns[here], values[here]))

    # --- rows
    def _kept(self):
        """Share of a stock that survives each period, goods × periods."""
        return self.incidence.keeps[:, None] ** self.share

    def _balance(self):
        i, periods, rows = self.incidence, self.periods, self.balance
        kept = self._kept()
        here = rows >= 0
        self.row_lower[rows[here]] = self.need[here]
        first = here[:, 0]
        self.row_lower[rows[first, 0]] -= (kept[:, 0] * i.stock)[first]
        self._add(rows[:, 1:], self.s[:, :-1], kept[:, 1:])
        self._add(rows, self.s, -1.0)
        self._add(rows, self.b, 1.0)
        self._add(rows, self.e, -1.0)
        self._add(rows, self.u, 1.0)
        self._add(rows[self.inputs.item], self.x[self.inputs.recipe], -self.inputs.quantity[:, None])
        arrives = np.minimum(i.lag[self.recipes][self.outputs.recipe][:, None] + np.arange(periods), periods - 1)
        self._add(
            rows[self.outputs.item[:, None], arrives], self.x[self.outputs.recipe], self.outputs.quantity[:, None]
        )
        wear = self.machines.quantity * i.wear[self.machines.item]
        worn = wear > 0
        self._add(rows[self.machines.item[worn]], self.x[self.machines.recipe[worn]], -wear[worn][:, None])

    def _capacities(self):
        i, periods = self.incidence, self.periods
        self._add(self.skill[self.hours.item], self.x[self.hours.recipe], self.hours.quantity[:, None])
        self._limit(self.skill, i.single_hours[:, None] * self.share)
        self._add(self.skill[i.pair_skill], self.a, -1.0)
        self._add(self.pledge[i.pair_group], self.a, 1.0)
        self._limit(self.pledge, i.group_hours[:, None] * self.share)
        each = np.nan_to_num(i.hours_each)[:, None] * self._kept() * self.share
        self._add(self.machine[self.machines.item], self.x[self.machines.recipe], self.machines.quantity[:, None])
        self._add(self.machine[:, 1:], self.s[:, :-1], -each[:, 1:])
        hours = np.zeros((i.goods, periods))
        hours[:, 0] = each[:, 0] * i.stock
        self._limit(self.machine, hours)
        occupied = np.maximum(i.lag[self.recipes], 1)[self.land.recipe]
        for age in range(int(occupied.max(initial=0))):
            still = occupied > age
            if age < periods:
                # Land is a place, not a flow: a short last period leaves it the time for so much less.
                quantity = self.land.quantity[still][:, None] / (self.share[:periods] if age == 0 else np.ones(1))
                self._add(
                    self.parcel[self.land.item[still], age:], self.x[self.land.recipe[still], : periods - age], quantity
                )
        self._limit(self.parcel, np.broadcast_to(i.area[:, None], self.parcel.shape))

    def _limit(self, rows, upper):
        here = rows >= 0
        self.row_upper[rows[here]] = upper[here]

    def _cash(self):
        if not self.cash_rule:
            return
        start, income, floor = self.cash_rule
        i = self.incidence
        self.lower[self.c] = floor
        self._add(self.cash, self.c, 1.0)
        self._add(self.cash[1:], self.c[:-1], -1.0)
        self._add(self.cash[None, :], self.b, np.nan_to_num(i.buy)[:, None])
        self._add(self.cash[None, :], self.e, -np.nan_to_num(i.sell)[:, None])
        self._add(self.cash[None, :], self.x, i.fee[self.recipes][:, None])
        arrives = income * self.share
        arrives[0] += start
        self.row_lower[self.cash] = self.row_upper[self.cash] = arrives

    def _terminal(self):
        if self.terminal == "free":
            return
        i, last = self.incidence, self.s[:, -1]
        if self.terminal == "gift":
            least = np.where(np.isfinite(i.room), 0.0, i.idle_stock())
        else:
            least = np.where(self.replaceable, np.minimum(i.stock, i.room), i.idle_stock())
        least[self.irreplaceable] = 0
        here = (last >= 0) & (least > 0)
        self.lower[last[here]] = np.maximum(self.lower[last[here]], least[here])
        if self.irreplaceable.any():
            left = i.keeps[:, None] ** np.arange(self.periods - 1, -1, -1)
            worn = self.worn[:, None]
            wear = (self.machines.quantity * i.wear[self.machines.item])[:, None]
            self._add(self.worn, last, 1.0)
            self._add(worn[self.machines.item], self.x[self.machines.recipe], wear * left[self.machines.item])
            self.row_lower[self.worn[self.irreplaceable]] = i.idle_stock()[self.irreplaceable]

    def asks_more_than_gift(self) -> bool:
        """Whether a row of "keep" asks more at the end than that of "gift"; if not, the programmes are the same."""
        i = self.incidence
        wears = np.zeros(i.goods, bool)
        wears[self.machines.item] = True
        decays, roomy = self.replaceable & (i.keeps < 1), np.isfinite(i.room) & (i.keeps > 0)
        unpriced = self.replaceable & wears & (i.wear > 0) & np.isnan(i.buy)
        here = self.active & (i.stock > 0) & (decays | roomy | unpriced)
        return self.terminal == "keep" and bool(here.any())

    def _matrix(self):
        rows, columns, values = (
            (np.concatenate(parts) for parts in zip(*self._parts, strict=True)) if self._parts else ([],) * 3
        )
        matrix = coo_array(
            (values, (rows.astype(np.int32), columns.astype(np.int32))), shape=(self.rows, self.columns)
        ).tocsc()
        matrix.sum_duplicates()
        return matrix

    # --- objectives
    def unmet_cost(self, tier) -> np.ndarray:
        """The unmet shares of the needs of one tier."""
        cost = np.zeros(self.columns)
        here = (self.u >= 0) & (self.incidence.tier == tier)[:, None]
        cost[self.u[here]] = 1 / self.need[here]
        return cost

    def cash_cost(self) -> np.ndarray:
        cost = np.zeros(self.columns)
        self._put(cost, self.b, self.incidence.buy[:, None])
        self._put(cost, self.e, -self.incidence.sell[:, None])
        self._put(cost, self.x, self.incidence.fee[self.recipes][:, None])
        return cost

    def hours_cost(self) -> np.ndarray:
        cost = np.zeros(self.columns)
        self._put(cost, self.x, self.incidence.recipe_hours[self.recipes][:, None])
        return cost

    def earliness_cost(self) -> np.ndarray:
        """How early things are bought and made: what is bought, and what a batch makes, by its worth (the price, 1
        where there is none), times the periods that are left from there to the end.

        Not the stocks themselves: those could be made smaller by throwing away what is in hand, or by making of dear
        flour a bread that has no price. Here nothing is won by doing more, or earlier, than the needs ask. A batch
        counts a little less, so that of making now and buying later, or the other way round, the buying waits; by less
        than a period's worth, so that nothing is made for stock to that end.
        """
        cost = np.zeros(self.columns)
        left = np.arange(self.periods, 0, -1)
        worth = np.where(np.nan_to_num(self.incidence.buy) > 0, self.incidence.buy, 1.0)
        made = np.bincount(
            self.outputs.recipe, self.outputs.quantity * worth[self.outputs.item], minlength=len(self.recipes)
        )
        self._put(cost, self.b, worth[:, None] * left)
        self._put(cost, self.x, made[:, None] * left * (1 - 0.5 / self.periods))
        return cost

    def _put(self, cost, block, values):
        here = block >= 0
        cost[block[here]] = np.broadcast_to(values, block.shape)[here]

    def tiers(self) -> list[int]:
        return sorted(set(self.incidence.tier[self.need.any(axis=1)].tolist()))

    def linear_program(self, cost, upper=None) -> LinearProgram:
        return LinearProgram(
            cost, self.matrix, self.row_lower, self.row_upper, self.lower, self.upper if upper is None else upper,
            presolve=not self.cash_rule,
        )

    def cells(self, block, values) -> np.ndarray:
        """Column values back in the shape of their block, 0 where there is no column."""
        return np.where(block >= 0, values[np.maximum(block, 0)], 0.0) if len(values) else np.zeros(block.shape)
