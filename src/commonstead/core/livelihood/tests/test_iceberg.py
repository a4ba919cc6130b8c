"""The iceberg: what counts below the waterline, by value and by hours, and the 23 kinds."""

from decimal import Decimal

from commonstead.core.livelihood import HOUR_OF_HELP, ICEBERG_KINDS, WAYS, Audit, Entry, Way, iceberg
from commonstead.core.livelihood.iceberg_kinds import KIND_OF_MODE

PRICES = {"bread": Decimal(4), "vegetables": Decimal(3)}


def an_audit(*entries, waged_hours=0) -> Audit:
    return Audit(size=2, type="couple", entries=entries, waged_hours=Decimal(waged_hours))


def test_the_book_lists_23_kinds_below_the_waterline_and_two_are_never_asked():
    below = [kind for kind in ICEBERG_KINDS if not kind.above]
    assert len(below) == 23
    assert {kind.slug for kind in below if not kind.asked} == {"illegal", "under-the-table"}
    assert all(9218 <= kind.line <= 9227 for kind in ICEBERG_KINDS)


def test_every_way_has_a_kind():
    assert set(KIND_OF_MODE) == set(WAYS)


def test_shares_by_value_and_by_hours():
    picture = iceberg(an_audit(
        Entry("bread", "food", (Way("sale", Decimal(6)), Way("own", Decimal(2), hours=Decimal(5)))),
        Entry("vegetables", "food", (Way("gift", Decimal(8)),)),
        Entry("child-care", "care", (Way("own", Decimal(35), hours=Decimal(35)),)),
        waged_hours=120,
    ), PRICES)
    assert picture.value_above == 24
    assert picture.value_below == 8 + 24
    assert picture.share_below_by_value == Decimal(32) / 56
    assert picture.share_below_by_hours == Decimal(40) / 160
    assert picture.cash == 24
    assert picture.priceless == ("child-care",)
    assert [part.kind.slug for part in picture.parts] == ["wages-and-shops", "gift", "self-provisioning", "unpaid"]


def test_a_purchase_from_a_co_op_lies_below_the_waterline_and_still_costs_cash():
    picture = iceberg(an_audit(Entry("bread", "food", (Way("sale", Decimal(5), kind="consumer-co-op"),))), PRICES)
    assert (picture.value_above, picture.value_below, picture.cash) == (0, 20, 20)


def test_what_is_paid_goes_before_the_shops_price():
    picture = iceberg(an_audit(Entry("bread", "food", (Way("sale", Decimal(5), cash=Decimal(11)),))), PRICES)
    assert picture.cash == 11
    assert picture.value_above == 20


def test_hours_of_shopping_are_unpaid_work():
    bought = Entry("bread", "food", (Way("sale", Decimal(5), hours=Decimal(3)),))
    picture = iceberg(an_audit(bought, waged_hours=9), PRICES)
    assert (picture.hours_above, picture.hours_below) == (9, 3)


def test_hours_that_are_in_no_price_count_what_help_would_cost():
    audit = an_audit(
        Entry("bread", "food", (Way("sale", Decimal(6), hours=Decimal(3)), Way("own", Decimal(2), hours=Decimal(5)))),
        Entry("child-care", "care", (Way("own", Decimal(35), hours=Decimal(35)),)),
    )
    picture = iceberg(audit, PRICES | {HOUR_OF_HELP: Decimal(15)})
    assert picture.value_of_hours == (3 + 35) * 15  # the five hours of baking are in the price of the loaves
    assert picture.value_below == 2 * 4 + 38 * 15
    assert (picture.value_above, picture.cash, picture.hour_price) == (24, 24, 15)
    assert picture.priceless == ()
    without = iceberg(audit, PRICES)
    assert (without.value_below, without.value_of_hours, without.hour_price) == (8, 0, None)
    assert without.hours_below == picture.hours_below == 43


def test_unpaid_hours_never_lie_above_the_waterline():
    bought = Entry("bread", "food", (Way("sale", Decimal(5), kind="wages-and-shops", hours=Decimal(3)),))
    picture = iceberg(an_audit(bought, waged_hours=9), PRICES)
    assert (picture.hours_above, picture.hours_below) == (9, 3)


def test_an_empty_audit_has_no_shares():
    picture = iceberg(an_audit(), PRICES)
    assert picture.share_below_by_value is None
    assert picture.share_below_by_hours is None
