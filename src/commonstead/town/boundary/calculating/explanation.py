"""Why a step is recommended, in a town whose plan is too large for a page to wait for."""

from __future__ import annotations

from commonstead.core import boundary as core
from commonstead.core.boundary.explaining import explain
from commonstead.core.vocabulary.refusal import gettext_noop

_PLANNING = gettext_noop("Finding the plan as we are")
_EXPLAINING = gettext_noop("Finding out what the step changes, and when it stops paying")


def calculate(work) -> dict:
    """wanted: {recipes: [ids]}. The explanation, as explaining.Explanation.to_json() gives it."""
    network = work.network()
    work.say(_PLANNING, 0.1)
    plan = core.plan(network)
    work.say(_EXPLAINING, 0.6)
    return explain(network, plan, work.wanted["recipes"]).to_json()
