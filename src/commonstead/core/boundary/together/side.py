"""One town at the table: it answers what it would send and take at given prices, from its own network alone.

Remembers its own programme, what it can do alone, and where its solver stood. What it answers is in messages.py; the
rest of its ledger stays here. A town never offers to meet its own needs worse, in any tier, than it does alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, hstack, vstack

from ..incidence import Incidence
from ..lexicographic import Optimum, solve
from ..network import Network
from ..plan import Solved, conflicts
from ..program import Program
from ..solver import INFINITY, LinearProgram
from .messages import Ask, Greeting, NoOffer, Offer, considered

_LOOSE = 1e-9  # slack of a held aim, relative: a solver's rounding
_MIXED = 1e-7  # the same where a mix of offers is carried out: the rounding of large ones
_BACK = 20.0  # how many times that it may lie beyond what it was asked for
_ROOM = 2.0  # how many times its usual cash a town considers to be paid at first
_NOISE = 1e-6  # a tier unmet by no more than this is met


class TradingProgram(Program):
    """The programme of a plan in which the goods that can be exchanged have balances even where a plan alone would
    need none: a stock that nobody here wants may be wanted there.

    most_unmet: {tier: the most that may be unmet of it}; rows of their own."""

    def __init__(self, incidence: Incidence, goods, most_unmet=None, **more):
        self._exchanged, self._most_unmet = np.asarray(goods, int), most_unmet or {}
        super().__init__(incidence, np.flatnonzero(incidence.adopted), incidence.need, **more)

    def _flows(self):
        super()._flows()
        self.active[self._exchanged] = True

    def _terminal(self):
        super()._terminal()
        for row, tier in zip(self._unmet_rows, self._most_unmet, strict=True):
            cost = self.unmet_cost(tier)
            columns = np.flatnonzero(cost)
            self._add(row, columns, cost[columns])

    def _lay_out_rows(self):
        super()._lay_out_rows()
        self._unmet_rows = self.rows + np.arange(len(self._most_unmet))
        self.rows += len(self._most_unmet)
        self.row_lower = np.append(self.row_lower, np.full(len(self._most_unmet), -INFINITY))
        self.row_upper = np.append(self.row_upper, list(self._most_unmet.values()))


@dataclass(frozen=True)
class Outcome:
    """A town's own figures: aims by name; goods bought, sold, batches by period; kept to itself."""

    aims: dict
    buys: dict
    sells: dict
    batches: dict
    hours_by_skill: dict
    unmet: dict


