"""The Boundary page: what is met inside, how long without a wage, where it comes from, what to bring inside next.

Everything shown here was worked out before and stored; a page only reads. Working it out again is a POST that
tells its stages while it runs, with or without JavaScript.
"""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import pictures, wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.bindings import binding_words
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.explained.closer import look_closer
from commonstead.interfaces.web.explained.first_rungs import may_have_rungs
from commonstead.interfaces.web.explained.sentences import sentences
from commonstead.interfaces.web.explained.step_tables import asked_of, first_needed, stops_table
from commonstead.interfaces.web.explained.waiting import later
from commonstead.interfaces.web.offered import offered_by_many
from commonstead.interfaces.web.reasons import reason_for
from commonstead.interfaces.web.rows import Words
from commonstead.interfaces.web.steps import Steps
from commonstead.town.boundary import explaining
from commonstead.town.boundary import queries as boundary
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.making import queries as making
from commonstead.town.people import queries as people

FIRST_STEPS = 6


@member_page
def show(request):
    """The whole answer on one page."""
    answers, frame = boundary.answers(), boundary.frame()
    if answers is None or not answers.has_needs:
        return render(request, "web/pages/boundary_empty.html", {"ready": _ready(), "answers": answers})
    words = Words()
    steps = Steps(answers, frame.currency, words).every()
    every = request.GET.get("all") == "1"
    bound = [binding_words(entry, frame.currency, words) for entry in answers.plan.get("slack_binding", ())[:2]]
    dependence = answers.dependence
    return render(request, "web/pages/boundary.html", {
        "answers": answers, "frame": frame, "figures": headline(answers, frame), "bound": bound,
        "inside": None if dependence is None else wording.share(1 - dependence),
        "whole": pictures.whole_share(answers), "shares": pictures.class_shares(answers, frame.currency),
        "flows": pictures.flows_of_the_year(answers, frame.currency),
        "closer": look_closer(), "rungs": may_have_rungs(answers),
        "steps": steps if every else steps[:FIRST_STEPS], "more": 0 if every else max(0, len(steps) - FIRST_STEPS),
        "priceless": [(good, words.good(good)) for good in answers.plan.get("priceless", ())][:12],
        "conflicts": [_("the cash in hand") if name == "cash" else words.good(name)
                      for name in answers.plan.get("conflicts", ())],
        "unmet": _unmet(answers.plan, words),
    })


def _unmet(plan: dict, words: Words) -> list[tuple[str, str, bool]]:
    """What the plan does not meet, whatever is done, and whether a price is known: cash counts nothing else."""
    priceless = set(plan.get("priceless", ()))
    return [(good, words.good(good), good not in priceless) for good in plan.get("unmet", {})]


def _ready() -> list[dict]:
    """What the answers need, how much of it there is, and where to say more."""
    recipes = making.recipes()
    adopted = sum(1 for recipe in recipes if recipe.adopted)
    rows = (
        (len(livelihood.averages()), _("needs with an amount a month"), _("Say what is needed"), reverse("need-new")),
        (len(people.pledges()), _("people who said how many hours they offer"), _("Say what I offer"),
         reverse("pledge")),
        (len(recipes), _("recipes in the catalogue"), _("Begin an association"), reverse("association-begin")),
        (adopted, _("recipes that somebody has taken up"), _("See the needs and recipes"), reverse("needs")),
    )
    return [{"count": count, "words": words, "do": do, "href": href} for count, words, do, href in rows]


def headline(answers, frame) -> list[dict]:
    """The numbers one remembers, each with the way to its reason."""
    figures = []
    if answers.dependence is not None:
        figures.append({
            "label": _("We can meet inside"), "value": wording.share(1 - answers.dependence),
            "note": _("of what we need in a year, counted at shop prices; the rest is still bought"),
            "why": reverse("boundary-reason", args=["share"])})
    at_least = answers.plan.get("slack_at_least", False)
    figures.append({
        "label": _("Without a wage"), "value": ("≥ " if at_least else "") + wording.number(int(answers.slack_days), 0),
        "unit": _("days"), "note": _("so long could the whole town live on its bare needs, from its stocks and its "
                                     "own work"),
        "why": reverse("boundary-reason", args=["days"])})
    if answers.met_inside is not None:
        figures.append({
            "label": _("Met inside last year"), "value": wording.share(answers.met_inside), "small": True,
            "note": _("as it was written down"), "why": reverse("boundary-reason", args=["recorded"])})
    figures.append({
        "label": _("Cash we still need outside"), "value": wording.money(answers.plan.get("cash"), frame.currency),
        "small": True, "note": _("in the year ahead, if we follow the plan"),
        "why": reverse("boundary-reason", args=["cash"])})
    figures.append({
        "label": _("Hours it asks of us"), "value": wording.number(round(answers.plan.get("hours", 0)), 0), "unit": "h",
        "small": True, "note": _("of those that people pledged, in the year ahead"),
        "why": reverse("boundary-reason", args=["hours"])})
    return figures


