"""Shorter periods and neighbourhoods: by hand, and what must hold of any town."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonstead.core.boundary import check_network, check_plan, plan, read_network, write_network
from commonstead.core.boundary.large import in_shorter_periods, joined
from commonstead.core.boundary.large.shorter_periods import shared_out
from commonstead.core.vocabulary.refusal import Refused

TOWN = {
    "format": "provisioning-network/1", "periods": 3, "days_per_period": 28, "name": "north",
    "goods": [
        {"id": "bread", "unit": "kg", "buy": 4.0, "need": [28, 56, 28], "sell": 1, "sell_limit": 8},
        {"id": "flour", "unit": "kg", "buy": 1.0, "stock": 20, "keeps": 0.5},
        {"id": "oven", "unit": "each", "stock": 1, "hours_each": 200, "wear": 0.001},
    ],
    "people": [{"id": "ana", "hours": 20, "skills": ["baking"]}],
    "land": [{"id": "plot", "area_m2": 500}],
    "recipes": [
        {"id": "grow", "outputs": {"flour": 9}, "land": {"plot": 500}, "lag": 2},
        {"id": "graze", "outputs": {"flour": 1}, "land": {"plot": 100}},
        {"id": "bake", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "hours": {"baking": 2},
         "machines": {"oven": 1.5}, "limit": 4},
    ],
    "cash": {"start": 100, "income": 200},
}


def test_a_month_in_weeks_by_hand():
    week = in_shorter_periods(read_network(TOWN), 7)
    bread, flour, oven = week.goods
    grow, graze, bake = week.recipes
    assert (week.periods, week.days_per_period) == (12, 7)
    assert bread.need == (7.0,) * 4 + (14.0,) * 4 + (7.0,) * 4
    assert bread.sell_limit == 2 and bread.buy == 4
    assert flour.keeps**4 == pytest.approx(0.5) and flour.stock == 20
    assert (oven.hours_each, oven.wear) == (50, 0.001)
    assert week.people[0].hours == 5 and week.cash.income == 50 and week.cash.start == 100
    assert (grow.lag, grow.land["plot"]) == (8, 500)
    assert (graze.lag, graze.land["plot"]) == (0, 400)
    assert (bake.limit, bake.machines, bake.hours) == (1, {"oven": 1.5}, {"baking": 2})


def test_weeks_that_do_not_fill_a_month_take_of_both():
    assert shared_out((30.0, 60.0), 7 / 30, 9) == pytest.approx((7, 7, 7, 7, 2 + 2 * 5, 14, 14, 14, 14))
    assert sum(shared_out((30.0, 60.0), 6 / 30, 10)) == pytest.approx(90)
    assert shared_out((30.0, 60.0), 7 / 30, 10)[-1] == pytest.approx(14)  # beyond the end as in the last month
    year = in_shorter_periods(read_network({**TOWN, "periods": 12, "days_per_period": 30, "goods": [
        {"id": "bread", "unit": "kg", "need": 30}, *TOWN["goods"][1:]]}), 7)
    assert year.periods == 51 and set(year.goods[0].need) == {7.0}


@pytest.mark.parametrize("days", [0, -7, 29, float("nan")])
def test_longer_or_no_periods_are_refused(days):
    with pytest.raises(Refused, match="smaller number"):
        in_shorter_periods(read_network(TOWN), days)


def test_the_same_length_is_the_same_town():
    town = read_network(TOWN)
    assert in_shorter_periods(town, 28) == town


@st.composite
def towns(draw):
    """No lag, things that keep, no machines: then every plan by the week is one by the month."""
    amount = st.floats(1, 30).map(lambda value: round(value, 1))
    need = st.lists(st.one_of(st.just(0.0), amount), min_size=2, max_size=2)
    goods = [{"id": f"g{n}", "unit": "kg", "buy": draw(amount), "need": draw(need), "stock": draw(amount)}
             for n in range(4)]
    recipes = [{"id": f"r{n}", "inputs": {f"g{n - 1}": draw(amount)}, "outputs": {f"g{n}": draw(amount)},
                "hours": {"work": draw(amount)}, **({"limit": draw(amount)} if draw(st.booleans()) else {}),
                **({"land": {"field": draw(amount)}} if draw(st.booleans()) else {})} for n in range(1, 4)]
    return read_network({
        "format": "provisioning-network/1", "periods": 2, "days_per_period": 28, "goods": goods, "recipes": recipes,
        "people": [{"id": "a", "hours": draw(amount), "skills": ["work"]}], "land": [{"id": "field", "area_m2": 30}]})


@given(towns())
@settings(max_examples=60, deadline=None)
def test_a_plan_by_the_week_is_the_stricter_one(town):
    month, week = plan(town), plan(in_shorter_periods(town, 7))
    assert week.cash >= month.cash - 1e-6 * (1 + abs(month.cash))
    assert week.cash_without_commons == pytest.approx(month.cash_without_commons)
    assert not check_plan(in_shorter_periods(town, 7), week.certificate)


@given(towns(), st.floats(0.1, 30))
@settings(max_examples=40, deadline=None)
def test_an_even_need_costs_the_same_by_the_week(town, need):
    even = replace(town, goods=tuple(replace(good, need=(need,) * 2, floor=(need,) * 2, stock=0.0)
                                     for good in town.goods))
    month, week = plan(even), plan(in_shorter_periods(even, 7))
    assert week.cash == pytest.approx(month.cash, rel=1e-6, abs=1e-6)
    assert week.hours == pytest.approx(month.hours, rel=1e-6, abs=1e-6)


def test_neighbourhoods_that_share_nothing_cost_what_they_cost_apart():
    town = read_network(TOWN)
    both = joined({"north": town, "south": town}, [])
    assert not check_network(both)
    assert plan(both).cash == pytest.approx(2 * plan(town).cash)


def test_shared_goods_serve_both_by_hand():
    """The south bakes nothing; the north has hours for 100 kg a month, needs 28, 56, 28, and the south as much."""
    north = read_network(TOWN)
    south = replace(read_network({**TOWN, "recipes": []}), people=())
    apart = plan(north).cash + plan(south).cash
    both = joined({"north": north, "south": south}, ["bread"])
    assert [good.id for good in both.goods] == ["bread", "north/flour", "north/oven", "south/flour", "south/oven"]
    assert both.goods[0].need == (56.0, 112.0, 56.0) and both.cash.income == 400
    found = plan(both)
    # The limit of 4 batches is the north's: 40 kg a month, of which it needs 28, 40 (of 56) and 28 alone. Besides it
    # sold 8 kg a month at 1, and of the 12 left over in two months these go to the south, where a kilogram costs 4.
    assert found.cash < apart
    assert not check_plan(both, found.certificate)
    again = read_network(write_network(both))
    assert again == both


@given(towns(), towns())
@settings(max_examples=30, deadline=None)
def test_sharing_never_costs_more(one, other):
    pair = {"one": one, "other": other}
    assert plan(joined(pair, ["g3"])).cash <= plan(one).cash + plan(other).cash + 1e-6


def test_neighbours_that_do_not_agree_are_told_all_at_once():
    north = read_network(TOWN)
    south = read_network({**TOWN, "periods": 2, "currency": "EUR", "goods": [
        {"id": "bread", "unit": "lb", "buy": 4.0, "need": 28}, *TOWN["goods"][1:]]})
    with pytest.raises(Refused) as refused:
        joined({"north": north, "south": south}, ["bread", "cake"])
    assert [one.field for one in refused.value.refusals] == ["periods", "currency", "bread", "cake"]
