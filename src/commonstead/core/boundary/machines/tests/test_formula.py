"""The sum that a page shows must come to the figure that it shows."""

from __future__ import annotations

import pytest

from commonstead.core.boundary import read_network
from commonstead.core.boundary.machines.costs import unit_costs
from commonstead.core.boundary.machines.formula import how_it_adds_up


def test_the_lines_add_up_to_the_cost():
    town = read_network({
        "format": "provisioning-network/1",
        "goods": [{"id": "bread", "unit": "kg", "buy": 4, "need": 1},
                  {"id": "crumbs", "unit": "kg", "buy": 1, "need": 1},
                  {"id": "flour", "unit": "kg", "buy": 1}, {"id": "starter", "unit": "kg", "stock": 1},
                  {"id": "oven", "unit": "each", "buy": 900, "hours_each": 10, "wear": 0.01}],
        "recipes": [{"id": "bake", "lag": 1, "inputs": {"flour": 8, "starter": 1}, "fee": 2,
                     "outputs": {"bread": 10, "starter": 1, "crumbs": 1}, "hours": {"baking": 3},
                     "machines": {"oven": 0.5}}]})
    told = how_it_adds_up(town, unit_costs(town), "bread")
    assert [(part.good, part.cash) for part in told.parts] == [("flour", 8), ("oven", pytest.approx(4.5))]
    assert told.parts[1].worn_hours == 0.5 and told.batch == pytest.approx(14.5)
    assert told.cash == pytest.approx(told.batch * told.batches) == pytest.approx(14.5 * 4 / 41)
    assert told.returned == ("starter",) and told.products == ("bread", "crumbs") and told.own_hours == 3
    assert told.rests_on == ("crumbs",) and told.alone == pytest.approx(1.45)
    assert how_it_adds_up(town, unit_costs(town), "flour") is None
