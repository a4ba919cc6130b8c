"""The average household as a starting point, the differences from it, and ideas that start from assets."""

from decimal import Decimal

from commonstead.core.livelihood import (
    Audit,
    AverageNeed,
    Entry,
    Way,
    average_audit,
    average_needs,
    differences,
    ideas,
)

BREAD = AverageNeed("bread", "food", per_household=Decimal(1), per_person=Decimal(4),
                    by_type={"family": Decimal("1.2")},
                    met=(("sale", Decimal("0.9")), ("own", Decimal("0.1"))), hours=Decimal(11))
RENT = AverageNeed("dwelling", "home", per_household=Decimal(1))


def test_amount_has_a_part_for_the_household_and_a_part_for_each_person_times_its_type():
    assert BREAD.amount(3) == 13
    assert BREAD.amount(3, "family") == Decimal("15.6")
    assert BREAD.amount(3, "elders") == 13


def test_an_average_audit_splits_by_ways_and_scales_hours_with_the_amount():
    audit = average_audit([BREAD, RENT], 3, "family")
    bread = audit.entry("bread")
    assert {way.mode: way.amount for way in bread.ways} == {"sale": Decimal("14.04"), "own": Decimal("1.56")}
    assert bread.hours == Decimal("15.6")  # 11 hours at 11 kg, the reference household's
    assert bread.ways[1].hours == bread.hours
    assert audit.entry("dwelling").amount == 1
    assert audit.steps == ()


def test_needs_of_average_households_add_up():
    assert average_needs([BREAD], [(3, ""), (1, ""), (3, "family")])["bread"] == Decimal(13) + 5 + Decimal("15.6")


def test_differences_name_amounts_and_ways_that_are_off_by_a_quarter():
    average = average_audit([BREAD, RENT], 2, "couple")
    mine = Audit(2, "couple", (
        Entry("bread", "food", (Way("own", Decimal(9)),)),
        Entry("dwelling", "home", (Way("sale", Decimal("1.2")),)),
    ))
    found = differences(mine, average)
    assert [difference.good for difference in found] == ["bread"]
    assert (found[0].inside, found[0].average_inside) == (9, Decimal("0.9"))
    assert differences(average, average) == ()


def test_ideas_strengthen_what_is_there_before_they_name_purchases():
    audit = Audit(2, "couple", (
        Entry("soap", "washing", (Way("sale", Decimal(2)),)),
        Entry("bread", "food", (Way("sale", Decimal(9)),)),
        Entry("eggs", "food", (Way("sale", Decimal(10)), Way("gift", Decimal(5)))),
        Entry("jam", "food", (Way("own", Decimal(3)),)),
        Entry("salt", "food", (Way("sale", Decimal(1)),)),
    ))
    prices = {"bread": Decimal(4), "eggs": Decimal("0.3"), "soap": Decimal(5)}
    found = ideas(audit, prices, {"bread": ("Oven co-op",), "soap": ("Soap circle",)})
    assert [(idea.sort, idea.good) for idea in found] == [
        ("learn", "eggs"), ("share", "jam"), ("take_in", "bread"), ("take_in", "soap")]
    assert found[2].who == ("Oven co-op",)
    assert found[2].cash == 36


def test_ideas_are_few():
    entries = tuple(Entry(f"good-{n}", "food", (Way("sale", Decimal(1)), Way("gift", Decimal(1)))) for n in range(30))
    bought = tuple(Entry(f"bought-{n}", "food", (Way("sale", Decimal(1)),)) for n in range(30))
    found = ideas(Audit(1, "single", entries + bought), {}, {entry.good: ("Somebody",) for entry in bought})
    assert len(found) == 6
    assert sum(1 for idea in found if idea.sort == "take_in") == 3
