"""Walk-away days: how long the irreducible minimum can be met with no wage at all (Exodus 8565-8576, 8789-8794).

Income is 0; what is left is cash at the start, stocks, and what the commons make of hours, machines and land. The
longest time is found over whole periods first and then within the next one, whose need, hours, machine time, limits
and sales shrink with its length; deliveries of batches that were started before arrive at its beginning. Nothing
need be left at the end. Goods are short or they are not: unmet need is not traded for days.

What binds is read from the duals of the shortest time that fails: how many days one more unit would have given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .incidence import Incidence
from .program import Program

_SHORT = 1e-7  # sum of unmet shares above this is a shortage
_DAYS = 1e-3  # precision of the search
_MOST_BINDING = 10  # what matters little is not told


@dataclass(frozen=True)
class Binding:
    """kind: cash, hours, machine, land, stock, limit or good. days: gained by one more unit of it (a period)."""

    kind: str
    name: str
    days: float

    def to_json(self) -> dict:
        return {"kind": self.kind, "name": self.name, "days_per_unit": round(self.days, 6)}


@dataclass(frozen=True)
class Slack:
    """at_least: the whole horizon can be met, so the true time is that or longer."""

    days: float
    at_least: bool
    binding: tuple[Binding, ...]


def slack(incidence: Incidence) -> Slack:
    """The walk-away days of a network's adopted commons."""
    network, floor = incidence.network, incidence.floor
    horizon = network.periods * network.days_per_period
    limit = network.cash.floor or 0.0
    if not floor.any():
        return Slack(horizon, True, ())
    if network.cash.start < limit:
        return Slack(0.0, False, (Binding("cash", "", 0.0),))
    search = _Search(incidence, (network.cash.start, 0.0, limit))
    whole = search.whole_periods()
    if whole == network.periods:
        return Slack(horizon, True, ())
    share = search.part_of_period(whole)
    days = (whole + share) * network.days_per_period
    return Slack(round(days, 2), False, search.binding(whole, share))


