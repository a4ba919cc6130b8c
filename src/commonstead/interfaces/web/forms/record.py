"""The form that writes down one deed. It checks only what it must to read the fields; the pen decides the rest.

A refusal by the pen comes back to the field it is about, in the reader's language. The idempotency key is
made once, when the empty form is shown, so that a page sent twice is written once.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.core.vocabulary.units import UnitTable
from commonstead.interfaces.web.wording import mode_word, reason_of, unit_word
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from . import numbers
from .deeds import Deed

#: The pen's names for what a refusal is about, and the form's.
FIELD_OF = {
    "specification": "good", "provider": "who", "receiver": "partner", "at": "day", "effort": "effort",
    "quantity": "quantity", "mode": "mode", "note": "note", "booked_by": "who",
}


class RecordForm(forms.Form):
    """The fields that one deed asks for."""

    def __init__(self, deed: Deed, person_id: str, data=None, initial=None):
        super().__init__(data, initial=initial)
        self.deed, self.person_id = deed, person_id
        self.units: UnitTable = ledger.units()
        self.specifications = {
            spec.id: spec for spec in ledger.specifications() if spec.sort in deed.sorts}
        self.fields["who"] = forms.ChoiceField(label=_("Whose book?"), choices=self._actors())
        self.fields["good"] = forms.ChoiceField(label=self._good_label(), choices=[("", _("Choose…")), *(
            (spec.id, self._with_unit(spec))
            for spec in sorted(self.specifications.values(), key=lambda spec: spec.name.casefold()))])
        if "quantity" in deed.asks:
            self.fields["quantity"] = number_text(_("How much?"), _("In the unit beside the name above, like 2.5."))
        if "effort" in deed.asks:
            self.fields["effort"] = number_text(_("How many hours?"), _("Half an hour is 0.5."))
        if deed.partner == "agent":
            self.fields["partner"] = forms.ChoiceField(
                label=str(deed.partner_label), choices=[("", _("Choose…")), *self._partners()])
        if len(deed.modes) > 1:
            self.fields["mode"] = forms.ChoiceField(
                label=_("In which spirit?"), widget=forms.RadioSelect, initial=deed.modes[0].value,
                choices=[(mode.value, mode_word(mode)) for mode in deed.modes])
        if deed.pays:
            self.fields["paid"] = number_text(
                _("For how much money, in all?"), _("Leave it empty if you do not know."), required=False)
        self.fields["day"] = forms.DateField(
            label=_("When?"), initial=timezone.localdate,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"])
        self.fields["note"] = forms.CharField(
            label=_("A note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("If you like. Notes can be erased later; the rest stays."))
        self.fields["promise"] = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)
        self.fields["key"] = forms.CharField(
            widget=forms.HiddenInput, max_length=64, initial=lambda: f"web-{secrets.token_hex(12)}")

    def _with_unit(self, spec) -> str:
        """A thing as a choice, with the unit in which it is counted."""
        unit = unit_word(self.units.get(spec.unit).symbol)
        return f"{spec.name} ({unit})" if unit else spec.name

    def _good_label(self) -> str:
        if "work" in self.deed.sorts:
            return _("What kind of work?")
        return _("Which machine?") if self.deed.action is Action.USE else _("What?")

    def _actors(self) -> list[tuple[str, str]]:
        """The person, and all whose books they may write."""
        views = {view.id: view for view in people.agents(ids=people.may_book_for(self.person_id))}
        first = sorted(views.values(), key=lambda view: (view.id != self.person_id, view.nature, view.name.casefold()))
        return [(view.id, _("%(name)s (me)") % {"name": view.name} if view.id == self.person_id else view.name)
                for view in first]

    def _partners(self) -> list:
        """Everybody in town, associations first: a gift needs no membership."""
        groups: dict[str, list] = {"association": [], "household": [], "person": []}
        for view in people.agents():
            groups.setdefault(view.nature, []).append((view.id, view.name))
        labels = {"association": _("Associations"), "household": _("Households"), "person": _("People")}
        return [(labels[nature], entries) for nature, entries in groups.items() if entries]

    def flows(self) -> list[Flow]:
        """What the fields say, as flows for the pen. Raises Refused where a number cannot be read."""
        said = self.cleaned_data
        mine, partner = said["who"], said.get("partner") or (OUTSIDE if self.deed.partner == "outside" else said["who"])
        provider, receiver = (partner, mine) if self.deed.actor == "receiver" else (mine, partner)
        mode = Mode(said["mode"]) if said.get("mode") else (self.deed.modes[0] if self.deed.modes else None)
        spec = self.specifications[said["good"]]
        at = timezone.make_aware(datetime.combine(said["day"], time(12)))
        now = timezone.now()
        at = min(at, now) if said["day"] <= timezone.localdate() else at
        action = self.deed.action
        if action is Action.TRANSFER and spec.sort == "service":
            action = Action.DELIVER_SERVICE
        quantity = self.units.to_int(said["quantity"], spec.unit) if said.get("quantity") else None
        effort = self.units.to_int(said["effort"], "h") if said.get("effort") else None
        flows = [Flow(action, provider, receiver, spec.id, at, self.person_id, said["key"], quantity, effort, mode,
                      note=said["note"], fulfills=said["promise"])]
        if said.get("paid"):
            money = next(iter(ledger.specifications(sort="money")), None)
            if money is not None:
                flows.append(Flow(Action.TRANSFER, receiver, provider, money.id, at, self.person_id,
                                  f"{said['key']}-paid", self.units.to_int(said["paid"], money.unit), None, mode))
        return flows

    def show_refusals(self, refused: Refused) -> None:
        """Put each refusal where it can be mended."""
        for refusal in refused.refusals:
            name = FIELD_OF.get(refusal.field, "")
            if name in ("who", "partner") and self.deed.actor == "receiver":
                name = "partner" if name == "who" else "who"
            self.add_error(name if name in self.fields else None, reason_of(refusal))


def number_text(label: str, help_text: str, required: bool = True) -> forms.CharField:
    """A number as people write it; a decimal comma is read as a point."""
    return NumberAsWritten(label=label, help_text=help_text, required=required, max_length=20,
                   widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))


class NumberAsWritten(forms.CharField):
    """Point or comma as the decimal sign. “1,240” could be read in two ways, so it is asked again."""

    def to_python(self, value):
        text = super().to_python(value)
        thousands = get_format("THOUSAND_SEPARATOR")
        if thousands in (",", ".") and re.search(rf"{re.escape(thousands)}\d{{3}}(?!\d)", "".join(text.split())):
            raise forms.ValidationError(
                _("“%(number)s” can be read in two ways. Write it without a sign for thousands, like 1240 or 1.24.")
                % {"number": value})
        return numbers.normal(text)
