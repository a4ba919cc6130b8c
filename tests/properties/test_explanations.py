"""On random towns: what is said to stop paying at a price or a yield pays just before it and not just after, when
both futures are planned anew; and within a plan's price range no other plan is cheaper."""

from __future__ import annotations

import numpy as np
import pytest

from commonstead.core.boundary import next_steps, plan
from commonstead.core.boundary.changes import Changes, changed
from commonstead.core.boundary.explaining import explain, price_ranges
from commonstead.core.boundary.program import Program

from .boundary_networks import random_network


def _saved(network, changes, recipes):
    """By two whole plans; None where needs differ, so that cash alone does not tell."""
    other = changed(network, changes)
    before, after = plan(changed(other, Changes(drop=recipes))), plan(changed(other, Changes(adopt=recipes)))
    if before.status != "optimal" or before.unmet or after.unmet:
        return None
    return before.cash - after.cash


def _factor(cause, factor):
    return Changes(yields={cause["recipe"]: factor}) if cause["what"] == "yield" else Changes(
        prices={cause["good"]: factor})


def _makes_a_machine(network, recipes):
    """Then the rule for the end of the horizon changes with it (decision 0002, first corner)."""
    machines = {good.id for good in network.goods if good.is_machine and good.buy is None}
    return any(machines & set(row.outputs) for row in network.recipes if row.id in recipes)


@pytest.mark.parametrize("block", range(2))
def test_it_pays_just_before_and_not_just_after(block):
    tried = 0
    for seed in range(31_000 + block * 200, 31_000 + block * 200 + 200):
        network = random_network(seed)
        before = plan(network)
        steps = [(step.recipes, step.saving) for step in next_steps(network, before)]
        steps += [((recipe,), None) for recipe in before.batches]  # what is in use is explained by giving it up
        for recipes, saving in steps:
            told = explain(network, before, recipes)
            if saving is not None:
                assert told.saving == pytest.approx(saving, abs=1e-6), f"seed {seed}"
            if before.unmet or _makes_a_machine(network, recipes):
                continue
            for cause in told.stops_paying:
                if cause["cash_ends"]:
                    continue
                inward = -1e-3 if cause["factor"] > 1 else 1e-3
                pays = _saved(network, _factor(cause, cause["factor"] * (1 + inward)), recipes)
                done = _saved(network, _factor(cause, cause["factor"] * (1 - inward / 1000)), recipes)
                if pays is None or done is None:
                    continue
                tried += 1
                assert pays > 1e-9, f"seed {seed}: {recipes} {cause}"
                assert done <= 1e-5 * max(1.0, told.saving), f"seed {seed}: {recipes} {cause} still saves {done}"
    assert tried > 15, tried


def test_in_its_range_the_plan_is_the_best_and_beyond_it_is_not():
    tried = 0
    for seed in range(32_000, 32_300):
        network = random_network(seed)
        found = plan(network)
        if found.status != "optimal" or found.unmet:
            continue
        own = _cash_of(network, found, {})
        assert own == pytest.approx(found.cash, abs=1e-6)
        for span in price_ranges(network, found):
            for end, inward in ((span.low, 1 + 1e-3), (span.high, 1 - 1e-3)):
                if end is None or abs(end / span.price - 1) < 1e-2:
                    continue
                tried += 1
                inside, beyond = end * inward / span.price, end / inward / span.price
                assert _best(network, span.good, inside) == pytest.approx(
                    _cash_of(network, found, {span.good: inside}), rel=1e-6, abs=1e-6), f"seed {seed}: {span}"
                assert _best(network, span.good, beyond) < _cash_of(network, found, {span.good: beyond}) - 1e-9, (
                    f"seed {seed}: {span}")
    assert tried > 20


def _best(network, good, factor):
    return plan(changed(network, Changes(prices={good: factor}))).cash


def _cash_of(network, found, prices):
    """What the very purchases, sales and batches of a plan cost at these factors on prices."""
    total = 0.0
    for good in network.goods:
        factor = prices.get(good.id, 1.0)
        total += factor * ((good.buy or 0) * sum(found.buys.get(good.id, ())) -
                           (good.sell or 0) * sum(found.sells.get(good.id, ())))
    fees = {row.id: row.fee for row in network.recipes}
    return total + sum(fees[one] * sum(runs) for one, runs in found.batches.items())


def test_the_solvers_own_ranges_lie_within_ours():
    """For one period a good's price is one number, so that the solver's analysis of one cost may be compared."""
    tried = 0
    for seed in range(33_000, 33_250):
        network = random_network(seed)
        if network.periods != 1:
            continue
        found = plan(network)
        if found.status != "optimal" or found.unmet or network.cash.floor is not None:
            continue
        program = found.solved.program
        upper = program.upper.copy()
        upper[program.u[program.u >= 0]] = 0.0
        lp = program.linear_program(program.cash_cost(), upper)
        assert lp.solve() == "optimal"
        if not np.allclose(lp.values(), found.solved.optimum.values, atol=1e-7):
            continue  # another plan that is as cheap: its ranges are its own
        ranges = lp.ranges()
        if ranges is None:
            continue
        for span in price_ranges(network, found):
            column = program.b[found.solved.incidence.good_place[span.good], 0]
            low, high = ranges[0][column], ranges[1][column]
            if any(good.id == span.good and good.sellable for good in network.goods):
                continue
            tried += 1
            assert span.low is None or span.low <= low + 1e-6, f"seed {seed}: {span} {low}"
            assert span.high is None or span.high >= high - 1e-6, f"seed {seed}: {span} {high}"
    assert tried > 5
    assert isinstance(program, Program)
