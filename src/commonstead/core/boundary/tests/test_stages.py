"""The solver's way out when the interior point method is stuck, and stages that begin from another plan."""

import numpy as np
import pytest

from commonstead.core.boundary import read_network
from commonstead.core.boundary.changes import Changes, changed
from commonstead.core.boundary.incidence import Incidence
from commonstead.core.boundary.lexicographic import _Face, solve
from commonstead.core.boundary.plan import program_of
from commonstead.core.boundary.solver import LinearProgram

TOWN = {
    "format": "provisioning-network/1", "periods": 6,
    "goods": [{"id": "bread", "unit": "kg", "buy": 4.0, "need": 30}, {"id": "cake", "unit": "kg", "buy": 9, "need": 5,
                                                                      "tier": 2},
              {"id": "flour", "unit": "kg", "buy": 1.0, "stock": 20, "keeps": 0.98}],
    "people": [{"id": "ana", "hours": 5, "skills": ["baking"]}],
    "recipes": [{"id": "bake", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "hours": {"baking": 2}},
                {"id": "ice", "inputs": {"flour": 2}, "outputs": {"cake": 3}, "hours": {"baking": 1}}],
    "cash": {"start": 40, "income": 60, "floor": 0},
}


def _program(document=TOWN, changes=None):
    network = read_network(document)
    return program_of(Incidence(network if changes is None else changed(network, changes)))


def _figures(optimum):
    return [(stage.name, pytest.approx(stage.optimum, rel=1e-9, abs=1e-9)) for stage in optimum.stages]


def test_where_the_interior_point_is_stuck_another_way_leads_to_the_same_plan(monkeypatch):
    usual = solve(_program())
    monkeypatch.setattr(LinearProgram, "interior_from", 0)
    assert _figures(usual) == [(stage.name, stage.optimum) for stage in solve(_program()).stages]
    monkeypatch.setattr(LinearProgram, "tidying", 0)  # whatever has to be tidied up counts as stuck
    assert _figures(usual) == [(stage.name, stage.optimum) for stage in solve(_program()).stages]


def test_a_plan_that_begins_from_another_ones_basis_is_the_same_plan():
    base = solve(_program())
    for changes in (Changes(), Changes(prices={"flour": 9.0}), Changes(income=0.3), Changes(hours=0.0),
                    Changes(yields={"bake": 0.4})):
        program = _program(changes=changes)
        cold, warm = solve(program, until="cash"), solve(program, start=base.cash_basis, until="cash")
        assert cold.status == warm.status == "optimal"
        assert _figures(cold) == [(stage.name, stage.optimum) for stage in warm.stages]
        assert [stage.name for stage in cold.stages] == ["unmet 1", "unmet 2", "cash"]


def test_a_value_between_its_bounds_is_not_held_whatever_its_dual_says():
    """After the interior point a column of the basis may have a dual of 1e-11 where 0 is meant: to hold it at its bound
    made the next stage impossible."""
    program = _program()
    lp = program.linear_program(program.cash_cost())
    face = _Face(program, lp, None)
    lp.solve()
    face.stand()
    between = int(np.flatnonzero((face.values > 1) & (face.upper > face.values + 1))[0])
    at = int(np.flatnonzero((face.values == 0) & (face.upper > 1))[0])
    duals = np.zeros(program.columns)
    duals[[between, at]] = 1e-3
    held = face._tighten(duals, 1e-8, face.column_stage, face.lower, face.upper, face.values)
    assert held.tolist() == [at] and face.upper[at] == face.lower[at]
