"""Road maps of the town: the one that its page opens with, kept with the answers; one of any other budget at once, as
good as a second allows; and the one that was worked out at length.

What does not depend on the budget is kept in this process from one question to the next, so that another budget is
answered from where the last one stood. It is only kept, never the truth: it goes when the answers are worked out anew.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from commonstead.core.boundary.road_map import Planner

from . import snapshot
from .budgets import opening
from .calculations import latest_calculation
from .planned import plan_of

KIND = "road_map"
#: Seconds of looking before a page answers. Telling what was found takes a few tenths more, and people wait about two
#: seconds before they wonder (our choice).
AT_ONCE = 0.8
#: Seconds of computing for the road map that is kept with the answers: enough to follow the other ways to their end in
#: a town of a hundred recipes, and a fraction of what the answers take anyhow.
PREPARED = 5.0
#: Columns of the plan above which none is kept with the answers: there its relaxation alone takes longer than that.
LARGE = 25_000
#: Seconds for which what was found in a hurry is given again; then the search goes on from it.
FRESH = 300.0
_KEPT = 24  # answers to budgets that are kept beside the planner: a slider is moved back and forth
#: Seconds that a page waits for another's question to be answered; then it shows what is at hand, and says so.
PATIENCE = 1.0
_lock = threading.Lock()
_getting_ready = threading.Lock()  # one at a time
_planner: list = []  # (mark of the answers, Planner)
_answered: dict[tuple, tuple] = {}  # (mark, budget) → (RoadMap, moment)


def prepared(network, plan, document, mark: tuple) -> dict:
    """The format's `ladder` for the budget that the page opens with, to be kept with the answers; empty where there is
    nothing to start. The planner stays at hand for the budgets that are asked for next."""
    if plan.status != "optimal" or not network.catalogue or plan.solved.program.columns > LARGE:
        return {}
    planner = Planner(network, plan, now=time.thread_time)
    found = planner.road_map(opening(document), time_limit_s=PREPARED)
    planner.now = time.monotonic
    with _lock:
        _answered.clear()
        _planner[:] = [(mark, planner)]
    return found.to_json()


def at_once(answers, budget: float) -> dict:
    """The format's `ladder` for a budget of at least 0: the one kept with the answers, or what is found within about a
    second, with its honest gap. While another budget is being worked out, the nearest one that was answered, which its
    "budget" tells."""
    if answers.road_map and answers.road_map["budget"] == float(budget):
        return dict(answers.road_map)
    key = (answers.mark, answers.cursor, float(budget))
    if not _lock.acquire(timeout=PATIENCE if answers.road_map else -1):
        return _nearest(answers, float(budget))
    try:
        found, moment = _answered.get(key, (None, 0.0))
        if found is None or not (_whole(found) or time.monotonic() - moment < FRESH):
            planner = _planner_of(answers)
            again = planner.road_map(budget, time_limit_s=AT_ONCE, start=found)
            found = again if found is None or again.cash <= found.cash else found
            while len(_answered) >= _KEPT:
                del _answered[next(iter(_answered))]
            _answered[key] = found, time.monotonic()
        return found.to_json()
    finally:
        _lock.release()


def too_large(answers) -> bool:
    """Whether this town's road maps are only worked out in the background: none was kept with the answers, though there
    is something to start."""
    return not answers.road_map


def _nearest(answers, budget: float) -> dict:
    mark = (answers.mark, answers.cursor)
    near = [found for key, (found, _) in list(_answered.items()) if key[:2] == mark]
    best = min(near, key=lambda found: abs(found.budget - budget), default=None)
    if best is None or abs(answers.road_map["budget"] - budget) <= abs(best.budget - budget):
        return dict(answers.road_map)
    return best.to_json()


def make_ready(answers) -> None:
    """Begin, beside the page that is being shown, to lay out what every budget needs, if it is not at hand: whoever
    moves the slider some seconds later does not wait for it."""
    mark = (answers.mark, answers.cursor)
    if (_planner and _planner[0][0] == mark) or not answers.road_map or not _getting_ready.acquire(blocking=False):
        return
    try:
        units = snapshot.ledger.units()
    except BaseException:
        _getting_ready.release()
        raise

    def lay_out():
        try:
            with _lock:
                _planner_of(answers, units).road_map(answers.road_map["budget"], time_limit_s=AT_ONCE)
        finally:
            _getting_ready.release()

    threading.Thread(target=lay_out, daemon=True).start()


def at_length(budget: float) -> Mapping | None:
    """The calculation of this budget that was worked out last in the background, None where there is none that is
    still true of the town."""
    found = latest_calculation(KIND, wanted(budget))
    return found if found and found.result and not found.stale else None


def wanted(budget: float) -> dict:
    """The question, as the background is asked it."""
    return {"budget": float(budget)}


def _whole(found) -> bool:
    return found.status != "time_limit" and found.greedy_whole and found.by_stage_whole


def _planner_of(answers, units=None) -> Planner:
    mark = (answers.mark, answers.cursor)
    if not _planner or _planner[0][0] != mark:
        network, plan = plan_of(answers, units)
        _answered.clear()
        _planner[:] = [(mark, Planner(network, plan, now=time.monotonic))]
    return _planner[0][1]
