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
from dataclasses import dataclass, replace

import numpy as np

from .optimal_face import Face, Small, Stage, lacking, rounding, scale, stage_of, stage_with, sum_of
from .program import Program
from .solver import LinearProgram
from .storing import store_no_more

_FEW_STEPS = 3_000  # from another plan's basis; where that many do not do, the beginning is the better start
_TRIES = 12  # each lets go what the one before strained, or counts an aim that lost too much ten times as much
_DRIFT = 1e-7  # of an earlier aim's optimum: what may be lost of it so that the proof of the later one holds
_LACKS = 3e-7  # of the aim's optimum: what its proof may lack; `check_plan` forgives 1e-6
_WORTH = 1e-5  # of the aim's own optimum: what the first try sets against such a loss
_HAIR = 0.01  # an earlier aim holds by a hair what it counts, so weighted, below so many times this one's largest cost


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
    face = Face(program, lp, upper)
    stages, status = _closed_tiers(program, costs, lp, face, say, start)
    basis = None
    for name, cost in costs[len(stages) :]:
        if status is None:
            say(name)
            status = _minimise(lp, cost, "primal" if stages else None)
        if status != "optimal":
            return Optimum(status, np.zeros(program.columns), tuple(stages), lp)
        stages.append(_proven(name, cost, lp, stages, face))
        basis = lp.basis() if name == "cash" else basis
        if name == until:
            return _reached(_clean(lp.values()), stages, lp, face, basis)
        face.hold(stages[-1])
        status = None
    say("just in time")
    return _reached(_clean(_just_in_time(program, lp, stages)), stages, lp, face, basis)


def _reached(values, stages, lp, face, basis) -> Optimum:
    """Each optimum as the plan in hand reaches it: a later proof may multiply by millions what rounding, or a trade
    with what is counted, has moved since the stage was solved."""
    there = np.clip(values, *face.whole_columns)
    return Optimum("optimal", values, tuple(replace(one, optimum=sum_of(one.cost, there)) for one in stages), lp, basis)


def _just_in_time(program, lp, stages) -> np.ndarray:
    """Among the plans that are equal in all aims, the one that buys and makes latest (nothing is made for stock
    without a need). Taste, not an aim: where it is not found, or rounding would spend some of an aim on it, the plan
    that was found before is as good."""
    before = lp.values()
    values = lp.values() if _minimise(lp, program.earliness_cost(), "primal") == "optimal" else before
    if any(sum_of(stage.cost, values - before) > _DRIFT * max(1.0, abs(stage.optimum)) for stage in stages):
        values = before
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
        if status == "optimal":
            break
    stages: list[Stage] = []
    for name, cost in costs[:closed]:
        nowhere = np.zeros(program.rows)
        stages.append(Stage(name, cost, 0.0, nowhere, (0.0,) * len(stages), cost, (cost > 0, nowhere > 0)))
        face.hold(stages[-1])
    return stages, status


def _minimise(lp, cost, method, most_steps=None) -> str:
    """Costs are brought to a size at which a reduced cost that matters cannot be taken for rounding."""
    lp.cost(cost * scale(cost))
    return lp.solve(method, most_steps)


def _proven(name, cost, lp, stages, face) -> Stage:
    """The stage where the solver stands; where rounding would spoil its proof, it is solved once more.

    What holds an earlier optimum by a hair (flour that loses a third a week is worth next to nothing after a year)
    can be had back only by a weight of millions, and what rounding is multiplied by millions proves nothing. So what
    is held by a hair is let go, and what it would lose of the earlier aim is counted in this one, at a weight that
    loses nothing to speak of there: what the earlier proof lacks stays below a tenth of what `check_plan` allows.
    (Not the aim itself: of tiers that hang together, the third may gain by millions what the second, and so its
    proof, loses by a hair.) Where no try proves more than the one before them all, all is put back as it was."""
    stage = stage_of(name, cost, lp, stages, face)
    lacks, size = _lacks(stage, stages, lp, face), max(1.0, abs(stage.optimum))
    if lacks <= _LACKS:
        return stage
    best = lacks, stage, cost, face.state()
    largest = float(np.abs(cost).max())
    small = [Small(one, face.program.matrix, _WORTH * size / (_DRIFT * max(1.0, abs(one.optimum)))) for one in stages]
    strained = [(np.abs(part.stage.reduced_costs) < _HAIR * largest / part.weight,
                 np.abs(part.stage.row_duals) < _HAIR * largest / part.weight) for part in small]
    for _ in range(_TRIES):
        for part, masks in zip(small, strained, strict=True):
            part.take(*masks)
        face.let_go(small)
        counted = cost + sum(part.weight * part.cost for part in small if part.counts)
        if _minimise(lp, counted, "primal") != "optimal":
            break
        stage, strained = stage_with(name, cost, lp, stages, face, counted, small)
        lacks = _lacks(stage, stages, lp, face)
        if lacks <= _LACKS:
            return stage
        if lacks < best[0]:
            best = lacks, stage, counted, face.state()
        lost = [part for part in small if _lost(part.stage, lp, face)]
        hopeless = not lost or rounding(stage, stages) > best[0] * size  # more weight would not prove more
        if hopeless and not any(mask.any() for masks in strained for mask in masks):
            break
        for part in lost:
            part.weight *= 10
    _, stage, counted, state = best
    face.put_back(state)
    _minimise(lp, counted, "primal")  # no step to take, but what was found has to be there again
    return stage


def _lacks(stage, before, lp, face) -> float:
    """What the proof of what the solver reached lacks, of its optimum; without end where a stage before lost much."""
    if any(_lost(one, lp, face) for one in before):
        return np.inf
    lacks = lacking(stage, lp.values(), lp.row_values(), face) + rounding(stage, before)
    return lacks / max(1.0, abs(stage.optimum))


def _lost(stage, lp, face) -> bool:
    return lacking(stage, lp.values(), lp.row_values(), face) > _DRIFT * max(1.0, abs(stage.optimum))


def _clean(values):
    return np.where(np.abs(values) < 1e-9, 0.0, values)
