"""How many hours of wage work can be given up while all needs that can be bought are met in full.

(Exodus 8565-8576, 8789-8794: the second form of slack.) The least income a period is found that meets every need with a
price, from the commons, stocks and purchases, with savings and stocks at the end no less than they would be untouched
(as for dependence: nothing that is given to somebody raises it). What is left of today's income is the wage that could
go, and divided by the wage for an hour the hours. What the rest of the income buys is what keeps people at it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, hstack

from ..incidence import Incidence
from ..network import Network
from ..program import Program
from ..solver import INFINITY, LinearProgram


@dataclass(frozen=True)
class Withdrawal:
    """income: today's, a period.  needed: the least that is enough, None where no income is.  spent: on what, cash over
    the horizon by good, most first; what recipes and fees cost is in it."""

    income: float
    needed: float | None
    spent: tuple[tuple[str, float], ...] = ()

    @property
    def spare(self) -> float:
        """Cash a period that could be done without."""
        return 0.0 if self.needed is None else max(self.income - self.needed, 0.0)

    def hours_a_week(self, wage: float, days_per_period: float) -> float:
        """Hours of paid work a week that could be given up, at so much an hour."""
        return self.spare / wage * 7 / days_per_period if wage > 0 else 0.0


def floors_without_price(network: Network) -> tuple[str, ...]:
    """Needs nobody should go without that have no price: what would meet them, and so how much wage work could go, is
    not known. The income found by `withdrawal` leaves them out."""
    return tuple(good.id for good in network.goods if good.buy is None and any(good.need) and any(good.floor))


def withdrawal(network: Network) -> Withdrawal:
    """The least income with which this network's adopted commons do."""
    i = Incidence(network)
    start, floor = network.cash.start, min(network.cash.floor or 0.0, network.cash.start)
    need = np.where(np.isnan(i.buy)[:, None], 0.0, i.need)
    if not need.any():
        return Withdrawal(network.cash.income, 0.0)
    terminal = "gift" if network.terminal == "keep" else "free"
    program = Program(i, np.flatnonzero(i.adopted), need, terminal=terminal, cash=(start, 0.0, floor))
    lower, upper = program.lower.copy(), program.upper.copy()
    upper[program.u[program.u >= 0]] = 0.0
    lower[program.c[-1]] = max(lower[program.c[-1]], start)  # savings are not eaten up
    cash = csc_array((-np.ones(program.periods), (program.cash, np.zeros(program.periods, int))),
                     shape=(program.rows, 1))
    cost = np.zeros(program.columns + 1)
    cost[-1] = 1.0
    lp = LinearProgram(cost, hstack([program.matrix, cash]).tocsc(), program.row_lower, program.row_upper,
                       np.append(lower, 0.0), np.append(upper, INFINITY))
    if lp.solve() != "optimal":
        return Withdrawal(network.cash.income, None)
    values = lp.values()[:-1]
    bought = program.cells(program.b, values).sum(axis=1) * np.nan_to_num(i.buy)
    order = np.argsort(-bought, kind="stable")
    return Withdrawal(network.cash.income, float(lp.objective), tuple(
        (network.goods[place].id, float(bought[place])) for place in order if bought[place] > 1e-6))
