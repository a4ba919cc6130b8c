"""Walk-away days by hand."""

from __future__ import annotations

import pytest

from commonstead.core.boundary import plan
from commonstead.core.boundary.slack import _Search

from .towns import good, network


def slack(**given):
    return plan(network(**given)).slack


def test_ten_loaves_at_one_a_day_are_ten_days():
    found = slack(periods=12, goods=[good("bread", need=30, stock=10)])
    assert (found.days, found.at_least) == (10.0, False)
    assert {(one.kind, one.name) for one in found.binding} == {("stock", "bread"), ("good", "bread")}
    assert found.binding[0].days == pytest.approx(1)


def test_cash_buys_days_and_income_does_not():
    """10 in stock and 100 of cash at 2 each: 60 loaves. A wage of any size changes nothing."""
    found = slack(periods=12, goods=[good("bread", need=30, stock=10, buy=2)], cash={"start": 100, "income": 1e6})
    assert found.days == 60
    assert next(one for one in found.binding if one.kind == "cash").days == pytest.approx(0.5)


def test_only_the_floor_counts():
    assert slack(periods=12, goods=[good("bread", need=30, floor=15, stock=10)]).days == 20
    assert slack(periods=12, goods=[good("bread", need=30, stock=10), good("cake", need=9, tier=2)]).days == 10
    assert slack(periods=12, goods=[good("cake", need=9, tier=2)]) == slack(periods=12, goods=[])
    assert slack(periods=12, goods=[good("cake", need=9, tier=2)]).at_least


def test_what_is_made_inside_lasts_for_ever():
    found = slack(
        periods=12,
        goods=[good("bread", need=30)],
        people=[{"id": "a", "hours": 3, "skills": ["baking"]}],
        recipes=[{"id": "bake", "outputs": {"bread": 10}, "hours": {"baking": 1}}],
    )
    assert (found.days, found.at_least) == (360, True)


def test_hours_shrink_with_the_last_part_of_a_period():
    """20 a period are made of 30 needed, 10 come from a stock of 15: one period uses 10, the rest half a period."""
    found = slack(
        periods=12,
        goods=[good("bread", need=30, stock=15)],
        people=[{"id": "a", "hours": 2, "skills": ["baking"]}],
        recipes=[{"id": "bake", "outputs": {"bread": 10}, "hours": {"baking": 1}}],
    )
    assert found.days == 45
    assert next(one for one in found.binding if one.kind == "hours").name == "baking"


def test_a_limit_that_binds_is_named():
    found = slack(
        periods=12,
        goods=[good("bread", need=30, stock=15), good("gas", stock=1e6)],
        recipes=[{"id": "bake", "inputs": {"gas": 1}, "outputs": {"bread": 10}, "limit": 2}],
    )
    assert found.days == 45
    assert ("limit", "bake") in {(one.kind, one.name) for one in found.binding}


def test_a_harvest_arrives_at_the_start_of_the_part():
    """31 kg: one is sown, thirty are eaten. The harvest is 30 (a limit of one batch): from then on there are thirty in
    all for what is eaten and sown, so one is sown and 29 are left for 30 days; then one day is short in each period."""
    found = slack(
        periods=12,
        goods=[good("corn", need=30, stock=31)],
        land=[{"id": "field", "area_m2": 9}],
        recipes=[{"id": "grow", "lag": 1, "inputs": {"corn": 1}, "outputs": {"corn": 30}, "land": {"field": 9}}],
    )
    assert found.days == 60  # eating all thirty of the second period and sowing none is longer than 59


def test_cash_below_its_floor_is_no_day_at_all():
    found = slack(periods=2, goods=[good("bread", need=1, stock=99)], cash={"start": -1})
    assert found.days == 0 and found.binding[0].kind == "cash"


def test_a_town_that_lives_by_its_purse_has_no_time_at_all_and_is_asked_once(monkeypatch):
    asked, shortage = [], _Search.shortage
    monkeypatch.setattr(_Search, "shortage", lambda self, *of: asked.append(of[1]) or shortage(self, *of))
    found = slack(periods=12, goods=[good("bread", need=30, buy=2)], cash={"income": 1e6})
    assert (found.days, found.at_least) == (0, False) and len(asked) == 2  # whether it has any, and what binds
    assert {one.kind: one.days for one in found.binding} == pytest.approx({"good": 1, "cash": 0.5})
