from fractions import Fraction

import pytest

from commonstead.core.circulation.mirrors import BEGINNING, across, link, most_across, opposite, read_rate
from commonstead.core.vocabulary.refusal import Refused


def test_what_crosses_comes_out_even_or_is_refused():
    assert across(150, read_rate(2, 3)) == 100
    with pytest.raises(Refused) as refused:
        across(151, read_rate(2, 3))
    assert refused.value.refusals[0].clause == "bridges.not_even" and refused.value.refusals[0].params["step"] == 3


@pytest.mark.parametrize("rate", [(0, 1), (1, 0), (-1, 2), (10**7, 1)])
def test_a_rate_is_two_whole_numbers(rate):
    with pytest.raises(Refused):
        read_rate(*rate)


def test_mirrors_stand_opposite():
    assert opposite(150, -100, Fraction(2, 3)) and opposite(0, 0, Fraction(5, 7))
    assert not opposite(150, 100, Fraction(2, 3)) and not opposite(150, -99, Fraction(2, 3))


def test_the_room_within_a_cap():
    assert most_across(30, 100, going_in=True) == 70 and most_across(30, 100, going_in=False) == 130
    assert most_across(130, 100, going_in=True) == 0


def test_a_chain_tells_apart_what_is_said_and_where():
    first = link(BEGINNING, 1, ["a", 1])
    assert first != link(BEGINNING, 2, ["a", 1]) and first != link(BEGINNING, 1, ["a", 2]) != link(first, 2, ["a", 2])
    assert first == link(BEGINNING, 1, ("a", 1))
