"""From an explanation that was worked out in the background to the page of its step."""

from __future__ import annotations

from django.shortcuts import redirect

from commonstead.interfaces.web.access import member_page
from commonstead.town.boundary import calculations


@member_page
def show(request):
    """The step's page, which finds the explanation by itself; the Boundary page where it is gone."""
    found = calculations.calculation(request.GET.get("calculation", ""), with_result=False)
    recipes = found.wanted.get("recipes") if found else None
    return redirect("boundary-next", ".".join(recipes)) if recipes else redirect("boundary")
