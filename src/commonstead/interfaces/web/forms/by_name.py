"""Things named as people name them: typed or chosen from the list that the browser shows, found by their name.

A select with three hundred lines is no help on a phone. What is typed is compared with the town's list; what is not in
it may be a service that nobody has named before.
"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.interfaces.web.wording import unit_word
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people


class Things:
    """What may be given, by name."""

    def __init__(self):
        self.units = ledger.units()
        self.specifications = {spec.id: spec for spec in ledger.specifications()
                               if spec.sort not in ("money", "land") and not is_unit_of_account(spec.sort)}
        self._by_name = {spec.name.casefold(): spec for spec in reversed(self.specifications.values())}

    def named(self, text: str):
        """The thing of that name, or None. The unit that the list shows behind a name may be there or not."""
        plain = " ".join(text.split()).casefold()
        return self._by_name.get(plain) or self._by_name.get(plain.rpartition(" (")[0])

    def symbol(self, spec) -> str:
        """In what it is counted, in words."""
        return unit_word(self.units.get(spec.unit).symbol)

    def suggestions(self) -> list[tuple[str, str]]:
        """(name, unit) of each, for the browser's list."""
        return [(spec.name, self.symbol(spec)) for spec in
                sorted(self.specifications.values(), key=lambda spec: spec.name.casefold())]


def thing_field(label: str, help_text: str = "", required: bool = True) -> forms.CharField:
    """A thing by its name; the page holds the list under the id “things”."""
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=60, widget=forms.TextInput(
        attrs={"list": "things", "autocomplete": "off"}))


def agents_i_act_for(person_id: str) -> list[tuple[str, str]]:
    """The person, and all whose books they may write, as choices."""
    views = people.agents(ids=people.may_book_for(person_id))
    first = sorted(views, key=lambda view: (view.id != person_id, view.nature, view.name.casefold()))
    return [(view.id, _("%(name)s (me)") % {"name": view.name} if view.id == person_id else view.name)
            for view in first]
