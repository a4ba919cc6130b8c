"""Which machines make which machines, what stays bought, and which are better shared (Exodus 2390-2421)."""

from __future__ import annotations

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.boundary.machines.sharing import MONTHS_OF_WAGES, PAYBACK_MONTHS
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.forms import numbers
from commonstead.town.boundary import costs as town_costs

from .wordings import CostWords, tabs

SETTINGS = ("wage", "months_of_wages", "payback_months")
LEAST = 0.01  # a cent; less would share a machine among more people than there are
MOST_BOUGHT = 10
DEAREST = 6
#: The sums behind these figures are those with every recipe open that makes something cheaper.
WHOLE_SET = "?steps=" + town_costs.INPUTS_FIRST


@member_page
def show(request):
    """The town's machines. Settings stand in the address, so that two people can look at the same figures."""
    chosen, wrong = _chosen(request.GET)
    told = town_costs.machines(chosen["months_of_wages"], chosen["payback_months"], chosen["wage"])
    if told is None or not told.made.machines:
        return render(request, "web/machines/nothing.html", {
            "tabs": tabs("machines-set"), "answers": told is not None, "machines": True})
    words = CostWords(told.network)
    made = [machine for machine in told.made.machines if machine.later]
    settings = told.settings
    return render(request, "web/machines/own_or_shared.html", {
        "tabs": tabs("machines-set"), "told": told, "settings": settings, "wrong": wrong, "count": len(made),
        "of": len(told.made.machines), "made": _made(made, words) if made else None,
        "makes": [(words.good(machine.id), [words.good(one) for one in machine.makes])
                  for machine in told.made.machines if machine.makes],
        "start": [(words.good(name), words.much(name, units)) for name, units in told.made.start.items()],
        "start_cost": words.cash(told.made.start_cost),
        "shop": words.cash(told.made.shop), "own": words.cash(told.made.made),
        "hours": wording.amount(round(told.made.hours), "h"),
        "bought": _bought(told.made.vitamins, words) if told.made.vitamins else None,
        "shared": _shared(told, words), "example": _example(told, words),
        "wage": None if settings.wage is None else wording.money(round(settings.wage), told.network.currency),
        "fields": _fields(chosen, settings), "defaults": {"months": MONTHS_OF_WAGES, "payback": PAYBACK_MONTHS}})


def _chosen(given) -> tuple[dict[str, float | None], list[str]]:
    """Settings of the address; those that are no number above 0 are told and left at their default."""
    chosen, wrong = {}, []
    for name in SETTINGS:
        text, value = given.get(name, "").strip(), None
        try:
            value = float(numbers.read_number(text, least=LEAST, most=1e9)) if text else None
        except Refused:
            wrong.append(_("“%(text)s” is not a number above 0; the default stands.") % {"text": text[:20]})
        chosen[name] = value
    return chosen, wrong


def _fields(chosen, settings) -> list[dict]:
    """The three settings with the reason for each default."""
    rows = (
        ("wage", _("A wage, in cash a month"), settings.wage and round(settings.wage),
         _("Without a number of your own: the town's cash income a month over its households.")),
        ("months_of_wages", _("Months of wages one can put into a machine of one's own"), settings.months_of_wages,
         _("Three unless you say otherwise: the book says several months' wages for a whole garage workshop.")),
        ("payback_months", _("Months within which it should pay for itself"), settings.payback_months,
         _("24 unless you say otherwise: two years, as small workshops commonly ask of a tool.")))
    return [{"name": name, "label": label, "help": help, "value": "" if value is None else f"{value:g}",
             "own": chosen[name] is not None} for name, label, value, help in rows]


def _made(machines, words: CostWords) -> Table:
    return Table(
        _("Machines that recipes of the town make"),
        (Column(_("Machine")), Column(_("Comes"), True), Column(_("At the shop"), True),
         Column(_("The first of one's own"), True), Column(_("Later ones"), True), Column(_("Made on"))),
        tuple((
            Cell(words.good(machine.id), reverse("machines-cost", args=[machine.id]) + WHOLE_SET),
            _("there, or bought") if machine.generation == 0 else
            _("in turn %(turn)s") % {"turn": machine.generation} if machine.generation else "–",
            words.cash(machine.shop) if machine.shop is not None else _("not sold"), _copy(machine.first, words),
            _copy(machine.later, words), ", ".join(map(words.good, machine.made_with)) or "–") for machine in machines),
        caption_hidden=True)


