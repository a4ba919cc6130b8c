"""The form that asks somebody for an agreement: with whom, what we give, what we get, each with its rhythm."""

from __future__ import annotations

import secrets

from django import forms
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.forms.by_name import Things, agents_i_act_for, thing_field
from commonstead.interfaces.web.forms.record import number_text
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.circulation.barter_commands import Promise
from commonstead.town.circulation.board_commands import name_service
from commonstead.town.people import queries as people

from .told import EVERY

ROWS, ROWS_SHOWN = 4, 1
SIDES = ("give", "get")


class AskForm(forms.Form):
    """Four lines a side, of which the first is shown; a line without a thing is left out."""

    def __init__(self, person_id: str, data=None, initial=None):
        super().__init__(data, initial=initial)
        self.person_id, self.things = person_id, Things()
        self.fields["who"] = forms.ChoiceField(label=_("For whom do you agree?"), choices=agents_i_act_for(person_id))
        self.fields["partner"] = forms.ChoiceField(
            label=_("With whom?"), choices=[("", _("Choose…")), *_partners(person_id)],
            help_text=_("They read it and say yes before it stands."))
        for side in SIDES:
            for row in range(1, ROWS + 1):
                self._row(side, row)
        self.fields["name"] = forms.CharField(
            label=_("What do you call it?"), max_length=120, help_text=_("Like “Visits and printing”."))
        self.fields["open"] = forms.BooleanField(
            label=_("Everybody in town may read it"), required=False,
            help_text=_("Only if the other side wants it too. Others may find that they could do the same."))
        self.fields["key"] = forms.CharField(
            widget=forms.HiddenInput, max_length=64, initial=lambda: f"web-{secrets.token_hex(12)}")
        self.fields["replaces"] = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)

    def _row(self, side: str, row: int) -> None:
        what = _("What do you give?") if side == "give" else _("What do you get?")
        self.fields[f"{side}_{row}_what"] = thing_field(what, required=False)
        self.fields[f"{side}_{row}_amount"] = number_text(_("How much?"), "", required=False)
        self.fields[f"{side}_{row}_every"] = forms.ChoiceField(
            label=_("How often?"), choices=[(key, word) for key, word in EVERY.items()], initial="month",
            required=False)
        self.fields[f"{side}_{row}_words"] = forms.CharField(
            label=_("In your own words"), max_length=120, required=False)

    def rows(self, side: str) -> list[dict]:
        """The lines of a side, for the template: the first, and those behind a fold; what one may add in one's own
        words lies behind a fold of each line."""
        return [{"fields": [self[f"{side}_{row}_{part}"] for part in ("what", "amount", "every")],
                 "words": self[f"{side}_{row}_words"], "number": row,
                 "first_folded": row == ROWS_SHOWN + 1} for row in range(1, ROWS + 1)]

    def folded_open(self, side: str) -> bool:
        """Whether something stands in the lines behind the fold."""
        return any(self[f"{side}_{row}_what"].value() or self[f"{side}_{row}_what"].errors
                   for row in range(ROWS_SHOWN + 1, ROWS + 1))

    def promises(self) -> list[Promise]:
        """What the lines say. Raises Refused with the field where a line cannot be read."""
        said = self.cleaned_data
        found = []
        for side in SIDES:
            for row in range(1, ROWS + 1):
                if what := said.get(f"{side}_{row}_what"):
                    found.append(self._promise(side, row, what))
        return found

    def _promise(self, side: str, row: int, what: str) -> Promise:
        said = self.cleaned_data
        spec = self.things.named(what)
        unit = spec.unit if spec else "each"
        try:
            amount = self.things.units.to_int(said[f"{side}_{row}_amount"] or "0", unit)
            thing = spec.id if spec else name_service(what)
        except Refused as refused:
            for one in refused.refusals:
                self.add_error(f"{side}_{row}_{'what' if one.field == 'what' else 'amount'}", reason_of(one))
            raise
        return Promise(said["who"] if side == "give" else said["partner"], thing, amount,
                       said[f"{side}_{row}_every"], said[f"{side}_{row}_words"])

    def show_refusals(self, refused: Refused) -> None:
        """Each refusal where it can be mended."""
        for one in refused.refusals:
            places = {"first": "who", "second": "partner", "name": "name", "give": "give_1_what", "get": "get_1_what"}
            self.add_error(places.get(one.field) if places.get(one.field) in self.fields else None, reason_of(one))

    def clean(self):
        """A thing needs its amount."""
        said = super().clean()
        for side in SIDES:
            for row in range(1, ROWS + 1):
                what, amount = said.get(f"{side}_{row}_what"), said.get(f"{side}_{row}_amount")
                if what and not amount and f"{side}_{row}_amount" not in self.errors:
                    self.add_error(f"{side}_{row}_amount", _("Write how much, above zero."))
                elif amount and not what:
                    self.add_error(f"{side}_{row}_what", _("Write what it is."))
        return said


def _partners(person_id: str) -> list:
    """Everybody in town, associations first."""
    labels = {"association": _("Associations"), "household": _("Households"), "person": _("People")}
    groups: dict[str, list] = {nature: [] for nature in labels}
    for view in people.agents():
        if view.nature in groups and view.id != person_id:
            groups[view.nature].append((view.id, view.name))
    return [(labels[nature], entries) for nature, entries in groups.items() if entries]
