"""One payment: what it says, how it stands, and what the reader can do about it: accept, decline, withdraw, take back.

Both sides read who wrote it and, where it was taken back, by whom and why.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.town.circulation import commands, queries
from commonstead.town.circulation.views import PaymentView
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from . import said
from .reading import Here, here_or_404


@member_page
def slip(request, payment_id):
    """Show it."""
    return _show(request, *_open(request, payment_id))


@member_page
@require_POST
def answer(request, payment_id, answer):
    """accept, decline, withdraw or take-back. What was settled meanwhile is said so, and nothing is done twice."""
    here, _view = _open(request, payment_id)
    words, me = request.POST.get("said", "").strip(), here.me
    done = {
        "accept": (lambda: commands.accept_payment(payment_id, by=me), _("Paid.")),
        "decline": (lambda: commands.decline_payment(payment_id, by=me, said=words), _("Declined. They are told.")),
        "withdraw": (lambda: commands.withdraw_payment(payment_id, by=me, said=words), _("Withdrawn.")),
        "take-back": (lambda: commands.take_back(payment_id, by=me, reason=words),
                      _("Taken back. Both sides see why, and the accounts are as before.")),
    }.get(answer)
    if done is None:
        raise Http404(_("There is nothing of that name to do with a payment."))
    try:
        done[0]()
    except Refused as refused:
        return _show(request, *_open(request, payment_id), refusals=[wording.reason_of(one)
                                                                     for one in refused.refusals], typed=words)
    messages.success(request, done[1])
    return redirect("payment", payment_id)


def _open(request, payment_id: str) -> tuple[Here, PaymentView]:
    view = queries.payment(payment_id)
    here = here_or_404(request, view.circle) if view else None
    if here is None or not here.may_see(view):
        raise Http404(_("There is no such payment here."))
    return here, view


def _show(request, here: Here, view: PaymentView, refusals=(), typed: str = ""):
    circle = here.circle
    names = people.names({view.payer, view.payee, view.made_by})
    answers = here.answers(view)
    back = ledger.event(view.event) if view.state == "taken_back" else None
    undone = ledger.event(back.corrected_by) if back and back.corrected_by else None
    return render(request, "web/circles/slip.html", {
        "view": view, "circle": circle, "payer": names[view.payer], "payee": names[view.payee],
        "amount": said.amount(circle, view.amount),
        "state": said.state_word(view), "facts": _facts(here, view, names, undone), "refusals": refusals,
        "typed": typed, "may_answer": "accept" in answers,
        "may_withdraw": "withdraw" in answers, "may_take_back": "take-back" in answers,
        "again": _again(here, view), "entry": view.event if view.event else "",
    }, status=422 if refusals else 200)


def _facts(here: Here, view: PaymentView, names, undone) -> list[tuple[str, str]]:
    facts = [(_("Of that, to the circle"), said.amount(here.circle, view.levy))] if view.levy else []
    later = view.state == "paid" and view.settled - view.made > timedelta(minutes=1)
    facts += [(label, value) for label, value in (
        (_("What for"), view.category), (_("Note"), view.note), (_("When"), wording.day(view.at)),
        (_("Until"), wording.day(view.due) if view.state == "asked" else ""),
        (_("Written by"), names[view.made_by]), (_("Written down"), wording.moment(view.made)),
        (_("Paid"), wording.moment(view.settled) if later else "")) if value]
    if undone:
        facts += [(_("Taken back by"), people.names([undone.booked_by])[undone.booked_by]),
                  (_("Taken back on"), wording.moment(undone.recorded))]
    return facts


def _again(here: Here, view: PaymentView) -> str:
    """The address of a new payment that says the same."""
    if view.payer not in here.mine or here.circle.ended:
        return ""
    query = {"payer": view.payer, "payee": view.payee, "amount": said.plain(here.circle, view.amount),
             "category": view.category}
    return f"{reverse('circle-pay', args=[here.circle.id])}?{urlencode(query)}"
