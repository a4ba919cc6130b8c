"""One household, person or association as a small network of its own, so that the engine can ask how long it lasts.

What comes to it without money (made by itself, shared, given, swapped) goes on coming, a month as it does now; what it
has in store and in the till is used up; the rest would have to be bought.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..network import Cash, Good, Network, Recipe

INSIDE = "inside:"


@dataclass(frozen=True)
class Holding:
    """One good of one holder. need: a month.  floor: the part of it nobody should go without.  inside: what comes
    without money, a month.  stock: in store.  buy: the price it pays, None where it is not sold."""

    good: str
    unit: str
    need: float
    floor: float
    inside: float = 0.0
    stock: float = 0.0
    buy: float | None = None
    keeps: float = 1.0
    name: str = ""


def holder_network(holdings: Iterable[Holding], savings: float = 0.0, income: float = 0.0, *, months: int = 12,
                   days: float = 30.0, currency: str = "USD") -> Network:
    """The network of one holder over so many months. More in store, in the till or from inside only widens what it can
    do, so none of them shortens its slack."""
    holdings = tuple(holdings)
    return Network(
        periods=months, days_per_period=days, currency=currency, cash=Cash(savings, income, 0.0),
        goods=tuple(Good(
            id=one.good, unit=one.unit, name=one.name, need=(one.need,) * months, floor=(one.floor,) * months,
            buy=one.buy, stock=one.stock, keeps=one.keeps) for one in holdings),
        recipes=tuple(Recipe(id=INSIDE + one.good, outputs={one.good: 1.0}, limit=one.inside)
                      for one in holdings if one.inside > 0))
