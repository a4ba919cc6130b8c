"""The same town with something else in it."""

import pytest

from commonstead.core.boundary import Cash, Good, Network, Person, Recipe, plan
from commonstead.core.boundary.changes import Changes, changed

BAKERY = Network(
    periods=1,
    goods=(Good("bread", "kg", need=(10.0,), floor=(10.0,), buy=4.0), Good("flour", "kg", buy=1.0, stock=2.0),
           Good("starter", "kg", stock=1.0)),
    people=(Person("ana", 10.0, ("baking",)),),
    recipes=(Recipe("bake", {"flour": 8.0, "starter": 1.0}, {"bread": 10.0, "starter": 1.0}, {"baking": 2.0}),),
    cash=Cash(start=5.0, income=100.0),
    terminal="free",
)


def test_no_change_is_the_same_town():
    assert changed(BAKERY, Changes()) == BAKERY


def test_each_change_reaches_its_place():
    other = changed(BAKERY, Changes(prices={"flour": 2.0}, needs={"bread": 0.5}, stocks={"flour": -5.0},
                                    income=0.5, hours=0.1, cash_start=7.0))
    bread, flour, _starter = other.goods
    assert (bread.need, bread.floor, bread.buy) == ((5.0,), (5.0,), 4.0)
    assert (flour.buy, flour.stock) == (2.0, 0.0)
    assert (other.cash.start, other.cash.income, other.people[0].hours) == (12.0, 50.0, 1.0)


def test_a_bad_harvest_takes_nothing_of_what_is_returned():
    (bake,) = changed(BAKERY, Changes(yields={"bake": 0.8})).recipes
    assert bake.outputs == {"bread": 8.0, "starter": 1.0}


def test_giving_up_the_oven_costs_the_bread():
    assert plan(BAKERY).cash == pytest.approx(6.0)
    assert plan(changed(BAKERY, Changes(drop=("bake",)))).cash == pytest.approx(40.0)
    assert changed(changed(BAKERY, Changes(drop=("bake",))), Changes(adopt=("bake",))) == BAKERY


UNKNOWN = [Changes(prices={"salt": 2.0}), Changes(adopt=("weave",)), Changes(stocks={"x": 1})]


@pytest.mark.parametrize("changes", UNKNOWN)
def test_an_unknown_name_is_told(changes):
    with pytest.raises(KeyError):
        changed(BAKERY, changes)
