"""The road map against what can be worked out by hand."""

from __future__ import annotations

import pytest

from commonstead.core.boundary import plan
from commonstead.core.boundary.road_map import road_map
from commonstead.core.boundary.tests.towns import good, network

HANDS = [{"id": "ana", "hours": 100, "skills": ["work"]}]
WORK = {"hours": {"work": 1}}


def mill_and_oven(**more):
    """A mill without an oven grinds what nobody eats, an oven without a mill has no flour to bake; jam pays alone.

    Bread 10 kg at 2.00 = 20 a period; grain 7 kg at 1.00 = 7: mill and oven save 13. Jam: 6.5 against nothing.
    """
    return network(
        goods=[good("bread", buy=2, need=10), good("flour"), good("grain", buy=1), good("jam", buy=6.5, need=1)],
        recipes=[
            {"id": "mill", "inputs": {"grain": 7}, "outputs": {"flour": 7}, "adopted": False, "outlay": 2,
             "stage": "gaps"},
            {"id": "oven", "inputs": {"flour": 7}, "outputs": {"bread": 10}, "limit": 1, "adopted": False, "outlay": 2,
             "stage": "gaps"},
            {"id": "jam", **WORK, "outputs": {"jam": 1}, "limit": 1, "adopted": False, "outlay": 2, "stage": "repair"},
        ],
        people=HANDS,
        **more,
    )


def saved(way, found):
    """What a way saves, outlays not deducted."""
    return found.cash_before - way.cash + sum(way.outlays)


def test_mill_and_oven_give_13_and_greedy_half_of_it():
    found = road_map(mill_and_oven(), 5, gap=0)
    assert saved(found.best, found) == pytest.approx(13)
    assert saved(found.greedy, found) == pytest.approx(6.5)
    assert [step.recipes for step in found.steps] == [("mill", "oven")]
    assert found.gap == 0 and found.status == "optimal" and found.cash == pytest.approx(26.5 - 13 + 4)
    assert found.steps[0].outlay == 4 and found.steps[0].saving_to_date == pytest.approx(13)


def test_what_the_first_step_saves_pays_for_the_next():
    """Jam saves 6.5 a month from the first; in the second month that pays for mill and oven."""
    found = road_map(mill_and_oven(periods=3), 2, gap=0)
    assert [(step.period, step.recipes) for step in found.steps] == [(1, ("jam",)), (2, ("mill", "oven"))]
    assert [step.saving_to_date for step in found.steps] == pytest.approx([6.5, 6.5 + 19.5])
    assert found.cash == pytest.approx(3 * 26.5 - 3 * 6.5 - 2 * 13 + 6)
    assert found.best.purse == pytest.approx((6.5, 22, 41.5))


def test_nothing_is_begun_before_it_can_be_paid_for():
    """A step that would have paid for itself within the month still needs its outlay at the beginning."""
    assert road_map(mill_and_oven(), 1.99, gap=0).steps == ()
    assert road_map(mill_and_oven(), 0, gap=0).cash == pytest.approx(26.5)


def test_dependence_falls_at_each_rung_to_that_of_a_town_that_has_taken_them_up():
    town = mill_and_oven(periods=3)
    found = road_map(town, 2, gap=0)
    falls = [found.dependence_before, *(step.dependence for step in found.steps)]
    assert falls == sorted(falls, reverse=True)
    assert falls[0] == pytest.approx(plan(town).dependence) and falls[-1] == pytest.approx(7 / 26.5)
    assert falls[-1] == pytest.approx(plan(town.adopting(["jam", "mill", "oven"])).dependence)


def lathe_town(part_price=None, stock=0.0, **more):
    """A press needs two parts; a lathe makes them in the month before."""
    price = {} if part_price is None else {"buy": part_price}
    return network(
        people=HANDS,
        periods=3,
        **more,
        goods=[good("brick", buy=1, need=20), good("part", "each", stock=stock, **price), good("steel", buy=1)],
        recipes=[
            {"id": "lathe", "inputs": {"steel": 1}, "outputs": {"part": 1}, "adopted": False, "outlay": 3,
             "stage": "parts"},
            {"id": "press", **WORK, "outputs": {"brick": 20}, "limit": 1, "adopted": False, "outlay": 1,
             "outlay_goods": {"part": 2}, "stage": "gaps"},
        ],
    )


