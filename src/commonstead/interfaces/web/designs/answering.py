"""The page on which anybody answers what is open about a design; and what changes without a new version."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.accounts import UNIT_MODES
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.town.boundary import queries as boundary
from commonstead.town.making.designs import commands, queries

from .asking import answered, blocks, questions
from .costing import town_prices
from .sheet import found_or_404
from .telling import Names

LONGEST_SOURCE = 300


@member_page
def answer(request, design_id):
    """The open questions as a form; sending it makes a new version with what was said."""
    view = found_or_404(design_id)
    names, currency = Names(), boundary.frame().currency
    found = questions(view.design, names, town_prices(names, currency), queries.at_hand(view.design))
    asked = blocks(found, view.design, names, currency)
    source = " ".join(request.POST.get("source", "").split())[:LONGEST_SOURCE]
    problems, missing = [], False
    if request.method == "POST":
        changed = answered(view.design, asked, request.POST, names)
        missing = bool(changed) and not source
        if changed and source:
            done, problems = _written(request, view, changed, source)
            if done:
                return done
        elif not changed and not any(one.error for block in asked for one in block.fields):
            problems = [_("Nothing was filled in yet.")]
    wrong = request.method == "POST"
    return render(
        request,
        "web/designs/answer.html",
        {
            "view": view,
            "design": view.design,
            "asked": asked,
            "source": source,
            "source_missing": missing,
            "problems": problems,
            "wrong": wrong,
            "things": _things(names),
            "skills": _skills(names),
        },
        status=422 if wrong else 200,
    )


def _written(request, view, changed, source: str):
    """(the redirect after writing, problems)."""
    changed = replace(changed, version="", sources=(*changed.sources, source))
    try:
        added = commands.revise_design(view.design.id, changed, by=request.user.person_id)
    except Refused as refused:
        return None, [wording.reason_of(refusal) for refusal in refused.refusals]
    if added.outcome == "quarantined":
        return None, [wording.reason_of(reason) for reason in added.reasons]
    messages.success(
        request,
        _("Thank you. Version %(version)s says it now; the one before stays as it was.") % {"version": added.version},
    )
    return redirect("design", view.design.id), []


def _things(names: Names) -> list[str]:
    return sorted(spec.name for spec in names.goods.values() if spec.sort not in ("work", "money", *UNIT_MODES))


def _skills(names: Names) -> list[str]:
    return sorted(spec.name for spec in names.goods.values() if spec.sort == "work")


@member_page
def status(request, design_id):
    """Say how far a design has got."""
    if request.method == "POST":
        try:
            commands.set_design_status(design_id, request.POST.get("status", ""), by=request.user.person_id)
        except Refused as refused:
            for refusal in refused.refusals:
                messages.error(request, wording.reason_of(refusal))
        else:
            messages.success(request, _("Noted."))
    return redirect(reverse("design", args=[design_id]))
