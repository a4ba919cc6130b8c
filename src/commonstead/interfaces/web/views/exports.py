"""A book as a table for a spreadsheet: the whole of it, oldest entries last, for whoever may read it."""

from __future__ import annotations

import csv

from django.http import HttpResponse

from commonstead.interfaces.web.access import member_page, my_book_or_404
from commonstead.interfaces.web.rows import Words
from commonstead.town.ledger import queries as ledger

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@member_page
def book_csv(request, agent_id):
    """One line an entry, with its fingerprint."""
    my_book_or_404(request, agent_id)
    words = Words()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="book.csv"'
    writer = csv.writer(response)
    writer.writerow(["position", "at", "action", "mode", "provider", "receiver", "what", "quantity", "unit", "hours",
                     "note", "takes_back", "event", "hash"])
    before = None
    while True:
        page = ledger.book(agent_id, before=before, count=500)
        names = Words.names_of([line.event for line in page.lines])
        for line in page.lines:
            event, spec = line.event, words.goods.get(line.event.specification)
            writer.writerow([
                line.position, event.at.isoformat(), event.action, event.mode or "",
                plain(names.get(event.provider, "")), plain(names.get(event.receiver, "")),
                plain(words.good(event.specification)),
                "" if event.quantity is None else words.units.to_decimal(event.quantity, spec.unit), spec.unit,
                "" if event.effort is None else words.units.to_decimal(event.effort, "h"),
                plain(event.note), event.corrects, event.id, line.hash])
        before = page.next_before
        if not before:
            return response


def plain(text: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(FORMULA_SIGNS) else text
