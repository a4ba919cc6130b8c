"""Explanations by hand: the bread vector, a chain, a step that does not pay, one that cannot begin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commonstead.core.boundary import Cash, Good, Network, Person, Recipe, plan
from commonstead.core.boundary.changes import Changes, changed
from commonstead.core.boundary.explaining import compare, explain, explain_purchase, open_needs, price_ranges
from commonstead.core.boundary.what_if import WhatIf

BREAD = Network(
    periods=1, days_per_period=7,
    goods=(Good("bread", "kg", need=(10.0,), floor=(10.0,), buy=4.0), Good("flour", "kg", buy=1.0),
           Good("oven", "each", stock=1.0, hours_each=40.0)),
    people=(Person("ana", 12.0, ("baking",)),),
    recipes=(Recipe("bake", {"flour": 8.1}, {"bread": 10.0}, hours={"baking": 2.0}, machines={"oven": 9.0},
                    adopted=False, outlay=64.0),),
)


def test_bread_by_hand():
    """40 for bread against 8.1 for flour: 31.9 saved, flour a fifth of bread, and it stops when the two are equal."""
    told = explain(BREAD, plan(BREAD), ["bake"])
    assert told.saving == pytest.approx(31.9)
    assert told.payback_periods == pytest.approx(64 / 31.9)
    assert told.product["good"] == "bread" and told.product["less"] == pytest.approx(10)
    (flour,) = told.because
    assert (flour["good"], flour["comes"]) == ("flour", "bought")
    assert flour["per_unit"] == pytest.approx(0.81) and flour["share"] == pytest.approx(0.2025)
    assert told.spent_for_each == pytest.approx(0.2025)
    assert told.hours["baking"] == pytest.approx({"asked": 2.0, "free": 12.0, "pledged": 12.0, "worth": 0.0})
    assert told.machines["oven"] == pytest.approx({"asked": 9.0, "used": 9.0, "in_hand": 40.0})
    stops = {(cause["what"], cause.get("good") or cause["recipe"]): cause["factor"] for cause in told.stops_paying}
    assert stops == pytest.approx(
        {("price", "flour"): 40 / 8.1, ("product", "bread"): 0.2025, ("yield", "bake"): 0.2025})
    assert told.needs_first == () and told.meets == {}


def test_what_is_in_use_already_is_explained_by_what_it_would_cost_to_give_it_up():
    town = BREAD.adopting(["bake"])
    told = explain(town, plan(town), ["bake"])
    assert told.saving == pytest.approx(31.9)
    assert told.buys["bread"] == pytest.approx({"before": 10, "after": 0, "cash": 40})
    before, after = plan(BREAD), plan(town)
    assert told.saving == pytest.approx(before.cash - after.cash)


def test_a_step_without_which_a_need_is_not_met_says_which():
    town = replace(BREAD.adopting(["bake"]), goods=(replace(BREAD.goods[0], buy=None), *BREAD.goods[1:]))
    told = explain(town, plan(town), ["bake"])
    assert told.saving is None and told.meets == pytest.approx({"bread": 10})
    told = explain(replace(town, recipes=BREAD.recipes), plan(replace(town, recipes=BREAD.recipes)), ["bake"])
    assert told.meets == pytest.approx({"bread": 10})


def test_a_chain_of_which_a_part_is_in_use_leaves_the_programme_as_it_was():
    """Asked twice of one programme, the same is answered, also where a need is not met now."""
    town = Network(
        periods=1, goods=(Good("bread", "kg", need=(10.0,), floor=(10.0,)), Good("flour", "kg"),
                          Good("wheat", "kg", buy=0.5), Good("feed", "kg", need=(1.0,), buy=3.0)),
        recipes=(Recipe("mill", {"wheat": 10.0}, {"flour": 8.0, "feed": 2.0}),
                 Recipe("bake", {"flour": 8.0}, {"bread": 10.0}, adopted=False)))
    found = plan(town)
    what_if = WhatIf(found.solved, [1])
    first = explain(town, found, ["mill", "bake"], what_if).to_json()
    assert first["meets"] == pytest.approx({"bread": 10.0})
    assert explain(town, found, ["mill", "bake"], what_if).to_json() == first
    assert explain(town, found, ["bake"], what_if).meets == pytest.approx({"bread": 10.0})


def test_free_hours_leave_out_what_else_is_asked_of_those_who_can_do_both():
    """Ana bakes and mends 12 hours; mending takes 5, of which Bo, who only mends, gives 3. 10 are free for baking."""
    town = replace(
        BREAD, goods=(*BREAD.goods, Good("chair", "each", need=(5.0,), floor=(5.0,), buy=9.0)),
        people=(Person("ana", 12.0, ("baking", "mending")), Person("bo", 3.0, ("mending",))),
        recipes=(*BREAD.recipes, Recipe("mend", {}, {"chair": 1.0}, hours={"mending": 1.0})))
    assert explain(town, plan(town), ["bake"]).hours["baking"]["free"] == pytest.approx(10.0)


def test_where_hours_are_short_one_more_has_a_worth():
    """One hour bakes 5 kg of bread: 20 less for bread, 4.05 more for flour."""
    told = explain(replace(BREAD, people=(Person("ana", 1.0, ("baking",)),)), plan(
        replace(BREAD, people=(Person("ana", 1.0, ("baking",)),))), ["bake"])
    assert told.saving == pytest.approx(15.95) and told.hours["baking"]["worth"] == pytest.approx(15.95)


def test_a_second_oven_pays_where_the_first_is_short():
    """4.5 hours of the oven bake half of the bread; a second one the rest: 15.95 saved for 900."""
    small = replace(BREAD.goods[2], hours_each=4.5, buy=900.0)
    town = replace(BREAD, goods=(*BREAD.goods[:2], small)).adopting(["bake"])
    found = explain_purchase(town, plan(town), "oven")
    assert (found.saving, found.price, found.idle) == (pytest.approx(15.95), 900.0, pytest.approx(0.0))
    assert found.payback_periods == pytest.approx(900 / 15.95)
    assert found.batches["bake"]["after"] == pytest.approx(1.0)
    roomy = explain_purchase(BREAD.adopting(["bake"]), plan(BREAD.adopting(["bake"])), "oven")
    assert roomy.saving == pytest.approx(0) and roomy.payback_periods is None and roomy.idle == pytest.approx(31)
    with pytest.raises(KeyError):
        explain_purchase(BREAD, plan(BREAD), "gold")


def test_a_chain_cancels_what_one_link_hands_to_the_next():
    town = Network(
        periods=1, days_per_period=30,
        goods=(Good("bread", "kg", need=(10.0,), buy=4.0), Good("flour", "kg"), Good("wheat", "kg", buy=0.5)),
        people=(Person("ana", 50.0, ("baking",)),),
        recipes=(Recipe("mill", {"wheat": 10.0}, {"flour": 8.0}, hours={"baking": 1.0}, adopted=False),
                 Recipe("bake", {"flour": 8.0}, {"bread": 10.0}, hours={"baking": 2.0}, adopted=False)))
    told = explain(town, plan(town), ["mill", "bake"])
    assert [entry["good"] for entry in told.because] == ["wheat"]
    assert told.because[0]["share"] == pytest.approx(0.125)
    assert told.saving == pytest.approx(35)
    assert {cause["what"]: cause["factor"] for cause in told.stops_paying} == pytest.approx(
        {"price": 8.0, "product": 0.125, "yield": 0.125})


def test_what_does_not_pay_says_at_which_price_it_would():
    dear = changed(BREAD, Changes(prices={"flour": 10.0}))
    told = explain(dear, plan(dear), ["bake"])
    assert told.saving == pytest.approx(0) and told.stops_paying == ()
    begins = {cause["good"]: cause["factor"] for cause in told.begins_paying}
    assert begins["flour"] == pytest.approx(40 / 81, rel=2e-3)
    assert begins["bread"] == pytest.approx(81 / 40, rel=2e-3)


def test_what_must_be_there_first_is_named():
    bare = replace(BREAD, people=(), goods=(*BREAD.goods[:2], replace(BREAD.goods[2], stock=0.0, buy=900.0)))
    told = explain(bare, plan(bare), ["bake"])
    missing = {(entry["what"], entry["name"]): entry["price"] for entry in told.needs_first}
    assert missing == {("skill", "baking"): None, ("machine", "oven"): 900.0}


def test_a_floor_of_cash_can_end_it_before_the_price_does():
    """100 in hand for 10 kg a period: with the step, flour at ten times its price would take it all."""
    tight = replace(BREAD, cash=Cash(50.0, 0.0, 0.0), goods=(*BREAD.goods[:2], BREAD.goods[2],
                                                            Good("rent", "each", need=(1.0,), tier=1, buy=10.0)))
    told = explain(tight, plan(tight), ["bake"])
    flour = next(cause for cause in told.stops_paying if cause["what"] == "price")
    assert flour["factor"] == pytest.approx(40 / 8.1) and not flour["cash_ends"]
    tighter = replace(tight, cash=Cash(30.0, 0.0, 0.0)).adopting(["bake"])
    told = explain(tighter, plan(tighter), ["bake"])
    assert told.saving is None, "without it the cash does not reach"
    assert told.meets["bread"] == pytest.approx(5.0) or sum(told.meets.values()) > 0


def test_a_plan_that_keeps_not_all_rules_is_not_explained_by_figures():
    broke = replace(BREAD, cash=Cash(-5.0, 0.0, 0.0))
    told = explain(broke, plan(broke), ["bake"])
    assert told.status == "infeasible" and told.saving is None and told.to_json()["recipes"][0]["id"] == "bake"


def test_an_unknown_recipe_is_an_error_that_names_it():
    with pytest.raises(KeyError, match="fly"):
        explain(BREAD, plan(BREAD), ["fly"])


def test_price_ranges_by_hand():
    """Baking stays the best while flour costs up to 40 ÷ 8.1; bread may be as dear as it likes, or as cheap."""
    town = BREAD.adopting(["bake"])
    (flour,) = price_ranges(town, plan(town))
    assert flour.good == "flour" and flour.low is None and flour.high == pytest.approx(40 / 8.1)
    assert flour.dearer == pytest.approx({"bake": -1.0})
    (bread,) = price_ranges(town, plan(town), ["bread"])
    assert bread.low == pytest.approx(0.81) and bread.high is None


def test_two_futures_side_by_side():
    both = compare(BREAD, Changes(adopt=("bake",), prices={"flour": 2.0}))
    assert both.before.cash == pytest.approx(40) and both.after.cash == pytest.approx(16.2)
    assert both.buys["flour"] == pytest.approx({"before": 0, "after": 8.1, "cash": 16.2})
    assert both.batches == {"bake": {"before": 0.0, "after": pytest.approx(1.0)}}
    assert both.to_json()["hours"]["baking"]["after"] == pytest.approx(2)
    with pytest.raises(KeyError):
        compare(BREAD, Changes(prices={"gold": 2.0}))


def test_open_needs_name_work_and_nobody():
    town = BREAD.adopting(["bake"])
    (need,) = open_needs(town, plan(town).batches)
    told = need.to_json()
    assert (told["recipe"], told["period"], told["hours"]) == ("bake", 0, {"baking": pytest.approx(2.0)})
    assert told["makes"] == {"bread": pytest.approx(10)} and told["machines"] == {"oven": pytest.approx(9)}
    assert "ana" not in str(told)
