"""How needs were met: gathered by class, weighed by price, and without prices by amounts."""

from decimal import Decimal

from commonstead.town.boundary.met import Arrival, met_by_class, only_over_enough

D = Decimal
PRICES = {"bread": D(4), "potatoes": D(2)}
CLASSES = {"bread": "food", "potatoes": "food", "childcare": "care", "hugs": "care", "flour": ""}


def test_shares_are_weighed_by_what_things_cost_in_the_shop():
    met = met_by_class(
        [
            Arrival("bread", "sale", D(10)),
            Arrival("bread", "pool", D(5)),
            Arrival("potatoes", "own", D(10)),
            Arrival("flour", "sale", D(100)),
        ],
        PRICES,
        CLASSES,
    )
    assert dict(met["food"].worth) == {"sale": 40.0, "pool": 20.0, "own": 20.0}
    assert met["food"].share_inside == 0.5
    assert met["food"].goods == {"bread": {"sale": 10.0, "pool": 5.0}, "potatoes": {"own": 10.0}}
    assert set(met) == {"food"}  # flour serves no need itself


def test_where_nothing_has_a_price_each_good_counts_alike():
    met = met_by_class(
        [Arrival("childcare", "gift", D(30)), Arrival("childcare", "sale", D(10)), Arrival("hugs", "gift", D(1))],
        PRICES,
        CLASSES,
    )
    assert met["care"].share_inside == (0.75 + 1) / 2
    assert met["care"].to_json() == {"share_inside": 0.875, "worth": {}}


def arrivals(good, mode, homes, giver=""):
    return [Arrival(good, mode, D(1), home, giver) for home in homes]


def test_a_class_is_told_only_over_five_households_on_each_side():
    found = met_by_class([*arrivals("bread", "sale", "abcde"), *arrivals("bread", "pool", "abcde"),
                          *arrivals("childcare", "gift", "abcd")], PRICES, CLASSES)
    assert set(only_over_enough(found)) == {"food"}, "four households were cared for; that goes untold"
    found = met_by_class([*arrivals("bread", "sale", "abcde"), *arrivals("bread", "pool", "a")], PRICES, CLASSES)
    assert only_over_enough(found) == {}, "the one that was given bread would show in the share"
    found = met_by_class(arrivals("bread", "gift", "abcde", "g"), PRICES, CLASSES)
    assert only_over_enough(found) == {}, "all of it is what one household gave away"


def test_small_classes_are_told_together_where_they_are_over_five():
    found = met_by_class([*arrivals("bread", "pool", "abc"), *arrivals("childcare", "gift", "de")], PRICES, CLASSES)
    told = only_over_enough(found)
    assert set(told) == {"together"} and told["together"].to_json()["worth"] == {"inside": 12.0}


def test_nothing_recorded_is_no_share():
    assert met_by_class([], PRICES, CLASSES) == {}
