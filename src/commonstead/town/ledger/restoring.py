"""Bringing a restored ledger back to a chosen moment.

The journal is ordered and only ever grows, so the journal of an earlier moment is a beginning of today's. On
a copy that was restored, and nowhere else, the triggers are put aside for one transaction, what was recorded
later is taken off the end, and all caches are rebuilt from what is left. The chains need no mending: each
hash covers what lies before it only.
"""

from __future__ import annotations

import json
from datetime import datetime

from django.db import connection, transaction

from commonstead.core.flows.chain import BEGINNING
from commonstead.core.flows.replay import Auditor, Rebuilt
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from . import append_only
from .models import Book, BookEntry, EconomicEvent, EconomicResource, EventText, ResourceMove
from .verify import as_kept, verify

_AT_ONCE = 2_000


def cut_back(moment: datetime) -> int:
    """Take off the end of the journal everything from the first entry that was recorded after the moment, and
    rebuild books and stocks. Returns how many events went. Order is by place in the journal, not by clock."""
    first = EconomicEvent.objects.filter(recorded__gt=moment).order_by("seq").values_list("seq", flat=True).first()
    if first is None:
        return 0
    with transaction.atomic():
        append_only.drop(connection)
        gone = EconomicEvent.objects.filter(seq__gte=first)
        properties = _properties_before(gone)
        EventText.objects.filter(event__in=gone.values("id")).delete()
        BookEntry.objects.filter(event_id__gte=first).delete()
        ResourceMove.objects.filter(event_seq__gte=first).delete()
        cut = gone.delete()[0]
        _rebuild_books()
        _rebuild_stocks(properties)
        connection.check_constraints()
        append_only.create(connection)
    return cut


def verify_or_refuse() -> int:
    """How many events the journal holds, all verified. Refused: ledger.not_whole, naming the first bad entry."""
    result = verify()
    if result.problems:
        worst = result.problems[0]
        raise Refused(Refusal("ledger.not_whole", gettext_noop(
            "The ledger is not whole: event {event}, book {book}, entry {position}: {what}. Nothing was replaced."),
            {"event": worst.event or "–", "book": worst.book or "–", "position": worst.position or "–",
             "what": worst.what.reason}))
    return result.events


def _rebuild_books() -> None:
    """Each book ends at the last entry that it still has."""
    for book in Book.objects.all():
        last = BookEntry.objects.filter(book=book.agent).order_by("-position").first()
        length, head = (last.position, last.hash) if last else (0, BEGINNING)
        if (book.length, book.head) != (length, head):
            Book.objects.filter(agent=book.agent).update(length=length, head=head)


def _properties_before(gone) -> dict[str, dict[str, str]]:
    """By resource: what stage, state, place and container were before the events that go; whose it is, as it was."""
    found: dict[str, dict[str, str]] = {}
    for body in gone.order_by("seq").values_list("body", flat=True).iterator(chunk_size=_AT_ONCE):
        for resource, _, _, _, sets in json.loads(body)["changes"]:
            for name, before, _ in sets:
                found.setdefault(resource, {}).setdefault(name, before)
    return found


def _rebuild_stocks(properties: dict[str, dict[str, str]]) -> None:
    """Each stock holds what the remaining journal gives it. properties: what else they were at its end."""
    auditor = Auditor()
    for body in EconomicEvent.objects.order_by("seq").values_list("body", flat=True).iterator(chunk_size=_AT_ONCE):
        auditor.take(json.loads(body))
    for row in EconomicResource.objects.iterator(chunk_size=_AT_ONCE):
        stock = auditor.stocks.get(row.id, Rebuilt())
        true = {"accounting_quantity": stock.accounting, "onhand_quantity": stock.onhand,
                "away_quantity": stock.away, "moves": stock.moves, **properties.get(row.id, {}), **stock.properties}
        if any(as_kept(row, name) != value for name, value in true.items()):
            EconomicResource.objects.filter(id=row.id).update(**true)
