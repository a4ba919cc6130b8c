"""The optimum of a mixed programme that a version of HiGHS once missed, through each of our ways to that solver.

HiGHS 1.14.0 "proves" 2 here: its presolve loses the best solution. Every seed kit and every road map would be wrong in
the same silent way, so the solver that is installed has to pass this.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csc_array

from commonstead.core.boundary.road_map.mixed import solve_mixed
from commonstead.core.boundary.solver import INFINITY, LinearProgram

# Least 5d - b/2, d whole, with 3a - b + c >= 4 and a <= 5d. By hand: d = 1 costs 5 and b earns at most 3, which is
# 2; with d = 0 also a = 0, and c = 4 does with b = 0, which is 0.
COST = np.array([0.0, -0.5, 0.0, 5.0])
MATRIX = csc_array(np.array([[3.0, -1.0, 1.0, 0.0], [1.0, 0.0, 0.0, -5.0]]))
ROWS = np.array([4.0, -INFINITY]), np.array([INFINITY, 0.0])
BOX = np.zeros(4), np.array([5.0, 6.0, 4.0, 1.0])
WHOLE = np.array([False, False, False, True])


def by_seed_kit():
    program = LinearProgram(COST, MATRIX, *ROWS, *BOX, integral=WHOLE)
    return program.solve(), program.objective, program.bound, program.values()


def by_road_map():
    found = solve_mixed(COST, MATRIX, *ROWS, *BOX, WHOLE, seconds=60)
    return found.status, found.objective, found.bound, found.values


@pytest.mark.parametrize("solved", [by_seed_kit, by_road_map])
def test_the_solver_proves_the_optimum_and_not_less(solved):
    status, objective, bound, values = solved()
    assert status == "optimal"
    assert objective == pytest.approx(0, abs=1e-6) and bound == pytest.approx(0, abs=1e-6)
    row_values = MATRIX @ values
    assert row_values[0] >= 4 - 1e-6 and row_values[1] <= 1e-6
