"""The two pictures of the Boundary page: how each class of need is met, and where it all comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.charts import flow_picture, shares
from commonstead.interfaces.web.components import Cell, Chart, Column, Table
from commonstead.town.boundary import queries as boundary
from commonstead.town.people import queries as people

#: Associations that have a place of their own in the flow picture; the rest stand together.
NAMED_SOURCES = 6


def class_shares(answers, currency: str) -> Chart | None:
    """One bar a class of need: how much of its cost outside the plan saves, and how much is still bought."""
    rows, lines = [], []
    for item in answers.classes:
        if item.dependence is None:
            continue
        inside = max(0.0, min(1.0, 1 - item.dependence))
        rows.append(shares.ShareRow(
            item.name, (("c-in-1", inside), ("c-outside", 1 - inside)), wording.share(inside)))
        lines.append((
            Cell(item.name, reverse("boundary-reason", args=[f"class-{item.slug}"])), wording.share(inside),
            wording.money(item.direct + item.embodied, currency), wording.money(item.outright, currency)))
    if not rows:
        return None
    label = _("For each class of need, the share that is met inside and the share that is bought.")
    return Chart(
        _("How each class of need is met"), shares.wide(tuple(rows), label), shares.narrow(tuple(rows), label),
        Table(_("How each class of need is met"), (
            Column(_("Class of need")), Column(_("Met inside"), True), Column(_("Still spent"), True),
            Column(_("All of it at the shop"), True)), tuple(lines)),
        _("With the commons we have, used as the plan would. The share is of the price at the shop."),
        (("c-in-1", _("met inside")), ("c-outside", _("still bought, as such or to make it"))))


def whole_share(answers) -> Chart | None:
    """All needs together as one bar across the page."""
    if answers.dependence is None:
        return None
    inside = max(0.0, min(1.0, 1 - answers.dependence))
    reach = max(inside, answers.in_reach or 0.0)
    parts = ((_("met inside"), inside),
             (_("still bought, though somebody here knows a way to make it"), reach - inside),
             (_("nobody here knows a way to make it yet"), 1 - reach))
    label = _("Of all we need, %(inside)s can be met inside. For %(reach)s of it a way to make it is known here.") % {
        "inside": wording.share(inside), "reach": wording.share(reach)}
    styles = ("c-in-1", "c-in-4", "c-outside")
    row = tuple((style, part) for style, (_word, part) in zip(styles, parts, strict=True))
    return Chart(
        label, shares.one(row, label, 1072, 40), shares.one(row, label, 358, 28),
        Table(label, (Column(_("Part")), Column(_("Share"), True)),
              tuple((word, wording.share(part)) for word, part in parts), caption_hidden=True),
        legend=tuple((style, f"{word} ({wording.share(part)})") for style, (word, part)
                     in zip(styles, parts, strict=True)), broad=True)


def flows_of_the_year(answers, currency: str) -> Chart | None:
    """What came to households in the recorded year, from outside, from each commons, from each other, from home."""
    since, until = answers.met.get("since"), answers.met.get("until")
    if not since or not until:
        return None
    key = f"flows-of-the-year:{answers.cursor}:{answers.computed.timestamp()}"
    sums = cache.get(key)
    if sums is None:
        sums = boundary.came_from(datetime.fromisoformat(since), datetime.fromisoformat(until), answers.network)
        cache.set(key, sums, 3600)
    ribbons = _ribbons(sums, {item.slug: item.name for item in answers.classes})
    if not ribbons:
        return None
    label = _("Ribbons from the world outside and from our commons to the needs of households.")
    return Chart(
        _("Where it came from"), flow_picture.wide(ribbons, label), flow_picture.narrow(ribbons, label),
        Table(_("Where it came from"), (Column(_("From")), Column(_("For")), Column(_("Worth at the shop"), True)),
              tuple((ribbon.source, ribbon.target, wording.money(ribbon.value, currency)) for ribbon in ribbons)),
        _("As written down from %(since)s to %(until)s. A ribbon is as thick as the things in it are worth at the "
          "shop. What would tell of fewer than five households is put together, or left out.") % {
            "since": wording.day(datetime.fromisoformat(since)), "until": wording.day(datetime.fromisoformat(until))})


def _ribbons(sums: Mapping[tuple[str, str], float], classes: Mapping[str, str]) -> tuple[flow_picture.Ribbon, ...]:
    """Outside first, then the commons by worth, then neighbours and home; classes in their own order."""
    totals: dict[str, float] = defaultdict(float)
    for (source, _slug), worth in sums.items():
        totals[source] += worth
    agents = sorted((source for source in totals if source not in ("outside", "home", "neighbours", "together")),
                    key=lambda source: -totals[source])
    names = people.names(agents[:NAMED_SOURCES])
    shown = {"outside": _("Bought outside"), **{agent: names.get(agent, _("Other commons")) for agent in agents},
             "neighbours": _("Other households"), "home": _("Made at home"), "together": _("Several of these together")}
    gathered: dict[tuple[str, str], float] = {}
    for source in shown:
        for slug, name in classes.items():
            worth = sums.get((source, slug), 0.0)
            if worth > 0:
                pair = (shown[source], name)
                gathered[pair] = gathered.get(pair, 0.0) + worth
    return tuple(flow_picture.Ribbon(source, target, worth, source == shown["outside"])
                 for (source, target), worth in gathered.items())
