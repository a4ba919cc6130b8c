"""What the audit has to know of each good: its name, its unit, its price at the shop, and who makes it in town."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from commonstead.town.ledger import queries as ledger
from commonstead.town.making import queries as making
from commonstead.town.people import queries as people


@dataclass(frozen=True)
class GoodView:
    """id, name; unit: symbol, empty for things counted one by one; need_class; price of one unit or None."""

    id: str
    name: str
    unit: str
    need_class: str
    price: Decimal | None


def goods() -> dict[str, GoodView]:
    """Everything in the town's list that a household can need, by id."""
    units = ledger.units()
    found = {}
    for view in ledger.specifications():
        symbol = units.get(view.unit).symbol if view.unit in units else view.unit
        found[view.id] = GoodView(view.id, view.name, "" if view.unit == "each" else symbol, view.need_class,
                                  _price(view.numbers))
    return found


def named(good: str, known: Mapping[str, GoodView]) -> GoodView:
    """The good, or one that shows its id: it may have left the town's list since it was written down."""
    return known.get(good) or GoodView(good, good, "", "", None)


def prices(known: Mapping[str, GoodView]) -> dict[str, Decimal]:
    """Shop prices by good, where one is known."""
    return {good: view.price for good, view in known.items() if view.price is not None}


def made_by() -> dict[str, tuple[str, ...]]:
    """Names of the associations that make a good by a recipe they have taken up, by good."""
    doers: dict[str, list[str]] = {}
    for recipe in making.recipes(adopted=True):
        for good in recipe.outputs if recipe.doer else ():
            doers.setdefault(good, []).append(recipe.doer)
    names = people.names({doer for several in doers.values() for doer in several})
    return {good: tuple(dict.fromkeys(names[doer] for doer in several)) for good, several in doers.items()}


def _price(numbers: Mapping) -> Decimal | None:
    figure = numbers.get("buy")
    value = figure.get("value") if isinstance(figure, Mapping) else figure
    return None if value in (None, "") else Decimal(str(value))
