"""One entry of the journal: what it says, what it corrected, its place in each book's chain, and taking it back."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page, my_book_or_404
from commonstead.interfaces.web.rows import Words
from commonstead.town.circulation import barter_queries as barter
from commonstead.town.circulation.clearing import queries as clearing
from commonstead.town.circulation.queries import payments_of_events as slips_of
from commonstead.town.ledger import commands, queries
from commonstead.town.people import queries as people


@member_page
def event(request, event_id):
    """Show it; a POST takes it back."""
    view = queries.event(event_id)
    if view is None:
        raise Http404(_("There is no such entry here."))
    my_book_or_404(request, view.provider, view.receiver)
    refusals: list[str] = []
    slip = slips_of([view.corrects or view.id]).get(view.corrects or view.id)
    if request.method == "POST" and slip is not None:  # its levy and what was written with it go back with it
        return redirect("payment", slip.id)
    if request.method == "POST":
        done, refusals = _take_back(request, view)
        if done:
            return redirect("event", done.event_id)
    words = Words([view])
    chain = queries.chain_of(event_id)
    books = people.names({link.book for link in chain})
    return render(request, "web/pages/event.html", {
        "view": view, "belongs": _belongs(view, slip), "title": words.sentence(view), "much": words.much(view),
        "facts": _facts(view, words),
        "chain": [{"link": link, "name": books[link.book]} for link in chain],
        "refusals": refusals, "reason": request.POST.get("reason", ""),
        "key": request.POST.get("key") or f"web-{secrets.token_hex(12)}",
        "may_take_back": slip is None and not view.corrected_by and not view.corrects and _may_book(request, view),
    }, status=422 if refusals else 200)


def _belongs(view, slip) -> list[tuple[str, str]]:
    """What the entry is a part of: a payment, a round of clearing, a standing agreement."""
    first = view.corrects or view.id
    found = [(_("The payment that it belongs to"), reverse("payment", args=[slip.id]))] if slip else []
    if round_ := clearing.round_of_event(first):
        found.append((_("The round of clearing that it belongs to"), reverse("clearing-round", args=[round_])))
    if view.agreement:
        found += [(_("The agreement that it belongs to"), reverse("agreement", args=[one.id]))
                  for one in barter.agreements_of([view.provider, view.receiver], past=True)
                  if one.agreement == view.agreement]
    return found


def _take_back(request, view):
    """Reverse the event; the reason is asked for, because others will want to know."""
    reason = request.POST.get("reason", "").strip()
    if not reason:
        return None, [_("Write in a few words why it is taken back; others will want to know.")]
    try:
        done = commands.reverse_event(
            view.id, reason=reason, booked_by=request.user.person_id, at=timezone.now(),
            idempotency_key=request.POST.get("key") or f"web-{secrets.token_hex(12)}")
    except Refused as refused:
        return None, [wording.reason_of(refusal) for refusal in refused.refusals]
    messages.success(request, _("Taken back. Both entries stay in the book, and the stocks are as before."))
    return done, []


def _may_book(request, view) -> bool:
    mine = people.may_book_for(request.user.person_id)
    return view.provider in mine or view.receiver in mine or view.booked_by == request.user.person_id


def _facts(view, words: Words) -> list[tuple[str, str]]:
    """Label and value, in the order one would ask."""
    facts = [(_("What happened"), wording.action_word(view.action)), (_("What"), words.good(view.specification))]
    if words.much(view):
        facts.append((_("How much"), words.much(view)))
    if view.provider != view.receiver:
        facts += [(_("From"), words.name(view.provider)), (_("To"), words.name(view.receiver))]
    else:
        facts.append((_("By"), words.name(view.provider)))
    facts += [(_("When"), wording.when(view.at)), (_("Written down"), wording.moment(view.recorded)),
              (_("Written by"), words.name(view.booked_by))]
    if view.note:
        facts.append((_("Note"), view.note))
    return facts
