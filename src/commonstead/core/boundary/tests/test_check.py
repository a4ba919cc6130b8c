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
