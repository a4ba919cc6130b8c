"""The iceberg: what counts below the waterline, by value and by hours, and the 23 kinds."""

from decimal import Decimal

from commonstead.core.livelihood import ICEBERG_KINDS, WAYS, Audit, Entry, Way, iceberg
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


def test_an_empty_audit_has_no_shares():
    picture = iceberg(an_audit(), PRICES)
    assert picture.share_below_by_value is None
    assert picture.share_below_by_hours is None
