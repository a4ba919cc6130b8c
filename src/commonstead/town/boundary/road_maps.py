"""Road maps of the town: one at once, as good as a second allows, and the one that was worked out at length.

What does not depend on the budget is kept in this process from one question to the next, so that another budget is
answered from where the last one stood. It is only kept, never the truth: it goes when the answers are worked out anew.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from commonstead.core import boundary as core
from commonstead.core.boundary.road_map import Planner

from . import snapshot
from .calculations import latest_calculation

KIND = "road_map"
#: Seconds of looking before a page answers. People wait about two seconds before they wonder (our choice).
AT_ONCE = 1.0
_KEPT = 24  # answers to budgets that are kept beside the planner: a slider is moved back and forth
_lock = threading.Lock()
_planner: list = []  # (mark of the answers, Planner)
_answered: dict[tuple, dict] = {}


def at_once(answers, budget: float) -> dict:
    """The format's `ladder` for a budget of at least 0, found within about a second, with its honest gap."""
    key = (answers.mark, answers.cursor, float(budget))
    with _lock:
        if key not in _answered:
            planner = _planner_of(answers)
            while len(_answered) >= _KEPT:
                del _answered[next(iter(_answered))]
            _answered[key] = planner.road_map(budget, time_limit_s=AT_ONCE).to_json()
        return _answered[key]


def at_length(budget: float) -> Mapping | None:
    """The calculation of this budget that was worked out last in the background, None where there is none that is
    still true of the town."""
    found = latest_calculation(KIND, wanted(budget))
    return found if found and found.result and not found.stale else None


def wanted(budget: float) -> dict:
    """The question, as the background is asked it."""
    return {"budget": float(budget)}


def _planner_of(answers) -> Planner:
    mark = (answers.mark, answers.cursor)
    if not _planner or _planner[0][0] != mark:
        network = core.read_network(answers.network, units=snapshot.ledger.units())
        _answered.clear()
        _planner[:] = [(mark, Planner(network, now=time.monotonic))]
    return _planner[0][1]
