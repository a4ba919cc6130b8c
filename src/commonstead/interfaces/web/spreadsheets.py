"""Tables for spreadsheets: the one place where they are written, with words that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from commonstead.core.vocabulary.formulas import guarded


def csv_text(rows: Iterable[Sequence]) -> str:
    """The rows as a table. Words are guarded, numbers stand as they are, None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow(["" if cell is None else guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def csv_response(name: str, rows: Iterable[Sequence]) -> HttpResponse:
    """The rows as a file to keep, under that name."""
    response = HttpResponse(csv_text(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
