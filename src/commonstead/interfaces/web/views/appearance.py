"""Light or dark, as the reader likes it: a cookie, so that it works without a login and without JavaScript."""

from __future__ import annotations

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from commonstead.interfaces.web.context import APPEARANCE_COOKIE, APPEARANCES

A_YEAR_S = 365 * 24 * 3600


@require_POST
def appearance(request):
    """Remember the choice and go back to the page it was made on."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    choice = request.POST.get("appearance")
    if choice in APPEARANCES:
        response.set_cookie(
            APPEARANCE_COOKIE, choice, max_age=A_YEAR_S, httponly=True, samesite="Lax", secure=request.is_secure())
    return response
