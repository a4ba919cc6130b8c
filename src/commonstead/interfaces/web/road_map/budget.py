"""The budget that a member asks with: read from the address, and where the slider begins and ends."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _

#: The budget that the page opens with, as a share of what everything in the catalogue would cost: small enough to be
#: in reach of a town, large enough for the first steps. Our choice; the slider is there to change it.
_FIRST_SHARE = 0.05


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
    return value, ""


def opening(document) -> float:
    """The budget to open with."""
    return _round(_FIRST_SHARE * everything(document))


def most(document) -> int:
    """Where the slider ends: what everything in the catalogue would cost, rounded up."""
    whole = everything(document)
    return max(math.ceil(whole / step(document)) * step(document), step(document))


def step(document) -> int:
    """How far one notch of the slider goes: about a hundredth of the whole."""
    whole = everything(document)
    return max(int(10 ** math.floor(math.log10(whole / 50))), 1) if whole > 50 else 1


def everything(document) -> float:
    """What taking up the whole catalogue would cost at shop prices, with one of each machine that nobody has; what has
    no price counts nothing."""
    goods = {good["id"]: good for good in document.get("goods", ())}
    new = [recipe for recipe in document.get("recipes", ()) if not recipe.get("adopted", True)]
    missing = {one for recipe in new for one in recipe.get("machines", {}) if not goods.get(one, {}).get("stock")}

    def price(good):
        return goods.get(good, {}).get("buy") or 0.0

    parts = sum(units * price(good) for recipe in new for good, units in recipe.get("outlay_goods", {}).items())
    return float(sum(recipe.get("outlay", 0.0) for recipe in new) + parts + sum(map(price, missing)))


def _round(value: float) -> float:
    """Two digits, as people set a budget."""
    if value < 1:
        return 0.0
    size = 10 ** (math.floor(math.log10(value)) - 1)
    return float(max(round(value / size) * size, 1))
