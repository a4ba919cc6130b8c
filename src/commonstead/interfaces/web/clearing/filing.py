"""Bring a file of debts: first only looked at, then written, all of it or nothing."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core import signing
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Column, Table
from commonstead.interfaces.web.wording import reason_of, whole_day
from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.people import queries as people

from .amounts import Coin
from .asking import found_or_404
from .reading import MOST_BYTES, Reader, told_at

_SHOWN = 50


@member_page
def bring(request, clearing_id):
    """GET: the form. POST with a file: what would be written. POST with what was shown: write it."""
    place = found_or_404(queries.clearing(clearing_id))
    coin = Coin(place.currency, place.symbol, place.decimals)
    if request.method != "POST":
        return _page(request, place)
    if "write" in request.POST:
        return _write(request, place)
    brought = Reader(coin).read(request.FILES.get("file"))
    faults, counts = list(brought.faults), (0, 0)
    if not faults:
        try:
            counts = commands.write_debts(place.id, [line for _at, line in brought.lines], by=request.user.person_id,
                                          dry=True)
        except Refused as refused:
            at = next((number for number, line in brought.lines if line is refused.subject), 0)
            faults = [told_at(at, reason_of(one)) for one in refused.refusals]
    if faults:
        return _page(request, place, faults=faults, status=422)
    return _page(request, place, table=_table(brought, coin), new=counts[0], known=counts[1],
                 more=max(0, len(brought.lines) - _SHOWN), carried=signing.dumps(
                     [[*map(str, _words(line))] for _at, line in brought.lines], salt=_salt(request, place),
                     compress=True))


def _write(request, place):
    try:
        rows = signing.loads(request.POST["write"], salt=_salt(request, place), max_age=3600)
    except signing.BadSignature:
        messages.error(request, _("This page is too old. Bring the file again."))
        return redirect("clearing-file", place.id)
    try:
        new, _known = commands.write_debts(place.id, map(_line, rows), by=request.user.person_id)
    except Refused as refused:
        return _page(request, place, faults=[reason_of(one) for one in refused.refusals], status=422)
    messages.success(request, ngettext("%(new)s debt is written down and waits for a yes of both sides.",
                                       "%(new)s debts are written down and wait for a yes of both sides.", new)
                     % {"new": new})
    return redirect("clearing")


def _page(request, place, status=200, **more):
    return render(request, "web/clearing/file.html", {"place": place, "largest": MOST_BYTES // 2**20, **more},
                  status=status)


def _salt(request, place) -> str:
    """What was shown to one person for one clearing is written for them and there alone."""
    return f"debts {request.user.person_id} {place.id}"


def _words(line: commands.DebtLine) -> tuple:
    return line.debtor, line.creditor, line.amount, line.since.isoformat(), line.note, line.number


def _line(words: list[str]) -> commands.DebtLine:
    debtor, creditor, amount, since, note, number = words
    return commands.DebtLine(debtor, creditor, int(amount), date.fromisoformat(since), note, number)


def _table(brought, coin: Coin) -> Table:
    shown = [line for _at, line in brought.lines[:_SHOWN]]
    names = people.names({side for line in shown for side in (line.debtor, line.creditor)})
    return Table(_("What would be written"), (Column(_("Who owes")), Column(_("To whom")), Column(_("Amount"), True),
                                              Column(_("Since"))),
                 tuple((names[line.debtor], names[line.creditor], coin(line.amount), whole_day(line.since))
                       for line in shown), dense=True)
