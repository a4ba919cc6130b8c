"""Least-cost flow around circles: the one place that calls the solver, and the prices that go with its answer.

`circulate` finds, of all flows that leave as much at each node as they bring, one that earns most. `prices` finds
for an optimal flow what each node is worth: the shortest way to it through what could still be changed. It exists
exactly when no circle of changes would earn anything, so finding it is half a proof already.
"""

from __future__ import annotations

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components


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
    """Per node d with d[head] <= d[tail] + cost on each arc. There must be no circle of negative cost.

    Inside each strongly connected part these are shortest ways. Between parts arcs lead only one way, and lowering
    every part far enough below those from which arcs lead to it keeps them all."""
    part = parts(nodes, tail, head)
    if not np.all(part[tail] >= part[head]):  # SciPy numbers them so that it is; nothing but time rests on it
        return _shortest(nodes, tail, head, cost)
    inside = part[tail] == part[head]
    found = _shortest(nodes, tail[inside], head[inside], cost[inside])
    if np.all(found[head] <= found[tail] + cost):
        return found
    step = int(found.max() - found.min()) + int(np.abs(cost).max())
    return found + part.astype(np.int64) * step


def parts(nodes: int, tail: np.ndarray, head: np.ndarray) -> np.ndarray:
    """The strongly connected part of each node, by number."""
    graph = csr_array((np.ones(len(tail), np.int8), (tail, head)), shape=(nodes, nodes))
    return connected_components(graph, directed=True, connection="strong")[1]


def _shortest(nodes, tail, head, cost) -> np.ndarray:
    """Shortest ways from anywhere, as Bellman and Ford find them, each round only from nodes that changed. First
    along the negative arcs alone: these have no circles, so one walk in their own order does what would otherwise
    take as many rounds as the longest chain of debts has members."""
    negative = cost < 0
    found = _along(_Leaving(nodes, tail[negative], head[negative], cost[negative]))
    leaving, changed, rounds = _Leaving(nodes, tail, head, cost), np.arange(nodes), 0
    while len(changed):
        rounds += 1
        if rounds > nodes + 1:
            raise ArithmeticError("the flow solver's answer is not the best")  # a circle of changes would earn more
        arcs = leaving.arcs(changed)
        offered, place = found[leaving.tail[arcs]] + leaving.cost[arcs], leaving.head[arcs]
        better = offered < found[place]
        place = place[better]
        np.minimum.at(found, place, offered[better])
        changed = _each_once(place, nodes)
    return found


def _along(leaving: _Leaving) -> np.ndarray:
    """Shortest ways where arcs have no circles: each node once, after all from which arcs lead to it."""
    nodes = len(leaving.first) - 1
    found, waiting = np.zeros(nodes, np.int64), np.bincount(leaving.head, minlength=nodes)
    ready = np.flatnonzero(waiting == 0)
    while len(ready):
        arcs = leaving.arcs(ready)
        place = leaving.head[arcs]
        np.minimum.at(found, place, found[leaving.tail[arcs]] + leaving.cost[arcs])
        np.subtract.at(waiting, place, 1)
        place = _each_once(place, nodes)
        ready = place[waiting[place] == 0]
    return found


def _each_once(place: np.ndarray, nodes: int) -> np.ndarray:
    """These nodes in their order, each once. Ticked off on a list of all: in networks of a hundred thousand members
    that takes a tenth of the time of sorting or hashing them (numpy.unique), in each of some hundred rounds."""
    there = np.zeros(nodes, bool)
    there[place] = True
    return np.flatnonzero(there)


class _Leaving:
    """Arcs by the node that they leave."""

    def __init__(self, nodes, tail, head, cost):
        order = np.argsort(tail, kind="stable")
        self.tail, self.head, self.cost = tail[order], head[order], cost[order]
        self.first = np.searchsorted(self.tail, np.arange(nodes + 1))

    def arcs(self, nodes: np.ndarray) -> np.ndarray:
        """The places of all arcs that leave these nodes."""
        counts = self.first[nodes + 1] - self.first[nodes]
        ends = np.cumsum(counts)
        return np.repeat(self.first[nodes] - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0)
