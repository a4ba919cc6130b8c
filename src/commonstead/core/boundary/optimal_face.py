"""The optimal face: which columns and rows the stages so far hold, and the duals that prove a stage without it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .program import Program
from .solver import LinearProgram

_BINDING = 1e-8  # a reduced cost or dual below this is rounding, where
_LEAST_LARGEST_COST = 1e4  # costs are brought up to this size
_ROUNDING = 1e-13  # of an optimum: what rounding in its proof may come to
_THERE = 1e-7  # a value so near its bound, relatively, is at it
_STATE = ("lower", "upper", "row_lower", "row_upper", "column_stage", "row_stage")


@dataclass(frozen=True)
class Stage:
    """One optimum and its proof: duals of the rows, and weights on the optima of the stages before."""

    name: str
    cost: np.ndarray
    optimum: float
    row_duals: np.ndarray
    weights: tuple[float, ...]
    reduced_costs: np.ndarray  # with the weighted costs of the stages before
    own: tuple[np.ndarray, np.ndarray]  # masks of columns and rows: where there is a dual without those weights too


class Small:
    """What a stage does not hold although it costs it something: the duals there, and what it costs, by column."""

    def __init__(self, stage: Stage, matrix, weight: float):
        self.stage, self._matrix, self.weight = stage, matrix, weight
        self.columns, self.rows = np.zeros(len(stage.reduced_costs)), np.zeros(len(stage.row_duals))
        self.cost = self.columns
        self.counts = False  # not before something that the stage held is let go

    def take(self, columns, rows):
        """These as well (masks)."""
        self.columns = np.where(columns, self.stage.reduced_costs, self.columns)
        self.rows = np.where(rows, self.stage.row_duals, self.rows)
        self.cost = self.columns + self._matrix.T @ self.rows


def scale(cost) -> float:
    """The factor that brings the costs to a size at which what matters is not taken for rounding."""
    largest = float(np.abs(cost).max(initial=0.0))
    return max(1.0, _LEAST_LARGEST_COST / largest) if largest else 1.0


def sum_of(costs, amounts) -> float:
    """Σ cost × amount. Not by @, which calls threads for long vectors: they take longer to come than the sum does."""
    return float((costs * amounts).sum())


class Face:
    """The optimal face so far: which columns and rows are held, and by which stage."""

    def __init__(self, program: Program, lp: LinearProgram, upper):
        self.lp, self.program = lp, program
        self.lower, self.upper = program.lower.copy(), (program.upper if upper is None else upper).copy()
        self.row_lower, self.row_upper = program.row_lower.copy(), program.row_upper.copy()
        self.whole_columns = self.lower.copy(), self.upper.copy()  # without any stage
        self.whole_rows = self.row_lower.copy(), self.row_upper.copy()
        self.column_stage = np.full(program.columns, -1)
        self.row_stage = np.full(program.rows, -1)
        self.stages = 0

    def hold(self, stage: Stage):
        """Narrow to where the stage's duals allow an optimum."""
        self._hold(stage, self.stages, *stage.own)
        self.stages += 1

    def _hold(self, stage, number, columns, rows):
        """Of what no stage holds: these columns and rows (masks), for the stage of that number."""
        binding = _BINDING / scale(stage.cost)
        held = self._tighten(np.where(columns, stage.reduced_costs, 0.0), binding, self.column_stage, number,
                             self.lower, self.upper, self.lp.values())
        self.lp.bounds(held, self.lower[held], self.upper[held])
        held = self._tighten(np.where(rows, stage.row_duals, 0.0), binding, self.row_stage, number,
                             self.row_lower, self.row_upper, self.lp.row_values())
        self.lp.row_bounds(held, self.row_lower[held], self.row_upper[held])

    def let_go(self, small: list[Small]):
        """No longer hold for a stage what is small to it; a later stage that it matters to holds it from now on."""
        for number, part in enumerate(small):
            columns = (self.column_stage == number) & (part.columns != 0)
            rows = (self.row_stage == number) & (part.rows != 0)
            if not (columns.any() or rows.any()):
                continue
            part.counts = True
            self._open(columns, rows)
            for later, other in enumerate(small[number + 1 :], number + 1):
                self._hold(other.stage, later, columns & (other.columns == 0), rows & (other.rows == 0))

    def _open(self, columns, rows):
        columns, rows = np.flatnonzero(columns), np.flatnonzero(rows)
        self.column_stage[columns], self.row_stage[rows] = -1, -1
        self.lower[columns], self.upper[columns] = (whole[columns] for whole in self.whole_columns)
        self.lp.bounds(columns, self.lower[columns], self.upper[columns])
        self.row_lower[rows], self.row_upper[rows] = (whole[rows] for whole in self.whole_rows)
        self.lp.row_bounds(rows, self.row_lower[rows], self.row_upper[rows])

    def state(self) -> tuple:
        """What is held and where the solver stands, to be put back."""
        return tuple(getattr(self, name).copy() for name in _STATE), self.lp.basis()

    def put_back(self, state):
        parts, basis = state
        for name, part in zip(_STATE, parts, strict=True):
            setattr(self, name, part)
        self.lp.bounds(np.arange(len(self.lower)), self.lower, self.upper)
        self.lp.row_bounds(np.arange(len(self.row_lower)), self.row_lower, self.row_upper)
        self.lp.start_from(basis)

    def _tighten(self, duals, binding, stage_of, number, lower, upper, values):
        """Where a dual says so and the value is at its bound: a plan that is solved a second time from the same basis,
        or by the interior point method, may have moved off it. A side that there is not holds nothing: a dual that
        speaks of one is rounding."""
        free = stage_of < 0
        low = free & (duals > binding) & np.isfinite(lower) & (np.abs(values - lower) <= _THERE * (1 + np.abs(lower)))
        high = free & (duals < -binding) & np.isfinite(upper) & (np.abs(values - upper) <= _THERE * (1 + np.abs(upper)))
        upper[low], lower[high] = lower[low], upper[high]
        held = np.flatnonzero(low | high)
        stage_of[held] = number
        return held


