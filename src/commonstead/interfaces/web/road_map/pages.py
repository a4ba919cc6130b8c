"""The road map: what to start, and when (Exodus 8828-8843, 14084-14097). A budget is answered at once, with how far
from the best the answer can be; looking longer goes on in the background and its answer is kept."""

from __future__ import annotations

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.boundary.road_map import meets
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.spreadsheets import csv_response
from commonstead.town.boundary import queries as boundary
from commonstead.town.boundary import road_maps
from commonstead.town.boundary.calculations import begin_calculation, calculation, latest_calculation

from . import budget as budgets
from .told import tell

COLUMNS = ("period", "recipes", "stage", "outlay", "made_outlay", "saving_to_date", "cash_after", "dependence")


@member_page
def show(request):
    """The road map for the budget of the address, or of the calculation that it names."""
    answers = boundary.answers()
    if answers is None or not answers.has_needs:
        return render(request, "web/road_map/empty.html", {"why": "answers"})
    if answers.plan.get("status") != "optimal":
        return render(request, "web/road_map/empty.html", {"why": "plan"})
    if all(recipe.get("adopted", True) for recipe in answers.network.get("recipes", ())):
        return render(request, "web/road_map/empty.html", {"why": "recipes"})
    text = _asked(request)
    budget, refusal = budgets.read(text, answers.network)
    frame = boundary.frame()
    kept = road_maps.at_length(budget)
    if not kept and road_maps.too_large(answers):
        return render(request, "web/road_map/empty.html", {
            "why": "large", "budget": f"{budget:.15g}", "currency": frame.currency,
            "going_on": latest_calculation(road_maps.KIND, road_maps.wanted(budget), state="working")})
    ladder = _ladder(answers, kept, budget)
    near, asked = ladder["budget"], budget
    if not kept and near != budget:  # another's budget is being worked out
        budget = near
    road_maps.make_ready(answers)
    going_on = latest_calculation(road_maps.KIND, road_maps.wanted(budget), state="working")
    response = render(request, "web/road_map/road_map.html", {
        "told": tell(ladder, budget, frame.currency, frame.days_per_period), "answers": answers,
        "budget": f"{budget:.15g}", "written": text if refusal else f"{budget:.15g}", "refusal": refusal,
        "most": max(budgets.most(answers.network), int(budget)), "notch": budgets.step(answers.network),
        "currency": frame.currency, "kept": kept, "going_on": going_on, "done": ladder["status"] == "optimal",
        "query": f"?budget={budget:.15g}", "again": f"?budget={asked:.15g}" if asked != near else "",
        "asked_for": wording.money(asked, frame.currency), "shown": wording.money(near, frame.currency),
    }, status=400 if refusal else 200)
    return response


def _ladder(answers, kept, budget) -> dict:
    """The format's `ladder`, with the needs that the plan leaves unmet and what would meet them."""
    ladder = dict(kept.result["ladder"] if kept else road_maps.at_once(answers, budget))
    unmet = answers.plan.get("unmet", {})
    return ladder | {"unmet": unmet, "meets": meets(answers.next, ladder["steps"]) if unmet else []}


def _asked(request) -> str | None:
    """The budget of the address; a finished calculation leads here with its id."""
    view = calculation(request.GET["calculation"]) if "calculation" in request.GET else None
    if view and view.kind == road_maps.KIND:
        return f"{float(view.wanted['budget']):.15g}"
    return request.GET.get("budget")


@member_page
def longer(request):
    """POST: look for a better road map in the background."""
    answers = boundary.answers()
    if request.method != "POST" or answers is None:
        return redirect("road-map")
    budget, refusal = budgets.read(request.POST.get("budget", ""), answers.network)
    if refusal:
        return redirect("road-map")
    return redirect("calculation", begin_calculation(
        road_maps.KIND, road_maps.wanted(budget), request.user.person_id))


@member_page
def export(request, form: str):
    """road-map.json or road-map.csv for a budget."""
    answers = boundary.answers()
    if answers is None or form not in ("json", "csv"):
        raise Http404(_("There is no such file."))
    budget, refusal = budgets.read(request.GET.get("budget"), answers.network)
    if refusal:
        return redirect(f"{reverse('road-map')}?budget={request.GET.get('budget')}")
    kept = road_maps.at_length(budget)
    if not kept and road_maps.too_large(answers):
        return redirect(f"{reverse('road-map')}?budget={budget:.15g}")
    ladder = _ladder(answers, kept, budget)
    if form == "json":
        return JsonResponse({"ladder": ladder}, json_dumps_params={"indent": 1, "ensure_ascii": False})
    rows = [(step["period"], " ".join(step["recipes"]), *(step[name] for name in COLUMNS[2:]))
            for step in ladder["steps"]]
    return csv_response("road-map.csv", [COLUMNS, *rows])
