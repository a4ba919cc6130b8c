"""An account's statement: every payment with the other side, what it was for, and the balance after it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.town.circulation.statements import StatementLine, statement
from commonstead.town.circulation.views import AccountView
from commonstead.town.people import queries as people

from . import said
from .reading import Here

LINES = 40


@dataclass(frozen=True)
class Page:
    """table: newest first.  older, newer: addresses of the pages beside it, or ""."""

    table: Table
    older: str
    newer: str


def page_of(here: Here, account: AccountView, fresh: set[str], before: int | None) -> Page | None:
    """One page of the statement, or None where nothing was ever paid. fresh: events that the reader has not seen."""
    found = statement(here.circle, account, before=before, count=LINES)
    if not found.lines:
        return None
    names = people.names({line.partner for line in found.lines})
    rows = tuple(_row(here, line, names, fresh) for line in found.lines)
    here_address = reverse("circle-account", args=[here.circle.id, account.holder])
    return Page(
        Table(_("Statement"), (Column(_("With whom")), Column(_("Change"), True), Column(_("Stood then at"), True),
                               Column(_("What for")), Column(_("When"))), rows, caption_hidden=True, dense=True),
        f"{here_address}?before={found.next_before}" if found.next_before else "", here_address if before else "")


def _row(here: Here, line: StatementLine, names, fresh) -> tuple[Cell, ...]:
    move, slip, note = line.move, line.payment, ""
    if move.corrects:
        note = _("takes another back")
    elif slip and slip.state == "taken_back":
        note = _("taken back: %(why)s") % {"why": slip.said} if slip.said else _("taken back")
    elif move.event in fresh:
        note = _("new")
    what = _("for the circle") if line.of_circle else said.what_for(slip) if slip else ""
    return (Cell(names[line.partner], reverse("payment", args=[slip.id]) if slip else "", note=note),
            Cell(said.signed(here.circle, move.accounting_change)),
            Cell(said.signed(here.circle, move.accounting_after)), Cell(what), Cell(wording.whole_day(move.at)))
