"""The small answers of an association's kind, at the top of its page."""

from __future__ import annotations

from django.utils.translation import gettext

from commonstead.town.boundary import yearbooks


def answers_of(agent_id: str) -> list[tuple[str, str]]:
    """(label, answer) of each card of its kind that has something to say."""
    return [(gettext(answer.label), answer.text) for answer in yearbooks.small_answers(agent_id)]
