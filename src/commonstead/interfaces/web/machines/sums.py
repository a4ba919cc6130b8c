"""How the cost of one good adds up: every line of the sum, with the numbers put in, down to what the shop asks."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.boundary.machines.formula import how_it_adds_up
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.town.boundary import costs as town_costs

from .wordings import CostWords, exact, request_query, steps_asked


@member_page
def show(request, good_id):
    """One good before and after each step, and the sum behind its cost at the end."""
    asked = steps_asked(request)
    ledger = town_costs.cost_ledger(asked)
    good = next((one for one in ledger.network.goods if one.id == good_id), None) if ledger else None
    if good is None:
        raise Http404(_("There is nothing of that name in the plan."))
    words, states = CostWords(ledger.network), ledger.costs
    query = request_query(asked, ledger.cascade)
    told = how_it_adds_up(ledger.network, states[-1], good_id)
    cost = states[-1][good_id]
    return render(request, "web/machines/sum.html", {
        "name": words.good(good_id), "good": good, "unit": words.unit(good_id), "cost": cost,
        "cash": words.cash(cost.cash), "hours": None if cost.hours is None else wording.amount(cost.hours, "h"),
        "shop": None if good.buy is None else words.cash(good.buy), "back": reverse("machines") + query,
        "states": _states(ledger, good_id, words), "steps": len(ledger.cascade.steps),
        "sum": _sum(told, words, query) if told else None,
        "sentences": _sentences(told, words) if told else (),
        "recipe": told.recipe if told else "", "recipe_name": words.recipe(told.recipe) if told else ""})


def _states(ledger, good_id: str, words: CostWords) -> Table:
    """Before, and after each step that changes it."""
    rows = []
    for place, costs in enumerate(ledger.costs):
        cost = costs[good_id]
        name = _("As we are") if not place else _("After step %(step)s: %(name)s") % {
            "step": place, "name": words.step(ledger.cascade.steps[place - 1])}
        how = words.recipe(cost.by) if cost.by else "–" if cost.cash is None else _("bought")
        told = (words.cash(cost.cash), "–" if cost.hours is None else wording.amount(cost.hours, "h"), how)
        if not rows or rows[-1][1:] != told:
            rows.append((name, *told))
    return Table(_("Step by step"), (Column(_("When")), Column(_("Cash"), True), Column(_("Hours"), True),
                                     Column(_("How"))), tuple(rows), caption_hidden=True)


def _sum(told, words: CostWords, query: str) -> Table:
    """One batch, line by line."""
    rows = []
    for part in told.parts:
        if part.worn_hours is None:
            name, note = words.good(part.good), ""
        else:
            name = _("Wear of: %(machine)s") % {"machine": words.good(part.good)}
            note = _("%(hours)s on it") % {"hours": wording.amount(part.worn_hours, "h")}
        each = _("no price: counts nothing") if part.each is None else words.cash(part.each)
        rows.append((Cell(name, reverse("machines-cost", args=[part.good]) + query, note=note),
                     words.much(part.good, part.amount), each, words.cash(part.cash)))
    if told.fee:
        rows.append((_("Fee"), "", "", words.cash(told.fee)))
    return Table(_("What one batch costs"), (Column(_("What goes in")), Column(_("How much"), True),
                                             Column(_("Each"), True), Column(_("Cash"), True)),
                 tuple(rows), (_("One batch"), "", "", words.cash(told.batch)), caption_hidden=True)


def _sentences(told, words: CostWords) -> list[str]:
    """The last step of the sum: from a batch to a unit."""
    said = {"batch": words.cash(told.batch), "batches": exact(told.batches), "cash": words.cash(told.cash),
            "own": wording.amount(told.own_hours, "h"), "hours": wording.amount(told.hours, "h"),
            "others": ", ".join(words.good(name).lower() for name in told.products if name != told.good)}
    found = [_("A unit is %(batches)s of a batch: %(batch)s × %(batches)s = %(cash)s.") % said]
    if told.rests_on:
        said |= {"bearing": ", ".join(words.good(name).lower() for name in told.rests_on),
                 "alone": words.cash(told.alone)}
        found.append(_("The batch also makes: %(others)s. What somebody here wants bears a part of its cost, by what "
                       "it would cost at the shop: %(bearing)s. Where all of that is thrown away, a unit costs "
                       "%(alone)s.") % said)
    elif len(told.products) > 1:
        found.append(_("The batch also makes: %(others)s. That bears nothing of its cost, for no shop sells it or "
                       "nobody here wants it.") % said)
    if told.returned:
        found.append(_("What comes back after each batch costs nothing, but has to be there: %(names)s.") % {
            "names": ", ".join(words.good(name).lower() for name in told.returned)})
    found.append(_("Hours are counted apart and never turned into cash: %(own)s for a batch, and with those in what "
                   "goes in, %(hours)s for a unit.") % said)
    return found
