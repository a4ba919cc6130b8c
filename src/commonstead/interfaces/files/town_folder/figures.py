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
        written_in = table.text("unit", needed=False)
        source, estimate, note = self._origin(fields, key, table)
        table.done()
        if written_in and unit is not None and written_in != unit:
            number = self._converted(table, number, written_in, unit, per_unit)
        return Figure(number, source, estimate, note)

    def origins(self, file: Fields, keys: Collection[str], bare: Collection[tuple[str, Fields]]) -> dict[str, Figure]:
        """The table [origin] of a file: where the plain numbers under each of these keys come from, said once for the
        whole file. bare: the keys that occur, each with a table where it stands."""
        said = file.sub("origin")
        found = {}
        for key in keys:
            table = said.sub(key) if said else None
            if table:
                source, estimate, note = self._origin(said, key, table)
                table.done()
                found[key] = Figure(Decimal(0), source, estimate, note)
        if said:
            said.done()
        for key, table in bare:
            if key not in found and not (said and said.has(key)):
                table.problem(
                    key,
                    "no_origin_for_all",
                    gettext_noop(
                        "The numbers of {field} say nowhere where they come from. Say it once for this file: "
                        '[origin] with {field} = {{ source = "…" }} or {{ estimate = "why" }}.'
                    ),
                    field=key,
                )
        return found

    def _origin(self, fields: Fields, key: str, table: Fields) -> tuple[str, str, str]:
        """source, estimate and note of the table under that key; exactly one of the first two is there."""
        source = table.text("source", needed=False)
        estimate = table.text("estimate", needed=False)
        note = table.text("note", needed=False)
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
        return source, estimate, note

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
