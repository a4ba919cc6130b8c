"""A year of trade in a circle of an imagined town: who pays whom, when and how much, within the circle's limits.

An offer is what one member does for others every so often. Who takes it up is drawn, and of two who are drawn the one
pays who holds more: people who have earned look for something to spend it on, and so hours go round (Exodus 8090,
12308). Where nobody who is drawn can pay without crossing a limit, the turn is left out and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .days import first_of_month
from .draws import Draws, tidy

_SPREAD = Decimal("0.25")  # an hour's help takes three quarters of an hour or an hour and a quarter; a guess of ours
_TRIES = 6                 # pairs of neighbours that are asked before a turn is left out


@dataclass(frozen=True)
class Offer:
    """line: where the folder says so.  giver: who is paid; "" where everybody is in turn.  amount: in whole units.
    every: week or month; or months: calendar months.  chance: how often it happens when it could.
    payers: who may take it up; all members where empty."""

    line: int
    giver: str
    category: str
    amount: Decimal
    every: str = ""
    months: tuple[int, ...] = ()
    chance: float = 1.0
    payers: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Trade:
    """payer pays giver so many steps of the unit on a day."""

    line: int
    day: date
    payer: str
    giver: str
    amount: int
    category: str
    note: str = ""


def year_of_trade(seed: int, circle: str, begins: date, months: int,
                  limits: Mapping[str, tuple[int | None, int | None]], offers: Sequence[Offer],
                  decimals: int, levy: Callable[[int], int] = lambda amount: 0, step: int = 1,
                  ) -> tuple[tuple[Trade, ...], dict[int, int]]:
    """The trades in their order, and by line how often a turn was left out. limits: member → (floor, ceiling) in
    steps; None for none. A circle without limits counts gifts: nothing is held back.  levy: what of a payment the
    giver does not get.  step: amounts are multiples of it, one at least (notes come whole, hours by the quarter)."""
    draws, held, short = Draws(seed), dict.fromkeys(limits, 0), {}
    turns = sorted((day, offer.line, offer) for offer in offers for day in _days(offer, circle, begins, months, draws))
    trades = []
    for day, line, offer in turns:
        key = (circle, line, day)
        if draws.share("happens", *key) >= offer.chance:
            continue
        giver = offer.giver or draws.pick(sorted(limits), "giver", *key)
        amount = tidy(draws.around(offer.amount, _SPREAD, "amount", *key), decimals)
        amount = max(1, round(amount / step)) * step if amount else 0
        payer = _payer(offer, giver, amount, limits, held, draws, key)
        if not payer or not amount:
            short[line] = short.get(line, 0) + 1
            continue
        held[payer] -= amount
        held[giver] += amount - levy(amount)
        trades.append(Trade(line, day, payer, giver, amount, offer.category, offer.note))
    return tuple(trades), short


def _payer(offer: Offer, giver: str, amount: int, limits: Mapping, held: Mapping[str, int], draws: Draws,
           key: tuple) -> str:
    """Of two who are drawn, the one that holds more, if the limits of both sides leave room; "" where none does."""
    floor, ceiling = limits[giver]
    if ceiling is not None and held[giver] + amount > ceiling:
        return ""
    others = sorted((set(offer.payers) & set(limits) if offer.payers else set(limits)) - {giver})
    for turn in range(_TRIES if others else 0):
        pair = {draws.pick(others, "payer", side, turn, *key) for side in (0, 1)}
        payer = max(sorted(pair), key=held.__getitem__)
        floor = limits[payer][0]
        if floor is None or held[payer] - amount >= floor:
            return payer
    return ""


def _days(offer: Offer, circle: str, begins: date, months: int, draws: Draws):
    """The days on which it could happen."""
    key = (circle, offer.line)
    ends = first_of_month(begins, months)
    if offer.every == "week":
        day = begins + timedelta(days=draws.whole(7, "weekday", *key))
        while day < ends:
            yield day
            day += timedelta(days=7)
        return
    for number in range(months):
        first = max(begins, first_of_month(begins, number))
        if not offer.months or first.month in offer.months:
            yield first + timedelta(days=draws.whole(26 - first.day + 1, "day", number, *key))
