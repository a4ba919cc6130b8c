"""From network file to plan, against the time that the solver itself takes; and pricing a large catalogue.

Solver time is CPU time spent inside HiGHS for this plan: all of its stages and the walk-away days. CPU medians.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
import time
from pathlib import Path

from commonstead.core.boundary import next_steps, plan, read_text
from commonstead.core.boundary.solver import LinearProgram

SEEDS = (1, 2, 3)


def _towns():
    spec = importlib.util.spec_from_file_location("_boundary_towns", Path(__file__).with_name("_boundary_towns.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class _SolverClock:
    """CPU seconds inside LinearProgram.solve while it is watched."""

    def __enter__(self):
        self.seconds, self._solve = 0.0, LinearProgram.solve
        clock, solve = self, self._solve

        def timed(program, *how):
            began = time.process_time()
            try:
                return solve(program, *how)
            finally:
                clock.seconds += time.process_time() - began

        LinearProgram.solve = timed
        return self

    def __exit__(self, *_):
        LinearProgram.solve = self._solve


def path(text: str):
    """(CPU seconds of the whole path, of the solver, plan, network)."""
    with _SolverClock() as clock:
        began = time.process_time()
        network = read_text(text)
        result = plan(network)
        json.dumps(result.to_json())
        return time.process_time() - began, clock.seconds, result, network


def rows() -> list[dict]:
    """name, figure, target, measured."""
    town = _towns().town
    table = []
    for name, size in (
        ("12 months, 60 goods, 80 recipes", dict(goods=60, recipes=80, people=20)),
        ("12 months, 12,000 columns", dict(goods=220, recipes=390)),
    ):
        taken = [path(json.dumps(town(seed=seed, **size))) for seed in SEEDS]
        share = statistics.median(whole / solver for whole, solver, _, _ in taken)
        whole, columns = statistics.median(one[0] for one in taken), taken[0][2].solved.program.columns
        table.append(
            {
                "name": f"file to plan ÷ solver, {name}",
                "figure": share,
                "target": "≤ 1.3",
                "measured": f"{share:.2f} (of {whole:.2f} s, {columns:,} columns)",
            }
        )
    _, solver, result, network = path(json.dumps(town(goods=220, recipes=390, catalogue=10_000)))
    began = time.process_time()
    steps = next_steps(network, result, 20)
    taken = time.process_time() - began
    table.append(
        {
            "name": "price 10,000 recipes, re-solve 20, find chains ÷ plan's solver",
            "figure": taken / solver,
            "target": "≤ 10",
            "measured": f"{taken / solver:.1f} ({taken:.1f} s, {len(steps)} steps)",
        }
    )
    return table


if __name__ == "__main__":
    for line in rows():
        print(f"{line['name']:64} {line['target']:>8} {line['measured']:>32}")
