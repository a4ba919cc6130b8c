"""A cap is what a circle's members may lose by a bridge. One who keeps its book asks for it, and it holds once another
member agrees who did not propose the bridge either; at once where nobody else could, or where it is lowered."""

from __future__ import annotations

from django.utils import timezone

from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.circulation.asking import refuse, takes_part
from commonstead.town.circulation.models import Account, Circle
from commonstead.town.people import queries as people

from .models import Bridge, CapAsked

MOST_CAP = 10**12


def ask_cap(bridge: Bridge, circle: Circle, cap: int, by: str) -> bool:
    """Ask for a cap in place of the one that was asked for before. Returns whether it holds at once."""
    drop_asked(bridge, circle.id)
    if not _others(circle, _spoke(bridge, by)):
        return True
    CapAsked.objects.create(bridge=bridge, circle=circle, cap=cap, asked_by=by, asked=timezone.now())
    return False


def agreed_ask(bridge: Bridge, circle: Circle, cap: int, by: str) -> CapAsked:
    """Another member agrees to the cap that they were shown. Refused: bridges.cap_settled, circles.second_person,
    circles.not_a_member."""
    asked = CapAsked.objects.select_for_update().filter(bridge=bridge, circle=circle, agreed=None).first()
    if asked is None or asked.cap != cap:
        refuse("bridges.cap_settled", gettext_noop(
            "This cap was agreed to already, or another one is asked for since. Look at the page again."), "cap")
    if by in _spoke(bridge, asked.asked_by):
        refuse("circles.second_person", gettext_noop(
            "Somebody else has to agree: neither who asked nor whom it is about."), "")
    takes_part(circle, by)
    asked.agreed_by, asked.agreed = by, timezone.now()
    asked.save()
    return asked


def drop_asked(bridge: Bridge, *circles: str) -> None:
    """What waits for another member's yes is asked for no longer."""
    CapAsked.objects.filter(bridge=bridge, circle__in=circles, agreed=None).delete()


def waiting(bridge: Bridge) -> list[CapAsked]:
    """Caps that wait for another member's yes."""
    return list(CapAsked.objects.select_related("circle").filter(bridge=bridge, agreed=None).order_by("asked", "id"))


def may_agree(bridge: Bridge, asked: CapAsked, person: str) -> bool:
    """Whether that person is another member who could agree."""
    return person not in _spoke(bridge, asked.asked_by) and Account.objects.filter(
        circle=asked.circle, until=None, holder__in=people.may_book_for(person)).exists()


def cap_right(cap: int) -> None:
    """Refused: bridges.cap_wrong."""
    if not 0 < cap <= MOST_CAP:
        refuse("bridges.cap_wrong", gettext_noop(
            "Say up to how much the other circle may owe, as a number above zero."), "cap")


def _spoke(bridge: Bridge, by: str) -> set[str]:
    """Who asks, and who proposed the bridge: none of them is the second pair of eyes."""
    return {by, bridge.proposed_by}


def _others(circle: Circle, spoke: set[str]) -> bool:
    """Whether anybody but those could agree."""
    theirs = {holder for person in spoke if person for holder in people.may_book_for(person)}
    return Account.objects.filter(circle=circle, until=None).exclude(holder__in=theirs).exists()
