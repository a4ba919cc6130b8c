"""Numbers that people type into pages and addresses: the one reader of them, with bounds.

Point or comma, blanks between thousands. Words like “nan” and “inf”, and numbers outside the bounds, are refused in a
sentence, so that no page calculates with what nobody could mean (1e-300 of a wage).
"""

from __future__ import annotations

import re
from decimal import Decimal

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

_SHAPE = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?", re.IGNORECASE | re.ASCII)
_LONGEST = 40


def normal(text: str) -> str:
    """As the computer writes it: without blanks, with a point."""
    return "".join(text.split()).replace("\u2212", "-").replace(",", ".")


def whole_number(text: str, *, most: int = 10**15) -> int | None:
    """The whole number in an address or a hidden field, from 0 on; None where there is none that could be meant."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 19 and int(text) <= most else None


def read_number(
    text: str, *, least: Decimal | float = 0, most: Decimal | float = 1_000_000, field: str = ""
) -> Decimal:
    """The number in a text. Refused: web.no_number, and web.number_outside where it is not within the bounds."""
    written = normal(text[: 4 * _LONGEST])
    if len(written) > _LONGEST or not _SHAPE.fullmatch(written):
        raise Refused(
            Refusal(
                "web.no_number",
                gettext_noop("“{said}” is not a number. Write digits, like 2.5."),
                {"said": text.strip()[:_LONGEST]},
                field=field,
            )
        )
    number = Decimal(written)
    least, most = Decimal(str(least)), Decimal(str(most))
    if not least <= number <= most:
        raise Refused(
            Refusal(
                "web.number_outside",
                gettext_noop("Write a number from {least} to {most}."),
                {"least": f"{least.normalize():f}", "most": f"{most.normalize():f}"},
                field=field,
            )
        )
    return number
