"""One notice: all that it says, and what its writer or a neighbour may do with it."""

from __future__ import annotations

from functools import wraps
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
from commonstead.town.ledger.views import CommitmentView
from commonstead.town.people import queries as people

from .paying import pay_address
from .told import Board


@member_page
def notice(request, intent_id):
    """The page of one notice. What is over is shown to its writer and to who took it up."""
    me = request.user.person_id
    books = people.may_book_for(me)
    view = board.notice(intent_id)
    promises = _promises(view, books) if view else []
    takers = [one.receiver if view.offers else one.provider for one in promises]
    if view is None or (view.state != "open" and view.who not in books and not takers):
        raise Http404(_("This is not on the board any more."))
    shown = Board([view], books, me)
    card, circle = shown.card(view), shown.circles.get(view.circle)
    payer, payee = _between(view, books, [one for one in promises if not one.kept and not one.finished])
    done = bool(promises) and all(one.kept or one.finished for one in promises)
    return render(request, "web/board/notice.html", {
        "view": view, "card": card, "good": view.intent.specification,
        "takers": [people.names([taker])[taker] for taker in takers],
        "written": wording.day(view.intent.made), "usual": commands.USUAL_DAYS,
        "for_whom": [choice for choice in agents_i_act_for(me) if choice[0] != view.who] if not card.mine else [],
        "pay": "" if done else pay_address(view, circle, payer, payee, card.title), "circle": circle, "done": done,
        "agree": f"{reverse('agreement-begin')}?" + urlencode(
            {"with": view.who, "get" if view.offers else "give": card.title})
        if view.returns == "barter" and not card.mine else ""})


def _promises(view: NoticeView, books: frozenset[str]) -> list[CommitmentView]:
    """What became of it, where one of the two is somebody I act for."""
    return [one for one in ledger.commitments(view.who, open_only=False)
            if one.satisfies == view.id and books & {one.provider, one.receiver}]


def _between(view: NoticeView, books: frozenset[str], waiting: list[CommitmentView]) -> tuple[str, str]:
    """Who pays whom for it, as far as it is known and mine to pay: for what waits, or for an offer as it stands."""
    mine = next((one for one in waiting if one.receiver in books), None)
    if mine:
        return mine.receiver, mine.provider
    return ("", view.who) if view.offers and view.who not in books else ("", "")


def _posted(write):
    """A view of one press: only as a form that was sent. write(intent, by) does it and answers what to say; a refusal
    is told above the page, and either way it goes back to where the button stood."""
    @member_page
    @wraps(write)
    def pressed(request, intent_id):
        if request.method == "POST":
            try:
                messages.success(request, write(intent_id, request.user.person_id))
            except Refused as refused:
                for one in refused.refusals:
                    messages.error(request, wording.reason_of(one))
        return _back(request)

    return pressed


@_posted
def keep(intent: str, by: str) -> str:
    """Three more months, in one tap."""
    return _("It stays on the board until %(day)s.") % {"day": wording.day(commands.keep_notice(intent, by=by))}


@_posted
def let_end(intent: str, by: str) -> str:
    """No reminder any more."""
    commands.let_end(intent, by=by)
    return _("It ends on its day.")


@_posted
def take_down(intent: str, by: str) -> str:
    """It leaves the board."""
    commands.take_down(intent, by=by)
    return _("Taken down.")


def _back(request):
    """To where the button stood."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    if safe and wanted.startswith("/"):
        return redirect(wanted)
    return redirect("board-mine")
