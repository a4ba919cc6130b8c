"""Reading the board: every open Intent of the ledger, with what its notice adds, where it has one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from commonstead.town.ledger import queries as ledger
from commonstead.town.ledger.views import IntentView
from commonstead.town.people import queries as people

from .board_models import MeetingPlace, Notice, Photo, Place

#: Days before the last one on which its writer is reminded.
REMIND_DAYS = 7


@dataclass(frozen=True)
class PlaceView:
    """A place of the town. position: latitude and longitude on the grid, or None."""

    id: str
    name: str
    position: tuple[Decimal, Decimal] | None


@dataclass(frozen=True)
class PhotoView:
    """A picture to show."""

    id: str
    width: int
    height: int


@dataclass(frozen=True)
class NoticeView:
    """Something on the board. state: open, ran_out, taken_down or taken_up.  by, expires and what follows are empty
    where the intent came without a notice."""

    intent: IntentView
    state: str
    by: str = ""
    returns: str = ""
    circle: str = ""
    asks: int | None = None
    place: PlaceView | None = None
    expires: date | None = None
    let_end: bool = False
    photo: PhotoView | None = None

    @property
    def id(self) -> str:
        """The intent's id."""
        return self.intent.id

    @property
    def offers(self) -> bool:
        """An offer; otherwise a need."""
        return bool(self.intent.provider)

    @property
    def who(self) -> str:
        """Whose it is."""
        return self.intent.provider or self.intent.receiver


def open_notices() -> tuple[NoticeView, ...]:
    """All that stands on the board today, the newest first; not that of people who have left."""
    found = [view for view in _views(ledger.intents()) if view.state == "open"]
    here = {view.id for view in people.agents(ids={view.who for view in found})} if found else set()
    return tuple(sorted((view for view in found if view.who in here),
                        key=lambda view: (view.intent.made, view.id), reverse=True))


def open_intents() -> tuple[IntentView, ...]:
    """The wishes and offers that can be taken up today, those due first first."""
    out = set(Notice.objects.filter(Q(expires__lt=timezone.localdate()) | Q(withdrawn__isnull=False))
              .values_list("intent", flat=True))
    return tuple(wish for wish in ledger.intents() if wish.id not in out)


def notice(intent: str) -> NoticeView | None:
    """One notice, open or over."""
    wish = ledger.intent(intent)
    return _views([wish])[0] if wish else None


def notices_of(sides: Iterable[str]) -> tuple[NoticeView, ...]:
    """Those of some agents, also what is over, the newest first."""
    mine = _views(ledger.intents(open_only=False, sides=sides))
    return tuple(sorted(mine, key=lambda view: (view.intent.made, view.id), reverse=True))


def running_out(sides: Iterable[str]) -> tuple[NoticeView, ...]:
    """Open notices of some agents that end within a week, and that nobody lets end; the first to end first."""
    last = timezone.localdate() + timedelta(days=REMIND_DAYS)
    near = set(Notice.objects.filter(expires__lte=last, expires__gte=timezone.localdate(), let_end=False,
                                     withdrawn=None).values_list("intent", flat=True))
    found = [wish for wish in (ledger.intents(sides=sides) if near else ()) if wish.id in near]
    return tuple(sorted(_views(found), key=lambda view: (view.expires, view.id)))


def offers_of(specification: str) -> tuple[NoticeView, ...]:
    """Open offers of a thing."""
    return tuple(view for view in open_notices() if view.offers and view.intent.specification == specification)


def photo(photo_id: str) -> tuple[bytes, NoticeView] | None:
    """A picture's bytes and the notice that it belongs to."""
    row = Photo.objects.filter(id=photo_id).first()
    view = notice(row.notice_id) if row else None
    return (bytes(row.jpeg), view) if view else None


def places() -> tuple[PlaceView, ...]:
    """The town's places by name."""
    return tuple(map(_place, Place.objects.order_by("name", "id")))


def places_to_correct(person: str) -> tuple[PlaceView, ...]:
    """The town's places that a person may set right, by name."""
    everything = _keeps_a_book(person)
    return tuple(_place(row) for row in Place.objects.order_by("name", "id")
                 if everything or person in (row.by, row.placed_by))


def may_correct(place: Place, person: str) -> bool:
    """Whether a person may set a place right: who typed it, and whoever keeps the book of an association."""
    return person in (place.by, place.placed_by) or _keeps_a_book(person)


def meeting_place(person: str) -> PlaceView | None:
    """Where a person likes to meet."""
    row = MeetingPlace.objects.filter(person=person).select_related("place").first()
    return _place(row.place) if row else None


def _keeps_a_book(person: str) -> bool:
    return bool(people.agents(nature="association", ids=people.may_book_for(person)))


def _views(wishes: Iterable[IntentView]) -> tuple[NoticeView, ...]:
    wishes = list(wishes)
    ids = [wish.id for wish in wishes]
    rows = {row.intent: row for row in Notice.objects.filter(intent__in=ids).select_related("place")}
    photos = {row["notice_id"]: PhotoView(row["id"], row["width"], row["height"])
              for row in Photo.objects.filter(notice__in=ids).values("id", "notice_id", "width", "height")}
    today, found = timezone.localdate(), []
    for wish in wishes:
        row = rows.get(wish.id)
        if row is None:
            found.append(NoticeView(wish, "taken_up" if wish.finished else "open"))
            continue
        over = row.expires is not None and row.expires < today
        state = "taken_down" if row.withdrawn else "ran_out" if over else "taken_up" if wish.finished else "open"
        found.append(NoticeView(wish, state, row.by, row.returns, row.circle, row.asks,
                                _place(row.place) if row.place else None, row.expires, row.let_end,
                                photos.get(wish.id)))
    return tuple(found)


def _place(row: Place) -> PlaceView:
    return PlaceView(row.id, row.name, (row.latitude, row.longitude) if row.latitude is not None else None)


__all__ = ["REMIND_DAYS", "NoticeView", "PhotoView", "PlaceView", "may_correct", "meeting_place", "notice",
           "notices_of", "offers_of", "open_intents", "open_notices", "photo", "places", "places_to_correct",
           "running_out"]
