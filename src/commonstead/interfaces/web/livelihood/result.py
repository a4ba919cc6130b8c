"""The mirror: what nourishes us, what surprised, ideas; and the household's power over what is kept."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonstead.core.livelihood import FEWEST_HOUSEHOLDS, Iceberg, average_audit, differences, iceberg, ideas
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.charts import iceberg as drawing
from commonstead.interfaces.web.components import Chart, Column, Table
from commonstead.town.boundary import queries as boundary
from commonstead.town.livelihood import commands, queries

from .goods import goods, made_by, named, prices
from .steps import household_or_404, opened
from .words import KIND_WORDS

MOST_LAYERS = 6
MOST_SURPRISES = 6


@never_cache
@member_page
def result(request):
    """What the audit shows its household."""
    _household, view = opened(request)
    if view is None:
        return redirect("livelihood")
    known = goods()
    costs = prices(known)
    audit = view.audit
    picture = iceberg(audit, costs)
    average = average_audit(queries.averages(), audit.size, audit.type)
    currency = boundary.frame().currency
    counted, fewest = queries.waiting_for_sums()
    return render(request, "livelihood/result.html", {
        "view": view, "picture": picture, "currency": currency, "charts": _charts(picture, currency),
        "table": _table(picture, currency),
        "by_hours": picture.share_below_by_hours, "by_value": picture.share_below_by_value,
        "steps_left": len(queries.steps()) - len(set(audit.steps)),
        "surprises": [_surprise(item, known) for item in differences(audit, average)[:MOST_SURPRISES]],
        "ideas": [_idea(item, known) for item in ideas(audit, costs, made_by())],
        "counted": counted, "fewest": fewest, "sums": queries.town_needs() is not None,
    })


def _charts(picture: Iceberg, currency: str) -> list[Chart]:
    """The iceberg by hours, where paid hours were told, and by value at the shop's price."""
    charts = []
    if picture.hours_above:
        charts.append(_drawn(picture, currency, "hours", _("What nourishes us, by hours"),
                             _("The height of each layer is its share of all hours, paid and unpaid.")))
    if picture.value_above + picture.value_below:
        charts.append(_drawn(picture, currency, "value", _("What nourishes us, by price"),
                             _note_on_value(picture, currency)))
    return charts


def _note_on_value(picture: Iceberg, currency: str) -> str:
    """What counts how much in the picture by price, in words."""
    note = _("The height of each layer is its share of everything that has a price at the shop.")
    if not picture.value_of_hours:
        return note
    return note + " " + _(
        "Unpaid hours that are in no price, like cooking, cleaning and care, count %(wage)s an hour, the wage of "
        "somebody who would do them: %(worth)s a month. What you make yourselves counts at the shop's price, and "
        "its hours are not counted again.") % {
            "wage": wording.money(picture.hour_price, currency),
            "worth": wording.money(picture.value_of_hours, currency)}


def _drawn(picture: Iceberg, currency: str, measure: str, title: str, note: str) -> Chart:
    """One iceberg; the smallest parts below the waterline are drawn as one."""
    parts = sorted((part for part in picture.parts if getattr(part, measure)),
                   key=lambda part: (not part.kind.above, -getattr(part, measure)))
    whole = sum(getattr(part, measure) for part in parts)
    shown, rest = parts[:MOST_LAYERS], parts[MOST_LAYERS:]
    layers = [_layer(KIND_WORDS[part.kind.slug], getattr(part, measure) / whole, part.kind.above) for part in shown]
    if rest:
        layers.append(_layer(_("Other ways"), sum(getattr(part, measure) for part in rest) / whole, False))
    label = _("An iceberg. The tip is what paid work and shops bring, the rest lies below the waterline.")
    line = _("waterline")
    return Chart(title, drawing.wide(tuple(layers), label, line), drawing.narrow(tuple(layers), label, line),
                 _table(picture, currency), note)


def _layer(name, share, above: bool) -> drawing.Layer:
    return drawing.Layer(str(name), float(share), wording.share(share), above)


def _table(picture: Iceberg, currency: str) -> Table:
    whole = picture.value_above + picture.value_below
    rows = tuple(
        (str(KIND_WORDS[part.kind.slug]), wording.money(part.value, currency),
         wording.share(part.value / whole) if whole else "–", wording.number(part.hours))
        for part in picture.parts)
    return Table(_("Parts of the iceberg, a month"),
                 (Column(_("Where it comes from")), Column(_("At the shop's price"), True), Column(_("Share"), True),
                  Column(_("Hours"), True)), rows)


def _surprise(item, known) -> str:
    good = named(item.good, known)
    mine, usual = wording.amount(item.amount, good.unit), wording.amount(item.average, good.unit)
    if item.amount != item.average and max(item.amount, item.average) < 1:  # nobody buys 0.04 bicycles
        return _("%(good)s: %(mine)s a year, where a household like yours has %(usual)s.") % {
            "good": good.name, "mine": wording.amount(item.amount * 12, good.unit),
            "usual": wording.amount(item.average * 12, good.unit)}
    if item.amount != item.average:
        return _("%(good)s: %(mine)s a month, where a household like yours has %(usual)s.") % {
            "good": good.name, "mine": mine, "usual": usual}
    return _("%(good)s: %(inside)s of it comes without the shop, where it is %(usual)s elsewhere.") % {
        "good": good.name, "inside": wording.amount(item.inside, good.unit),
        "usual": wording.amount(item.average_inside, good.unit)}


def _idea(item, known) -> dict:
    said = _(item.template).format(good=named(item.good, known).name.lower(), who=", ".join(item.who))
    return {"said": said, "cash": item.cash, "good": item.good}


@never_cache
@require_POST
@member_page
def count_in(request):
    """“Count us in the town's sums”, or no longer."""
    agreed = request.POST.get("counted_in") == "yes"
    commands.set_counted_in(household_or_404(request), agreed, by=request.user.person_id)
    return redirect("livelihood-result")


@never_cache
@member_page
def export(request, form: str):
    """All that is kept, as JSON or as a table."""
    household = household_or_404(request)
    if form == "csv":
        answer = HttpResponse(queries.export_csv(household, viewer=request.user.person_id),
                              content_type="text/csv; charset=utf-8")
    else:
        kept = queries.export_dict(household, viewer=request.user.person_id)
        answer = JsonResponse(kept or {}, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="livelihood.{form}"'
    return answer


@never_cache
@member_page
@require_http_methods(["GET", "POST"])
def delete(request):
    """Delete everything: asked once, then for good."""
    household, view = opened(request)
    if request.method == "POST":
        commands.erase_audit(household, by=request.user.person_id)
        return render(request, "livelihood/deleted.html")
    if view is None:
        return redirect("livelihood")
    return render(request, "livelihood/delete.html", {"view": view, "fewest": FEWEST_HOUSEHOLDS})
