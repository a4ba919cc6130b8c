"""The first rungs of the road map, for the Boundary page: fetched after the page is there, since finding them takes a
second; without JavaScript a link stands in their place."""

from __future__ import annotations

from django.shortcuts import render

from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.road_map import budget as budgets
from commonstead.interfaces.web.road_map.told import tell
from commonstead.town.boundary import queries as boundary
from commonstead.town.boundary import road_maps

FEW = 3


@member_page
def show(request):
    """The first rungs with the budget that the road map opens with; an empty piece where there are none."""
    answers, frame = boundary.answers(), boundary.frame()
    rungs, budget = [], 0.0
    if may_have_rungs(answers) and not road_maps.too_large(answers):
        budget = budgets.opening(answers.network)
        told = tell(road_maps.at_once(answers, budget), budget, frame.currency, frame.days_per_period)
        rungs = [(month.label, rung) for month in told.months for rung in month.rungs][:FEW]
    return render(request, "web/explained/first_rungs.html", {"rungs": rungs, "budget": budget, "frame": frame})


def may_have_rungs(answers) -> bool:
    """Whether there is a plan and something in the catalogue to take up."""
    return (answers is not None and answers.plan.get("status") == "optimal"
            and any(not recipe.get("adopted", True) for recipe in answers.network.get("recipes", ())))
