"""More provision inside never lowers slack and never raises dependence (Exodus 8792), on 1,000 random towns."""

from __future__ import annotations

import random

import pytest

from commonstead.core.boundary import plan

from .boundary_networks import in_a_corner, random_network, richer

_DAYS = 0.02  # walk-away days are found to 0.01
_SHARE = 1e-7


@pytest.mark.parametrize("block", range(20))
def test_adding_stock_hours_a_recipe_or_a_machine_never_makes_it_worse(block):
    for seed in range(block * 50, block * 50 + 50):
        network = random_network(seed)
        what, better = richer(network, random.Random(seed))
        before, after = plan(network), plan(better)
        if before.dependence is not None:
            assert after.dependence is not None, f"seed {seed}: {what} left no dependence"
            assert after.dependence <= before.dependence + _SHARE, f"seed {seed}: {what} raised dependence"
        assert after.slack.days >= before.slack.days - _DAYS, f"seed {seed}: {what} shortened walk-away days"
        if before.status == "optimal" and not in_a_corner(better):
            assert after.status == "optimal", f"seed {seed}: {what} left no plan at all"
            for tier, share in before.unmet_shares.items():
                assert after.unmet_shares[tier] <= share + _SHARE * max(1, share), (
                    f"seed {seed}: {what} left tier {tier} worse"
                )
                if after.unmet_shares[tier] < share - _SHARE:
                    break


def test_the_random_towns_hold_what_they_should():
    """The property would say little on towns without scarcity, so the generator is held to variety."""
    towns = [random_network(seed) for seed in range(200)]
    plans = [plan(town) for town in towns[:60]]
    corners = [seed for seed in range(1000) if in_a_corner(richer(random_network(seed), random.Random(seed))[1])]
    assert 200 < len(corners) < 600
    assert sum(town.cash.floor is not None for town in towns) > 30
    assert sum(any(recipe.lag for recipe in town.recipes) for town in towns) > 60
    assert sum(any(len(recipe.outputs) > 1 for recipe in town.recipes) for town in towns) > 60
    assert sum(any(good.room is not None for good in town.goods) for town in towns) > 60
    assert sum(any(0 < good.keeps < 1 for good in town.goods) for town in towns) > 60
    assert sum(bool(one.priceless) for one in plans) > 10
    assert sum(bool(one.unmet) for one in plans) > 10
    assert sum(0 < (one.dependence or 0) < 1 for one in plans) > 5
    assert sum(one.slack.days > 0 and not one.slack.at_least for one in plans) > 5
