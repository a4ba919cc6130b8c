"""On random towns: what is said to be saved is saved when the step is taken, and never more than the bound."""

from __future__ import annotations

import pytest

from commonstead.core.boundary import next_steps, plan

from .boundary_networks import random_network


def _makes_a_machine(network, recipes):
    """Then the rule for the end of the horizon changes with it (decision 0002, first corner)."""
    machines = {good.id for good in network.goods if good.is_machine and good.buy is None}
    taken = [recipe for recipe in network.recipes if recipe.id in recipes]
    return any(machines & set(recipe.outputs) for recipe in taken)


@pytest.mark.parametrize("block", range(3))
def test_a_step_saves_what_it_says(block):
    steps_seen = 0
    for seed in range(20_000 + block * 150, 20_000 + block * 150 + 150):
        network = random_network(seed)
        before = plan(network)
        for step in next_steps(network, before):
            steps_seen += 1
            rounding = 1e-7 * max(1, abs(before.cash))
            assert step.saving <= step.bound + rounding, f"seed {seed}: {step.recipes} saves more than its bound"
            if _makes_a_machine(network, step.recipes):
                continue
            after = plan(network.adopting(step.recipes))
            if not before.unmet:
                assert before.cash - after.cash == pytest.approx(step.saving, abs=1e-6), f"seed {seed}: {step.recipes}"
            if step.unmet_reduced:
                better = [tier for tier in before.unmet_shares
                          if after.unmet_shares[tier] < before.unmet_shares[tier] - 1e-9]
                assert better, f"seed {seed}: {step.recipes} was to meet {step.unmet_reduced}"
            assert step.saving > 0 or step.unmet_reduced
    assert steps_seen > 8


def test_nothing_that_pays_alone_is_left_out():
    """Every recipe of a small catalogue is tried."""
    for seed in range(21_000, 21_120):
        network = random_network(seed)
        before = plan(network)
        if before.status != "optimal" or before.unmet:
            continue
        listed = {step.recipes[0] for step in next_steps(network, before) if len(step.recipes) == 1}
        for recipe in network.catalogue:
            if _makes_a_machine(network, [recipe.id]):
                continue
            saved = before.cash - plan(network.adopting([recipe.id])).cash
            if saved > 1e-4:
                assert recipe.id in listed, f"seed {seed}: {recipe.id} saves {saved}"
