"""What a road map starts from: the town without any step, and the recipes that could be taken up.

(Exodus 8828-8843: an activity is taken inside, then, one by one, the inputs that it still buys.) The plan without any
step gives the money path that savings are measured against, and the unmet need that no step may make worse.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ..absent_machines import absent_machines
from ..network import STAGES, Network
from ..plan import Plan
from ..program import Program
from .absorbing import most_used, most_useful


class Ground:
    """All that does not depend on the budget.

    places: the candidates, by place in the network.  program: the plan's programme with all of them in it.
    spent: cash spent less sales, by period, without any step.  in_hand: cash at the end of each period without any
    step less the floor; None without a floor.
    most, total: candidates × periods, the most batches that can be of use within the period, and from it to the end.
    used: goods × periods, the most units that can be used within a period.
    parts: goods that taking something up uses; part_use: candidates × parts, units.
    machines: goods that candidates work with and nobody has; machine_use: candidates × machines, whether it does.
    """

    def __init__(self, network: Network, plan: Plan):
        self.network, self.plan = network, plan
        solved = plan.solved
        self.incidence = incidence = solved.incidence
        self.places = np.flatnonzero(~incidence.adopted)
        base, values = solved.program, solved.optimum.values
        self.program = Program(
            incidence, np.concatenate([base.recipes, self.places]), base.need, terminal=base.terminal
        )
        self.periods = network.periods
        self.x = self.program.x[len(base.recipes) :]
        self.base = base
        self.unmet = base.cells(base.u, values)
        self.spent = spending(base, values)
        self.cash_before = float(self.spent.sum())
        cash = network.cash
        self.in_hand = None
        if cash.floor is not None:
            self.in_hand = cash.start - cash.floor + np.cumsum(cash.income - self.spent)
        rows = [network.recipes[place] for place in self.places]
        self.rows = rows
        self.outlay = np.array([row.outlay for row in rows], float)
        self.stage = np.array([STAGES.index(row.stage) if row.stage in STAGES else -1 for row in rows], int)
        self._read_parts(rows)
        self._read_machines(rows)
        most, total = most_useful(incidence, network.terminal, self._part_demand())
        self.most, self.total = most[self.places], total[self.places]
        self.used = most_used(incidence, most, self._part_demand())

    def _read_parts(self, rows):
        place = self.incidence.good_place
        names = list(dict.fromkeys(good for row in rows for good in row.outlay_goods))
        self.parts = np.array([place[name] for name in names], int)
        self.part_use = np.array([[row.outlay_goods.get(name, 0.0) for name in names] for row in rows], float)
        self.part_use = self.part_use.reshape(len(rows), len(names))

    def _read_machines(self, rows):
        absent = absent_machines(self.network)
        names = list(dict.fromkeys(good for row in rows for good in row.machines if good in absent))
        self.machines = np.array([self.incidence.good_place[name] for name in names], int)
        self.machine_use = np.array([[name in row.machines for name in names] for row in rows], bool)
        self.machine_use = self.machine_use.reshape(len(rows), len(names))
        made = np.zeros(self.incidence.goods, bool)
        made[self.incidence.outputs.item] = True
        price = self.incidence.buy[self.machines]
        # One without a price that somebody could make costs what its making costs: no outlay that an estimate knows.
        self.machine_price = np.where(np.isnan(price), np.where(made[self.machines], 0.0, np.inf), price)

    def _part_demand(self):
        """By good: units that taking everything up would use, once."""
        demand = np.zeros(self.incidence.goods)
        demand[self.parts] = self.part_use.sum(axis=0)
        demand[self.machines] += 1.0  # one whole, however few of its hours are asked for
        return demand

    @property
    def whole_outlay(self) -> float:
        """What taking everything up would cost where every part, and one of each machine that nobody has, is bought;
        what has no price counts nothing."""
        machines = np.nan_to_num(self.incidence.buy[self.machines]).sum()
        parts = (self.part_use @ np.nan_to_num(self.incidence.buy[self.parts])).sum()
        return float(self.outlay.sum() + parts + machines)

    @cached_property
    def bought_outlay(self) -> np.ndarray:
        """By candidate: the outlay if every part is bought; infinite where a part has no price."""
        price = self.incidence.buy[self.parts]
        worth = np.where(np.isnan(price), np.inf, price)
        with np.errstate(invalid="ignore"):
            each = np.where(self.part_use > 0, self.part_use * worth, 0.0)
        return self.outlay + each.sum(axis=1)

    @cached_property
    def ever_costs(self) -> np.ndarray:
        """By candidate: whether taking it up can cost anything at all."""
        return (self.bought_outlay > 0) | self.machine_use.any(axis=1)

    def first_cost(self, begun) -> np.ndarray:
        """By candidate: bought_outlay, and the price of each machine that neither the town has nor one of the steps
        `begun` (candidates × bool) works with."""
        return self.bought_outlay + self._machines(~self.machine_use[begun].any(axis=0))

    def waits(self, group, begun) -> bool:
        """Whether these can only begin a period after a machine has been bought for them."""
        return bool((self.machine_use[group].any(axis=0) & ~self.machine_use[begun].any(axis=0)).any())

    def cost_together(self, group, begun) -> float:
        """The same of several candidates that are begun together: one machine serves them all."""
        missing = self.machine_use[group].any(axis=0) & ~self.machine_use[begun].any(axis=0)
        return float(self.bought_outlay[group].sum() + self.machine_price[missing].sum())

    def _machines(self, missing):
        price = np.where(missing, self.machine_price, 0.0)
        with np.errstate(invalid="ignore"):
            return np.where(self.machine_use, price, 0.0).sum(axis=1)


def spending(program: Program, values) -> np.ndarray:
    """Purchases + fees − sales, by period."""
    i = program.incidence
    return (
        (program.cells(program.b, values) * np.nan_to_num(i.buy)[:, None]).sum(axis=0)
        - (program.cells(program.e, values) * np.nan_to_num(i.sell)[:, None]).sum(axis=0)
        + (program.cells(program.x, values) * i.fee[program.recipes][:, None]).sum(axis=0)
    )
