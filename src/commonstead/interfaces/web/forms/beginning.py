"""Forms with which a town grows: begin an association, name a thing, say what one offers, take somebody in,
say what is needed.

Anyone may begin something (Exodus 2784-2946); taking somebody into an association is up to those who keep its book.
"""

from __future__ import annotations

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.accounts import UNIT_MODES
from commonstead.interfaces.web.wording import unit_word
from commonstead.town import kinds
from commonstead.town.ledger import queries as ledger
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.people import queries as people


class AssociationForm(forms.Form):
    """A name, a kind and what it is for."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("What is it called?"), max_length=120, help_text=_("Like “Rowan Street Garden”."))
        self.fields["kind"] = forms.ChoiceField(
            label=_("What is it most like?"), widget=forms.RadioSelect,
            choices=[(kind.slug, f"{_(kind.label)}: {_(kind.purpose)}") for kind in kinds.every()
                     if kind.nature == "association"])
        self.fields["purpose"] = forms.CharField(
            label=_("What is it for, in a sentence?"), max_length=200, required=False,
            help_text=_("If you like. Everybody in town can read it."))

    def clean_name(self):
        """No two of one name: nobody could tell them apart, and a page sent twice begins one only."""
        name = " ".join(self.cleaned_data["name"].split())
        if any(view.name.casefold() == name.casefold() for view in people.agents(nature="association")):
            raise forms.ValidationError(_("There is an association called “%(name)s” already. Choose another name.")
                                        % {"name": name})
        return name


class ThingForm(forms.Form):
    """A thing that can be written down: what it is called, what sort of thing it is, in what it is counted."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("What is it called?"), max_length=60, help_text=_("Like “Potatoes” or “Jam, small jar”."))
        self.fields["sort"] = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect, initial="good",
                                                choices=[
            ("good", _("something that is used or eaten")), ("material", _("a material for making things")),
            ("machine", _("a machine or tool")), ("service", _("something done for somebody")),
            ("work", _("a kind of work, counted in hours"))])
        self.fields["unit"] = forms.ChoiceField(
            label=_("In what is it counted?"), initial="kg",
            help_text=_("This cannot be changed any more once something was written down in it."),
            choices=[(unit.id, unit_word(unit.symbol) or _("one by one")) for unit in ledger.units()
                     if not unit.dimension.startswith("money:") and unit.id not in _units_of_circles()])

    def clean(self):
        said = super().clean()
        if said.get("sort") == "work":
            said["unit"] = "h"
        name = said.get("name", "")
        said["id"] = ("work-" if said.get("sort") == "work" else "") + slugify(name)[:50]
        if name and not slugify(name):
            self.add_error("name", _("Write a name with letters or digits."))
        elif name and any(spec.id == said["id"] or spec.name.casefold() == name.casefold()
                          for spec in ledger.specifications()):
            self.add_error("name", _("“%(name)s” is in the town's list already.") % {"name": name})
        return said


def _units_of_circles() -> set[str]:
    """Units that a circle made for its own amounts: no thing is counted in them."""
    return {spec.unit for sort in UNIT_MODES for spec in ledger.specifications(sort) if spec.unit != "h"}


class NeedForm(forms.Form):
    """A need of the average household: the audits begin from it, and the plan counts with it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = ledger.units()
        asked = {need.good for need in livelihood.averages()}
        self.specifications = {spec.id: spec for spec in ledger.specifications()
                               if spec.sort in ("good", "service") and spec.id not in asked}
        self.classes = {"food": _("Food"), "home": _("Home"), "warmth-and-power": _("Warmth and power"),
                        "clothes": _("Clothes"), "washing": _("Washing"), "care": _("Care"),
                        "getting-around": _("Getting around"), "tools-and-repair": _("Tools and repair"),
                        "health": _("Health"), "learning-and-joy": _("Learning and joy"),
                        **{step.slug: step.name for step in livelihood.steps()}}
        self.fields["good"] = forms.ChoiceField(label=_("What is needed?"), choices=[("", _("Choose…")), *(
            (spec.id, " ".join(part for part in (spec.name, f"({unit})" if unit else "") if part))
            for spec in sorted(self.specifications.values(), key=lambda spec: spec.name.casefold())
            for unit in (unit_word(units.get(spec.unit).symbol),))])
        self.fields["need_class"] = forms.ChoiceField(label=_("For what?"), choices=list(self.classes.items()))
        self.fields["amount"] = number_field(
            _("How much does one person need in a month?"), _("On average, in the unit beside the name."))
        self.fields["price"] = number_field(
            _("What does one of it cost at the shop?"), _("Leave it empty where no shop sells it."), required=False)
        self.fields["source"] = forms.CharField(
            label=_("How do we know?"), max_length=300,
            help_text=_("A survey, a receipt, or “our estimate: …” and why."))


def number_field(label: str, help_text: str, required: bool = True) -> forms.DecimalField:
    """A number from nothing on, with point or comma."""
    return forms.DecimalField(
        label=label, help_text=help_text, required=required, min_value=0, max_digits=12, decimal_places=4,
        localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))


class PledgeForm(forms.Form):
    """Hours a month and skills: one's own word, free to change."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hours"] = forms.DecimalField(
            label=_("Hours a month"), min_value=0, max_value=744, max_digits=5, decimal_places=1, localize=True,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            help_text=_("That you like to give to the commons, all in all. 0 takes it back."))
        work = ledger.specifications(sort="work")
        self.fields["skills"] = forms.MultipleChoiceField(
            label=_("What can you do, or want to?"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(spec.id.removeprefix("work-"), spec.name)
                     for spec in sorted(work, key=lambda spec: spec.name.casefold())])


class TakeInForm(forms.Form):
    """Somebody who joins an association, and in which role."""

    def __init__(self, view, *args, **kwargs):
        super().__init__(*args, **kwargs)
        inside = {entry.member for entry in people.members_of(view.id)}
        found = [one for one in people.agents() if one.nature in ("person", "household") and one.id not in inside]
        self.fields["member"] = forms.ChoiceField(
            label=_("Who joins?"), choices=[("", _("Choose…")), *((one.id, one.name) for one in sorted(
                found, key=lambda one: one.name.casefold()))])
        kind = kinds.get(view.kind)
        self.fields["role"] = forms.ChoiceField(
            label=_("As what?"), widget=forms.RadioSelect,
            choices=[(role.slug, _(role.label)) for role in kind.roles] if kind else [("member", _("Member"))])
        self.fields["role"].initial = self.fields["role"].choices[0][0]
