"""Lexicographic optimum: unmet need tier by tier, then cash, then hours; never a sum of them.

Each stage is solved where the one before stopped. Between stages the programme is narrowed to the optimal face by
complementary slackness: a column with a reduced cost stays at its bound, a row with a dual stays tight. That holds
the earlier optima exactly, with no dense row and no tolerance that a later stage could spend.

Most towns can meet most of their needs, so the unmet columns are closed first: if that can be done, the optima of
those tiers are 0 and need no solve of their own.

Many plans are equal in all three aims: bread needed every month may be baked all in the first. Among them the last
step takes the one that buys and makes latest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .program import Program
from .solver import LinearProgram
from .storing import store_no_more

_BINDING = 1e-8  # a reduced cost or dual below this is rounding, where
_IN_BASIS = 1  # HiGHS's number for it
_THERE = 1e-7  # a value so near its bound, relatively, is at it
_FEW_STEPS = 3_000  # from another plan's basis; where that many do not do, the beginning is the better start
_LEAST_LARGEST_COST = 1e4  # costs are brought up to this size


@dataclass(frozen=True)
class Stage:
    """One optimum and its proof: duals of the rows, and weights on the optima of the stages before."""

    name: str
    cost: np.ndarray
    optimum: float
    row_duals: np.ndarray
    weights: tuple[float, ...]
    reduced_costs: np.ndarray  # with the weighted costs of the stages before


@dataclass(frozen=True)
class Optimum:
    """status "optimal" or "infeasible" (no plan keeps the rules at all: the floor of cash, or upkeep at the end)."""

    status: str
    values: np.ndarray
    stages: tuple[Stage, ...]
    program: LinearProgram
    cash_basis: object = None  # where the stage of cash ended: the start for what-ifs

    def stage(self, name: str) -> Stage:
        return next(stage for stage in self.stages if stage.name == name)


def stage_costs(program: Program) -> list[tuple[str, np.ndarray]]:
    """What each stage makes small, in the order in which the stages come: (name, cost of each column)."""
    return [
        *((f"unmet {tier}", program.unmet_cost(tier)) for tier in program.tiers()),
        ("cash", program.cash_cost()),
        ("hours", program.hours_cost()),
    ]


def solve(program: Program, say: Callable[[str], None] | None = None, upper=None, start=None, until="") -> Optimum:
    """Solve stage after stage. say: told the name of each stage before it starts. upper: other bounds of columns.
    start: the basis of a programme of the same layout, to begin from. until: the last stage that is asked for; of
    plans that are equal in it, any may come back."""
    say = say or (lambda _: None)
    costs = stage_costs(program)
    lp = program.linear_program(np.zeros(program.columns), upper)
    face = _Face(program, lp, upper)
    stages, status = _closed_tiers(program, costs, lp, face, say, start)
    basis = None
    for name, cost in costs[len(stages) :]:
        if status is None:
            say(name)
            status = _minimise(lp, cost, "primal" if stages else None)
        if status != "optimal":
            return Optimum(status, np.zeros(program.columns), tuple(stages), lp)
        face.stand()
        stages.append(_stage(name, cost, lp, stages, face))
        basis = lp.basis() if name == "cash" else basis
        if name == until:
            return Optimum("optimal", _clean(lp.values()), tuple(stages), lp, basis)
        face.hold(stages[-1])
        status = None
    say("just in time")
    return Optimum("optimal", _clean(_just_in_time(program, lp)), tuple(stages), lp, basis)


def _just_in_time(program, lp) -> np.ndarray:
    """Among the plans that are equal in all aims, the one that buys and makes latest (nothing is made for stock
    without a need). Taste, not an aim: where it is not found, the plan that was found before is as good."""
    values = lp.values()
    if _minimise(lp, program.earliness_cost(), "primal") == "optimal":
        values = lp.values()
    return store_no_more(program, values)


def _closed_tiers(program, costs, lp, face, say, start):
    """(stages of the tiers that can be met in full, status of the stage after them, which is solved already).

    As many tiers as possible, from the first on, are closed to unmet need; what cannot be met is opened from behind.
    """
    tiers = program.tiers()
    for closed in range(len(tiers), -1, -1):
        name, cost = costs[closed]
        say(name)
        columns = program.u[program.incidence.tier <= (tiers[closed - 1] if closed else 0)]
        columns = columns[columns >= 0]
        opened = np.setdiff1d(program.u[program.u >= 0], columns)
        lp.bounds(opened, face.lower[opened], face.upper[opened])
        lp.bounds(columns, face.lower[columns], face.lower[columns])
        status = "step_limit"
        if start is not None:
            lp.start_from(start)
            # The dual simplex: of what cannot be met it finds that out two hundred times sooner than the primal.
            status = _minimise(lp, cost, "dual", _FEW_STEPS)
        if status == "step_limit":
            status = _minimise(lp, cost, None)
        if status != "infeasible":
            face.stand()
            break
    stages: list[Stage] = []
    for name, cost in costs[:closed]:
        stages.append(Stage(name, cost, 0.0, np.zeros(program.rows), (0.0,) * len(stages), cost))
        face.hold(stages[-1])
    return stages, status


def _minimise(lp, cost, method, most_steps=None) -> str:
    """Costs are brought to a size at which a reduced cost that matters cannot be taken for rounding."""
    lp.cost(cost * _scale(cost))
    return lp.solve(method, most_steps)


def _scale(cost) -> float:
    largest = float(np.abs(cost).max(initial=0.0))
    return max(1.0, _LEAST_LARGEST_COST / largest) if largest else 1.0


class _Face:
    """The optimal face so far: which columns and rows are held, and by which stage."""

    def __init__(self, program: Program, lp: LinearProgram, upper):
        self.lp, self.program = lp, program
        self.lower, self.upper = program.lower.copy(), (program.upper if upper is None else upper).copy()
        self.row_lower, self.row_upper = program.row_lower.copy(), program.row_upper.copy()
        self.column_stage = np.full(program.columns, -1)
        self.row_stage = np.full(program.rows, -1)
        self.stages = 0

    def stand(self):
        """Remember where the solver stands, before the next change of a bound makes it forget."""
        basis = self.lp.basis()
        self.values, self.row_values = self.lp.values(), self.lp.row_values()
        known = basis.valid and len(basis.col_status) == self.program.columns
        self.basic = _basic(basis.col_status) if known else None
        self.row_basic = _basic(basis.row_status) if known else None

    def hold(self, stage: Stage):
        """Narrow to where the stage's duals allow an optimum."""
        binding = _BINDING / _scale(stage.cost)
        held = self._tighten(stage.reduced_costs, binding, self.column_stage, self.lower, self.upper,
                             self.values, self.basic)
        self.lp.bounds(held, self.lower[held], self.upper[held])
        held = self._tighten(stage.row_duals, binding, self.row_stage, self.row_lower, self.row_upper,
                             self.row_values, self.row_basic)
        self.lp.row_bounds(held, self.row_lower[held], self.row_upper[held])
        self.stages += 1

    def _tighten(self, duals, binding, stage_of, lower, upper, values, basic=None):
        """Where a dual says so and the basis too: of what is in the basis the dual is 0, and anything else rounding.
        Where no basis is known, the value has to be at its bound."""
        free = stage_of < 0 if basic is None else (stage_of < 0) & ~basic
        low, high = free & (duals > binding), free & (duals < -binding)
        if basic is None:
            low &= np.abs(values - lower) <= _THERE * (1 + np.abs(lower))
            high &= np.abs(values - upper) <= _THERE * (1 + np.abs(upper))
        upper[low], lower[high] = lower[low], upper[high]
        held = np.flatnonzero(low | high)
        stage_of[held] = self.stages
        return held


