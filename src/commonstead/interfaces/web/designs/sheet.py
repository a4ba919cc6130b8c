"""One design: what it makes, its bill, tools, hours and steps, what it costs, what nobody knows yet, who could make it.

Every version stays readable as it was; the page of the newest one is where people change it (Exodus 3235-3295).
"""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.making import STATUSES, explode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.town.boundary import queries as boundary
from commonstead.town.making import queries as making
from commonstead.town.making.designs import near, queries
from commonstead.town.making.designs.formats import FORMATS
from commonstead.town.people import queries as people

from .asking import questions
from .costing import cost_of, town_prices
from .telling import (
    Names,
    bill,
    cutting_plans,
    hours,
    hours_of_modules,
    makes,
    needs_table,
    origins,
    said_origin,
    sentence,
    status_word,
    whole_hours,
)


@member_page
def design(request, design_id, version=None):
    """The sheet of one version; the newest where none is named."""
    view = found_or_404(design_id, version)
    names, currency = Names(), boundary.frame().currency
    context = {
        "view": view,
        "design": view.design,
        "status": status_word(view.design.status),
        "makes": makes(view.design, names),
        "currency": currency,
        "hours": whole_hours(view.design),
        "origin": _origin(view.design),
        "days": wording.number(view.design.days) if view.design.days is not None else "",
        "one_day": view.design.days == 1,
        "sources": [said_origin(source) for source in view.design.sources],
        "statuses": [(one, status_word(one)) for one in STATUSES],
    }
    context |= _taken_apart(view.design, names, currency)
    asked = questions(view.design, names, town_prices(names, currency), queries.at_hand(view.design))
    context |= {
        "skills": [
            (names.skill(skill), hours(value), value is not None) for skill, value in view.design.skills.items()
        ],
        "steps": [
            (step.name, step.text, hours(step.hours) if step.hours is not None else "") for step in view.design.steps
        ],
        "tools": tools_table(view.design, names),
        "questions": [(sentence(question), question.stops) for question in asked],
        "stopped": any(question.stops == "recipe" for question in asked),
        "who": _who(design_id, view, request.user.person_id, names),
        "versions": _versions(design_id, view),
        "used_in": queries.modules_used_by(design_id),
        "modules": _modules(view.design),
        "recipes": _recipes(view),
        "formats": [(key, words) for key, words in FORMATS.items()],
    }
    return render(request, "web/designs/design.html", context)


def found_or_404(design_id: str, version: str | None = None):
    """One version of a design."""
    view = queries.design(design_id, version)
    if view is None:
        raise Http404(_("There is no such design, or not in that version."))
    return view


def _taken_apart(design, names: Names, currency: str) -> dict:
    """Bill, purchases, cutting and cost; where the bill cannot be taken apart, the reasons instead."""
    try:
        at_hand = queries.at_hand(design)
        explosion = explode(design, at_hand, units=names.units)
        cost = cost_of(design, at_hand, names, currency)
    except Refused as refused:
        return {"broken": [wording.reason_of(refusal) for refusal in refused.refusals]}
    return {
        "bill": bill(explosion, names),
        "origins": origins(design),
        "module_hours": hours_of_modules(explosion, at_hand),
        "levels": explosion.levels,
        "cost": cost,
        "unpriced": len(cost.unknown),
        "needs": needs_table(cost, names, currency) if cost.lines else None,
        "cuttings": cutting_plans(cost, names),
    }


def tools_table(design, names: Names) -> Table | None:
    """The tools that one batch takes."""
    rows = tuple(
        (
            Cell(tool.name, names.href(tool.good), note=said_origin(tool.note)),
            hours(tool.hours) if tool.hours is not None else "–",
        )
        for tool in design.tools
    )
    columns = (Column(_("Tool or machine")), Column(_("In use for"), True))
    return Table(_("Tools and machines"), columns, rows, caption_hidden=True, dense=True) if rows else None


def _origin(design) -> dict | None:
    """What it was forked from."""
    origin = design.forked_from
    if origin is None:
        return None
    there = queries.design(origin.id, origin.version or None) or queries.design(origin.id)
    return {
        "name": there.design.name if there else origin.id,
        "version": origin.version,
        "href": reverse("design-version", args=[origin.id, origin.version])
        if there and there.design.version == origin.version and origin.version
        else reverse("design", args=[origin.id])
        if there
        else "",
        "compare": f"{reverse('design-compare', args=[design.id])}?with={origin.id}" if there else "",
    }


def _who(design_id: str, view, asker: str, names: Names) -> dict | None:
    """Who here could make it: what is here, what is not, what nobody has said. Never a score."""
    found = near.who_can_make(design_id, view.design.version, asker=asker)
    if found is None:
        return None
    called = people.names({holder for tool in found.tools for holder in tool.holders})
    rows = [
        (
            Cell(tool.name, names.href(tool.good)),
            answer_word(tool.answer),
            [(called[holder], reverse("association", args=[holder])) for holder in tool.holders],
            tool.elsewhere and not tool.holders,
        )
        for tool in found.tools
    ]
    skills = [(names.skill(skill.skill), skill.people) for skill in found.skills]
    return {
        "answer": found.answer,
        "tools": rows,
        "skills": skills,
        "makers": [
            {
                "name": maker.name,
                "href": reverse("association", args=[maker.agent]),
                "has": maker.has,
                "lacks": maker.has_not + maker.unknown,
            }
            for maker in found.makers
        ],
    }


def answer_word(answer: str) -> str:
    """Whether a tool is here."""
    return {near.HERE: _("here"), near.NOT_HERE: _("not here"), near.NOBODY_SAID: _("nobody has said")}[answer]


def _versions(design_id: str, view) -> list[dict]:
    rows = queries.versions(design_id)
    called = people.names({row.by for row in rows if row.by})
    called_designs = {row.id: row.name for row in queries.designs()} if any(row.forks for row in rows) else {}
    listed = []
    for place, row in enumerate(rows):
        before = rows[place + 1].version if place + 1 < len(rows) else ""
        listed.append(
            {
                "row": row,
                "by": called.get(row.by, ""),
                "current": row.version == view.design.version,
                "href": reverse("design-version", args=[design_id, row.version]),
                "compare": f"{reverse('design-compare', args=[design_id])}?from={before}&to={row.version}"
                if before
                else "",
                "forks": [
                    {
                        "name": called_designs.get(fork.id, fork.id),
                        "version": fork.version,
                        "href": reverse("design", args=[fork.id]),
                        "compare": f"{reverse('design-compare', args=[fork.id])}?with={design_id}",
                    }
                    for fork in row.forks
                ],
            }
        )
    return listed


def _modules(design) -> list[tuple[str, str]]:
    """The designs that this one takes as modules."""
    found = [(module, queries.design(module)) for module in design.modules]
    return [
        (there.design.name if there else module, reverse("design", args=[module]) if there else "")
        for module, there in found
    ]


def _recipes(view) -> list:
    """The recipes that were made from this version."""
    return [recipe for recipe in (making.recipe(one) for one in view.recipes) if recipe]
