"""What a circle prints: an account's statement, the directory of members, the pin board, blank slips; and the page that
leads to all it has on paper and in files."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.circles import parts
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.rows import Words
from commonstead.town.circulation import board_queries as board
from commonstead.town.circulation import queries
from commonstead.town.circulation.writing_out import totals_between
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from .seeing import amount, circle_for_keepers, circle_for_members, keeps, members, mine_in, signed, with_unit

STRIPS, BLANK_SLIPS = 7, 6


@member_page
def paper(request, circle_id):
    """Everything that the circle has on paper and in files, for this reader."""
    circle = circle_for_members(request, circle_id)
    return render(request, "web/paper/paper.html", {
        "circle": circle, "keeps": keeps(request, circle), "mine": mine_in(request, circle),
        "tabs": parts.tabs(circle, "paper")})


@member_page
def statement(request, circle_id):
    """One account over a period: what stood before, each line, what stands then."""
    circle = with_unit(circle_for_members(request, circle_id))
    mine, everybody = mine_in(request, circle), members(circle)
    may = everybody if keeps(request, circle) else mine
    holder = request.GET.get("holder") or next(iter(mine or may), "")
    account = queries.account(circle.id, holder)
    if account is None or (holder not in may and not keeps(request, circle)):
        raise Http404
    today = timezone.localdate()
    since = _day(request.GET.get("since"), _usual_since(circle.id, holder, today))
    until = _day(request.GET.get("until"), today)
    opening, lines, closing = totals_between(circle.id, holder, since, until)
    name = everybody.get(holder) or people.names([holder])[holder]
    return render(request, "web/paper/statement.html", {
        "circle": circle, "name": name, "holder": holder, "may": list(may.items()), "since": since, "until": until,
        "opening": signed(circle, opening), "closing": signed(circle, closing), "today": today,
        "wrong_way": since > until, "table": _statement_table(circle, holder, lines, opening, closing, since, until),
        "in": amount(circle, sum(line[2] for line in lines if line[2] > 0)),
        "out": amount(circle, -sum(line[2] for line in lines if line[2] < 0))})


def _usual_since(circle_id: str, holder: str, today: date) -> date:
    """The month before this one; where nothing was paid since, the month of the last payment."""
    last = next((timezone.localdate(one.at) for one in queries.payments(circle_id, holders=[holder], state="paid",
                                                                        count=1)), today)
    return min((today.replace(day=1) - timedelta(days=1)).replace(day=1), last.replace(day=1))


def _statement_table(circle, holder, lines, opening, closing, since, until) -> Table:
    names = people.names({line[4] for line in lines})
    events = {move.event for move, *_rest in lines} | {move.corrects for move, *_rest in lines if move.corrects}
    slips = queries.payments_of_events(events)
    mine = ledger.notes_of([move.event for move, *_rest in lines])
    rows = [(_("Before"), Cell(wording.whole_day(since)), "", "", Cell(signed(circle, opening)))]
    for move, day, change, balance, partner in lines:
        slip = slips.get(move.event) or slips.get(move.corrects)
        what = _("taken back") if move.corrects else ""
        levy = slip and slip.payee == holder and move.event != slip.event and change < 0 and not move.corrects
        parts = [what, _("to the circle") if levy else "", slip.category if slip else "", mine.get(move.event, "")]
        rows.append((names[partner], Cell(wording.whole_day(day)), Cell(" · ".join(filter(None, parts)) or "–"),
                     Cell(signed(circle, change)), Cell(signed(circle, balance))))
    return Table(_("Statement"), (
        Column(_("With")), Column(_("Day")), Column(_("What for")), Column(_("Change"), True),
        Column(_("Stands then"), True)), tuple(rows),
        total=(_("At the end"), Cell(wording.whole_day(until)), "", "", Cell(signed(circle, closing))),
        caption_hidden=True)


@member_page
def directory(request, circle_id):
    """Who is in the circle, since when, and what they offer; balances only where they are open."""
    circle = circle_for_members(request, circle_id)
    seen = bool(circle.unit) and queries.may_see_accounts(circle.id, request.user.person_id)
    names = members(circle)
    accounts = {account.holder: account for account in queries.accounts(circle.id)}
    offers: dict[str, list[str]] = defaultdict(list)
    words = Words()
    for wish in board.open_intents():
        if wish.provider in names:
            offers[wish.provider].append(_wish(wish, words))
    return render(request, "web/paper/directory.html", {
        "circle": circle, "today": timezone.localdate(), "seen": seen, "people": [{
            "name": name, "since": accounts[id].since, "offers": offers.get(id, []),
            "balance": signed(circle, accounts[id].balance) if seen else ""} for id, name in names.items()]})


@member_page
def notices(request, circle_id):
    """Open offers and needs of the members as notices for a pin board, with strips to tear off."""
    circle = circle_for_members(request, circle_id)
    names, words = members(circle), Words()
    shown = []
    for wish in board.open_intents():
        side = wish.provider or wish.receiver
        if side in names:
            shown.append({
                "offer": bool(wish.provider), "name": names[side], "what": words.good(wish.specification),
                "much": words.much(wish), "note": wish.note, "due": wish.due})
    shown.sort(key=lambda one: (not one["offer"], one["what"].casefold(), one["name"].casefold()))
    return render(request, "web/paper/notices.html", {"circle": circle, "notices": shown, "strips": range(STRIPS),
                                                      "today": timezone.localdate()})


@member_page
def blank_slips(request, circle_id):
    """Slips to fill in by hand."""
    circle = with_unit(circle_for_keepers(request, circle_id))
    return render(request, "web/paper/blank_slips.html", {"circle": circle, "slips": range(BLANK_SLIPS)})


def _wish(wish, words: Words) -> str:
    return " · ".join(filter(None, (words.good(wish.specification), words.much(wish), wish.note)))


def _day(said: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        return otherwise
