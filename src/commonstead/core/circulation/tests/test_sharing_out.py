"""Parts add up, nobody loses a whole step, and a pot is paid out by the rule that was chosen."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonstead.core.circulation.sharing_out import Contribution, pay_out, share_out
from commonstead.core.vocabulary.refusal import Refused


@given(some.integers(0, 10**12), some.lists(some.integers(0, 10**9), min_size=1, max_size=30))
def test_parts_add_up_and_stay_within_one_step_of_the_exact_share(amount, weights):
    parts = share_out(amount, weights)
    assert sum(parts) == amount
    total = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        exact = Fraction(amount * weight, total) if total else Fraction(amount, len(weights))
        assert abs(part - exact) < 1


def test_a_bill_of_ten_among_three():
    assert share_out(10_00, [1, 1, 1]) == [3_34, 3_33, 3_33]


def test_hours_times_intensity_over_all_hours_times_intensity():
    worked = [Contribution("ana", 10_00, Fraction(3, 2)), Contribution("bo", 15_00), Contribution("eva", 0, need=3)]
    assert pay_out(60_00, worked, "hours_and_intensity") == {"ana": 30_00, "bo": 30_00, "eva": 0}
    assert pay_out(60_00, worked, "hours") == {"ana": 24_00, "bo": 36_00, "eva": 0}
    assert pay_out(60_00, worked, "equal") == {"ana": 20_00, "bo": 20_00, "eva": 20_00}
    assert pay_out(60_00, worked, "need") == {"ana": 12_00, "bo": 12_00, "eva": 36_00}


@pytest.mark.parametrize("weights, clause", [([], "sharing.nobody"), ([1, -1], "sharing.weight_negative")])
def test_nobody_and_less_than_nothing_are_refused(weights, clause):
    with pytest.raises(Refused) as refused:
        share_out(10, weights)
    assert refused.value.refusals[0].clause == clause


def test_a_rule_that_nobody_knows_is_refused():
    with pytest.raises(Refused, match="hours_and_intensity"):
        pay_out(10, [Contribution("ana", 1)], "by size")
