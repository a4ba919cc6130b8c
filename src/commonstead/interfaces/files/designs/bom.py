"""A bill of materials from a table: comma, semicolon, tab or bar between the cells, whatever the file calls itself.

Read row by row. A row that is ragged, nameless, below zero or in no unit that we know is a problem with its line and
field; an empty quantity is unknown and asked for. Nothing is kept here: the result is a draft.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping

from commonstead.core.making.checking import MOST_PARTS
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .columns import is_heading, take_columns
from .rows import Bill, RowReader, refusal

SEPARATORS = ("\t", ";", ",", "|")
#: Offices put a title, a date and a customer above a table; more than that is no table.
_HEADINGS_WITHIN = 20
_MOST_PROBLEMS = 100


def read_bill(text: str, mapping: Mapping[str, str] | None = None) -> Bill:
    """The bill in a table with one row of headings. Refused: what makes the whole table unreadable (no columns, no
    column with names, two alike headings, a mapping that fits nothing, a quote that never ends)."""
    separator, above = _heading_row(text)
    rows = _rows(text, separator)
    line, headings = next(itertools.islice(rows, above, None), (1, []))
    headings = [heading.strip() for heading in headings]
    if len(headings) < 2 and not mapping:
        raise Refused(_no_columns(line))
    ahead = list(itertools.islice(rows, 50))
    columns = take_columns(headings, [cells for _, cells in ahead], mapping, line)
    if not any(column.field == "name" for column in columns):
        raise Refused(_no_names(headings, line))
    bill = Bill(columns=columns, separator=separator)
    reading = RowReader(bill, headings, separator == ";")
    if above:
        reading.remark("rows_above", gettext_noop("What stands above the headings in line {line} was not read."), line)
    for number, cells in itertools.chain(ahead, rows):
        if len(bill.parts) >= MOST_PARTS:
            raise Refused(_too_many(number))
        reading.row(number, cells)
        if len(bill.problems) >= _MOST_PROBLEMS:
            bill.problems.append(_many_problems(number))
            break
    if not bill.parts and not bill.problems:
        bill.problems.append(refusal("no_rows", gettext_noop("There is no part below the headings."), "parts", line))
    reading.say_what_was_assumed()
    return bill


def _no_columns(line: int) -> Refusal:
    return refusal(
        "no_columns",
        gettext_noop(
            "No columns can be told apart. A bill of materials needs a row of headings, and commas, semicolons or tabs "
            "between its cells."
        ),
        "columns",
        line,
    )


def _no_names(headings: list[str], line: int) -> Refusal:
    return refusal(
        "no_name_column",
        gettext_noop(
            "None of the columns {columns} is known to hold the names of the parts. Say which one does: column=name."
        ),
        "columns",
        line,
        columns=", ".join(headings),
    )


def _too_many(line: int) -> Refusal:
    return refusal(
        "too_many_parts",
        gettext_noop("There are more than {most} lines. Split the bill into modules."),
        "parts",
        line,
        most=MOST_PARTS,
    )


def _cell_long(line: int) -> Refusal:
    return refusal(
        "cell_long",
        gettext_noop("A cell holds more than {most} characters. Take long texts out of the table."),
        "row",
        line,
        most=csv.field_size_limit(),
    )


def _many_problems(line: int) -> Refusal:
    return refusal(
        "many_problems",
        gettext_noop(
            "More than {most} lines have problems; the rest was not read. Is this the right file, and are its columns "
            "taken as they should be?"
        ),
        "columns",
        line,
        most=_MOST_PROBLEMS,
    )


def _heading_row(text: str) -> tuple[str, int]:
    """(what stands between cells, how many rows that say something come before the headings). The headings are the
    row of the first few in which most cells are known ones, at least two; else the first row."""
    lines = list(itertools.islice((line for line in io.StringIO(text) if line.strip()), _HEADINGS_WITHIN))
    known = [
        (sum(is_heading(cell) for cell in _simply(line, sign)), -number, sign)
        for number, line in enumerate(lines)
        for sign in SEPARATORS
    ]
    most, number, sign = max(known, key=lambda found: found[:2])
    if most >= 2:
        return sign, -number
    bare = re.sub(r'"[^"]*"', "", lines[0])
    return max(SEPARATORS, key=lambda sign: (bare.count(sign), -SEPARATORS.index(sign))), 0


def _simply(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [""])
    except csv.Error:  # a cell too long to be one: told with its line when the rows are read
        return [""]


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """(line at which the row begins, cells) of each row that says something."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Refused(
                _cell_long(begins)
                if "field limit" in str(error)
                else refusal(
                    "row_broken",
                    gettext_noop("The row cannot be read: {problem}. Quotes inside a cell are written twice."),
                    "row",
                    begins,
                    problem=str(error),
                )
            ) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1
