"""Reading the make and use tables of the Bureau of Economic Analysis as CSV (producers' prices, before redefinitions).

In the make table each line is an industry and each column a commodity; in the use table each line is a commodity, then
value added (V…), and each column an industry, then final uses (F…). Totals (T…) are read only to check that the parts
add up to them. Everything that is wrong is said at once, by line and column.
"""

from __future__ import annotations

import csv
import io

import numpy as np

from commonstead.core.boundary.baseline import MakeUse
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

SCRAP = frozenset({"S00401", "S00402"})
BOUGHT_ABROAD = frozenset({"S00300"})
EXCLUDED = frozenset({"S00900"})
HOUSEHOLDS, EXPORTS, IMPORTS = "F01000", "F04000", "F05000"
_MOST_SHOWN = 100
_MOST_BYTES = 50_000_000
_ROUNDING = 0.002  # totals are published in whole millions, each entry rounded by itself


def read_make_use(make: bytes, use: bytes) -> MakeUse:
    """The two tables, or Refused."""
    problems: list[Refusal] = []
    made, used = _table(make, "make", problems), _table(use, "use", problems)
    if problems:
        raise Refused(*problems[:_MOST_SHOWN])
    industries = tuple(name for name in made.rows if not name.startswith("T"))
    commodities = tuple(name for name in made.columns if not name.startswith("T"))
    problems += [_refusal("missing_column", gettext_noop(
        "use table: there is no column {name}, which the make table has as an industry."), name, name=name)
        for name in industries if name not in used.column_place]
    problems += [_refusal("missing_row", gettext_noop(
        "use table: there is no line {name}, which the make table has as a commodity."), name, name=name)
        for name in commodities if name not in used.row_place]
    problems += [_refusal("missing_column", gettext_noop(
        "use table: there is no column {name} (households, exports and imports are needed)."), name, name=name)
        for name in (HOUSEHOLDS, EXPORTS, IMPORTS) if name not in used.column_place]
    if problems:
        raise Refused(*problems[:_MOST_SHOWN])
    problems += _totals(made, industries, commodities)
    if problems:
        raise Refused(*problems[:_MOST_SHOWN])
    parts = [name for name in used.rows if name.startswith("V")]
    return MakeUse(
        industries, commodities,
        make=made.cells(industries, commodities), use=used.cells(commodities, industries),
        value_added=used.cells(parts, industries).sum(axis=0),
        households=used.cells(commodities, [HOUSEHOLDS])[:, 0],
        imports=-used.cells(commodities, [IMPORTS])[:, 0], exports=used.cells(commodities, [EXPORTS])[:, 0],
        scrap=SCRAP & set(commodities), bought_abroad=BOUGHT_ABROAD & set(commodities),
        excluded=EXCLUDED & set(commodities),
    )


class _Table:
    def __init__(self, rows, columns, values):
        self.rows, self.columns, self.values = rows, columns, values
        self.row_place = {name: number for number, name in enumerate(rows)}
        self.column_place = {name: number for number, name in enumerate(columns)}

    def cells(self, rows, columns):
        places = [self.row_place[name] for name in rows], [self.column_place[name] for name in columns]
        return self.values[np.ix_(*places)]


def _table(content: bytes, called: str, problems) -> _Table | None:
    if len(content) > _MOST_BYTES:
        problems.append(_refusal("too_large", gettext_noop("{table} table: larger than {most} MB."), called,
                                 table=called, most=_MOST_BYTES // 10**6))
        return None
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(_refusal("not_csv", gettext_noop("{table} table: not a CSV file in UTF-8: {problem}."), called,
                                 table=called, problem=str(error)))
        return None
    if len(lines) < 2 or len(lines[0]) < 2:
        problems.append(_refusal("empty", gettext_noop(
            "{table} table: a first line with column codes and a line for each row are needed."), called, table=called))
        return None
    columns, rows, values = lines[0][1:], [], np.zeros((len(lines) - 1, len(lines[0]) - 1))
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(lines[0]):
            problems.append(_refusal("width", gettext_noop(
                "{table} table, line {line}: {found} fields where the first line has {wanted}."), called, number,
                table=called, found=len(line), wanted=len(lines[0])))
            continue
        rows.append(line[0])
        for place, text in enumerate(line[1:]):
            if text in ("NA", ""):
                continue  # published so where there is nothing
            try:
                values[number - 2, place] = float(text)
            except ValueError:
                problems.append(_refusal("not_a_number", gettext_noop(
                    "{table} table, line {line}, column {column}: “{text}” is not a number."), columns[place], number,
                    table=called, column=columns[place], text=text[:40]))
    for names, kind in ((rows, "line"), (columns, "column")):
        twice = sorted({name for name in names if names.count(name) > 1})
        problems += [_refusal("twice", gettext_noop("{table} table: the {kind} {name} is there twice."), name,
                              table=called, kind=kind, name=name) for name in twice]
    if not np.isfinite(values).all():
        problems.append(_refusal("not_finite", gettext_noop("{table} table: a number is not finite."), called,
                                 table=called))
    return _Table(rows, columns, values)


def _totals(made: _Table, industries, commodities):
    """Column sums of the make table against its own totals."""
    if "T007" not in made.row_place:
        return
    sums = made.cells(industries, commodities).sum(axis=0)
    told = made.cells(["T007"], commodities)[0]
    for name, one, other in zip(commodities, sums, told, strict=True):
        if abs(one - other) > max(5.0, _ROUNDING * abs(other)):
            yield _refusal("total", gettext_noop(
                "make table, column {name}: the entries add up to {one}, the total says {other}."), name,
                name=name, one=f"{one:g}", other=f"{other:g}")


def _refusal(clause, template, field, line=0, **params) -> Refusal:
    return Refusal(f"input_output.{clause}", template, {"line": line, **params}, field=field, line=line)
