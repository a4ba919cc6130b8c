"""The plan on one page, to print and bring to an assembly; and the work it implies, to take away or put on the board.

On paper it is one sheet of A4 for a town of any size: each list stops where the sheet would end, and says how much more
there is. It needs no colour. It names skills and associations, never a person.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from commonstead.core.boundary.explaining import OpenNeed
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.offered import few, offered_by_many
from commonstead.interfaces.web.rows import Words
from commonstead.interfaces.web.steps import Steps
from commonstead.town.boundary import open_work
from commonstead.town.boundary import queries as boundary
from commonstead.town.making import queries as making
from commonstead.town.people import queries as people

from . import open_needs_files
from .sentences import listed

#: Lines of each list that fit on one sheet together; on a screen the same, so that paper and screen agree.
MADE, BOUGHT, SKILLS, STEPS, UNMET = 10, 8, 8, 3, 4


@member_page
def show(request):
    """The page; without answers, the way to them."""
    answers, frame = boundary.answers(), boundary.frame()
    if answers is None or answers.plan.get("status") != "optimal":
        return redirect("boundary")
    words = Words()
    needs, days = open_work.work_ahead(answers), open_work.days_of(answers)
    recipes = {recipe.id: recipe for recipe in making.recipes()}
    steps = Steps(answers, frame.currency, words)
    return render(request, "web/explained/plan.html", {
        "answers": answers, "frame": frame, "figures": _figures(answers, frame), "days": days,
        "made": _made(answers, needs, words), "bought": _bought(answers, words, frame.currency),
        "skills": _skills(answers, words), "months": _months(needs, days), "steps": steps.every()[:STEPS],
        "open": _open(answers, words), "unsure": _unsure(answers, needs, recipes, frame.currency),
        "groups": _groups(request, answers, days), "work": bool(needs)})


def _figures(answers, frame) -> list[dict]:
    plan, at_least = answers.plan, answers.plan.get("slack_at_least", False)
    figures = []
    if answers.dependence is not None:
        figures.append({"label": _("We can meet inside"), "value": wording.share(1 - answers.dependence)})
    saved = plan["cash_without_commons"] - plan["cash"]
    if saved > 0:
        figures.append({"label": _("Saves us a year"), "value": wording.money(saved, frame.currency)})
    figures.append({"label": _("Cash we still need outside"), "value": wording.money(plan["cash"], frame.currency)})
    figures.append({"label": _("Hours it asks of us"), "value": wording.amount(round(plan["hours"]), "h")})
    figures.append({"label": _("Without a wage"), "value": wording.days(int(plan["slack_days"]), at_least)})
    return figures


def _amount(words: Words, good: str, amount: float) -> str:
    spec = words.goods.get(good)
    return wording.amount(amount, words.units.get(spec.unit).symbol if spec else "")


def _made(answers, needs: list[OpenNeed], words: Words) -> Table | None:
    """What we would make, by its worth at the shop; what only feeds another recipe is worth its price as well."""
    prices = {good["id"]: good.get("buy") or 0.0 for good in answers.network.get("goods", ())}
    total: dict[str, float] = {}
    most: dict[str, tuple[float, str]] = {}  # of each good, the recipe that makes most of it: that page says why
    for need in needs:
        for good, amount in need.makes.items():
            total[good] = total.get(good, 0.0) + amount
            most[good] = max(most.get(good, (0.0, "")), (amount, need.recipe))
    order = sorted(total, key=lambda good: (-total[good] * prices.get(good, 0.0), good))
    rows = [(Cell(words.good(good), reverse("boundary-next", args=[most[good][1]])), _amount(words, good, total[good]))
            for good in order]
    return _cut(_("What we would make"), (Column(_("Good")), Column(_("A year"), True)), rows, MADE)


def _bought(answers, words: Words, currency: str) -> Table | None:
    prices = {good["id"]: good.get("buy") or 0.0 for good in answers.network.get("goods", ())}
    cash = {good: sum(amounts) * prices.get(good, 0.0) for good, amounts in answers.plan["buys"].items()}
    order = sorted(cash, key=lambda good: (-cash[good], good))
    rows = [(words.good(good), wording.money(cash[good], currency)) for good in order if cash[good] >= 0.5]
    return _cut(_("What we would still buy"), (Column(_("Good")), Column(_("Cash"), True)), rows, BOUGHT)


def _skills(answers, words: Words) -> Table | None:
    """Skills by the hours that the plan asks, beside what is offered: who could, without a name. Not in the order of
    how much of the offer is asked, which would tell of an offer that is not shown."""
    found, many = answers.plan.get("hours_by_skill", {}), offered_by_many()
    order = sorted(found, key=lambda skill: (-found[skill]["used"], skill))
    rows = [(wording.skill_word(words.goods, skill), wording.amount(round(found[skill]["used"]), "h"),
             wording.amount(round(found[skill]["pledged"]), "h") if skill in many else few()) for skill in order]
    return _cut(_("Who could do it"), (Column(_("People who know")), Column(_("Asked"), True),
                                       Column(_("Offered"), True)), rows, SKILLS)


def _cut(caption, columns, rows, most) -> Table | None:
    """The first rows, and a closing line that says how many more there are."""
    if not rows:
        return None
    more = len(rows) - most
    total = (ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}, *[""] * (len(columns) - 1))
    return Table(caption, columns, tuple(rows[:most]), total if more > 0 else ())


def _months(needs: list[OpenNeed], days) -> list[dict]:
    """Hours by period, with a bar as long as its share of the busiest."""
    hours = [0.0] * len(days)
    for need in needs:
        hours[need.period] += sum(need.hours.values())
    most = max(hours, default=0.0)
    whole_months = all(first.day == 1 for first, _last in days)
    return [{"name": date_format(first, "M") if whole_months else wording.short_day(first), "most": most,
             "hours": wording.number(round(much)), "bar": round(much)}
            for (first, _last), much in zip(days, hours, strict=True)] if most else []


def _open(answers, words: Words) -> list[str]:
    """What the plan leaves open."""
    told, plan = [], answers.plan
    unmet = list(plan.get("unmet", {}))
    if unmet:
        told.append(_("Not met: %(goods)s.") % {"goods": _some(unmet, words)})
    if plan.get("priceless"):
        told.append(_("No shop sells, so not counted: %(goods)s.") % {"goods": _some(plan["priceless"], words)})
    tight = [words.good(machine).lower() for machine, entry in plan.get("machine_hours", {}).items()
             if entry["in_hand"] and entry["used"] > 0.98 * entry["in_hand"]]
    if tight:
        told.append(_("Used to the full: %(machines)s.") % {"machines": listed(tight[:3])})
    told.append(_("Nobody is assigned to anything. All hours are open until somebody takes them up."))
    return told


def _some(goods, words: Words) -> str:
    names = [words.good(good).lower() for good in goods]
    more = len(names) - UNMET
    if more <= 0:
        return listed(names)
    return ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more) % {
        "names": ", ".join(names[:UNMET]), "count": more}


def _unsure(answers, needs: list[OpenNeed], recipes: Mapping, currency: str) -> list[str]:
    """What it rests on that may turn out otherwise."""
    used = {need.recipe for need in needs}
    guessed = sum(1 for one in used if one in recipes and recipes[one].estimate)
    told = [_("It holds at today's prices, with the hours that people pledged and harvests as the recipes say.")]
    if guessed:
        told.append(ngettext("%(count)s of %(all)s recipes in it rests on an estimate.",
                             "%(count)s of %(all)s recipes in it rest on an estimate.", guessed) % {
            "count": guessed, "all": len(used)})
    if answers.stale:
        told.append(_("Something has changed since it was worked out."))
    return told


def _groups(request, answers, days) -> list[dict]:
    """The associations whose book the person keeps and that the plan asks something of in the first month."""
    if not days:
        return []
    found = []
    for view in people.agents(nature="association", ids=people.may_book_for(request.user.person_id)):
        wishes = open_work.wishes(answers, view.id)
        if wishes:
            found.append({"view": view, "count": len(wishes), "posted": sum(1 for wish in wishes if wish.posted),
                          "hours": wording.amount(round(sum(wish.hours for wish in wishes)), "h")})
    return found


@member_page
def needs_file(request, form: str):
    """The open needs as a file."""
    answers = boundary.answers()
    if answers is None or form not in open_needs_files.TYPES:
        raise Http404(_("There is no plan yet."))
    words = Words()
    recipes = {recipe.id: recipe for recipe in making.recipes()}
    names = people.names({recipe.doer for recipe in recipes.values() if recipe.doer})
    naming = open_needs_files.Naming(
        words.good, lambda skill: wording.skill_word(words.goods, skill),
        lambda good, amount: _amount(words, good, amount),
        lambda recipe: names.get(recipes[recipe].doer, "") if recipe in recipes else "")
    found = open_needs_files.documents(open_work.work_ahead(answers), open_work.days_of(answers), naming)
    if form == "json":
        answer = JsonResponse({"open_needs": found}, json_dumps_params={"indent": 1, "ensure_ascii": False})
    else:
        town = boundary.frame().name or "Commonstead"
        content = (open_needs_files.as_csv(found) if form == "csv"
                   else open_needs_files.as_calendar(found, town, answers.computed))
        answer = HttpResponse(content, content_type=open_needs_files.TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="open-needs.{form}"'
    return answer


@require_POST
@member_page
def board(request, agent_id: str):
    """Put an association's open needs of the first month on the board, or take them off again."""
    answers = boundary.answers()
    if answers is None or agent_id not in people.may_book_for(request.user.person_id):
        raise Http404(_("This is open to its own members only."))
    if request.POST.get("deed") == "withdraw":
        count = open_work.withdraw(answers, agent_id, 0)
        messages.success(request, ngettext("%(count)s open need is off the board again.",
                                           "%(count)s open needs are off the board again.", count) % {"count": count})
    else:
        count = open_work.post(answers, agent_id, 0, _("as the plan asks"))
        messages.success(request, ngettext("%(count)s open need is on the board now.",
                                           "%(count)s open needs are on the board now.", count) % {"count": count})
    return redirect(f"{reverse('explained')}#board")
