"""Lexicographic optimum: unmet need tier by tier, then cash, then hours; never a sum of them.

Each stage is solved where the one before stopped. Between stages the programme is narrowed to the optimal face by
complementary slackness: a column with a reduced cost stays at its bound, a row with a dual stays tight. That holds
the earlier optima exactly, with no dense row and no tolerance that a later stage could spend.

Most towns can meet their needs, so the unmet columns are closed first: if that can be done, every tier's optimum is
0 and needs no solve of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .program import Program
from .solver import LinearProgram

_BINDING = 1e-7  # a reduced cost or dual below this is rounding


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

    def stage(self, name: str) -> Stage:
        return next(stage for stage in self.stages if stage.name == name)


def stage_costs(program: Program) -> list[tuple[str, np.ndarray]]:
    return [*((f"unmet {tier}", program.unmet_cost(tier)) for tier in program.tiers()),
            ("cash", program.cash_cost()), ("hours", program.hours_cost())]


def solve(program: Program, costs=None, say: Callable[[str], None] | None = None, upper=None) -> Optimum:
    """Solve stage after stage. say: told the name of each stage before it starts."""
    costs = stage_costs(program) if costs is None else costs
    say = say or (lambda _: None)
    lp = program.linear_program(np.zeros(program.columns), upper)
    face = _Face(program, lp, upper)
    met_first = next((number for number, (name, _) in enumerate(costs) if not name.startswith("unmet")), len(costs))
    stages: list[Stage] = []
    if met_first:
        unmet = program.u[program.u >= 0]
        lp.bounds(unmet, np.zeros(len(unmet)), np.zeros(len(unmet)))
        say(costs[met_first][0] if met_first < len(costs) else costs[0][0])
        lp.cost(costs[min(met_first, len(costs) - 1)][1])
        if lp.solve() == "optimal":
            for name, cost in costs[:met_first]:
                stages.append(Stage(name, cost, 0.0, np.zeros(program.rows), (0.0,) * len(stages), cost))
                face.hold(cost, np.zeros(program.rows))
        else:
            lp.bounds(unmet, np.zeros(len(unmet)), face.upper[unmet])
    for name, cost in costs[len(stages):]:
        solved_already = len(stages) == met_first and met_first > 0 and stages[0].optimum == 0.0 and not face.restored
        if not (solved_already and name == costs[met_first][0]):
            say(name)
            lp.cost(cost)
            status = lp.solve("primal" if stages else None)
            if status != "optimal":
                return Optimum("infeasible" if status == "infeasible" else status, np.zeros(program.columns), tuple(stages), lp)
        stages.append(_stage(name, cost, lp, stages, face))
        face.restored = True
        if name != costs[-1][0]:
            face.hold(*reversed(lp.duals()))
    return Optimum("optimal", _clean(lp.values()), tuple(stages), lp)


class _Face:
    """The optimal face so far: which columns and rows are held, and by which stage."""

    def __init__(self, program: Program, lp: LinearProgram, upper):
        self.lp, self.program = lp, program
        self.lower, self.upper = program.lower.copy(), (program.upper if upper is None else upper).copy()
        self.row_lower, self.row_upper = program.row_lower.copy(), program.row_upper.copy()
        self.restored = False
        self.column_stage = np.full(program.columns, -1)
        self.row_stage = np.full(program.rows, -1)
        self.stages = 0

    def hold(self, reduced_costs, row_duals):
        """Narrow to where these duals allow an optimum."""
        free = self.column_stage < 0
        low, high = free & (reduced_costs > _BINDING), free & (reduced_costs < -_BINDING)
        self.upper[low] = self.lower[low]
        self.lower[high] = self.upper[high]
        held = np.flatnonzero(low | high)
        self.column_stage[held] = self.stages
        self.lp.bounds(held, self.lower[held], self.upper[held])
        free = self.row_stage < 0
        low, high = free & (row_duals > _BINDING), free & (row_duals < -_BINDING)
        self.row_upper[low] = self.row_lower[low]
        self.row_lower[high] = self.row_upper[high]
        held = np.flatnonzero(low | high)
        self.row_stage[held] = self.stages
        self.lp.row_bounds(held, self.row_lower[held], self.row_upper[held])
        self.stages += 1


def _stage(name, cost, lp, stages, face) -> Stage:
    """The stage's duals, made valid without the face: each stage before it gets the weight that this takes.

    On the face a held column may have a reduced cost of the wrong sign. The stage that holds it has one of the
    right sign there, so enough of that stage's (already valid) duals repairs it.
    """
    row_duals, reduced = lp.duals()
    optimum = float(cost @ lp.values())
    weights = np.zeros(len(stages))
    for number in range(len(stages) - 1, -1, -1):
        before = stages[number]
        need = 0.0
        for mine, theirs, where in ((reduced, before.reduced_costs, face.column_stage == number),
                                    (row_duals, before.row_duals, face.row_stage == number)):
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
