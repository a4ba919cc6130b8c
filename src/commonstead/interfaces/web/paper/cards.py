"""Paper cards for members without a phone: making one, printing it, a new PIN, the end of it.

The PIN is shown once, on the page that answers the press of the button, and never again: it stands in no address, and
that page is not kept by the browser. It prints apart from the card, so that the two can be handed over apart.
"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.circulation import card_queries, queries
from commonstead.town.circulation import cards as card_commands
from commonstead.town.people import queries as people

from .qr import picture_of
from .seeing import amount, circle_for_members, keeps, typed_number, with_unit


class CardForm(forms.Form):
    """For whom, up to how much, and the PIN if the holder chose one."""

    holder = forms.ChoiceField()
    most = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
    pin = forms.CharField(required=False, max_length=8, widget=forms.PasswordInput(attrs={
        "inputmode": "numeric", "autocomplete": "new-password"}))

    def __init__(self, circle, holders: dict[str, str], data=None, initial=None):
        super().__init__(data, initial=initial)
        self.circle = circle
        self.fields["holder"].choices = [("", _("Choose…")), *holders.items()]
        for name, label, help_text in (
                ("holder", _("For whom?"), _("A card that they had before ends.")),
                ("most", _("Most for one payment"), _("What somebody could lose at once if the PIN was seen.")),
                ("pin", _("PIN"), _("Let the holder type 4 to 8 digits unseen. If it is empty, one is drawn."))):
            self.fields[name].label, self.fields[name].help_text = label, help_text

    def clean_most(self) -> int:
        return int(typed_number(self.cleaned_data["most"], self.circle.decimals).scaleb(self.circle.decimals))


@member_page
def cards(request, circle_id):
    """The cards that the reader looks after."""
    circle, holders = _looked_after(request, circle_id)
    shown = card_queries.cards(circle.id, holders)
    return render(request, "web/paper/cards.html", {
        "circle": circle, "can_make": bool(holders),
        "cards": [{"card": card, "name": holders[card.holder], "most": amount(circle, card.most),
                   "made": wording.day(card.made)} for card in shown]})


@sensitive_post_parameters("pin")
@member_page
def make(request, circle_id):
    """Make a card, and show it with its PIN."""
    circle, holders = _looked_after(request, circle_id)
    form = CardForm(circle, holders, request.POST if request.method == "POST" else None,
                    {"most": str(card_commands.USUAL_MOST), "holder": request.GET.get("holder", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            card_id, pin = card_commands.make_card(circle.id, said["holder"], by=request.user.person_id,
                                                   pin=said["pin"], most=said["most"])
        except Refused as refused:
            for one in refused.refusals:
                form.add_error(one.field if one.field in form.fields else None, reason_of(one))
        else:
            return _printed(request, card_queries.card(card_id), pin)
    return render(request, "web/paper/card_make.html", {"circle": circle, "form": form},
                  status=422 if form.errors else 200)


@member_page
def show(request, card_id):
    """The card to print again, without its PIN."""
    return _printed(request, _card(request, card_id))


@member_page
def picture(request, card_id):
    """The card's QR code."""
    card = _card(request, card_id)
    return picture_of(request.build_absolute_uri(reverse("card-pay", args=[card.token])))


@member_page
def pin(request, card_id):
    """A new PIN; a blocked card pays again."""
    card = _card(request, card_id)
    if request.method != "POST":
        return redirect("circle-cards", card.circle)
    return _printed(request, card, card_commands.new_pin(card.id, by=request.user.person_id))


@member_page
def end(request, card_id):
    """The card was lost, or is not needed any more."""
    card = _card(request, card_id)
    if request.method == "POST":
        card_commands.end_card(card.id, by=request.user.person_id)
        messages.success(request, _("The card pays no more."))
    return redirect("circle-cards", card.circle)


def _printed(request, card, pin: str = ""):
    circle = queries.circle(card.circle)
    response = render(request, "web/paper/card.html", {
        "circle": circle, "card": card, "pin": pin, "name": people.names([card.holder])[card.holder],
        "code": f"{card.code[:4]}-{card.code[4:]}", "most": amount(circle, card.most),
        "typed_at": request.build_absolute_uri(reverse("card-typed")).partition("://")[2]})
    response["Cache-Control"] = "private, no-store"
    return response


def _looked_after(request, circle_id):
    """The circle, and by id the names of those persons whose cards the reader looks after."""
    circle = with_unit(circle_for_members(request, circle_id))
    me = request.user.person_id
    holders = {account.holder for account in queries.accounts(circle.id)}
    if not keeps(request, circle):
        holders &= {me, *people.wards_of(me)}
    persons = {view.id: view.name for view in people.agents("person", ids=holders)}
    return circle, persons


def _card(request, card_id):
    card = card_queries.card(card_id)
    if card is None:
        raise Http404(_("This card is not in use any more."))
    _circle, holders = _looked_after(request, card.circle)
    if card.holder not in holders:
        raise Http404
    return card
