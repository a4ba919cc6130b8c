"""The tables and the chart of these pages, from the kept measures."""

from __future__ import annotations

from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.charts import history
from commonstead.interfaces.web.components import Cell, Chart, Column, Table
from commonstead.town.boundary.measures import class_names
from commonstead.town.boundary.met import TOGETHER, UNLISTED
from commonstead.town.people import queries as people


def history_chart(found) -> Chart | None:
    """What was bought, as a share of all that came to homes, over the months; None where no month may be told."""
    points, rows = [], []
    for month in found["history"]:
        share = month["together"]
        if share is not None:
            points.append(history.Point(_moment(month["month"]), 100 * share))
        rows.append((_month(month["month"]), wording.share(month["direct"]), wording.share(month["embodied"]),
                     wording.share(share)))
    if len(points) < 2:
        return None
    label = _("The share of what came to our homes that was bought outside, over the months.")
    drawn = (tuple(points), label, lambda tick: f"{wording.number(tick)} %", wording.short_day)
    return Chart(
        _("What was bought, of all that came to our homes"), history.wide(*drawn), history.narrow(*drawn),
        Table(_("Month by month"), (
            Column(_("Month")), Column(_("Bought as such"), True), Column(_("In what our commons made"), True),
            Column(_("Together, over three months"), True)), tuple(rows)),
        _("Each point looks back on three months, because many bills come by the quarter. Counted at shop prices."))


def _moment(day: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time()))


def _month(day: str) -> str:
    # Translators: Django's date format letters for a month with its year.
    return wording.date_format(date.fromisoformat(day), pgettext("month and year", "M Y"))


def _columns(first: str) -> tuple[Column, ...]:
    return (Column(first), Column(_("Bought as such"), True), Column(_("In what our commons made"), True),
            Column(_("Not bought"), True))


def _shares(entry) -> tuple[str, str, str]:
    if entry["direct"] is None:
        return (_("no price"), "–", "–")
    rest = 1 - entry["direct"] - entry["embodied"]
    return wording.share(entry["direct"]), wording.share(entry["embodied"]), wording.share(max(rest, 0.0))


def _class_words() -> dict[str, str]:
    return class_names() | {
        "": _("Things of no class of need"), UNLISTED: _("Paid outside, not listed"),
        TOGETHER: _("Other needs, each of too few households to show alone")}


def _group_words() -> dict[str, str]:
    return {"alone": _("One person alone"), "adults": _("Several grown-ups"),
            "lone-parent": _("One grown-up with children"), "family": _("Several grown-ups with children"),
            TOGETHER: _("Other kinds, too few households each to show alone")}


def classes(found, currency: str) -> Table:
    """By class of need, in the order of the audit."""
    names = _class_words()
    order = sorted(found["classes"], key=lambda slug: (list(names).index(slug) if slug in names else 999, slug))
    return Table(
        _("By class of need, last twelve months"),
        (*_columns(_("Class of need")), Column(_("All of it at the shop"), True)),
        tuple((names.get(slug, slug), *_shares(entry), wording.money(entry["worth"], currency))
              for slug in order for entry in [found["classes"][slug]]))


def groups(found) -> Table:
    """By kind of household: who lives there."""
    names = _group_words()
    return Table(
        _("By kind of household, last twelve months"), (*_columns(_("Who lives there")), Column(_("Households"), True)),
        tuple((names.get(slug, slug), *_shares(entry), str(entry["homes"]))
              for slug, entry in sorted(found["groups"].items(), key=lambda item: -item[1]["homes"])))


def associations(found) -> Table:
    """By association: what of its inputs it bought, and what came from other associations."""
    names = people.names(found["associations"])
    rows = sorted(found["associations"].items(), key=lambda item: names[item[0]].casefold())
    return Table(
        _("By association: where its inputs come from"),
        (Column(_("Association")), Column(_("Bought as such"), True), Column(_("Bought by others before"), True),
         Column(_("From other associations"), True)),
        tuple((Cell(names[who], reverse("association", args=[who])), wording.share(entry["direct"]),
               wording.share(entry["embodied"]), wording.share(entry["from_commons"])) for who, entry in rows))


def over_time(found, part: str) -> Table | None:
    """The share that was bought, quarter by quarter, of needs, households or associations; None for one quarter."""
    quarters = found["quarters"]
    if len(quarters["ends"]) < 2:
        return None
    key, names = {"needs": ("classes", _class_words), "households": ("groups", _group_words),
                  "associations": ("associations", lambda: people.names(quarters["associations"]))}[part]
    words = names()
    rows = sorted(quarters[key].items(), key=lambda item: words.get(item[0], item[0]).casefold())
    return Table(
        _("What was bought, as such or in what was made, quarter by quarter"),
        (Column(_("Whose")), *(Column(_("To %(month)s") % {"month": _month(end)}, True) for end in quarters["ends"])),
        tuple((words.get(slug, slug), *map(wording.share, shares)) for slug, shares in rows))


def accounts(found, currency: str) -> Table | None:
    """Every coin that was spent is somewhere."""
    sums = found["accounts"]
    if not sums:
        return None
    lines = (
        (_("In what homes bought themselves"), "direct"), (_("In what came to homes otherwise"), "embodied"),
        (_("In what went outside again"), "outside"), (_("In what was lost or spoilt"), "lost"),
        (_("In stores and unfinished work of associations"), "lying"),
        (_("In stores, in what went outside again, or lost"), "rest"))
    return Table(
        _("Where all cash is that was spent outside since the book began"),
        (Column(_("Where")), Column(_("Cash"), True)),
        tuple((words, wording.money(sums[key], currency)) for words, key in lines if key in sums),
        (_("Spent outside in all"), wording.money(sums["spent"], currency)))