def _basic(kinds) -> np.ndarray:
    """Which of them are in the basis."""
    return np.array([int(kind) for kind in kinds]) == _IN_BASIS


def _stage(name, cost, lp, stages, face) -> Stage:
    """The stage's duals, made valid without the face: each stage before it gets the weight that this takes.

    On the face a held column may have a reduced cost of the wrong sign. The stage that holds it has one of the
    right sign there, so enough of that stage's (already valid) duals repairs it.
    """
    row_duals, reduced = (duals / _scale(cost) for duals in lp.duals())
    optimum = float(cost @ lp.values())
    weights = np.zeros(len(stages))
    for number in range(len(stages) - 1, -1, -1):
        before = stages[number]
        need = 0.0
        for mine, theirs, where in (
            (reduced, before.reduced_costs, face.column_stage == number),
            (row_duals, before.row_duals, face.row_stage == number),
        ):
            wrong = where & (mine * np.sign(theirs) < 0)
            if wrong.any():
                need = max(need, float(np.max(-mine[wrong] / theirs[wrong])))
        if need:
            row_duals = row_duals + need * before.row_duals
            reduced = reduced + need * before.reduced_costs
            weights[number] += need
            weights[:number] += need * np.array(before.weights)
    return Stage(name, cost, optimum, row_duals, tuple(weights.tolist()), reduced)


def _clean(values):
    values[np.abs(values) < 1e-9] = 0.0
    return values
