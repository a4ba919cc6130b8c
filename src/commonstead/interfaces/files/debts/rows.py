"""From a stream of bytes to rows with named cells, line by line, so that a large file needs no more memory than a
small one.

Text is UTF-8, with or without its mark, or UTF-16 with it. Cells are separated by commas, semicolons or tabs: by
whichever of them the first line holds the columns that are asked for. What was no text, or is in another encoding, is
refused with the line and column where it shows.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO

from commonstead.core.vocabulary.formulas import unguarded
from commonstead.core.vocabulary.refusal import Refused, gettext_noop

from .problems import refusal

_SEPARATORS = (",", ";", "\t")
_MAGIC = ((b"PK\x03\x04", "a workbook or archive (ZIP)"), (b"\xd0\xcf\x11\xe0", "an old workbook (XLS)"),
          (b"%PDF", "a PDF"), (b"\x1f\x8b", "an archive (gzip)"), (b"\x89PNG", "a picture"),
          (b"\xff\xd8\xff", "a picture"))
_HEAD = 1 << 16
_LONGEST_LINE = 100_000


class Rows:
    """Iterates over (line, cells in the order of `wanted`); a cell is "" where its column is missing.

    needed: columns without which nothing is read; optional: further ones that are known; also: by column, other words
    that head it; ignored: what else is there.
    """

    def __init__(self, stream: BinaryIO, name: str, needed: tuple[str, ...], optional: tuple[str, ...] = (),
                 also: Mapping[str, tuple[str, ...]] = MappingProxyType({})):
        self.name, self.needed, self.wanted = name, needed, (*needed, *optional)
        self._meant = {word: column for column, words in also.items() for word in words if column in self.wanted}
        self._words: dict[str, str] = {}
        self._lines = self._text(stream)
        self._headings = self._heading()
        self.has = frozenset(self._headings) & frozenset(self.wanted)
        self.ignored = tuple(one for one in self._headings if one and one not in self.wanted)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(self._lines, delimiter=self.separator, strict=True)
        places = [self._headings.index(one) if one in self._headings else -1 for one in self.wanted]
        width, ended = len(self._headings), self._began
        try:
            for cells in reader:
                line, ended = ended + 1, self._began + reader.line_num
                if len(cells) == width or (cells and not any(cells[width:]) and len(cells) > width):
                    yield line, [clean(cells[at]) if at >= 0 else "" for at in places]
                elif any(cell.strip() for cell in cells):
                    raise Refused(refusal("ragged", gettext_noop(
                        "{name}: this line has {found} cells, the heading has {wanted}. Put a cell that holds a "
                        "separator into quotes (amounts with a decimal comma too), and leave no cell out."),
                        "row", line, name=self.name, found=len(cells), wanted=width))
        except csv.Error as error:
            raise Refused(refusal("no_csv", gettext_noop(
                "{name}: this line cannot be taken apart ({problem}). Save the table again as CSV."),
                "row", ended + 1, name=self.name, problem=str(error))) from None

    def word(self, column: str) -> str:
        """How the table itself heads a column."""
        return self._words.get(column, column)

    def _text(self, stream: BinaryIO) -> Iterator[str]:
        head = stream.read(_HEAD)
        for magic, what in _MAGIC:
            if head.startswith(magic):
                raise Refused(refusal("not_text", gettext_noop(
                    "{name} is {what}, not text. Save the table as CSV."), "file", name=self.name, what=what))
        if not head.strip():
            raise Refused(refusal("empty", gettext_noop(
                "{name} is empty. Its first line names the columns: {wanted}."), "file",
                name=self.name, wanted=", ".join(self.needed)))
        wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        text = io.TextIOWrapper(io.BufferedReader(_Joined(head, stream), _HEAD), newline="",
                                encoding="utf-16" if wide else "utf-8-sig",
                                errors="strict" if wide else "surrogateescape")
        return self._checked(text)

    def _checked(self, text: io.TextIOWrapper) -> Iterator[str]:
        number = 0
        try:
            while line := text.readline(_LONGEST_LINE):
                number += 1
                if len(line) == _LONGEST_LINE:
                    raise Refused(refusal("long_line", gettext_noop(
                        "{name}: this line is longer than {most} characters. Save the table again as CSV, one debt a "
                        "line."), "row", number, name=self.name, most=_LONGEST_LINE))
                if "\0" in line:
                    raise Refused(refusal("no_letter", gettext_noop(
                        "{name}: there is a sign in column {field} that is no letter (a zero byte). Take it out, or "
                        "save the table again as CSV."), self._column(line, line.index("\0")), number, name=self.name,
                        field=self._column(line, line.index("\0"))))
                if not line.isascii() and any("\udc80" <= letter <= "\udcff" for letter in line):
                    raise Refused(self._encoding(line, number))
                yield line
        except UnicodeDecodeError:
            raise Refused(self._encoding("", number + 1)) from None

    def _encoding(self, line: str, number: int):
        at = next((place for place, letter in enumerate(line) if "\udc80" <= letter <= "\udcff"), -1)
        field = self._column(line, at)
        return refusal("encoding", gettext_noop(
            "{name}: a letter in column {field} is not UTF-8. Save the table as CSV with the encoding UTF-8 and hand "
            "it in again."), field, number, name=self.name, field=field)

    def _column(self, line: str, at: int) -> str:
        """The column in which a letter of a line stands; "row" where that cannot be told."""
        headings = getattr(self, "_headings", ())  # there are none yet when the first line is the one
        place = line[:at].count(self.separator) if headings and at >= 0 else len(headings)
        return headings[place] if place < len(headings) else "row"

    def _heading(self) -> list[str]:
        first, self._began = "", 0
        for first in self._lines:
            self._began += 1
            if first.strip():
                break
        best: list[str] = []
        self.separator = ","
        for separator in _SEPARATORS:
            try:
                cells = next(csv.reader([first], delimiter=separator), [])
            except csv.Error:
                cells = []
            words = [clean(cell).casefold() for cell in cells]
            cells = [self._meant.get(word, word) for word in words]
            if len(set(self.needed) & set(cells)) > len(set(self.needed) & set(best)):
                best, self.separator = cells, separator
                self._words = dict(zip(cells, words, strict=True))
        missing = [one for one in self.needed if one not in best]
        if missing:
            raise Refused(refusal("columns", gettext_noop(
                "{name}: the first line does not name the columns {missing}. It must name {wanted}, separated by "
                "commas, semicolons or tabs."), missing[0], self._began, name=self.name,
                missing=", ".join(missing), wanted=", ".join(self.needed)))
        twice = next((one for one in best if one and best.count(one) > 1), "")
        if twice:
            raise Refused(refusal("column_twice", gettext_noop(
                "{name}: there are two columns called {column}. Leave one out, or call it differently."), twice,
                self._began, name=self.name, column=twice))
        return best


def clean(cell: str) -> str:
    """Without space around it and guards against formulas; letters with accents always written the same way."""
    cell = cell.strip()
    if cell[:1] == "'":
        cell = unguarded(cell)
    return cell if cell.isascii() else unicodedata.normalize("NFC", cell)


class _Joined(io.RawIOBase):
    """What was read already, and then the rest of the stream."""

    def __init__(self, head: bytes, rest: BinaryIO):
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        given = self._head[:len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(given):]
        buffer[:len(given)] = given
        return len(given)
