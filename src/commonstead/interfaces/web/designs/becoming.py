"""A design becomes recipes of the town's catalogue: first what would be written, then one press.

Recipes are what the plan counts with. They come into the catalogue, not into use: taking one up is another step,
for those who will do it.
"""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.town.boundary import queries as boundary
from commonstead.town.ledger import queries as ledger
from commonstead.town.making import queries as making
from commonstead.town.making.designs import commands

from .sheet import found_or_404
from .telling import Names


@member_page
def recipes(request, design_id):
    """What would be written; then it is."""
    view, frame = found_or_404(design_id), boundary.frame()

    def make():
        return commands.make_recipes_of(
            design_id, view.design.version, currency=frame.currency, days_per_period=frame.days_per_period
        )

    try:
        if request.method == "POST":
            made = make()
            said = (
                ngettext(
                    "%(n)s recipe stands in the catalogue now.",
                    "%(n)s recipes stand in the catalogue now.",
                    len(made.new),
                )
                % {"n": len(made.new)}
                if made.new
                else _("The recipes were there already.")
            )
            messages.success(request, said)
            return redirect("design", design_id)
        shown = _tried(make)
    except Refused as refused:
        return render(
            request,
            "web/designs/recipes.html",
            {
                "view": view,
                "design": view.design,
                "stopped": [wording.reason_of(refusal) for refusal in refused.refusals],
                "asks": any(refusal.clause == "design.question_open" for refusal in refused.refusals),
            },
            status=422 if request.method == "POST" else 200,
        )
    return render(request, "web/designs/recipes.html", {"view": view, "design": view.design, "frame": frame, **shown})


def _tried(make) -> dict:
    """What `make` would write, read from inside a transaction that is given up: nothing stays."""
    with transaction.atomic():
        made = make()
        names = Names()
        shown = {
            "made": made,
            "by_hand": made.by_hand,
            "recipes": [
                {"recipe": recipe, "new": recipe.id in made.new, "table": _table(recipe, names)}
                for recipe in map(making.recipe, made.recipes)
                if recipe
            ],
            "things": [(spec.name, _price(spec)) for spec in map(ledger.specification, made.things) if spec],
        }
        transaction.set_rollback(True)
    return shown


def _price(spec) -> str:
    buy = (spec.numbers or {}).get("buy")
    return str(buy["value"]) if buy else ""


def _table(recipe, names: Names) -> Table:
    rows = []
    for part, label in (("inputs", _("goes in")), ("outputs", _("comes out"))):
        rows += [
            (Cell(names.good(good)), label, names.amount(amount, names.goods[good].unit if good in names.goods else ""))
            for good, amount in getattr(recipe, part).items()
        ]
    rows += [
        (Cell(names.skill(skill)), _("hands"), wording.amount(amount, "h")) for skill, amount in recipe.hours.items()
    ]
    rows += [
        (Cell(names.good(good)), _("machine"), wording.amount(amount, "h")) for good, amount in recipe.machines.items()
    ]
    return Table(
        recipe.name,
        (Column(_("What")), Column(_("How")), Column(_("How much"), True)),
        tuple(rows),
        caption_hidden=True,
        dense=True,
    )
