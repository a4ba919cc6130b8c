"""What a livelihood takes to begin: outlay over the full livelihoods that the work amounts to (Exodus 14104)."""

from __future__ import annotations

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.boundary.lenses.livelihoods import EVERGREEN_PER_JOB, FULL_TIME_HOURS
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.rows import Words
from commonstead.town.boundary import lenses
from commonstead.town.boundary import queries as boundary
from commonstead.town.making import queries as making

from .looking import Looking, positive


@member_page
def show(request):
    """One association, and all of them together where enough households work in them."""
    looking, words = Looking(request), Words()
    full_time, wrong = positive(request.GET.get("full_time", ""), FULL_TIME_HOURS, 744)
    currency = boundary.frame().currency
    told = lenses.livelihoods_of(looking.of.id, full_time)[0] if looking.of else None
    whole = lenses.livelihoods_of_all(full_time)
    return render(request, "web/lenses/livelihoods.html", looking.given(
        "lenses-livelihoods", full_time=f"{full_time:.5g}", wrong=wrong, default=wording.number(FULL_TIME_HOURS, 1),
        own=_told(told, words, currency) if told and (told.hours or told.outlays) else None,
        whole=_told(whole, words, currency) if whole else None,
        compared=wording.money(EVERGREEN_PER_JOB, currency if currency == "USD" else "USD"),
        book=reverse("association-part", args=[looking.of.id, "book"]) if looking.of else ""))


def _told(told, words: Words, currency: str) -> dict:
    """Figures, the sum with its numbers, and what it was added up from."""
    names = {view.id: view.name for view in making.recipes()}
    said = {"outlay": wording.money(round(told.outlay), currency), "hours": wording.number(round(told.hours)),
            "months": wording.number(told.months), "full": wording.number(told.full_time, 1),
            "count": wording.number(told.count),
            "each": "–" if told.each is None else wording.money(round(told.each), currency)}
    sums = [_("Livelihoods: %(hours)s h ÷ %(months)s months ÷ %(full)s h = %(count)s.") % said]
    if told.each is not None:
        sums.append(_("Outlay for one: %(outlay)s ÷ %(count)s = %(each)s.") % said)
    if 0 < told.count < 1:
        sums.append(_("The hours do not yet amount to one full livelihood: the figure falls with every hour more that "
                      "is worked with the same machines."))
    rows = []
    for one in told.outlays:
        recipe = one.name.removeprefix("recipe:") if one.name.startswith("recipe:") else ""
        name = _("To begin: %(recipe)s") % {"recipe": names.get(recipe, recipe)} if recipe else words.good(one.name)
        href = reverse("recipe", args=[recipe]) if recipe in names else \
            reverse("good", args=[one.name]) if one.name in words.goods else ""
        rows.append((Cell(name, href), "" if recipe else wording.number(one.units),
                     _("no price known") if one.cash is None else wording.money(round(one.cash, 2), currency)))
    hours = sorted(told.hours_by_work.items(), key=lambda pair: -pair[1])
    return {
        "each": said["each"], "count": said["count"], "at_least": told.at_least, "sums": sums,
        "outlays": Table(_("What the work rests on"), (Column(_("What")), Column(_("How many"), True),
                                                      Column(_("Cash"), True)), tuple(rows),
                         (_("All together"), "", said["outlay"]) if rows else (), caption_hidden=True),
        "hours": [(words.good(name), wording.amount(round(amount, 1), "h")) for name, amount in hours]}
