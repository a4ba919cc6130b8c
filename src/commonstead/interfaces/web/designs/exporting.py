"""A design as a file to take away: Open Know-How 1 and 2, its bill as a table, a ValueFlows recipe."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from commonstead.interfaces.web.access import member_page
from commonstead.town.making.designs import queries
from commonstead.town.making.designs.formats import FORMATS, write_file

from .sheet import found_or_404


@member_page
def export(request, design_id, format):
    """One version in one format; `?version=` for an older one."""
    if format not in FORMATS:
        raise Http404(_("Designs are not written in that format."))
    view = found_or_404(design_id, request.GET.get("version") or None)
    written = write_file(view.design, format, queries.at_hand(view.design))
    response = HttpResponse(written.content, content_type=written.media_type)
    response["Content-Disposition"] = f'attachment; filename="{written.name}"'
    return response
