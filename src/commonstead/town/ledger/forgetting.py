"""Erasing what people wrote. The journal keeps a salted hash; with the text its salt goes too, so that nothing
can be guessed back, and every chain stays whole."""

from __future__ import annotations

from django.db.models import Q

from .models import Commitment, EconomicEvent, EventText, Intent


def erase_texts_of(agent: str) -> None:
    """Erase every text in events that an agent wrote or took part in, and the notes on their promises."""
    theirs = Q(provider=agent) | Q(receiver=agent)
    events = EconomicEvent.objects.filter(theirs | Q(booked_by=agent)).values("id")
    EventText.objects.filter(event__in=events).delete()
    for model in (Intent, Commitment):
        model.objects.filter(theirs).update(note="")
