"""Least-cost flow around circles: the one place that calls the solver, and the prices that go with its answer.

`circulate` finds, of all flows that leave as much at each node as they bring, one that earns most. `prices` finds
for an optimal flow what each node is worth: the shortest way to it through what could still be changed. It exists
exactly when no circle of changes would earn anything, so finding it is half a proof already.
"""

from __future__ import annotations

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow


def circulate(nodes: int, tail: np.ndarray, head: np.ndarray, most: np.ndarray, gain: np.ndarray) -> np.ndarray:
    """The flow on each arc, at most `most`, that earns most at `gain` a unit. Whole numbers throughout."""
    if not len(tail):
        return np.zeros(0, np.int64)
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        tail.astype(np.int32), head.astype(np.int32), most.astype(np.int64), -gain.astype(np.int64))
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"the flow solver answers {status.name}")  # no flow at all is always possible
    return solver.flows(np.arange(len(tail), dtype=np.int32))


def prices(nodes: int, tail: np.ndarray, head: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Per node d with d[head] <= d[tail] + cost on each arc: shortest ways from anywhere, Bellman and Ford's way,
    each round only from nodes that changed. There must be no circle of negative cost."""
    order = np.argsort(tail, kind="stable")
    tail, head, cost = tail[order], head[order], cost[order]
    first = np.searchsorted(tail, np.arange(nodes + 1))
    found, changed = np.zeros(nodes, np.int64), np.arange(nodes)
    while len(changed):
        counts = first[changed + 1] - first[changed]
        arcs = np.repeat(first[changed] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        offered, place = found[tail[arcs]] + cost[arcs], head[arcs]
        better = offered < found[place]
        place = place[better]
        np.minimum.at(found, place, offered[better])
        changed = np.unique(place)
    return found
