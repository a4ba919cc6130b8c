"""Sums never cover fewer than five households, and no two released sums differ by fewer than five."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonstead.core.livelihood import AverageNeed, Contribution, may_release, sum_needs
from commonstead.core.vocabulary.refusal import Refused

BREAD = AverageNeed("bread", "food", per_person=Decimal(5))
MEDICINE = AverageNeed("medicine", "care", per_household=Decimal(1))


def contribution(number: int, size: int = 2, **needs) -> Contribution:
    return Contribution(f"h{number}", 1, size, "couple", {good: Decimal(amount) for good, amount in needs.items()})


@pytest.mark.parametrize("count", range(5))
def test_fewer_than_five_households_are_refused(count):
    with pytest.raises(Refused) as refused:
        sum_needs([contribution(n, bread=10) for n in range(count)], [BREAD], [(2, "")] * 40)
    assert refused.value.refusals[0].clause == "livelihood.five_households"


def test_five_lines_of_one_household_are_still_one_household():
    with pytest.raises(Refused):
        sum_needs([contribution(1, bread=10) for _ in range(5)], [BREAD], [(2, "")] * 40)


def test_sums_are_scaled_by_the_ratio_to_the_average():
    # five couples eat 12 where the average is 10; the town has ten couples and four singles: 120 % of 120
    sums = sum_needs([contribution(n, bread=12) for n in range(5)], [BREAD], [(2, "")] * 10 + [(1, "")] * 4)
    assert sums.needs == {"bread": Decimal(144)}
    assert (sums.counted, sums.households) == (5, 14)


def test_a_good_without_an_average_is_scaled_by_households():
    sums = sum_needs([contribution(n, honey=n + 1) for n in range(5)], [], [(2, "")] * 10)
    assert sums.needs == {"honey": Decimal(30)}


def test_a_good_that_fewer_than_five_need_is_withheld():
    lines = [contribution(n, bread=10) for n in range(5)] + [contribution(9, bread=10, medicine=3)]
    sums = sum_needs(lines, [BREAD, MEDICINE], [(2, "")] * 10)
    assert "medicine" not in sums.needs
    assert sums.withheld == ("medicine",)


@given(st.dictionaries(st.sampled_from("abcdefghij"), st.integers(1, 3)),
       st.dictionaries(st.sampled_from("abcdefghij"), st.integers(1, 3)))
def test_two_released_sums_never_differ_by_one_to_four_households(last, now):
    if may_release(last, now) is None:
        assert len(now) >= 5
        changed = {key for key in last.keys() | now.keys() if last.get(key) != now.get(key)}
        assert not last or len(changed) not in range(1, 5)


def test_the_first_sum_and_one_after_five_changes_are_released():
    five = {f"h{n}": 1 for n in range(5)}
    assert may_release({}, five) is None
    assert may_release(five, five | {f"n{n}": 1 for n in range(5)}) is None
    assert may_release(five, {name: 2 for name in five}) is None
    assert may_release(five, five | {"h0": 2}).clause == "livelihood.no_differencing"


def test_a_contribution_does_not_print_what_it_holds():
    assert "7" not in repr(contribution(1, bread=7))
