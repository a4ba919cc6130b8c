"""The one reader of numbers that are typed into pages, and how numbers are shown that nobody would type."""

from decimal import Decimal as D

import pytest

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.forms.numbers import normal, read_number


@pytest.mark.parametrize(
    "text, number",
    [("2,5", "2.5"), (" 1 240 ", "1240"), ("1\u202f000.5", "1000.5"), ("1e3", "1000"), (".5", "0.5"), ("-0", "0")],
)
def test_a_number_is_read_as_people_write_it(text, number):
    assert read_number(text) == D(number)


@pytest.mark.parametrize("text", ["", "nan", "-inf", "1_000", "9" * 41, "1e9999", "0x10", "1.2.3", "a few", "９"])
def test_what_is_no_number_is_refused_by_its_field(text):
    with pytest.raises(Refused) as caught:
        read_number(text, field="wage")
    (refusal,) = caught.value.refusals
    assert (refusal.clause, refusal.field) == ("web.no_number", "wage") and refusal.reason


@pytest.mark.parametrize("text", ["1e-300", "1e300", "0.009", "101", "-1"])
def test_bounds_are_told(text):
    with pytest.raises(Refused, match=r"from 0\.01 to 100"):
        read_number(text, least=0.01, most=100)
    assert read_number("0.01", least=0.01, most=100) == D("0.01")


def test_normal_is_what_a_computer_writes():
    assert normal(" 1 240,5 ") == "1240.5"


@pytest.mark.parametrize("value", [1e300, -1e300, 1e-300, 1e-320, 5e-324, 1e30, float("inf"), float("nan"), D("1e999")])
@pytest.mark.parametrize("decimals", [None, 1])
def test_no_number_is_too_large_or_small_to_be_shown(value, decimals):
    shown = wording.number(value, decimals)
    assert 0 < len(shown) < 12
    assert wording.money(value, "USD")


@pytest.mark.parametrize("value, rounded, exact", [("105.33", "$105", "$105.33"), ("99.5", "$99.50", "$99.50"),
                                                   ("-120.5", "−\u2060$121", "−\u2060$120.50"),
                                                   ("500", "$500", "$500")])
def test_cents_above_a_hundred_stand_only_where_somebody_is_paid_so_much(value, rounded, exact):
    assert wording.money(D(value)) == rounded
    assert wording.money(D(value), to_the_cent=True) == exact
