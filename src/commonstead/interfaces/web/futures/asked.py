"""What one asks for when many futures are worked out: how many, and how uncertain the numbers are, in per cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonstead.core.boundary.ensemble import Spread
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.forms import numbers
from commonstead.town.boundary.many_futures import FUTURES

#: How many may be asked for on the page; more is a matter for the command line, which holds up nobody else.
CHOICES = (20, 100, 300)
#: What may be said on the page, in order; how much of it is shared stays as it is.
FIELDS = {
    "prices": gettext_lazy("Prices outside"),
    "harvests": gettext_lazy("Harvests"),
    "yields": gettext_lazy("What a workshop's batch brings"),
    "income": gettext_lazy("Wages from outside"),
    "hours": gettext_lazy("Hours that people pledge"),
}
_MOST = 200  # per cent


@dataclass
class Asked:
    """futures: how many.  percents: by field of Spread, as text.  errors: what is wrong, by field."""

    futures: str = str(FUTURES)
    percents: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, wanted: Mapping) -> Asked:
        """As it was asked before; the usual where nothing was."""
        spread = {name: getattr(Spread(), name) for name in FIELDS} | {
            name: value for name, value in wanted.get("spread", {}).items() if name in FIELDS}
        return cls(str(wanted.get("futures", FUTURES)), {name: f"{100 * value:g}" for name, value in spread.items()})

    @classmethod
    def read(cls, form: Mapping) -> Asked:
        """From a form that was sent; a field that is missing or empty is as usual."""
        usual = cls.of({})
        asked = cls(form.get("futures") or usual.futures,
                    {name: numbers.normal(form.get(name) or usual.percents[name]) for name in FIELDS})
        if asked.futures not in {str(count) for count in CHOICES}:
            asked.errors["futures"] = _("Choose one of these: %(choices)s. More futures are worked out on the command "
                                        "line.") % {"choices": ", ".join(map(str, CHOICES))}
        for name, text in asked.percents.items():
            try:
                numbers.read_number(text, most=_MOST)
            except Refused:
                asked.errors[name] = _("Give a number of per cent from 0 to %(most)s.") % {"most": _MOST}
        return asked

    def wanted(self) -> dict:
        """What the calculation is told."""
        return {"futures": int(self.futures), "seed": 1,
                "spread": {name: float(text) / 100 for name, text in self.percents.items()}}

    @property
    def rows(self) -> list[dict]:
        """The fields as the page draws them."""
        return [{"name": name, "label": label, "value": self.percents.get(name, ""), "error": self.errors.get(name, "")}
                for name, label in FIELDS.items()]
