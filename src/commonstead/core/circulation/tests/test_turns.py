"""Turns keep to their weekday or day of the month."""

from datetime import date

from commonstead.core.circulation.turns import month_ends, turn_day


def test_a_month_that_is_too_short_does_not_move_the_next():
    days = [turn_day(date(2026, 12, 31), "month", turn) for turn in range(4)]
    assert days == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]


def test_weeks_and_ends_of_months():
    assert turn_day(date(2026, 12, 28), "week", 2) == date(2027, 1, 11)
    assert month_ends(date(2027, 1, 1)) == date(2026, 12, 31)
