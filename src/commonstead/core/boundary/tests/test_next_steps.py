"""What to bring inside next: savings are re-solved, bounds hold, chains that pay only together are found."""

from __future__ import annotations

import pytest

from commonstead.core.boundary import next_steps, plan
from commonstead.core.boundary.explaining import explain

from .towns import good, network


def mill_and_oven(flour_price=None):
    flour = good("flour") if flour_price is None else good("flour", buy=flour_price)
    return network(
        goods=[good("bread", buy=4, need=10), flour, good("grain", buy=1)],
        recipes=[
            {
                "id": "bake",
                "inputs": {"flour": 8},
                "outputs": {"bread": 10},
                "adopted": False,
                "outlay": 100,
                "stage": "gaps",
            },
            {
                "id": "mill",
                "inputs": {"grain": 10},
                "outputs": {"flour": 8},
                "adopted": False,
                "outlay_goods": {"grain": 50},
                "stage": "parts",
            },
        ],
    )


def test_mill_and_oven_pay_only_together():
    (step,) = next_steps(mill_and_oven())
    assert step.recipes == ("mill", "bake")
    assert step.saving == pytest.approx(30) and step.bound >= step.saving
    assert step.outlay == 150 and step.payback_periods == pytest.approx(5) and step.stage == "gaps"
    assert step.why["buys"]["bread"] == {"before": 10, "after": 0, "cash": 40}


def test_a_chain_stands_beside_a_member_that_pays_alone():
    steps = next_steps(mill_and_oven(flour_price=3))
    assert [(step.recipes, round(step.saving, 6)) for step in steps] == [(("mill", "bake"), 30), (("bake",), 16)]


def test_substitutes_are_no_chain():
    town = network(
        goods=[good("bread", buy=4, need=10), good("flour", buy=1)],
        recipes=[
            {"id": name, "inputs": {"flour": amount}, "outputs": {"bread": 10}, "adopted": False}
            for name, amount in (("a", 8), ("b", 9))
        ],
    )
    assert [step.recipes for step in next_steps(town)] == [("a",), ("b",)]


def test_savings_are_what_adoption_gives_and_never_above_the_bound():
    town = network(
        periods=3,
        goods=[good("bread", buy=4, need=10), good("flour", buy=1), good("jam", buy=6, need=2), good("fruit", buy=1)],
        people=[{"id": "a", "hours": 2, "skills": ["cooking"]}],
        recipes=[
            {"id": "bake", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "hours": {"cooking": 2}, "adopted": False},
            {
                "id": "cook",
                "inputs": {"fruit": 2},
                "outputs": {"jam": 2},
                "hours": {"cooking": 1},
                "adopted": False,
                "limit": 0.5,
            },
            {"id": "waste", "inputs": {"bread": 1}, "outputs": {"jam": 0.1}, "adopted": False},
        ],
    )
    before = plan(town)
    steps = next_steps(town, before)
    assert [step.recipes[0] for step in steps] == ["bake", "cook"]
    for step in steps:
        assert before.cash - plan(town.adopting(step.recipes)).cash == pytest.approx(step.saving, abs=1e-6)
        assert step.saving <= step.bound + 1e-9
    assert steps[1].bound == pytest.approx(3 * 0.5 * (12 - 2))


def test_what_meets_an_unmet_need_is_listed_though_it_saves_nothing():
    town = network(
        goods=[good("care", "h", need=5), good("tea", need=1, buy=2)],
        people=[{"id": "a", "hours": 3, "skills": ["care"]}],
        recipes=[{"id": "visit", "outputs": {"care": 1}, "hours": {"care": 1}, "adopted": False}],
    )
    (step,) = next_steps(town)
    assert step.saving == 0 and step.payback_periods is None and step.unmet_reduced == {"care": pytest.approx(3)}


def test_no_need_is_met_worse_to_save_cash():
    """One hour meets care or bakes bread, both of one tier: a recipe may not save by trading one for the other."""
    town = network(
        goods=[good("care", "h", need=1), good("bread", need=1, buy=5)],
        people=[{"id": "a", "hours": 1, "skills": ["all"]}],
        recipes=[
            {"id": "care", "outputs": {"care": 1}, "hours": {"all": 1}},
            {"id": "bake", "outputs": {"bread": 1}, "hours": {"all": 1}, "adopted": False},
        ],
    )
    assert next_steps(town) == []


def test_an_outlay_without_a_price_is_said():
    town = network(
        goods=[good("bread", buy=4, need=10), good("flour", buy=1), good("stone")],
        recipes=[
            {
                "id": "bake",
                "inputs": {"flour": 8},
                "outputs": {"bread": 10},
                "adopted": False,
                "outlay_goods": {"stone": 1},
            }
        ],
    )
    (step,) = next_steps(town)
    assert step.outlay is None and step.payback_periods is None and step.unpriced_outlay == ("stone",)


def test_a_chain_that_a_missing_good_points_to_is_found_among_many_others():
    """Seventy things worth making, all linked through power that could be made too, before the mill's turn comes."""
    town = network(
        goods=[good("bread", buy=4, need=10), good("flour"), good("grain", buy=1), good("power", buy=1),
               *(good(f"thing{number}", buy=9 + number, need=1) for number in range(70))],
        recipes=[
            *({"id": f"a{number}", "inputs": {"power": 1}, "outputs": {f"thing{number}": 1}, "adopted": False}
              for number in range(70)),
            {"id": "panel", "fee": 0.5, "outputs": {"power": 1}, "adopted": False},
            {"id": "oven", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "adopted": False},
            {"id": "stone", "inputs": {"grain": 10}, "outputs": {"flour": 8}, "adopted": False},
        ],
    )
    assert ("stone", "oven") in [step.recipes for step in next_steps(town, count=200)]


def test_a_machine_that_nobody_has_is_named_with_its_price():
    """The saving counts the hundredth of a sawmill that the plan uses; what must be had first is said beside it."""
    def town(**sawmill):
        return network(
            periods=2,
            goods=[good("lumber", buy=10, need=10), good("mould", "each", hours_each=100),
                   good("sawmill", "each", hours_each=100, buy=50, **sawmill)],
            recipes=[{"id": "mill", "machines": {"sawmill": 1}, "outputs": {"lumber": 10}, "adopted": False,
                      "outlay": 5}],
        )

    (step,) = next_steps(town())
    assert step.to_json()["machines_first"] == {"sawmill": 50}
    assert step.outlay == 5 and step.saving == pytest.approx(100 - 0.5) and step.payback_periods == pytest.approx(
        5 / (99.5 / 2))
    assert explain(town(), plan(town()), ["mill"]).to_json()["machines_first"] == {"sawmill": 50}
    (there,) = next_steps(town(stock=1))
    assert there.machines_first == {}
