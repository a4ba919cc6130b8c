"""What a design's parts cost here: the town's own prices first, then those that the bill gives."""

from __future__ import annotations

from decimal import Decimal

from commonstead.core.making import Cost, Price, cost
from commonstead.core.making.design import Design

from .telling import Names


def cost_of(design: Design, at_hand, names: Names, currency: str) -> Cost:
    """The cost of one batch over all levels. What has no price is told, not counted as nothing."""
    return cost(design, town_prices(names, currency), at_hand, currency=currency, units=names.units)


def town_prices(names: Names, currency: str) -> dict[str, Price]:
    """The shop's price of each thing in the town's list that has one."""
    prices = {}
    for spec in names.goods.values():
        entry = spec.numbers.get("buy")
        if entry and entry.get("value") is not None:
            prices[spec.id] = Price(Decimal(str(entry["value"])), spec.unit, currency, entry.get("source", ""))
    return prices
