"""What two towns tell each other while they plan together, and nothing else.

Both greet; then the first asks and the second offers. Three messages, each one JSON object. Quantities of all goods are
in the unit that the greeting names.

    {"say": "greeting", "format": "planning-together/1", "periods": 12, "keeps_a_floor": false,
     "aims": ["unmet 1", "cash", "hours"], "lacks": [],
     "goods": [{"id": "bread", "unit": "kg", "most": 128, "worth": [4.0, …], "always": 4.3}]}

`aims`: what this town makes small, in its order; `lacks`: those of its tiers of need that it cannot meet alone.
`most` is the order of size in which this town deals in a good: a power of two above what it turns over in all. What
it considers to send or take in a period follows from the two greetings (`considered`), so both know it.
`worth`: what one more unit would save this town alone, by period: it says which of many goods to look at, and is told
beside what is sent.
`always`: the price at which it can send any amount, because it could buy that itself; left out where it cannot. It
keeps the prices at the table within reason and what does not fit from blocking what does.
`keeps_a_floor`: whether its cash may not fall below a floor, so that the time of a payment matters to it.

    {"say": "ask", "prices": {"bread": [1.5, …]}, "money": [0, …], "aims": {"cash": 1}, "wider": 1}

What would you send and take, if one unit of bread taken in a period cost 1.5 (and one sent brought as much), and one
unit of money paid to you then cost so much? `aims`: how much each aim counts just now, on the scale of the prices;
the aims are "unmet 1", "unmet 2" … (shares of the needs of a tier), "cash" and "hours". `wider`: how many times the
usual size may be dealt in.

    {"say": "offer", "takes": {"bread": [0, -12, …]}, "paid": [0, …], "aims": {"unmet 1": 0, "cash": -30, "hours": 4}}

`takes`: net quantity taken in, negative where it sends. `paid`: money that it must be paid in a period (negative: that
it can pay) so that its floor is kept; left out where it keeps none. `aims`: how each aim changes against what this
town can do alone: a difference, so that neither its cash nor its needs are told.

No recipe, person, stock, need, cash, or price list is in any of them. (`always` is what it pays for that good outside:
a price is what is offered here, and only for the goods that are exchanged.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

FORMAT = "planning-together/1"
_ROOM = 2.0  # how many times its usual turnover a town considers at first
_HAMLET = 10.0  # a town considers at least so much less than the other deals in


class NoOffer(Exception):
    """The solver found no best offer: the numbers lie too far apart."""


@dataclass(frozen=True)
class Greeting:
    """goods: {id: (unit, most)}; worth: opening prices, {id: one a period}; always: {id: price}; aims, lacks: names."""

    periods: int
    keeps_a_floor: bool
    aims: tuple[str, ...]
    lacks: tuple[str, ...]
    goods: Mapping[str, tuple[str, float]]
    worth: Mapping[str, tuple[float, ...]]
    always: Mapping[str, float]

    def to_json(self) -> dict:
        goods = [{"id": name, "unit": unit, "most": most, "worth": list(self.worth[name])}
                 | ({"always": self.always[name]} if name in self.always else {})
                 for name, (unit, most) in self.goods.items()]
        return {"say": "greeting", "format": FORMAT, "periods": self.periods, "keeps_a_floor": self.keeps_a_floor,
                "aims": list(self.aims), "lacks": list(self.lacks), "goods": goods}

    def nothing(self) -> Offer:
        """Staying alone is always an offer of this town."""
        still = (0.0,) * self.periods
        return Offer(dict.fromkeys(self.goods, still), still if self.keeps_a_floor else (),
                     dict.fromkeys(self.aims, 0.0))


def considered(own: Greeting, other: Greeting) -> dict[str, float]:
    """The most of each good that the town of the first greeting sends or takes in a period when it meets the other.

    What the other deals in widens it, and ends it: nobody sends a hamlet what a town eats. (Offers that the other could
    never answer make prices swing, and the bound loose.)"""
    most = {name: (own.goods[name][1], other.goods[name][1]) for name in own.goods}
    return {name: min(max(mine, theirs / _HAMLET), theirs) * _ROOM for name, (mine, theirs) in most.items()}


@dataclass(frozen=True)
class Ask:
    """prices: {good: one a period}; money: one a period, or empty; aims: weights by name."""

    prices: Mapping[str, tuple[float, ...]]
    money: tuple[float, ...]
    aims: Mapping[str, float]
    wider: float = 1.0

    def cost(self, offer: Offer) -> float:
        """What an offer costs its town at these prices: its aims by weight, goods and money; 0 where it stays alone."""
        cost = sum(weight * offer.aims.get(aim, 0.0) for aim, weight in self.aims.items())
        cost += sum(_product(self.prices[name], takes) for name, takes in offer.takes.items())
        return cost + (_product(self.money, offer.paid) if offer.paid and self.money else 0.0)

    def to_json(self) -> dict:
        return {"say": "ask", "prices": _lists(self.prices), "money": list(self.money), "aims": dict(self.aims),
                "wider": self.wider}


@dataclass(frozen=True)
class Offer:
    """takes: net quantities by good and period; paid: money by period, or empty; aims: changes against alone."""

    takes: Mapping[str, tuple[float, ...]]
    paid: tuple[float, ...] = ()
    aims: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict:
        return {"say": "offer", "takes": _lists(self.takes), "paid": list(self.paid), "aims": dict(self.aims)}


def _product(prices, amounts) -> float:
    return float(np.dot(prices, amounts))


def _lists(series):
    return {name: list(values) for name, values in series.items()}
