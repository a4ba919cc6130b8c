"""Write down a debt: who owes whom how much since when. The other side is asked."""

from __future__ import annotations

import secrets
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.access import member_page
from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.people import queries as people

from .amounts import AmountField, Coin
from .asking import acting_for, everybody, show_refusals


class DebtForm(forms.Form):
    """One debt, seen from one of its sides."""

    def __init__(self, person_id, places, *args, **words):
        super().__init__(*args, **words)
        self.places = {view.id: view for view in places}
        self.fields["clearing"] = forms.ChoiceField(
            label=_("In what, and where is it cleared?"), choices=[(view.id, view.name) for view in places])
        self.fields["side"] = forms.ChoiceField(
            label=_("Which way?"), widget=forms.RadioSelect, initial="owes",
            choices=[("owes", _("We owe them")), ("owed", _("They owe us"))])
        self.fields["who"] = forms.ChoiceField(label=_("Who are we?"), choices=acting_for(person_id))
        self.fields["other"] = forms.ChoiceField(label=_("And who is the other side?"),
                                                 choices=[("", _("Choose…")), *everybody()])
        self.fields["amount"] = AmountField(label=_("How much?"))
        self.fields["since"] = forms.DateField(
            label=_("Since when?"), initial=timezone.localdate, input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            help_text=_("Older debts are set off before younger ones."))
        self.fields["note"] = forms.CharField(label=_("What is it for?"), required=False, max_length=200,
                                              help_text=_("If you like. Both sides read it; it can be erased."))
        self.fields["key"] = forms.CharField(widget=forms.HiddenInput, max_length=64,
                                             initial=lambda: f"web-{secrets.token_hex(12)}")

    def line(self) -> commands.DebtLine:
        """What the fields say. Refused: units.not_a_number, units.too_many_decimals."""
        said = self.cleaned_data
        view = self.places[said["clearing"]]
        sides = (said["who"], said["other"]) if said["side"] == "owes" else (said["other"], said["who"])
        amount = Coin(view.currency, view.symbol, view.decimals).to_int(said["amount"])
        return commands.DebtLine(*sides, amount, said["since"], said["note"])


@member_page
def write(request):
    """The form; sent, the other side is asked."""
    places = queries.clearings()
    mine = {one.clearing for one in queries.standings(people.may_book_for(request.user.person_id))}
    places = sorted(places, key=lambda view: view.id not in mine)
    wanted = {name: request.GET[name] for name in ("clearing", "side", "other") if name in request.GET}
    form = DebtForm(request.user.person_id, places, request.POST or None, initial=wanted)
    if request.method == "POST" and form.is_valid():
        try:
            slip = commands.write_debt(form.cleaned_data["clearing"], form.line(), by=request.user.person_id,
                                       key=form.cleaned_data["key"])
        except Refused as refused:
            _show(form, refused)
        else:
            waits = any(one.id == slip for one in queries.slips_of(people.may_book_for(request.user.person_id)))
            messages.success(request, _("Written down. It counts once the other side has said yes.") if waits
                             else _("Written down as owed."))
            return redirect("clearing")
    return render(request, "web/clearing/write.html", {"form": form, "tables": places},
                  status=422 if form.errors else 200)


def _show(form: DebtForm, refused: Refused) -> None:
    """Refusals name debtor, creditor and quantity; the form has us, them and how much."""
    ours, theirs = ("debtor", "creditor") if form.cleaned_data["side"] == "owes" else ("creditor", "debtor")
    names = {ours: "who", theirs: "other", "quantity": "amount"}
    show_refusals(form, Refused(*(replace(one, field=names.get(one.field, one.field)) for one in refused.refusals)))
