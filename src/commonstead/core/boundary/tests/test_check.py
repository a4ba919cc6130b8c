"""What the second opinion must not accept: each of these certificates was forged once, and passed."""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest

from commonstead.core.boundary import check_plan, plan, read_network

from .towns import bread_town, good, network


def forged(town, **plan_of):
    """The town's own certificate with another plan in it, and its stages by name."""
    certificate = copy.deepcopy(plan(town).certificate)
    certificate["plan"] = plan_of
    return certificate, {stage["name"]: stage for stage in certificate["stages"]}


@pytest.mark.parametrize("endless", ["1e999", "-1e999", "NaN"])
@pytest.mark.parametrize("place", ["optimum", "tolerance", "weight", "dual"])
def test_numbers_that_are_not_finite_are_refused(endless, place):
    town, value = read_network(bread_town()), json.loads(endless.replace("1e999", "Infinity"))
    certificate, stages = forged(town, buys={"bread": [10]})
    if place == "optimum":
        for stage in certificate["stages"]:
            stage.update(optimum=value, duals={})
    elif place == "tolerance":
        certificate["tolerance"] = value
    elif place == "weight":
        stages["cash"]["weights"] = {"unmet 1": value}
    else:
        stages["cash"]["duals"] = {"balance": {"bread": [value]}}
    assert check_plan(town, certificate)


def test_what_is_forgiven_in_an_earlier_stage_is_not_multiplied_into_a_proof():
    town = read_network(bread_town(periods=2))
    certificate, stages = forged(town, buys={"bread": [10, 10]})
    stages["unmet 1"]["optimum"] = -9e-7
    stages["cash"].update(optimum=80, duals={}, weights={"unmet 1": 1e8})
    assert any("not proven" in problem for problem in check_plan(town, certificate))
    assert check_plan(town, plan(town).certificate) == []


def test_a_stage_cannot_lean_on_itself_or_on_a_later_one():
    town = read_network(bread_town())
    for leans_on in ("cash", "hours"):
        certificate, stages = forged(town, buys={"bread": [10]})
        stages["cash"].update(optimum=40, duals={}, weights={leans_on: 1})
        assert check_plan(town, certificate)


def test_a_need_that_is_small_in_its_unit_is_not_taken_for_rounding():
    town = network(goods=[good("saffron", "t", buy=2e7, need=5)])
    town = replace(town, goods=(replace(town.goods[0], need=(5e-7,)),))
    certificate, stages = forged(town)
    stages["cash"].update(optimum=0, duals={})
    assert any("does not hold" in problem for problem in check_plan(town, certificate))
    assert plan(town).cash == pytest.approx(10)
    assert check_plan(town, plan(town).certificate) == []


def salt_works(output, adopted, between=False):
    """A tonne of salt costs 10 at the shop. Dripped it costs 1, a tiny batch at a time, perhaps by way of brine."""
    drip = {"id": "drip", "outputs": {"salt": output}, "fee": output, "adopted": adopted}
    boil = {"id": "boil", "inputs": {"brine": 1}, "outputs": {"salt": output}, "adopted": adopted}
    pump = {"id": "pump", "outputs": {"brine": 1}, "fee": output, "adopted": adopted}
    return network(goods=[good("salt", "t", buy=10, need=1), good("brine", "m3")],
                   recipes=[boil, pump] if between else [drip])


@pytest.mark.parametrize("between", [False, True])
@pytest.mark.parametrize("output", [1e-8])
def test_a_recipe_of_tiny_batches_is_not_left_out_of_the_proof(output, between):
    town = salt_works(output, True, between)
    assert plan(town).cash == pytest.approx(1)
    certificate = copy.deepcopy(plan(salt_works(output, False, between)).certificate)
    certificate["tolerance"] = 1e-5
    if between:  # all that salt is worth is put on the brine: boiling seems to earn nothing, pumping a little
        stages = {stage["name"]: stage for stage in certificate["stages"]}
        stages["cash"]["duals"]["balance"]["brine"] = [10 * output]
    assert any("cash: 10 is not proven" in problem for problem in check_plan(town, certificate))
    assert check_plan(town, plan(town).certificate) == []


def test_what_could_be_sold_is_not_left_out_of_the_proof():
    """Little earned on each of a million cups: 0.005 in all, and the plan that makes none has 0."""
    def stall(adopted):
        return network(goods=[good("tea", "cup", sell=1, sell_limit=1e6)],
                       recipes=[{"id": "brew", "outputs": {"tea": 1}, "fee": 1 - 5e-9, "adopted": adopted}])

    certificate = copy.deepcopy(plan(stall(False)).certificate)
    certificate["tolerance"] = 1e-5
    (cash,) = (stage for stage in certificate["stages"] if stage["name"] == "cash")
    cash["duals"] = {"balance": {"tea": [1]}}
    assert any("not proven" in problem for problem in check_plan(stall(True), certificate))


def test_a_certificate_of_other_periods_is_refused():
    year, month = read_network(bread_town(periods=4)), read_network(bread_town())
    assert check_plan(month, plan(year).certificate)
    # Nothing to do in either: then only the duals, or what it says of itself, tell that it is another town's.
    idle = network(goods=[good("bread", "kg", buy=4)])
    certificate = copy.deepcopy(plan(idle).certificate)
    assert check_plan(idle, certificate) == []
    assert any("4 periods" in problem for problem in check_plan(idle, {**certificate, "periods": 4}))
    certificate["stages"][0]["duals"] = {"balance": {"bread": [1, 0, 0, 0]}}
    assert any("one a period" in problem for problem in check_plan(idle, certificate))
