"""Amounts of debts as they are written and read: exact to the last step, because people compare them with their
papers."""

from __future__ import annotations

import re
from decimal import Decimal

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.forms import numbers
from commonstead.town.ledger import queries as ledger


class Coin:
    """One money or circle's unit. currency: the unit's id."""

    def __init__(self, currency: str, symbol: str, decimals: int):
        self.currency, self.symbol, self.decimals = currency, symbol, decimals

    @classmethod
    def of_thing(cls, specification: str) -> Coin:
        """The unit in which a thing of the town's list is counted."""
        spec = ledger.specification(specification)
        unit = ledger.units().get(spec.unit) if spec else None
        return cls(unit.id, unit.symbol, unit.decimals) if unit else cls("", "", 0)

    def decimal(self, steps: int) -> Decimal:
        """A whole number of steps as people write it."""
        return Decimal(steps).scaleb(-self.decimals)

    def __call__(self, steps: int) -> str:
        """An amount to read; whole ones without decimals."""
        exact = self.decimal(abs(steps))
        shown = wording.number(exact, 0 if exact == exact.to_integral_value() else self.decimals)
        if self.currency in wording.SYMBOLS:
            text = pgettext("money", "%(symbol)s%(amount)s") % {"symbol": wording.SYMBOLS[self.currency],
                                                                "amount": shown}
        else:
            text = f"{shown}\u00a0{wording.unit_word(self.symbol, exact)}"
        return f"−{text}" if steps < 0 else text

    def to_int(self, text: str) -> int:
        """What was typed, in steps. Refused: units.not_a_number, units.too_many_decimals."""
        return ledger.units().to_int(text, self.currency)


class AmountField(forms.CharField):
    """Point or comma as the decimal sign. “1,240” could be read in two ways, so it is asked again."""

    def __init__(self, **words):
        super().__init__(max_length=20, **words, widget=forms.TextInput(attrs={
            "inputmode": "decimal", "autocomplete": "off"}))

    def to_python(self, value):
        text = super().to_python(value)
        thousands = get_format("THOUSAND_SEPARATOR")
        if thousands in (",", ".") and re.search(rf"{re.escape(thousands)}\d{{3}}(?!\d)", "".join(text.split())):
            raise forms.ValidationError(
                _("“%(number)s” can be read in two ways. Write it without a sign for thousands, like 1240 or 1.24.")
                % {"number": value})
        return numbers.normal(text)
