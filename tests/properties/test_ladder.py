"""The road map is as good as trying out everything; its bound is never above what is found; its figures add up."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonstead.core.boundary import plan, read_network
from commonstead.core.boundary.network import STAGES
from commonstead.core.boundary.road_map import road_map
from commonstead.core.vocabulary.refusal import Refused

from .ladder_by_hand import best_by_enumeration, cash_of

#: (periods, most candidates): what can be enumerated often. Twelve candidates in one period come once below.
SIZES = ((1, 7), (2, 4), (3, 3), (4, 3))
relaxed = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


def town(seed: int, periods: int, candidates: int):
    """A town whose needs can all be bought, with chains, lags, by-products, limits, storage, sales, parts."""
    chance = random.Random(seed)
    while True:
        try:
            return read_network(_document(chance, periods, candidates))
        except Refused:
            continue


def _document(chance, periods, candidates):
    goods = [{"id": f"g{n}", "unit": "kg", "buy": chance.choice([1, 2, 5]),
              "keeps": chance.choice([0, 0.5, 1]), "stock": chance.choice([0, 0, 2])} for n in range(4)]
    goods += [{"id": f"n{n}", "unit": "kg", "buy": chance.choice([4, 9]), "need": chance.choice([1, 3, 8]),
               "keeps": chance.choice([0, 0.9])} for n in range(2)]
    if chance.random() < 0.5:
        goods.append({"id": "hidden", "unit": "kg"})  # only a recipe brings it: what pays only with another
    if chance.random() < 0.3:
        goods[-2].update(sell=0.5, sell_limit=2)
    machines = [_machine(chance, f"m{n}") for n in range(chance.choice([0, 0, 1, 2]))]
    recipes = [_recipe(chance, number, goods, number >= candidates, machines)
               for number in range(candidates + chance.randint(0, 1))]
    goods += machines
    cash = {"start": chance.choice([0, 500])}
    return {"format": "provisioning-network/1", "periods": periods, "terminal": "free", "goods": goods,
            "people": [{"id": "p", "hours": chance.choice([4, 30]), "skills": ["work"]}],
            "recipes": recipes, "cash": cash}


def _machine(chance, name):
    """Mostly one that nobody has."""
    machine = {"id": name, "unit": "each", "hours_each": chance.choice([2, 10]), "keeps": chance.choice([0.9, 1]),
               "wear": chance.choice([0, 0.01]), "stock": chance.choice([0, 0, 0, 1])}
    if chance.random() < 0.8:
        machine["buy"] = chance.choice([2, 10])
    if chance.random() < 0.2 and "buy" in machine:
        machine |= {"sell": machine["buy"] * 0.9, "sell_limit": 1}
    return machine


def _recipe(chance, number, goods, adopted, machines):
    output = chance.randrange(1, len(goods))
    names = [good["id"] for good in goods[:output]]
    recipe = {
        "id": f"r{number}", "adopted": adopted, "lag": chance.choice([0, 0, 1]), "stage": chance.choice(STAGES),
        "inputs": {name: chance.choice([0.3, 1])
                   for name in chance.sample(names, min(len(names), chance.randint(1, 2)))},
        "outputs": {goods[output]["id"]: chance.choice([1, 3])},
        "hours": {"work": chance.choice([0.2, 1])},
    }
    if "hidden" in names and chance.random() < 0.6:
        recipe["inputs"] = {"hidden": 1.0}
    if machines and chance.random() < 0.5:
        recipe["machines"] = {chance.choice(machines)["id"]: chance.choice([0.1, 1])}
    elif machines and chance.random() < 0.3:
        recipe["outputs"][chance.choice(machines)["id"]] = chance.choice([0.2, 1])
    if not adopted:
        recipe["outlay"] = chance.choice([0, 2, 5, 12])
        if chance.random() < 0.3:
            recipe["outlay_goods"] = {chance.choice(goods)["id"]: chance.choice([0.5, 1])}
    if chance.random() < 0.4:
        recipe["limit"] = chance.choice([1, 4])
    if chance.random() < 0.2:
        recipe["fee"] = 0.2
    return recipe


@pytest.mark.parametrize("periods, candidates", SIZES)
@relaxed
@given(seed=st.integers(0, 10**6), budget=st.sampled_from([0, 3, 8, 20, 60]))
def test_nothing_that_enumeration_finds_is_better(periods, candidates, seed, budget):
    _as_good_as_enumeration(town(seed, periods, candidates), budget)


def test_twelve_candidates_in_one_period():
    _as_good_as_enumeration(town(8, 1, 12), 60)


def _as_good_as_enumeration(network, budget):
    before = plan(network)
    found = road_map(network, budget, gap=0, plan=before, time_limit_s=60)
    assert cash_of(network, {}) == pytest.approx(found.cash_before, abs=1e-6)
    best, _ = best_by_enumeration(network, budget, found.spent_before)
    assert found.status == "optimal"
    assert found.cash == pytest.approx(best, abs=1e-5 * max(1, abs(best)))
    assert found.bound <= best + 1e-6 * max(1, abs(best))
    assert found.greedy.cash >= found.cash - 1e-6 and found.by_stage.cash >= found.cash - 1e-6


@pytest.mark.parametrize("periods, candidates", [(2, 4), (3, 3)])
@relaxed
@given(seed=st.integers(0, 10**6), budget=st.sampled_from([3, 8, 20]))
def test_the_order_of_stages_is_as_good_as_it_can_be(periods, candidates, seed, budget):
    network = town(seed, periods, candidates)
    stage = {recipe.id: STAGES.index(recipe.stage) for recipe in network.catalogue}

    def in_order(when):
        return all(stage[a] >= stage[b] for a in when for b in when if when[a] > when[b])

    found = road_map(network, budget, gap=0, time_limit_s=60)
    best, _ = best_by_enumeration(network, budget, found.spent_before, in_order)
    assert found.by_stage.cash == pytest.approx(best, abs=1e-5 * max(1, abs(best)))
    begun = {name: step.period for step in found.by_stage.steps for name in step.recipes}
    assert in_order(begun)


@relaxed
@given(seed=st.integers(0, 10**6), budget=st.sampled_from([0, 5, 20, 60]), periods=st.sampled_from([3, 5]))
def test_the_figures_of_the_rungs_add_up(seed, budget, periods):
    network = town(seed, periods, 6)
    found = road_map(network, budget, gap=0.01, time_limit_s=20)
    for way in (found.best, found.greedy, found.by_stage):
        assert way.cash == pytest.approx(sum(way.spent) + sum(way.outlays), abs=1e-6)
        purse, saved = budget, 0.0
        for t in range(periods):
            assert way.outlays[t] <= purse + 1e-6, "an outlay was paid from what it saves itself"
            saved += found.spent_before[t] - way.spent[t]
            purse = budget + saved - sum(way.outlays[: t + 1])
            assert way.purse[t] == pytest.approx(purse, abs=1e-5) and purse > -1e-6
        assert [step.period for step in way.steps] == sorted(step.period for step in way.steps)
        for step in way.steps:
            assert 1 <= step.period <= periods and step.outlay >= 0 and step.made_outlay >= 0
            assert step.cash_after == pytest.approx(way.purse[step.period - 1], abs=1e-6)
        assert sum(step.outlay for step in way.steps) == pytest.approx(sum(way.outlays), abs=1e-6)
        falls = [found.dependence_before, *(step.dependence for step in way.steps)]
        assert all(b <= a + 1e-9 for a, b in pairwise(falls))
    assert found.bound <= found.cash + 1e-6


@pytest.mark.parametrize("periods, candidates", [(2, 4), (3, 3)])
@relaxed
@given(seed=st.integers(0, 10**6))
def test_more_to_lay_out_never_costs_more(periods, candidates, seed):
    network = town(seed, periods, candidates)
    before = plan(network)
    found = [road_map(network, budget, gap=0, plan=before, time_limit_s=60) for budget in (0, 5, 20, 60)]
    assert all(one.status == "optimal" and not one.bounds_dropped for one in found)
    for less, more in pairwise(found):
        assert more.cash <= less.cash + 1e-6 * max(1, abs(less.cash))


@pytest.mark.parametrize("count", [1, 2, 3])
@relaxed
@given(seed=st.integers(0, 10**6), budget=st.sampled_from([0, 5, 20]))
def test_coarse_time_never_costs_more_than_the_best_road_map(count, seed, budget):
    """The bound of the coarse programme holds: it is at most what enumeration finds."""
    from commonstead.core.boundary.road_map.coarse import blocks_of, coarsen
    from commonstead.core.boundary.road_map.mixed import solve_mixed
    from commonstead.core.boundary.road_map.model import Model
    from commonstead.core.boundary.road_map.road import Planner

    network = town(seed, 4, 3)
    planner = Planner(network)
    c = coarsen(Model(planner.ground, traced=False, in_all=True), budget, blocks_of(4, count))
    coarse = solve_mixed(c.cost, c.matrix, c.row_lower, c.row_upper, c.lower, c.upper, c.integral, seconds=20)
    best, _ = best_by_enumeration(network, budget, planner.ground.spent)
    assert coarse.bound <= best + 1e-6 * max(1, abs(best))
    assert planner.relaxation(budget)[0] <= best + 1e-6 * max(1, abs(best))


@relaxed
@given(seed=st.integers(0, 10**6), budget=st.sampled_from([0, 8, 60]), periods=st.sampled_from([3, 5]))
def test_no_bound_on_batches_costs_any_timetable_anything(seed, budget, periods):
    """With every row that tightens the relaxation a timetable costs what it costs without any of them."""
    from commonstead.core.boundary.road_map.model import Model
    from commonstead.core.boundary.road_map.road import Planner
    from commonstead.core.boundary.road_map.timetable import Timetable

    network, chance = town(seed, periods, 5), random.Random(seed)
    planner = Planner(network)
    tables = [Timetable(model, budget) for model in (Model(planner.ground, traced=False, in_all=True), planner.tight)]
    for _ in range(6):
        serves = planner.loose.y >= 0
        when = [chance.choice([*(t for t in range(periods) if serves[r, t]), periods])
                for r in range(len(planner.ground.rows))]
        named = {row.id: t for row, t in zip(planner.ground.rows, when, strict=True) if t < periods}
        cash = cash_of(network, named, budget, planner.ground.spent)
        for table in tables:
            found = table.outcome(when).cash
            assert found == (float("inf") if cash is None else pytest.approx(cash, abs=1e-5 * max(1, abs(cash))))
