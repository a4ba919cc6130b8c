from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonstead.core.circulation.nearness import coarse, kilometres

DEGREES = st.decimals(-85, 85, places=6)


def test_two_doors_in_one_square_are_one_place():
    assert coarse(Decimal("52.37210"), Decimal("4.89120")) == coarse(Decimal("52.37250"), Decimal("4.89180"))


@given(DEGREES, st.decimals(-179, 179, places=6))
def test_the_grid_moves_a_place_by_about_its_half_and_holds_it(latitude, longitude):
    place = coarse(latitude, longitude)
    assert abs(place[0] - latitude) <= Decimal("0.0024")
    assert coarse(*place)[0] == place[0]
    assert kilometres(place, place) == 0


def test_distances_are_whole_kilometres():
    # Amsterdam to Utrecht: 35 km by any atlas.
    assert kilometres(coarse(Decimal("52.3731"), Decimal("4.8922")),
                      coarse(Decimal("52.0907"), Decimal("5.1214"))) == pytest.approx(35, abs=1)
