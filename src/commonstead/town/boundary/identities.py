"""The several economies in which one person lives at once (Exodus 9273-9289).

Somebody can be unemployed where wages are paid and employed at home, in the neighbourhood and among friends. What
they are is read from their own book of the last twelve months; only they and those who may see their book are shown it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.core.vocabulary.actions import TRANSFERS, Action
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from .yearbooks import A_YEAR


@dataclass(frozen=True)
class Identity:
    """sort: "wages" (work or services for money from outside), "household", "association" (work there, by its kind),
    "neighbours" (work for single people), "giving" or "receiving" (things and services, by mode).
    where: agent id of the household or association, else "".  mode: for giving and receiving.  hours: worked.
    entries: how many lines of the book say so."""

    sort: str
    where: str = ""
    mode: Mode | None = None
    hours: Decimal = Decimal(0)
    entries: int = 0


def identities_of(person_id: str, until: datetime | None = None) -> tuple[Identity, ...]:
    """A person's economic identities of the last twelve months, most hours first, then most entries."""
    ends = ledger.journal_ends()
    end = until or (ends[1] + timedelta(seconds=1) if ends else timezone.now())
    effort: dict[tuple, int] = defaultdict(int)
    entries: dict[tuple, int] = defaultdict(int)
    natures = {view.id: view.nature for view in people.agents(gone=True)}
    for flow in ledger.flow_sums(end - A_YEAR, end, agent=person_id):
        key = _key(flow, person_id, natures)
        if key:
            effort[key] += flow.effort
            entries[key] += flow.events
    found = (Identity(*key, hours=Decimal(effort[key]) / 100, entries=entries[key]) for key in entries)
    return tuple(sorted(found, key=lambda item: (-item.hours, -item.entries, item.sort, item.where, item.mode or "")))


def _key(flow, person: str, natures: dict[str, str]) -> tuple | None:
    other = flow.receiver if flow.provider == person else flow.provider
    if other == person:
        return None
    if flow.action is Action.WORK and flow.provider == person:
        if other == OUTSIDE:
            return ("wages", "", None)
        nature = natures.get(other, "")
        return ("neighbours", "", None) if nature == "person" else (nature, other, None)
    if flow.action not in TRANSFERS:
        return None
    sort = _sort(flow.specification)
    if flow.provider == OUTSIDE and sort == "money":
        return ("wages", "", None)
    # Whoever pays in hours or notes of a circle received something for them, and the other way round.
    gave = (flow.provider == person) != is_unit_of_account(sort)
    return ("giving" if gave else "receiving", "", flow.mode)


def _sort(specification: str) -> str:
    view = ledger.specification(specification)
    return view.sort if view else ""
