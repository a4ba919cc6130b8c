"""A book as a table for a spreadsheet: the whole of it, oldest entries last, for whoever may read it."""

from __future__ import annotations

from collections.abc import Iterator

from commonstead.interfaces.web.access import member_page, my_book_or_404
from commonstead.interfaces.web.rows import Words
from commonstead.interfaces.web.spreadsheets import csv_response
from commonstead.town.ledger import queries as ledger

COLUMNS = ("position", "at", "action", "mode", "provider", "receiver", "what", "quantity", "unit", "hours", "note",
           "takes_back", "event", "hash")


@member_page
def book_csv(request, agent_id):
    """One line an entry, with its fingerprint."""
    my_book_or_404(request, agent_id)
    return csv_response("book.csv", _rows(agent_id))


def _rows(agent_id: str) -> Iterator[tuple]:
    words = Words()
    yield COLUMNS
    before = None
    while True:
        page = ledger.book(agent_id, before=before, count=500)
        names = Words.names_of([line.event for line in page.lines])
        for line in page.lines:
            event, spec = line.event, words.goods.get(line.event.specification)
            yield (
                line.position, event.at.isoformat(), event.action, event.mode or "",
                names.get(event.provider, ""), names.get(event.receiver, ""), words.good(event.specification),
                None if event.quantity is None else words.units.to_decimal(event.quantity, spec.unit), spec.unit,
                None if event.effort is None else words.units.to_decimal(event.effort, "h"),
                event.note, event.corrects, event.id, line.hash)
        before = page.next_before
        if not before:
            return
