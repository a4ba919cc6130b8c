"""A photo of the board, for members alone. It never changes under its address, so that a browser may keep it; nobody
else's cache may."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from commonstead.interfaces.web.access import member_page
from commonstead.town.circulation import board_queries as board
from commonstead.town.people import queries as people


@member_page
def photo(request, photo_id):
    """The bytes that we wrote ourselves; of what is over, only for its writer."""
    found = board.photo(photo_id)
    if found is None or (found[1].state != "open" and found[1].who not in people.may_book_for(request.user.person_id)):
        raise Http404(_("There is no such photo here."))
    response = HttpResponse(found[0], content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400, immutable"
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
