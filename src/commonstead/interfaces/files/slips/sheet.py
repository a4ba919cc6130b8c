"""A file or pasted text as lines of cells: which signs it is written in, what parts its cells, what its columns are.

Spreadsheets write with commas, semicolons or tabs, with and without a mark at the beginning. What is no text, or is cut
off inside a quoted cell, is refused with its line, before anything is read from it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .writing import unguarded

LARGEST = 5_000_000
MOST_LINES = 5_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_TOO_MANY_CELLS = Refusal("slips.too_many_cells", gettext_noop(
    "This line has more cells than there are columns. Put what holds a comma in quotes."))


@dataclass(frozen=True)
class Row:
    """line: where it begins in the file.  cells: by field, blanks at the ends taken off.  wrong: what is wrong with its
    shape."""

    line: int
    cells: Mapping[str, str]
    wrong: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """rows; and headings that are not known, which were not read."""

    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()
    headed: bool = True


def read_sheet(content: bytes | str, headings: Mapping[str, str], needed: tuple[str, ...],
               plain_order: tuple[str, ...] = ()) -> Sheet:
    """The file as rows. headings: plain heading -> field.  needed: fields without which nothing can be read.
    plain_order: fields of a text without headings, () where there must be headings.
    Refused: slips.too_large, slips.no_text, slips.broken, slips.nothing, slips.columns_missing, slips.too_many."""
    text = _text(content)
    parted_by = _parted_by(text, headings)
    lines = _lines(text, parted_by)
    if not lines:
        _refuse("slips.nothing", gettext_noop("There is nothing in it. Write or choose at least one line."))
    first = [_plain(cell) for cell in lines[0][1]]
    known = [headings.get(cell, "") for cell in first]
    if plain_order and not {"payer", "payee"} <= set(known):
        return Sheet(tuple(Row(line, dict(zip(plain_order, cells, strict=False))) for line, cells in lines),
                     headed=False)
    if twice := next((field for field in known if field and known.count(field) > 1), ""):
        _refuse("slips.column_twice", gettext_noop("Two columns are called “{column}”. Keep one of them."), twice,
                column=twice)
    if missing := [field for field in needed if field not in known]:
        _refuse("slips.columns_missing", gettext_noop(
            "The column “{columns}” is missing. The first line must name the columns, among them {needed}."),
            missing[0], columns=", ".join(missing), needed=", ".join(needed))
    unknown = tuple(cell.strip()[:60] for cell, field in zip(lines[0][1], known, strict=True) if not field and cell)
    rows = []
    for line, cells in lines[1:]:
        wrong = (_TOO_MANY_CELLS,) if any(cells[len(known):]) else ()
        rows.append(Row(line, {field: cell for field, cell in zip(known, cells, strict=False) if field}, wrong))
    return Sheet(tuple(rows), unknown)


def _text(content: bytes | str) -> str:
    if len(content) > LARGEST:
        _refuse("slips.too_large", gettext_noop("This is larger than {most} MB. Split it; parts can be brought in one "
                                                "after another."), most=LARGEST // 1_000_000)
    if isinstance(content, bytes):
        encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
        try:
            content = content.decode(encoding)
        except UnicodeDecodeError as wrong:
            _refuse("slips.no_text", gettext_noop(
                "This is not text in UTF-8. In the spreadsheet choose “save as CSV, UTF-8” and try again."),
                line=content.count(b"\n", 0, wrong.start) + 1)
    content = content.removeprefix("\ufeff")
    if "\0" in content:
        _refuse("slips.no_text", gettext_noop(
            "This is not text in UTF-8. In the spreadsheet choose “save as CSV, UTF-8” and try again."),
            line=content.count("\n", 0, content.index("\0")) + 1)
    return content


def _parted_by(text: str, headings: Mapping[str, str]) -> str:
    """The sign that parts cells: the one with which the first line names most columns, else the one that is there."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def named(sign: str) -> int:
        return sum(_plain(cell) in headings for cell in first.split(sign))

    best = max(";\t,", key=named)
    if named(best) > 1:
        return best
    return next((sign for sign in ";\t" if sign in text), ",")


def _lines(text: str, parted_by: str) -> list[tuple[int, list[str]]]:
    """(line, cells) of each line that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted_by, strict=True)
    lines, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((begins, [unguarded(cell.strip()) for cell in cells]))
            begins = reader.line_num + 1
            if len(lines) > MOST_LINES + 1:
                _refuse("slips.too_many", gettext_noop(
                    "These are more than {most} lines. Split them; parts can be brought in one after another."),
                    line=lines[-1][0], most=MOST_LINES)
    except csv.Error:
        _refuse("slips.broken", gettext_noop(
            "From this line on it cannot be told where a cell ends. Look at its quotation marks."), line=begins)
    return lines


def _plain(cell: str) -> str:
    return " ".join(cell.strip().casefold().replace("_", " ").split())


def _refuse(clause: str, template: str, field: str = "", /, *, line: int = 0, **params) -> None:
    raise Refused(Refusal(clause, template, params, field=field, line=line))
