"""Two futures side by side, in a town whose plan is too large for a page to wait for."""

from __future__ import annotations

from commonstead.core.boundary.changes import Changes
from commonstead.core.boundary.explaining import compare
from commonstead.core.vocabulary.refusal import gettext_noop

_PLANNING = gettext_noop("Finding the plan as we are, and the one as it would be")


def calculate(work) -> dict:
    """wanted: {changes: {field of Changes: value}}. The comparison, as Comparison.to_json() gives it."""
    said = dict(work.wanted["changes"])
    work.say(_PLANNING, 0.1)
    return compare(work.network(), Changes(**{name: tuple(value) if isinstance(value, list) else value
                                              for name, value in said.items()})).to_json()
