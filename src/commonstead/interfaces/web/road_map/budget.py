"""The budget that a member asks with: read from the address, and where the slider begins and ends."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _

from commonstead.town.boundary.budgets import everything, opening


def read(text: str | None, document) -> tuple[float, str]:
    """(budget, refusal at the field). Nothing written: the budget to open with."""
    if text is None:
        return opening(document), ""
    try:
        value = float(text.strip().replace("\u202f", "").replace(" ", "").replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        return opening(document), _("This is no amount of money. Write a number, for instance 2000.")
    if value < 0:
        return opening(document), _("A budget cannot be below 0. Write 0 or more.")
    if value > 1e12:
        return opening(document), _("That is more than all outlays together by far. Write a smaller number.")
    return min(value, float(most(document))), ""  # there is nothing to lay out more for


def most(document) -> int:
    """Where the slider ends: what everything in the catalogue would cost, rounded up."""
    whole = everything(document)
    return max(math.ceil(whole / step(document)) * step(document), step(document))


def step(document) -> int:
    """How far one notch of the slider goes: about a hundredth of the whole."""
    whole = everything(document)
    return max(int(10 ** math.floor(math.log10(whole / 50))), 1) if whole > 50 else 1
