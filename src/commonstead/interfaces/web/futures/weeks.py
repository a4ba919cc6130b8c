"""Week by week: the plan in periods of a week, worked out in the background, with the proof to take along."""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.town.boundary import calculations
from commonstead.town.boundary import queries as boundary
from commonstead.town.making import queries as making

KIND, DAYS = "plan", 7
WANTED = {"days": DAYS}
_MOST_RUNS = 3  # stretches of weeks that are named; more are counted
#: What can be taken along, by the name of its file; the planner alone reads and checks both.
PARTS = {"network": "network.json", "certificate": "proof.json"}


@member_page
def show(request):
    """GET: the plan by the week that was worked out last. POST: work it out."""
    if request.method == "POST":
        return redirect("calculation", calculations.begin_calculation(KIND, WANTED, request.user.person_id))
    answers = boundary.answers()
    view = _view(request)
    return render(request, "web/futures/weeks.html", {
        "ready": answers is not None and answers.has_needs, "view": view,
        "told": None if view is None else _told(view.result, boundary.frame().currency),
        "files": [] if view is None else [(reverse("weeks-file", args=[view.id, part]), file)
                                          for part, file in PARTS.items()],
        "going_on": calculations.latest_calculation(KIND, WANTED, "working")
        or calculations.latest_calculation(KIND, WANTED, "waiting"),
    })


def _view(request):
    named = request.GET.get("calculation")
    return (_worked_out(named) if named else None) or calculations.latest_calculation(KIND, WANTED)


def _worked_out(calculation_id: str):
    """That calculation, if it is one of weeks and done; else None."""
    view = calculations.calculation(calculation_id)
    fits = view is not None and view.kind == KIND and view.wanted == WANTED and view.state == "done"
    return view if fits else None


@member_page
def part(request, calculation_id: str, part: str):
    """The network that was planned, or the proof that no plan is better, as a file. People stand in it summed by
    what they can do (core.pooled): what one of them pledged is not everybody's to take along."""
    view = _worked_out(calculation_id)
    if part not in PARTS or view is None:
        raise Http404(_("There is no such file any more. Work the plan out again."))
    document = view.result["network"] if part == "network" else view.result["plan"]["certificate"]
    if document is None:
        raise Http404(_("There is no proof: no plan keeps everything as it is."))
    response = HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{PARTS[part]}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _told(result, currency: str) -> dict:
    """The figures and the weeks in which each thing is made."""
    plan, network = result["plan"], result["network"]
    if plan["status"] != "optimal":
        return {"figures": [], "work": None, "optimal": False}
    weeks = int(network["periods"])
    figures = [(_("Cash we need outside"), wording.money(plan["cash"], currency)),
               (_("Hours it asks of us"), wording.amount(round(plan["hours"]), "h")),
               (_("Without a wage"), wording.days(plan["slack_days"], plan["slack_at_least"]))]
    if plan["dependence"] is not None:
        figures.insert(0, (_("We can meet inside"), wording.share(1 - plan["dependence"], 1)))
    recipes = {recipe.id: recipe for recipe in making.recipes()}
    rows = [(Cell(recipes[one].name if one in recipes else one,
                  reverse("recipe", args=[one]) if one in recipes else ""),
             wording.number(sum(runs)), _when(runs)) for one, runs in plan["batches"].items()]
    work = Table(_("What is made in which weeks"),
                 (Column(_("Recipe")), Column(_("Batches"), True), Column(_("Weeks"))), tuple(rows),
                 caption_hidden=True, dense=True)
    return {"figures": figures, "work": work, "optimal": True, "weeks": weeks}


def _when(runs) -> str:
    """The weeks in which there is something to do, counted from the first of the plan."""
    busy = [number + 1 for number, amount in enumerate(runs) if amount > 1e-6]
    if len(busy) == len(runs):
        return _("every week")
    stretches: list[list[int]] = []
    for week in busy:
        if stretches and stretches[-1][1] == week - 1:
            stretches[-1][1] = week
        else:
            stretches.append([week, week])
    if len(stretches) > _MOST_RUNS:
        return _("%(busy)s of %(all)s weeks, first in week %(first)s") % {
            "busy": len(busy), "all": len(runs), "first": busy[0]}
    return ", ".join(str(begin) if begin == end else f"{begin}–{end}" for begin, end in stretches)
