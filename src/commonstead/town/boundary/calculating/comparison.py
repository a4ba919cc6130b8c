"""Two futures side by side, in a town whose plan is too large for a page to wait for."""

from __future__ import annotations

from commonstead.core.boundary.explaining import compare
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.boundary.explaining import changes_of

_PLANNING = gettext_noop("Finding the plan as we are, and the one as it would be")


def calculate(work) -> dict:
    """wanted: {changes: {field of Changes: value}}. The comparison, as Comparison.to_json() gives it."""
    work.say(_PLANNING, 0.1)
    return compare(work.network(), changes_of(work.wanted["changes"])).to_json()
