"""What one association's, or household's, last twelve months say in numbers: what its page's small answers read.

All amounts are decimals in each specification's own unit; amounts in different units are never added up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .modes import Mode

Amounts = Mapping[str, Decimal]


@dataclass(frozen=True)
class Item:
    """A specification as people see it. sort: good, machine, service, work, land or money.
    need_class: the class of need that it serves, "" for none."""

    name: str
    symbol: str
    sort: str = "good"
    need_class: str = ""


@dataclass(frozen=True)
class Yearbook:
    """members: how many belong to it now.  hours: worked for it, by specification of work.  workers: by how many.
    made: produced.  used: machine hours.  given, received: passed on to, or come from, others, by mode and
    specification (things and services).  stocks: on hand now.  items: what the ids of specifications stand for."""

    members: int = 0
    workers: int = 0
    hours: Amounts = field(default_factory=dict)
    made: Amounts = field(default_factory=dict)
    used: Amounts = field(default_factory=dict)
    given: Mapping[Mode, Amounts] = field(default_factory=dict)
    received: Mapping[Mode, Amounts] = field(default_factory=dict)
    stocks: Amounts = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)

    def total_hours(self) -> Decimal:
        """Hours worked for it, of every kind of work."""
        return sum(self.hours.values(), Decimal(0))

    def passed_on(self, *modes: Mode, sorts: tuple[str, ...] = ("good", "service", "machine")) -> dict[str, Decimal]:
        """What was given to others in those modes (all, when none is named), money and land left out."""
        total: dict[str, Decimal] = {}
        for mode, amounts in self.given.items():
            for specification, amount in amounts.items():
                if (not modes or mode in modes) and self.sort_of(specification) in sorts:
                    total[specification] = total.get(specification, Decimal(0)) + amount
        return total

    def sort_of(self, specification: str) -> str:
        """The sort of a specification; an unknown one counts as a good."""
        item = self.items.get(specification)
        return item.sort if item else "good"

    def for_needs(self, amounts: Amounts) -> Amounts:
        """Those of some amounts that serve a need by themselves, without by-products and means; all if none does."""
        serving = {specification: amount for specification, amount in amounts.items()
                   if specification in self.items and self.items[specification].need_class}
        return serving or amounts

    def shared_percent(self) -> int | None:
        """Of the goods and services passed on: the share not sold, averaged over specifications, or None."""
        all_, sold = self.passed_on(), self.passed_on(Mode.SALE)
        shares = [1 - sold.get(specification, Decimal(0)) / amount for specification, amount in all_.items() if amount]
        return round(100 * sum(shares) / len(shares)) if shares else None

    def largest(self, amounts: Amounts, count: int = 3) -> str:
        """The largest of some amounts in words and numbers: `Potatoes: 320 kg · A ride: 41`."""
        ranked = sorted(((amount, specification) for specification, amount in amounts.items() if amount > 0),
                        key=lambda pair: (-pair[0], pair[1]))
        return " · ".join(self.in_words(specification, amount) for amount, specification in ranked[:count])

    def in_words(self, specification: str, amount: Decimal) -> str:
        """A name, how much of it, and in which unit, unless the name says that itself ("A ride", "Jam, pint jar")."""
        item = self.items.get(specification, Item(specification, ""))
        if item.symbol.endswith(" worth"):
            return f"{item.name}: {item.symbol.removesuffix(' worth')}{shown(amount)}"
        told = item.symbol in ("each", "") or item.symbol.casefold() in re.findall(r"\w+", item.name.casefold())
        return f"{item.name}: {shown(amount)}" if told else f"{item.name}: {shown(amount)} {item.symbol}"


def shown(amount: Decimal) -> str:
    """A number as people write it: whole above ten, else one decimal, no trailing zeros."""
    rounded = amount.quantize(Decimal(1) if abs(amount) >= 10 else Decimal("0.1"))
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