class _Duals:
    """The duals of what the solver reached, with stages before it added at weights."""

    def __init__(self, cost, lp, stages, face):
        rows, columns = lp.duals()
        self.rows, self.columns = rows / scale(cost), columns / scale(cost)
        # Of what is in the basis the solver's own dual is 0; what the weights below bring there is rounding.
        self.own = np.abs(columns) > _BINDING, np.abs(rows) > _BINDING
        self.stages, self.face, self.weights = stages, face, np.zeros(len(stages))

    def add(self, number, weight, less: Small | None = None):
        before = self.stages[number]
        self.rows = self.rows + weight * (before.row_duals - (0.0 if less is None else less.rows))
        self.columns = self.columns + weight * (before.reduced_costs - (0.0 if less is None else less.columns))
        self.weights[number] += weight
        self.weights[:number] += weight * np.array(before.weights)

    def wrong(self, number):
        """Masks of what that stage holds and what has a dual of the wrong sign: of columns, of rows."""
        before = self.stages[number]
        return ((self.face.column_stage == number) & (self.columns * np.sign(before.reduced_costs) < 0),
                (self.face.row_stage == number) & (self.rows * np.sign(before.row_duals) < 0))

    def repair(self, number):
        """As much of the stage as makes every sign right."""
        before, (columns, rows) = self.stages[number], self.wrong(number)
        need = max(float(np.max(-self.columns[columns] / before.reduced_costs[columns], initial=0.0)),
                   float(np.max(-self.rows[rows] / before.row_duals[rows], initial=0.0)))
        if need:
            self.add(number, need)


def stage_of(name, cost, lp, stages, face) -> Stage:
    """The stage's duals, made valid without the face: each stage before it gets the weight that this takes.

    On the face a held column may have a reduced cost of the wrong sign. The stage that holds it has one of the
    right sign there, so enough of that stage's (already valid) duals repairs it.
    """
    return _repaired(name, cost, lp, _Duals(cost, lp, stages, face))


def stage_with(name, cost, lp, stages, face, counted, small) -> tuple[Stage, list]:
    """The same where `counted` was solved: the cost, and at their weights what is small to the stages before. And for
    each of those the masks of what needs more weight than that."""
    duals = _Duals(counted, lp, stages, face)
    for number, part in enumerate(small):
        if part.counts:
            duals.add(number, part.weight, part)
    strained = [duals.wrong(number) for number in range(len(stages))]
    return _repaired(name, cost, lp, duals), strained


def _repaired(name, cost, lp, duals) -> Stage:
    for number in range(len(duals.stages) - 1, -1, -1):
        duals.repair(number)
    return Stage(name, cost, sum_of(cost, lp.values()), duals.rows, tuple(duals.weights.tolist()), duals.columns,
                 duals.own)


def lacking(stage: Stage, values, row_values, face: Face) -> float:
    """How far the stage's duals are from proving what these amounts reach: the sum of dual × distance from the side
    that the dual speaks of. Where there is no such side, of one unit more than what is there."""
    total = 0.0
    for duals, there, (lower, upper) in ((stage.reduced_costs, values, face.whole_columns),
                                         (stage.row_duals, row_values, face.whole_rows)):
        side = np.where(duals > 0, lower, upper)
        distance = np.where(np.isfinite(side), np.abs(there - np.where(np.isfinite(side), side, 0.0)),
                            1 + np.abs(there))
        total += sum_of(np.abs(duals), distance)
    return total


def rounding(stage: Stage, before: list[Stage]) -> float:
    """What rounding in the proofs before comes to in this one's, at the weights that they have."""
    return sum(weight * _ROUNDING * max(1.0, abs(one.optimum))
               for one, weight in zip(before, stage.weights, strict=True))
