"""Needs, goods and recipes: what we need, how it could be made, who has it, what it costs and how we know."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.accounts import UNIT_MODES
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page, open_books
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.how_made import HowMade, chart_of
from commonstead.interfaces.web.inside_first import inside_first
from commonstead.town.boundary import frontier
from commonstead.town.boundary import queries as boundary
from commonstead.town.circulation import queries as circulation
from commonstead.town.ledger import queries as ledger
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.making import commands as making_commands
from commonstead.town.making import queries as making
from commonstead.town.making.designs import queries as designs
from commonstead.town.people import queries as people


@member_page
def needs(request):
    """Needs by class, and all recipes."""
    q = request.GET.get("q", "").strip()[:60]
    answers = boundary.answers()
    specs = {spec.id: spec for spec in ledger.specifications() if _matches(q, spec.name)}
    units, everything = ledger.units(), making.recipes()
    wanted, averages = livelihood.assumed_needs(), livelihood.averages()
    of_class: dict[str, list] = {}
    plan_buys = answers.plan.get("buys", {}) if answers else {}
    for need in averages:
        spec = specs.get(need.good)
        if spec and need.good in wanted:
            of_class.setdefault(need.need_class, []).append((
                Cell(spec.name, reverse("good", args=[spec.id])),
                wording.amount(wanted[need.good], units.get(spec.unit).symbol),
                _how_met(need.good, wanted[need.good], plan_buys, answers)))
    columns = (Column(_("Need")), Column(_("The town, a month"), True), Column(_("In the plan")))
    groups = [(step.slug, step.name, Table(step.name, columns, tuple(of_class[step.slug]), caption_hidden=True))
              for step in livelihood.steps() if step.slug in of_class]
    return render(request, "web/pages/needs.html", {
        "q": q, "groups": groups, "others": _others(q, specs, averages),
        "in_use": [recipe for recipe in everything if recipe.adopted and _matches(q, recipe.name)],
        "catalogue": [recipe for recipe in everything if not recipe.adopted and _matches(q, recipe.name)]})


def _matches(q: str, name: str) -> bool:
    """Whether a name is looked for. Everything is, while nothing is typed."""
    return not q or q.casefold() in name.casefold()


def _others(q: str, specs: dict, averages) -> list:
    """Things found that nobody needs as such: machines, materials. Listed only when something is looked for."""
    needed = {need.good for need in averages}
    return [spec for spec in specs.values() if q and spec.id not in needed and _is_thing(spec)]


def _is_thing(spec) -> bool:
    """Something to have or to be done: no work, no money, and no hour or note that a circle counts in."""
    return spec.sort not in ("work", "money", *UNIT_MODES)


def _how_met(good: str, month, plan_buys, answers) -> str:
    """Bought, met inside, or partly, in the plan."""
    if answers is None:
        return ""
    periods = max(1, int(answers.network.get("periods", 12)))
    bought = sum(plan_buys.get(good, ())) / periods
    if bought <= 0:
        return _("not met") if good in answers.plan.get("unmet", {}) else _("met inside")
    part = min(1.0, bought / float(month)) if month else 1.0
    return _("bought") if part > 0.99 else _("%(share)s bought") % {"share": wording.share(part)}


@member_page
def good(request, good_id):
    """One good: how it could be made, who has it, its numbers and their sources."""
    spec = ledger.specification(good_id)
    if spec is None:
        raise Http404(_("There is nothing of that name in the town's list of things."))
    if spec.keeper and (circle := circulation.circle_of_unit(good_id)):  # no thing, but what a circle counts in
        return redirect("circle", circle.id)
    answers, frame = boundary.answers(), boundary.frame()
    how = HowMade(answers)
    root = how.of(good_id)
    return render(request, "web/pages/good.html", {
        "spec": spec, "frame": frame, "root": root, "chart": chart_of(root) if root.children else None,
        "state": root.state, "state_words": root.detail, "unit": how.units.get(spec.unit).symbol,
        "holders": _holders(request.user.person_id, spec, how.units),
        "numbers": _numbers(spec, frame, how.units), "used_in": making.recipes_using(good_id),
        "designs": designs.designs(makes=good_id), "inside_good": spec.name,
        "inside": inside_first(good_id, request.user.person_id, stocks=False) if spec.sort != "money" else (),
    })


def _holders(person_id: str, spec, units) -> list[dict]:
    """Associations that have some; how much only where the book is open to the reader. Households are never named."""
    visible = open_books(person_id)
    held: dict[str, list] = {}
    for resource in ledger.resources_conforming_to(spec.id):
        if resource.accounting > 0:
            held.setdefault(resource.accountable, []).append(resource)
    found = []
    for view in people.agents(ids=held) if held else ():
        if view.nature == "association" or view.id in visible:
            inside = view.id in visible
            total = units.to_decimal(sum(resource.accounting for resource in held[view.id]), spec.unit)
            found.append({
                "name": view.name, "href": reverse("resource", args=[held[view.id][0].id]) if inside
                else reverse("association", args=[view.id]),
                "amount": wording.amount(total, units.get(spec.unit).symbol) if inside else ""})
    return found


def _numbers(spec, frame, units) -> Table | None:
    """Each number with where it comes from."""
    rows = []
    words = number_words()
    for key, entry in spec.numbers.items():
        if key not in words:
            continue
        label, kind = words[key]
        value = entry.get("value")
        said = wording.money(value, frame.currency) if kind == "money" else wording.share(value) if kind == "share" \
            else wording.amount(value, units.get(spec.unit).symbol if kind == "unit" else kind)
        origin = origin_words(entry.get("source", ""), entry.get("estimate", ""), entry.get("note", ""))
        rows.append((label, said, origin))
    if not rows:
        return None
    return Table(_("Numbers and where they come from"),
                 (Column(_("What")), Column(_("How much"), True), Column(_("How we know"))), tuple(rows),
                 caption_hidden=True)


def number_words() -> dict[str, tuple[str, str]]:
    """What each number of a good says, and how it is shown."""
    return {
        "buy": (_("Price at the shop"), "money"), "sell": (_("Price we get outside"), "money"),
        "sell_limit": (_("At most sold in a month"), "unit"), "keeps": (_("Keeps for a month"), "share"),
        "room": (_("Room to store it"), "unit"), "hours_each": (_("Hours one gives in a month"), "h"),
        "wear": (_("Worn out in an hour of use"), "unit"),
    }


def origin_words(source: str, estimate: str = "", note: str = "") -> str:
    """Where a number comes from; estimates say so."""
    words = source or (_("our estimate: %(why)s") % {"why": estimate} if estimate else _("not said"))
    return f"{words} ({note})" if note else words


@member_page
def recipe(request, recipe_id):
    """One recipe with the source of each line."""
    view = making.recipe(recipe_id)
    if view is None:
        raise Http404(_("There is no such recipe."))
    frame, answers = boundary.frame(), boundary.answers() if view.adopted else None
    known = answers.network.get("recipes", ()) if answers else ()
    mine = people.may_book_for(request.user.person_id) if not view.adopted else frozenset()
    doer = people.agent(view.doer) if view.doer else None
    return render(request, "web/pages/recipe.html", {
        "recipe": view, "frame": frame, "doer": doer, "parts": _parts(view),
        "worked_out": any(one["id"] == view.id and one.get("adopted") for one in known),
        "buys": _still_bought(view, frame.currency, answers) if answers else None,
        "doers": people.agents(nature="association", ids=mine) if mine else (),
        "design": designs.origin_of_recipe(view.id),
    })


def _parts(view) -> list[tuple[str, Table]]:
    """The recipe's lines as tables with their sources."""
    specs = {spec.id: spec for spec in ledger.specifications()}
    units, parcels = ledger.units(), {parcel.id: parcel.name for parcel in making.parcels()} if view.land else {}
    labels = (("inputs", _("Goes in")), ("outputs", _("Comes out")), ("hours", _("Hands")), ("machines", _("Machines")),
              ("land", _("Land")), ("outlay_goods", _("To have before one begins")))
    tables = []
    for part, label in labels:
        rows = []
        for name, amount in getattr(view, part).items():
            spec = specs.get(name)
            own = units.get(spec.unit).symbol if spec else ""
            unit = {"hours": "h", "machines": "h", "land": "m²"}.get(part, own)
            called = spec.name if spec else parcels.get(name) or wording.skill_word(specs, name)
            rows.append((Cell(called, reverse("good", args=[name]) if spec else ""), wording.amount(amount, unit),
                         view.sources.get((part, name), "") or _("not said")))
        if rows:
            columns = (Column(_("What")), Column(_("How much"), True), Column(_("How we know")))
            tables.append((label, Table(label, columns, tuple(rows), caption_hidden=True)))
    return tables


