"""One town that plans with another: it answers what it would send and take at given prices, from its own network
alone; or, where it is the first, brings its programme to the table (master.py).

Remembers its own programme, what it can do alone, and where its solver stood. What it answers is in messages.py; the
rest of its ledger stays here. A town never offers to meet its own needs worse, in any tier, than it does alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csc_array, hstack, vstack

from ..incidence import Incidence
from ..lexicographic import Optimum, solve
from ..network import Network
from ..plan import Solved, conflicts
from ..program import Program
from ..solver import INFINITY, LinearProgram
from .messages import Ask, Greeting, NoOffer, Offer, considered

_LOOSE = 1e-9  # slack of a held aim, relative: a solver's rounding
_MIXED = 1e-7  # the same where a mix of offers is carried out: the rounding of large ones
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


@dataclass(frozen=True)
class Trading:
    """A town's programme with what it takes (columns `takes`, goods × periods, negative where it sends) and what it is
    paid (columns `paid`, one a period where it keeps a floor), both without limits; needs no worse met than alone.

    aims: the cost of each column, by name; alone: what each aim is alone."""

    matrix: csc_array
    row_lower: np.ndarray
    row_upper: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    takes: np.ndarray
    paid: np.ndarray
    aims: dict
    alone: dict

    def changes(self, values) -> dict[str, float]:
        """How each aim changes against alone."""
        return {aim: float(cost @ values[: len(cost)]) - self.alone[aim] for aim, cost in self.aims.items()}


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
        self._size, self._wider = np.array(list(considered(self.greeting(), greeting).values()), float), 0.0

    def propose(self, ask: Ask) -> Offer:
        """The offer that is best for this town at these prices."""
        trading, lp = self.trading, self._within(ask.wider)
        cost = np.zeros(lp.columns)
        for aim, weight in ask.aims.items():
            if aim in trading.aims and weight:
                cost += weight * trading.aims[aim]
        cost[trading.takes] = np.array([ask.prices[name] for name in self._goods], float).reshape(trading.takes.shape)
        if len(trading.paid) and len(ask.money):
            cost[trading.paid] = ask.money
        lp.cost(cost * at_a_size(cost))
        if lp.solve("primal" if self._begun else None) != "optimal" and lp.solve_afresh() != "optimal":
            raise NoOffer
        self._begun = True
        values = lp.values()
        takes = {name: tuple(row) for name, row in zip(self._goods, values[trading.takes].tolist(), strict=True)}
        paid = values[trading.paid] if np.any(ask.money) else self.least_paid(values)
        return Offer(takes, tuple(paid.tolist()) if self._cash is not None else (), trading.changes(values))

    def least_paid(self, values) -> np.ndarray:
        """What it must be paid, by period. Where money costs nothing at any time, any payments that keep the floor are
        as good to this town; then it asks for none that it does not need, so that the other can meet them: it pays what
        it will not need later, and is paid where it would fall below its floor."""
        paid = values[self.trading.paid]
        if not len(paid):
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
        count, shape = program.columns, (len(self._places), periods)
        takes = count + np.arange(shape[0] * periods).reshape(shape)
        paid = count + takes.size + np.arange(periods if self._cash is not None else 0)
        added = takes.size + len(paid)
        rows = program.balance[self._places].ravel()
        at, columns, values = [rows], [takes.ravel() - count], [np.repeat(self._ratio, periods)]
        if self._cash is not None:
            at, columns, values = [*at, program.cash], [*columns, paid - count], [*values, np.full(periods, -1.0)]
        block = coo_array((np.concatenate(values), (np.concatenate(at), np.concatenate(columns))),
                          shape=(program.rows, added)).tocsc()
        costs = {f"unmet {tier}": program.unmet_cost(tier) for tier in program.tiers()}
        costs |= {"cash": program.cash_cost(), "hours": program.hours_cost()}
        aims = {aim: np.append(cost, np.zeros(added)) for aim, cost in costs.items()}
        tiers = [aim for aim in aims if aim.startswith("unmet")]
        kept = np.array([aims[aim] for aim in tiers]).reshape(len(tiers), count + added)
        alone = np.array([self.alone.aims[aim] for aim in tiers])
        free = np.full(added, INFINITY)
        self.trading = Trading(
            vstack([hstack([program.matrix, block]), coo_array(kept)]).tocsc(),
            np.append(program.row_lower, np.full(len(tiers), -INFINITY)),
            np.append(program.row_upper, alone + _LOOSE * (1 + alone)),
            np.append(program.lower, -free), np.append(program.upper, free), takes, paid, aims, self.alone.aims)
        flows = np.abs(program.matrix[rows]) @ np.abs(optimum.values) if len(rows) else np.zeros(0)
        turnover = flows.reshape(shape).sum(axis=1) + self._incidence.stock[self._places]
        self._turnover = np.maximum(turnover, 1.0) / self._ratio
        duals = optimum.stage("cash").row_duals
        self._worth = (duals[rows] if len(rows) else np.zeros(0)).reshape(shape) * self._ratio[:, None]
        self._money = max(1.0, abs(self.alone.aims["cash"]), abs(self.network.cash.start),
                          self.network.cash.income * periods) * _ROOM
        self._lp, self._wider, self._begun = None, 0.0, False

    def _within(self, wider: float) -> LinearProgram:
        """The programme with the quantities that may be offered; it goes on from where it stood."""
        trading = self.trading
        if self._lp is None:
            self._lp = LinearProgram(np.zeros(len(trading.lower)), trading.matrix, trading.row_lower,
                                     trading.row_upper, trading.lower, trading.upper)
        if wider != self._wider:
            most = np.append(np.repeat(self._size * wider, trading.takes.shape[1]),
                             np.full(len(trading.paid), self._money * wider))
            self._lp.bounds(np.append(trading.takes.ravel(), trading.paid), -most, most)
            self._wider, self._begun = wider, False
        return self._lp


def at_a_size(cost) -> float:
    """What costs are multiplied with, so that a reduced cost that matters cannot be taken for rounding."""
    largest = float(np.abs(cost).max(initial=0.0))
    return max(1.0, 1e3 / largest) if largest else 1.0
