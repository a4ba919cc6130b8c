"""Peak against average of one machine or service of an association (Exodus 3664-3683)."""

from __future__ import annotations

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Chart, Column, Table
from commonstead.interfaces.web.rows import Words
from commonstead.town.boundary import lenses

from . import bars
from .looking import Looking

STRETCHES = {"week": 7, "month": 30}
BUSIEST_SHOWN = 8


@member_page
def show(request):
    """The busiest weeks or months beside the usual ones."""
    looking, words = Looking(request), Words()
    used = lenses.used_things(looking.of.id) if looking.of else ()
    if not used:
        return render(request, "web/lenses/peaks.html", looking.given("lenses-peaks"))
    wanted, by = request.GET.get("thing", ""), request.GET.get("by", "week")
    thing = wanted if any(wanted == one for one, _count in used) else used[0][0]
    by = by if by in STRETCHES else "week"
    told = lenses.peaks_of(looking.of.id, thing, STRETCHES[by])
    return render(request, "web/lenses/peaks.html", looking.given(
        "lenses-peaks", things=[(one, words.good(one), one == thing) for one, _count in used], by=by,
        name=words.good(thing), thing=thing, told=told, figures=_figures(told) if told.peaks else [],
        chart=_chart(told, words.good(thing), by) if told.peaks else None,
        sentences=_sentences(told, by) if told.peaks else []))


def _amount(told, value: float) -> str:
    return wording.amount(round(value, 2), told.measure)


def _figures(told) -> list[dict]:
    found = told.peaks
    return [{"label": _("Peak"), "value": _amount(told, found.peak)},
            {"label": _("Average"), "value": _amount(told, found.average)},
            {"label": _("Average over peak"), "value": wording.share(found.load)},
            {"label": _("In use"), "value": _("%(busy)s of %(all)s") % {"busy": found.busy,
                                                                       "all": len(found.stretches)}}]


def _chart(told, name: str, by: str) -> Chart:
    found = told.peaks
    label = _("%(name)s: how much it was used, week by week") if by == "week" else \
        _("%(name)s: how much it was used, month by month")
    drawn = [draw(found, label % {"name": name}, wording.number, wording.short_day, _("average"),
                  _("all but the busiest 5 %")) for draw in (bars.wide, bars.narrow)]
    busiest = sorted((one for one in found.stretches if one.amount), key=lambda one: -one.amount)[:BUSIEST_SHOWN]
    rows = tuple((
        Cell(wording.whole_day(one.begins), reverse("event", args=[one.entries[0]]) if one.entries else "",
             note=_("the first of %(count)s entries") % {"count": len(one.entries)} if len(one.entries) > 1 else ""),
        _amount(told, one.amount)) for one in busiest)
    table = Table(_("The busiest"), (Column(_("Begins")), Column(_("Used"), True)), rows, caption_hidden=True)
    return Chart(label % {"name": name}, drawn[0], drawn[1], table,
                 _("The dark bars are the busiest five per cent."))


def _sentences(told, by: str) -> list[str]:
    """The sums with their numbers put in."""
    found = told.peaks
    total = sum(one.amount for one in found.stretches)
    said = {"total": _amount(told, total), "count": len(found.stretches), "average": _amount(told, found.average),
            "peak": _amount(told, found.peak), "load": wording.share(found.load), "covers": _amount(told, found.covers),
            "spared": wording.share(found.spared)}
    lines = [(_("Average: %(total)s ÷ %(count)s weeks = %(average)s, idle weeks counted.") if by == "week" else
              _("Average: %(total)s ÷ %(count)s months = %(average)s, idle months counted.")) % said,
             _("Average over peak: %(average)s ÷ %(peak)s = %(load)s. The nearer to 100 %%, the less stands "
               "idle.") % said]
    if found.spared:
        lines.append(_("Without the busiest five per cent, %(covers)s would do instead of %(peak)s: %(spared)s of what "
                       "is kept ready is there for them alone. Could those days be spread out, borrowed for, or done "
                       "without?") % said)
    if found.of_capacity:
        share = found.of_capacity
        lines.append(_("What is in hand (%(stock)s) could give %(capacity)s in that time: the peak takes %(peak)s of "
                       "it, the average %(average)s.") % {
            "stock": wording.number(told.stock), "capacity": _amount(told, found.capacity),
            "peak": wording.share(share[0]), "average": wording.share(share[1])})
    return lines
