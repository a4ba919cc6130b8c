"""Letting somebody in: a code for a person of one's household, a ward, or somebody whose household is not in yet."""

from __future__ import annotations

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.town.door import commands, queries
from commonstead.town.people import queries as people

from .newcomers import NewcomerForm, let_come


@never_cache
@member_page
@require_http_methods(["GET", "POST"])
def let_in(request):
    """Choose the person or write their name; the code is shown once, to be copied or printed."""
    me = request.user.person_id
    shown = {"near": queries.nearest(me), "name": request.POST.get("name", ""),
             "door": request.build_absolute_uri(reverse("door"))}
    new = "newcomer" in request.POST
    form = shown["form"] = NewcomerForm(request.POST if new else None)
    if request.method == "GET" or (new and not form.is_valid()):
        return render(request, "door/let_in.html", shown, status=422 if new else 200)
    try:
        person = let_come(form, me) if new else _chosen(request, me)
        code = commands.hand_code(person, by=me)
    except Refused as refused:
        shown["refusal"] = wording.reason_of(refused.refusals[0])
        return render(request, "door/let_in.html", shown, status=422)
    return render(request, "door/code.html", shown | {"code": code, "who": people.names([person])[person]})


def _chosen(request, me: str) -> str:
    """The person whose button was pressed, or the one whose name was written."""
    pressed = request.POST.get("person", "")
    if pressed:
        return pressed
    return commands.person_called(request.POST.get("name", "").strip())