def test_a_machine_is_built_from_parts_of_ones_own_that_lay_in_store():
    found = road_map(lathe_town(), 10, gap=0)
    assert [(step.period, step.recipes) for step in found.steps] == [(1, ("lathe",)), (2, ("press",))]
    assert found.cash == pytest.approx(60 - 40 + 3 + 2 + 1)


def test_made_outlay_stands_beside_bought_outlay():
    found = road_map(lathe_town(part_price=4), 20, gap=0)  # buying two parts at once saves a month
    assert [(step.period, step.recipes, step.outlay, step.made_outlay) for step in found.steps] == [
        (1, ("press",), 9, 0)]
    found = road_map(lathe_town(part_price=15), 40, gap=0)  # dear parts are made
    assert [(step.period, step.recipes, step.outlay, step.made_outlay) for step in found.steps] == [
        (1, ("lathe",), 3, 0), (2, ("press",), 1, 30)]
    found = road_map(lathe_town(stock=2, terminal="free"), 1, gap=0)  # what lies in store is there at once
    assert [(step.period, step.recipes) for step in found.steps] == [(1, ("press",))]


def test_nothing_is_built_from_what_it_makes_itself():
    town = network(
        periods=4,
        goods=[good("part", "each", need=1), good("steel", buy=1)],
        recipes=[{"id": "lathe", "inputs": {"steel": 1}, "outputs": {"part": 1}, "adopted": False,
                  "outlay_goods": {"part": 1}}],
    )
    assert road_map(town, 100, gap=0).steps == ()


def test_stages_in_order_cost_more_and_keep_the_order():
    """The ecosystem step pays at once and pays for the repair; in order the repair must come first or not at all."""
    town = network(
        people=HANDS,
        periods=4,
        goods=[good("shoes", buy=10, need=1), good("bikes", buy=2, need=1)],
        recipes=[
            {"id": "make", **WORK, "outputs": {"shoes": 1}, "limit": 1, "adopted": False, "outlay": 5,
             "stage": "ecosystem"},
            {"id": "mend", **WORK, "outputs": {"bikes": 1}, "limit": 1, "adopted": False, "outlay": 5,
             "stage": "repair"},
        ],
    )
    found = road_map(town, 5, gap=0)
    assert [step.recipes for step in found.steps] == [("make",), ("mend",)]
    assert found.cash == pytest.approx(48 + 10 - 40 - 6)
    assert [step.recipes for step in found.by_stage.steps] == [("make",)]
    assert found.by_stage.cash == pytest.approx(48 + 5 - 40)


def test_a_floor_of_cash_is_kept():
    """The budget is part of the cash in hand: what the floor needs cannot be laid out."""
    town = mill_and_oven(cash={"start": 30, "income": 0, "floor": 0})  # 3.5 are left after the month
    found = road_map(town, 5, gap=0)
    assert found.cash <= 30 + 1e-6
    assert road_map(mill_and_oven(cash={"start": 26.5, "floor": 0}), 5, gap=0).steps != ()  # the saving pays within


def test_towns_without_anything_to_start():
    bare = network(goods=[good("bread", buy=4, need=10)])
    found = road_map(bare, 100)
    assert found.status == "nothing_to_start" and found.steps == () and found.cash == 40
    no_prices = network(people=HANDS, goods=[good("bread", need=10)], recipes=[
        {"id": "bake", **WORK, "outputs": {"bread": 1}, "adopted": False, "limit": 3}])
    found = road_map(no_prices, 100)
    assert found.cash == 0 and found.dependence_before is None
    assert network(goods=[]) and road_map(network(goods=[]), 0).steps == ()


@pytest.mark.parametrize("budget", [-1, float("nan"), float("inf")])
def test_a_budget_that_is_none_is_refused(budget):
    with pytest.raises(ValueError):
        road_map(mill_and_oven(), budget)