def _still_bought(view, currency: str, answers) -> Table | None:
    """What this activity still buys, and the way of the catalogue that could take it in, by rung of the ladder."""
    specs, units = {spec.id: spec for spec in ledger.specifications()}, ledger.units()
    names = {recipe.id: recipe.name for recipe in making.recipes()}
    rows = []
    for item in frontier.still_bought(view.id, answers):
        spec = specs.get(item.good)
        stage, way = item.ways[0] if item.ways else ("", "")
        through = [names.get(one, one) for one in item.through[1:]]
        rows.append((
            Cell(spec.name if spec else item.good, reverse("good", args=[item.good]),
                 note=_("for “%(recipe)s”") % {"recipe": through[-1]} if through else ""),
            wording.amount(item.amount, units.get(spec.unit).symbol if spec else ""),
            wording.money(item.cash, currency),
            Cell(names.get(way, way), reverse("recipe", args=[way]), note=wording.stage_word(stage)) if way
            else Cell(_("no way known yet"))))
    if not rows:
        return None
    return Table(_("What it still buys"), (
        Column(_("Good")), Column(_("The whole town, a year"), True), Column(_("Cash"), True),
        Column(_("Could be taken in by"))), tuple(rows), caption_hidden=True)


@member_page
def adopt(request, recipe_id):
    """An association takes a recipe up."""
    if request.method != "POST":
        return redirect("recipe", recipe_id)
    try:
        making_commands.adopt_recipe(recipe_id, doer=request.POST.get("doer", ""), by=request.user.person_id)
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, wording.reason_of(refusal))
    else:
        messages.success(request, _("Taken up. When the answers are worked out again, it is part of the plan."))
    return redirect("recipe", recipe_id)
