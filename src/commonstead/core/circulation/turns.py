"""Which day the next turn falls on: every week on the same weekday, every month on the same day of the month.

Turns are counted from the first, so that a payment begun on the 31st comes on the 28th in February and on the 31st
again in March.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def turn_day(begins: date, every: str, turn: int) -> date:
    """The day of a turn, counted from 0. every: "week" or "month"."""
    if every == "week":
        return begins + timedelta(weeks=turn)
    year, month = divmod(begins.year * 12 + begins.month - 1 + turn, 12)
    return date(year, month + 1, min(begins.day, monthrange(year, month + 1)[1]))


def month_ends(today: date) -> date:
    """The last day of the month before today's."""
    return today.replace(day=1) - timedelta(days=1)
