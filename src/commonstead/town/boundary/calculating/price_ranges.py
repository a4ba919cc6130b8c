"""How far prices may move before another plan is better, in a town whose plan is too large for a page to wait for."""

from __future__ import annotations

from commonstead.core import boundary as core
from commonstead.core.boundary import explaining
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.boundary.explaining import MOST_PRICES

_PLANNING = gettext_noop("Finding the plan as we are")
_MOVING = gettext_noop("Moving one price after the other until another plan is better")


def calculate(work) -> dict:
    """{price_ranges: [...]}, each as PriceRange.to_json() gives it."""
    network = work.network()
    work.say(_PLANNING, 0.1)
    plan = core.plan(network)
    work.say(_MOVING, 0.4)
    return {"price_ranges": [span.to_json() for span in explaining.price_ranges(network, plan, most=MOST_PRICES)]}
