"""The board: one list for all circles and for what needs none, searched and narrowed; and my own notices."""

from __future__ import annotations

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Tab
from commonstead.interfaces.web.forms.numbers import whole_number
from commonstead.town.circulation import board_queries as queries
from commonstead.town.circulation import queries as circulation
from commonstead.town.people import queries as people

from .told import CATEGORIES, Board, NoticeTold

A_PAGE = 24
NEARER = ("1", "2", "5", "10")
ASKED = ("q", "kind", "circle", "category", "near")


@member_page
def board(request):
    """What is offered and needed today."""
    me = request.user.person_id
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ASKED}
    shown = Board(queries.open_notices(), people.may_book_for(me), me)
    cards = [card for card in shown.cards() if _wanted(card, asked)]
    page = whole_number(request.GET.get("page", "1"), most=len(cards) // A_PAGE + 1) or 1
    used = {view.circle for view in shown.notices} - {""}
    return render(request, "web/board/board.html", {
        "cards": cards[(page - 1) * A_PAGE:page * A_PAGE], "asked": asked, "any": bool(shown.notices),
        "narrowed": any(asked.values()), "found": len(cards), "tabs": _tabs(asked), "here": shown.here,
        "circles": [(view.id, view.name) for view in circulation.circles() if view.id in used],
        "categories": CATEGORIES.items(), "nearer": NEARER if shown.here and shown.here.position else (),
        "newer": _address(asked, page=page - 1) if page > 1 else "",
        "older": _address(asked, page=page + 1) if page * A_PAGE < len(cards) else ""})


@member_page
def mine(request):
    """What I and those I act for have on the board, and what became of it."""
    me = request.user.person_id
    books = people.may_book_for(me)
    shown = Board(queries.notices_of(books), books, me)
    cards = shown.cards()
    return render(request, "web/board/mine.html", {
        "open": [card for card in cards if card.state == "open"],
        "over": [card for card in cards if card.state != "open"][:50]})


def _wanted(card: NoticeTold, asked: dict[str, str]) -> bool:
    """Whether it is looked for. What nobody knows the distance of is not near."""
    text = " ".join((card.title, card.who, card.note, card.place)).casefold()
    return (all(word in text for word in asked["q"].casefold().split())
            and asked["kind"] in ("", "offers" if card.offers else "needs")
            and asked["circle"] in ("", card.circle) and asked["category"] in ("", card.category)
            and (asked["near"] not in NEARER or (card.kilometres is not None
                                                 and card.kilometres < int(asked["near"]))))


def _tabs(asked: dict[str, str]) -> list[Tab]:
    words = (("", _("All")), ("offers", _("Offers")), ("needs", _("Needs")))
    return [Tab(word, _address({**asked, "kind": kind}), asked["kind"] == kind) for kind, word in words]


def _address(asked: dict[str, str], **more) -> str:
    known = {key: value for key, value in {**asked, **more}.items() if value}
    return f"{reverse('board')}?{urlencode(known)}" if known else reverse("board")
