"""The road map: 24 months with 40 candidates within a minute, and a 12-month town of 60 catalogue recipes planned anew
when the budget slider moves.

gap: (cash − bound) ÷ cash, as solvers say it; beside it the share of all that could be saved that may be missed at
most, the harder measure. Wall seconds: it is people who wait.
"""

from __future__ import annotations

import importlib.util
import statistics
import sys
import time
from pathlib import Path

from commonstead.core.boundary import read_network
from commonstead.core.boundary.road_map import Planner, road_map

SECONDS = 60.0


def _towns():
    spec = importlib.util.spec_from_file_location("_boundary_towns", Path(__file__).with_name("_boundary_towns.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def rows() -> list[dict]:
    """name, figure, target, measured."""
    town = _towns().town
    table = []
    for name, size in (
        ("60 goods, 80 recipes", dict(goods=60, recipes=80, people=20, seed=1)),
        ("60 goods, 80 recipes, another", dict(goods=60, recipes=80, people=20, seed=4)),
        ("24 goods, 30 recipes", dict(goods=24, recipes=30, people=10, seed=3)),
    ):
        network = read_network(town(periods=24, catalogue=40, **size))
        found = road_map(network, 2000, time_limit_s=SECONDS, now=time.monotonic)
        table.append({
            "name": f"24 months, 40 candidates, {name}: gap after {SECONDS:.0f} s",
            "figure": found.gap * 100,
            "target": "≤ 1",
            "measured": f"{found.gap:.2%} of the cash, {found.missed_at_most:.1%} of what could be saved, "
                        f"{found.seconds:.0f} s",
        })
    network = read_network(town(goods=120, recipes=80, people=40, periods=12, catalogue=60, seed=2))
    planner = Planner(network, now=time.monotonic)
    planner.road_map(1000, time_limit_s=1.0)
    taken, gaps = [], []
    for budget in (1500, 3000, 2000, 6000, 500):
        began = time.perf_counter()
        found = planner.road_map(budget, time_limit_s=1.0)
        taken.append(time.perf_counter() - began)
        gaps.append(found.gap)
    table.append({
        "name": "12 months, 60 candidates: another budget",
        "figure": max(taken),
        "target": "< 2",
        "measured": f"{max(taken):.2f} s at most, {statistics.median(taken):.2f} s median, gap {max(gaps):.1%} at most",
    })
    return table


if __name__ == "__main__":
    for line in rows():
        print(f"{line['name']:70} {line['target']:>6} {line['measured']}")
