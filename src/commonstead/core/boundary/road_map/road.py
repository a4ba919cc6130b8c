"""The road map: what to start, and when, so that what the first steps save pays for the next.

(Exodus 8828-8843, the ladder of import replacement; 14084-14097, each step paid by the one before; 3575-3579, a thing
that is made inside makes the next one cheaper.) Least cash over the horizon, outlays included, is sought by turns:
timetables that are quick to find, the coarse programme, whose bound is strong where choosing is hard, and the exact
programme, which settles small towns outright. Whatever was proven best bounds all, so the gap is honest at any moment.
"""

from __future__ import annotations

import numpy as np

from ..network import Network
from ..plan import Plan
from ..plan import plan as make_plan
from ..solver import LinearProgram
from .ground import Ground
from .mixed import Clock
from .model import Model
from .result import RoadMap
from .search import HURRY, Search
from .telling import Dependence, nothing_to_tell
from .timetable import Timetable

_SEARCHING = 0.92  # share of the time for the search; the rest, and a little more, for telling what it found


class Planner:
    """Keeps between budgets what does not depend on them: the plan, the arrays, the relaxation where it was solved,
    and the timetable found last."""

    def __init__(self, network: Network, plan: Plan | None = None, now=None):
        self.network = network
        self.now, self.mixed_seconds = now or self._solver_seconds, 0.0
        self.plan = plan or make_plan(network)
        self.able = self.plan.status == "optimal" and bool(network.catalogue) and network.periods > 0
        if not self.able:
            return
        self.ground = Ground(network, self.plan)
        self.loose = Model(self.ground, traced=False)
        self.tight = Model(self.ground)
        self.dependence = Dependence(self.ground)
        self.table = Timetable(self.loose, 0.0)
        self.relaxed = None
        self.last = None

    def road_map(self, budget, *, time_limit_s=60.0, gap=0.01, say=None, start=None) -> RoadMap:
        """See road_map()."""
        if not self.able:
            return nothing_to_tell(self.plan, budget)
        clock = Clock(time_limit_s if time_limit_s < HURRY else _SEARCHING * time_limit_s, self.now)
        search = Search(self, float(budget), clock, gap, say or (lambda _: None))
        result = search.run(start)
        self.last = dict(result.adopted)
        return result

    def _solver_seconds(self) -> float:
        programmes = (self.table.lp, self.dependence.lp, self.relaxed)
        return self.mixed_seconds + sum(one.seconds for one in programmes if one is not None)

    def relaxation(self, budget, seconds=None) -> tuple[float, np.ndarray]:
        """(bound, y) of the exact programme where a step may be taken up by a share; from where it stood before. −∞
        where it takes longer than so many seconds."""
        low, high, lower = self.tight.with_budget(budget)
        model = self.tight
        if self.relaxed is None:
            self.relaxed = LinearProgram(model.cost, model.matrix, low, high, lower, model.upper)
        else:
            rows = np.array([model.begin[0], model.purse[0]])
            self.relaxed.row_bounds(rows, low[rows], high[rows])
            self.relaxed.bounds(model.q, lower[model.q], model.upper[model.q])
        if self.relaxed.solve(seconds=seconds) != "optimal":
            return -np.inf, np.zeros(model.y.shape)
        return self.relaxed.objective, self.ground.program.cells(model.y, self.relaxed.values())


def road_map(
    network: Network, budget: float, *, time_limit_s: float = 60.0, gap: float = 0.01, plan: Plan | None = None,
    say=None, start: RoadMap | None = None, now=None,
) -> RoadMap:
    """What to start when, for the least cash over the horizon, outlays included.

    budget: the part of the cash in hand that may be laid out at the start, in the town's currency, ≥ 0; later steps
    are paid from what the steps before have saved. time_limit_s: then the best found so far, with its gap.
    gap: stop when less than this share of the cash, and of all that could be saved, can be missing. plan: of the
    same network, if it is at hand. say: told each stage that begins. start: a road map of another budget.
    now: tells seconds from whenever, for the time limit; without it the solver's own seconds count.
    Raises ValueError for a budget that is negative or no number.
    """
    if not (np.isfinite(budget) and budget >= 0):
        raise ValueError("budget must be 0 or more")
    planner = Planner(network, plan, now)
    return planner.road_map(budget, time_limit_s=time_limit_s, gap=gap, say=say, start=start)
