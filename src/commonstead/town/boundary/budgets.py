"""What taking up a town's whole catalogue would cost, and the budget that its road map opens with."""

from __future__ import annotations

import math

#: The budget that the page opens with, as a share of what everything in the catalogue would cost: small enough to be
#: in reach of a town, large enough for the first steps. Our choice; the slider is there to change it.
_FIRST_SHARE = 0.05


def opening(document) -> float:
    """The budget to open with. document: a provisioning network in its file form."""
    return _round(_FIRST_SHARE * everything(document))


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
