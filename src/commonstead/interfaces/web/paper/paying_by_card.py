"""Being paid with somebody's paper card: whoever has a phone scans it, writes the amount, and the holder types the PIN.

The page shows the first name on the card and nothing of the account. The PIN comes in the body of the form, is masked,
and goes nowhere but to the check.
"""

from __future__ import annotations

import secrets

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.circulation import card_queries, queries
from commonstead.town.circulation import cards as card_commands
from commonstead.town.people import queries as people

from .seeing import amount, mine_in, typed_number


class PayForm(forms.Form):
    """How much, to whom, what for; then the holder's PIN."""

    amount = forms.CharField(max_length=20, widget=forms.TextInput(attrs={
        "inputmode": "decimal", "autocomplete": "off"}))
    category = forms.CharField(required=False, max_length=60)
    payee = forms.ChoiceField()
    pin = forms.CharField(max_length=8, widget=forms.PasswordInput(attrs={
        "inputmode": "numeric", "autocomplete": "one-time-code"}))
    key = forms.CharField(widget=forms.HiddenInput, max_length=32, initial=lambda: secrets.token_hex(8))

    def __init__(self, circle, mine: dict[str, str], name: str, data=None):
        super().__init__(data)
        self.circle = circle
        self.fields["payee"].choices = list(mine.items())
        self.fields["amount"].label = _("How much?")
        self.fields["category"].label = _("What for?")
        self.fields["payee"].label = _("Who is paid?")
        self.fields["pin"].label = _("PIN")
        self.fields["pin"].help_text = _("Now hand the phone to %(name)s, who types it.") % {"name": name}

    def clean_amount(self) -> int:
        return int(typed_number(self.cleaned_data["amount"], self.circle.decimals).scaleb(self.circle.decimals))


@member_page
def typed(request):
    """Where there is no camera: the code under the name."""
    problem = ""
    if request.method == "POST":
        try:
            return redirect("card-pay", card_commands.card_of_code(request.POST.get("code", ""),
                                                                   by=request.user.person_id))
        except Refused as refused:
            problem = " ".join(map(reason_of, refused.refusals))
    return render(request, "web/paper/card_typed.html", {"problem": problem}, status=422 if problem else 200)


@sensitive_post_parameters("pin")
@member_page
def pay(request, token):
    """Take a payment from a card."""
    card = card_queries.card_with(token)
    if card is None:
        raise Http404(_("This card is not in use any more."))
    circle = queries.circle(card.circle)
    mine = mine_in(request, circle)
    mine.pop(card.holder, None)
    name = people.names([card.holder])[card.holder].split()[0]
    form = PayForm(circle, mine, name, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            card_commands.pay_with_card(
                token, pin=said["pin"], payee=said["payee"], amount=said["amount"], key=said["key"],
                category=said["category"], by=request.user.person_id)
        except Refused as refused:
            for one in refused.refusals:
                form.add_error(one.field if one.field in form.fields else None, reason_of(one))
        else:
            messages.success(request, _("%(name)s paid %(amount)s to %(payee)s.") % {
                "name": name, "amount": amount(circle, said["amount"]), "payee": mine[said["payee"]]})
            return redirect("card-pay", token)
    response = render(request, "web/paper/card_pay.html", {"circle": circle, "form": form, "name": name,
                                                           "can": bool(mine)}, status=422 if form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response
