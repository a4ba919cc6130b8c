"""Standing promises: so much every week, month, quarter or year, without a price (Exodus 9867-9878).

A clinic sees the printers for nothing, and they print whatever the clinic needs. Nobody adds the one to the other:
each promise is looked at alone, in its own unit, against its own rhythm. What was due is told of the stretches that are
over; the one that runs is told beside it, because nobody is late with a month that has not ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .turns import turn_day

#: "" is a promise that is kept once.
EVERY = ("week", "month", "quarter", "year", "")
#: By rhythm: the months of one turn.
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Stretch:
    """One turn of a rhythm, from begins up to, but not including, ends (None: it has no end of its own)."""

    begins: date
    ends: date | None


@dataclass(frozen=True)
class Kept:
    """What became of one promise. due, flowed_of_due: over the stretches that are over.  now: in the one that runs.
    in_all: everything."""

    due: int
    flowed_of_due: int
    now: int
    in_all: int

    @property
    def share(self) -> float | None:
        """The part of what was due that flowed, at most all of it; None while nothing was due."""
        return min(1.0, self.flowed_of_due / self.due) if self.due else None


def stretch_of(begins: date, every: str, day: date) -> Stretch:
    """The stretch that a day lies in. A day before the first lies in the first."""
    if not every:
        return Stretch(begins, None)
    turn = max(0, _turns_begun(begins, every, day) - 1)
    return Stretch(_turn_day(begins, every, turn), _turn_day(begins, every, turn + 1))


def kept(amount: int, every: str, begins: date, until: date, flows: Iterable[tuple[date, int]]) -> Kept:
    """What became of a promise of `amount` every stretch since `begins`, looked at on the day `until` (today, or its
    last day). flows: (day, amount) of what was given. What came before the promise began counts into its first turn."""
    flows = [(day, much) for day, much in flows if day <= until]
    in_all = sum(much for _day, much in flows)
    if not every:
        return Kept(amount, in_all, in_all, in_all)
    running = stretch_of(begins, every, until)
    over = max(0, _turns_begun(begins, every, until) - 1)
    before = sum(much for day, much in flows if day < running.begins)
    return Kept(amount * over, before, in_all - before, in_all) if over else Kept(0, 0, in_all, in_all)


def _turns_begun(begins: date, every: str, day: date) -> int:
    """How many stretches have begun on that day."""
    if day < begins:
        return 0
    if every == "week":
        return (day - begins).days // 7 + 1
    months = (day.year - begins.year) * 12 + day.month - begins.month
    guess = months // _MONTHS[every]
    while _turn_day(begins, every, guess) > day:
        guess -= 1
    return guess + 1


def _turn_day(begins: date, every: str, turn: int) -> date:
    return turn_day(begins, "week", turn) if every == "week" else turn_day(begins, "month", turn * _MONTHS[every])
