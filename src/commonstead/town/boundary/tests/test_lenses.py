"""The lenses on a small town's book, by hand; costs and wages; what is not told of few."""

from __future__ import annotations

import pytest

from commonstead.core.boundary.lenses.overhead import FUNCTION, UNKNOWN
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.boundary import commands, costs, lenses, lenses_commands
from commonstead.town.kind_contract.stories import StoryTown

pytestmark = pytest.mark.django_db
NAMES = ("Ana", "Ben", "Cleo", "Dov", "Eva")


@pytest.fixture
def town():
    town = StoryTown()
    for name in NAMES:
        town.person(name)
        town.household(f"{name}'s", name)
    town.association("kitchen", "Bakery", steward="Ana")
    for name in NAMES[1:]:
        town.joins(name, "Bakery")
    town.thing("flour", "kg", buy=1)
    town.thing("paper", "kg", buy=3)
    town.thing("bread", "kg", need_class="food", buy=4)
    town.thing("crumbs", "kg", buy=1)
    town.thing("oven", "each", sort="machine", buy=900, hours_each=200, wear="0.001")
    town.thing("cash", "USD", sort="money")
    town.thing("work-baking", "h", sort="work")
    town.thing("work-papers", "h", sort="work")
    town.recipe("bake", inputs={"flour": 8}, outputs={"bread": 10}, hours={"baking": 2}, machines={"oven": 1},
                outlay=100)
    town.takes_up("Bakery", "bake")
    return town


def heading(told, name):
    found = next((one for one in told.overhead.sums if one.heading == name), None)
    return (found.cash, found.hours) if found else None


def test_what_recipes_name_is_function_and_the_rest_unknown_until_said(town):
    town.buys("Bakery", 20, "flour")
    town.buys("Bakery", 5, "paper")
    town.works("Ana", "Bakery", 6, "work-baking")
    town.works("Ana", "Bakery", 2, "work-papers")
    told = lenses.overhead_of(town.ids["Bakery"])
    assert heading(told, FUNCTION) == (20, 6) and heading(told, UNKNOWN) == (15, 2)
    assert told.overhead.share("hours") == (0, 0.25)
    lenses_commands.say_heading("work-papers", "paper-work", "forms", by=town.ids["Ana"])
    told = lenses.overhead_of(town.ids["Bakery"])
    assert heading(told, "paper-work") == (0, 2) and told.overhead.share("hours") == (0.25, 0.25)
    assert told.said["work-papers"].reason == "forms"
    lenses_commands.unsay_heading("work-papers", by=town.ids["Ana"])
    assert heading(lenses.overhead_of(town.ids["Bakery"]), UNKNOWN) == (15, 2)


def test_money_that_went_out_beyond_what_is_listed_is_unknown(town):
    town.buys("Bakery", 20, "flour")
    town.has("Bakery", 100, "cash")
    town.sells("Bakery", 50, "cash")  # paid to the outside
    told = lenses.overhead_of(town.ids["Bakery"])
    assert heading(told, FUNCTION) == (20, 0) and heading(told, UNKNOWN) == (pytest.approx(30), 0)


def test_a_thing_without_a_price_adds_no_cash_and_is_told(town):
    town.thing("salt", "kg")
    town.buys("Bakery", 2, "salt")
    told = lenses.overhead_of(town.ids["Bakery"])
    assert told.priceless == ("salt",) and told.overhead.total("cash") == 0


def test_what_is_wrong_with_a_heading_is_said_all_at_once(town):
    with pytest.raises(Refused) as refused:
        lenses_commands.say_heading("nothing", "greed", " ", by=town.ids["Ana"])
    assert [refusal.field for refusal in refused.value.refusals] == ["thing", "heading", "reason"]


def test_hours_of_a_machine_and_what_it_could_give(town):
    town.has("Bakery", 1, "oven")
    town.runs("Bakery", "oven", 12)
    assert lenses.used_things(town.ids["Bakery"]) == (("oven", 1),)
    told = lenses.peaks_of(town.ids["Bakery"], "oven", days=10)
    assert told.measure == "h" and told.peaks.peak == 12 and told.peaks.average == 4
    assert told.peaks.capacity == pytest.approx(200 / 3)
    assert lenses.peaks_of(town.ids["Bakery"], "nothing") is None


def test_half_years_share_the_effort_by_what_products_cost(town):
    town.works("Ana", "Bakery", 10, "work-baking")
    town.buys("Bakery", 8, "flour")
    town.uses_up("Bakery", 8, "flour")
    town.makes("Bakery", 9, "bread")
    town.makes("Bakery", 4, "crumbs")
    amounts, events = lenses.period_amounts(town.ids["Bakery"], "bread", lenses.last_year())
    assert amounts.made == 9 and amounts.share == pytest.approx(0.9) and len(events) == 3
    assert amounts.hours == {"work-baking": 10} and amounts.inputs == {"flour": 8} and amounts.bought == {"flour"}
    assert lenses.period_amounts(town.ids["Bakery"], "paper", lenses.last_year()) is None
    assert amounts.management is None, "nobody has said which work is administration"
    lenses_commands.say_heading("work-papers", "paper-work", "forms", by=town.ids["Ana"])
    town.works("Ana", "Bakery", 3, "work-papers")
    assert lenses.period_amounts(town.ids["Bakery"], "bread", lenses.last_year())[0].management == 3


def test_outlay_is_machines_at_their_price_and_what_it_took_to_begin(town):
    town.has("Bakery", 2, "oven")
    town.works("Ana", "Bakery", 50, "work-baking")
    told, households = lenses.livelihoods_of(town.ids["Bakery"], full_time=100)
    assert told.outlay == 1900 and households == 1
    assert told.count == pytest.approx(50 / (30 / 365 * 12) / 100)


def test_over_all_associations_only_where_five_households_worked(town):
    for name in NAMES[:4]:
        town.works(name, "Bakery", 5, "work-baking")
    assert lenses.livelihoods_of_all() is None
    town.association("garden", "Field", steward="Ana")
    town.works("Field", "Bakery", 5, "work-baking")
    assert lenses.livelihoods_of_all() is None, "an association that lends a hand is no household"
    assert lenses.livelihoods_of(town.ids["Bakery"])[1] == 4
    town.works("Eva", "Bakery", 5, "work-baking")
    assert lenses.livelihoods_of_all().hours == 30


def test_an_empty_town_has_no_costs_and_no_error(db):
    assert costs.cost_ledger() is None and costs.machines() is None and costs.wage() == (None, 0)


def test_the_steps_of_the_road_map_worked_out_last(town, monkeypatch):
    assert costs.road_map_steps() == []
    told = type("Done", (), {"result": {"ladder": {"steps": [{"recipes": ["bake"]}, {"recipes": ["a", "b"]}]}}})
    monkeypatch.setattr(costs.calculations, "latest_calculation", lambda kind: told() if kind == "road_map" else None)
    assert costs.road_map_steps() == [["bake"], ["a", "b"]]


def test_wages_are_told_over_five_households(town):
    town.needs("bread", 10)
    town.looks_ahead(income=5000)
    commands.compute_answers()
    assert costs.wage() == (1000, 5)
    ledger = costs.cost_ledger([["bake"], ["nothing"]])
    assert ledger.cascade.steps == () and ledger.costs[0]["bread"].cash == pytest.approx((8 + 0.9) / 10)
    told = costs.machines()
    assert told.settings.wage == 1000 and told.settings.users == 5
    assert told.shares["oven"].months == pytest.approx(0.9)
