"""HiGHS and OR-Tools GLOP agree on every stage of 200 random towns to 1e-6.

GLOP gets the rules of rules.py, not the arrays of program.py, and keeps each stage by a row instead of by the face of
the optimum: only the network and the order of aims are common to both.
"""

from __future__ import annotations

from math import isinf

import pytest

from commonstead.core.boundary import plan
from commonstead.core.boundary.rules import Rules

from .boundary_networks import random_network

pywraplp = pytest.importorskip(
    "ortools.linear_solver.pywraplp", reason="OR-Tools is in the test lock; it is not installed here"
)


def glop_optima(network):
    """[(stage, optimum)], or None where no plan keeps the rules."""
    rules = Rules(network)
    solver = pywraplp.Solver.CreateSolver("GLOP")
    solver.SetSolverSpecificParametersAsString("primal_feasibility_tolerance:1e-10 dual_feasibility_tolerance:1e-10")
    infinity = solver.infinity()
    columns = {
        key: solver.NumVar(lower, infinity if isinf(upper) else upper, "") for key, (lower, upper) in rules.box.items()
    }
    for row in rules.rows.values():
        made = solver.Constraint(
            -infinity if isinf(row.lower) else row.lower, infinity if isinf(row.upper) else row.upper
        )
        for column, coefficient in row.terms.items():
            made.SetCoefficient(columns[column], coefficient)
    found = []
    for stage in rules.stages():
        cost = rules.cost(stage)
        objective = solver.Objective()
        objective.Clear()
        for column, each in cost.items():
            objective.SetCoefficient(columns[column], each)
        objective.SetMinimization()
        if solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        optimum = objective.Value()
        found.append((stage, optimum))
        held = solver.Constraint(-infinity, optimum + 1e-10 * max(1.0, abs(optimum)))
        for column, each in cost.items():
            held.SetCoefficient(columns[column], each)
    return found


@pytest.mark.parametrize("block", range(10))
def test_two_solvers_agree_on_every_stage(block):
    for seed in range(5000 + block * 20, 5000 + block * 20 + 20):
        network = random_network(seed)
        result, second = plan(network), glop_optima(network)
        if second is None:
            assert result.status == "infeasible", f"seed {seed}"
            continue
        assert result.status == "optimal", f"seed {seed}: {result.conflicts}"
        ours = [(stage.name, stage.optimum) for stage in result.solved.optimum.stages]
        assert [name for name, _ in ours] == [name for name, _ in second]
        for (name, mine), (_, theirs) in zip(ours, second, strict=True):
            assert mine == pytest.approx(theirs, rel=1e-6, abs=1e-6), f"seed {seed}, {name}"