class Side:
    """A town that answers from its network. goods: {id at the table: (id here, our units in one at the table)}."""

    def __init__(self, network: Network, goods: dict[str, tuple[str, float]], units: dict[str, str]):
        self.network, self._goods, self._units = network, goods, units
        self._incidence = incidence = Incidence(network)
        self._places = np.array([incidence.good_place[here] for here, _ in goods.values()], int)
        self._ratio = np.array([ratio for _, ratio in goods.values()], float)
        floor = network.cash.floor
        self._cash = None if floor is None else (network.cash.start, network.cash.income, floor)
        self._program = self._make_program()
        optimum = solve(self._program)
        self.status = optimum.status
        self.conflicts = () if self.status == "optimal" else conflicts(
            Solved(incidence, self._program, optimum))
        if self.status == "optimal":
            self.alone = self._outcome(self._program, optimum)
            self._lay_out(optimum)

    def _make_program(self, most_unmet=None) -> TradingProgram:
        return TradingProgram(self._incidence, self._places, most_unmet, terminal=self.network.terminal,
                              cash=self._cash)

    # --- what is told
    def greeting(self) -> Greeting:
        most = {name: float(2 ** math.ceil(math.log2(max(size, 1.0))))
                for name, size in zip(self._goods, self._turnover, strict=True)}
        worth = {name: tuple(row) for name, row in zip(self._goods, self._worth.tolist(), strict=True)}
        bought = self._incidence.buy[self._places] * self._ratio
        always = {name: float(price) for name, price in zip(self._goods, bought, strict=True) if not np.isnan(price)}
        lacks = tuple(aim for aim, value in self.alone.aims.items() if aim.startswith("unmet") and value > _NOISE)
        return Greeting(self.network.periods, self._cash is not None, tuple(self.alone.aims), lacks,
                        {name: (self._units[name], most[name]) for name in self._goods}, worth, always)

    def meets(self, greeting: Greeting) -> None:
        """The other town's greeting: with it this town knows what to consider."""
        self._size = np.array(list(considered(self.greeting(), greeting).values()), float)
        self._wider = 0.0

    def propose(self, ask: Ask) -> Offer:
        """The offer that is best for this town at these prices. Raises NoOffer where none keeps within the limits."""
        lp = self._limits(ask)
        cost = np.zeros(lp.columns)
        for aim, weight in ask.aims.items():
            if aim in self._aims and weight:
                cost[: len(self._aims[aim])] += weight * self._aims[aim]
        prices = np.array([ask.prices[name] for name in self._goods], float).reshape(self._takes.shape)
        cost[self._takes] = prices
        if lp is self._bound and ask.beyond:
            dear = np.array([ask.beyond[name] for name in self._goods], float)[:, None]
            cost[self._over], cost[self._under] = prices + dear, dear - prices
        if self._cash is not None and len(ask.money):
            cost[self._paid] = ask.money
        largest = float(np.abs(cost).max(initial=0.0))
        lp.cost(cost * (max(1.0, 1e3 / largest) if largest else 1.0))
        if lp.solve("primal" if lp in self._begun else None) != "optimal" and lp.solve_afresh() != "optimal":
            raise NoOffer
        self._begun.add(lp)
        values = lp.values()
        aims = {aim: float(one @ values[: len(one)]) - self.alone.aims[aim] for aim, one in self._aims.items()}
        takes = values[self._takes]
        if lp is self._bound:
            takes = takes + values[self._over] - values[self._under]
        return Offer({name: tuple(row) for name, row in zip(self._goods, takes.tolist(), strict=True)},
                     tuple(self._payments(values, ask).tolist()) if self._cash is not None else (), aims)

    def _payments(self, values, ask: Ask) -> np.ndarray:
        """What it must be paid, by period. Where money costs nothing at any time, any payments that keep the floor are
        as good to this town; then it asks for none that it does not need, so that the other can meet them: it pays what
        it will not need later, and is paid where it would fall below its floor."""
        paid = values[self._paid]
        if np.any(ask.money):
            return paid
        left = values[self._program.c] - np.cumsum(paid) - self._cash[2]
        spare = np.maximum(np.minimum.accumulate(left[::-1])[::-1], 0.0)
        lacking = np.minimum(np.minimum.accumulate(left), 0.0)
        return -np.diff(spare + lacking, prepend=0.0)

    # --- what is kept
    def carry_out(self, takes, paid) -> Outcome | None:
        """The town's own best plan once it is agreed what it takes (goods × periods) and is paid (one a period), of
        those that leave no tier of its needs worse met than alone: what it gets may not tempt it to meet the first
        tier at the cost of the second. None where rounding leaves none."""
        program = self._make_program({tier: self.alone.aims[f"unmet {tier}"] * (1 + _MIXED) + _MIXED
                                      for tier in self._program.tiers()})
        rows = program.balance[self._places]
        program.row_lower[rows] -= takes * self._ratio[:, None]
        if self._cash is not None:
            slack = _LOOSE * (1 + np.abs(paid).max(initial=0.0)) * 10
            program.row_lower[program.cash] += paid
            program.row_upper[program.cash] += paid + slack
            program.lower[program.c] -= slack
        optimum = solve(program)
        return self._outcome(program, optimum) if optimum.status == "optimal" else None

    def _outcome(self, program: Program, optimum: Optimum) -> Outcome:
        names = [good.id for good in self.network.goods]
        recipes = [self.network.recipes[place].id for place in program.recipes]

        def series(block, labels):
            cells = program.cells(block, optimum.values)
            return {labels[place]: tuple(cells[place].tolist())
                    for place in np.flatnonzero((np.abs(cells) > 1e-9).any(axis=1))}

        batches = program.cells(program.x, optimum.values).sum(axis=1)
        hours = np.bincount(program.hours.item, program.hours.quantity * batches[program.hours.recipe],
                            minlength=len(self._incidence.skills))
        return Outcome(
            aims={stage.name: stage.optimum for stage in optimum.stages},
            buys=series(program.b, names), sells=series(program.e, names), batches=series(program.x, recipes),
            hours_by_skill={skill: float(used) for skill, used in zip(self._incidence.skills, hours, strict=True)
                            if used > 1e-9},
            unmet={name: sum(amounts) for name, amounts in series(program.u, names).items()},
        )

    # --- the programme with what is exchanged
    def _lay_out(self, optimum: Optimum):
        program, periods = self._program, self.network.periods
        count = program.columns
        self._takes = count + np.arange(len(self._places) * periods).reshape(len(self._places), periods)
        self._paid = count + self._takes.size + np.arange(periods if self._cash is not None else 0)
        self._aims = {f"unmet {tier}": program.unmet_cost(tier) for tier in program.tiers()}
        self._aims |= {"cash": program.cash_cost(), "hours": program.hours_cost()}
        rows = program.balance[self._places].ravel()
        more = [(rows, self._takes.ravel() - count, np.repeat(self._ratio, periods))]
        if self._cash is not None:
            more.append((program.cash, self._paid - count, np.full(periods, -1.0)))
        size = self._takes.size
        self._over = count + size + len(self._paid) + np.arange(size).reshape(self._takes.shape)
        self._under = self._over + size
        for block, sign in ((self._over, 1.0), (self._under, -1.0)):  # both lie beyond what was asked for
            more.append((rows, block.ravel() - count, sign * np.repeat(self._ratio, periods)))
        added = 3 * size + len(self._paid)
        at, columns, values = (np.concatenate(parts) for parts in zip(*more, strict=True))
        block = coo_array((values, (at, columns)), shape=(program.rows, added)).tocsc()
        tiers = [aim for aim in self._aims if aim.startswith("unmet")]
        kept = np.array([np.concatenate([self._aims[aim], np.zeros(added)]) for aim in tiers])
        matrix = vstack([hstack([program.matrix, block]), coo_array(kept.reshape(len(tiers), count + added))]).tocsc()
        alone = np.array([self.alone.aims[aim] for aim in tiers])
        flows = np.abs(program.matrix[rows]) @ np.abs(optimum.values) if len(rows) else np.zeros(0)
        stocks = self._incidence.stock[self._places]
        turnover = flows.reshape(self._takes.shape).sum(axis=1) if len(rows) else np.zeros(0)
        self._turnover = np.maximum(turnover + stocks, 1.0) / self._ratio
        self._size = self._turnover * _ROOM
        duals = optimum.stage("cash").row_duals
        self._worth = (duals[rows] if len(rows) else np.zeros(0)).reshape(self._takes.shape) * self._ratio[:, None]
        self._money = max(1.0, abs(self.alone.aims["cash"]), abs(self.network.cash.start),
                          self.network.cash.income * periods) * _ROOM
        self._free, self._bound = (LinearProgram(
            np.zeros(count + added), matrix,
            np.concatenate([program.row_lower, np.full(len(tiers), -INFINITY)]),
            np.concatenate([program.row_upper, alone + _LOOSE * (1 + alone)]),
            np.concatenate([program.lower, np.zeros(added)]), np.concatenate([program.upper, np.zeros(added)]),
        ) for _ in range(2))
        self._wider, self._begun = 0.0, set()

    def _limits(self, ask: Ask) -> LinearProgram:
        """The programme with the quantities that may be offered: one for free questions, one for bound ones, so that
        each goes on from where it stood."""
        if ask.within:
            least, most = (np.array([ask.within[name][end] for name in self._goods]).ravel() for end in (0, 1))
            money = np.full(len(self._paid), self._money * ask.wider)
            # An answer to an answer may have to go back over all that lies between them.
            beyond = np.tile(np.repeat(self._size * ask.wider * _BACK * bool(ask.beyond), self.network.periods), 2)
            self._bound.bounds(
                np.concatenate([self._takes.ravel(), self._paid, self._over.ravel(), self._under.ravel()]),
                np.concatenate([least, -money, np.zeros(len(beyond))]), np.concatenate([most, money, beyond]))
            self._begun.discard(self._bound)
            return self._bound
        if ask.wider != self._wider:
            self._wider = ask.wider
            size = np.repeat(self._size * ask.wider, self.network.periods)
            most = np.concatenate([size, np.full(len(self._paid), self._money * ask.wider)])
            self._free.bounds(np.concatenate([self._takes.ravel(), self._paid]), -most, most)
            self._begun.discard(self._free)
        return self._free
