"""Reading and writing designs as files, for the pages: the site hands the door's readers down here, as it hands down
the kinds. No page knows the files' door, and the design commons knows no format.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from commonstead.core.making import Design, DraftDesign

#: format -> what a person calls it; the order in which they are offered.
FORMATS = {
    "okh2": "Open Know-How 2 (TOML)",
    "okh1": "Open Know-How 1 (YAML)",
    "csv": "Bill of materials (CSV)",
    "tsv": "Bill of materials (tab-separated)",
    "valueflows": "ValueFlows recipe (JSON-LD)",
}


@dataclass(frozen=True)
class WrittenFile:
    """A file to hand out: its name, its content and its media type."""

    name: str
    content: bytes
    media_type: str


Reader = Callable[[Sequence[tuple[str, bytes]], Mapping[str, str] | None], tuple[DraftDesign, ...]]
Writer = Callable[[Design, str, Mapping[str, Design]], WrittenFile]
_installed: dict[str, Callable] = {}


def install(reader: Reader, writer: Writer) -> None:
    """Done once by the site."""
    _installed.update(reader=reader, writer=writer)


def read_files(files: Sequence[tuple[str, bytes]], mapping: Mapping[str, str] | None = None) -> tuple[DraftDesign, ...]:
    """(name, content) of files that belong together, like a manifest and its bill of materials, as drafts; nothing is
    written. mapping: column heading -> one of core.making.PART_FIELDS, "" for not to be read.
    Refused: what cannot be read at all (too large, no text, broken)."""
    return _installed["reader"](files, mapping)


def write_file(design: Design, format: str, by_id: Mapping[str, Design] | None = None) -> WrittenFile:
    """The design in one of FORMATS. by_id: modules at hand, for formats that hold several designs."""
    return _installed["writer"](design, format, by_id or {})
