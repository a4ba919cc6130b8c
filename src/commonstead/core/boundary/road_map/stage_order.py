"""The order of the four stages, as rows: repair, then spare parts, then gaps in supply chains, then whole ecosystems.

(Exodus 8839-8843: starting with repair, expanding by selected spare parts, on to gaps in supply chains, and at last
whole ecosystems of goods.) In that order means here, for the town as a whole: once a step of a later stage has been
begun, no step of an earlier stage is begun in any later period. In one period steps of several stages may begin, and
a stage may be left out: nobody must take up a repair that does not pay. Recipes without a stage are free.

    w[s,t]  1 from the period on in which a stage after s has been begun
    y[r,t] ≤ w[s,t]  for r of a later stage than s        y[r,t+1] − y[r,t] ≤ 1 − w[s,t]  for r of s or earlier
"""

from __future__ import annotations

import numpy as np

from ..network import STAGES
from ..solver import INFINITY


def add_stage_order(model) -> np.ndarray:
    """Columns and rows of the order; the columns w, stages but the last × periods."""
    stage, y = model.ground.stage, model.y
    w = model._block(np.ones((len(STAGES) - 1, model.periods), bool))
    for number in range(len(STAGES) - 1):
        after, before = y[stage > number], y[(stage >= 0) & (stage <= number)]
        rows = model.new_rows(after >= 0, -INFINITY, 0.0)
        model.add(rows, after, 1.0)
        model.add(rows, w[number], -1.0)
        both = np.column_stack([(before[:, 1:] >= 0), np.zeros(len(before), bool)])
        rows = model.new_rows(both, -INFINITY, 1.0)
        model.add(rows[:, :-1], before[:, 1:], 1.0)
        model.add(rows, before, -1.0)
        model.add(rows, w[number], 1.0)
    rows = model.new_rows(np.column_stack([np.zeros(len(w), bool), w[:, 1:] >= 0]), 0.0, INFINITY)
    model.add(rows, w, 1.0)
    model.add(rows[:, 1:], w[:, :-1], -1.0)
    return w


def keeps_order(stage, when, periods) -> bool:
    """Whether adoption periods (periods = never) follow the order."""
    taken = [(period, s) for period, s in zip(when, stage, strict=True) if s >= 0 and period < periods]
    return all(s1 >= s0 for t0, s0 in taken for t1, s1 in taken if t1 > t0)


