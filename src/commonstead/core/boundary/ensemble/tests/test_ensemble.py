"""Many futures: factors from drawn numbers, one future by hand, the ranges, and refused spreads."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonstead.core.boundary import next_steps, plan, read_network
from commonstead.core.boundary.changes import Changes, changed
from commonstead.core.boundary.ensemble import (
    Evaluator,
    Future,
    Spread,
    Step,
    factors,
    future,
    read_spread,
    steps_to_try,
    summary,
)
from commonstead.core.boundary.next_steps import NextStep
from commonstead.core.vocabulary.refusal import Refused

TOWN = {
    "format": "provisioning-network/1", "periods": 4, "days_per_period": 30,
    "goods": [
        {"id": "bread", "unit": "kg", "buy": 4.0, "need": 30, "class": "food"},
        {"id": "flour", "unit": "kg", "buy": 1.0},
        {"id": "oven", "unit": "each", "buy": 200, "stock": 1, "hours_each": 200},
    ],
    "people": [{"id": "ana", "hours": 20, "skills": ["baking"]}],
    "land": [{"id": "plot", "area_m2": 500}],
    "recipes": [
        {"id": "grow", "outputs": {"flour": 1}, "land": {"plot": 500}, "lag": 1, "adopted": False, "outlay": 10},
        {"id": "bake", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "hours": {"baking": 2},
         "machines": {"oven": 1.5}, "adopted": False, "outlay": 50, "outlay_goods": {"oven": 1}},
    ],
    "cash": {"start": 100, "income": 200},
}
BAKE = Step(("bake",))


@pytest.fixture
def town():
    return read_network(TOWN)


def test_each_factor_has_a_name_and_the_shared_ones_come_first(town):
    assert factors(town, Spread()) == ("prices", "harvests", "income", "hours", "price bread", "price flour",
                                       "price oven", "yield grow", "yield bake")
    still = Spread(prices=0, yields=0, harvests=0)
    assert factors(town, still) == ("prices", "harvests", "income", "hours")


def test_numbers_of_0_are_the_town_as_it_is(town):
    assert changed(town, future(town, Spread(), [0.0] * 9)) == town


def test_a_spread_of_a_tenth_is_a_tenth_at_one_standard_deviation(town):
    spread = Spread(prices=0.1, prices_together=1.0, harvests=0.2, harvests_together=0.25, income=0.3, hours=0.5)
    drawn = [1.0, 1.0, -1.0, 2.0, 9.0, 9.0, 9.0, 1.0, 1.0]
    found = future(town, spread, drawn)
    assert found.prices == pytest.approx(dict.fromkeys(("bread", "flour", "oven"), 1.1))
    assert found.income == pytest.approx(1 / 1.3)
    assert found.hours == pytest.approx(1.5**2)
    # A quarter of the variance is the weather, the rest its own: 1.2 ^ (√¼ + √¾).
    assert found.yields["grow"] == pytest.approx(1.2 ** (0.5 + math.sqrt(0.75)))
    assert found.yields["bake"] == pytest.approx(1.05)


def test_what_is_said_of_one_good_goes_before_its_class_and_all(town):
    spread = Spread(prices=0.1, prices_by_class={"food": 0.2}, prices_by_good={"flour": 0.5}, prices_together=1.0)
    found = future(town, spread, [1.0] + [0.0] * 8)
    assert found.prices == pytest.approx({"bread": 1.2, "flour": 1.5, "oven": 1.1})


@given(st.floats(0.0, 1.0), st.integers(0, 2**32 - 1))
def test_however_much_is_shared_the_spread_of_one_price_stays(together, seed):
    town = read_network(TOWN)
    rows = np.random.default_rng(seed).standard_normal((400, 9))
    logs = [math.log(future(town, Spread(prices_together=together), row).prices["flour"]) for row in rows]
    assert np.std(logs) == pytest.approx(math.log(1.1), rel=0.2)


def test_one_future_by_hand(town):
    """30 kg a month at 4 for 4 months are 480. Baking takes 96 kg of flour and 24 of 80 hours: it saves 480 − 96."""
    found = Evaluator(town, [BAKE]).evaluate(Changes())
    assert (found.status, found.short) == ("optimal", False)
    assert found.cash == pytest.approx(480)
    assert found.savings[BAKE.key] == pytest.approx(384)
    assert found.outlays[BAKE.key] == pytest.approx(250)
    # Bread at half its price and flour five times as dear: 240 against 480, so nobody bakes.
    other = Evaluator(town, [BAKE]).evaluate(Changes(prices={"bread": 0.5, "flour": 5.0, "oven": 2.0}))
    assert other.cash == pytest.approx(240)
    assert other.savings[BAKE.key] == pytest.approx(0, abs=1e-9)
    assert other.outlays[BAKE.key] == pytest.approx(450)


def test_the_town_as_it_is_has_the_figures_of_its_plan(town):
    whole = plan(town)
    steps = next_steps(town, whole)
    found = Evaluator(town, steps_to_try(steps)).evaluate(Changes())
    assert found.cash == pytest.approx(whole.cash)
    assert found.dependence == pytest.approx(whole.dependence)
    assert found.slack_days == pytest.approx(whole.slack.days)
    for step in steps:
        assert found.savings["+".join(step.recipes)] == pytest.approx(step.saving, abs=1e-6)


def test_the_order_of_the_futures_changes_nothing(town):
    rows = np.random.default_rng(3).standard_normal((6, 9))
    futures = [future(town, Spread(), row) for row in rows]
    there = [Evaluator(town, [BAKE]).evaluate(one) for one in futures]
    one = Evaluator(town, [BAKE])
    assert [one.evaluate(each) for each in reversed(futures)] == there[::-1]


def test_a_future_that_no_plan_survives_is_counted_as_one():
    town = read_network({**TOWN, "cash": {"start": 0, "income": 100, "floor": 0},
                         "goods": [{"id": "bread", "unit": "kg", "sell": 1, "sell_limit": 0, "buy": 4.0, "need": 30},
                                   {"id": "oven", "unit": "each", "buy": 200, "stock": 1, "keeps": 0.5,
                                    "hours_each": 200}], "recipes": []})
    evaluator = Evaluator(town)
    good, bad = evaluator.evaluate(Changes(income=4)), evaluator.evaluate(Changes(income=0.1))
    assert (good.status, bad.status, bad.cash) == ("optimal", "infeasible", None)
    found = summary(town, Spread(), [], good, [good, bad, good])
    assert (found.asked, found.infeasible) == (3, 1)
    assert found.cash.middle == pytest.approx(good.cash)
    none = summary(town, Spread(), [BAKE], bad, [bad])
    assert none.cash is None and none.steps == ()


def _future(cash, saving, outlay=100.0):
    return Future("optimal", cash, cash / 1000, 10.0, False, False, {"bake": saving}, {"bake": outlay})


def test_ranges_and_the_share_in_which_a_step_pays(town):
    """Over 120 days 34 saved are 102 in a year: an outlay of 100 comes back within a year, that of 104 does not."""
    spread = Spread(patience_days=360)
    futures = [_future(100.0 + number, 34.0) for number in range(9)] + [_future(109.0, 34.0, 104.0)]
    futures[0] = _future(100.0, 0.0)
    found = summary(town, spread, [BAKE], _future(100.0, 34.0), futures)
    assert (found.cash.low, found.cash.middle, found.cash.high) == pytest.approx((100.9, 104.5, 108.1))
    step = found.steps[0]
    assert (step.saves, step.pays, step.futures, step.now) == (9, 8, 10, 34.0)
    assert summary(town, spread, [BAKE], _future(1, 1, None), [_future(1, 1, None)]).steps[0].pays is None


def test_what_moves_the_cash_is_named_and_what_does_not_is_not(town):
    drawn = np.random.default_rng(5).standard_normal((200, 2))
    futures = [_future(1000.0 + 50 * one, 1.0) for one in drawn[:, 1]]
    found = summary(town, Spread(), [BAKE], futures[0], futures, ("price flour", "income"), drawn)
    assert [(one.factor, round(one.share, 6)) for one in found.moves] == [("income", 1.0)]
    assert summary(town, Spread(), [BAKE], futures[0], futures[:5], ("a", "b"), drawn[:5]).moves == ()


def test_a_spread_that_says_too_much_or_the_unknown_is_refused_whole(town):
    with pytest.raises(Refused) as refused:
        read_spread({"prices": -1, "weather": 2, "prices_by_good": {"cake": 0.1, "flour": "much"},
                     "prices_together": 1.5, "yields_by_recipe": [], "income": True}, town)
    assert [one.field for one in refused.value.refusals] == [
        "prices", "weather", "prices_by_good.cake", "prices_by_good.flour", "prices_together", "yields_by_recipe",
        "income"]
    with pytest.raises(Refused, match="futures-spread/1"):
        read_spread([], town)


def test_a_spread_goes_there_and_back_with_its_reasons(town):
    spread = Spread(prices=0.3, prices_by_class={"food": 0.2}, reasons={"prices": "Our own records of 2025."})
    assert read_spread(spread.to_json(), town) == spread
    assert spread.reason("prices") == "Our own records of 2025."
    assert "a tenth" in spread.reason("hours") and spread.reason("prices_by_class") == ""
    assert Spread(prices=0.3).reason("prices") == ""


MILK = {
    "format": "provisioning-network/1", "periods": 2, "days_per_period": 30,
    "goods": [{"id": "bread", "unit": "kg", "buy": 4, "need": 10},
              {"id": "milk", "unit": "l", "need": 5, "tier": 2}, {"id": "cream", "unit": "l", "buy": 30, "need": 0.1}],
    "people": [{"id": "p", "hours": 9, "skills": ["dairy"]}],
    "recipes": [{"id": "cow", "outputs": {"milk": 4}, "hours": {"dairy": 9}, "adopted": False, "outlay": 1},
                {"id": "skim", "inputs": {"milk": 1}, "outputs": {"cream": 0.1}, "adopted": False}],
}


def test_a_step_that_meets_what_is_not_met_has_its_credit():
    """No shop sells milk: 2 periods of a whole need are missing, and the cow meets four fifths of each."""
    town = read_network(MILK)
    steps = [Step(("cow",)), Step(("skim",))]
    found = Evaluator(town, steps).evaluate(Changes())
    assert found.short and found.savings["cow"] == pytest.approx(0, abs=1e-9)
    assert found.meets == {"cow": {2: pytest.approx(1.6)}}
    few = Evaluator(town, steps).evaluate(Changes(hours=0.5))
    assert few.meets == {"cow": {2: pytest.approx(0.8)}}
    told = summary(town, Spread(), steps, found, [found, few, Evaluator(town, steps).evaluate(Changes(hours=0.0))])
    assert [(step.meets, step.pays, step.futures) for step in told.steps] == [(2, 0, 3), (0, 0, 3)]
    assert told.to_json()["steps"][0]["meets"] == 2
    assert steps_to_try([NextStep(("bake",), "", 9.0, 9.0, 0.0, 0.0),
                         NextStep(("cow",), "", 0.0, 0.0, 1.0, None, {"milk": 8.0})], 1) == (Step(("cow",)),)


def test_a_step_without_which_no_plan_keeps_the_rules_has_its_credit():
    """A press loses half of itself each month, and must be there whole in the end: at nine times its price nobody can
    buy the half that is lost, so only mending keeps the rule."""
    town = read_network({
        "format": "provisioning-network/1", "periods": 2, "days_per_period": 30, "terminal": "keep",
        "goods": [{"id": "bread", "unit": "kg", "buy": 4, "need": 10, "sell": 1, "sell_limit": 5},
                  {"id": "press", "unit": "each", "buy": 30, "stock": 1, "keeps": 0.5, "hours_each": 10}],
        "recipes": [{"id": "mend", "outputs": {"press": 1}, "hours": {"metal": 1}, "adopted": False}],
        "people": [{"id": "p", "hours": 9, "skills": ["metal"]}],
        "cash": {"start": 40, "income": 0, "floor": 0}})
    steps = [Step(("mend",))]
    rich = Evaluator(town, steps).evaluate(Changes())
    poor = Evaluator(town, steps).evaluate(Changes(prices={"press": 9.0}))
    assert (rich.status, rich.makes_possible) == ("optimal", ())
    assert (poor.status, poor.makes_possible) == ("infeasible", ("mend",))
    (told,) = summary(town, Spread(), steps, rich, [rich, poor, poor]).steps
    assert (told.makes_possible, told.futures) == (2, 1)


def test_a_machine_that_nobody_has_is_earned_back_as_well():
    """From the second month on sawing saves 10 × 3: 30 in 60 days. The saw that nobody has costs 2,000, the rest 10."""
    town = read_network({
        "format": "provisioning-network/1", "periods": 2, "days_per_period": 30,
        "goods": [{"id": "board", "unit": "each", "buy": 3, "need": 10},
                  {"id": "saw", "unit": "each", "buy": 2000, "hours_each": 1e6}],
        "recipes": [{"id": "cut", "outputs": {"board": 1}, "machines": {"saw": 1}, "adopted": False, "outlay": 10}]})
    step = Step(("cut",))
    now = Evaluator(town, [step]).evaluate(Changes())
    assert now.machines_first == {"cut": {"saw": 2000}} and now.outlays == {"cut": 10}
    dear = Evaluator(town, [step]).evaluate(Changes(prices={"saw": 2.0}))
    assert dear.machines_first == {"cut": {"saw": 4000}}
    for days, pays in ((4000, 0), (4030, 1), (8100, 2)):
        (told,) = summary(town, Spread(patience_days=days), [step], now, [now, dear]).steps
        assert (told.saves, told.pays, told.machines_first) == (2, pays, {"saw": 2000}), days
    unsold = replace(now, machines_first={"cut": {"saw": None}})
    assert summary(town, Spread(), [step], unsold, [unsold]).steps[0].pays is None
