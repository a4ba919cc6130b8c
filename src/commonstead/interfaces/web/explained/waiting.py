"""What takes longer than a page should is begun by a button and watched on a page of its own."""

from __future__ import annotations

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from commonstead.town.boundary import calculations


def later(request, kind: str, wanted: dict, title: str):
    """GET: say that it takes a while, with a button. POST: begin it and go to where it is watched."""
    if request.method == "POST":
        begun = calculations.begin_calculation(kind, wanted, request.user.person_id)
        return HttpResponseRedirect(reverse("calculation", args=[begun]))
    return render(request, "web/explained/later.html", {"title": title})
