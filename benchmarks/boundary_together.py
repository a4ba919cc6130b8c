"""Two generated towns plan together: processor time, what is won, and how far from the best it may be.

One town stands at the table and asks the other, so the order matters a little; the pairs are taken as they come.
Processor seconds, of both towns' work: on a wire each would do its own part.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path

from commonstead.core.boundary import read_network
from commonstead.core.boundary.together import plan_together

SIZES = (("24 goods, 30 recipes", dict(goods=24, recipes=30, people=10), ((3, 4), (5, 6), (7, 8))),
         ("60 goods, 80 recipes", dict(goods=60, recipes=80, people=10), ((1, 2), (3, 4), (5, 6))))


def _towns():
    spec = importlib.util.spec_from_file_location("_boundary_towns", Path(__file__).with_name("_boundary_towns.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def rows() -> list[dict]:
    """name, figure, target, measured."""
    town, table = _towns().town, []
    for name, size, pairs in SIZES:
        taken, gaps, said = [], [], []
        for seeds in pairs:
            first, second = (read_network(town(periods=12, seed=seed, **size)) for seed in seeds)
            began = time.process_time()
            found = plan_together(first, second, gap=0.01)
            taken.append(time.process_time() - began)
            gaps.append(found.gap if found.status == "together" else 1.0)
            said.append(f"{found.gain:.0f} of at most {found.gain_at_most:.0f} in {found.rounds} questions")
        table.append({
            "name": f"two towns together, 12 months, {name}, {len(pairs)} pairs: processor time",
            "figure": max(taken),
            "target": "< 30",
            "measured": f"{min(taken):.1f} to {max(taken):.1f} s; gap {max(gaps):.2%} at most; {'; '.join(said)}",
        })
    return table


if __name__ == "__main__":
    for line in rows():
        print(f"{line['name']:80} {line['target']:>6} {line['measured']}")
