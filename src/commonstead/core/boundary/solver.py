"""The one place that talks to HiGHS: arrays in, arrays out, one thread, the same answer each time."""

from __future__ import annotations

import highspy
import numpy as np

INFINITY = highspy.kHighsInf
_TOLERANCE = 1e-9


class LinearProgram:
    """A HiGHS model that is solved again and again, each time from where it stood.

    Rows are lower ≤ A x ≤ upper. The matrix comes as columns (scipy CSC). Always minimises.
    """

    #: Above this many columns a first solve goes by interior point with crossover; below, the simplex is quicker.
    interior_from = 6_000
    #: Where the interior point method gives up, HiGHS goes on with the simplex from the beginning, which may take ten
    #: times as long. After so many steps that is not the tidying up that it is meant to be, and is broken off.
    tidying = 5_000

    def __init__(self, cost, matrix, row_lower, row_upper, lower, upper, integral=None, time_limit_s=None,
                 presolve=True):
        self.seconds = 0.0
        self._highs = highs = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("parallel", "off"),
            ("primal_feasibility_tolerance", _TOLERANCE),
            ("dual_feasibility_tolerance", _TOLERANCE),
        ):
            highs.setOptionValue(option, value)
        self._limit = INFINITY if time_limit_s is None else float(time_limit_s)
        highs.setOptionValue("time_limit", self._limit)
        self.columns, self.rows = len(cost), len(row_lower)
        self._row_lower, self._row_upper = np.asarray(row_lower), np.asarray(row_upper)
        whole = np.zeros(self.columns, np.int32) if integral is None else np.asarray(integral, bool).astype(np.int32)
        _done(highs.passModel(
            self.columns, self.rows, matrix.nnz,
            int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize), 0.0,
            cost, lower, upper, row_lower, row_upper, matrix.indptr, matrix.indices, matrix.data, whole,
        ))
        self._fresh = True
        self._found = None
        self._presolve = presolve

    # --- changing it
    def add_column(self, cost, lower, upper, rows, values):
        """One more column; where the model stood stays a good start."""
        self._highs.addCol(
            float(cost), float(lower), float(upper), len(rows),
            np.ascontiguousarray(rows, np.int32), np.ascontiguousarray(values, float),
        )
        self.columns += 1
        self._found = None

    def cost(self, cost):
        self._highs.changeColsCost(
            self.columns, np.arange(self.columns, dtype=np.int32), np.ascontiguousarray(cost, float)
        )

    def bounds(self, columns, lower, upper):
        if len(columns):
            _done(self._highs.changeColsBounds(
                len(columns),
                np.ascontiguousarray(columns, np.int32),
                np.ascontiguousarray(lower, float),
                np.ascontiguousarray(upper, float),
            ))

    def row_bounds(self, rows, lower, upper):
        if len(rows):
            _done(self._highs.changeRowsBounds(
                len(rows),
                np.ascontiguousarray(rows, np.int32),
                np.ascontiguousarray(lower, float),
                np.ascontiguousarray(upper, float),
            ))

    def coefficients(self, rows, columns, values):
        """Other coefficients in the matrix, one by one."""
        for row, column, value in zip(rows, columns, values, strict=True):
            self._highs.changeCoeff(int(row), int(column), float(value))

    # --- solving
    def solve(self, method=None, most_steps=None, seconds=None) -> str:
        """The status: optimal, infeasible, unbounded, time_limit, step_limit or failed.

        method: "ipm", "dual" or "primal"; by default chosen by size. most_steps: of the simplex, before it gives up.
        seconds: this time at most.
        """
        highs, self._found = self._highs, None
        # HiGHS counts all that it ever ran; a limit for one turn must not outlast it.
        limit = self._limit if seconds is None else highs.getRunTime() + max(float(seconds), 0.01)
        highs.setOptionValue("time_limit", limit)
        if not self.columns:  # nothing to decide; HiGHS has no status for it
            return "optimal" if (self._row_lower <= 0).all() and (self._row_upper >= 0).all() else "infeasible"
        if method is None:
            method = "ipm" if self._fresh and self.columns >= self.interior_from else "dual"
        highs.setOptionValue("solver", "ipm" if method == "ipm" else "simplex")
        highs.setOptionValue("simplex_strategy", 4 if method == "primal" else 1)
        before = highs.getRunTime()
        if method == "ipm":
            self._interior()
        else:
            highs.setOptionValue("simplex_iteration_limit", most_steps or highspy.kHighsIInf)
            highs.run()
            highs.setOptionValue("simplex_iteration_limit", highspy.kHighsIInf)
        status = _STATUS.get(highs.getModelStatus(), "failed")
        if most_steps and highs.getModelStatus() == highspy.HighsModelStatus.kIterationLimit:
            status = "step_limit"
        if status == "failed":  # rare numerical trouble: once more from the beginning
            highs.clearSolver()
            highs.setOptionValue("solver", "simplex")
            highs.setOptionValue("simplex_strategy", 1)
            highs.run()
            status = _STATUS.get(highs.getModelStatus(), "failed")
        self.seconds += highs.getRunTime() - before
        self._fresh = status != "optimal"
        if self._fresh:
            highs.clearSolver()  # a basis of what cannot be is no good start for the next
        return status

    def _interior(self):
        """Interior point with crossover; where it gets stuck, once more on the model as it stands or as presolve makes
        it smaller, whichever was not tried. (A tight floor of cash leaves presolve's model hardly any interior.)"""
        highs = self._highs
        highs.setOptionValue("simplex_iteration_limit", self.tidying)
        for presolve in (self._presolve, not self._presolve):
            highs.setOptionValue("presolve", "choose" if presolve else "off")
            highs.run()
            if highs.getModelStatus() != highspy.HighsModelStatus.kIterationLimit:
                break
            highs.clearSolver()
        highs.setOptionValue("simplex_iteration_limit", highspy.kHighsIInf)
        highs.setOptionValue("presolve", "choose")

    def solve_afresh(self) -> str:
        """From the beginning, by the method for its size."""
        self._highs.clearSolver()
        self._fresh = True
        return self.solve()

    def basis(self):
        return self._highs.getBasis()

    def start_from(self, basis):
        self._highs.setBasis(basis)
        self._fresh, self._found = False, None

    def start_from_blocks(self, theirs, from_columns, to_columns, from_rows, to_rows):
        """Take over the basis of another model for columns and rows that correspond; new columns stand at their lower
        bound, new rows are slack."""
        basis = highspy.HighsBasis()
        kinds = highspy.HighsBasisStatus
        columns, rows = np.full(self.columns, kinds.kLower, object), np.full(self.rows, kinds.kBasic, object)
        columns[to_columns] = np.array(theirs.col_status, object)[from_columns]
        rows[to_rows] = np.array(theirs.row_status, object)[from_rows]
        basis.col_status, basis.row_status = columns.tolist(), rows.tolist()
        basis.valid, basis.alien = True, True
        self.start_from(basis)

    @property
    def objective(self) -> float:
        return self._highs.getInfo().objective_function_value

    @property
    def bound(self) -> float:
        """The proven bound of a mixed-integer solve."""
        return self._highs.getInfo().mip_dual_bound

    # What was found last stands until it is solved again, whatever bounds and costs are changed meanwhile. Each list
    # is taken out of the solver once: that costs one Python object a number.
    def _answer(self, part) -> np.ndarray:
        if self._found is None:
            self._found = {}
        if part not in self._found:
            self._found[part] = np.array(getattr(self._highs.getSolution(), part))
            self._found[part].setflags(write=False)
        return self._found[part]

    def values(self) -> np.ndarray:
        return self._answer("col_value")

    def duals(self) -> tuple[np.ndarray, np.ndarray]:
        """(row duals, reduced costs)."""
        if not self.columns:
            return np.zeros(self.rows), np.zeros(0)
        return self._answer("row_dual"), self._answer("col_dual")

    def row_values(self) -> np.ndarray:
        return self._answer("row_value")

    def ranges(self):
        """How far each number may move alone while the basis of the optimum stays optimal: (costs from, costs to,
        row bounds from, row bounds to), as the solver's own sensitivity analysis says; None where it has none."""
        status, found = self._highs.getRanging()
        if status != highspy.HighsStatus.kOk or not found.valid:
            return None
        return tuple(np.array(record.value_) for record in
                     (found.col_cost_dn, found.col_cost_up, found.row_bound_dn, found.row_bound_up))


def _done(status) -> None:
    """HiGHS leaves out a whole change when one number of it cannot be; unnoticed, the next answer is to another
    question."""
    if status == highspy.HighsStatus.kError:
        raise ValueError("these numbers cannot be")


_STATUS = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnbounded: "unbounded",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "infeasible",
    highspy.HighsModelStatus.kTimeLimit: "time_limit",
}


def solve_lp(cost, matrix, row_lower, row_upper, lower, upper):
    """The values of an optimum, or None."""
    program = LinearProgram(cost, matrix, row_lower, row_upper, lower, upper)
    return program.values() if program.solve() == "optimal" else None
