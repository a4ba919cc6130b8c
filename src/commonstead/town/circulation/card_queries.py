"""What can be read of paper cards, as frozen snapshots. PINs cannot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from commonstead.town.people import queries as people

from .card_models import PaperCard


@dataclass(frozen=True)
class CardView:
    """One card. most: highest single payment, in steps."""

    id: str
    circle: str
    holder: str
    token: str
    code: str
    most: int
    tries: int
    blocked: datetime | None
    made_by: str
    made: datetime


def cards(circle_id: str, holders: Iterable[str] | None = None) -> tuple[CardView, ...]:
    """Cards in use in a circle, all or those of some holders."""
    rows = PaperCard.objects.filter(circle_id=circle_id, ended=None)
    rows = rows if holders is None else rows.filter(holder__in=list(holders))
    return tuple(map(_view, rows.order_by("made", "id")))


def card(card_id: str) -> CardView | None:
    """One card in use."""
    found = PaperCard.objects.filter(id=card_id, ended=None).first()
    return _view(found) if found else None


def card_with(token: str) -> CardView | None:
    """The card in use whose QR code says this."""
    found = PaperCard.objects.filter(token=token, ended=None).first()
    return _view(found) if found else None


def blocked_cards(person: str) -> tuple[CardView, ...]:
    """Blocked cards that a person looks after: their own, their wards' and those of circles whose book they keep."""
    mine = people.may_book_for(person)
    looked_after = Q(holder__in=[person, *people.wards_of(person)]) | Q(circle__keeper__in=mine)
    rows = PaperCard.objects.filter(looked_after, ended=None, blocked__isnull=False)
    return tuple(map(_view, rows.order_by("blocked", "id")))


def _view(row: PaperCard) -> CardView:
    return CardView(row.id, row.circle_id, row.holder, row.token, row.code, row.most, row.tries, row.blocked,
                    row.made_by, row.made)
