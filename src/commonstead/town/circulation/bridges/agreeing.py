"""Two circles agree to trade, change their caps, and stop: one who keeps each circle's book speaks for it, and where
others are in, another member agrees to the cap as to other terms (`caps`).

A mirror is an account of the other circle's association that is no ordinary account of it, with the cap at both ends.
Who spoke for a circle is also on whose word its mirror pays out in the other; when they no longer keep its book,
somebody else has to speak for it anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils import timezone

from commonstead.core.circulation.mirrors import BEGINNING, read_rate
from commonstead.core.vocabulary.accounts import UNIT_MODES
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.circulation.asking import circle_of, in_one_go, keeps, refuse
from commonstead.town.circulation.clearing.asking import book_holds
from commonstead.town.circulation.models import Circle
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.people import queries as people

from .caps import agreed_ask, ask_cap, cap_right, drop_asked, waiting
from .models import Bridge


@dataclass(frozen=True)
class Side:
    """One end. mirror: the other association's account in this circle.  rate: steps over there for one step here.
    word: who spoke for this circle."""

    circle: Circle
    mirror: str
    cap: int
    rate: Fraction
    word: str


def propose_bridge(first: str, second: str, *, there: int, here: int, cap: int, by: str) -> str:
    """Who keeps the first circle proposes: so many steps of the second's unit (there) for so many of the first's
    (here), and a cap on the mirror in the first. Returns the bridge's id. Refused: circles.not_the_keeper,
    bridges.with_itself, circles.gift_has_no_amounts, bridges.there_already, bridges.rate_wrong, bridges.cap_wrong,
    circles.kind_does_not_hold."""
    one, other = circle_of(first), circle_of(second)
    keeps(one, by)
    read_rate(there, here)
    cap_right(cap)
    if one.id == other.id:
        refuse("bridges.with_itself", gettext_noop("A circle needs no bridge to itself. Choose another."), "second")
    for circle, owner in ((one, other), (other, one)):
        if not circle.unit:
            refuse("circles.gift_has_no_amounts", gettext_noop(
                "In a gift circle nothing is paid. Write down what was given instead."), "second")
        book_holds(owner.keeper, UNIT_MODES[circle.sort], "second")

    def write() -> str:
        for pair in ((one, other), (other, one)):
            if Bridge.objects.filter(first=pair[0], second=pair[1]).exclude(state="closed").exists():
                refuse("bridges.there_already", gettext_noop("There is a bridge between these two already."), "second")
        bridge = Bridge.objects.create(
            id=ledger.new_id(), first=one, second=other, there=there, here=here, first_cap=cap, first_word=by,
            proposed_by=by, state="proposed", made=timezone.now(), head=BEGINNING)
        ask_cap(bridge, one, cap, by)
        return bridge.id

    return in_one_go(write)


def agree_to_bridge(bridge_id: str, *, cap: int, by: str) -> bool:
    """Who keeps the second circle agrees, with a cap on the mirror there. Returns whether the bridge is open: else
    another member has still to agree to a cap. Refused: circles.not_the_keeper, bridges.not_open, bridges.cap_wrong."""
    cap_right(cap)

    def write() -> bool:
        bridge = locked_bridge(bridge_id)
        other = circle_of(bridge.second_id)
        keeps(other, by)
        if bridge.state != "proposed" or bridge.second_word:
            _not_open()
        bridge.second_cap, bridge.second_word = cap, by
        bridge.save()
        ask_cap(bridge, other, cap, by)
        return _open_if_agreed(bridge)

    return in_one_go(write)


def agree_to_cap(bridge_id: str, circle_id: str, *, cap: int, by: str) -> bool:
    """Another member of a circle agrees to the cap that is asked for there, and that they were shown; the last such yes
    opens a bridge that was proposed. Returns whether it is open. Refused: bridges.not_open, bridges.cap_settled,
    circles.second_person, circles.not_a_member."""
    def write() -> bool:
        bridge = locked_bridge(bridge_id)
        if bridge.state not in ("proposed", "agreed"):
            _not_open()
        asked = agreed_ask(bridge, circle_of(circle_id), cap, by)
        if bridge.state == "agreed":
            _set_cap(bridge, circle_id, cap, asked.asked_by)
        return bridge.state == "agreed" or _open_if_agreed(bridge)

    return in_one_go(write)


def _open_if_agreed(bridge: Bridge) -> bool:
    """Open a bridge to which both keepers, and another member wherever others are in, have said yes."""
    if bridge.second_word and not waiting(bridge):
        one, other = circle_of(bridge.first_id), circle_of(bridge.second_id)
        bridge.first_mirror, bridge.second_mirror = (
            ledger.add_resource(circle.unit, owner.keeper, name=f"{one.name} ↔ {other.name}", floor=None)
            for circle, owner in ((one, other), (other, one)))
        bridge.state, bridge.agreed = "agreed", timezone.now()
        bridge.save()
        for side in sides(bridge):
            ledger.set_account(side.mirror, floor=-side.cap, ceiling=side.cap, standing="closed")
    return bridge.state == "agreed"


def set_cap(bridge_id: str, circle_id: str, cap: int, *, by: str) -> bool:
    """Who keeps a circle sets its own cap, and speaks for it from now on. What stands beyond it only goes back. A
    higher one holds once another member agrees. Returns whether it holds.
    Refused: circles.not_the_keeper, bridges.not_agreed, bridges.cap_wrong."""
    cap_right(cap)

    def write() -> bool:
        bridge = locked_bridge(bridge_id)
        if bridge.state != "agreed" or circle_id not in (bridge.first_id, bridge.second_id):
            refuse("bridges.not_agreed", gettext_noop("The two circles do not trade, or no longer. Nothing can cross."),
                   "")
        circle = circle_of(circle_id)
        keeps(circle, by)
        if cap <= (bridge.first_cap if circle_id == bridge.first_id else bridge.second_cap):
            drop_asked(bridge, circle_id)
        elif not ask_cap(bridge, circle, cap, by):
            return False
        _set_cap(bridge, circle_id, cap, by)
        return True

    return in_one_go(write)


def _set_cap(bridge: Bridge, circle_id: str, cap: int, by: str) -> None:
    if circle_id == bridge.first_id:
        bridge.first_cap, bridge.first_word = cap, by
    else:
        bridge.second_cap, bridge.second_word = cap, by
    bridge.save()


def end_bridge(bridge_id: str, *, by: str) -> None:
    """Either circle ends it: from now on only what brings the mirrors back to zero crosses, and then it is closed.
    Refused: circles.not_the_keeper, bridges.not_open."""
    def write() -> None:
        bridge = locked_bridge(bridge_id)
        if not {bridge.first.keeper, bridge.second.keeper} & people.may_book_for(by):
            keeps(bridge.first, by)
        if bridge.state == "closed":
            _not_open()
        bridge.state = "ending" if bridge.first_mirror else "closed"
        bridge.ended = timezone.now()
        bridge.save()
        drop_asked(bridge, bridge.first_id, bridge.second_id)
        settle_ending(bridge)

    in_one_go(write)


def settle_ending(bridge: Bridge) -> None:
    """A bridge that is ending is closed once both mirrors stand at nothing."""
    if bridge.state == "ending" and not any(ledger_queries.resource(side.mirror).accounting for side in sides(bridge)):
        bridge.state, bridge.ended = "closed", timezone.now()
        bridge.save()


def sides(bridge: Bridge) -> tuple[Side, Side]:
    """Both ends, the first circle's first."""
    rate = Fraction(bridge.there, bridge.here)
    return (Side(bridge.first, bridge.first_mirror, bridge.first_cap, rate, bridge.first_word),
            Side(bridge.second, bridge.second_mirror, bridge.second_cap or 0, 1 / rate, bridge.second_word))


def locked_bridge(bridge_id: str) -> Bridge:
    """The bridge, locked. Refused: bridges.unknown."""
    found = Bridge.objects.select_for_update().select_related("first", "second").filter(id=bridge_id).first()
    if found is None:
        refuse("bridges.unknown", gettext_noop("There is no such bridge. Choose one from the list."), "bridge")
    return found


def _not_open() -> None:
    refuse("bridges.not_open", gettext_noop("This was agreed to or closed already. Look at the page again."), "")
