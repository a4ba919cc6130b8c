"""A fingerprint of all that the answers rest on: if it has changed, they are stale. Cheap enough for every page."""

from __future__ import annotations

import hashlib
import json

from commonstead.town.ledger import queries as ledger
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.making import queries as making
from commonstead.town.people import queries as people

from .models import Frame


def cursor() -> int:
    """The place of the last event in the journal."""
    last = ledger.events(count=1)
    return last[0].seq if last else 0


def mark() -> str:
    """The fingerprint of journal, recipes and land, pledges, needs and frame."""
    frame = Frame.objects.values().first() or {}
    measured = livelihood.town_needs()
    parts = [
        cursor(),
        {key: str(value) for key, value in frame.items()},
        sorted((pledge.agent, str(pledge.hours_a_month), *pledge.skills) for pledge in people.pledges()),
        making.fingerprint(),
        sorted((good, str(amount)) for good, amount in measured.needs.items()) if measured else [],
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
