"""A road map in members' words: each rung with its month, outlay, what was saved by then, and what paid for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.components import Chart, Column, Table
from commonstead.town.ledger import queries as ledger
from commonstead.town.making import queries as making

from . import curve


@dataclass(frozen=True)
class Rung:
    """One line of the page."""

    title: str
    href: str
    stage: str
    outlay: str
    dependence: str


@dataclass(frozen=True)
class Month:
    """What begins in one month. paid: where its outlays come from. saved: by all steps until its end."""

    label: str
    rungs: tuple[Rung, ...]
    paid: str
    saved: str


@dataclass(frozen=True)
class Meeting:
    """A step that would meet what is not met. goods: what, with how much."""

    title: str
    href: str
    goods: str
    outlay: str


@dataclass(frozen=True)
class Told:
    """The page's words. unmet: goods of which a need is not met. meets: what would meet more of it.
    back: when the whole has paid for itself. sure: how far from the best it can be."""

    months: tuple[Month, ...]
    lead: str
    back: str
    sure: str
    chart: Chart | None
    ways: Table | None
    hint: str
    more: str
    unmet: str = ""
    meets: tuple[Meeting, ...] = ()


def tell(ladder, budget: float, currency: str, days: float) -> Told:
    """The road map `ladder` (the format's value) for the page."""
    names = {recipe.id: recipe.name for recipe in making.recipes()}
    specs = ledger.specifications()
    goods = {spec.id: spec.name for spec in specs}
    units = {spec.id: spec.unit for spec in specs}
    saved = ladder["cash_before"] - ladder["cash"]
    count = sum(len(step["recipes"]) for step in ladder["steps"])
    periods = len(ladder["spent_before"])
    lead, back = "", ""
    if count:
        lead = ngettext(
            "%(count)s step in %(time)s leaves %(saved)s more in our pockets, after all outlays.",
            "%(count)s steps in %(time)s leave %(saved)s more in our pockets, after all outlays.", count) % {
                "count": count, "time": span(periods, days), "saved": wording.money(saved, currency)}
        back = _paid_back(ladder, budget, days)
    return Told(
        months=tuple(_months(ladder, budget, currency, days, names, goods)),
        lead=lead, back=back, sure=_sure(ladder, currency),
        chart=curve.chart(ladder, budget, currency, days) if count else None,
        ways=_ways(ladder, currency) if count else None,
        hint=_hint(ladder, budget, currency),
        more="" if all(ladder[key].get("whole", True) for key in ("greedy", "by_stage")) else _(
            "There was no time to follow the other ways to their end. Looking longer shows them beside this one."),
        unmet=_amounts(ladder.get("unmet", {}), goods, units),
        meets=tuple(_meeting(one, names, goods, units, currency) for one in ladder.get("meets", ())),
    )


def _amounts(amounts, goods, units) -> str:
    return "; ".join(f"{goods.get(good, good)}, {wording.amount(amount, units.get(good, ''))}"
                     for good, amount in amounts.items())


def _meeting(one, names, goods, units, currency) -> Meeting:
    outlay = _("outlay not known: a part has no price") if one["outlay"] is None else (
        wording.money(one["outlay"], currency) if one["outlay"] else _("no outlay"))
    return Meeting(" + ".join(names.get(recipe, recipe) for recipe in one["recipes"]),
                   reverse("boundary-next", args=[".".join(one["recipes"])]),
                   _amounts(one["unmet_reduced"], goods, units), outlay)


def span(periods: int, days: float) -> str:
    """So many periods in words."""
    if 28 <= days <= 31:
        return ngettext("%(n)s month", "%(n)s months", periods) % {"n": periods}
    if days == 7:
        return ngettext("%(n)s week", "%(n)s weeks", periods) % {"n": periods}
    return ngettext("%(n)s period of %(days)s days", "%(n)s periods of %(days)s days", periods) % {
        "n": periods, "days": wording.number(days, 0)}


def when(period: int, days: float) -> str:
    """The name of a period, 1 the first."""
    if 28 <= days <= 31:
        return _("Month %(n)s") % {"n": period}
    return _("Week %(n)s") % {"n": period} if days == 7 else _("Period %(n)s") % {"n": period}


def _months(ladder, budget, currency, days, names, goods):
    by_period: dict[int, list] = {}
    for step in ladder["steps"]:
        by_period.setdefault(step["period"], []).append(step)
    laid_out = 0.0
    for period, steps in sorted(by_period.items()):
        outlay = sum(step["outlay"] for step in steps)
        yield Month(
            when(period, days), tuple(_rung(step, names, goods, currency) for step in steps),
            _paid_from(outlay, laid_out, budget, currency), wording.money(steps[0]["saving_to_date"], currency))
        laid_out += outlay


def _rung(step, names, goods, currency) -> Rung:
    outlay = wording.money(step["outlay"], currency) if step["outlay"] else _("no outlay")
    if step["made_outlay"] > 0.005:
        outlay = _("%(outlay)s, and parts of our own worth %(made)s") % {
            "outlay": outlay, "made": wording.money(step["made_outlay"], currency)}
    machines = [_("%(machine)s, %(price)s") % {"machine": goods.get(good, good).lower(),
                                               "price": wording.money(of["cash"], currency)}
                for good, of in step.get("machines", {}).items() if of["cash"] > 0.005]
    if machines:
        outlay = _("%(outlay)s, of which for what nobody has yet: %(machines)s") % {
            "outlay": outlay, "machines": "; ".join(machines)}
    bought = "" if step["dependence"] is None else wording.share(1 - step["dependence"], 1)
    title = " + ".join(names.get(one, one) for one in step["recipes"])
    serves = step.get("enables", [])[:1]  # alone it would save nothing: its page tells both together
    if serves:
        title = _("%(step)s, for: %(later)s") % {"step": title, "later": names.get(serves[0], serves[0])}
    return Rung(
        title, reverse("boundary-next", args=[".".join([*step["recipes"], *serves])]),
        wording.stage_word(step["stage"]) if step["stage"] else "", outlay, bought)


def _paid_from(outlay, laid_out, budget, currency) -> str:
    """The budget is used first; what goes beyond it is paid from what the steps before have saved."""
    from_budget = min(max(budget - laid_out, 0.0), outlay)
    from_savings = outlay - from_budget
    if outlay <= 0.005:
        return _("Costs nothing to begin.")
    if from_savings <= 0.005:
        return _("Paid from the budget.")
    if from_budget <= 0.005:
        return _("Paid from what the steps before have saved.")
    return _("%(budget)s from the budget, %(saved)s from what the steps before have saved.") % {
        "budget": wording.money(from_budget, currency), "saved": wording.money(from_savings, currency)}


def _paid_back(ladder, budget, days) -> str:
    net = [value - budget for value in ladder["path"]["purse"]]
    below = [period for period, value in enumerate(net, 1) if value < -0.005]
    if not below:
        return _("From the first month on, more is saved than laid out.") if 28 <= days <= 31 else _(
            "From the beginning more is saved than laid out.")
    if below[-1] == len(net):
        return _("It has not paid for itself by the end.")
    return _("It has paid for itself by the end of %(when)s.") % {"when": when(below[-1] + 1, days).lower()}


def _sure(ladder, currency) -> str:
    if ladder["bound"] is None:
        return _("How far from the best this is, is not proven.")
    missing = max(ladder["cash"] - ladder["bound"], 0.0)
    if missing <= 0.005 * max(1.0, abs(ladder["cash_before"] - ladder["cash"])):
        return _("This is proven to be the best there is, but for rounding.")
    return _("No road map, however clever, could save more than %(most)s; this one saves %(saved)s. That it misses at "
             "most %(missing)s (%(gap)s of the cash spent) is proven.") % {
        "most": wording.money(ladder["cash_before"] - ladder["bound"], currency),
        "saved": wording.money(ladder["cash_before"] - ladder["cash"], currency),
        "missing": wording.money(missing, currency), "gap": wording.share(ladder["gap"], 1)}


def _ways(ladder, currency) -> Table:
    def row(name, way):
        steps = sum(len(step["recipes"]) for step in way["steps"])
        end = way["steps"][-1]["dependence"] if way["steps"] else ladder["dependence_before"]
        return (name, wording.money(way["cash"], currency),
                wording.money(ladder["cash_before"] - way["cash"], currency), wording.number(steps, 0),
                "–" if end is None else wording.share(1 - end, 1))

    beside = [(key, name) for key, name in (
        ("greedy", _("What pays back soonest first")),
        ("by_stage", _("Repair first, then parts, gaps, whole ecosystems"))) if ladder[key].get("whole", True)]
    rows = (
        (_("As we are"), wording.money(ladder["cash_before"], currency), "–", "–",
         "–" if ladder["dependence_before"] is None else wording.share(1 - ladder["dependence_before"], 1)),
        row(_("This road map"), ladder), *(row(name, ladder[key]) for key, name in beside))
    return Table(_("Ways through the same time"), (
        Column(_("Way")), Column(_("Cash, with outlays"), True), Column(_("Saved"), True),
        Column(_("Steps"), True), Column(_("Met inside at the end"), True)), rows, caption_hidden=True)


def _hint(ladder, budget, currency) -> str:
    if ladder["steps"]:
        return ""
    if ladder["whole_outlay"] > 0 and budget <= 0:
        return _("With nothing to lay out, only what costs nothing to begin can be started, and nothing of that kind "
                 "would save anything. Move the budget up a little.")
    return _("Nothing in the catalogue saves more than its outlay within this time, with this budget. A larger budget, "
             "or a new recipe, may change that.")
