"""Units: what a number counts, and how many decimals it keeps.

Amounts in the journal are integers: 1.25 kg of flour at three decimals is 1250. A unit belongs to one
dimension; only units of one dimension convert. A town may add its own units (a loaf, a load of washing):
each is a dimension of its own unless it says how it converts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from .refusal import Refusal, Refused, gettext_noop


@dataclass(frozen=True)
class Unit:
    """id: short stable name; symbol: what screens show; decimals: how many the journal keeps;
    dimension: what it measures; per_base: how many base units of that dimension one of it is."""

    id: str
    symbol: str
    decimals: int
    dimension: str
    per_base: Fraction = Fraction(1)


def _unit(id: str, decimals: int, dimension: str, per_base: str | int = 1, symbol: str = "") -> Unit:
    return Unit(id, symbol or id, decimals, dimension, Fraction(per_base))


STANDARD_UNITS: Mapping[str, Unit] = {
    unit.id: unit
    for unit in (
        _unit("each", 3, "count"),
        _unit("dozen", 3, "count", 12),
        _unit("pair", 3, "pair"),
        _unit("kg", 3, "mass"),
        _unit("g", 0, "mass", "1/1000"),
        _unit("t", 6, "mass", 1000),
        _unit("lb", 3, "mass", "45359237/100000000"),
        _unit("l", 3, "volume"),
        _unit("ml", 0, "volume", "1/1000"),
        _unit("m3", 3, "volume", 1000, "m³"),
        _unit("m", 3, "length"),
        _unit("cm", 1, "length", "1/100"),
        _unit("mm", 0, "length", "1/1000"),
        _unit("km", 3, "length", 1000),
        _unit("m2", 2, "area", 1, "m²"),
        _unit("ha", 6, "area", 10000),
        _unit("h", 2, "time"),
        _unit("min", 0, "time", "1/60"),
        _unit("day", 3, "time", 24),
        _unit("kWh", 3, "energy"),
        _unit("MJ", 3, "energy", "5/18"),
        _unit("load", 3, "load"),
        _unit("meal", 3, "meal"),
        _unit("ride", 3, "ride"),
        _unit("night", 3, "night"),
        _unit("USD", 2, "money:USD"),
        _unit("EUR", 2, "money:EUR"),
        _unit("GBP", 2, "money:GBP"),
    )
}


class UnitTable:
    """The standard units and a town's own. Immutable once made."""

    def __init__(self, own: Iterable[Unit] = ()):
        self._units = dict(STANDARD_UNITS)
        for unit in own:
            known = self._units.get(unit.id)
            if known is not None and known != unit:
                raise Refused(Refusal(
                    "units.known_already",
                    gettext_noop("The unit {unit} exists already with another meaning. Give yours another name."),
                    {"unit": unit.id}, field="unit"))
            self._units[unit.id] = unit

    def __contains__(self, unit_id: str) -> bool:
        return unit_id in self._units

    def __iter__(self):
        return iter(self._units.values())

    def get(self, unit_id: str) -> Unit:
        """The unit, or Refused `units.unknown`."""
        try:
            return self._units[unit_id]
        except KeyError:
            raise Refused(Refusal(
                "units.unknown",
                gettext_noop("There is no unit called {unit}. "
                             "Use one of the units listed in the town's units, or add it there."),
                {"unit": unit_id}, field="unit")) from None

    def factor(self, source: str, target: str) -> Fraction:
        """How many `target` one `source` is. Refused `units.do_not_convert` across dimensions."""
        a, b = self.get(source), self.get(target)
        if a.dimension != b.dimension:
            raise Refused(Refusal(
                "units.do_not_convert",
                gettext_noop("{source} cannot be turned into {target}: "
                             "one measures {dimension_a}, the other {dimension_b}."),
                {"source": source, "target": target, "dimension_a": a.dimension, "dimension_b": b.dimension},
                field="unit"))
        return a.per_base / b.per_base

    def to_int(self, amount: str | int | Decimal, unit_id: str) -> int:
        """An amount as people write it, as the journal's integer. Refused when it has too many decimals."""
        unit = self.get(unit_id)
        try:
            value = Decimal(str(amount).strip())
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            raise Refused(Refusal(
                "units.not_a_number",
                gettext_noop("“{amount}” is not a number. Write digits and at most one decimal point, like 2.5."),
                {"amount": amount}, field="quantity"))
        scaled = value.scaleb(unit.decimals)
        if scaled != scaled.to_integral_value():
            raise Refused(Refusal(
                "units.too_many_decimals",
                gettext_noop("{amount} {unit} has too many decimals: {unit} is kept to {decimals}."),
                {"amount": amount, "unit": unit.symbol, "decimals": unit.decimals}, field="quantity"))
        return int(scaled)

    def to_decimal(self, amount: int, unit_id: str) -> Decimal:
        """The journal's integer as a decimal number of units."""
        return Decimal(amount).scaleb(-self.get(unit_id).decimals)


UNITS = UnitTable()