def test_more_budget_never_costs_more():
    town = mill_and_oven(periods=3)
    cash = [road_map(town, budget, gap=0).cash for budget in (0, 1, 2, 3, 4, 6, 10)]
    assert cash == sorted(cash, reverse=True)


def mill_town(price=2000.0, periods=4, **more):
    """Lumber of 100 a period, sawn with 0.02 of a sawmill's time, once there is a sawmill; a second user of it."""
    priced = {} if price is None else {"buy": price}
    return network(
        people=HANDS,
        periods=periods,
        goods=[good("lumber", buy=10, need=10), good("shingle", buy=10, need=4),
               good("sawmill", "each", hours_each=100, **priced), good("iron", buy=1)],
        recipes=[
            {"id": "mill", **WORK, "machines": {"sawmill": 2}, "outputs": {"lumber": 10}, "limit": 1,
             "adopted": False, "outlay": 15, "stage": "gaps"},
            {"id": "split", **WORK, "machines": {"sawmill": 1}, "outputs": {"shingle": 4}, "limit": 1,
             "adopted": False, "outlay": 5, "stage": "gaps"},
            *more.pop("recipes", ()),
        ],
        **more,
    )


def test_a_machine_that_nobody_has_is_bought_whole():
    """Without that, 0.03 of a sawmill at 150 would serve both for 4.5."""
    assert road_map(mill_town(price=2000), 5000, gap=0).steps == ()
    later = road_map(mill_town(price=150), 165, gap=0)  # what the mill saves pays for splitting a month later
    assert later.cash == pytest.approx(4 * 140 - 3 * 100 - 2 * 40 + 150 + 15 + 5)
    assert [step.period for step in later.steps] == [2, 3]
    assert road_map(mill_town(price=150), 149, gap=0).steps == ()
    found = road_map(mill_town(price=150), 200, gap=0)
    # bought in the first month, it saws from the second on, and both steps share it
    assert sorted(name for step in found.steps for name in step.recipes) == ["mill", "split"]
    assert {step.period for step in found.steps} == {2}
    bought = [step.machines for step in found.steps if step.machines]
    assert bought == [{"sawmill": {"units": 1, "cash": 150, "made": 0}}]
    assert sum(step.outlay for step in found.steps) == pytest.approx(170)
    assert found.best.outlays == pytest.approx((150, 20, 0, 0)) and found.best.spent == pytest.approx((140, 0, 0, 0))
    assert found.cash == pytest.approx(sum(found.best.spent) + sum(found.best.outlays))
    assert found.to_json()["steps"][0]["machines"] or found.to_json()["steps"][1]["machines"]
    assert found.whole_outlay == pytest.approx(170) and found.bound == pytest.approx(found.cash)


def test_a_machine_in_hand_or_in_use_costs_nothing_first():
    town = mill_town(price=2000)
    has = network_with_stock(town, "sawmill", 1)
    found = road_map(has, 20, gap=0)
    assert {step.period for step in found.steps} == {1} and not any(step.machines for step in found.steps)


def test_a_machine_may_be_made_inside_instead_of_bought():
    smith = {"id": "smith", **WORK, "inputs": {"iron": 60}, "outputs": {"sawmill": 1}, "limit": 1, "adopted": True}
    found = road_map(mill_town(price=150, recipes=[smith]), 200, gap=0)
    bought = [step.machines for step in found.steps if step.machines]
    assert bought == [{"sawmill": {"units": 0, "cash": 0, "made": 1}}]
    assert found.cash == pytest.approx(4 * 140 - 3 * 140 + 60 + 15 + 5)
    assert sum(step.made_outlay for step in found.steps) == pytest.approx(150)
    priceless = road_map(mill_town(price=None, recipes=[smith | {"adopted": False, "outlay": 1}]), 200, gap=0)
    assert priceless.cash == pytest.approx(found.cash + 1)


def network_with_stock(town, name, stock):
    from dataclasses import replace

    return replace(town, goods=tuple(replace(one, stock=float(stock)) if one.id == name else one
                                     for one in town.goods), terminal="free")
