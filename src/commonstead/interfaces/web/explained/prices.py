"""How far prices may move before another plan is better: the solver's sensitivity, told for each price that matters."""

from __future__ import annotations

from collections.abc import Mapping

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.rows import Words
from commonstead.town.boundary import explaining
from commonstead.town.boundary import queries as boundary
from commonstead.town.making import queries as making

from .sentences import listed
from .waiting import later

_MOST_CHANGES = 2


@member_page
def show(request):
    """The table; in a large town it is worked out in the background."""
    answers, frame = boundary.answers(), boundary.frame()
    if answers is None or answers.plan.get("status") != "optimal":
        return redirect("boundary")
    found = explaining.stored_price_ranges(answers)
    if found is None and explaining.is_large(answers):
        return later(request, explaining.PRICES, {"mark": answers.mark}, _("How far may prices move?"))
    found = explaining.price_ranges_of(answers) if found is None else found
    words, recipes = Words(), {recipe.id: recipe.name for recipe in making.recipes()}
    return render(request, "web/explained/prices.html", {
        "frame": frame, "answers": answers,
        "ranges": _table([span for span in found if span["low"] or span["high"]], words, recipes, frame.currency),
        "steady": [words.good(span["good"]) for span in found if not span["low"] and not span["high"]]})


def _table(found, words: Words, recipes: Mapping, currency: str) -> Table | None:
    rows = tuple((Cell(words.good(span["good"]), reverse("good", args=[span["good"]])),
                  _price(words, span["good"], span["price"], currency), *(
                      _price(words, span["good"], span[end], currency) if span[end] else _("no end")
                      for end in ("low", "high")), _beyond(span, recipes)) for span in found)
    if not rows:
        return None
    return Table(_("How far may prices move?"), (
        Column(_("Price of")), Column(_("Today"), True), Column(_("Down to"), True), Column(_("Up to"), True),
        Column(_("Beyond it"))), rows, caption_hidden=True)


def _beyond(span: Mapping, recipes: Mapping) -> str:
    """What we would do otherwise at a lower price, and at a higher one."""
    told = []
    for end, words in (("cheaper", _("cheaper: %(changes)s")), ("dearer", _("dearer: %(changes)s"))):
        changes = sorted(span[end].items(), key=lambda item: -abs(item[1]))[:_MOST_CHANGES]
        if changes:
            told.append(words % {"changes": listed([
                (_("more “%(recipe)s”") if change > 0 else _("less “%(recipe)s”")) % {"recipe": recipes.get(one, one)}
                for one, change in changes])})
    return "; ".join(told)


def _price(words: Words, good: str, price: float, currency: str) -> str:
    """A price of one unit, with as many digits as small ones need; what is counted by its cost as a share."""
    spec = words.goods.get(good)
    unit = words.units.get(spec.unit).symbol if spec else ""
    if unit.endswith(wording.WORTH):
        return wording.share(price)
    sign = wording.SYMBOLS.get(currency, currency + " ")
    return wording.money(price, currency) if price >= 0.5 else f"{sign}{wording.number(price)}"
