"""What a circle's numbers mean: lines, vouching, growth, levies, demurrage, and terms that cannot be held to."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonstead.core.circulation.terms import (
    SORTS,
    Limits,
    Terms,
    check_terms,
    demurrage_of,
    levy_of,
    limits_of,
    near_limit,
    read_terms,
    usual_terms,
    write_terms,
)
from commonstead.core.vocabulary.refusal import Refused

CREDIT = Terms(most_line=500_00, ceiling=1_000_00, vouchers_needed=2, growth_percent=10)


def test_no_credit_without_enough_vouchers():
    assert limits_of("credit", CREDIT, stakes=[100_00], earned=900_00, spent=900_00).floor == 0
    assert limits_of("credit", CREDIT, stakes=[100_00, 50_00]).floor == -150_00


def test_a_line_grows_with_trade_that_goes_both_ways():
    vouched = {"stakes": [10_00, 10_00]}
    assert limits_of("credit", CREDIT, **vouched, earned=0, spent=900_00).floor == -20_00
    assert limits_of("credit", CREDIT, **vouched, earned=300_00, spent=900_00).floor == -50_00
    assert limits_of("credit", CREDIT, **vouched, earned=10**9, spent=10**9).floor == -500_00


def test_who_vouches_has_that_much_less():
    assert limits_of("credit", CREDIT, stakes=[100_00, 100_00], staked=150_00).floor == -50_00
    assert limits_of("credit", CREDIT, stakes=[100_00, 100_00], staked=900_00).floor == 0


def test_what_the_circle_agreed_on_for_one_goes_before_the_rest():
    assert limits_of("credit", CREDIT, personal=(70_00, None)) == Limits(-70_00, 1_000_00)
    assert limits_of("credit", CREDIT, personal=(None, 5_00)) == Limits(0, 5_00)


def test_only_the_issuer_goes_below_zero_in_a_currency():
    notes = Terms(issue_limit=200_00, free_line=10_00, most_line=10_00)
    assert limits_of("currency", notes, is_keeper=True) == Limits(-200_00, None)
    assert limits_of("currency", notes) == Limits(0, None)


def test_levy_and_demurrage_never_take_more_than_was_said():
    terms = Terms(levy_per_mille=15, demurrage_per_mille=10, demurrage_free=50_00)
    assert (levy_of(terms, 99), levy_of(terms, 1_000)) == (1, 15)
    assert (demurrage_of(terms, 50_00), demurrage_of(terms, 60_00), demurrage_of(terms, -60_00)) == (0, 10, 0)


def test_members_are_told_before_a_limit_and_not_long_before():
    limits = Limits(-100, 200)
    said = {balance: near_limit(Terms(), balance, limits) for balance in (-100, -80, -79, 0, 159, 160)}
    assert said == {-100: "low", -80: "low", -79: "", 0: "", 159: "", 160: "high"}


@pytest.mark.parametrize("change, field", [
    ({"levy_per_mille": 201}, "levy_per_mille"), ({"ceiling": -1}, "ceiling"),
    ({"free_line": 2, "most_line": 1}, "free_line"), ({"warn_percent": 101}, "warn_percent")])
def test_terms_that_cannot_be_held_to_are_refused_by_name(change, field):
    with pytest.raises(Refused) as refused:
        check_terms("credit", replace(CREDIT, **change))
    assert [refusal.field for refusal in refused.value.refusals] == [field]


@pytest.mark.parametrize("sort", SORTS)
def test_usual_terms_can_be_held_to_and_kept(sort):
    terms = replace(check_terms(sort, usual_terms(sort, 100)), lapses=date(2027, 1, 31))
    assert read_terms(write_terms(terms)) == terms


@given(some.lists(some.integers(0, 10**6), max_size=4), some.integers(0, 10**6), some.integers(0, 10**7))
def test_nobody_gets_a_line_by_vouching(stakes, staked, traded):
    """Vouching for others never makes one's own line longer, nor the floor positive."""
    without = limits_of("credit", CREDIT, stakes=stakes, earned=traded, spent=traded)
    with_it = limits_of("credit", CREDIT, stakes=stakes, earned=traded, spent=traded, staked=staked)
    assert without.floor <= with_it.floor <= 0
