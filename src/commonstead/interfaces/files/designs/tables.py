"""A design's bill of materials as a table, for spreadsheets and drawing programs; `bom.read_bill` reads it back."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from commonstead.core.making import Design, Part
from commonstead.core.vocabulary.formulas import guarded

_ALWAYS = ("Position", "Name", "Quantity", "Unit")


def write_bill(design: Design, separator: str = ",") -> str:
    """One row a part. Columns that nobody filled are left out; an unknown quantity is an empty cell."""
    rows = [_row(place, part) for place, part in enumerate(design.parts, 1)]
    headings = [
        heading
        for heading in (rows[0] if rows else dict.fromkeys(_ALWAYS))
        if heading in _ALWAYS or any(row[heading] for row in rows)
    ]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([guarded(_lines(row[heading])) for heading in headings])
    return out.getvalue()


def _row(place: int, part: Part) -> dict[str, str]:
    cut = part.cut
    return {
        "Position": str(place),
        "Name": part.name,
        "Quantity": _text(part.quantity),
        "Unit": part.unit,
        "Good": part.good,
        "Designators": " ".join(part.designators),
        "Manufacturer": part.maker,
        "Part number": part.number,
        "Material": part.material,
        "Type": part.sort,
        "Reference": part.reference,
        "Module": part.design or "",
        "Length": _text(cut.length) if cut else "",
        "Length unit": cut.unit if cut else "",
        "Tolerance": _text(cut.tolerance) if cut else "",
        "Stock length": _text(cut.stock_length) if cut else "",
        "Kerf": _text(cut.kerf) if cut else "",
        "Unit price": _text(part.price),
        "Price unit": part.price_unit,
        "Currency": part.currency,
        "Supplier": part.bought_at,
        "Alternatives": "; ".join(other.name for other in part.alternatives),
        "Note": part.note,
    }


def _text(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def _lines(text: str) -> str:
    """With line breaks that the writer puts into quotes; a bare return would begin a row of its own."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
