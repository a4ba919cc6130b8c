"""What a road map starts from: the town without any step, and the recipes that could be taken up.

(Exodus 8828-8843: an activity is taken inside, then, one by one, the inputs that it still buys.) The plan without any
step gives the money path that savings are measured against, and the unmet need that no step may make worse.
"""

from __future__ import annotations

import numpy as np

from ..network import STAGES, Network
from ..plan import Plan
from ..program import Program
from .absorbing import most_used, most_useful


class Ground:
    """All that does not depend on the budget.

    places: the candidates, by place in the network.  program: the plan's programme with all of them in it.
    spent: cash spent less sales, by period, without any step.  in_hand: cash at the end of each period without any
    step less the floor; None without a floor.  most: candidates × periods, the most batches that can be of use.
    used: goods × periods, the most units that can be used within a period.
    parts: goods that taking something up uses; part_use: candidates × parts, units.
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
        most = most_useful(incidence, network.terminal, self._part_demand())
        self.most = most[self.places]
        self.used = most_used(incidence, most, self._part_demand())

    def _read_parts(self, rows):
        place = self.incidence.good_place
        names = list(dict.fromkeys(good for row in rows for good in row.outlay_goods))
        self.parts = np.array([place[name] for name in names], int)
        self.part_use = np.array([[row.outlay_goods.get(name, 0.0) for name in names] for row in rows], float)
        self.part_use = self.part_use.reshape(len(rows), len(names))

    def _part_demand(self):
        """By good: units that taking everything up would use."""
        demand = np.zeros(self.incidence.goods)
        demand[self.parts] = self.part_use.sum(axis=0)
        return demand

    @property
    def whole_outlay(self) -> float:
        """What taking everything up would cost where every part is bought; parts without a price count nothing."""
        return float(self.outlay.sum() + (self.part_use @ np.nan_to_num(self.incidence.buy[self.parts])).sum())

    @property
    def bought_outlay(self) -> np.ndarray:
        """By candidate: the outlay if every part is bought; infinite where a part has no price."""
        price = self.incidence.buy[self.parts]
        worth = np.where(np.isnan(price), np.inf, price)
        with np.errstate(invalid="ignore"):
            each = np.where(self.part_use > 0, self.part_use * worth, 0.0)
        return self.outlay + each.sum(axis=1)


def spending(program: Program, values) -> np.ndarray:
    """Purchases + fees − sales, by period."""
    i = program.incidence
    return (
        (program.cells(program.b, values) * np.nan_to_num(i.buy)[:, None]).sum(axis=0)
        - (program.cells(program.e, values) * np.nan_to_num(i.sell)[:, None]).sum(axis=0)
        + (program.cells(program.x, values) * i.fee[program.recipes][:, None]).sum(axis=0)
    )
