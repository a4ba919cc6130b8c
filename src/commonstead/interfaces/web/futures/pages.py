"""How sure is this? The ranges of many futures, and in how many of them each step pays."""

from __future__ import annotations

from django.shortcuts import redirect, render

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.access import member_page
from commonstead.town.boundary import calculations
from commonstead.town.boundary import queries as boundary

from .asked import CHOICES, Asked
from .told import Told

KIND = "ensemble"


@member_page
def show(request):
    """GET: the answer worked out last, or the one that is asked for. POST: work many futures out."""
    if request.method == "POST":
        return _begin(request)
    answers = boundary.answers()
    ready = answers is not None and answers.has_needs
    view = _view(request)
    told = None if view is None else Told(view, answers)
    going_on = (calculations.latest_calculation(KIND, state="working")
                or calculations.latest_calculation(KIND, state="waiting"))
    return render(request, "web/futures/futures.html", {
        "told": told, "view": view, "ready": ready, "going_on": going_on,
        "asked": Asked.of(view.wanted if view else {}), "choices": CHOICES,
    })


def _view(request):
    """The calculation that the address names, if it has an answer, else the one worked out last."""
    named = request.GET.get("calculation")
    view = calculations.calculation(named) if named else None
    if view is not None and view.kind == KIND and view.ended and view.result:
        return view
    return calculations.latest_calculation(KIND)


def _begin(request):
    asked = Asked.read(request.POST)
    if not asked.errors:
        try:
            wanted = asked.wanted()
            return redirect("calculation", calculations.begin_calculation(KIND, wanted, request.user.person_id))
        except Refused as refused:
            asked.errors["futures"] = " ".join(one.reason for one in refused.refusals)
    return render(request, "web/futures/futures.html", {
        "told": None, "view": None, "ready": True, "going_on": None, "asked": asked, "choices": CHOICES}, status=422)