def _copy(cost, words: CostWords) -> str:
    return _("%(cash)s and %(hours)s") % {"cash": words.cash(cost.cash), "hours": wording.amount(cost.hours, "h")}


def _bought(vitamins, words: CostWords) -> Table:
    rows = []
    for good, (units, cash) in list(vitamins.items())[:MOST_BOUGHT]:
        name = _("Fees") if good == "fees" else words.good(good)
        rows.append((Cell(name, "" if good == "fees" else reverse("machines-cost", args=[good]) + WHOLE_SET),
                     "" if good == "fees" else words.much(good, units), words.cash(cash)))
    return Table(_("What stays bought"), (Column(_("What")), Column(_("How much"), True), Column(_("Cash"), True)),
                 tuple(rows), caption_hidden=True)


def _shared(told, words: CostWords) -> tuple[Table, Table]:
    """(the dearest machines, the others)"""
    rows = []
    for machine in sorted(told.made.machines, key=lambda one: -(told.shares[one.id].outlay or 0)):
        one = told.shares[machine.id]
        rows.append((
            Cell(words.good(machine.id), reverse("good", args=[machine.id])),
            "–" if one.outlay is None else words.cash(one.outlay), _count(one.months, 1), _count(one.join_for_outlay),
            _hours(one.use_each), _count(one.serves), _hours(one.own_pays_from), _count(one.join_to_pay)))
    columns = (Column(_("Machine")), Column(_("Outlay"), True), Column(_("in wages"), True),
               Column(_("Join by outlay"), True), Column(_("Hours needed"), True), Column(_("Serves"), True),
               Column(_("Pays from, hours"), True), Column(_("Join by use"), True))
    return (Table(_("Own or shared"), columns, tuple(rows[:DEAREST]), caption_hidden=True),
            Table(_("The other machines"), columns, tuple(rows[DEAREST:]), caption_hidden=True))


def _count(value, decimals: int = 0) -> str:
    if value is not None and decimals and 0 < value < 0.05:
        return _("under %(little)s") % {"little": wording.number(0.1)}
    return "–" if value is None else wording.number(value, decimals)


def _hours(value) -> str:
    if value is None:
        return "–"
    return _("under 0.01") if 0 < value < 0.005 else wording.number(value)


def _example(told, words: CostWords) -> list[str]:
    """The three sums with the numbers of one machine put in: the dearest that the plan uses."""
    used = [one for one in told.shares.values() if one.use_each and one.outlay and one.own_pays_from]
    if not used:
        return []
    one, settings, money = max(used, key=lambda one: one.outlay), told.settings, told.network.currency
    said = {
        "machine": words.good(one.id), "outlay": wording.money(one.outlay, money), "months": _count(one.months, 1),
        "most": wording.number(settings.months_of_wages), "join": _count(one.join_for_outlay),
        "each": wording.number(one.hours_each), "use": _hours(one.use_each), "serves": _count(one.serves),
        "saving": wording.money(round(one.saving_hour, 2), money), "recipe": words.recipe(one.best_recipe),
        "payback": wording.number(settings.payback_months), "own": _hours(one.own_pays_from),
        "to_pay": _count(one.join_to_pay)}
    found = []
    if one.months is not None:
        found.append(_("By outlay: %(outlay)s are %(months)s months of wages; at %(most)s months each, %(join)s have "
                       "to join.") % said)
    found.append(_("By hours: it gives %(each)s hours a month and a household needs %(use)s of them in the plan: it "
                   "can serve %(serves)s.") % said)
    found.append(_("By use: an hour saves %(saving)s at best (%(recipe)s), its wear taken off. %(outlay)s ÷ %(saving)s "
                   "÷ %(payback)s months = %(own)s hours a month: the hours of %(to_pay)s households.") % said)
    return [said["machine"], *found]
