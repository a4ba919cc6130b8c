"""How much of what flows goes round: Finn's cycling index (Finn 1976, J. theor. Biol. 56, 363-380).

Nodes i with flows f[i,j], inflow z[i] from beyond the nodes, throughflow T[i] = z[i] + Σ f[j,i]. Of what passes through
i, the share G[i,j] = f[i,j] / T[i] goes on to j. N = (I − G)⁻¹ counts how often what is now in i passes each node; of
the throughflow of i the share (N[i,i] − 1) / N[i,i] has been there before. Then

    index = Σ T[i] · (N[i,i] − 1) / N[i,i]  ÷  Σ T[i]

Finn's examples are in a steady state. A town's year is not: where a node gives more than it got, the rest is counted
as inflow (its own work, land and sun add worth); where it gives less, as outflow (used up, stored, gone outside). So
T[i] is the larger of what came and what went. Total system throughflow is Σ T[i].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

#: Of what leaves a node nothing goes back for ever: a closed ring keeps this share, so that N stays finite.
_LEAVES = 1e-9


@dataclass(frozen=True)
class Cycling:
    """index: 0 (nothing comes back) to 1; None where nothing flows.  throughflow: Σ T.  cycled: the part of it that
    has been there before.  by_node: each node's own share that comes back."""

    index: float | None
    throughflow: float
    cycled: float
    by_node: Mapping[str, float]


def cycling(flows: Mapping[tuple[str, str], float], inflows: Mapping[str, float] | None = None,
            outflows: Mapping[str, float] | None = None) -> Cycling:
    """flows: by (from, to), all in one unit; what a node gives itself is left out.  inflows, outflows: known exchange
    of a node with the world beyond; what lacks to balance a node is added to them."""
    pairs = {pair: value for pair, value in flows.items() if pair[0] != pair[1] and value > 0}
    beyond = {**(inflows or {}), **(outflows or {})}
    nodes = sorted({node for pair in pairs for node in pair} | set(beyond))
    place = {node: number for number, node in enumerate(nodes)}
    matrix = np.zeros((len(nodes),) * 2)
    for (giver, taker), value in pairs.items():
        matrix[place[giver], place[taker]] += value
    came = matrix.sum(axis=0) + [max((inflows or {}).get(node, 0.0), 0.0) for node in nodes]
    went = matrix.sum(axis=1) + [max((outflows or {}).get(node, 0.0), 0.0) for node in nodes]
    through = np.maximum(came, went)
    total = float(through.sum())
    if total <= 0:
        return Cycling(None, 0.0, 0.0, {})
    shares = matrix / np.where(through > 0, through, 1.0)[:, None] * (1 - _LEAVES)
    visits = np.diag(np.linalg.inv(np.eye(len(nodes)) - shares))
    back = (visits - 1) / visits
    cycled = float(through @ back)
    return Cycling(cycled / total, total, cycled, dict(zip(nodes, back.tolist(), strict=True)))
