"""One notice: all that it says, and what its writer or a neighbour may do with it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.forms.by_name import agents_i_act_for
from commonstead.town.circulation import board_commands as commands
from commonstead.town.circulation import board_queries as board
from commonstead.town.circulation.board_queries import NoticeView
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from .paying import pay_address
from .told import Board


@member_page
def notice(request, intent_id):
    """The page of one notice. What is over is shown to its writer and to who took it up."""
    me = request.user.person_id
    books = people.may_book_for(me)
    view = board.notice(intent_id)
    takers = _takers(view, books) if view else []
    if view is None or (view.state != "open" and view.who not in books and not takers):
        raise Http404(_("This is not on the board any more."))
    shown = Board([view], books, me)
    card, circle = shown.card(view), shown.circles.get(view.circle)
    payee = view.who if view.offers and view.who not in books else takers[0] if not view.offers and takers else ""
    return render(request, "web/board/notice.html", {
        "view": view, "card": card, "good": view.intent.specification,
        "takers": [people.names([taker])[taker] for taker in takers],
        "written": wording.day(view.intent.made), "usual": commands.USUAL_DAYS,
        "for_whom": [choice for choice in agents_i_act_for(me) if choice[0] != view.who] if not card.mine else [],
        "pay": pay_address(view, circle, payee, card.title), "circle": circle,
        "agree": f"{reverse('agreement-begin')}?" + urlencode(
            {"with": view.who, "get" if view.offers else "give": card.title})
        if view.returns == "barter" and not card.mine else ""})


def _takers(view: NoticeView, books: frozenset[str]) -> list[str]:
    """Who took it up, where one of the two is somebody I act for."""
    side = "receiver" if view.offers else "provider"
    return [getattr(promise, side) for promise in ledger.commitments(view.who, open_only=False)
            if promise.satisfies == view.id and (view.who in books or getattr(promise, side) in books)]


@member_page
def keep(request, intent_id):
    """Three more months, in one tap."""
    if request.method == "POST":
        try:
            until = commands.keep_notice(intent_id, by=request.user.person_id)
            messages.success(request, _("It stays on the board until %(day)s.") % {"day": wording.day(until)})
        except Refused as refused:
            tell(request, refused)
    return _back(request, intent_id)


@member_page
def let_end(request, intent_id):
    """No reminder any more."""
    if request.method == "POST":
        try:
            commands.let_end(intent_id, by=request.user.person_id)
            messages.success(request, _("It ends on its day."))
        except Refused as refused:
            tell(request, refused)
    return _back(request, intent_id)


@member_page
def take_down(request, intent_id):
    """It leaves the board."""
    if request.method == "POST":
        try:
            commands.take_down(intent_id, by=request.user.person_id)
            messages.success(request, _("Taken down."))
        except Refused as refused:
            tell(request, refused)
    return redirect("board-mine")


def tell(request, refused: Refused) -> None:
    """Each reason above the page."""
    for one in refused.refusals:
        messages.error(request, wording.reason_of(one))


def _back(request, intent_id: str):
    """To where the button stood."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    if safe and wanted.startswith("/"):
        return redirect(wanted)
    return redirect("board-mine")
