"""In a gift circle: write down what was given, and say thanks. Counted, never added up."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.forms import numbers
from commonstead.interfaces.web.forms.record import NumberAsWritten
from commonstead.town.circulation import commands, queries
from commonstead.town.ledger import queries as ledger

from .fields import CircleForm, day_field, holder_field, key_field, moment_of, note_field
from .reading import Here, inside_or_404


class GiftForm(CircleForm):
    """Who gave whom what, how much, and when."""

    def __init__(self, here: Here, data=None, initial=None):
        super().__init__(here, data, initial)
        units = ledger.units()
        self.things = {spec.id: spec for spec in ledger.specifications()
                       if spec.sort in ("good", "material", "service")}
        self.fields["payer"] = holder_field(here, [one.holder for one in here.own], _("Who gave?"), empty=False)
        self.fields["payee"] = holder_field(here, [one.holder for one in here.accounts], _("To whom?"))
        self.fields["good"] = forms.ChoiceField(label=_("What was given?"), choices=[("", _("Choose…")), *(
            (spec.id, f"{spec.name} ({unit})" if unit else spec.name)
            for spec in sorted(self.things.values(), key=lambda spec: spec.name.casefold())
            for unit in (wording.unit_word(units.get(spec.unit).symbol),))])
        self.fields["much"] = NumberAsWritten(
            label=_("How much?"), help_text=_("In the unit beside the name above, like 2.5."), max_length=20,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        self.fields["note"] = note_field()
        self.fields["day"] = day_field(_("When was it?"))
        self.fields["key"] = key_field()

    def flow(self) -> Flow:
        """What the fields say. Raises Refused where the number cannot be read."""
        one = self.cleaned_data
        spec = self.things[one["good"]]
        action = Action.DELIVER_SERVICE if spec.sort == "service" else Action.TRANSFER
        quantity = ledger.units().to_int(numbers.read_number(one["much"], most=10**9), spec.unit)
        return Flow(action, one["payer"], one["payee"], spec.id, moment_of(one["day"]), self.here.me, one["key"],
                    quantity=quantity, mode=Mode.GIFT, note=one["note"])

    def show_refusals(self, refused: Refused) -> None:
        """As in every circle, with the amount at its own field."""
        for one in refused.refusals:
            name = {"quantity": "much", "": "much", "specification": "good", "provider": "payer", "receiver": "payee",
                    "at": "day"}.get(one.field, one.field)
            self.add_error(name if name in self.fields else None, wording.reason_of(one))


@member_page
def give(request, circle_id):
    """One form, written at once: a gift that was written wrongly is taken back at its entry."""
    here = inside_or_404(request, circle_id)
    if here.circle.sort != "gift" or not here.own:
        return redirect("circle", circle_id)
    form = GiftForm(here, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.give(circle_id, form.flow(), by=here.me)
        except Refused as refused:
            form.show_refusals(refused)
        else:
            messages.success(request, _("Written down. They can say thanks, and owe nothing."))
            return redirect("circle", circle_id)
    return render(request, "web/circles/form.html", {
        "form": form, "circle": here.circle, "title": _("Write down a gift"), "button": _("Write it down"),
        "lead": _("So that it is seen. Nothing is counted against it."), "alone": len(here.accounts) < 2,
        "keeps": here.keeps}, status=422 if form.errors else 200)


@member_page
@require_POST
def thank(request, event_id):
    """Whoever received it says thanks."""
    try:
        commands.thank(event_id, by=request.user.person_id, words=request.POST.get("words", ""))
    except Refused as refused:
        messages.error(request, wording.reason_of(refused.refusals[0]))
    else:
        messages.success(request, _("Said."))
    circle = request.POST.get("circle", "")
    return redirect("circle", circle) if queries.circle(circle) else redirect("circles")
