"""Opening the files of a folder: text, TOML and CSV, each with its lines, and plain words when that fails.

A UTF-8 byte order mark, as spreadsheets write it, is harmless and skipped. Other encodings, semicolons
between columns and rows of the wrong length are reported by line.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
import tomllib
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

from commonstead.core.vocabulary.refusal import gettext_noop

from .fields import Fields
from .lines import Lines
from .problems import Problems

_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


class Folder:
    """A folder being read, and the problems found in it so far."""

    def __init__(self, path: Path):
        self.path = Path(path)
        self.problems = Problems()

    def text(self, file: str, needed: bool = True) -> str | None:
        """The text of one file, or None after noting why not."""
        try:
            raw = (self.path / file).read_bytes()
        except FileNotFoundError:
            if needed:
                self.problems.add(
                    file,
                    0,
                    "",
                    "file_missing",
                    gettext_noop(
                        "This file is missing from {folder}. Every town's folder needs one; copy it from towns/demo "
                        "and change it."
                    ),
                    folder=self.path,
                )
            return None
        except OSError as failure:
            self.problems.add(
                file,
                0,
                "",
                "file_unreadable",
                gettext_noop("This file cannot be opened: {failure}."),
                failure=failure.strerror or str(failure),
            )
            return None
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as failure:
            line = 0 if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else raw.count(b"\n", 0, failure.start) + 1
            self.problems.add(
                file,
                line,
                "",
                "not_utf8",
                gettext_noop("This is not UTF-8 text. Save the file as “UTF-8” (in a spreadsheet: “CSV UTF-8”)."),
            )
            return None

    def broken(self, file: str) -> bool:
        """True when the file is there and could not be read (which has been noted)."""
        return (self.path / file).exists()

    def strangers(self, known: Collection[str]) -> None:
        """Note tables in the folder that are none of a town's files: a misspelt name would silently leave one out."""
        for path in sorted(self.path.iterdir()):
            if path.suffix in (".toml", ".csv") and path.name not in known:
                close = difflib.get_close_matches(path.name, known, n=1)
                self.problems.add(
                    path.name,
                    0,
                    "",
                    "unknown_file",
                    gettext_noop("This is none of a town's files. Did you mean {close}?")
                    if close
                    else gettext_noop("This is none of a town's files. Take it out; they are: {known}."),
                    close="".join(close),
                    known=", ".join(known),
                )

    def toml(self, file: str, needed: bool = True) -> Fields | None:
        """The fields of a TOML file."""
        text = self.text(file, needed)
        if text is None:
            return None
        try:
            values = tomllib.loads(text, parse_float=Decimal)
        except tomllib.TOMLDecodeError as failure:
            self._not_toml(file, text, failure)
            return None
        lines = Lines(text)
        return Fields(self.problems, file, (), values, lambda path: lines.of(*path))

    def _not_toml(self, file: str, text: str, failure: tomllib.TOMLDecodeError) -> None:
        found = _AT_LINE.search(str(failure))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        lines = text.splitlines()
        written = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        if re.search(r"=\s*-?\d+,\d", written):
            template = gettext_noop("“{written}” has a decimal comma. Write numbers with a point, like 2.5.")
        else:
            template = gettext_noop("“{written}” is not TOML: {failure}.")
        message = _AT_LINE.sub("", str(failure))
        self.problems.add(file, line, "", "not_toml", template, written=written[:80], failure=message)

    def csv(self, file: str, columns: tuple[str, ...], needed: bool = True) -> list[Fields]:
        """The rows of a CSV file; each knows its line. Columns may stand in any order, all must be there."""
        text = self.text(file, needed)
        if text is None:
            return []
        header, rows = self._csv_rows(file, text)
        if not self._header_fits(file, header, columns):
            return []
        fields = []
        for line, row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                self.problems.add(
                    file,
                    line,
                    "",
                    "row_length",
                    gettext_noop(
                        "This row has {found} columns and the first line has {expected}. Put text that holds a comma "
                        "between double quotes, and write decimals with a point."
                    ),
                    found=len(row),
                    expected=len(header),
                )
                continue
            values = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
            fields.append(Fields(self.problems, file, (), values, lambda path, line=line: line, from_csv=True))
        return fields

    def _csv_rows(self, file: str, text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        rows: list[tuple[int, list[str]]] = []
        line = 1
        try:
            for row in reader:
                rows.append((line, row))
                line = reader.line_num + 1
        except csv.Error as failure:
            self.problems.add(
                file,
                line,
                "",
                "not_csv",
                gettext_noop("This row cannot be read: {failure}. Check the double quotes."),
                failure=failure,
            )
        header = [name.strip() for name in rows[0][1]] if rows else []
        return header, rows[1:]

    def _header_fits(self, file: str, header: list[str], columns: tuple[str, ...]) -> bool:
        if len(header) == 1 and ";" in header[0]:
            self.problems.add(
                file,
                1,
                "",
                "semicolons",
                gettext_noop("The columns are separated by semicolons. Save the file with commas between the columns."),
            )
            return False
        missing = [name for name in columns if name not in header]
        unknown = [name for name in header if name not in columns]
        doubled = sorted({name for name in header if header.count(name) > 1})
        for names, template in (
            (missing, gettext_noop("The first line lacks the column {names}. It should read: {columns}.")),
            (unknown, gettext_noop("The first line has the unknown column {names}. It should read: {columns}.")),
            (doubled, gettext_noop("The first line has the column {names} twice. It should read: {columns}.")),
        ):
            if names:
                self.problems.add(
                    file, 1, "", "columns", template, names=", ".join(names) or "?", columns=",".join(columns)
                )
        return not (missing or unknown or doubled)
