from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonstead.core.circulation.standing import Stretch, kept, stretch_of

BEGINS = date(2026, 1, 31)


def test_a_month_runs_from_its_day_to_its_day_also_where_months_are_short():
    assert stretch_of(BEGINS, "month", date(2026, 2, 27)) == Stretch(BEGINS, date(2026, 2, 28))
    assert stretch_of(BEGINS, "month", date(2026, 2, 28)) == Stretch(date(2026, 2, 28), date(2026, 3, 31))
    assert stretch_of(BEGINS, "quarter", date(2026, 4, 29)) == Stretch(BEGINS, date(2026, 4, 30))
    assert stretch_of(BEGINS, "quarter", date(2026, 4, 30)) == Stretch(date(2026, 4, 30), date(2026, 7, 31))
    assert stretch_of(BEGINS, "year", date(2027, 1, 30)) == Stretch(BEGINS, date(2027, 1, 31))
    assert stretch_of(BEGINS, "week", date(2026, 2, 7)) == Stretch(date(2026, 2, 7), date(2026, 2, 14))
    assert stretch_of(BEGINS, "week", date(2020, 1, 1)) == Stretch(BEGINS, date(2026, 2, 7))
    assert stretch_of(BEGINS, "", date(2030, 1, 1)) == Stretch(BEGINS, None)


def test_what_is_due_is_told_of_months_that_are_over():
    flows = [(date(2026, 1, 5), 6), (date(2026, 2, 6), 4), (date(2026, 3, 2), 2), (date(2026, 9, 1), 99)]
    found = kept(6, "month", date(2026, 1, 1), date(2026, 3, 10), flows)
    assert (found.due, found.flowed_of_due, found.now, found.in_all) == (12, 10, 2, 12)
    assert found.share == pytest.approx(10 / 12)


def test_nobody_is_late_with_a_month_that_runs():
    found = kept(6, "month", date(2026, 1, 1), date(2026, 1, 31), [])
    assert found.due == 0 and found.share is None


def test_a_promise_that_is_kept_once_is_due_from_the_first_day():
    found = kept(3, "", date(2026, 1, 1), date(2026, 1, 2), [(date(2026, 1, 2), 4)])
    assert (found.due, found.in_all, found.share) == (3, 4, 1.0)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine proves nothing
@given(st.integers(1, 50), st.sampled_from(["week", "month", "quarter", "year"]),
       st.dates(date(2020, 1, 1), date(2024, 1, 1)),
       st.lists(st.tuples(st.dates(date(2019, 1, 1), date(2030, 1, 1)), st.integers(1, 9)), max_size=12),
       st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_nothing_is_lost_between_what_was_due_and_what_runs(amount, every, begins, flows, until):
    found = kept(amount, every, begins, until, flows)
    assert found.flowed_of_due + found.now == found.in_all == sum(much for day, much in flows if day <= until)
    assert found.due % amount == 0
    stretch = stretch_of(begins, every, until)
    assert stretch.begins <= max(until, begins) < stretch.ends
