"""Passkeys in the browser: four small answers in JSON for the script, and the page on which one keeps one's own."""

from __future__ import annotations

import json

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.context import page
from commonstead.interfaces.web.forms.numbers import whole_number
from commonstead.town.door import commands, queries
from commonstead.town.people import queries as people

from .session import open_session, origin, where_to

STATE = "door.passkey"


def _refused(refused: Refused, status: int = 422) -> JsonResponse:
    return JsonResponse({"refusal": wording.reason_of(refused.refusals[0])}, status=status)


def _answer(request) -> dict:
    """What the browser's authenticator said. Anything that is no object reads as empty and is refused later."""
    try:
        answer = json.loads(request.body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _town(request) -> str:
    return str(page(request)["town_name"])


@never_cache
@require_POST
def begin_coming_in(request):
    """A challenge for whoever has a passkey of this town."""
    options, state = commands.begin_coming_in(origin=origin(request), town=_town(request))
    request.session[STATE] = state
    return JsonResponse(options)


@never_cache
@require_POST
def complete_coming_in(request):
    """Check the answer and open the session. Each challenge is good for one answer."""
    state, answer = request.session.pop(STATE, None) or {}, _answer(request)
    try:
        user = commands.complete_coming_in(state, answer.get("credential") or {}, origin=origin(request),
                                           town=_town(request))
    except Refused as refused:
        return _refused(refused)
    response = JsonResponse({"onward": where_to(request, answer.get("next"))})
    return open_session(request, response, user)


@never_cache
@member_page
def keys(request):
    """My passkeys: make one, remove one."""
    return render(request, "door/keys.html", {
        "passkeys": queries.passkeys_of(request.user.pk), "first": request.GET.get("first"),
        "onward": where_to(request, request.GET.get("next"))})


@never_cache
@require_POST
@member_page
def begin_making(request):
    """What the browser needs to make a passkey for the person who is signed in."""
    name = people.names([request.user.person_id])[request.user.person_id]
    try:
        options, state = commands.begin_making(request.user.pk, origin=origin(request), town=_town(request), name=name)
    except Refused as refused:
        return _refused(refused)
    request.session[STATE] = state
    return JsonResponse(options)


@never_cache
@require_POST
@member_page
def complete_making(request):
    """Keep the new passkey."""
    state, answer = request.session.pop(STATE, None) or {}, _answer(request)
    try:
        commands.complete_making(
            request.user.pk, state, answer.get("credential") or {}, origin=origin(request), town=_town(request),
            name=str(answer.get("name") or _("Passkey")))
    except Refused as refused:
        return _refused(refused)
    return JsonResponse({"onward": where_to(request, answer.get("next") or reverse("door-keys"))})


@never_cache
@require_POST
@member_page
def remove(request):
    """Remove one of my passkeys."""
    if passkey := whole_number(request.POST.get("passkey", "")):
        commands.remove_passkey(passkey, user_id=request.user.pk)
    return redirect("door-keys")
