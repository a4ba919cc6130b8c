"""Planning together with another town: bring its file, see who would send what and what each would save."""

from __future__ import annotations

from django.shortcuts import redirect, render

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.boundary import calculations
from commonstead.town.boundary import queries as boundary

from .reading import MOST_BYTES, Brought
from .told import Told

KIND = "together"


@member_page
def show(request):
    """GET: the answer worked out last, or the one the address names. POST: begin with the file that was brought."""
    if request.method == "POST":
        return _begin(request)
    return _page(request, _view(request))


def _view(request):
    named = request.GET.get("calculation")
    view = calculations.calculation(named) if named else None
    if view is not None and view.kind == KIND and view.state == "done":
        return view
    return calculations.latest_calculation(KIND)


def _begin(request):
    brought = Brought(request.FILES)
    errors = brought.errors
    if not errors:
        try:
            return redirect("calculation",
                            calculations.begin_calculation(KIND, brought.wanted, request.user.person_id))
        except Refused as refused:
            errors = {"network": [reason_of(one) for one in refused.refusals]}
    return _page(request, None, errors, status=422)


def _page(request, view, errors=None, status=200):
    answers = boundary.answers()
    going_on = (calculations.latest_calculation(KIND, state="working")
                or calculations.latest_calculation(KIND, state="waiting"))
    return render(request, "web/together/together.html", {
        "told": None if view is None else Told(view), "view": view, "errors": errors or {}, "going_on": going_on,
        "ready": answers is not None and answers.has_needs, "largest": MOST_BYTES // 2**20,
    }, status=status)
