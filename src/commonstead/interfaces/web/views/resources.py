"""A stock or a thing: what there is, how it went over time, and the statement behind it."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page, my_book_or_404
from commonstead.interfaces.web.charts import history
from commonstead.interfaces.web.components import Cell, Chart, Column, Table
from commonstead.interfaces.web.forms.numbers import whole_number
from commonstead.interfaces.web.rows import Words
from commonstead.interfaces.web.spreadsheets import csv_response
from commonstead.town.circulation import queries as circulation
from commonstead.town.ledger import queries as ledger

#: Moves that the picture goes back; the statement below it pages through all of them.
PICTURE_MOVES = 200
PAGE_MOVES = 40


@member_page
def resource(request, resource_id):
    """One resource with its history."""
    view = _open(request, resource_id)
    if circle := circulation.circle_of_unit(view.specification):
        return redirect("circle-account", circle.id, view.accountable)
    before = request.GET.get("before", "")
    before = whole_number(before)
    statement = ledger.statement(resource_id, before=before, count=PAGE_MOVES)
    picture = ledger.statement(resource_id, count=PICTURE_MOVES)
    words = Words(statement.moves, [view.accountable, view.custodian])
    spec = words.goods[view.specification]
    here = reverse("resource", args=[resource_id])
    return render(request, "web/pages/resource.html", {
        "view": view, "spec": spec, "thing": words.good(spec.id), "title": view.name or words.good(spec.id),
        "owner": words.name(view.accountable),
        "holder": words.name(view.custodian) if view.custodian != view.accountable else "",
        "now": words.amount(spec.id, view.accounting),
        "in_hand": words.amount(spec.id, view.onhand) if view.onhand != view.accounting else "",
        "chart": _chart(picture.moves, words, spec) if len({move.accounting_after for move in picture.moves}) > 1
        else None,
        "table": _table(statement, words, spec), "any": bool(statement.moves),
        "older": f"{here}?before={statement.next_before}" if statement.next_before else "",
        "newer": here if before else "",
        "csv": reverse("resource-csv", args=[resource_id]),
    })


@member_page
def resource_csv(request, resource_id):
    """The whole statement as a table for a spreadsheet."""
    view = _open(request, resource_id)
    words = Words(agents=[view.accountable])
    spec = words.goods[view.specification]
    return csv_response(f"{spec.id}.csv", _moves(resource_id, words, spec))


def _moves(resource_id: str, words: Words, spec) -> Iterator[tuple]:
    yield ("event", "at", "action", "mode", "provider", "receiver", "change", "after", "unit")
    before = None
    while True:
        statement = ledger.statement(resource_id, before=before, count=500)
        for move in statement.moves:
            yield (
                move.event, move.at.isoformat(), move.action, move.mode, move.provider, move.receiver,
                words.units.to_decimal(move.accounting_change, spec.unit),
                words.units.to_decimal(move.accounting_after, spec.unit), spec.unit)
        before = statement.next_before
        if not before:
            return


def _open(request, resource_id: str):
    view = ledger.resource(resource_id)
    if view is None:
        raise Http404(_("There is no such stock here."))
    my_book_or_404(request, view.accountable, view.custodian)
    return view


def _table(statement, words: Words, spec) -> Table:
    return Table(
        _("Statement"),
        (Column(_("What")), Column(_("Change"), True), Column(_("There was then"), True), Column(_("When"))),
        tuple((
            Cell(words.sentence(move, spec.id), reverse("event", args=[move.event])),
            Cell(_signed(words, spec, move.accounting_change)),
            Cell(words.amount(spec.id, move.accounting_after)),
            Cell(wording.whole_day(move.at)),
        ) for move in statement.moves),
        caption_hidden=True, dense=True)


def _signed(words: Words, spec, change: int) -> str:
    """A change with its sign; no change is a dash."""
    if not change:
        return "–"
    return ("+" if change > 0 else "−") + words.amount(spec.id, abs(change))


def _chart(moves, words: Words, spec) -> Chart:
    points = tuple(sorted(
        (history.Point(move.at, float(words.units.to_decimal(move.accounting_after, spec.unit))) for move in moves),
        key=lambda point: point.at))
    symbol = words.units.get(spec.unit).symbol
    label = _("%(good)s from %(first)s to %(last)s: between %(low)s and %(high)s.") % {
        "good": words.good(spec.id), "first": wording.day(points[0].at), "last": wording.day(points[-1].at),
        "low": wording.amount(min(point.value for point in points), symbol),
        "high": wording.amount(max(point.value for point in points), symbol)}
    return Chart(
        _("How it went"), history.wide(points, label, wording.number, wording.short_day),
        history.narrow(points, label, wording.number, wording.short_day),
        Table(_("How it went"), (Column(_("Day")), Column(_("There was"), True)),
              tuple((wording.day(point.at), wording.amount(point.value, symbol)) for point in points)),
        label)
