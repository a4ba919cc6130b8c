"""Overhead by Goodman's headings (Exodus 1558-1564): which entries stand where, who said so, what nobody said."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.boundary.lenses.overhead import FUNCTION, HEADINGS, UNKNOWN
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.rows import Words
from commonstead.town.boundary import lenses, lenses_commands
from commonstead.town.boundary import queries as boundary
from commonstead.town.people import queries as people

from .looking import Looking, entry_links


@member_page
def show(request):
    """GET: the year under the headings. POST: put a thing under one, or take that back."""
    if request.method == "POST":
        return _say(request)
    looking = Looking(request)
    if looking.of is None:
        return render(request, "web/lenses/overhead.html", looking.given("lenses-overhead"))
    told, words = lenses.overhead_of(looking.of.id), Words()
    currency = boundary.frame().currency
    sums = [_heading(one, words, currency) for one in told.overhead.sums]
    unknown = next((one for one in told.overhead.sums if one.heading == UNKNOWN), None)
    things = sorted({thing for one in told.overhead.sums for thing in one.by_thing if thing}, key=words.good)
    return render(request, "web/lenses/overhead.html", looking.given(
        "lenses-overhead", sums=sums, table=_table(told, words, currency),
        hours=range_words(told.overhead.share("hours")), cash=range_words(told.overhead.share("cash")),
        sums_said=_sums_said(told.overhead, currency), shortened=told.shortened,
        unknown=[(thing, words.good(thing)) for thing in unknown.by_thing if thing] if unknown else [],
        things=[(thing, words.good(thing)) for thing in things], said=_said(told.said, words),
        priceless=[words.good(thing) for thing in told.priceless],
        headings=[(slug, heading_words(slug)) for slug in (FUNCTION, *HEADINGS)]))


def heading_words(slug: str) -> str:
    """A heading as members read it."""
    if slug == FUNCTION:
        return _("Determined by the function")
    return _("Nobody has said yet") if slug == UNKNOWN else _(HEADINGS[slug])


def range_words(share: tuple[float, float] | None) -> str:
    """A share that may be a range, since the unknown could be either."""
    if share is None:
        return "–"
    least, most = wording.share(share[0]), wording.share(share[1])
    return least if least == most else _("%(least)s to %(most)s") % {"least": least, "most": most}


def _thing(thing: str, words: Words) -> str:
    return words.good(thing) if thing else _("Paid outside, not listed by thing")


def _heading(one, words: Words, currency: str) -> dict:
    """One heading with what stands under it and the entries it came from."""
    things = sorted(one.by_thing.items(), key=lambda pair: (-pair[1][0], -pair[1][1]))
    return {"name": heading_words(one.heading), "slug": one.heading, "entries": entry_links(one.entries),
            "things": [(_thing(thing, words), reverse("good", args=[thing]) if thing in words.goods else "",
                        _both(cash, hours, currency)) for thing, (cash, hours) in things]}


def _both(cash: float, hours: float, currency: str) -> str:
    parts = [wording.money(round(cash, 2), currency)] if cash else []
    parts += [wording.amount(hours, "h")] if hours else []
    return " · ".join(parts) or "–"


def _table(told, words: Words, currency: str) -> Table:
    overhead = told.overhead
    return Table(
        _("The year under Goodman's headings"),
        (Column(_("Heading")), Column(_("Cash"), True), Column(_("Hours"), True), Column(_("Entries"), True)),
        tuple((Cell(heading_words(one.heading), "#" + one.heading), wording.money(round(one.cash, 2), currency),
               wording.amount(one.hours, "h"), str(len(set(one.entries)))) for one in overhead.sums),
        (_("All together"), wording.money(round(overhead.total("cash"), 2), currency),
         wording.amount(overhead.total("hours"), "h"), "") if overhead.sums else (), caption_hidden=True)


def _sums_said(overhead, currency: str) -> list[str]:
    """The two shares with their numbers put in."""
    found = []
    for measure, show in (("hours", lambda value: wording.amount(value, "h")),
                          ("cash", lambda value: wording.money(round(value, 2), currency))):
        share = overhead.share(measure)
        if share is None:
            continue
        said = {"known": show(overhead.part(measure, *HEADINGS)), "unknown": show(overhead.part(measure, UNKNOWN)),
                "all": show(overhead.total(measure)), "least": wording.share(share[0]), "most": wording.share(share[1])}
        found.append((_("Hours: at least %(known)s ÷ %(all)s = %(least)s, at most (%(known)s + %(unknown)s) ÷ %(all)s "
                        "= %(most)s.") if measure == "hours" else
                      _("Cash: at least %(known)s ÷ %(all)s = %(least)s, at most (%(known)s + %(unknown)s) ÷ %(all)s "
                        "= %(most)s.")) % said)
    return found


def _said(said, words: Words) -> list[dict]:
    names = people.names({one.said_by for one in said.values()})
    return [{"thing": one.thing, "name": words.good(one.thing), "heading": heading_words(one.heading),
             "reason": one.reason, "by": names.get(one.said_by, ""), "at": one.said_at} for one in said.values()]


def _say(request):
    """Any member may: it is a reading of the books, open to all, and anyone may put it right."""
    back = redirect(request.get_full_path())
    thing = request.POST.get("thing", "")
    if request.POST.get("take_back"):
        lenses_commands.unsay_heading(thing, by=request.user.person_id)
        return back
    try:
        lenses_commands.say_heading(thing, request.POST.get("heading", ""), request.POST.get("reason", ""),
                                    by=request.user.person_id)
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, wording.reason_of(refusal))
    return back
