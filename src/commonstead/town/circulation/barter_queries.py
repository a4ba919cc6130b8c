"""Reading standing agreements: what each side promised, what has flowed, and what both say of it.

A promise is told beside its own rhythm and in its own unit. There is no sum over promises and no side that is ahead:
what two give each other without a price has none (Exodus 9867-9878).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from commonstead.core.circulation.standing import Kept, Stretch, kept, stretch_of
from commonstead.town.ledger import queries as ledger
from commonstead.town.ledger.views import EventView
from commonstead.town.people import queries as people

from .barter_models import Barter, Voice


@dataclass(frozen=True)
class VoiceView:
    """What a side said last. voice: fair, talk or not."""

    side: str
    voice: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class TermView:
    """One promise and what became of it. amount and all of `kept`: in the thing's unit, for work hundredths of an hour.
    flows: (day, amount) of what was given.  runs: the stretch of today."""

    id: int
    giver: str
    taker: str
    specification: str
    amount: int
    every: str
    words: str
    kept: Kept
    runs: Stretch | None
    flows: tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class BarterView:
    """An agreement. state: asked, stands, declined, withdrawn or ended.  voices: by side, the last one.
    open: both let everybody in town read it."""

    id: str
    name: str
    first: str
    second: str
    state: str
    agreement: str
    replaces: str
    asked_by: str
    asked: datetime
    begins: date | None
    ended: date | None
    said: str
    opened_by: frozenset[str]
    terms: tuple[TermView, ...]
    voices: dict[str, VoiceView]
    said_before: tuple[VoiceView, ...] = ()
    events: tuple[EventView, ...] = ()

    @property
    def sides(self) -> tuple[str, str]:
        """Both."""
        return self.first, self.second

    @property
    def open(self) -> bool:
        """Whether everybody in town may read it."""
        return self.opened_by == {self.first, self.second}

    def other(self, side: str) -> str:
        """The one across."""
        return self.second if side == self.first else self.first


def agreements_of(sides: Iterable[str], *, past: bool = False) -> tuple[BarterView, ...]:
    """Those of any of these agents: what stands and what was asked for, or with past also what is over."""
    sides = list(sides)
    rows = Barter.objects.filter(Q(first__in=sides) | Q(second__in=sides))
    return _views(rows if past else rows.filter(state__in=("asked", "stands")))


def open_agreements(*, without: Iterable[str] = ()) -> tuple[BarterView, ...]:
    """What stands and both sides let the town read, but for those of these agents."""
    without = list(without)
    rows = Barter.objects.filter(state="stands", first_open=True, second_open=True)
    return _views(rows.exclude(Q(first__in=without) | Q(second__in=without)))


def agreement(barter_id: str) -> BarterView | None:
    """One agreement with all that was given and said."""
    return next(iter(_views(Barter.objects.filter(id=barter_id), whole=True)), None)


def may_see(barter: BarterView, person: str) -> bool:
    """Its sides and those who may read their books; everybody, where both sides opened it and it stands."""
    if barter.open and barter.state in ("stands", "ended"):
        return True
    return any(people.may_see_book(person, side) for side in barter.sides)


def providers_of(specification: str, person: str) -> tuple[BarterView, ...]:
    """Standing agreements under which a thing is given, of those that a person may see; without what flowed."""
    rows = Barter.objects.filter(state="stands", terms__specification=specification).distinct()
    return tuple(view for view in _views(rows, flows=False) if may_see(view, person))


def waiting_for_answer(sides: Iterable[str]) -> tuple[BarterView, ...]:
    """What those agents were asked for and have not answered."""
    return _views(Barter.objects.filter(second__in=list(sides), state="asked"), flows=False)


def to_talk_about(sides: Iterable[str]) -> tuple[BarterView, ...]:
    """Standing agreements of these agents whose other side asked last to talk, or said that it is fair no more; without
    what flowed."""
    sides = set(sides)
    rows = Barter.objects.filter(Q(first__in=sides) | Q(second__in=sides), state="stands").exclude(voices=None)
    return tuple(view for view in _views(rows.distinct(), flows=False) if any(
        voice.voice != "fair" and view.other(side) in sides and not _answered(view, side)
        for side, voice in view.voices.items()))


def _answered(view: BarterView, side: str) -> bool:
    """The other side has said something since."""
    reply = view.voices.get(view.other(side))
    return reply is not None and reply.at >= view.voices[side].at


def _views(rows, whole: bool = False, flows: bool = True) -> tuple[BarterView, ...]:
    rows = list(rows.prefetch_related("terms").order_by("name", "id"))
    said: dict[str, list[VoiceView]] = defaultdict(list)
    for one in Voice.objects.filter(barter__in=[row.id for row in rows]).order_by("id"):
        said[one.barter_id].append(VoiceView(one.side, one.voice, one.words, one.by, one.at))
    given = _given([row.agreement for row in rows if row.agreement]) if flows else {}
    found = []
    for row in rows:
        events = given.get(row.agreement, [])
        voices = said[row.id]
        opened = {side for side, yes in ((row.first, row.first_open), (row.second, row.second_open)) if yes}
        found.append(BarterView(
            row.id, row.name, row.first, row.second, row.state, row.agreement, row.replaces_id or "", row.asked_by,
            row.asked, row.begins, row.ended, row.said, frozenset(opened), _terms(row, events),
            {voice.side: voice for voice in voices}, tuple(reversed(voices)) if whole else (),
            tuple(events) if whole else ()))
    return tuple(found)


def _terms(row: Barter, events: list[EventView]) -> tuple[TermView, ...]:
    until = row.ended if row.state == "ended" else timezone.localdate()
    flows: dict[tuple[str, str], list] = defaultdict(list)
    for event in events:
        much = event.quantity if event.quantity is not None else event.effort
        flows[event.provider, event.specification].append((timezone.localdate(event.at), much or 0))
    found = []
    for term in sorted(row.terms.all(), key=lambda term: term.place):
        of_it = flows[term.giver, term.specification]
        begins = row.begins or timezone.localdate()
        found.append(TermView(
            term.id, term.giver, row.second if term.giver == row.first else row.first, term.specification, term.amount,
            term.every, term.words, kept(term.amount, term.every, begins, until, of_it),
            stretch_of(begins, term.every, until) if row.begins else None, tuple(of_it)))
    return tuple(found)


def _given(agreements: list[str]) -> dict[str, list[EventView]]:
    """By agreement: what stands of it in the journal, newest first."""
    found: dict[str, list[EventView]] = defaultdict(list)
    for event in ledger.events_of_agreements(agreements) if agreements else ():
        found[event.agreement].append(event)
    return found


__all__ = ["BarterView", "TermView", "VoiceView", "agreement", "agreements_of", "may_see", "open_agreements",
           "providers_of", "to_talk_about", "waiting_for_answer"]
