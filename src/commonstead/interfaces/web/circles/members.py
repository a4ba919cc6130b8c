"""Joining and leaving, one member's account with its statement, and answering for one another.

An account is read by its holder, by those who act for them, and by whoever may see the circle's accounts.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.forms.numbers import whole_number
from commonstead.town.circulation import commands, queries
from commonstead.town.people import queries as people

from . import said, since, statement, told
from .fields import CircleForm, amount_field, holder_field
from .reading import Here, here_or_404, inside_or_404

#: So many lines stand above the statement; whatever else is new is marked in it.
TOLD = 5


@member_page
@require_POST
def join(request, circle_id):
    """In one press: the reader, or somebody whom the reader acts for."""
    here = here_or_404(request, circle_id)
    holder = request.POST.get("holder") or here.me
    if _said_no(request, lambda: commands.join_circle(circle_id, holder, by=here.me)):
        return redirect("circle", circle_id)
    messages.success(request, _("You are in.") if holder == here.me
                     else _("%(name)s is in.") % {"name": people.names([holder])[holder]})
    return redirect("circle", circle_id)


@member_page
def leave(request, circle_id, holder):
    """Asked once more, then the account at zero is closed."""
    here = inside_or_404(request, circle_id)
    view = here.account(holder)
    if view is None or holder not in here.mine or holder == here.circle.keeper:
        raise Http404(_("There is no such account here."))
    if request.method == "POST":
        if _said_no(request, lambda: commands.leave_circle(circle_id, holder, by=here.me)):
            return redirect("circle-account", circle_id, holder)
        messages.success(request, _("The account is closed. The way back is always open."))
        return redirect("circles")
    return render(request, "web/circles/leave.html", {
        "circle": here.circle, "account": view, "name": here.called(holder),
        "balance": said.signed(here.circle, view.balance) if here.circle.unit else ""})


@member_page
def account(request, circle_id, holder):
    """Where it stands, how far it may go, and every payment with the balance after it."""
    here = here_or_404(request, circle_id)
    view = queries.account(circle_id, holder)
    mine = holder in here.mine
    if view is None or not here.opens(holder):
        raise Http404(_("There is no such account here."))
    circle, name = here.circle, here.called(holder)
    fresh = since.by_others(request, circle_id, holder, here.me) if mine and circle.unit else ()
    before = request.GET.get("before", "")
    new = {one.event for one, _who in fresh}
    page = statement.page_of(here, view, new, whole_number(before))
    response = render(request, "web/circles/account.html", {
        "circle": circle, "reader": here, "account": view, "name": name, "mine": mine,
        "balance": said.balance(circle, view, "" if holder == here.me else here.names.get(holder, name))
        if circle.unit else "", "signed": said.signed(circle, view.balance) if circle.unit else "",
        "room": said.room(circle, view) if circle.unit else "", "warning": said.warning(view),
        "told": [_told(here, *one) for one in fresh[:TOLD]], "page": page, "of_circle": holder == circle.keeper,
        "vouched_by": _with_names(here, view.vouched_by), "vouches_for": _with_names(here, view.vouches_for),
        "bears": _who_bears(here, view) if here.keeps else [],
        "asked": [(one, said.amount(circle, one.amount)) for one in queries.payments(
            circle_id, holders=[holder], state="asked")] if mine else [],
        "back": reverse("circle", args=[circle_id])})
    if mine:
        since.looked(request, circle_id, holder)
    return response


class VouchForm(CircleForm):
    """For whom, with how much of one's own line."""

    def __init__(self, here: Here, data=None, initial=None):
        super().__init__(here, data, initial)
        own = [one.holder for one in here.own if one.holder != here.circle.keeper]
        self.fields["holder"] = holder_field(here, [one.holder for one in here.accounts
                                                    if one.holder not in (here.circle.keeper, *own[:1])],
                                             _("For whom do you vouch?"))
        self.fields["stake"] = amount_field(here.circle, _("With how much?"), _(
            "By so much your own line gets shorter and theirs longer. If they never make it good, this much is yours "
            "to bear."))
        self.fields["voucher"] = holder_field(here, own, _("Who vouches?"), empty=False)

    def clean_stake(self):
        """The stake in the unit's steps."""
        return self.steps("stake") or 0


@member_page
def vouch(request, circle_id):
    """Answer for somebody with part of one's own line."""
    here = inside_or_404(request, circle_id)
    if not here.circle.unit or not here.own:
        return redirect("circle", circle_id)
    form = VouchForm(here, request.POST or None, initial={"holder": request.GET.get("for", "")})
    if request.method == "POST" and form.is_valid():
        one = form.cleaned_data
        try:
            commands.vouch(circle_id, voucher=one["voucher"], holder=one["holder"], stake=one["stake"], by=here.me)
        except Refused as refused:
            form.show_refusals(refused)
        else:
            messages.success(request, _("You vouch for %(name)s now.") % {"name": here.called(one["holder"])})
            return redirect("circle-account", circle_id, one["voucher"])
    return render(request, "web/circles/form.html", {
        "form": form, "circle": here.circle, "title": _("Vouch for somebody"), "button": _("I vouch for them"),
        "lead": _("Only for somebody whom you know: it is your word, and part of your own line."),
        "alone": len(form.fields["holder"].choices) < 1, "keeps": here.keeps}, status=422 if form.errors else 200)


@member_page
@require_POST
def stop_vouching(request, circle_id):
    """Step out again, as far as nothing is owed on one's word."""
    voucher, holder = request.POST.get("voucher", ""), request.POST.get("holder", "")
    if not _said_no(request, lambda: commands.end_vouching(circle_id, voucher=voucher, holder=holder,
                                                           by=request.user.person_id)):
        messages.success(request, _("You vouch for them no longer."))
    if voucher in inside_or_404(request, circle_id).mine:
        return redirect("circle-account", circle_id, voucher)
    return redirect("circle", circle_id)


def _said_no(request, write) -> bool:
    """Run it; where it is refused, say why above the page that follows."""
    try:
        write()
    except Refused as refused:
        for one in refused.refusals:
            messages.error(request, wording.reason_of(one))
        return True
    return False


def _told(here: Here, payment, who: str) -> dict:
    """One line of what others wrote here since the reader last looked."""
    names = people.names({payment.payer, payment.payee, who})
    return {"payment": payment, "title": told.happened(here.circle, payment, names, names[who]),
            "why": payment.said or said.what_for(payment)}


def _who_bears(here: Here, account) -> list[tuple[str, str]]:
    """Who would bear what of a debt, if its holder could never settle it."""
    if account.balance >= 0 or account.until or account.holder == here.circle.keeper:
        return []
    shares = queries.shares_of_debt(here.circle.id, account.holder)
    return [(here.called(voucher or here.circle.keeper), said.amount(here.circle, part))
            for voucher, part in shares.items()]


def _with_names(here: Here, pairs) -> list[tuple[str, str, str]]:
    return [(holder, here.called(holder), said.amount(here.circle, stake)) for holder, stake in pairs]
