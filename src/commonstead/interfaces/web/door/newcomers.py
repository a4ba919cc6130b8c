"""Somebody new to the town: their name, and whether they live with whoever lets them in or in a household of their own.

Any member may let anybody in; nobody has to be asked for leave (Exodus 7134: no command over anybody). The two
checks are against slips: a name that is there already, and a household that would lose its privacy. A newcomer joins
only the household of the member who lets them in, since its audit opens to them, or a new one.
"""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from commonstead.town.people import commands, queries

WITH_ME, OWN = "with-me", "own"


class NewcomerForm(forms.Form):
    """Name and household."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["newcomer"] = forms.CharField(label=_("What are they called?"), max_length=120)
        self.fields["lives"] = forms.ChoiceField(
            label=_("Where do they live?"), widget=forms.RadioSelect, initial=OWN,
            choices=[(OWN, _("in a household that is new here")),
                     (WITH_ME, _("with me: they can read our household's audit and book"))])
        self.fields["household"] = forms.CharField(
            label=_("What is their household called?"), max_length=120, required=False,
            help_text=_("Like “Elm Street 4” or “The Ortegas”."))
        self.fields["size"] = forms.IntegerField(
            label=_("How many people live in it?"), min_value=1, max_value=60, initial=1, required=False)

    def clean_newcomer(self):
        """A page sent twice lets in once."""
        name = " ".join(self.cleaned_data["newcomer"].split())
        if any(view.name.casefold() == name.casefold() for view in queries.agents(nature="person")):
            raise forms.ValidationError(_("Somebody called %(name)s is here already. If it is they, make a code for "
                                          "them above; if not, add something that tells the two apart.")
                                        % {"name": name})
        return name

    def clean(self):
        said = super().clean()
        if said.get("lives") == OWN and not (said.get("household") or "").strip():
            self.add_error("household", _("Write what the household is called."))
        return said


def let_come(form: NewcomerForm, me: str) -> str:
    """The new person's id."""
    said = form.cleaned_data
    home = queries.household_of(me)
    with transaction.atomic():
        if said["lives"] == WITH_ME and home:
            return commands.add_person(name=said["newcomer"], household=home)
        person = commands.add_person(name=said["newcomer"])
        commands.add_household(name=said["household"] or said["newcomer"], size=said["size"] or 1, members=[person])
    return person
