"""The town's needs: nothing before five households agreed, no step that gives one away, averages for the rest."""

from decimal import Decimal

import pytest

from commonstead.core.livelihood import Audit, Entry, Way
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.livelihood import commands, models, queries
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def audit(bread) -> Audit:
    return Audit(2, "couple", (Entry("bread", "food", (Way("sale", Decimal(bread)),)),))


@pytest.fixture
def homes():
    commands.set_class("food", "Food", 1)
    commands.set_average("bread", "food", per_person="5", met=[("sale", "0.9"), ("own", "0.1")], source="a survey")
    commands.set_average("salt", "food", per_household="0.5")
    found = []
    for number in range(10):
        household = people.add_household(name=f"House {number}", size=2)
        found.append((household, people.add_person(name=f"Person {number}", household=household)))
    return found


def finish(home, bread="12", **flags):
    household, person = home
    commands.save_audit(household, audit(bread), by=person, **({"done": True, "counted_in": True} | flags))


def test_four_households_give_no_sum_and_the_average_stands(homes):
    for home in homes[:4]:
        finish(home)
    assert queries.town_needs() is None
    assert queries.assumed_needs() == {"bread": Decimal(100), "salt": Decimal(5)}
    assert queries.waiting_for_sums() == (4, 5)


def test_five_households_give_a_sum_for_all(homes):
    for home in homes[:5]:
        finish(home)
    needs = queries.town_needs()
    assert dict(needs.needs) == {"bread": Decimal(120)}
    assert (needs.counted, needs.households, needs.withheld) == (5, 10, ("salt",))
    assert queries.assumed_needs() == {"bread": Decimal(120), "salt": Decimal(5)}


def test_drafts_and_those_who_did_not_agree_are_not_counted(homes):
    for home in homes[:3]:
        finish(home)
    finish(homes[3], done=False)
    finish(homes[4], counted_in=False)
    assert queries.town_needs() is None


def test_one_more_household_changes_nothing_until_five_did(homes):
    for home in homes[:5]:
        finish(home)
    for home in homes[5:9]:
        finish(home, bread="30")
        assert queries.town_needs().needs["bread"] == 120
    finish(homes[9], bread="30")
    assert queries.town_needs().needs["bread"] == 60 + 150
    assert queries.town_needs().counted == 10


def test_one_household_that_corrects_its_audit_does_not_show(homes):
    for home in homes[:5]:
        finish(home)
    finish(homes[0], bread="99")
    assert queries.town_needs().needs["bread"] == 120


def test_withdrawing_below_five_takes_the_sums_back(homes):
    for home in homes[:5]:
        finish(home)
    household, person = homes[0]
    commands.set_counted_in(household, False, by=person)
    assert queries.town_needs() is None
    row = models.TownSums.objects.get()
    assert (row.counted, row.needs) == (0, {})


def test_one_leaves_and_another_joins_and_neither_can_be_told_from_the_difference(homes):
    for home in homes[:4]:
        finish(home)
    finish(homes[4], bread="20")
    shown = queries.town_needs().needs["bread"]
    commands.set_counted_in(homes[4][0], False, by=homes[4][1])
    finish(homes[5], bread="13")
    assert queries.town_needs() is None, f"{shown} was shown before: the two households differ by the difference"
    for home in homes[6:8]:
        finish(home)
        assert queries.town_needs() is None
    finish(homes[8])
    assert queries.town_needs().counted == 8


def test_hidden_sums_stay_hidden_when_the_same_household_comes_back_with_other_numbers(homes):
    for home in homes[:5]:
        finish(home)
    commands.erase_audit(homes[0][0], by=homes[0][1])
    finish(homes[0], bread="99")
    assert queries.town_needs() is None


def test_erasing_below_five_takes_the_sums_back(homes):
    for home in homes[:5]:
        finish(home)
    household, person = homes[0]
    commands.erase_audit(household, by=person)
    assert queries.town_needs() is None


def test_set_average_refuses_unknown_ways_and_shares_that_do_not_add_up():
    with pytest.raises(Refused) as refused:
        commands.set_average("bread", "food", met=[("stolen", "1")])
    assert refused.value.refusals[0].clause == "livelihood.unknown_choice"
    with pytest.raises(Refused) as refused:
        commands.set_average("bread", "food", met=[("sale", "0.5")])
    assert refused.value.refusals[0].clause == "livelihood.shares_of_one"


def test_the_average_comes_back_in_the_order_of_the_steps(homes):
    commands.set_class("care", "Care", 0)
    commands.set_average("child-care", "care", per_household="20", met=[("own", "1")], hours="20", place=3)
    assert [need.good for need in queries.averages()] == ["child-care", "bread", "salt"]
    assert [(step.slug, step.name) for step in queries.steps()] == [("care", "Care"), ("food", "Food")]
    bread = queries.averages()[1]
    assert bread.met == (("sale", Decimal("0.9")), ("own", Decimal("0.1")))
    assert bread.per_person == 5
