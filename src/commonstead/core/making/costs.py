"""What the parts of a design cost. A missing price is told, never taken as zero: while one is missing the total is
unknown, and the sum of the known parts stands beside the list of what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..vocabulary.refusal import Refused
from ..vocabulary.units import UNITS, UnitTable
from .cutting import MOST_PIECES, CutPlan, cut_from_stock
from .design import Design
from .explode import Designs, Need, explode, plain

#: Why a line has no cost.
WHY_UNKNOWN = ("no_price", "no_quantity", "module_missing", "other_unit", "other_currency", "no_length", "many_pieces")


@dataclass(frozen=True, slots=True)
class Price:
    """amount of cash for one `unit` of a thing; "" means the unit in which the bill counts it (of a thing cut to
    length: one stock length). currency "" means the one that the cost is asked in."""

    amount: Decimal
    unit: str = ""
    currency: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class CostLine:
    """One need with its price. cost: None where unknown, and then `why` is one of WHY_UNKNOWN.  cutting: for parts cut
    to length from stock of a known length."""

    need: Need
    price: Price | None
    cost: Decimal | None
    why: str = ""
    cutting: CutPlan | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """total: None while anything is unknown.  known: the sum of what is known, at least which the total is.
    unknown: the lines that are missing, each with why.  lines: all of them.  currency: "" where nobody has said."""

    total: Decimal | None
    known: Decimal
    unknown: tuple[CostLine, ...]
    lines: tuple[CostLine, ...]
    currency: str = ""


Prices = Mapping[str, "Price | Decimal | int | str"]


def cost(
    design: Design,
    prices: Prices | None = None,
    by_id: Designs | None = None,
    *,
    currency: str = "",
    units: UnitTable = UNITS,
) -> Cost:
    """The cost of one batch. prices: by good, maker's number or name (case does not matter), before those that the
    bill itself gives. currency: "" takes the first one that a price names. Refused: as `explode`, and
    design.cut_too_long."""
    known_prices = {plain(name): _as_price(price) for name, price in (prices or {}).items()}
    needs = explode(design, by_id, units=units).needs
    pairs = [(need, _price(need, known_prices)) for need in needs]
    currency = currency or next((price.currency for _, price in pairs if price and price.currency), "")
    lines = tuple(_line(need, price, currency, units) for need, price in pairs)
    unknown = tuple(line for line in lines if line.cost is None)
    known = sum((line.cost for line in lines if line.cost is not None), Decimal(0))
    return Cost(None if unknown else known, known, unknown, lines, currency)


def _as_price(price) -> Price:
    return price if isinstance(price, Price) else Price(Decimal(price))


def _price(need: Need, prices: Mapping[str, Price]) -> Price | None:
    part = need.part
    for name in (part.good, part.number, part.name):
        if name and plain(name) in prices:
            return prices[plain(name)]
    if part.price is None:
        return None
    return Price(part.price, part.price_unit, part.currency, part.bought_at)


def _line(need: Need, price: Price | None, currency: str, units: UnitTable) -> CostLine:
    cutting = _cutting(need)
    if need.state == "missing" and price is None:
        return CostLine(need, None, None, "module_missing", cutting)
    if price is None:
        return CostLine(need, None, None, "no_price", cutting)
    if currency and price.currency and price.currency != currency:
        return CostLine(need, price, None, "other_currency", cutting)
    if need.quantity is None:
        return CostLine(need, price, None, "no_quantity", cutting)
    if need.cut:
        amount, why = _cut_amount(need, price, cutting, units)
    else:
        amount, why = _amount(need.quantity, need.unit, price.unit, units)
    return CostLine(need, price, None if amount is None else amount * price.amount, why, cutting)


def _amount(quantity: Decimal, unit: str, priced_in: str, units: UnitTable) -> tuple[Decimal | None, str]:
    if not priced_in or not unit or priced_in == unit:
        return quantity, ""
    try:
        factor = units.factor(unit, priced_in)
    except Refused:
        return None, "other_unit"
    return quantity * factor.numerator / factor.denominator, ""


def _cut_amount(need: Need, price: Price, cutting: CutPlan | None, units: UnitTable) -> tuple[Decimal | None, str]:
    """A price for a length buys whole stock lengths where that length is known, else what goes into the pieces."""
    by_length = price.unit in units and units.get(price.unit).dimension == "length"
    if cutting and not by_length:
        return Decimal(cutting.needed), ""
    if not by_length and need.cut.stock_length and need.pieces:
        return None, "many_pieces"
    if not by_length or need.cut.length is None:
        return None, "no_length"
    length = (
        cutting.stock_length * cutting.needed
        if cutting
        else sum(((length + (need.cut.kerf or 0)) * count for length, count in need.pieces), Decimal(0))
    )
    return _amount(length, need.cut.unit, price.unit, units)


def _cutting(need: Need) -> CutPlan | None:
    """The cutting plan, where lengths and stock length are known and the pieces are whole."""
    cut = need.cut
    whole = all(count == count.to_integral_value() for _, count in need.pieces)
    if not cut or not cut.stock_length or not need.pieces or not whole or need.quantity is None:
        return None
    if sum(count for _, count in need.pieces) > MOST_PIECES:
        return None
    return cut_from_stock(_each(need.pieces), cut.stock_length, cut.kerf or 0, cut.tolerance or 0)


def _each(pieces: Iterable[tuple[Decimal, Decimal]]) -> list[Decimal]:
    return [length for length, count in pieces for _ in range(int(count))]
