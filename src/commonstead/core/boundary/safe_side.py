"""A stage's duals for the certificate, on the safe side of their rounding.

What is in the basis ought to have a reduced cost of 0, and has one that is rounding: of either sign, and with weights
of millions on the stages before a millionth of a coin. `check_plan` multiplies one that is too low with the most that
there could be of the column, a thousand times what is of any use. One that is too high is multiplied with what is
there, if anything. So the dual of what such a column brings is made smaller by as much as rounding may be, then of what
that is made of, and so on.
"""

from __future__ import annotations

import numpy as np

from .optimal_face import Stage
from .program import Program

_ROUNDING = 4e-17  # of the sum of the sizes that a reduced cost is added up from: as little as doubles can tell apart
_AT_MOST = 1e3  # times that is rounding still; what is further below 0 has its reason, and stays
_PASSES = 60  # a longer chain, or a ring, keeps the rounding that is left


def safe_duals(program: Program, stage: Stage, before: tuple[Stage, ...]) -> np.ndarray:
    """The stage's row duals, smaller by rounding where a column would seem to pay by rounding: of what it brings or
    leaves free, the dual that is worth most to it. Whatever comes of that, `check_plan` reckons with it anew."""
    cost = stage.cost + sum(weight * one.cost for one, weight in zip(before, stage.weights, strict=True) if weight)
    matrix, duals = program.matrix, stage.row_duals.copy()
    columns = np.repeat(np.arange(program.columns), np.diff(matrix.indptr))
    rows, amounts, size = matrix.indices, matrix.data, np.abs(matrix)
    order = np.lexsort((amounts * duals[rows], columns))
    most = order[np.append(columns[order][1:] != columns[order][:-1], True)[: len(order)]]  # its dearest, by column
    most = most[amounts[most] * duals[rows[most]] > 0]
    here, rows, amounts = columns[most], rows[most], amounts[most]
    for _ in range(_PASSES):
        noise = _ROUNDING * (np.abs(cost) + size.T @ np.abs(duals))[here]
        reduced = (cost - matrix.T @ duals)[here]
        short = np.where((reduced < noise) & (reduced > -_AT_MOST * noise), 2 * noise - reduced, 0.0)
        if not short.any():
            break
        less = np.zeros(len(duals))
        np.maximum.at(less, rows, short / np.abs(amounts))
        duals = np.sign(duals) * np.maximum(np.abs(duals) - less, 0.0)
    return duals
