"""What a plan keeps in store, once it is settled what is made, bought, used and sold.

A balance may be left with a surplus, and the programme does not care when that is thrown away: it would let waste
paper pile up for a year, or throw out a full cellar in the first month to fill it again. Here a good goes when it is
no longer needed for anything later, except what was in hand at the start: that is left to keep for as long as it can.
Machines are left alone, since they serve as long as they stand.
"""

from __future__ import annotations

import numpy as np

from .program import Program


def store_no_more(program: Program, values: np.ndarray) -> np.ndarray:
    """The same plan with stocks that hold what is needed later or was there at the start, and no more."""
    i, periods = program.incidence, program.periods
    goods = (program.s >= 0).all(axis=1) & (program.balance >= 0).all(axis=1) & np.isnan(i.hours_each)
    if not goods.any():
        return values
    columns, rows = program.s[goods], program.balance[goods]
    moved = values.copy()
    moved[columns] = 0.0
    # What flows in and out beside the stocks; the first period's holds what was in hand at the start.
    net = (program.matrix @ moved - program.row_lower)[rows]
    keeps, lower, upper = i.keeps[goods], program.lower[columns], program.upper[columns]
    needed = lower.copy()
    for period in range(periods - 1, 0, -1):
        before = (needed[:, period] - net[:, period]) / keeps
        needed[:, period - 1] = np.maximum(needed[:, period - 1], before)
    idle, stock = i.stock[goods].copy(), np.zeros(goods.sum())
    for period in range(periods):
        idle = np.minimum(idle * keeps, upper[:, period])
        there = stock * keeps + net[:, period]
        stock = np.maximum(np.minimum(there, np.maximum(needed[:, period], idle)), lower[:, period])
        moved[columns[:, period]] = stock
    return moved
