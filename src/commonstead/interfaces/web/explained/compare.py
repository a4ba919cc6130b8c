"""Two futures side by side: the year as we are, and the year if something were otherwise, in the same figures.

It is asked by address (GET), so that a future can be sent to a neighbour, and it needs no JavaScript. In a large town
it is worked out in the background.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.bindings import binding_words
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.rows import Words
from commonstead.interfaces.web.steps import Steps
from commonstead.town.boundary import calculations, explaining
from commonstead.town.boundary import queries as boundary
from commonstead.town.making import queries as making

from .compare_form import CompareForm, form_of
from .waiting import later

MOST_ROWS = 12


@member_page
def show(request):
    """The form, and the two futures once something was said."""
    answers, frame = boundary.answers(), boundary.frame()
    if answers is None:
        return redirect("boundary")
    words = Words()
    asked = dict(request.GET.lists())
    if "calculation" in asked:
        return _of_calculation(request.GET["calculation"])
    form = CompareForm(answers, Steps(answers, frame.currency, words).every(), request.GET or None)
    page = {"form": form, "frame": frame, "answers": answers}
    if request.GET and form.is_valid() and form.changes():
        changes = form.changes()
        told = explaining.stored_comparison(changes, answers)
        if told is None and explaining.is_large(answers):
            wanted = {"changes": changes, "mark": answers.mark}
            return later(request, explaining.COMPARISON, wanted, _("Two futures side by side"))
        told = told or explaining.comparison_of(changes, answers)
        page |= {"told": told, "other": form.words(), **tables(told, words, frame.currency, answers)}
    return render(request, "web/explained/compare.html", page)


def _of_calculation(calculation_id: str):
    """The page of a comparison that was worked out in the background."""
    found = calculations.calculation(calculation_id, with_result=False)
    query = urlencode(form_of(found.wanted.get("changes", {})), doseq=True) if found else ""
    return redirect(f"{reverse('compare')}?{query}" if query else reverse("compare"))


def tables(told: Mapping, words: Words, currency: str, answers) -> dict:
    """The comparison as a page shows it."""
    recipes = {recipe.id: recipe.name for recipe in making.recipes()}
    classes = {item.slug: item.name for item in answers.classes}
    return {
        "figures": _figures(told, currency), "unmet": _unmet(told, words), "less": _bought(told, words, currency, -1),
        "more": _bought(told, words, currency, 1), "classes": _classes(told, classes),
        "made": _made(told, recipes), "hours": _hours(told, words),
        "runs_out": [binding_words(entry, currency, words) for entry in told["runs_out"]["after"][:2]],
        "ran_out": [binding_words(entry, currency, words) for entry in told["runs_out"]["before"][:2]],
        "broken": [_("the cash in hand") if name == "cash" else words.good(name)
                   for name in told["after"]["conflicts"]],
    }


def _sides(label) -> tuple[Column, ...]:
    return Column(label), Column(_("As we are"), True), Column(_("Then"), True)


def _figures(told: Mapping, currency: str) -> Table:
    before, after = told["before"], told["after"]

    def row(label, tell):
        return (label, *("–" if side["status"] != "optimal" else tell(side) for side in (before, after)))

    def inside(side):
        return "–" if side["dependence"] is None else wording.share(1 - side["dependence"])

    return Table(_("The year ahead"), _sides(""), (
        row(_("We can meet inside"), inside),
        row(_("Without a wage"), lambda side: wording.days(side["slack_days"], side["slack_at_least"])),
        row(_("Cash we still need outside"), lambda side: wording.money(side["cash"], currency)),
        row(_("Hours it asks of us"), lambda side: wording.amount(side["hours"], "h")),
    ), caption_hidden=True)


def _unmet(told: Mapping, words: Words) -> Table | None:
    rows = tuple((Cell(words.good(good), reverse("good", args=[good])), *(
        _much(words, good, entry[side]) for side in ("before", "after"))) for good, entry in told["unmet"].items())
    return Table(_("Needs that would not be met"), _sides(_("Need")), rows) if rows else None


def _bought(told: Mapping, words: Words, currency: str, sign: int) -> Table | None:
    rows = [(good, entry) for good, entry in told["buys"].items() if sign * entry["cash"] >= 0.5]
    if not rows:
        return None
    title = _("Less is spent on") if sign < 0 else _("More is spent on")
    return Table(title, (*_sides(_("Good")), Column(_("Cash"), True)), tuple(
        (Cell(words.good(good), reverse("good", args=[good])), _much(words, good, entry["before"]),
         _much(words, good, entry["after"]), wording.money(entry["cash"], currency))
        for good, entry in rows[:MOST_ROWS]))


def _much(words: Words, good: str, amount: float) -> str:
    spec = words.goods.get(good)
    return wording.amount(amount, words.units.get(spec.unit).symbol if spec else "") if amount else "–"


def _classes(told: Mapping, names: Mapping) -> Table | None:
    def inside(share):
        return "–" if share is None else wording.share(1 - share)

    rows = tuple((names.get(slug, slug), inside(entry["before"]), inside(entry["after"]))
                 for slug, entry in told["classes"].items() if inside(entry["before"]) != inside(entry["after"]))
    return Table(_("Met inside, where it changes"), _sides(_("Class of need")), rows) if rows else None


def _made(told: Mapping, recipes: Mapping) -> Table | None:
    rows = tuple((Cell(recipes.get(recipe, recipe), reverse("recipe", args=[recipe])), *(
        wording.number(entry[side]) if entry[side] else "–" for side in ("before", "after")))
        for recipe, entry in list(told["batches"].items())[:MOST_ROWS])
    return Table(_("Batches in the year"), _sides(_("Recipe")), rows) if rows else None


def _hours(told: Mapping, words: Words) -> Table | None:
    rows = tuple((wording.skill_word(words.goods, skill), *(
        wording.amount(entry[side], "h") if entry[side] else "–" for side in ("before", "after")))
        for skill, entry in sorted(told["hours"].items(), key=lambda item: item[1]["before"] - item[1]["after"]))
    return Table(_("Hours in the year"), _sides(_("Skill")), rows[:MOST_ROWS]) if rows else None
