"""Notices as cards: what, from whom, for what in return, how near, until when."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonstead.core.circulation.nearness import kilometres
from commonstead.core.vocabulary.modes import Mode
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.rows import Words
from commonstead.town.circulation import board_queries as board
from commonstead.town.circulation import queries as circulation
from commonstead.town.circulation.board_queries import NoticeView, PlaceView
from commonstead.town.circulation.views import CircleView

#: By the sort of a thing: where it is found on the board.
CATEGORIES = {"things": gettext_lazy("Things"), "tools": gettext_lazy("Tools and machines"),
              "services": gettext_lazy("Services"), "work": gettext_lazy("Hands and skills")}
_CATEGORY_OF = {"machine": "tools", "service": "services", "work": "work"}
RETURNS = {"gift": gettext_lazy("as a gift"), "barter": gettext_lazy("for something in return, to be talked over"),
           "share": gettext_lazy("for a share of what it costs")}
STATES = {"open": gettext_lazy("on the board"), "ran_out": gettext_lazy("ran out"),
          "taken_down": gettext_lazy("taken down"), "taken_up": gettext_lazy("taken up")}


@dataclass(frozen=True)
class NoticeTold:
    """One notice as it is shown. kilometres: None where it is not known how far."""

    id: str
    offers: bool
    title: str
    who: str
    much: str
    returns: str
    place: str
    far: str
    kilometres: int | None
    until: str
    ends_soon: bool
    note: str
    photo: str
    width: int
    height: int
    href: str
    category: str
    circle: str
    state: str
    state_word: str
    mine: bool


class Board:
    """What all cards of one page need, asked for once."""

    def __init__(self, notices, mine: frozenset[str], person: str):
        self.notices, self.mine = tuple(notices), mine
        self.words = Words(agents={view.who for view in self.notices})
        self.here = board.meeting_place(person)
        self.circles = {view.id: view for view in circulation.circles(ended=True)} \
            if any(view.circle for view in self.notices) else {}

    def cards(self) -> list[NoticeTold]:
        """All of them, in their order."""
        return [self.card(view) for view in self.notices]

    def card(self, view: NoticeView) -> NoticeTold:
        """One notice in words."""
        wish, spec = view.intent, self.words.goods.get(view.intent.specification)
        far = self._far(view.place)
        last_day = view.expires or (timezone.localdate(wish.due) if wish.due else None)
        soon = view.state == "open" and view.expires is not None and (
            view.expires - timezone.localdate()).days <= board.REMIND_DAYS
        return NoticeTold(
            wish.id, view.offers, self.words.good(wish.specification), self.words.name(view.who),
            self.words.much(wish), self.returned(view), view.place.name if view.place else "", far_words(far), far,
            wording.day(last_day), soon, wish.note, reverse("board-photo", args=[view.photo.id]) if view.photo else "",
            view.photo.width if view.photo else 0, view.photo.height if view.photo else 0,
            reverse("board-notice", args=[wish.id]), _CATEGORY_OF.get(spec.sort if spec else "", "things"),
            view.circle, view.state, str(STATES[view.state]), view.who in self.mine)

    def returned(self, view: NoticeView) -> str:
        """What is hoped for in return."""
        circle = self.circles.get(view.circle)
        if circle is not None:
            if view.asks:
                # Translators: as in "1 h in Hours of Rowan Street".
                return _("%(much)s in %(circle)s") % {"much": _amount(view.asks, circle), "circle": circle.name}
            return _("in %(circle)s") % {"circle": circle.name}
        if view.returns in RETURNS:
            return str(RETURNS[view.returns])
        # What came without words of its own: given is as a gift.
        return str(RETURNS["gift"]) if view.intent.mode == Mode.GIFT else wording.mode_word(view.intent.mode or "")

    def _far(self, place: PlaceView | None) -> int | None:
        if place is None or self.here is None or place.position is None or self.here.position is None:
            return None
        return kilometres(self.here.position, place.position)


def far_words(far: int | None) -> str:
    """A distance as one says it: coarse, as it is kept."""
    if far is None:
        return ""
    return _("near you") if far == 0 else _("about %(far)s km") % {"far": wording.number(far)}


def _amount(steps: int, circle: CircleView) -> str:
    return wording.amount(Decimal(steps).scaleb(-circle.decimals), circle.symbol)
