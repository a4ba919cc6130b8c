"""What is done with an agreement from its own page: say yes or no, write down what was given, say whether it is fair,
let the town read it, end it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.forms.record import number_text
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.circulation import barter_commands as barter
from commonstead.town.ledger import queries as ledger

from .one import agreement_or_404, page


def _posted(view):
    """Only as a form that was sent; whoever opens the address is brought to the page."""
    @member_page
    def guarded(request, agreement_id):
        found = agreement_or_404(request, agreement_id)
        return view(request, found) if request.method == "POST" else redirect("agreement", agreement_id)

    return guarded


@_posted
def answer(request, found):
    """The other side says yes or no; whoever asked may take it back."""
    said = request.POST.get("say", "")
    try:
        if said == "yes":
            barter.agree_to(found.id, by=request.user.person_id, open=request.POST.get("open") == "on")
            messages.success(request, _("It stands. What you give from now on is written down from here."))
        elif said == "no":
            barter.decline(found.id, by=request.user.person_id, words=request.POST.get("words", ""))
            messages.success(request, _("Declined. The other side sees it here."))
        elif said == "back":
            barter.withdraw(found.id, by=request.user.person_id)
            messages.success(request, _("Taken back."))
    except Refused as refused:
        _tell(request, refused)
    return redirect("agreement", found.id)


@_posted
def give(request, found):
    """Write down that something was given: two taps, with the promised amount filled in."""
    term = next((term for term in found.terms if str(term.id) == request.POST.get("term")), None)
    if term is None:
        return redirect("agreement", found.id)
    try:
        unit = ledger.specification(term.specification).unit
        amount = number_text("", "").clean(request.POST.get("amount", ""))
        barter.deliver(
            found.id, term.id, amount=ledger.units().to_int(amount, unit), day=_day(request.POST.get("day", "")),
            by=request.user.person_id, key=request.POST.get("key", "")[:64] or "–",
            note=request.POST.get("note", "")[:500])
    except (Refused, ValidationError) as refused:
        reasons = refused.messages if isinstance(refused, ValidationError) else map(reason_of, refused.refusals)
        return page(request, found, {"part": "give", "term": term.id, "said": request.POST, "reasons": list(reasons)})
    messages.success(request, _("Written down."))
    return redirect("agreement", found.id)


@_posted
def say(request, found):
    """One side says whether it is still fair."""
    try:
        barter.say(found.id, request.POST.get("side", ""), request.POST.get("voice", ""),
                   by=request.user.person_id, words=request.POST.get("words", ""))
    except Refused as refused:
        return page(request, found, {"part": "say", "said": request.POST,
                                     "reasons": [reason_of(one) for one in refused.refusals]})
    messages.success(request, _("Said. The other side reads it here."))
    return redirect("agreement", found.id)


@_posted
def show_to_town(request, found):
    """One side lets everybody in town read it, or no longer."""
    try:
        barter.show_to_town(found.id, request.POST.get("side", ""), request.POST.get("open") == "yes",
                            by=request.user.person_id)
    except Refused as refused:
        _tell(request, refused)
    return redirect("agreement", found.id)


@_posted
def end(request, found):
    """Either side ends it."""
    try:
        barter.end(found.id, by=request.user.person_id, words=request.POST.get("words", ""))
        messages.success(request, _("Ended. What was given stays given, and its page can still be read."))
    except Refused as refused:
        _tell(request, refused)
    return redirect("agreement", found.id)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(Refusal("web.no_day", gettext_noop("Write the day like 2026-05-31."), {}, field="day")) from None


def _tell(request, refused: Refused) -> None:
    for one in refused.refusals:
        messages.error(request, reason_of(one))
