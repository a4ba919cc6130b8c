"""Solving with whole numbers: HiGHS with a time limit, a best solution to begin with, and its proven bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np


@dataclass(frozen=True)
class Mixed:
    """status "optimal", "time_limit" or "infeasible". values None while nothing was found. bound: proven, or −∞.
    seconds: of the solver."""

    status: str
    values: np.ndarray | None
    objective: float
    bound: float
    seconds: float = 0.0


def solve_mixed(
    cost, matrix, row_lower, row_upper, lower, upper, integral, *, seconds, within=0.0, start=None,
    for_bound=False,
) -> Mixed:
    """Least cost within `within` (absolute), or the best found after so many seconds. start: (columns, values) of
    the whole-numbered part of a solution to begin with. for_bound: the time goes into the bound, not into guesses."""
    highs = highspy.Highs()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("parallel", "off"),
        ("time_limit", max(float(seconds), 0.05)),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", max(float(within), 1e-6)),
        ("mip_feasibility_tolerance", 1e-7),
    ):
        highs.setOptionValue(option, value)
    if for_bound:
        highs.setOptionValue("mip_heuristic_effort", 0.0)
        highs.setOptionValue("mip_allow_restart", False)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(row_lower)
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, lower, upper
    model.row_lower_, model.row_upper_ = row_lower, row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    kinds = {False: highspy.HighsVarType.kContinuous, True: highspy.HighsVarType.kInteger}
    model.integrality_ = [kinds[bool(one)] for one in integral]
    highs.passModel(model)
    if start is not None:
        columns, values = start
        highs.setSolution(len(columns), np.asarray(columns, np.int32), np.asarray(values, float))
    highs.run()
    info, status = highs.getInfo(), highs.getModelStatus()
    kinds = highspy.HighsModelStatus
    if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        return Mixed("infeasible", None, np.inf, np.inf, highs.getRunTime())
    found = info.primal_solution_status == 2
    values = np.array(highs.getSolution().col_value) if found else None
    bound = info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else -np.inf
    if not integral.any() and status == kinds.kOptimal:
        bound = info.objective_function_value
    objective = info.objective_function_value if found else np.inf
    word = "optimal" if status == kinds.kOptimal else "time_limit"
    return Mixed(word, values, objective, bound, highs.getRunTime())


class Clock:
    """How much of a time limit is left, by `now`: seconds from whenever. Core has no clock of its own."""

    def __init__(self, seconds: float, now: Callable[[], float]):
        self.seconds, self._now, self._began = float(seconds), now, now()

    @property
    def spent(self) -> float:
        return self._now() - self._began

    @property
    def left(self) -> float:
        return max(self.seconds - self.spent, 0.0)
