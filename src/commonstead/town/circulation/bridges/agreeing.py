"""Two circles agree to trade, change their caps, and stop: one who keeps each circle's book speaks for it.

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

from .models import Bridge

MOST_CAP = 10**12


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
    _cap_right(cap)
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
        return Bridge.objects.create(
            id=ledger.new_id(), first=one, second=other, there=there, here=here, first_cap=cap, first_word=by,
            state="proposed", made=timezone.now(), head=BEGINNING).id

    return in_one_go(write)


def agree_to_bridge(bridge_id: str, *, cap: int, by: str) -> None:
    """Who keeps the second circle agrees, with a cap on the mirror there. Refused: circles.not_the_keeper,
    bridges.not_open, bridges.cap_wrong."""
    _cap_right(cap)

    def write() -> None:
        bridge = locked_bridge(bridge_id)
        keeps(circle_of(bridge.second_id), by)
        if bridge.state != "proposed":
            _not_open()
        one, other = circle_of(bridge.first_id), circle_of(bridge.second_id)
        bridge.first_mirror, bridge.second_mirror = (
            ledger.add_resource(circle.unit, owner.keeper, name=f"{one.name} ↔ {other.name}", floor=None)
            for circle, owner in ((one, other), (other, one)))
        bridge.second_cap, bridge.second_word, bridge.state = cap, by, "agreed"
        bridge.agreed = timezone.now()
        bridge.save()
        for side in sides(bridge):
            ledger.set_account(side.mirror, floor=-side.cap, ceiling=side.cap, standing="closed")

    in_one_go(write)


def set_cap(bridge_id: str, circle_id: str, cap: int, *, by: str) -> None:
    """Who keeps a circle sets its own cap, and speaks for it from now on. What stands beyond it only goes back.
    Refused: circles.not_the_keeper, bridges.not_agreed, bridges.cap_wrong."""
    _cap_right(cap)

    def write() -> None:
        bridge = locked_bridge(bridge_id)
        if bridge.state != "agreed" or circle_id not in (bridge.first_id, bridge.second_id):
            refuse("bridges.not_agreed", gettext_noop("The two circles do not trade, or no longer. Nothing can cross."),
                   "")
        keeps(circle_of(circle_id), by)
        if circle_id == bridge.first_id:
            bridge.first_cap, bridge.first_word = cap, by
        else:
            bridge.second_cap, bridge.second_word = cap, by
        bridge.save()

    in_one_go(write)


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


def _cap_right(cap: int) -> None:
    if not 0 < cap <= MOST_CAP:
        refuse("bridges.cap_wrong", gettext_noop(
            "Say up to how much the other circle may owe, as a number above zero."), "cap")
