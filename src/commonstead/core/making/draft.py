"""A design as it was read from a file, before anybody has said yes to it: a dry run that writes nothing.

It holds what was understood, what was not (by line and field), how each column was taken, and in which encoding the
file was. The doors make drafts; pages and commands show them; only `town.making.designs` keeps a design.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..vocabulary.refusal import Refusal
from .design import Design
from .sentence import Sentence

#: What a column of a bill of materials may hold. "" means: not read (kept in the part's note where it says something).
PART_FIELDS = (
    "name",
    "quantity",
    "unit",
    "good",
    "designators",
    "maker",
    "number",
    "price",
    "price_unit",
    "currency",
    "bought_at",
    "material",
    "sort",
    "reference",
    "design",
    "note",
    "length",
    "length_unit",
    "tolerance",
    "stock_length",
    "kerf",
    "alternative",
    "position",
)


@dataclass(frozen=True, slots=True)
class Column:
    """How one column was taken. heading: as the file has it.  field: one of PART_FIELDS, or "" for not read.
    how: "guessed" by its heading, "told" by the mapping, "unknown" (no heading we know)."""

    heading: str
    field: str
    how: str


@dataclass(frozen=True)
class DraftDesign:
    """format: "okh1", "okh2", "csv", "tsv" or "valueflows".  encoding: how the bytes were read.
    design: None where nothing could be made of the file.  rows: lines of the bill that became parts.
    problems: what must be put right before it can be added, each with line and field.  remarks: what was read
    otherwise than written, or left out, or is unclear.  columns: of the bill, () where there is none.
    wants: names of files that the manifest points to and that were not handed in (its bill of materials)."""

    name: str
    format: str
    encoding: str
    design: Design | None
    problems: tuple[Refusal, ...] = ()
    remarks: tuple[Sentence, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: int = 0
    wants: tuple[str, ...] = field(default=())

    @property
    def addable(self) -> bool:
        return self.design is not None and not self.problems
