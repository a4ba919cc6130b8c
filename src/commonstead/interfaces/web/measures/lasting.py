"""How long without a wage: my household and I, an association of mine, the town. (Exodus 8565-8576, 8789-8794.)"""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page, my_book_or_404
from commonstead.interfaces.web.bindings import binding_words
from commonstead.interfaces.web.components import Column, Table
from commonstead.interfaces.web.rows import Words
from commonstead.interfaces.web.steps import Steps
from commonstead.town.boundary import calculations, lasting
from commonstead.town.boundary import queries as boundary
from commonstead.town.people import queries as people

from . import tables

SHOWN = 8
LEAST_DAYS = 0.05  # fewer are shown as 0, and a step that gives 0 days is none
_WAGES = {
    "told": gettext_noop("as you said"),
    "book": gettext_noop("what came in from outside, for the hours of paid work that you wrote down"),
    "list": gettext_noop("the price of an hour of house help on the town's list"),
    "law": gettext_noop("the least that federal law allowed in the United States, for want of a better number"),
}


def _told_wage(request) -> float | None:
    """What the reader says an hour brings; None where they said nothing that can be read."""
    try:
        wage = float(request.GET.get("wage", "").replace(",", "."))
    except ValueError:
        return None
    return wage if 0 < wage < 1e6 else None


@never_cache
@member_page
def home(request):
    """My household's, and mine."""
    person, frame, words = request.user.person_id, boundary.frame(), Words()
    household, wage = people.household_of(person), _told_wage(request)
    found = lasting.of_household(household, viewer=person, wage=wage) if household else None
    mine = lasting.of_person(person, found) if found else None
    mine_words = [view for view in people.agents(nature="association", ids=_my_groups(person))]
    return render(request, "web/measures/home.html", {
        "found": found, "mine": mine, "frame": frame, "household": household, "associations": mine_words,
        "figures": _figures(found, mine, frame) if found else [],
        "uncounted": _linked(found.uncounted, words) if found else [],
        "wage_from": _(_WAGES[found.wage_from]) if found else "", "ends": ends_with(found, words) if found else "",
        "spent": _spent(found, words, frame.currency) if found else None,
        "steps": tables.days_gained(_few(found.steps()), words, frame.currency,
                                    hours=None if found.uncounted else found.hours_for)
        if found else None,
        "unpriced": [words.good(good) for good in found.unpriced] if found else []})


def _my_groups(person: str) -> set[str]:
    home = people.household_of(person)
    return {entry.group for who in (person, home) if who for entry in people.memberships_of(who)}


