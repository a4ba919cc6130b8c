"""What simpler ways leave undone, on the same debts without credit: for comparison, never for an answer.

*Greedy*: walk from debtor to creditor until the walk meets itself, set off that circle by its smallest debt, and go on
until no circle is left. What remains has no circle; it is rarely the least that could remain.
*Maximum flow*: let what must remain flow from those who owe more than they are owed to the others, along any debts
that hold it, and call the rest cleared. It is the best answer's flow with no regard to how long its ways are.
"""

from __future__ import annotations

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from .debts import Debts
from .solving import parts


def greedy_circles(debts: Debts) -> int:
    """How much falls when circles are set off as they are met."""
    pairs = debts.pairs
    part = parts(len(debts.members), pairs.debtor, pairs.creditor)
    inside = np.flatnonzero(part[pairs.debtor] == part[pairs.creditor])
    first = np.searchsorted(pairs.debtor[inside], np.arange(len(debts.members) + 1)).tolist()
    heads, left = pairs.creditor[inside].tolist(), pairs.amount[inside].tolist()
    arc, end, cleared = first[:-1], first[1:], 0
    for start in range(len(debts.members)):
        path, at = [start], {start: 0}
        while path:
            node = path[-1]
            while arc[node] < end[node] and not left[arc[node]]:
                arc[node] += 1
            if arc[node] == end[node]:  # from here nothing goes round any more
                path.pop()
                del at[node]
                if path:
                    arc[path[-1]] += 1
                continue
            nxt = heads[arc[node]]
            if nxt not in at:
                at[nxt] = len(path)
                path.append(nxt)
                continue
            circle = path[at[nxt]:]
            least = min(left[arc[one]] for one in circle)
            for one in circle:
                left[arc[one]] -= least
            cleared += least * len(circle)
            keep = next(place for place, one in enumerate(circle, at[nxt]) if not left[arc[one]])
            for one in path[keep + 1:]:
                del at[one]
            del path[keep + 1:]
    return cleared


def maximum_flow(debts: Debts) -> int:
    """How much falls when any flow is left standing that keeps all net positions."""
    pairs, net = debts.pairs, debts.net(debts.amount)
    size = len(debts.members)
    owing, owed = np.flatnonzero(net < 0), np.flatnonzero(net > 0)
    if not len(owing):
        return int(debts.amount.sum())
    solver = SimpleMaxFlow()
    arcs = solver.add_arcs_with_capacity(
        np.concatenate([pairs.debtor, np.full(len(owing), size), owed]).astype(np.int32),
        np.concatenate([pairs.creditor, owing, np.full(len(owed), size + 1)]).astype(np.int32),
        np.concatenate([pairs.amount, -net[owing], net[owed]]))
    if solver.solve(size, size + 1) != solver.OPTIMAL or solver.optimal_flow() != int(net[owed].sum()):
        raise ArithmeticError("the flow solver finds no flow where there is one")
    return int(debts.amount.sum() - solver.flows(arcs[:len(pairs.amount)]).sum())
