"""What an answer may hold and what it says beside: no step that loses, no wrong bound, needs that stay unmet."""

from __future__ import annotations

import numpy as np
import pytest

from commonstead.core.boundary import plan
from commonstead.core.boundary.road_map import road_map
from commonstead.core.boundary.tests.towns import good, network

from .test_road_map import HANDS, WORK, mill_and_oven


@pytest.mark.parametrize("budget", [0, 20])
def test_a_step_is_begun_before_its_part_rots(budget):
    """Half a seedling is all there is left after one period, a quarter after two, and another costs 10: the bed is laid
    in the first, though it first bears in the third."""
    garden = network(
        goods=[good("seedling", stock=1, keeps=0.5, buy=10), good("food", buy=100, need=[0, 0, 1])],
        recipes=[{"id": "bed", **WORK, "outputs": {"food": 1}, "limit": 1, "adopted": False,
                  "outlay_goods": {"seedling": 0.5}}],
        people=HANDS, periods=3, terminal="free",
    )
    found = road_map(garden, budget, gap=0)
    assert found.cash == pytest.approx(0) and found.status == "optimal" and found.bounds_dropped == ()


def test_a_bound_that_was_refuted_is_dropped_and_said():
    from commonstead.core.boundary.road_map.mixed import Clock
    from commonstead.core.boundary.road_map.road import Planner
    from commonstead.core.boundary.road_map.search import Search

    said = []
    planner = Planner(mill_and_oven())
    search = Search(planner, 5.0, Clock(60, planner.now), 0, said.append)
    search.bounds["coarse"] = 1000.0
    result = search.run(None)
    assert result.bounds_dropped == ("coarse",) and any("dropped" in text for text in said)
    assert result.cash == pytest.approx(17.5) and result.bound == pytest.approx(17.5)


def test_what_would_meet_an_unmet_need_is_told_beside_the_map():
    """Milk has no price: the goat saves nothing, but meets all 5 l of each of three months."""
    from commonstead.core.boundary import next_steps
    from commonstead.core.boundary.road_map import meets

    farm = network(
        goods=[good("milk", need=5), good("feed", buy=1), good("jam", buy=3, need=1)],
        recipes=[{"id": "goat", **WORK, "inputs": {"feed": 1}, "outputs": {"milk": 5}, "adopted": False, "outlay": 5},
                 {"id": "jamming", **WORK, "outputs": {"jam": 1}, "adopted": False, "outlay": 5}],
        people=HANDS, periods=3,
    )
    before = plan(farm)
    steps = [step.to_json() for step in next_steps(farm, before)]
    ladder = road_map(farm, 20, gap=0, plan=before).to_json()
    assert [step["recipes"] for step in ladder["steps"]] == [["jamming"]]
    assert meets(steps, ladder["steps"]) == [
        {"recipes": ["goat"], "outlay": 5, "unmet_reduced": {"milk": pytest.approx(15)}}]
    assert meets(steps, [{"recipes": ["goat"]}]) == []


def test_a_chain_that_meets_no_more_than_one_of_its_recipes_is_left_out():
    from commonstead.core.boundary.road_map import meets

    alone = {"recipe": "goat", "outlay": 5.0, "unmet_reduced": {"milk": 15.0}}
    chain = {"chain": ["goat", "fence"], "outlay": 9.0, "unmet_reduced": {"milk": 15.0}}
    better = {"chain": ["goat", "hay"], "outlay": None, "unmet_reduced": {"milk": 20.0}}
    nothing = {"recipe": "jam", "outlay": 1.0, "unmet_reduced": {}}
    found = meets([better, chain, nothing, alone])
    assert [(one["recipes"], one["outlay"]) for one in found] == [(["goat"], 5.0), (["goat", "hay"], None)]
    lathe = alone | {"machines_first": {"lathe": 40.0}}
    assert meets([lathe])[0]["outlay"] == 45.0


def test_what_loses_money_is_left_out_even_when_there_is_no_time():
    """Rain barrels save 2 x 3 for 10; jam saves 6.5 a month for 2."""
    from commonstead.core.boundary.road_map.improving import without_losses
    from commonstead.core.boundary.road_map.mixed import Clock
    from commonstead.core.boundary.road_map.road import Planner

    garden = network(
        goods=[good("water", buy=1, need=2), good("jam", buy=6.5, need=1)],
        recipes=[{"id": "rain", **WORK, "outputs": {"water": 2}, "limit": 1, "adopted": False, "outlay": 10},
                 {"id": "jam", **WORK, "outputs": {"jam": 1}, "limit": 1, "adopted": False, "outlay": 2}],
        people=HANDS, periods=3,
    )
    planner = Planner(garden)
    planner.table.set_budget(50.0)
    both = planner.table.outcome([0, 0])
    assert both.cash == pytest.approx(12)
    when, left = without_losses(planner.table, np.array([0, 0]), both, Clock(0, lambda: 0.0))
    assert list(when) == [3, 0] and left.cash == pytest.approx(2 + 6)


def test_a_step_that_only_serves_a_later_one_says_which():
    """The trailer must be whole before the errands begin, and serves nothing else."""
    errands = network(
        goods=[good("ride", buy=20, need=1), good("trailer", hours_each=10)],
        recipes=[{"id": "weld", **WORK, "outputs": {"trailer": 1}, "adopted": False, "outlay": 5},
                 {"id": "haul", **WORK, "machines": {"trailer": 1}, "outputs": {"ride": 1}, "adopted": False}],
        people=HANDS, periods=4,
    )
    found = road_map(errands, 10, gap=0)
    assert [(step.recipes, step.enables) for step in found.steps] == [(("weld",), ("haul",)), (("haul",), ())]
    assert all(step.enables == () for step in road_map(mill_and_oven(periods=3), 2, gap=0).steps)
