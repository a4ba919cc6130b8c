"""The kept measures as a file: all of them as JSON, the months as a table for a spreadsheet."""

from __future__ import annotations

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _

from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.spreadsheets import csv_response
from commonstead.town.boundary import queries as boundary

from .pages import kept

#: Shares; together: as such and before, over three months.
COLUMNS = ("month", "direct", "embodied", "together")


@member_page
def measures(request, form: str):
    """measures.json or measures.csv."""
    found = kept(boundary.answers())
    if form == "json":
        return JsonResponse(found, json_dumps_params={"indent": 1, "ensure_ascii": False})
    if form != "csv":
        raise Http404(_("There is no such file."))
    rows = [[month[name] for name in COLUMNS] for month in found.get("history", ())]
    return csv_response("measures.csv", [COLUMNS, *rows])
