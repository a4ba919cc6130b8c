"""The table between two towns: the plan of the one in full, with a mix of the other's offers, that is best for both.

The first town sits at it (HOME) and brings its own programme; of the second (AWAY) the table sees offers only
(messages.py). A mix of offers is an offer too, since a town may do one thing one half of the time and another the other
half: λ are the shares of the mix; they add up to 1.

Columns: those of the first town's programme; λ by offer; what the second sends beyond its offers at the price at which
it sends any amount; sent one way and the other, by good and period; money from the second town to the first, by period;
what each lacks of its fair share.
Rows: those of the first town's programme; for each town: what it takes ≤ what arrives − what it sends; where it keeps a
floor: what it must be paid ≤ money − carriage it pays; each aim ≤ what was settled; its purse (cash with money and
carriage) ≤ what it spends alone (where the rule holds, see bargain.py) and ≤ its fair share + what it lacks of it; both
towns' aims ≤ what was settled. The town that receives pays the carriage.
The duals of these rows are the next prices (Dantzig and Wolfe 1960), and with one town in full they are nearly right
after few offers: only what the other can do has to be found out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, vstack

from ..solver import INFINITY, LinearProgram
from .messages import Ask, Greeting, Offer
from .side import Trading, at_a_size

HOME, AWAY = 0, 1


@dataclass(frozen=True)
class Prices:
    """duals: of the rows at the table, by row; worth: the first town's part of the bound of Lagrange at them, or less.
    That bound is concave: at prices between two it is at least what lies between its values."""

    duals: np.ndarray
    worth: float

    def towards(self, other: Prices, share: float) -> Prices:
        return Prices((1 - share) * self.duals + share * other.duals, (1 - share) * self.worth + share * other.worth)


class Master:
    """home: the first town's programme; away: the second's greeting; matches: the goods; floors: whether each town
    keeps one; aims: names of all aims, in their order."""

    def __init__(self, home: Trading, away: Greeting, matches, floors: tuple[bool, bool], aims: tuple[str, ...]):
        self.matches, self.periods, self.floors, self.aims = matches, away.periods, floors, aims
        self.carriage = np.array([match.transport.cost for match in matches]).reshape(-1, 1)
        prices = np.array([away.always.get(match.ours, np.nan) for match in matches])
        self._able, self._price = ~np.isnan(prices), prices[~np.isnan(prices)].reshape(-1, 1)
        self._home, self._offers, self._shares = home, [], []
        self._lay_out()
        self._objective: dict[str, float] = {}
        self._size = 1.0
        self._lp = LinearProgram(
            np.zeros(self._fixed), self._matrix(),
            np.append(home.row_lower, np.where(np.arange(self._rows) == self._mix, 1.0, -INFINITY)),
            np.append(home.row_upper, self._upper), self._lower,
            np.append(home.upper, np.full(self._fixed - len(home.upper), INFINITY)))
        self._started = False

    # --- layout
    def _lay_out(self):
        """Rows are counted from the first at the table."""
        goods, periods = len(self.matches), self.periods
        own, size, able = len(self._home.lower), goods * periods, int(self._able.sum())
        self._sent = own + np.arange(2 * size).reshape(2, goods, periods)  # by the first, by the second
        self._money = own + 2 * size + np.arange(periods)  # from the second to the first; free
        self._lacks = own + 2 * size + periods + np.arange(2)
        self._more = own + 2 * size + periods + 2 + np.arange(able * periods).reshape(able, periods)
        self._fixed = own + 2 * size + periods + 2 + able * periods
        self._lower = np.append(self._home.lower, np.zeros(self._fixed - own))
        self._lower[self._money] = -INFINITY
        at = 1

        def rows(count):
            nonlocal at
            at += count
            return np.arange(at - count, at)

        self._mix = 0
        self._takes = np.stack([rows(size).reshape(goods, periods) for _ in range(2)])
        self._paid = [rows(periods if floor else 0) for floor in self.floors]
        self._kept = [dict(zip(self.aims, rows(len(self.aims)), strict=True)) for _ in range(2)]
        self._both = dict(zip(self.aims, rows(len(self.aims)), strict=True))
        self._purse, self._fair = rows(2), rows(2)  # cash with money and carriage
        self._rows = at
        self._upper = np.full(at, INFINITY)
        self._upper[self._mix] = 1.0
        for tight in (self._takes.ravel(), *self._paid):
            self._upper[tight] = 0.0
        self._alone = np.zeros(at)  # the first town's aims as they are alone: its programme knows no changes
        for aim, alone in self._home.alone.items():
            rows_of = [self._kept[HOME][aim], self._both[aim]]
            self._alone[rows_of + ([self._purse[HOME], self._fair[HOME]] if aim == "cash" else [])] = alone

    def _matrix(self):
        at, columns, values = [], [], []

        def add(rows, cells, value):
            rows, cells, value = np.broadcast_arrays(rows, cells, value)
            at.append(rows.ravel())
            columns.append(cells.ravel())
            values.append(value.ravel())

        home, carriage = self._home, self.carriage
        arrives = np.array([1 - match.transport.loss for match in self.matches]).reshape(-1, 1)
        add(self._takes[HOME], home.takes, 1.0)
        add(self._paid[HOME], home.paid, 1.0)
        for aim, cost in home.aims.items():
            some = np.flatnonzero(cost)
            for row in (self._kept[HOME][aim], self._both[aim]):
                add(row, some, cost[some])
            for row in (self._purse[HOME], self._fair[HOME]) if aim == "cash" else ():
                add(row, some, cost[some])
        for town, sign in ((HOME, -1.0), (AWAY, 1.0)):
            other = 1 - town
            add(self._takes[town], self._sent[town], 1.0)
            add(self._takes[town], self._sent[other], -arrives)
            add(self._both["cash"], self._sent[other], carriage)
            for purse in (self._purse[town], self._fair[town]):
                add(purse, self._sent[other], carriage)
                add(purse, self._money, sign)
            add(self._fair[town], self._lacks[town], -1.0)
            if self.floors[town]:
                add(self._paid[town], self._money, sign)
                add(self._paid[town][None, :], self._sent[other], carriage)
        add(self._takes[AWAY][self._able], self._more, -1.0)
        for row in (self._purse[AWAY], self._fair[AWAY], self._kept[AWAY]["cash"], self._both["cash"]):
            add(row, self._more, self._price)
        if self.floors[AWAY]:
            add(self._paid[AWAY][None, :], self._more, self._price)
        table = csc_array((np.concatenate(values), (np.concatenate(at), np.concatenate(columns))),
                          shape=(self._rows, self._fixed), dtype=float)
        own = csc_array(home.matrix)
        own.resize((own.shape[0], self._fixed))
        whole = csc_array(vstack([own, table]))
        whole.indptr, whole.indices = whole.indptr.astype(np.int32), whole.indices.astype(np.int32)
        return whole

    # --- offers
    def take(self, offer: Offer) -> None:
        aims = np.array([offer.aims.get(aim, 0.0) for aim in self.aims])
        cash = offer.aims.get("cash", 0.0)
        rows = [[self._mix], self._takes[AWAY].ravel(), self._paid[AWAY], [self._purse[AWAY], self._fair[AWAY]],
                *([table[aim] for aim in self.aims] for table in (self._kept[AWAY], self._both))]
        values = [[1.0], self._taken(offer).ravel(), np.array(offer.paid), [cash, cash], aims, aims]
        where, what = np.concatenate(rows), np.concatenate(values)
        some = np.abs(what) > 1e-12
        self._lp.add_column(self._cost(offer), 0.0, INFINITY, len(self._home.row_lower) + where[some], what[some])
        self._shares.append(self._lp.columns - 1)
        self._offers.append(offer)

    def _taken(self, offer: Offer) -> np.ndarray:
        """What an offer takes, goods × periods."""
        return np.array([offer.takes[match.ours] for match in self.matches], float).reshape(-1, self.periods)

    def _cost(self, offer: Offer) -> float:
        return self._size * sum(weight * offer.aims.get(aim, 0.0) for aim, weight in self._objective.items())

    # --- what is wanted
    def aim_at(self, aim: str) -> None:
        """Make this aim of both towns small; "lacks" is what they lack of their fair shares."""
        self._objective = {aim: 1.0}
        cost = np.zeros(self._lp.columns)
        if aim in self._home.aims:
            own = self._home.aims[aim]
            cost[: len(own)] = own
        if aim == "cash":
            for sent in self._sent:
                cost[sent] = self.carriage
            cost[self._more] = self._price
        cost[self._lacks] = float(aim == "lacks")
        self._size = at_a_size(cost)
        cost *= self._size
        cost[self._shares] = [self._cost(offer) for offer in self._offers]
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
        self._lp.row_bounds(np.array([len(self._home.row_lower) + row]), [-INFINITY], [upper + self._alone[row]])

    # --- answers
    def solve(self) -> str:
        status = self._lp.solve("primal" if self._started else None)
        if status != "optimal":
            status = self._lp.solve_afresh()
        self._started = status == "optimal"
        return status

    @property
    def objective(self) -> float:
        return self._lp.objective / self._size - sum(
            weight * self._home.alone.get(aim, 0.0) for aim, weight in self._objective.items())

    def prices(self) -> Prices:
        """Duals never above 0 on the rows that are ≤; on the row of the mix as it comes."""
        duals = self._lp.duals()[0][len(self._home.row_lower) :] / self._size
        duals[self._mix + 1 :] = np.minimum(duals[self._mix + 1 :], 0.0)
        return Prices(duals, self.objective - float(duals[self._mix]))

    def ask(self, prices: Prices, wider: float) -> Ask:
        """What to ask the second town at these prices."""
        duals = prices.duals
        aims = {aim: self._objective.get(aim, 0.0) - duals[self._kept[AWAY][aim]] - duals[self._both[aim]]
                for aim in self.aims}
        aims["cash"] += -duals[self._purse[AWAY]] - duals[self._fair[AWAY]]
        goods = {match.ours: tuple(row) for match, row in
                 zip(self.matches, (-duals[self._takes[AWAY]]).tolist(), strict=True)}
        return Ask(goods, tuple((-duals[self._paid[AWAY]]).tolist()),
                   {aim: float(weight) for aim, weight in aims.items()}, wider)

    def gain(self, prices: Prices, offer: Offer) -> float:
        """By how much this offer is better than the mix at its own prices."""
        return float(prices.duals[self._mix]) - self.ask(prices, 1.0).cost(offer)

    def read(self):
        """(taken by each town: 2 × goods × periods; sent by each; money to the first; aims of each; the solution in the
        first town's columns; what the second must be paid)."""
        values = self._lp.values()
        own = values[: len(self._home.lower)]
        some = [(share, offer) for share, offer in zip(values[self._shares], self._offers, strict=True) if share > 0]
        more = values[self._more]
        taken = np.zeros((len(self.matches), self.periods)) + sum(share * self._taken(offer) for share, offer in some)
        taken[self._able] -= more
        bought = (more * self._price).sum(axis=0)
        aims = {aim: float(sum(share * offer.aims.get(aim, 0.0) for share, offer in some)) for aim in self.aims}
        aims["cash"] += float(bought.sum())
        paid = sum(share * np.array(offer.paid) for share, offer in some) + bought if self.floors[AWAY] else None
        changes = dict.fromkeys(self.aims, 0.0) | self._home.changes(own)
        return (own[self._home.takes], taken), values[self._sent], values[self._money], (changes, aims), own, paid
