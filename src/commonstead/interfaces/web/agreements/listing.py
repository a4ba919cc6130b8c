"""All agreements of mine and of those I act for, and those of the town whose two sides let everybody read them."""

from __future__ import annotations

from django.shortcuts import render

from commonstead.interfaces.web.access import member_page
from commonstead.town.circulation import barter_queries as barter
from commonstead.town.people import queries as people

from . import told


@member_page
def agreements(request):
    """What waits for an answer first, then what stands, then what is over."""
    mine = people.may_book_for(request.user.person_id)
    ours, open_ones = barter.agreements_of(mine, past=True), barter.open_agreements(without=mine)
    words = told.names_for((*ours, *open_ones))
    cards = [_card(view, mine, words) for view in ours]
    return render(request, "web/agreements/list.html", {
        "waiting": [card for card in cards if card["view"].state == "asked"],
        "standing": [card for card in cards if card["view"].state == "stands"],
        "over": [card for card in cards if card["view"].state not in ("asked", "stands")],
        "town": [_card(view, mine, words) for view in open_ones],
    })


def _card(view, mine, words) -> dict:
    """What a card says: who with whom, what each gives, and a word where one side wants to talk."""
    voices = [voice for voice in view.voices.values() if voice.voice != "fair"]
    return {"view": view, "sides": told.in_short(view, words), "state": told.STATES[view.state],
            "tone": told.TONES[view.state], "answer": view.state == "asked" and view.second in mine,
            "talk": [told.voice_told(voice, words) for voice in voices] if view.state == "stands" else []}
