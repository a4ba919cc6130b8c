"""Tables for spreadsheets that are read back without loss: the columns' names in the first line, words guarded.

A mark at the beginning tells spreadsheets that it is UTF-8; amounts are written plainly, with a point.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from commonstead.core.vocabulary.formulas import FORMULA_SIGNS

_SIGNS = (*FORMULA_SIGNS, "'")


def write_table(columns: Sequence[str], rows: Iterable[Sequence]) -> str:
    """The rows under their columns. None is an empty cell; text that a spreadsheet would run is guarded."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if cell is None else guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def guarded(text: str) -> str:
    """Words as a cell may hold them: what begins like a formula, or with the guard itself, gets the guard in front."""
    return "'" + text if text.startswith(_SIGNS) else text


def unguarded(cell: str) -> str:
    """The words as they were, exactly, for a table must come back without loss."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_SIGNS) else cell
