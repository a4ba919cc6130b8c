"""What to start and when, looked for at length: a minute on one core, with the best found and how far it may be off."""

from __future__ import annotations

import time

from commonstead.core.boundary.road_map import road_map
from commonstead.core.vocabulary.refusal import gettext_noop

#: A minute: a town of 40 to 60 recipes is within a few per cent by then (benchmarks/boundary_ladder.py).
SECONDS = 60.0
_SAID = {
    "best payback first": gettext_noop("Starting what pays back soonest, one after the other"),
    "what no road map can beat": gettext_noop("Working out what no road map can beat"),
    "changing one thing at a time": gettext_noop("Changing one thing at a time"),
    "choosing in coarse time": gettext_noop("Choosing what to start at all"),
    "choosing the months": gettext_noop("Choosing the month for each"),
    "looking everywhere": gettext_noop("Looking whether anything else is better"),
    "the stages in order": gettext_noop("The same with the stages in order"),
}


def calculate(work) -> dict:
    """wanted: {"budget", "seconds"}. {"budget", "ladder": the format's value}."""
    budget = float(work.wanted["budget"])

    def say(text):
        if text in _SAID:
            work.say(_SAID[text])

    found = road_map(work.network(), budget, time_limit_s=float(work.wanted.get("seconds", SECONDS)), say=say,
                     now=time.monotonic)
    return {"budget": budget, "ladder": found.to_json()}
