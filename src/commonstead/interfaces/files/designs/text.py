"""From the bytes of a file to text: how much is read, in which encoding, and what is refused as no text at all.

UTF-8 (with or without its mark) and UTF-16 with its mark are certain. Windows-1252 is taken only where it is safe:
single letters and signs among plain ones, as in German or French; other old encodings would give words of nothing
but accents, and are refused with the byte and the line at which it shows.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from commonstead.core.making import Sentence
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

#: A bill of a whole tractor has some hundred kilobytes; 10 MB is 100,000 lines.
LARGEST = 10_000_000
#: A manifest is some kilobytes. A megabyte of it already unfolds into hundreds of megabytes of places.
LARGEST_MANIFEST = 1_000_000
#: Values in a manifest, aliases unfolded: a bill of thousands of parts has some tens of thousands.
MOST_PLACES = 100_000
_UTF8_INSIDE = re.compile(rb"[\xc3-\xef][\x80-\xbf]")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_RUN_OF_HIGH = re.compile(rb"[\xc0-\xff]{3}")
_TWO_SIGNS = re.compile(rb"[\x80-\x9f]{2}")
_NOT_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_HIGH = re.compile(rb"[\x80-\xff]")
#: German and French texts have some 2 to 5 in a hundred letters beyond ASCII; above 15 it is another alphabet.
_MOST_HIGH = 0.15
_MAGIC = (
    (b"PK\x03\x04", "a workbook or archive (ZIP)"),
    (b"\xd0\xcf\x11\xe0", "an old workbook (XLS)"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "an archive (gzip)"),
)


def read_stream(stream: BinaryIO, name: str) -> bytes:
    """At most LARGEST bytes, in pieces; a larger file is refused without being read to its end."""
    pieces, size = [], 0
    while piece := stream.read(1 << 16):
        size += len(piece)
        if size > LARGEST:
            raise Refused(too_large(name))
        pieces.append(piece)
    return b"".join(pieces)


def check_manifest(text: str, name: str) -> None:
    """Refused: design.manifest_too_large."""
    if len(text) > LARGEST_MANIFEST:
        raise Refused(
            _refusal(
                "manifest_too_large",
                gettext_noop(
                    "{name} is a manifest of more than {most} MB, and none is. Put the parts into a bill of materials."
                ),
                name,
                most=LARGEST_MANIFEST // 1_000_000,
            )
        )


def nested_too_deeply(name: str) -> Refusal:
    return _refusal("nested_too_deeply", gettext_noop("{name} is nested too deeply to be a design."), name)


def too_large(name: str) -> Refusal:
    return Refusal(
        "design.file_too_large",
        gettext_noop(
            "{name} is larger than {most} MB, and no design is. Leave out drawings and pictures, or split the bill of "
            "materials into modules."
        ),
        {"name": name, "most": LARGEST // 1_000_000},
        field="file",
    )


def decode(data: bytes, name: str) -> tuple[str, str, tuple[Sentence, ...]]:
    """(text, encoding, remarks). Refused: design.file_too_large, design.file_empty, design.file_not_text,
    design.file_encoding."""
    if len(data) > LARGEST:
        raise Refused(too_large(name))
    if not data.strip():
        raise Refused(_refusal("file_empty", gettext_noop("{name} is empty."), name))
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise Refused(
                _refusal(
                    "file_not_text",
                    gettext_noop(
                        "{name} is {what}, not text. Save the bill of materials as CSV, or hand in the manifest."
                    ),
                    name,
                    what=what,
                )
            )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not data.startswith(codecs.BOM_UTF32_LE):
        return _checked(data, "utf-16", name), "UTF-16", ()
    control = _CONTROL.search(data)
    if control:
        raise Refused(
            _refusal(
                "file_not_text",
                gettext_noop(
                    "{name} is not text: byte {byte} in line {line} is a control character. Save it as UTF-8 text."
                ),
                name,
                _line(data, control.start()),
                byte=control.start() + 1,
            )
        )
    try:
        return data.decode("utf-8-sig"), "UTF-8", ()
    except UnicodeDecodeError as error:
        return _windows(data, name, error.start)


def _checked(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(_encoding(name, error.start, 0)) from None


def _windows(data: bytes, name: str, first: int) -> tuple[str, str, tuple[Sentence, ...]]:
    """Windows-1252 where that is safe, else refused at the first byte that is no UTF-8."""
    strange = any(shape.search(data) for shape in (_UTF8_INSIDE, _RUN_OF_HIGH, _TWO_SIGNS, _NOT_IN_1252))
    if strange or len(_HIGH.findall(data)) > len(data) * _MOST_HIGH:
        raise Refused(_encoding(name, first, _line(data, first)))
    remark = Sentence(
        "design.read_as_windows",
        gettext_noop(
            "{name} is not UTF-8 (line {line}); it was read as Windows-1252. If letters look wrong, save it as UTF-8."
        ),
        {"name": name, "line": _line(data, first)},
        line=_line(data, first),
    )
    return data.decode("cp1252"), "Windows-1252", (remark,)


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


def _encoding(name: str, place: int, line: int) -> Refusal:
    return _refusal(
        "file_encoding",
        gettext_noop(
            "{name} is in an encoding that cannot be told for sure: byte {byte} in line {line} is no UTF-8. Save it as "
            "UTF-8 and hand it in again."
        ),
        name,
        line,
        byte=place + 1,
    )


def _refusal(clause: str, template: str, name: str, line: int = 0, **params) -> Refusal:
    return Refusal(f"design.{clause}", template, {"name": name, "line": line, **params}, field="file", line=line)
