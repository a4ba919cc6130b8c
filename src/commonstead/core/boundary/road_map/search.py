"""The search for the best timetable of one budget, by turns, and for what no timetable can beat.

Quick timetables first, then the relaxation, then the coarse programme, among whose steps the exact programme chooses
the months; small changes; and the exact programme with everything, as long as there is time.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .coarse import blocks_of, coarsen
from .improving import improved, linked, without_losses
from .mixed import Clock, solve_mixed
from .model import Model
from .orders import greedy, in_batches, in_order
from .result import RoadMap, gap_of
from .stage_order import keeps_order
from .telling import tell

_SMALL = 160  # adoptions in time (candidates × periods) that the exact programme settles by itself
_BLOCKS = (5, 6, 7)  # of the coarse programmes, one after the other: four to six periods one by one, and the rest
_SURE = 1e-6
_WRONG = 1e-5  # share of the cash by which a bound above what was found is no rounding any more
#: What comes after the search (the step that does not pay, the stages in order) may take so much longer, as a share of
#: its time or in seconds, and dependence as much again; then it is left out.
_OVER, _LEAST_OVER = 0.08, 2.0
_BOUND = 5.0  # and the first bound so many more: better late than none
HURRY = 6.0  # seconds: below, only what takes a few dozen solves is done


class Search:
    """One budget: the best timetable so far, and what no timetable can beat."""

    def __init__(self, planner, budget, clock, gap, say):
        self.planner, self.ground, self.budget = planner, planner.ground, budget
        self.clock, self.gap, self.say = clock, gap, say
        self.table = planner.table
        self.table.set_budget(budget)
        self.bounds: dict[str, float] = {}
        self.refuted: set[str] = set()
        self.share = np.zeros(planner.loose.y.shape)
        self.never = planner.loose.periods
        self.stages_whole = True
        self.picked: set[int] = set()
        self.small = int((planner.loose.y >= 0).sum()) <= _SMALL

    def run(self, start) -> RoadMap:
        """All turns, each as long as time is left and the gap is not yet small enough."""
        none = np.full(self.planner.loose.candidates, self.never)
        self.table.until = None
        self.best = (none, self.table.outcome(none))
        over = max(_OVER * self.clock.seconds, _LEAST_OVER)
        self.table.until = self._limit(self.clock.left + over)
        self.planner.dependence.until = self._limit(self.clock.left + 2 * over)
        hurry = self.clock.seconds < HURRY
        self.say("best payback first")
        self._offer(*in_batches(self.table, self._limit(self.clock.seconds * (0.6 if hurry else 0.1))))
        self.say("what no road map can beat")
        self._bounded("relaxation", *self.planner.relaxation(self.budget, self.table.until.left + _BOUND))
        self._from_before(start)
        if not (self.small or hurry or self._done()):
            self._coarse()
            self._among_picked(0.5)
        related = linked(self.ground)
        share = self.clock.left * 0.7 if hurry else max(self.clock.seconds * 0.1, 1.0)
        *greedy_found, self.greedy_whole = greedy(self.table, related, 1 if hurry else 4, self._limit(share))
        self._offer(*greedy_found)
        self.say("changing one thing at a time")
        self._offer(*improved(self.table, *self.best, self._limit(self.clock.left * (0.8 if hurry else 0.2))))
        if not self._done():
            (self._exact if self.small else self._large)()
        self._offer(*without_losses(self.table, *self.best, self._limit(max(self.clock.left, self._screening()))))
        result = self._result(greedy_found, self._by_stage())
        self.table.until = self.planner.dependence.until = None
        return result

    def _screening(self):
        """Seconds that are always left for it: no answer may hold a step that costs more than it saves."""
        return min(0.4 * self.clock.seconds, 2.0)

    def _limit(self, seconds):
        return Clock(seconds, self.planner.now)

    def _solve_mixed(self, *arrays, **more):
        found = solve_mixed(*arrays, **more)
        self.planner.mixed_seconds += found.seconds
        return found

    # --- what was found
    def _offer(self, when, outcome):
        if outcome.cash < self.best[1].cash - 1e-9:
            self.best = (np.asarray(when), outcome)
            self._unrefuted()
            self._tell()

    @property
    def bound(self) -> float:
        """The best of what was proven by several ways."""
        return max(self.bounds.values(), default=-np.inf)

    def _unrefuted(self):
        """A proof that what was found is impossible is wrong, and whatever proved it proves nothing more."""
        most = self.best[1].cash + _WRONG * max(1.0, abs(self.best[1].cash))
        for way in [way for way, bound in self.bounds.items() if bound > most]:
            bound = self.bounds.pop(way)
            self.say(f"bound {bound:.6g} of {way} is above {self.best[1].cash:.6g}, which was found: dropped")
            self.refuted.add(way)

    def _bounded(self, way, bound, share=None):
        if way not in self.refuted and np.isfinite(bound):
            self.bounds[way] = max(self.bounds.get(way, -np.inf), bound)
        self._unrefuted()
        if share is not None:
            self.share = share
        self._tell()

    def _tell(self):
        if np.isfinite(self.bound):
            saved = self.ground.cash_before - self.best[1].cash
            self.say(f"found {saved:.0f} of at most {self.ground.cash_before - self.bound:.0f}")

    def _within(self):
        """The gap asked for, in cash, by the harder of the two measures."""
        possible = max(self.ground.cash_before - self.bound, 0.0) if np.isfinite(self.bound) else 0.0
        return self.gap * min(abs(self.best[1].cash), possible) if possible else 0.0

    def _done(self) -> bool:
        missing = self.best[1].cash - self.bound
        return missing <= max(self._within(), _SURE * max(1.0, abs(self.best[1].cash)) * 0.1) or self.clock.left < 0.05

    # --- the turns
    def _from_before(self, start):
        """The timetable of another budget, and the relaxation's, each as early as this purse allows."""
        orders = []
        for known in (start.adopted if isinstance(start, RoadMap) else start, self.planner.last):
            if known:
                place = {row.id: number for number, row in enumerate(self.ground.rows)}
                orders.append([place[name] for name in sorted(known, key=known.get) if name in place])
        most = self.share.max(axis=1)
        orders.append([int(one) for one in np.argsort(-most, kind="stable") if most[one] > 0.2])
        for order in orders:
            if not self._done():
                self._offer(*in_order(self.table, order, clock=self.clock))

    def _exact(self, chosen=None, seconds=None):
        """The exact programme, begun with the best so far. chosen: only these candidates; then it bounds nothing."""
        model = self.planner.tight
        found = self._mixed(model, self.best[0], chosen, seconds or self.clock.left * (0.75 if chosen is None else 0.5))
        if chosen is None:
            self._bounded("exact", found.bound)

    def _mixed(self, model, start, chosen, seconds):
        low, high, lower = model.with_budget(self.budget)
        upper = model.upper.copy()
        if chosen is not None:
            left_out = np.setdiff1d(np.arange(model.candidates), chosen)
            for block in (model.y[left_out], self.ground.x[left_out]):
                upper[block[block >= 0]] = 0.0
        here = model.y >= 0
        begin = (model.y[here], model.taken_up(start)[here]) if start is not None else None
        found = self._solve_mixed(
            model.cost, model.matrix, low, high, lower, upper, model.integral,
            seconds=min(seconds, self.clock.left), within=self._within() / 2, start=begin,
        )
        if found.values is not None:
            y = self.ground.program.cells(model.y, found.values) > 0.5
            when = np.where(y.any(axis=1), y.argmax(axis=1), self.never)
            if model.w is None or keeps_order(self.ground.stage, when, self.never):
                outcome = self.table.outcome(when)
                if model.w is None:
                    self._offer(when, outcome)
                return replace(found, values=when, objective=outcome.cash)
        return replace(found, values=None)

    def _coarse(self):
        """The coarse programmes: the best bound where choosing is hard, and what to take up. The finer one is begun
        where the coarser was settled; each begins with the best timetable so far, which leaves it little to try."""
        model = Model(self.ground, traced=False, in_all=True)
        for blocks in _BLOCKS:
            if self._done() or self.never <= blocks:
                return
            self.say("choosing in coarse time")
            coarse = coarsen(model, self.budget, blocks_of(model.periods, blocks))
            here = coarse.y >= 0
            begun = (self.best[0][:, None] <= coarse.ends)[here]
            found = self._solve_mixed(
                coarse.cost, coarse.matrix, coarse.row_lower, coarse.row_upper, coarse.lower, coarse.upper,
                coarse.integral, seconds=self.clock.left * 0.7, within=self._within() / 4, for_bound=True,
                start=(coarse.y[here], begun),
            )
            self._bounded("coarse", found.bound)
            if found.values is not None:
                self._as_chosen(coarse, found.values)
            if found.status != "optimal":
                return

    def _as_chosen(self, coarse, values):
        """The choice of a coarse programme in real time: each step as its block begins, in a block of several periods
        as much later as it takes to pay for them; and each step for itself, as early as the purse allows."""
        y = self.ground.program.cells(coarse.y, values) > 0.5
        taken = np.flatnonzero(y.any(axis=1))
        self.picked |= set(taken.tolist())
        block = y[taken].argmax(axis=1)
        order = taken[np.argsort(block, kind="stable")]
        self._offer(*in_order(self.table, order, self._limit(self.clock.left * 0.1)))
        begin = np.append(0, coarse.ends[:-1] + 1)[block]
        long = coarse.ends[block] > begin
        when = np.full(len(y), self.never)
        clock = self._limit(self.clock.left * 0.3)
        for later in (0, 1, 2, 4, 8) if long.any() else (0,):
            if clock.left <= 0:
                return
            when[taken] = np.where(long, np.minimum(begin + later, self.never - 1), begin)
            outcome = self.table.outcome(when, patient=True)
            if np.isfinite(outcome.cash):
                self._offer(when, outcome)
                return

    def _large(self):
        """The exact programme, first among what the coarse ones and the quick timetables would take up."""
        self._among_picked(0.5)
        if not self._done() and self.clock.left > 5:
            self.say("looking everywhere")
            self._exact()

    def _among_picked(self, share):
        """The exact programme with only those steps that some way has taken up."""
        if self._done():
            return
        self.picked |= set(np.flatnonzero(self.best[0] < self.never).tolist())
        self.say("choosing the months")
        self._exact(chosen=np.array(sorted(self.picked), int), seconds=self.clock.left * share)

    def _by_stage(self):
        """The best timetable found that keeps the order of the stages."""
        stage, when = self.ground.stage, self.best[0]
        if keeps_order(stage, when, self.never):
            return self.best
        self.say("the stages in order")
        taken = np.flatnonzero(when < self.never)
        order = taken[np.lexsort((when[taken], stage[taken]))]
        none = np.full(len(when), self.never)
        best = (none, self.table.outcome(none))
        hurry = self.clock.seconds < HURRY
        if hurry and self.clock.left < 0.1:
            self.stages_whole = False
            return best
        found = in_order(self.table, order, self._limit(max(self.clock.left, self.clock.seconds * 0.05)), stage)
        best = found if found[1].cash < best[1].cash else best
        if not hurry and self.clock.left > 0.2:
            model = Model(self.ground, traced=True, in_stages=True)
            chosen = None if self.small else taken
            exact = self._mixed(model, best[0], chosen, self.clock.left)
            if exact.values is not None and exact.objective < best[1].cash - 1e-9:
                best = (exact.values, self.table.outcome(exact.values))
        return best

    def _result(self, greedy_found, stages) -> RoadMap:
        ways = []
        whole = (True, self.greedy_whole, self.stages_whole)
        for (when, found), told in zip((self.best, greedy_found, stages), whole, strict=True):
            used, outcome = self.table.settled(when, found) if told else (when, found)
            ways.append((used, tell(self.table, used, outcome, self.planner.dependence if told else None)))
        (when, best), (_, by_payback), (_, by_stage) = ways
        bound = min(self.bound, best.cash)  # above it by rounding at most: _unrefuted
        possible = self.ground.cash_before - bound
        close = gap_of(best.cash, bound, min(abs(best.cash), possible) if possible > 0 else 0.0) <= self.gap
        return RoadMap(
            status="optimal" if close else "time_limit",
            budget=self.budget,
            best=best,
            greedy=by_payback,
            greedy_whole=self.greedy_whole,
            by_stage_whole=self.stages_whole,
            by_stage=by_stage,
            cash_before=self.ground.cash_before,
            spent_before=tuple(self.ground.spent.tolist()),
            bound=float(bound),
            bounds_dropped=tuple(sorted(self.refuted)),
            dependence_before=self.planner.dependence.after(()),
            whole_outlay=self.ground.whole_outlay,
            seconds=round(self.clock.spent, 3),
            adopted={self.ground.rows[one].id: int(when[one]) for one in np.flatnonzero(when < self.never)},
        )
