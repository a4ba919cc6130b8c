"""The coarse programme with more single periods: a bound no weaker, never above a real road map, whose taking up of
steps is one of its own."""

import importlib.util
import sys
from pathlib import Path

import numpy as np

from commonstead.core.boundary import read_network
from commonstead.core.boundary.road_map import Planner
from commonstead.core.boundary.road_map.coarse import blocks_of, coarsen
from commonstead.core.boundary.road_map.mixed import solve_mixed
from commonstead.core.boundary.road_map.model import Model

BENCHMARKS = Path(__file__).parents[6] / "benchmarks"


def test_finer_blocks_bound_no_less_and_a_real_timetable_is_a_beginning():
    spec = importlib.util.spec_from_file_location("_boundary_towns", BENCHMARKS / "_boundary_towns.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    planner = Planner(read_network(module.town(14, 12, periods=9, catalogue=5, people=6, seed=3)))
    best = planner.road_map(1500, gap=1e-6)
    assert best.status == "optimal" and best.adopted
    model = Model(planner.ground, traced=False, in_all=True)
    when = np.array([best.adopted.get(row.id, model.periods) for row in planner.ground.rows])
    least = []
    for blocks in (5, 7):
        coarse = coarsen(model, 1500.0, blocks_of(model.periods, blocks))
        here = coarse.y >= 0
        taken = (when[:, None] <= coarse.ends)[here].astype(float)
        lower, upper = coarse.lower.copy(), coarse.upper.copy()
        arrays = coarse.cost, coarse.matrix, coarse.row_lower, coarse.row_upper
        least.append(solve_mixed(*arrays, lower, upper, coarse.integral, seconds=20, start=(coarse.y[here], taken)))
        lower[coarse.y[here]] = upper[coarse.y[here]] = taken
        as_it_is = solve_mixed(*arrays, lower, upper, coarse.integral, seconds=20)
        assert as_it_is.objective <= best.best.cash + 1e-6  # it is possible there, and costs no more
    assert all(one.status == "optimal" for one in least)
    assert least[0].bound <= least[1].bound + 1e-6 and least[1].bound <= best.best.cash + 1e-6
