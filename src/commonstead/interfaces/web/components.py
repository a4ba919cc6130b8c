"""What the components are given: small frozen values that views build and templates draw.

A table is built once and drawn twice: as rows on a wide screen and as cards on a phone. A chart is its two
drawings (wide and narrow) and the table that says the same in words and numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """One value of a table. `href` makes it a link; `mode` shows it as a mode chip."""

    text: str
    href: str = ""
    mode: str = ""
    note: str = ""


@dataclass(frozen=True)
class Column:
    """A heading; numbers stand to the right."""

    label: str
    number: bool = False


@dataclass(frozen=True)
class Table:
    """caption: what the table shows.  rows: cells or plain strings; the first names its row.
    total: one closing row.  caption_hidden: the heading above says it already.
    dense: on a phone a row's cells run on in one line, for long lists."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | str, ...], ...]
    total: tuple[Cell | str, ...] = ()
    caption_hidden: bool = False
    dense: bool = False

    def drawn_rows(self):
        """Rows as (is_total, [(column, cell)]), cells all of one shape."""
        for is_total, row in [*((False, row) for row in self.rows), *([(True, self.total)] if self.total else [])]:
            cells = [cell if isinstance(cell, Cell) else Cell(str(cell)) for cell in row]
            yield is_total, list(zip(self.columns, cells, strict=True))


@dataclass(frozen=True)
class Chart:
    """title, note: the caption.  wide, narrow: SVG for desktop and phone.  table: the same as numbers.
    legend: (css class, label) pairs.  broad: may fill the whole page."""

    title: str
    wide: str
    narrow: str
    table: Table
    note: str = ""
    legend: tuple[tuple[str, str], ...] = field(default=())
    broad: bool = False


@dataclass(frozen=True)
class Tab:
    """One of the parts of a page."""

    label: str
    href: str
    current: bool = False