def _few(steps) -> list[dict]:
    """The best of those that cost no cash, and of those that do."""
    steps = [step for step in steps if step.days >= LEAST_DAYS or step.spare >= 1]
    free = [step for step in steps if step.cost is not None and step.cost <= 0]
    rest = [step for step in steps if step.cost is None or step.cost > 0]
    return [step.to_json() for step in (*free[:SHOWN // 2], *rest[:SHOWN // 2])]


def _figures(found, mine, frame) -> list[dict]:
    """The numbers one remembers."""
    hours = found.hours_a_week
    figures = [
        {"label": _("My household, without a wage"),
         "value": wording.days(found.lasts.days, found.lasts.at_least), "why": "#how",
         "note": _("so long are bare needs met from what you have and what comes without money")},
        {"label": _("I alone"), "value": wording.days(mine.lasts.days, mine.lasts.at_least), "why": "#how",
         "note": _("with an even share of the household's, and what is only mine")},
    ]
    if hours is not None:
        figures.append(
            {"label": _("Wage work that could go"), "value": wording.number(round(hours, 1)), "unit": _("h a week"),
             "why": "#hours", "note": _("with all your needs met in full, and savings left as they are")})
    return figures


def _linked(goods, words) -> list[tuple[str, str]]:
    """Goods with their names, for links to them."""
    return [(good, words.good(good)) for good in goods]


def ends_with(found, words) -> str:
    """What runs out first, in a sentence."""
    lasts = found.lasts
    if lasts.at_least:
        return _("Nothing runs out within twelve months.")
    if lasts.ends_with:
        return _("%(good)s runs out first, and nobody sells it.") % {"good": words.good(lasts.ends_with)}
    cash = sum(cost for _good, cost in lasts.a_month)
    said = {"cash": wording.money(cash, found.holder.currency),
            "goods": " · ".join(words.good(good) for good, _cost in lasts.a_month[:3])}
    return _("The money runs out first: %(cash)s a month go out for bare needs, most of it for these: "
             "%(goods)s.") % said


def _spent(found, words, currency: str) -> Table:
    """What keeps us at wage work: what the income that is needed buys."""
    months = found.holder.months
    total = sum(cash for _good, cash in found.withdrawal.spent)
    return Table(
        _("What the wage is needed for"),
        (Column(_("Need")), Column(_("A month"), True), Column(_("Share"), True)),
        tuple((words.good(good), wording.money(cash / months, currency), wording.share(cash / total))
              for good, cash in found.withdrawal.spent[:SHOWN]))


@never_cache
@member_page
def association(request, agent_id: str):
    """An association's, for those who may read its book."""
    my_book_or_404(request, agent_id)
    view = people.agent(agent_id)
    if view is None or view.nature != "association":
        raise Http404(_("There is no such association."))
    words, frame = Words(), boundary.frame()
    found, closed = lasting.of_association(agent_id), lasting.of_association(agent_id, closed=True)
    figures = [] if found is None else [
        {"label": _("Without selling or taking in money"),
         "value": wording.days(found.lasts.days, found.lasts.at_least), "why": "#how",
         "note": _("so long does the work go on with what is in the till and in store")},
        {"label": _("Without the world outside"), "value": wording.days(closed.lasts.days, closed.lasts.at_least),
         "why": "#how", "note": _("with nothing bought at all: from stores and what comes from inside")}]
    return render(request, "web/measures/association.html", {
        "view": view, "found": found, "figures": figures, "frame": frame,
        "ends": [ends_with(found, words), _closed_words(closed, words)] if found else [],
        "steps": tables.days_gained(_few(found.steps()), words, frame.currency) if found else None})


def _closed_words(closed, words) -> str:
    if closed.lasts.at_least:
        return _("Without the world outside nothing runs out within twelve months either.")
    return _("Without the world outside this runs out first: %(good)s.") % {"good": words.good(closed.lasts.ends_with)}


@member_page
def town(request):
    """The town's. POST: have it tried what would lengthen it."""
    if request.method == "POST":
        return redirect("calculation", calculations.begin_calculation("slack", {}, request.user.person_id))
    answers, frame, words = boundary.answers(), boundary.frame(), Words()
    done = calculations.latest_calculation("slack")
    steps = Steps(answers, frame.currency, words) if answers else None

    def title(step) -> str:
        if step["kind"] != "recipe":
            return tables.step_words(step, words, frame.currency)
        known = [steps.recipes[one].name for one in step["name"].split(".") if one in steps.recipes]
        return _("Take up: %(recipes)s") % {"recipes": " + ".join(known) or step["name"]}

    found = [step for step in (done.result["steps"] if done and done.result and steps else ())
             if step["days"] >= LEAST_DAYS or step["spare"] >= 1]
    return render(request, "web/measures/town.html", {
        "answers": answers, "frame": frame, "done": done, "figures": _town_figures(answers, frame, request),
        "bound": [binding_words(entry, frame.currency, words) for entry in answers.plan.get("slack_binding", ())[:3]]
        if answers else [],
        "spent": _town_spent(answers, words, frame) if answers else None,
        "uncounted": _linked(_town_uncounted(answers), words) if answers else [],
        "steps": tables.days_gained(found[:12], words, frame.currency, title) if found else None})


def _town_figures(answers, frame, request) -> list[dict]:
    if answers is None:
        return []
    wages = answers.measures.get("wages") or {}
    wage, _wage_from = lasting.town_wage()
    wage = _told_wage(request) or wage
    figures = [{
        "label": _("The town, without a wage"),
        "value": wording.days(answers.slack_days, answers.plan.get("slack_at_least", False)), "why": "#how",
        "note": _("everybody's bare needs, from stocks, cash in hand and our own work")}]
    if wages.get("needed") is not None and wages["income"] and not _town_uncounted(answers):
        spare = wages["income"] - wages["needed"]
        said = {"wage": wording.money(wage, frame.currency), "lacks": wording.money(max(-spare, 0.0), frame.currency)}
        hours = max(spare, 0.0) / wage * 7 / frame.days_per_period
        figures.append({
            "label": _("Wage work that could go"), "value": wording.number(round(hours)), "unit": _("h a week"),
            "why": "#hours", "note": (
                _("of all of us together, at %(wage)s an hour, with every need that a shop can meet met in full")
                if spare > 0 else
                _("to meet every need that a shop can meet would take %(lacks)s a month more than comes in")) % said})
    return figures


def _town_uncounted(answers) -> list[str]:
    return (answers.measures.get("wages") or {}).get("uncounted", [])


def _town_spent(answers, words, frame) -> Table | None:
    spent = (answers.measures.get("wages") or {}).get("spent", ())
    total = sum(cash for _good, cash in spent)
    return Table(
        _("What the wages are needed for"), (Column(_("Need")), Column(_("In the year ahead"), True),
                                             Column(_("Share"), True)),
        tuple((words.good(good), wording.money(cash, frame.currency), wording.share(cash / total))
              for good, cash in spent[:SHOWN])) if total else None
