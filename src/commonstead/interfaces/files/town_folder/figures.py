"""Reading figures: a number with its unit, and where it comes from. No figure stands without an origin."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.core.vocabulary.units import UnitTable

from .description import Figure
from .fields import Fields


class Figures:
    """Reads figures: a number with its unit and its origin."""

    def __init__(self, sources: Collection[str], units: UnitTable):
        self._sources, self._units = sources, units

    def take(
        self, fields: Fields, key: str, *, unit: str | None = "", per_unit: bool = False, needed: bool = False
    ) -> Figure | None:
        """One figure. unit: what the number counts in; when the file gives another, the number is converted; None
        when the right unit is not known, because the good could not be read. per_unit: the number is a price *of*
        one unit, so it converts the other way."""
        if not fields.has(key):
            fields.lacks(key, needed)
            return None
        value = fields.raw(key)
        if not isinstance(value, dict):
            fields.problem(
                key,
                "not_a_figure",
                gettext_noop(
                    'A figure says where it comes from: write {field} = {{ value = …, source = "…" }} or '
                    '{{ value = …, estimate = "why" }}.'
                ),
                field=key,
            )
            return None
        table = fields.sub(key)
        number = table.number("value")
        source = table.text("source", needed=False)
        estimate = table.text("estimate", needed=False)
        note = table.text("note", needed=False)
        written_in = table.text("unit", needed=False)
        if bool(source) == bool(estimate):
            fields.problem(
                key,
                "no_origin",
                gettext_noop(
                    "{field} needs exactly one of source (a key of sources.toml) and estimate (why this number)."
                ),
                field=key,
            )
        if source and source not in self._sources:
            table.unknown("source", source, self._sources)
        table.done()
        if written_in and unit is not None and written_in != unit:
            number = self._converted(table, number, written_in, unit, per_unit)
        return Figure(number, source, estimate, note)

    def _converted(self, table: Fields, number: Decimal, written_in: str, unit: str, per_unit: bool) -> Decimal:
        if written_in not in self._units:
            table.unknown("unit", written_in, [known.id for known in self._units])
            return number
        if not unit:
            table.problem("unit", "no_unit_here", gettext_noop("This number has no unit. Take the unit out."))
            return number
        a, b = self._units.get(written_in), self._units.get(unit)
        if a.dimension != b.dimension:
            table.problem(
                "unit",
                "do_not_convert",
                gettext_noop(
                    "{source} cannot be turned into {target}: one measures {dimension_a}, the other {dimension_b}."
                ),
                source=written_in,
                target=unit,
                dimension_a=a.dimension,
                dimension_b=b.dimension,
            )
            return number
        factor = a.per_base / b.per_base
        if per_unit:
            factor = 1 / factor
        return number * factor.numerator / factor.denominator
