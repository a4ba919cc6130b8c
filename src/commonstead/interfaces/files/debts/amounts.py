"""Amounts as people write them, to whole numbers, exactly: 12, 12.5 or 12,50; never with thousands set apart.

A table writes decimals one way. `1,234` alone could be more than a thousand or little more than one, and is refused
rather than guessed.
"""

from __future__ import annotations

import re

from commonstead.core.vocabulary.refusal import Refusal, gettext_noop

from .problems import refusal

#: Decimals that are kept; hours to the second need four, currencies two or three.
MOST_DECIMALS = 6
_MOST_DIGITS = 12
_PLAIN = re.compile(r"([-+]?)([0-9]+)(?:([.,])([0-9]+))?")
_AMBIGUOUS = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+")


class Amounts:
    """Reads the amounts of one table, and remembers how it writes decimals and in which line that was seen."""

    def __init__(self, name: str):
        self.name, self.mark, self.seen = name, "", 0

    def read(self, text: str, field: str, line: int) -> tuple[int, int] | Refusal:
        """(millionths, decimals written), or why not."""
        if text.isdigit() and text.isascii() and len(text) <= _MOST_DIGITS:
            return int(text) * 10**MOST_DECIMALS, 0
        whole, mark, decimals = text.partition(".")  # a shorter way for nearly all amounts there are
        if (self.mark == "." == mark and whole.isdigit() and decimals.isdigit() and text.isascii()
                and len(whole) <= _MOST_DIGITS and len(decimals) <= MOST_DECIMALS):
            return int(whole + decimals) * 10 ** (MOST_DECIMALS - len(decimals)), len(decimals)
        found = _PLAIN.fullmatch(text)
        if not text:
            return self._no(gettext_noop("{name}: {field} is empty. Write a number."), field, line, text)
        if _AMBIGUOUS.fullmatch(text):
            return self._no(gettext_noop(
                "{name}: {field} “{text}” could be thousands or decimals. Write it without setting thousands apart, "
                "decimals with a point."), field, line, text)
        if not found:
            return self._no(gettext_noop(
                "{name}: {field} “{text}” is no number. Write digits only, with a decimal point or comma, without "
                "currency signs and without setting thousands apart."), field, line, text)
        sign, whole, mark, decimals = found[1], found[2], found[3] or "", found[4] or ""
        if mark and self.mark and mark != self.mark:
            return self._no(gettext_noop(
                "{name}: {field} “{text}” has another decimal sign than line {before}. Write all decimals with a "
                "point, or all with a comma, and do not set thousands apart."), field, line, text, before=self.seen)
        if len(decimals) > MOST_DECIMALS and len(decimals.rstrip("0")) > MOST_DECIMALS:
            return self._no(gettext_noop(
                "{name}: {field} “{text}” has more than {most} decimals. Round it to {most} at most."),
                field, line, text, most=MOST_DECIMALS)
        if len(whole.lstrip("0")) > _MOST_DIGITS:
            return self._no(gettext_noop(
                "{name}: {field} “{text}” has more than {most} digits before the decimals. Check the number, or count "
                "in a larger unit."), field, line, text, most=_MOST_DIGITS)
        if mark and not self.mark:
            self.mark, self.seen = mark, line
        value = int(whole + decimals[:MOST_DECIMALS].ljust(MOST_DECIMALS, "0"))
        return (-value if sign == "-" else value), min(len(decimals), MOST_DECIMALS)

    def _no(self, template: str, field: str, line: int, text: str, **params) -> Refusal:
        return refusal("amount", template, field, line, name=self.name, field=field, text=text[:40], **params)
