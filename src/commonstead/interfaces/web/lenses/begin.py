"""The four lenses side by side, with their headline for one association."""

from __future__ import annotations

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.rows import Words
from commonstead.town.boundary import lenses
from commonstead.town.boundary import queries as boundary

from .looking import Looking
from .overhead import range_words


@member_page
def show(request):
    """What each lens says first, and where to look on."""
    looking = Looking(request)
    cards = _cards(looking) if looking.of else []
    whole = lenses.livelihoods_of_all()
    currency = boundary.frame().currency
    return render(request, "web/lenses/begin.html", looking.given(
        "lenses", cards=cards,
        whole=None if whole is None or whole.each is None else {
            "each": wording.money(round(whole.each), currency), "count": wording.number(whole.count),
            "outlay": wording.money(round(whole.outlay), currency), "hours": wording.number(round(whole.hours)),
            "at_least": whole.at_least}))


def _cards(looking: Looking) -> list[dict]:
    of, query, words = looking.of.id, "?of=" + looking.of.id, Words()
    told = lenses.overhead_of(of)
    used = lenses.used_things(of)
    life, _households = lenses.livelihoods_of(of)
    currency = boundary.frame().currency
    top = lenses.peaks_of(of, used[0][0]) if used else None
    load = top.peaks.load if top and top.peaks else None
    return [
        {"title": _("Overhead"), "href": reverse("lenses-overhead") + query,
         "value": range_words(told.overhead.share("hours")),
         "note": _("of the hours worked are known to be overhead, or could be")},
        {"title": _("Peaks"), "href": reverse("lenses-peaks") + query, "value": wording.share(load),
         "note": _("average over peak: %(thing)s") % {"thing": words.good(used[0][0])} if used
         else _("no use of a machine and no service was written down")},
        {"title": _("A livelihood"), "href": reverse("lenses-livelihoods") + query,
         "value": "–" if life.each is None else wording.money(round(life.each), currency),
         "note": _("of outlay behind each full livelihood")},
        {"title": _("Before and after"), "href": reverse("lenses-before-after") + query, "value": "",
         "note": _("space, time, energy, mass and information: two ways of making a thing, or two half years")},
    ]
