"""Units: how numbers are read, kept as integers, and turned into one another."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonstead.core.vocabulary.refusal import Refused
from commonstead.core.vocabulary.units import STANDARD_UNITS, UNITS, Unit, UnitTable


@pytest.mark.parametrize(("written", "unit", "kept"), [
    ("1.25", "kg", 1250), (" 2 ", "kg", 2000), ("0.01", "h", 1), (3, "each", 3000), (Decimal("0.5"), "EUR", 50),
    ("1e2", "g", 100), ("-4.40", "USD", -440),
])
def test_an_amount_is_kept_as_an_integer(written, unit, kept):
    assert UNITS.to_int(written, unit) == kept
    assert UNITS.to_int(UNITS.to_decimal(kept, unit), unit) == kept


@pytest.mark.parametrize(("written", "unit", "clause"), [
    ("1.2345", "kg", "units.too_many_decimals"), ("0.5", "g", "units.too_many_decimals"),
    ("a lot", "kg", "units.not_a_number"), ("", "kg", "units.not_a_number"), ("NaN", "kg", "units.not_a_number"),
    ("inf", "kg", "units.not_a_number"), ("1,5", "kg", "units.not_a_number"), ("1", "stone", "units.unknown"),
])
def test_what_is_no_amount_is_refused(written, unit, clause):
    with pytest.raises(Refused) as refused:
        UNITS.to_int(written, unit)
    assert refused.value.refusals[0].clause == clause and refused.value.refusals[0].reason


def test_units_of_one_dimension_convert_exactly():
    assert UNITS.factor("lb", "kg") == Fraction(45359237, 100000000)
    assert UNITS.factor("kWh", "MJ") == Fraction(18, 5)
    assert UNITS.factor("t", "g") == 10**6 and UNITS.factor("dozen", "each") == 12
    with pytest.raises(Refused, match="one measures mass, the other volume"):
        UNITS.factor("kg", "l")


@given(st.sampled_from(sorted(STANDARD_UNITS)), st.sampled_from(sorted(STANDARD_UNITS)))
def test_there_and_back_is_one(one, other):
    if STANDARD_UNITS[one].dimension == STANDARD_UNITS[other].dimension:
        assert UNITS.factor(one, other) * UNITS.factor(other, one) == 1


def test_a_towns_own_units_stand_beside_and_do_not_change_the_standard():
    table = UnitTable([Unit("loaf", "loaf", 1, "loaf"), STANDARD_UNITS["kg"]])
    assert "loaf" in table and "loaf" not in UNITS and len(list(table)) == len(STANDARD_UNITS) + 1
    with pytest.raises(Refused, match="another meaning"):
        UnitTable([Unit("kg", "kg", 1, "mass")])
