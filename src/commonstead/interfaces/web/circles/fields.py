"""Fields that the forms of circles share: an amount in the circle's unit, a day, whose account, what for, and the key
that makes a page sent twice harmless. A refusal comes back to the field it is about."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.forms import numbers
from commonstead.interfaces.web.forms.record import NumberAsWritten
from commonstead.interfaces.web.wording import reason_of, unit_word
from commonstead.town.circulation.views import CircleView
from commonstead.town.ledger import queries as ledger

from .reading import Here

MOST = 10**9
#: What a refusal is about, by the form's name for it where that is another.
_FIELD_OF = {"at": "day"}


class CircleForm(forms.Form):
    """A form of one circle. `look`: its words once more, hidden, for the step that writes."""

    def __init__(self, here: Here, data=None, initial=None):
        super().__init__(data, initial=initial)
        self.here, self.circle = here, here.circle

    def clean_amount(self) -> int:
        """The amount in the unit's steps, above zero."""
        steps = self.steps("amount", least=-MOST)
        if not steps or steps < 0:
            raise forms.ValidationError(_("Write an amount above zero."))
        return steps

    def steps(self, name: str, least: int = 0) -> int | None:
        """A field's number in the unit's steps, or nothing where it is empty."""
        text = self.cleaned_data.get(name)
        if not text:
            return None
        try:
            value = numbers.read_number(text, least=least, most=MOST)
            return ledger.units().to_int(value, ledger.specification(self.circle.unit).unit)
        except Refused as refused:
            raise forms.ValidationError([reason_of(one) for one in refused.refusals]) from None

    def show_refusals(self, refused: Refused) -> None:
        """Put each refusal where it can be mended; about what nobody sees, above all."""
        for one in refused.refusals:
            name = one.field if one.field in self.fields else _FIELD_OF.get(one.field, "")
            seen = name in self.fields and not self.fields[name].widget.is_hidden
            self.add_error(name if seen else None, reason_of(one))

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Every field as it was sent."""
        return [(name, value) for name in self.data if name not in ("csrfmiddlewaretoken", "step")
                for value in self.data.getlist(name)]


def amount_field(circle: CircleView, label: str, help_text: str = "", required: bool = True) -> forms.CharField:
    """A number as people write it; the sign of the unit stands behind it."""
    field = NumberAsWritten(label=label, help_text=help_text, required=required, max_length=20,
                            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
    field.unit_shown = unit_word(circle.symbol)
    return field


def holder_field(here: Here, holders: Iterable[str], label: str, *, empty: bool = True,
                 help_text: str = "") -> forms.ChoiceField:
    """One of those with an account, the reader first."""
    ordered = sorted(holders, key=lambda one: (one != here.me, one == here.circle.keeper, here.called(one).casefold()))
    choices = [(holder, here.called(holder)) for holder in ordered]
    return forms.ChoiceField(label=label, help_text=help_text,
                             choices=[("", _("Choose…")), *choices] if empty and len(choices) > 1 else choices)


def category_field() -> forms.CharField:
    """What it is for, in a word; words that were used before are offered."""
    return forms.CharField(label=_("What for?"), max_length=60, required=False,
                           help_text=_("In a word or two, like “gardening” or “a ride”."),
                           widget=forms.TextInput(attrs={"autocomplete": "off"}))


def note_field() -> forms.CharField:
    """A note, which can be erased."""
    return forms.CharField(label=_("A note"), required=False, max_length=500, widget=forms.TextInput(),
                           help_text=_("If you like. Both sides read it."))


def day_field(label: str, *, required: bool = True, today: bool = True, help_text: str = "") -> forms.DateField:
    """A day, today unless another is chosen."""
    return forms.DateField(
        label=label, required=required, initial=timezone.localdate if today else None, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text=help_text)


def key_field() -> forms.CharField:
    """Made once, when the empty form is shown: the same page sent twice is written once."""
    return forms.CharField(widget=forms.HiddenInput, max_length=64,
                           initial=lambda: f"web-{secrets.token_hex(12)}")


def id_field() -> forms.RegexField:
    """As `key_field`, for what is written under that very id."""
    return forms.RegexField(r"^[0-9a-f]{16}$", widget=forms.HiddenInput, initial=lambda: secrets.token_hex(8))


def moment_of(day: date) -> datetime:
    """Noon of the day, or now where that has not come yet."""
    at = timezone.make_aware(datetime.combine(day, time(12)))
    return min(at, timezone.now()) if day <= timezone.localdate() else at
