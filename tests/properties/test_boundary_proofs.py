"""On random towns every plan replays without a short stock, and its certificate holds; a bent one does not."""

from __future__ import annotations

import copy
import json
import random

import pytest

from commonstead.core.boundary import check_plan, plan, replay

from .boundary_networks import random_network


@pytest.mark.parametrize("block", range(5))
def test_every_plan_replays_and_is_proven(block):
    proven = 0
    for seed in range(9000 + block * 40, 9000 + block * 40 + 40):
        network = random_network(seed)
        result = plan(network)
        if result.status != "optimal":
            continue
        certificate = json.loads(json.dumps(result.certificate))
        assert check_plan(network, certificate) == [], f"seed {seed}"
        replay(network, result)
        proven += 1
    assert proven > 20


def test_a_bent_plan_is_caught():
    """A series made smaller breaks a rule or an optimum, unless it was idle: batches whose product is thrown away."""
    caught = bent = 0
    for seed in range(9500, 9560):
        network, chance = random_network(seed), random.Random(seed)
        result = plan(network)
        if result.status != "optimal":
            continue
        for kind in ("batches", "buys", "sells", "unmet"):
            certificate = copy.deepcopy(result.certificate)
            series = certificate["plan"][kind]
            if not series:
                continue
            name = chance.choice(sorted(series))
            series[name] = [0.7 * value for value in series[name]]
            bent += 1
            caught += bool(check_plan(network, certificate))
    assert bent > 50
    assert caught >= 0.97 * bent


def test_a_worse_plan_is_not_taken_for_the_best():
    """The plan of a town without its recipes can be carried out in the whole town, and is not optimal there."""
    told = 0
    for seed in range(9600, 9700):
        network = random_network(seed)
        best = plan(network)
        if best.status != "optimal" or not best.batches or best.cash < 1:
            continue
        certificate = copy.deepcopy(best.certificate)
        cash = next(stage for stage in certificate["stages"] if stage["name"] == "cash")
        for rows in cash["duals"].values():
            if isinstance(rows, dict):
                for name, row in rows.items():
                    rows[name] = [0.9 * dual for dual in row] if isinstance(row, list) else 0.9 * row
        told += bool(check_plan(network, certificate))
        claimed = copy.deepcopy(best.certificate)
        next(stage for stage in claimed["stages"] if stage["name"] == "cash")["optimum"] *= 0.99
        assert check_plan(network, claimed), f"seed {seed}"
    assert told > 5
