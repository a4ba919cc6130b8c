"""What a road map says: its rungs in the order of time, the money path, and how far from the best it can be at most."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rung:
    """Recipes that are taken up together: one, or several of a period of which one makes what another takes.

    period: 1 is the first.  stage: the latest of its recipes.  outlay: cash paid when the period begins, bought parts
    included, and what `machines` cost, which may have been bought in a period before; made_outlay: worth, at shop
    prices, of the parts that came from the own store and of machines that were made inside.
    machines: {good: {units, cash, made}}: machines that nobody had and this is the first to work with; units bought for
    that cash, and made inside, until it begins.
    enables: recipes begun in a later period without which these would serve nobody: what these make has no other use.
    dependence: share of the livelihood still bought by a town that has taken up this and all before it.
    saving_to_date: spending saved until the end of the period by all steps so far, outlays not deducted.
    cash_after: what is in the purse then.  before_saved: what had been saved before the period began.
    """

    period: int
    recipes: tuple[str, ...]
    stage: str
    outlay: float
    made_outlay: float
    dependence: float | None
    cash_after: float
    saving_to_date: float
    before_saved: float
    machines: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    enables: tuple[str, ...] = ()

    def to_json(self) -> dict:
        return {
            "period": self.period,
            "recipes": list(self.recipes),
            "stage": self.stage,
            "outlay": self.outlay,
            "made_outlay": self.made_outlay,
            "dependence": self.dependence,
            "cash_after": self.cash_after,
            "saving_to_date": self.saving_to_date,
            "before_saved": self.before_saved,
            "machines": {good: dict(of) for good, of in self.machines.items()},
            "enables": list(self.enables),
        }


@dataclass(frozen=True)
class Way:
    """One timetable with its figures. cash: spending + outlays over the horizon. spent, outlays, purse: by period.
    A machine that nobody had stands in `outlays` in the period in which it is paid, and not in `spent`."""

    steps: tuple[Rung, ...]
    cash: float
    spent: tuple[float, ...]
    outlays: tuple[float, ...]
    purse: tuple[float, ...]

    def to_json(self) -> dict:
        return {
            "steps": [step.to_json() for step in self.steps],
            "cash": self.cash,
            "path": {"spent": list(self.spent), "outlays": list(self.outlays), "purse": list(self.purse)},
        }


@dataclass(frozen=True)
class RoadMap:
    """The best found. bound: no road map whatever costs less.  gap: (cash − bound) ÷ |cash|, as solvers say it;
    missed_at_most: the same as a share of all that could be saved, which is the harder measure.

    status: "optimal" (within the gap asked for), "time_limit" (the best found so far), "infeasible" (the plan without
    any step cannot keep the rules) or "nothing_to_start" (no recipe that is not in use).
    greedy: best payback first.  greedy_whole, by_stage_whole: false where the time was too short for it; then its
    rungs say no dependence.
    by_stage: stages in order (stage_order.py).  dependence_before: without any step.
    whole_outlay: what taking up everything would cost.
    bounds_dropped: proofs ("relaxation", "coarse", "exact") that what was found refuted; the bound rests on the rest.
    It is −∞ (null in JSON) where nothing is proven.
    """

    status: str
    budget: float
    best: Way
    greedy: Way
    by_stage: Way
    cash_before: float
    spent_before: tuple[float, ...]
    bound: float
    dependence_before: float | None
    whole_outlay: float
    seconds: float
    adopted: Mapping[str, int] = field(default_factory=dict)
    greedy_whole: bool = True
    by_stage_whole: bool = True
    bounds_dropped: tuple[str, ...] = ()

    @property
    def cash(self) -> float:
        return self.best.cash

    @property
    def steps(self) -> tuple[Rung, ...]:
        return self.best.steps

    @property
    def gap(self) -> float:
        return gap_of(self.cash, self.bound, abs(self.cash))

    @property
    def missed_at_most(self) -> float:
        return gap_of(self.cash, self.bound, self.cash_before - self.bound)

    def to_json(self) -> dict:
        """The value of `ladder` in the format."""
        return {
            **self.best.to_json(),
            "status": self.status,
            "budget": self.budget,
            "gap": _finite(self.gap),
            "missed_at_most": _finite(self.missed_at_most),
            "bound": _finite(self.bound),
            "bounds_dropped": list(self.bounds_dropped),
            "cash_before": self.cash_before,
            "spent_before": list(self.spent_before),
            "dependence_before": self.dependence_before,
            "whole_outlay": self.whole_outlay,
            "greedy": {**self.greedy.to_json(), "whole": self.greedy_whole},
            "by_stage": {**self.by_stage.to_json(), "whole": self.by_stage_whole},
            "seconds": self.seconds,
        }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def gap_of(cash: float, bound: float, whole: float) -> float:
    """How far a cash is above its bound, as a share of `whole`; 0 where rounding is all there is."""
    if not math.isfinite(bound):
        return math.inf
    missing = max(cash - bound, 0.0)
    if missing <= 1e-6 * max(1.0, abs(cash)) * 1e-1:
        return 0.0
    return missing / whole if whole > 0 else 1.0
