"""Split an amount among several: pay each of them a part, or ask each of them for a part.

The parts add up to the amount exactly (core's largest remainder), and they are shown before anything is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.circulation.sharing_out import share_out
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.forms import numbers
from commonstead.town.circulation import commands

from . import said
from .fields import CircleForm, amount_field, category_field, day_field, holder_field, key_field, moment_of, note_field
from .paying import look
from .reading import Here, inside_or_404


@dataclass(frozen=True)
class Sharer:
    """One line of the form: who, whether ticked, with which weight, and what is wrong with it."""

    holder: str
    name: str
    ticked: bool
    weight: str
    error: str = ""


class SplitForm(CircleForm):
    """How much, between whom, and which way it goes. `weights`: by holder, once it is valid."""

    def __init__(self, here: Here, data=None, initial=None):
        super().__init__(here, data, initial)
        self.weights: dict[str, Fraction] = {}
        self.wrong: dict[str, str] = {}
        self.fields["amount"] = amount_field(here.circle, _("How much, in all?"))
        self.fields["way"] = forms.ChoiceField(
            label=_("Which way?"), widget=forms.RadioSelect, initial="ask", choices=[
                ("ask", _("I ask each of them for a part")), ("pay", _("I pay each of them a part"))])
        self.fields["mine"] = holder_field(here, [one.holder for one in here.own], _("On whose account?"), empty=False)
        self.fields["category"] = category_field()
        self.fields["note"] = note_field()
        self.fields["day"] = day_field(_("When was it?"))
        self.fields["key"] = key_field()

    def clean(self):
        """Read who has a part, and of which weight."""
        for holder in self._ticked():
            try:
                weight = numbers.read_number(self.data.get(f"weight-{holder}") or "1", most=1000)
            except Refused as refused:
                self.wrong[holder] = wording.reason_of(refused.refusals[0])
            else:
                if weight:
                    self.weights[holder] = Fraction(weight)
        self.weights.pop(self.cleaned_data.get("mine"), None)
        if self.wrong:
            raise forms.ValidationError(_("One of the parts is not a number. You find it below."))
        if not self.weights:
            raise forms.ValidationError(_("Tick at least one to share with."))
        return self.cleaned_data

    def _ticked(self) -> list[str]:
        chosen = set(self.data.getlist("with")) if self.data else set()
        return [one.holder for one in self.here.accounts if one.holder in chosen]

    @property
    def sharers(self) -> list[Sharer]:
        """Everybody with an account, in the order of names."""
        ticked = set(self._ticked())
        found = [Sharer(one.holder, self.here.called(one.holder), one.holder in ticked,
                        self.data.get(f"weight-{one.holder}", "1") if self.data else "1",
                        self.wrong.get(one.holder, ""))
                 for one in self.here.accounts if one.holder not in {self.here.circle.keeper, self.here.me}]
        return sorted(found, key=lambda one: one.name.casefold())

    def parts(self) -> dict[str, int]:
        """By holder: the part. They add up to the amount."""
        shares = share_out(self.cleaned_data["amount"], list(self.weights.values()))
        return dict(zip(self.weights, shares, strict=True))

    def slips(self) -> list[commands.Slip]:
        """One slip for each part that is not nothing."""
        one = self.cleaned_data
        at = moment_of(one["day"])
        return [commands.Slip(
            *((one["mine"], holder) if one["way"] == "pay" else (holder, one["mine"])), part, f"{one['key']}-{holder}",
            at, one["category"], one["note"]) for holder, part in self.parts().items() if part]


@member_page
def split(request, circle_id):
    """The form; then the parts to look over; then all of them at once, or none."""
    here = inside_or_404(request, circle_id)
    if not here.circle.unit or not here.own:
        return redirect("circle", circle_id)
    form = SplitForm(here, request.POST if request.method == "POST" else None)
    step = request.POST.get("step")
    if request.method == "POST" and form.is_valid() and step != "mend":
        if step != "write":
            return look(request, _("Are these parts right?"), _lines(here, form), form,
                        reverse("circle-split", args=[circle_id]), parts=_table(here, form))
        if _send(here, form):
            messages.success(request, _("Paid to each of them.") if form.cleaned_data["way"] == "pay"
                             else _("Each of them was asked."))
            return redirect("circle", circle_id)
    return render(request, "web/circles/split.html", {
        "form": form, "circle": here.circle, "alone": len(here.accounts) < 2, "keeps": here.keeps},
        status=422 if form.errors else 200)


def _send(here: Here, form: SplitForm) -> bool:
    slips = form.slips()
    try:
        if form.cleaned_data["way"] == "pay":
            commands.pay_together(here.circle.id, slips, by=here.me)
        else:
            with transaction.atomic():
                for slip in slips:
                    commands.ask_payment(here.circle.id, slip, by=here.me)
    except Refused as refused:
        form.show_refusals(refused)
        return False
    return True


def _lines(here: Here, form: SplitForm) -> list[tuple[str, str]]:
    one = form.cleaned_data
    lines = [(_("In all"), said.amount(here.circle, one["amount"])),
             (_("Which way"), str(dict(form.fields["way"].choices)[one["way"]])),
             (_("On whose account"), here.called(one["mine"]))]
    return lines + [(label, one[name]) for name, label in (("category", _("What for")), ("note", _("Note")))
                    if one[name]]


def _table(here: Here, form: SplitForm) -> Table:
    return Table(_("The parts"), (Column(_("Who")), Column(_("Part"), True)), tuple(
        (Cell(here.called(holder)), Cell(said.amount(here.circle, part))) for holder, part in form.parts().items()),
        total=(Cell(_("Together")), Cell(said.amount(here.circle, form.cleaned_data["amount"]))))
