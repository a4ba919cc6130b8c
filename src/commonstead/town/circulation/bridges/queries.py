"""Everything that can be read of bridges: what was agreed, where the mirrors stand, whether the two chains agree."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from commonstead.core.circulation.mirrors import BEGINNING, across, link, most_across, opposite
from commonstead.town.ledger import queries as ledger

from .agreeing import Side, sides
from .caps import may_agree, waiting
from .crossing import words_of
from .models import Bridge, CapAsked, Crossing


@dataclass(frozen=True)
class EndView:
    """One end of a bridge. balance: of the mirror in this circle.  can_take, can_give: how much more may come in to it
    and go out.  book, length, head: where the chained book of the mirror's owner stands, for the other side to
    compare."""

    circle: str
    keeper: str
    name: str
    unit: str
    symbol: str
    decimals: int
    cap: int
    balance: int
    can_take: int
    can_give: int
    owner: str
    length: int
    head: str


@dataclass(frozen=True)
class BridgeView:
    """A bridge. there, here: so many steps of the second circle's unit for so many of the first's.  length, head: of
    the chain of what crossed.  answered: who keeps the second circle has said yes."""

    id: str
    state: str
    there: int
    here: int
    first: EndView
    second: EndView
    length: int
    head: str
    made: datetime
    answered: bool


@dataclass(frozen=True)
class ProposalView:
    """A bridge that waits for the second circle's yes. first, second: the names of the circles."""

    id: str
    first: str
    second: str


@dataclass(frozen=True)
class AskedView:
    """A cap that waits for another member of a circle. mine: whether whoever asks could agree to it."""

    circle: str
    name: str
    unit: str
    cap: int
    asked_by: str
    mine: bool


@dataclass(frozen=True)
class CrossingView:
    """Something that crossed, or is about to. events: its two legs."""

    id: str
    bridge: str
    from_first: bool
    payer: str
    payee: str
    out_amount: int
    in_amount: int
    state: str
    made: datetime
    settled: datetime | None
    events: tuple[str, str]
    position: int | None
    hash: str
    corrects: str
    reason: str


def bridges(circle_ids: Iterable[str] | None = None, *, closed: bool = False) -> tuple[BridgeView, ...]:
    """Bridges, the oldest first: all, or those at which one of some circles stands."""
    rows = Bridge.objects.all() if closed else Bridge.objects.exclude(state="closed")
    if circle_ids is not None:
        wanted = list(circle_ids)
        rows = rows.filter(Q(first__in=wanted) | Q(second__in=wanted))
    return tuple(map(_view, rows.select_related("first", "second").order_by("made", "id")))


def waiting_for(person: str, keeps: Collection[str], books: Collection[str]) -> tuple[tuple[ProposalView, ...],
                                                                                     tuple[tuple[str, str], ...]]:
    """(proposals, caps). proposals: bridges that another circle proposed to a circle of the associations in `keeps`,
    and that wait for their yes.  caps: (bridge, name of the circle) of caps that wait for a yes that may be this
    person's, who acts for `books`. One query where nothing waits."""
    asked = CapAsked.objects.filter(agreed=None)
    if not Bridge.objects.filter(Q(state="proposed") | Q(caps_asked__in=asked)).exists():
        return (), ()
    proposed = Bridge.objects.filter(state="proposed", second_word="", second__keeper__in=list(keeps))
    caps = asked.filter(circle__accounts__holder__in=list(books), circle__accounts__until=None).select_related(
        "circle", "bridge")
    return (tuple(ProposalView(*row) for row in proposed.order_by("made", "id").values_list(
                "id", "first__name", "second__name")),
            tuple(sorted({(row.bridge_id, row.circle.name) for row in caps
                          if person not in (row.asked_by, row.bridge.proposed_by)})))


def bridge(bridge_id: str) -> BridgeView | None:
    """One bridge."""
    row = Bridge.objects.select_related("first", "second").filter(id=bridge_id).first()
    return _view(row) if row else None


