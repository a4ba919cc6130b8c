"""Giving in a gift circle: what was given, to whom, and thanks. Counted, never added up: nobody owes for a gift."""

from __future__ import annotations

from django.utils import timezone

from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.ledger import commands as ledger

from .asking import account_of, acts_for, circle_of, in_one_go, refuse
from .models import Gift


def give(circle_id: str, flow: Flow, *, by: str) -> str:
    """Write down a gift between two of the circle: a transfer or service in the gift mode. Returns the event's id.
    Refused: circles.not_a_gift_circle, gifts.mode, accounts.none, and what the ledger refuses."""
    circle = circle_of(circle_id)
    if circle.sort != "gift":
        refuse("circles.not_a_gift_circle", gettext_noop("In “{circle}” one pays. Choose a gift circle."), "circle",
               circle=circle.name)
    if flow.mode is not Mode.GIFT:
        refuse("gifts.mode", gettext_noop("In a gift circle everything is given: choose the gift."), "mode")

    def write() -> str:
        for side, holder in (("provider", flow.provider), ("receiver", flow.receiver)):
            account_of(circle, holder, side)
        written = ledger.record_event(flow)
        Gift.objects.get_or_create(event=written.event_id, defaults={
            "circle": circle, "giver": flow.provider, "receiver": flow.receiver, "made": timezone.now()})
        return written.event_id

    return in_one_go(write)


def thank(event_id: str, *, by: str, words: str) -> None:
    """Whoever received it says thank you, as often as they like; the last words stay.
    Refused: gifts.unknown, circles.not_yours, gifts.words."""
    found = Gift.objects.filter(event=event_id).first()
    if found is None:
        refuse("gifts.unknown", gettext_noop("There is no such gift in a circle."), "")
    acts_for(found.receiver, by, "receiver")
    if not words.strip() or len(words) > 300:
        refuse("gifts.words", gettext_noop("Write a few words of thanks, at most 300 characters."), "words")
    Gift.objects.filter(id=found.id).update(thanks=words.strip(), thanked=timezone.now())
