"""On which days a rhythm beats. Days count from the first day of the year, which is day 0."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from .draws import Draws
from .script import Pulse, Script


def first_of_month(begins: date, months: int) -> date:
    """The first day of the month that lies so many months after the beginning."""
    index = begins.year * 12 + begins.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def month_days(script: Script) -> list[tuple[int, int, int]]:
    """(calendar month, first day, number of days) of each month of the year that is recorded."""
    found = []
    for number in range(script.months):
        start = max(script.begins, first_of_month(script.begins, number))
        end = first_of_month(script.begins, number + 1)
        found.append((start.month, (start - script.begins).days, (end - start).days))
    return found


def days_of(pulse: Pulse, who: str, script: Script, draws: Draws) -> Iterator[int]:
    """The days on which this rhythm beats for one of its people.

    Purchases of one household fall on its own shopping day, so that a month's shopping is paid in one sum."""
    key = ("shopping", who) if pulse.what == "buy" else (pulse.line, who)
    months = month_days(script)
    if pulse.every == "week":
        last = months[-1][1] + months[-1][2]
        yield from range(draws.whole(7, "weekday", *key), last, 7)
        return
    for number, (month, start, length) in enumerate(months):
        wanted = (month in pulse.months) if pulse.months else (pulse.every == "month" or number % 3 == 1)
        if wanted:
            # Wages come first in the month, harvests and the like on any of its first 26 days.
            spread = 3 if pulse.what == "wage" else 26
            yield start + draws.whole(min(spread, length), "day", number, *key)


def count_days(script: Script) -> Iterator[int]:
    """The last days of the months at whose end stocks are counted."""
    months = month_days(script)
    for number, (_, start, length) in enumerate(months):
        if (number + 1) % script.count_months == 0 or number == len(months) - 1:
            yield start + length - 1


def day_of(begins: date, day: int) -> date:
    """The date of a day's number."""
    return begins + timedelta(days=day)
