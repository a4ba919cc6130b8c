"""One agreement: what each side promised and what has flowed, both voices, and what may be done from here."""

from __future__ import annotations

import secrets

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.rows import book_table
from commonstead.town.circulation import barter_queries as barter
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from . import told
from .picture import chart_of

MOST_ENTRIES = 8


def agreement_or_404(request, agreement_id: str) -> barter.BarterView:
    """The agreement, for those who may see it."""
    view = barter.agreement(agreement_id)
    if view is None or not barter.may_see(view, request.user.person_id):
        raise Http404(_("There is no such agreement here, or it is open to its two sides only."))
    return view


@member_page
def agreement(request, agreement_id):
    """The page of one agreement."""
    return page(request, agreement_or_404(request, agreement_id))


def page(request, view: barter.BarterView, wrong: dict | None = None):
    """The page, or with `wrong` the page once more: {part: what was not done, term, said: what had been typed}."""
    me = request.user.person_id
    books = people.may_book_for(me)
    mine = [side for side in view.sides if side in books]
    us = mine[0] if mine else view.first
    words = told.names_for([view], {voice.by for voice in view.said_before}
                           | {person for event in view.events for person in (event.booked_by,)})
    seen = [event for event in view.events[:MOST_ENTRIES] if ledger.may_see_event(me, event.id)]
    return render(request, "web/agreements/one.html", {
        "view": view, "mine": mine, "state": told.STATES[view.state], "tone": told.TONES[view.state],
        "between": _("%(one)s and %(other)s") % {"one": words.name(view.first), "other": words.name(view.second)},
        "columns": [_column(view, side, us if mine else "", words) for side in (us, view.other(us))],
        "may_write": bool(mine) and view.state == "stands",
        "may_answer": view.state == "asked" and view.second in books,
        "may_withdraw": view.state == "asked" and view.first in books,
        "asked_by": words.name(view.first), "answers": words.name(view.second),
        "voices": [_voice(view, side, words) for side in view.sides],
        "before": [told.voice_told(voice, words) for voice in view.said_before
                   if voice not in view.voices.values()],
        "speakers": [(side, words.name(side), view.voices[side].voice if side in view.voices else "") for side in mine],
        "choices": told.VOICES.items(), "chart": chart_of(view, words) if view.events else None,
        "entries": book_table(seen, _("What was given under it"), words) if seen else None,
        "more": max(0, len(view.events) - MOST_ENTRIES),
        "opens": [(side, words.name(side), side in view.opened_by) for side in mine],
        "today": timezone.localdate().isoformat(), "key": f"web-{secrets.token_hex(12)}", "wrong": wrong or {},
        "begun": wording.day(view.begins), "ended": wording.day(view.ended),
        "before_it": view.replaces and _readable(view.replaces, me),
        "anew": f"{reverse('agreement-begin')}?from={view.id}",
    }, status=422 if wrong else 200)


def _readable(agreement_id: str, person: str) -> str:
    """The agreement that this one took the place of, where the reader may see it."""
    view = barter.agreement(agreement_id)
    return view.id if view and barter.may_see(view, person) else ""


def _column(view: barter.BarterView, side: str, us: str, words) -> dict:
    if not us:
        title = _("What %(side)s gives") % {"side": words.name(side)}
    else:
        title = _("What we give") if side == us else _("What we get")
    return {"side": side, "title": title, "name": words.name(side), "terms": [
        told.term_told(term, words, reverse("good", args=[term.specification]), ended=view.state == "ended")
        for term in view.terms if term.giver == side]}


def _voice(view: barter.BarterView, side: str, words) -> dict:
    said = view.voices.get(side)
    return {"name": words.name(side), "told": told.voice_told(said, words) if said else None}