def feeds(part, names, words) -> Table:
    """What associations give each other."""
    return Table(
        _("What associations gave each other in the last twelve months"),
        (Column(_("From")), Column(_("To")), Column(_("What")), Column(_("Times"), True)),
        tuple((Cell(names[entry["giver"]], reverse("association", args=[entry["giver"]])),
               Cell(names[entry["taker"]], reverse("association", args=[entry["taker"]])),
               " · ".join(words.good(thing) for thing in entry["things"]), str(entry["times"]))
              for entry in part["feeds"]), caption_hidden=True)


def cycling(part, currency: str) -> Table:
    """Finn's index with what went into it, in both units."""
    rows = []
    for unit, name in (("hours", _("In hours of work")), ("worth", _("At shop prices"))):
        entry = part[unit]
        if entry["index"] is None:
            continue
        told = (lambda value: wording.amount(value, "h")) if unit == "hours" else (
            lambda value: wording.money(value, currency))
        if entry["throughflow"] is None:  # over too few associations
            told = lambda value: "–"  # noqa: E731
        rows.append((name, told(entry["throughflow"]), told(entry["cycled"]),
                     wording.share(max(entry["index"], 0.0))))
    return Table(
        _("What goes round, last twelve months"),
        (Column(_("Counted")), Column(_("All that passes through"), True), Column(_("Of it, been there before"), True),
         Column(_("Share"), True)), tuple(rows), caption_hidden=True)


def direction_answer(membrane, currency: str) -> str:
    """Which way things flow on the whole."""
    way = membrane.get("whole")
    if way is None:
        return _("Too few households have entries for a figure of the whole town.")
    came, went = (sum(membrane.get(name, 0.0) for name in names)
                  for names in (("bought", "given_in"), ("sold", "given_out")))
    if membrane["withheld"]:
        return {
            "in": _("Inward: more things come in from outside than go there. The difference is paid with work outside, "
                    "for wages."),
            "out": _("Outward: more things go outside than come in from there."),
            "even": _("Both ways alike: about as much comes in from outside as goes there.")}[way]
    said = {"came": wording.money(came, currency), "went": wording.money(went, currency)}
    return {
        "in": _("Inward: things for %(came)s came from outside and for %(went)s went there. The difference is paid "
                "with work outside, for wages."),
        "out": _("Outward: things for %(went)s went outside and for %(came)s came from there."),
        "even": _("Both ways alike: things for %(came)s came from outside and for %(went)s went there.")}[way] % said


def membrane(sums, currency: str) -> Table:
    """What crossed, by what it is."""
    lines = (
        (_("Things and services bought outside"), "bought"), (_("Given to us from outside"), "given_in"),
        (_("Things and services sold outside"), "sold"), (_("Given outside by us"), "given_out"),
        (_("Money from outside to homes: wages, pensions, sales"), "money_in_homes"),
        (_("Money from outside to associations"), "money_in_associations"),
        (_("Money that homes paid outside"), "money_out_homes"),
        (_("Money that associations paid outside"), "money_out_associations"))
    rows = [(words, wording.money(sums[key], currency)) for words, key in lines if sums.get(key)]
    return Table(_("What crossed in the last twelve months"), (Column(_("What")), Column(_("How much"), True)),
                 tuple(rows), caption_hidden=True)


def directions(sums, names) -> Table:
    """By association, which way it flows on the whole."""
    words = {"in": _("more comes in than goes out"), "out": _("more goes out than comes in"),
             "even": _("both ways alike")}
    rows = sorted(sums["directions"].items(), key=lambda item: (item[1], names[item[0]].casefold()))
    return Table(
        _("By association, at shop prices"), (Column(_("Association")), Column(_("Between it and the outside"))),
        tuple((Cell(names[who], reverse("association", args=[who])), words[way]) for who, way in rows))


def days_gained(steps, words, currency: str, title=None, hours=None) -> Table:
    """What would lengthen it, each counted again. title: a step in words; hours: wage hours a week that so much spare
    cash a month frees, where that is told."""
    rows = []
    for step in steps:
        cost = _("not known") if step["cost"] is None else _("no cash") if step["cost"] <= 0 else wording.money(
            step["cost"], currency)
        if hours:
            last = wording.amount(round(hours(step["spare"]), 1), "h") if step["spare"] > 0.005 else "–"
        else:
            last = "–" if not step["cost"] or step["cost"] <= 0 else wording.number(1000 * step["days"] / step["cost"])
        rows.append((title(step) if title else step_words(step, words, currency),
                     wording.days(round(step["days"], 1)), cost, last))
    return Table(
        _("What would lengthen it, the cheapest days first"),
        (Column(_("Step")), Column(_("Days gained"), True), Column(_("Cash, once"), True),
         Column(_("Wage work freed, a week") if hours else _("Days for a thousand"), True)),
        tuple(rows), caption_hidden=True)


def step_words(step, words, currency: str) -> str:
    """One step as a sentence without its end."""
    good = words.goods.get(step["name"])
    unit = words.units.get(good.unit).symbol if good else ""
    said = {"good": words.good(step["name"]), "much": wording.amount(step["amount"], unit)}
    if step["kind"] == "cash":
        return _("Put aside another month's worth of bare needs")
    if step["kind"] == "stock":
        return _("Lay in a month's store: %(good)s, %(much)s") % said
    if step["kind"] == "machine":
        return _("One more: %(good)s") % said
    if step["kind"] == "hours":
        return _("Ten more hours a month of this work: %(skill)s") % {
            "skill": wording.skill_word(words.goods, step["name"])}
    return _("Get it from inside: %(good)s, %(much)s a month") % said