def caps_asked(bridge_id: str, person: str) -> tuple[AskedView, ...]:
    """Caps of a bridge that wait for another member, as that person sees them."""
    row = Bridge.objects.get(id=bridge_id)
    return tuple(AskedView(one.circle_id, one.circle.name, one.circle.unit, one.cap, one.asked_by,
                           may_agree(row, one, person)) for one in waiting(row))


def crossings(bridge_id: str, *, holders: Iterable[str] | None = None, count: int = 50) -> tuple[CrossingView, ...]:
    """What crossed, newest first: all, or what some agents paid or got."""
    rows = Crossing.objects.filter(bridge_id=bridge_id).exclude(position=None)
    if holders is not None:
        wanted = list(holders)
        rows = rows.filter(Q(payer__in=wanted) | Q(payee__in=wanted))
    return tuple(map(_crossing, rows.order_by("-position")[:count]))


def crossing(crossing_id: str) -> CrossingView | None:
    """One of them."""
    row = Crossing.objects.filter(id=crossing_id).first()
    return _crossing(row) if row else None


def faults(bridge_id: str) -> list[str]:
    """What is wrong with a bridge: links of its chain that do not follow, legs that are not in the journal or say
    another amount, mirrors that are not opposite. Each side can ask; the answer is the same."""
    row = Bridge.objects.select_related("first", "second").get(id=bridge_id)
    if not row.first_mirror:
        return []
    found, head, first = [], BEGINNING, sides(row)[0]
    for position, one in enumerate(Crossing.objects.filter(bridge=row).exclude(position=None).order_by("position"), 1):
        head = link(head, position, words_of(one))
        if (one.position, one.hash) != (position, head):
            found.append(f"crossing {one.id}: does not follow from the one before it")
        legs = [ledger.event(event) for event in (one.out_event, one.in_event)]
        sizes = [leg.quantity if leg else None for leg in legs]
        if sizes != [abs(one.out_amount), abs(one.in_amount)] or any(
                bool(leg.corrects) != bool(one.corrects) for leg in legs):
            found.append(f"crossing {one.id}: its legs in the journal say {sizes}")
        elif across(one.out_amount, first.rate if one.from_first else 1 / first.rate) != one.in_amount:
            found.append(f"crossing {one.id}: not at the rate that was agreed on")
    if head != row.head:
        found.append("the chain ends elsewhere than the bridge says")
    if not opposite(*(ledger.resource(side.mirror).accounting for side in sides(row)), first.rate):
        found.append("the two mirrors are not opposite")
    return found


def _view(row: Bridge) -> BridgeView:
    first, second = sides(row)
    return BridgeView(row.id, row.state, row.there, row.here, _end(first, second.circle.keeper),
                      _end(second, first.circle.keeper), row.length, row.head, row.made,
                      bool(row.second_word))


def _end(side: Side, owner: str) -> EndView:
    spec = ledger.specification(side.circle.unit)
    unit = ledger.units().get(spec.unit)
    balance = ledger.resource(side.mirror).accounting if side.mirror else 0
    book = ledger.book(owner, count=1)
    return EndView(side.circle.id, side.circle.keeper, side.circle.name, side.circle.unit, unit.symbol, unit.decimals,
                   side.cap, balance, most_across(balance, side.cap, True), most_across(balance, side.cap, False),
                   owner, book.length, book.head)


def _crossing(row: Crossing) -> CrossingView:
    return CrossingView(row.id, row.bridge_id, row.from_first, row.payer, row.payee, row.out_amount, row.in_amount,
                        row.state, row.made, row.settled, (row.out_event, row.in_event), row.position, row.hash,
                        row.corrects, row.reason)


__all__ = ["bridge", "bridges", "caps_asked", "crossing", "crossings", "faults", "waiting_for"]
