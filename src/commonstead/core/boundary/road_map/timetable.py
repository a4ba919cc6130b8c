"""What a timetable of adoptions costs: the exact model with every y fixed, solved anew from where it stood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..solver import LinearProgram
from .ground import spending

_SOME = 1e-7
_KEPT = 60  # outcomes that are kept for whoever asks again
#: Of two ways that cost the same, buy and make later: else money that could pay for a step lies in the larder. So small
#: that it moves the cash by less than a millionth of what is bought.
_EARLY = 1e-7


@dataclass(frozen=True)
class Outcome:
    """cash: spending and outlays over the horizon, infinite where the timetable cannot be paid for or supplied.
    purse: what is in it before each period begins and after the last, periods + 1 numbers."""

    cash: float
    values: np.ndarray
    purse: np.ndarray
    duals: np.ndarray | None = None


class Timetable:
    """`when` names a period for each candidate; the number of periods means never."""

    def __init__(self, model, budget: float):
        self.model, self.budget, self.ground = model, budget, model.ground
        self.never = model.periods
        low, high, lower = model.with_budget(budget)
        upper = model.upper.copy()
        upper[model.y[model.y >= 0]] = 0.0
        cost = model.cost.copy()
        cost[: self.ground.program.columns] += _EARLY * self.ground.program.earliness_cost()
        self.lp = LinearProgram(cost, model.matrix, low, high, lower, upper)
        self.until = None  # a clock: when solving must have come to its end
        self._basis = None
        self._known: dict[bytes, Outcome] = {}

    def set_budget(self, budget: float) -> None:
        """Another budget, from where it stood."""
        model = self.model
        low, high, lower = model.with_budget(budget)
        rows = np.array([model.begin[0], model.purse[0]])
        self.budget = budget
        self._known.clear()
        self.lp.row_bounds(rows, low[rows], high[rows])
        self.lp.bounds(model.q, lower[model.q], model.upper[model.q])

    def outcome(self, when, patient=False) -> Outcome:
        """Least cash with these adoptions. patient: though they are far from those before, and it takes long."""
        key = np.asarray(when, np.int64).tobytes()
        if key not in self._known or (patient and not np.isfinite(self._known[key].cash)):
            while len(self._known) >= _KEPT:
                del self._known[next(iter(self._known))]
            self._known[key] = self._solve(when, patient)
        return self._known[key]

    def _solve(self, when, patient) -> Outcome:
        model = self.model
        here = model.y >= 0
        wanted = model.taken_up(when)[here]
        self.lp.bounds(model.y[here], wanted, wanted)
        # From the basis before, some hundred steps are usual. Rarely one goes on for minutes: it counts as not found.
        most_steps = None if self._basis is None else self.lp.rows // 4 + 1000
        status = self.lp.solve("dual" if self._basis else "ipm", most_steps, self._left())
        if status == "step_limit" and patient:
            status = self.lp.solve("ipm", seconds=self._left())
        if status != "optimal":
            if self._basis:
                self.lp.start_from(self._basis)
            return Outcome(np.inf, np.zeros(model.columns), np.zeros(model.periods + 1))
        self._basis = self.lp.basis()
        values = self.lp.values()
        duals, _ = self.lp.duals()
        return Outcome(float(model.cost @ values), values, np.concatenate([[self.budget], values[model.q]]), duals)

    def _left(self):
        return None if self.until is None else self.until.left

    def used(self, when, outcome: Outcome) -> np.ndarray:
        """The timetable without what is never run, and with nothing begun before it is first run."""
        ground = self.ground
        runs = ground.program.cells(ground.x, outcome.values) > _SOME
        first = np.where(runs.any(axis=1), runs.argmax(axis=1), self.never)
        return np.where(np.asarray(when) < self.never, np.maximum(first, when), self.never)

    def settled(self, when, outcome: Outcome) -> tuple[np.ndarray, Outcome]:
        """`used`, as far as it costs no more: a part in store may have rotted by the time of the first run, and then
        the step is better begun before. Else what is never run is left out, and each step moved alone."""
        used = self.used(when, outcome)
        found = self.outcome(used)
        if _no_worse(found, outcome):
            return used, found
        when = np.asarray(when)
        kept = np.where(used == self.never, self.never, when)
        found = self.outcome(kept)
        if not _no_worse(found, outcome):
            return when, outcome
        for one in np.flatnonzero(used != kept):
            trial = kept.copy()
            trial[one] = used[one]
            moved = self.outcome(trial)
            if _no_worse(moved, outcome):
                kept, found = trial, moved
        return kept, found

    def spent(self, outcome: Outcome) -> np.ndarray:
        """Spending by period, outlays left out."""
        return spending(self.ground.program, outcome.values)


def _no_worse(found: Outcome, outcome: Outcome) -> bool:
    # What _EARLY may move the cash by is no difference.
    return found.cash <= outcome.cash + 1e-9 + _EARLY * abs(outcome.cash)
