"""An account's statement: every payment with the other side, what it was for, and the balance after it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.town.circulation import queries
from commonstead.town.circulation.views import AccountView
from commonstead.town.ledger import queries as ledger
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
    found = ledger.statement(account.resource, before=before, count=LINES)
    if not found.moves:
        return None
    slips = queries.payments_of_events({move.corrects or move.event for move in found.moves})
    names = people.names({move.receiver if move.provider == account.holder else move.provider for move in found.moves})
    rows = tuple(_row(here, account, move, slips.get(move.corrects or move.event), names, fresh)
                 for move in found.moves)
    here_address = reverse("circle-account", args=[here.circle.id, account.holder])
    return Page(
        Table(_("Statement"), (Column(_("With whom")), Column(_("Change"), True), Column(_("Stood then at"), True),
                               Column(_("What for")), Column(_("When"))), rows, caption_hidden=True, dense=True),
        f"{here_address}?before={found.next_before}" if found.next_before else "", here_address if before else "")


def _row(here: Here, account: AccountView, move, slip, names, fresh) -> tuple[Cell, ...]:
    partner = names[move.receiver if move.provider == account.holder else move.provider]
    note = ""
    if move.corrects:
        note = _("takes another back")
    elif slip and slip.state == "taken_back":
        note = _("taken back: %(why)s") % {"why": slip.said} if slip.said else _("taken back")
    elif move.event in fresh:
        note = _("new")
    of_circle = here.circle.keeper in (move.provider, move.receiver) and (
        slip is None or slip.event not in (move.event, move.corrects))
    what = _("for the circle") if of_circle else said.what_for(slip) if slip else ""
    return (Cell(partner, reverse("payment", args=[slip.id]) if slip else "", note=note),
            Cell(said.signed(here.circle, move.accounting_change)),
            Cell(said.signed(here.circle, move.accounting_after)), Cell(what), Cell(wording.whole_day(move.at)))
