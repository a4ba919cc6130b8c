"""On random towns the last step of the plan changes neither unmet need nor cash nor hours, and only makes later."""

from __future__ import annotations

import pytest

from commonstead.core.boundary import lexicographic, plan

from .boundary_networks import random_network


def _plans(seed, monkeypatch):
    """(the plan, the plan without its last step)"""
    network = random_network(seed)
    result = plan(network)
    with monkeypatch.context() as without:
        without.setattr(lexicographic, "_just_in_time", lambda program, lp, stages: lp.values())
        return result, plan(network)


@pytest.mark.parametrize("block", range(4))
def test_just_in_time_costs_nothing_and_is_never_earlier(block, monkeypatch):
    later = compared = 0
    for seed in range(12000 + block * 50, 12050 + block * 50):
        result, before = _plans(seed, monkeypatch)
        assert result.status == before.status
        if result.status != "optimal":
            continue
        program, values = result.solved.program, result.solved.optimum.values
        for name, cost in lexicographic.stage_costs(program):
            assert cost @ values == pytest.approx(before.solved.optimum.stage(name).optimum, abs=1e-6, rel=1e-6), (
                f"seed {seed}, {name}"
            )
        early = program.earliness_cost()
        assert early @ values <= early @ before.solved.optimum.values * (1 + 1e-9) + 1e-6, f"seed {seed}"
        later += early @ values < early @ before.solved.optimum.values - 1e-3
        compared += 1
    assert compared > 25 and later > 5