@member_page
def reason(request, figure):
    """How one number came about."""
    answers = boundary.answers()
    told = reason_for(figure, answers, boundary.frame()) if answers else None
    if told is None:
        raise Http404(_("There is no such number."))
    return render(request, "web/pages/boundary_reason.html", {"told": told, "answers": answers})


@member_page
def next_step(request, key):
    """Why bring this inside, what it takes, when it would stop paying, and how to take it up: for any recipe or chain
    of the town, in the list of next steps or not."""
    answers, frame, ids = boundary.answers(), boundary.frame(), tuple(dict.fromkeys(key.split(".")))
    steps = Steps(answers, frame.currency) if answers else None
    here = steps.recipes if steps else {recipe.id: recipe for recipe in making.recipes()}
    if not set(ids) <= here.keys():
        raise Http404(_("There is no such step."))
    if steps is None or not explaining.known(ids, answers.network):
        return render(request, "web/pages/boundary_next_gone.html", {"recipe": here[ids[0]]})
    told = explaining.stored(ids, answers)
    if told is None and explaining.is_large(answers):
        return later(request, explaining.KIND, explaining.wanted(ids, answers), here[ids[0]].name)
    told = told or explaining.explanation_of(ids, answers)
    step = steps.explained(ids, told)
    mine = people.may_book_for(request.user.person_id)
    said = sentences(told, steps, frame.currency, offered_by_many())
    return render(request, "web/pages/boundary_next.html", {
        "step": step, "frame": frame, "answers": answers, "told": told, "sentences": said,
        "takes": [_takes(steps, view) for view in step.recipes], "changes": _changes(step, frame.currency),
        "asks": asked_of(told, steps), "stops": stops_table(told, steps, frame.currency),
        "first": first_needed(told, steps, frame.currency),
        "per_year": wording.money(step.per_year, frame.currency) if told["saving"] is not None else None,
        "outlay": wording.money(step.outlay, frame.currency),
        "bound": None if step.bound is None else wording.money(step.bound, frame.currency),
        "close": step.bound is not None and step.bound - step.saving < 0.005 * max(step.bound, 1),
        "open_recipes": [view for view in step.recipes if not view.adopted],
        "doers": [view for view in people.agents(nature="association", ids=mine)],
    })


def _changes(step, currency: str) -> Table | None:
    """What we would buy with the step, beside what we buy without it."""
    if not step.changes:
        return None
    return Table(
        _("What we would buy in the year ahead"),
        (Column(_("Good")), Column(_("As we are"), True), Column(_("With this"), True), Column(_("Cash saved"), True)),
        tuple((Cell(change.name, reverse("good", args=[change.good])), change.before, change.after,
               wording.money(change.cash, currency)) for change in step.changes[:12]), caption_hidden=True)


def _takes(steps: Steps, view) -> dict:
    """What one recipe needs for a batch, as lines to read."""
    return {
        "view": view,
        "makes": [(good, steps.name(good), steps.amount(good, amount)) for good, amount in view.outputs.items()],
        "inputs": [(good, steps.name(good), steps.amount(good, amount)) for good, amount in view.inputs.items()],
        "machines": [(good, steps.name(good), wording.amount(hours, "h")) for good, hours in view.machines.items()],
        "hours": [(name, wording.amount(hours, "h")) for name, hours in steps.needs_hours(view)],
        "buy_first": [(good, steps.name(good), steps.amount(good, amount))
                      for good, amount in view.outlay_goods.items()],
    }
