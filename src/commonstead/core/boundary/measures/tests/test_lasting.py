"""Wage hours that can be given up, one holder's slack, and the cheapest step, by hand."""

from __future__ import annotations

import pytest

from commonstead.core.boundary import read_network
from commonstead.core.boundary.incidence import Incidence
from commonstead.core.boundary.measures.holders import Holder, Holding
from commonstead.core.boundary.measures.lengthening import Option, lengthen, steps
from commonstead.core.boundary.measures.withdrawing import floors_without_price, withdrawal
from commonstead.core.boundary.slack import slack
from commonstead.core.boundary.tests.towns import bread_town, good, network


def test_what_income_is_needed_by_hand():
    """10 kg of bread a month for 8.10 of flour. Of 50 a month 41.90 can go: at 10 an hour, 4.19 hours a month."""
    found = withdrawal(read_network(bread_town(cash={"start": 7, "income": 50})))
    assert found.needed == pytest.approx(8.1)
    assert found.spare == pytest.approx(41.9)
    assert found.hours_a_week(10, 30) == pytest.approx(4.19 * 7 / 30)
    assert found.spent == (("flour", pytest.approx(8.1)),)


def test_savings_are_not_eaten_and_a_rich_store_is_left_as_it_is():
    """120 in the till do not pay for bread: at the end they are there again. Nor does a store that keeps."""
    assert withdrawal(network(periods=12, goods=[good("bread", need=1, buy=10)],
                              cash={"start": 120, "income": 15})).spare == pytest.approx(5)
    assert withdrawal(network(periods=12, goods=[good("bread", need=1, buy=10, stock=12)],
                              cash={"start": 0, "income": 15})).spare == pytest.approx(5)


def test_nobody_gives_up_more_than_there_is():
    short = withdrawal(network(goods=[good("bread", need=10, buy=4)], cash={"start": 0, "income": 30}))
    assert (short.needed, short.spare) == (pytest.approx(40), 0)
    assert withdrawal(network(goods=[], cash={"start": 0, "income": 30})).spare == 30
    assert withdrawal(network(goods=[good("hugs", need=3)], cash={"start": 0, "income": 30})).spare == 30


def test_only_bare_needs_without_a_price_leave_the_income_open():
    """Beads have no price either, and nobody needs them to live; ore nobody needs at all."""
    goods = [good("bread", need=1, buy=10), good("beads", need=1, floor=0), good("rest", need=2), good("ore")]
    assert floors_without_price(network(goods=goods)) == ("rest",)


def kitchen_table(**more):
    """A household: 30 kg of bread a month, of which 10 come from the bakery's pool, at 4; rent of 100; 260 saved."""
    return Holder((Holding("bread", "kg", 30, 30, inside=10, buy=4, **more), Holding("rent", "USD", 100, 100, buy=1)),
                  260, 500)


def test_a_household_by_hand():
    """180 a month have to be bought: 260 last 1.444 months, 43.33 days; 320 of 500 of income are spare."""
    home = kitchen_table()
    assert home.lasts().days == pytest.approx(43.33, abs=0.01)
    assert home.lasts().a_month == (("rent", 100), ("bread", 80))
    assert slack(Incidence(home.network())).days == pytest.approx(43.33, abs=0.02)
    assert withdrawal(home.network()).spare == pytest.approx(320)
    assert [name for name, _ in withdrawal(home.network()).spent] == ["rent", "bread"]


def test_the_cheapest_step_is_the_one_that_gives_most_days_for_its_cash():
    """The 20 kg more of bread inside cost nothing and come first: 100 a month are left, 78 days. A month's cash (180)
    gives 30 days, and so does a month's bread (80) give 13.33: both a sixth of a day a coin."""
    found = kitchen_table().steps({"bread": 99, "rent": 0})
    assert (found[0].kind, found[0].days, found[0].spare) == ("inside", pytest.approx(78 - 43.33, abs=0.01), 80)
    cash = next(one for one in found if one.kind == "cash")
    assert (cash.cost, cash.days) == (pytest.approx(180), pytest.approx(30, abs=0.01))
    store = next(one for one in found if one.kind == "stock" and one.name == "bread")
    assert (store.cost, store.days) == (80, pytest.approx(13.33, abs=0.02))
    assert [one.kind for one in kitchen_table().steps()].count("inside") == 0
    capped = kitchen_table().steps({"bread": 10})[0]
    assert (capped.kind, capped.amount, capped.spare) == ("inside", 10, 40)
    assert capped.days == pytest.approx(55.71 - 43.33, abs=0.02)


def test_what_nobody_sells_ends_it():
    home = Holder((Holding("salve", "jar", 1, 1, stock=2.5), Holding("rent", "USD", 100, 100, buy=1)), 1000, 0)
    assert (home.lasts().days, home.lasts().ends_with) == (75, "salve")
    assert (home.steps()[-1].name, home.steps()[-1].cost, home.steps()[-1].days) == ("salve", None, 30)
    assert Holder((), 5).lasts().at_least and Holder((), 5).steps() == []


def test_a_recipe_and_a_machine_are_tried():
    """The till buys 15 kg, half a month. Baking, for an outlay of 20, makes it 74 kg; the oven is there."""
    town = network(
        periods=12, goods=[good("bread", need=30, buy=4), good("flour", buy=1),
                           good("oven", "each", buy=900, stock=1, hours_each=60)],
        people=[{"id": "dana", "hours": 8, "skills": ["baking"]}], cash={"start": 60, "income": 0},
        recipes=[{"id": "bake", "inputs": {"flour": 8.1}, "outputs": {"bread": 10}, "hours": {"baking": 2},
                  "machines": {"oven": 1.5}, "adopted": False, "outlay": 20}])
    before = slack(Incidence(town))
    assert before.days == 15
    found = lengthen(town, steps(town, before, [("bake",)]), before)
    bake = next(one for one in found if one.kind == "recipe")
    assert (bake.name, bake.cost, round(bake.days + before.days)) == ("bake", 20, 74)
    assert found[0] is bake


def test_what_does_not_help_is_not_told():
    home = kitchen_table().network()
    assert lengthen(home, [Option("stock", "bread", 0, 0.0, home)], slack(Incidence(home))) == []
