"""The iceberg: how much of a livelihood is wage work and shops, and how much lies below the waterline.

Two measures, because neither tells all: the value of goods at the shop's price, and hours (Exodus 9218-9227).
Unpaid hours have a value too: what it would cost to have somebody do them, where the town names that price (the
good HOUR_OF_HELP). Hours that make a thing which counts at the shop's price are in that price already and are not
counted again; cooking, cleaning, shopping and care beside what is bought are in no price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .audit import Audit, Entry, Way
from .iceberg_kinds import ICEBERG_KINDS, KIND_OF_MODE, IcebergKind
from .ways import OWN

__all__ = ["ICEBERG_KINDS", "Iceberg", "IcebergKind", "IcebergPart", "iceberg", "kind_of"]

_BY_SLUG = {kind.slug: kind for kind in ICEBERG_KINDS}
_TIP = next(kind for kind in ICEBERG_KINDS if kind.above)
#: Ways in which a household's hours make what it gets. In the others (fetching and cooking what was bought, say)
#: they are unpaid work beside it, and lie below the waterline whatever the thing itself does.
_WORKING_MODES = frozenset({OWN, "pool", "time", "barter"})
#: The good whose price values an unpaid hour. A town whose list lacks it shows those hours without a value.
HOUR_OF_HELP = "house-help"
#: Classes of need in which what a household does itself is care for one another.
CARE_CLASSES = frozenset({"care"})


@dataclass(frozen=True)
class IcebergPart:
    """One kind with its value at shop prices, its hours, and the goods it brings."""

    kind: IcebergKind
    value: Decimal
    hours: Decimal
    goods: tuple[str, ...]


@dataclass(frozen=True)
class Iceberg:
    """parts: the tip first, then below the waterline by value.  Shares are None where there is nothing to
    divide by.  priceless: goods that no shop price is known for; they count in hours only.  hour_price: what an
    unpaid hour counts where it is in no price, None where the town names none.  value_of_hours: those hours' part
    of the value below the waterline."""

    parts: tuple[IcebergPart, ...]
    value_above: Decimal
    value_below: Decimal
    hours_above: Decimal
    hours_below: Decimal
    cash: Decimal
    priceless: tuple[str, ...]
    hour_price: Decimal | None = None
    value_of_hours: Decimal = Decimal(0)

    @property
    def share_below_by_value(self) -> Decimal | None:
        """Part of the livelihood below the waterline, at shop prices."""
        whole = self.value_above + self.value_below
        return self.value_below / whole if whole else None

    @property
    def share_below_by_hours(self) -> Decimal | None:
        """Part of the hours that are not wage work."""
        whole = self.hours_above + self.hours_below
        return self.hours_below / whole if whole else None


def kind_of(entry: Entry, way: Way) -> IcebergKind:
    """Which kind a way belongs to: what the household says, else what its mode tells."""
    if way.kind in _BY_SLUG:
        return _BY_SLUG[way.kind]
    if way.mode == OWN and entry.need_class in CARE_CLASSES:
        return _BY_SLUG["unpaid"]
    return KIND_OF_MODE[way.mode]


def _in_the_price(way: Way, price: Decimal | None) -> bool:
    """Do this way's hours make a thing that counts at its price already?"""
    return way.mode in _WORKING_MODES and bool(way.amount) and price is not None


def iceberg(audit: Audit, prices: Mapping[str, Decimal]) -> Iceberg:
    """The audit sorted by kind. `prices`: shop price of one unit, by good; among them that of HOUR_OF_HELP."""
    hour_price = prices.get(HOUR_OF_HELP)
    value_of_hours = Decimal(0)
    value: dict[str, Decimal] = {}
    hours: dict[str, Decimal] = {_TIP.slug: audit.waged_hours}
    goods: dict[str, list[str]] = {}
    cash, priceless = Decimal(0), []
    for entry in audit.entries:
        price = prices.get(entry.good)
        for way in entry.ways:
            if not way.amount and not way.hours:
                continue
            slug = kind_of(entry, way).slug
            worth = way.amount * price if price is not None else (way.cash or Decimal(0))
            value[slug] = value.get(slug, Decimal(0)) + worth
            place = slug if way.kind or way.mode in _WORKING_MODES else "unpaid"
            place = "unpaid" if place == _TIP.slug else place  # unpaid hours are no wage work, whatever they go to
            hours[place] = hours.get(place, Decimal(0)) + way.hours
            if hour_price is not None and way.hours and not _in_the_price(way, price):
                value[place] = value.get(place, Decimal(0)) + way.hours * hour_price
                value_of_hours += way.hours * hour_price
            goods.setdefault(slug, []).append(entry.good)
            if way.cash is not None:
                cash += way.cash
            elif way.mode == "sale" and price is not None:
                cash += worth
        told = (hour_price is not None and entry.hours) or any(way.cash is not None for way in entry.ways)
        if price is None and entry.amount and not told:
            priceless.append(entry.good)
    zero = Decimal(0)
    parts = [
        IcebergPart(kind, value.get(kind.slug, zero), hours.get(kind.slug, zero),
                    tuple(dict.fromkeys(goods.get(kind.slug, ()))))
        for kind in ICEBERG_KINDS
    ]
    shown = sorted((part for part in parts if part.kind.above or part.value or part.hours or part.goods),
                   key=lambda part: (not part.kind.above, -part.value, -part.hours, part.kind.slug))
    return Iceberg(
        parts=tuple(shown),
        value_above=sum((part.value for part in shown if part.kind.above), zero),
        value_below=sum((part.value for part in shown if not part.kind.above), zero),
        hours_above=sum((part.hours for part in shown if part.kind.above), zero),
        hours_below=sum((part.hours for part in shown if not part.kind.above), zero),
        cash=cash,
        priceless=tuple(priceless),
        hour_price=hour_price,
        value_of_hours=value_of_hours,
    )