class _Search:
    def __init__(self, incidence: Incidence, cash):
        self.incidence, self.cash = incidence, cash
        self.recipes = np.flatnonzero(incidence.adopted)
        self.day_share = 1 / incidence.network.days_per_period
        self._basis = None
        self._asked = None

    def program(self, periods, part=1.0) -> Program:
        need = self.incidence.floor[:, :periods].copy()
        need[:, -1] *= part
        return Program(self.incidence, self.recipes, need, terminal="free", cash=self.cash, part=part)

    def whole_periods(self) -> int:
        """Most whole periods that can be met: 1, 2, 4, … until too many, then by halving. Most walks are short."""
        low, high = 0, 1
        while self.met(high, high):
            if high == self.incidence.periods:
                return high
            low, high = high, min(2 * high, self.incidence.periods)
        horizon = high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.met(middle, horizon) else (low, middle)
        return low

    def met(self, periods, horizon) -> bool:
        """Whether so many periods can be met; the programme of the horizon is kept for the next question."""
        if self._asked is None or self._asked[0].periods != horizon:
            program = self.program(horizon)
            self._asked = program, program.linear_program(np.zeros(program.columns)), [None]
        program, lp, how = self._asked
        cost = np.zeros(program.columns)
        asked = (program.u >= 0) & (np.arange(horizon) < periods)
        cost[program.u[asked]] = 1 / program.need[asked]
        lp.cost(cost)
        lp.solve(how[-1])
        how.append("primal")
        return lp.objective <= _SHORT

    def shortage(self, whole, part):
        """(least sum of unmet shares, programme, solved model) for so many periods and a part of the next."""
        program = self.program(whole + 1, part)
        cost = np.zeros(program.columns)
        here = program.u >= 0
        # Shares of the whole period's need, so that the shortage grows steadily with the part.
        cost[program.u[here]] = 1 / self.incidence.floor[:, : whole + 1][here]
        lp = program.linear_program(cost)
        if self._basis is not None:
            lp.start_from(self._basis)
        lp.solve()
        self._basis = lp.basis()
        return lp.objective, program, lp

    def part_of_period(self, whole) -> float:
        """Secants from above hit the kink of the shortage quickly. One that lands short of it would land there again,
        as nothing above has changed: then the rest is halved. A town that cannot live a first period may well live no
        time at all, so that is asked first."""
        precision = _DAYS * self.day_share
        if not whole and self.shortage(0, precision / 2)[0] > _SHORT:
            return 0.0
        self._basis = None  # that of next to no time is no start for a whole period
        low, halve, above = 0.0, False, [(1.0, self.shortage(whole, 1.0)[0])]
        while above[-1][0] - low > precision:
            high = above[-1][0]
            trial = (low + high) / 2
            if not halve and len(above) > 1 and above[-2][1] > above[-1][1]:
                (f0, v0), (f1, v1) = above[-2:]
                secant = f1 - v1 * (f0 - f1) / (v0 - v1)
                trial = min(max(secant, low + precision / 2), high - precision / 2)
            value = self.shortage(whole, trial)[0]
            if value > _SHORT:
                above.append((trial, value))
                halve = False
            else:
                low, halve = trial, True
                if len(above) > 1:  # the secant landed on the kink: is a little more already too much?
                    trial = min(low + 0.9 * precision, high)
                    if trial < high and (value := self.shortage(whole, trial)[0]) > _SHORT:
                        above.append((trial, value))
                    elif trial < high:
                        low = trial
        return low

    def binding(self, whole, share) -> tuple[Binding, ...]:
        """What one more unit of each thing that is scarce just beyond that time would give, in days."""
        step = min(max(0.5 * self.day_share, 0.01), 1 - share) or self.day_share
        value, program, lp = self.shortage(whole, min(share + step, 1.0))
        per_day = value / (step / self.day_share)
        row, column = lp.duals()
        gains = list(self._gains(program, row, column, lp.values()))
        scale = 1 / per_day if per_day > 0 else 0.0
        ordered = sorted((-gain * amount, kind, name, -gain * scale) for kind, name, gain, amount in gains)
        foremost = ordered[: -_MOST_BINDING - 1 : -1]
        return tuple(Binding(kind, name, float(days)) for _, kind, name, days in foremost if days > 1e-9)

    def _gains(self, program, row, column, values):
        """(kind, name, change of the shortage with one more unit, an amount to compare by)."""
        i, network = self.incidence, self.incidence.network
        days = network.days_per_period

        def dual(rows):
            return np.where(rows >= 0, row[np.maximum(rows, 0)], 0.0) if len(row) else np.zeros(rows.shape)

        basket = float(np.nansum(i.floor.mean(axis=1) * i.buy)) / days
        yield "cash", "", dual(program.cash)[0], max(basket, 1.0)
        for skill, gain in zip(i.skills, dual(program.skill).sum(axis=1), strict=True):
            yield "hours", skill, gain, days
        for parcel, gain, area in zip(i.parcels, dual(program.parcel).sum(axis=1), i.area, strict=True):
            yield "land", parcel, gain, max(area * 0.1, 1.0)
        unit = -i.keeps * dual(program.balance)[:, 0]
        hours = np.nan_to_num(i.hours_each) * i.keeps * dual(program.machine)[:, 0]
        a_day = np.maximum(i.floor.mean(axis=1) / days, 1.0)
        short = program.cells(program.u, values).sum(axis=1) > _SHORT
        for place in np.flatnonzero((unit != 0) | (hours != 0)):
            good = network.goods[place]
            if good.is_machine:
                yield "machine", good.id, unit[place] + hours[place], 1.0
            elif good.stock > 0:
                yield "stock", good.id, unit[place], a_day[place]
            if short[place]:
                yield "good", good.id, unit[place], a_day[place]
        costs = np.where(program.x >= 0, column[np.maximum(program.x, 0)], 0.0).sum(axis=1) if program.x.size else []
        limit = i.limit[self.recipes]
        for position in np.flatnonzero((np.asarray(costs) < 0) & np.isfinite(limit)):
            yield "limit", network.recipes[self.recipes[position]].id, costs[position], 1.0
