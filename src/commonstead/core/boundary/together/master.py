"""The table between two towns: which mix of their offers is best for both, and at which prices they differ.

It sees offers only (messages.py). A mix of a town's offers is an offer too, since a town may do one thing one half of
the time and another the other half: λ are the shares of the mix, one set a town, each adding up to 1.

Columns: λ by offer; what a town sends beyond its offers at the price at which it sends any amount; sent one way and the
other, by good and period; money from the second town to the first, by period; what each lacks of its fair share.
Rows, for each town: what its offers take ≤ what arrives − what it sends; where it keeps a floor: what it must be paid ≤
money − carriage it pays; each aim ≤ what was settled; its purse (cash with money and carriage) ≤ what it spends alone
(where the rule holds, see bargain.py) and ≤ its fair share + what it lacks of it; both towns' aims ≤ what was settled.
The town that receives pays the carriage.
The duals of these rows are the next prices (Dantzig and Wolfe 1960).
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array

from ..solver import INFINITY, LinearProgram
from .messages import Ask, Offer

FIRST, SECOND = 0, 1


class Master:
    """matches: the goods; floors: whether each town keeps one; aims: names of all aims, in their order.
    always: for each town, the price at which it sends any amount, by good.
    seasons: goods × periods, the number of the season in which a good is balanced as one sum, with one price; by
    default each period is one. With longer seasons what is reached is too good, but its prices are prices for all."""

    def __init__(self, matches, periods: int, floors: tuple[bool, bool], aims: tuple[str, ...], always, seasons=None):
        self._seasons = np.arange(len(matches) * periods).reshape(-1, periods) if seasons is None else seasons
        self._always_told = always
        self._always = tuple(np.array([prices.get(match.ours, np.nan) for match in matches]) for prices in always)
        self.matches, self.periods, self.floors, self.aims = matches, periods, floors, aims
        self.offers: tuple[list[Offer], list[Offer]] = ([], [])
        self._shares: tuple[list[int], list[int]] = ([], [])
        self._lay_out()
        self._objective: dict[str, float] = {}
        self._lp = LinearProgram(
            np.zeros(self._fixed), self._trade_matrix(), np.where(self._equal, 1.0, -INFINITY), self._upper.copy(),
            self._lower_columns, np.full(self._fixed, INFINITY))
        self._started = False

    # --- layout
    def _lay_out(self):
        goods, periods = len(self.matches), self.periods
        size = goods * periods
        self._sent = np.arange(2 * size).reshape(2, goods, periods)  # by the first, by the second
        self._money = 2 * size + np.arange(periods)  # from the second to the first; free
        self._lacks = 2 * size + periods + np.arange(2)
        self._fixed = 2 * size + periods + 2
        self._more = []
        for prices in self._always:
            able = int((~np.isnan(prices)).sum())
            self._more.append(self._fixed + np.arange(able * periods).reshape(able, periods))
            self._fixed += able * periods
        self._lower_columns = np.zeros(self._fixed)
        self._lower_columns[self._money] = -INFINITY
        at = 0

        def rows(count):
            nonlocal at
            at += count
            return np.arange(at - count, at)

        self._mix = rows(2)
        self._takes = np.stack([rows(self._seasons.max(initial=-1) + 1)[self._seasons] for _ in range(2)])
        self._settled = at  # the rows from here on are the same with any seasons
        self._paid = [rows(periods if floor else 0) for floor in self.floors]
        self._kept = [dict(zip(self.aims, rows(len(self.aims)), strict=True)) for _ in range(2)]
        self._both = dict(zip(self.aims, rows(len(self.aims)), strict=True))
        self._purse, self._fair = rows(2), rows(2)  # cash with money and carriage
        self._rows = at
        self._equal = np.zeros(at, bool)
        self._equal[self._mix] = True
        self._upper = np.full(at, INFINITY)
        self._upper[self._mix] = 1.0
        self._upper[self._takes.ravel()] = 0.0
        for paid in self._paid:
            self._upper[paid] = 0.0

    def _trade_matrix(self):
        at, columns, values = [], [], []

        def add(rows, cells, value):
            rows, cells = np.broadcast_arrays(rows, cells)
            at.append(rows.ravel())
            columns.append(cells.ravel())
            values.append(np.broadcast_to(value, rows.shape).ravel())

        arrives = np.array([1 - match.transport.loss for match in self.matches]).reshape(-1, 1)
        carriage = np.array([match.transport.cost for match in self.matches]).reshape(-1, 1)
        self.carriage = carriage
        for town, other in ((FIRST, SECOND), (SECOND, FIRST)):
            add(self._takes[town], self._sent[town], 1.0)
            add(self._takes[town], self._sent[other], -arrives)
            add(self._both["cash"], self._sent[other], carriage)
            sign = -1.0 if town == FIRST else 1.0
            for purse in (self._purse[town], self._fair[town]):
                add(purse, self._sent[other], carriage)
                add(purse, self._money, sign)
            add(self._fair[town], self._lacks[town], -1.0)
            able = ~np.isnan(self._always[town])
            price, more = self._always[town][able][:, None], self._more[town]
            add(self._takes[town][able], more, -1.0)
            for row in (self._purse[town], self._fair[town], self._kept[town]["cash"], self._both["cash"]):
                add(row, more, price)
            if self.floors[town]:
                add(self._paid[town][None, :], more, price)
            if self.floors[town]:
                add(self._paid[town], self._money, sign)
                add(self._paid[town][None, :], self._sent[other], carriage)
        matrix = csc_array((np.concatenate(values), (np.concatenate(at), np.concatenate(columns))),
                           shape=(self._rows, self._fixed), dtype=float)
        matrix.sum_duplicates()
        matrix.indptr, matrix.indices = matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32)
        return matrix

    # --- offers
    def take(self, town: int, offer: Offer) -> None:
        at, season = np.unique(self._takes[town], return_inverse=True)
        takes = np.bincount(season.ravel(), self.takes(offer).ravel(), minlength=len(at))
        rows, values = [self._mix[town : town + 1], at], [np.ones(1), takes]
        if self.floors[town]:
            rows.append(self._paid[town])
            values.append(np.array(offer.paid, float))
        aims = np.array([offer.aims.get(aim, 0.0) for aim in self.aims])
        for table in (self._kept[town], self._both):
            rows.append(np.array([table[aim] for aim in self.aims]))
            values.append(aims)
        rows.append(np.array([self._purse[town], self._fair[town]]))
        values.append(np.full(2, offer.aims.get("cash", 0.0)))
        where, what = np.concatenate(rows), np.concatenate(values)
        some = np.abs(what) > 1e-12
        cost = sum(weight * offer.aims.get(aim, 0.0) for aim, weight in self._objective.items())
        self._lp.add_column(cost, 0.0, INFINITY, where[some], what[some])
        self._shares[town].append(self._lp.columns - 1)
        self.offers[town].append(offer)

    def _price(self, town: int) -> np.ndarray:
        prices = self._always[town]
        return prices[~np.isnan(prices)][:, None]

    def takes(self, offer: Offer) -> np.ndarray:
        """What an offer takes, goods × periods."""
        return np.array([offer.takes[match.ours] for match in self.matches], float).reshape(-1, self.periods)

    # --- what is wanted
    def aim_at(self, objective: dict[str, float]) -> None:
        """Make the weighted sum of these aims small; "lacks" is what the towns lack of their fair shares."""
        self._objective = objective
        cost = np.zeros(self._lp.columns)
        for sent in self._sent:
            cost[sent] = self.carriage * objective.get("cash", 0.0)
        for town in (FIRST, SECOND):
            for column, offer in zip(self._shares[town], self.offers[town], strict=True):
                cost[column] = sum(weight * offer.aims.get(aim, 0.0) for aim, weight in objective.items())
            cost[self._more[town]] = self._price(town) * objective.get("cash", 0.0)
        cost[self._lacks] = objective.get("lacks", 0.0)
        self._lp.cost(cost)

    def keep_purse(self, town: int, most: float) -> None:
        """This town's cash, with what it pays and is paid, changes by no more than this."""
        self._limit(self._purse[town], most)

    def fair_share(self, town: int, purse: float) -> None:
        self._limit(self._fair[town], purse)

    def loosen(self) -> None:
        """Give what was settled a little more room, where rounding has left none."""
        settled = [*self._purse, *self._both.values(), *(row for kept in self._kept for row in kept.values())]
        for row in settled:
            if np.isfinite(self._upper[row]):
                self._limit(row, self._upper[row] + 1e-6 * (1 + abs(self._upper[row])))

    def keep_aim(self, town: int, aim: str, most: float) -> None:
        self._limit(self._kept[town][aim], most)

    def keep_both(self, aim: str, most: float) -> None:
        self._limit(self._both[aim], most)

    def _limit(self, row, upper):
        self._upper[row] = upper
        self._lp.row_bounds(np.array([row]), [-INFINITY], [upper])

    def in_seasons(self, seasons) -> Master:
        """The same table with the same limits, in which each good is balanced by season; without offers."""
        made = Master(self.matches, self.periods, self.floors, self.aims, self._always_told, seasons)
        rows = np.arange(made._settled, made._rows)
        made._upper[rows] = self._upper[self._settled :]
        made._lp.row_bounds(rows, np.full(len(rows), -INFINITY), made._upper[rows])
        made.aim_at(self._objective)
        return made

    def duals_from(self, other: Master, duals) -> np.ndarray:
        """The duals of a table with other seasons, here: each period at the price of its season there."""
        mine = np.concatenate([duals[:2], np.zeros(self._settled - 2), duals[other._settled :]])
        mine[self._takes] = duals[other._takes]
        return mine

    # --- answers
    def solve(self) -> str:
        status = self._lp.solve("primal" if self._started else None)
        if status != "optimal":
            status = self._lp.solve_afresh()
        self._started = status == "optimal"
        return status

    @property
    def objective(self) -> float:
        return self._lp.objective

    def duals(self) -> np.ndarray:
        """Never above 0 on the rows that are ≤; on the two rows of the mix as they come."""
        duals = self._lp.duals()[0].copy()
        duals[~self._equal] = np.minimum(duals[~self._equal], 0.0)
        return duals

    def asks(self, duals, wider: float) -> tuple[Ask, Ask]:
        """What to ask each town at these prices."""
        made = []
        for town in (FIRST, SECOND):
            aims = {aim: self._objective.get(aim, 0.0) - duals[self._kept[town][aim]] - duals[self._both[aim]]
                    for aim in self.aims}
            aims["cash"] += -duals[self._purse[town]] - duals[self._fair[town]]
            prices = {match.ours: tuple(row) for match, row in
                      zip(self.matches, (-duals[self._takes[town]]).tolist(), strict=True)}
            money = tuple((-duals[self._paid[town]]).tolist())
            made.append(Ask(prices, money, {aim: float(weight) for aim, weight in aims.items()}, wider))
        return made[0], made[1]

    def bound(self, duals, costs: tuple[float, float]) -> float:
        """Nothing better than this can come of any offers, given what each town's best offer at these prices costs.

        Lagrange: the prices leave the trade columns no gain (they are in every master), so only the towns' own
        answers and the settled limits count.
        """
        inequality = ~self._equal & np.isfinite(self._upper) & (duals < 0)
        return float(sum(costs) + duals[inequality] @ self._upper[inequality])

    def gain(self, duals, town: int, offer: Offer) -> float:
        """By how much this offer is better than the town's mix at these prices."""
        return float(duals[self._mix[town]] - self.asks(duals, 1.0)[town].cost(offer))

    def duals_of(self, worth) -> np.ndarray:
        """The duals that belong to these prices of goods (goods × periods), for the aim of cash without other limits.

        No price may be above the one at which a town sends any amount, here or from the other side of the way.
        """
        duals = np.zeros(self._rows)
        for always in self._always:
            worth = np.minimum(worth, np.where(np.isnan(always), np.inf, always)[:, None])
        duals[self._takes[FIRST]] = duals[self._takes[SECOND]] = -worth
        return duals

    def used(self, town: int) -> list[Offer]:
        """The offers that have a share in the mix."""
        shares = self._lp.values()[self._shares[town]]
        return [offer for share, offer in zip(shares, self.offers[town], strict=True) if share > 0]

    def read(self):
        """(taken by each town: 2 × goods × periods; sent by each; money to the first; aims of each; paid of each)."""
        values = self._lp.values()
        takes, aims, paid = [], [], []
        for town in (FIRST, SECOND):
            shares = values[self._shares[town]]
            offers = self.offers[town]
            some = [(share, offer) for share, offer in zip(shares, offers, strict=True) if share > 0]
            more = values[self._more[town]]
            bought = more * self._price(town)
            taken = sum(share * self.takes(offer) for share, offer in some)
            taken[~np.isnan(self._always[town])] -= more
            takes.append(taken)
            aims.append({aim: float(sum(share * offer.aims.get(aim, 0.0) for share, offer in some))
                         for aim in self.aims})
            aims[town]["cash"] += float(bought.sum())
            paid.append(sum(share * np.array(offer.paid) for share, offer in some) + bought.sum(axis=0)
                        if self.floors[town] else None)
        return takes, values[self._sent], values[self._money], aims, paid
