"""Coming in and going out: by passkey, by a single-use code, or in the demo as one of its residents."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.town.door import commands, queries
from commonstead.town.people import queries as people

from .session import knocker, open_session, where_to


@never_cache
def door(request):
    """The page with every way in."""
    return _door(request)


def _door(request, refusal: str = "", code: str = "", status: int = 200):
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "door/door.html", {
        "next": wanted, "refusal": refusal, "code": code, "demo": settings.DEMO,
        "residents": _residents() if settings.DEMO else (),
        "nobody_yet": not settings.DEMO and queries.is_empty(),
    }, status=status)


def _residents() -> list[dict]:
    """Those of the demo whom a visitor may be, with where they live and what they do."""
    found = []
    for view in people.agents(nature="person", ids=queries.with_login()):
        household = people.household_of(view.id)
        name = people.names([household])[household] if household else ""
        found.append({"id": view.id, "name": view.name, "household": name, "about": view.purpose})
    return found


@never_cache
@require_POST
def with_code(request):
    """Use up a code that somebody handed over."""
    try:
        found = commands.redeem_code(request.POST.get("code", ""), knocker=knocker(request))
    except Refused as refused:
        return _door(request, wording.reason_of(refused.refusals[0]), request.POST.get("code", ""), status=422)
    has_passkey = bool(queries.passkeys_of(found.user_id))
    onward = where_to(request, request.POST.get("next"))
    if not has_passkey:
        onward = f"{reverse('door-keys')}?{urlencode({'first': 1, 'next': onward})}"
    response = open_session(request, redirect(onward), found.user)
    if found.made_by and found.made_by != found.user.person_id:
        # Whoever made the code could have used it: its owner should know by whom it came.
        messages.info(request, _("The code was made by %(name)s on %(day)s.") % {
            "name": people.names([found.made_by])[found.made_by], "day": wording.day(found.made)})
    return response


@never_cache
@require_POST
def as_resident(request):
    """In the demo, and only there: one click to be any of its residents."""
    person = request.POST.get("person", "")
    if not settings.DEMO or person not in queries.with_login():
        raise Http404
    return open_session(request, redirect(where_to(request, request.POST.get("next"))), commands.user_of(person))


@never_cache
@require_http_methods(["GET", "POST"])
def leave(request):
    """Sign out. A link only asks, a button does it, so that no other page can sign anybody out."""
    if request.method == "GET":
        return render(request, "door/leave.html")
    logout(request)
    return redirect("door")
