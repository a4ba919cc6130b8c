"""The road map in coarser time: a small programme whose optimum no real road map can beat.

The periods are put together in blocks: one by one at the beginning, where the purse is empty, then all at once. Each
row of the exact model is added up over the block (a sum of rows holds wherever the rows do); y within a block is
replaced by y at its end (which is never less, and y stands there only where more allows more); the rows that a purse
must hold out from month to month within a block are left out. Columns that then look alike are one column. Nothing that
the exact model allows is lost, so the least cash of this programme, and every bound on it, is a bound on all road maps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array


@dataclass(frozen=True)
class Coarse:
    """Arrays of the programme. y: candidates × blocks, columns, -1 where it could serve no more.
    ends: the last period of each block."""

    cost: np.ndarray
    matrix: object
    row_lower: np.ndarray
    row_upper: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    integral: np.ndarray
    y: np.ndarray
    ends: np.ndarray


def blocks_of(periods: int, count: int) -> tuple[int, ...]:
    """At most `count` blocks: single periods, and the rest of the time as one. While the purse is empty each period
    counts; later almost all that is worth its while can be paid for."""
    singles = min(count - 1, periods)
    return (1,) * singles + ((periods - singles,) if periods > singles else ())


def coarsen(model, budget: float, blocks) -> Coarse:
    """The model over these blocks, whose lengths add up to its periods. Only a model without traced rows and without
    the order of stages: in their rows a larger y is no looser."""
    of = np.repeat(np.arange(len(blocks)), blocks)
    ends = np.cumsum(blocks) - 1
    low, high, lower = model.with_budget(budget)
    into, rows = _row_map(model, of, blocks)
    stands_for = _y_map(model, of, ends)
    entries = model.matrix.tocoo()
    kept = into[entries.row] >= 0
    matrix = coo_array(
        (entries.data[kept], (into[entries.row[kept]], stands_for[entries.col[kept]])), shape=(rows, model.columns)
    ).tocsc()
    matrix.sum_duplicates()
    matrix.data[np.abs(matrix.data) < 1e-12] = 0.0
    matrix.eliminate_zeros()
    matrix.sort_indices()
    cost = np.bincount(stands_for, model.cost, minlength=model.columns)
    row_lower, row_upper = np.zeros(rows), np.zeros(rows)
    np.add.at(row_lower, into[into >= 0], low[into >= 0])
    np.add.at(row_upper, into[into >= 0], high[into >= 0])
    group, first = _alike(matrix, cost, stands_for, model.integral)
    here = group >= 0
    lowest, highest = np.zeros(len(first)), np.zeros(len(first))
    np.add.at(lowest, group[here], lower[here])
    np.add.at(highest, group[here], model.upper[here])
    integral = model.integral[first]
    lowest[integral], highest[integral] = 0.0, 1.0
    at_end = np.full((len(model.y), len(blocks)), -1)
    for block in range(len(blocks)):
        columns = model.y[:, of == block].max(axis=1)
        at_end[:, block] = np.where(columns >= 0, group[stands_for[columns]], -1)
    return Coarse(cost[first], matrix[:, first].tocsc(), row_lower, row_upper, lowest, highest, integral, at_end, ends)


def _row_map(model, of, blocks):
    """exact row → coarse row, -1 where it is left out; and how many there are."""
    program = model.ground.program
    into = np.full(model.rows, -1)
    count = 0
    # A purse within a block cannot be followed; only where the block is one period, its beginning can.
    single = np.array(blocks)[of] == 1
    families = [program.balance, program.skill, program.pledge, program.machine, program.parcel, *model.row_blocks]
    # In "a ≥ y" a larger y asks for more: of a block only its end, where y is what it is, may be kept.
    end = np.append(of[1:] != of[:-1], True)
    kept = {id(model.begin): single, id(model.whole): end, id(model.whole_before): single}
    summed = [np.where(kept[id(family)], family, -1) if id(family) in kept else family for family in families]
    for family in summed:
        for line in np.atleast_2d(family.reshape(-1, model.periods)) if family.size else ():
            for block in range(len(blocks)):
                rows = line[of == block]
                rows = rows[rows >= 0]
                if len(rows):
                    into[rows] = count
                    count += 1
    rest = program.worn[program.worn >= 0]
    into[rest] = count + np.arange(len(rest))
    return into, count + len(rest)


def _y_map(model, of, ends):
    """column → the column that stands for it."""
    stands_for = np.arange(model.columns)
    for number in range(len(ends)):
        columns = model.y[:, of == number]
        last = columns.max(axis=1, initial=-1)
        here = columns >= 0
        stands_for[columns[here]] = np.broadcast_to(last[:, None], columns.shape)[here]
    return stands_for


def _alike(matrix, cost, stands_for, integral):
    """(group of each column, -1 where another stands for it; first column of each group)."""
    seen: dict[tuple, int] = {}
    group, first = np.full(len(cost), -1), []
    for column in range(len(cost)):
        if stands_for[column] != column:
            continue
        start, end = matrix.indptr[column], matrix.indptr[column + 1]
        key = (
            matrix.indices[start:end].tobytes(),
            np.round(matrix.data[start:end], 12).tobytes(),
            column if integral[column] else round(float(cost[column]), 12),
        )
        if key not in seen:
            seen[key] = len(first)
            first.append(column)
        group[column] = seen[key]
    return group, np.array(first, int)


