"""What the pages of open books show: tables, figures and one picture, in members' words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonstead.core.flows.in_and_out import InAndOut, Line
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.charts import history
from commonstead.interfaces.web.components import Cell, Chart, Column, Table
from commonstead.interfaces.web.rows import Words
from commonstead.town.ledger import queries as ledger

#: Names in one cell, partners in the table, points of the picture: more would be read by nobody.
_MOST_NAMES, _MOST_PARTNERS, _MOST_POINTS, _MOST_LINES = 2, 20, 400, 40


def what_we_hold(resources, words: Words) -> list[dict]:
    """Money and accounts as figures, and how many other things, with the way to each."""
    figures, others = [], 0
    for one in resources:
        spec = words.goods.get(one.specification)
        if spec is None or spec.sort in ("good", "material", "machine", "land", "service", "work"):
            others += 1
            continue
        if not one.accounting and spec.sort != "money" and (
                spec.unit in wording.SYMBOLS or sum(other.specification == spec.id for other in resources) > 1):
            continue  # through this account debts are set off or bridges crossed; nobody holds anything in it
        figures.append({
            "label": _("In the till") if spec.sort == "money" else spec.name,
            "value": wording.money(words.units.to_decimal(one.accounting, spec.unit), spec.unit)
            if spec.sort == "money" else words.amount(spec.id, one.accounting),
            "why": reverse("resource", args=[one.id])})
    if others:
        figures.append({"label": _("Stocks, tools and land"), "value": ngettext(
            "%(count)s thing", "%(count)s things", others) % {"count": others},
            "why": reverse("association-part", args=[resources[0].accountable, "stocks"])})
    return figures


def lines_table(lines: Iterable[Line], caption: str, words: Words, *, came: bool) -> Table | None:
    """One line a way and thing, from the heart of the commons to its edge."""
    lines = list(lines)[:_MOST_LINES]
    if not lines:
        return None
    return Table(caption, (Column(_("What")), Column(_("How much"), True), Column(_("How")),
                           Column(_("From whom") if came else _("To whom"))),
                 tuple((Cell(words.good(line.thing)), Cell(words.amount(line.thing, line.quantity)),
                        Cell("", mode=line.way) if isinstance(line.way, Mode) else Cell(wording.action_word(line.way)),
                        Cell(whom(line, words))) for line in lines), caption_hidden=True, dense=True)


def whom(line: Line, words: Words) -> str:
    """The first names on the other side, and how many more."""
    names = [words.name(agent) for agent, _quantity in line.others[:_MOST_NAMES]]
    more = len(line.others) - len(names)
    if more > 0:
        names.append(ngettext("%(count)s other", "%(count)s others", more) % {"count": more})
    return ", ".join(names) or "–"


def work_table(lines: Iterable[Line], words: Words) -> Table | None:
    """Hours by kind of work, and by how many."""
    lines = list(lines)
    if not lines:
        return None
    return Table(_("Work"), (Column(_("What")), Column(_("Hours"), True), Column(_("By whom"))),
                 tuple((Cell(words.good(line.thing)), Cell(_hours(line.effort, words)), Cell(whom(line, words)))
                       for line in lines), caption_hidden=True)


def partners_table(flows: InAndOut, words: Words) -> Table | None:
    """With whom: what each gave us and got from us, those with most things first."""
    sides: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for place, lines in enumerate((flows.came, flows.went)):
        for line in lines:
            for other, quantity in line.others:
                sides[other][place].append(f"{words.good(line.thing)} {words.amount(line.thing, quantity)}")
    if not sides:
        return None
    ranked = sorted(sides.items(), key=lambda item: (item[0] == OUTSIDE, -sum(map(len, item[1])), item[0]))
    return Table(_("With whom"), (Column(_("Who")), Column(_("gave us")), Column(_("got from us"))),
                 tuple((Cell(words.name(other)), Cell(_few(gave)), Cell(_few(got)))
                       for other, (gave, got) in ranked[:_MOST_PARTNERS]), caption_hidden=True)


def till_chart(accounts, words: Words) -> Chart | None:
    """How the money in the till went."""
    till = next((one for one in accounts if words.goods[one.specification].sort == "money"), None)
    if till is None:
        return None
    moves = ledger.statement(till.id, count=_MOST_POINTS).moves
    spec = words.goods[till.specification]
    points = tuple(sorted((history.Point(move.at, float(words.units.to_decimal(move.accounting_after, spec.unit)))
                           for move in moves), key=lambda point: point.at))
    if len({point.value for point in points}) < 2:
        return None
    label = _("Money in the till from %(first)s to %(last)s: between %(low)s and %(high)s.") % {
        "first": wording.day(points[0].at), "last": wording.day(points[-1].at),
        "low": wording.money(min(point.value for point in points), spec.unit),
        "high": wording.money(max(point.value for point in points), spec.unit)}
    return Chart(_("Money in the till"), history.wide(points, label, wording.number, wording.short_day),
                 history.narrow(points, label, wording.number, wording.short_day),
                 Table(_("Money in the till"), (Column(_("Day")), Column(_("There was"), True)),
                       tuple((wording.day(point.at), wording.money(point.value, spec.unit)) for point in points)),
                 label)


def promises_table(promises, agent_id: str, words: Words) -> Table | None:
    """What is promised and not yet kept, both ways."""
    if not promises:
        return None
    return Table(_("What is promised"),
                 (Column(_("What")), Column(_("How much"), True), Column(_("Between")), Column(_("Until"))),
                 tuple((Cell(words.good(one.specification)), Cell(words.much(one)),
                        Cell(_("we to %(name)s") % {"name": words.name(one.receiver)} if one.provider == agent_id
                             else _("%(name)s to us") % {"name": words.name(one.provider)}),
                        Cell(wording.day(one.due) if one.due else "–")) for one in promises), caption_hidden=True)


def counted_table(counted, words: Words) -> Table | None:
    """What members counted, and what the books say of that moment now."""
    if not counted:
        return None
    return Table(_("What was counted"),
                 (Column(_("What")), Column(_("Counted"), True), Column(_("In the books"), True), Column(_("So")),
                  Column(_("By whom and when"))),
                 tuple((Cell(words.good(one.specification)), Cell(words.amount(one.specification, one.amount)),
                        Cell(words.amount(one.specification, one.in_the_books)), Cell(_so(one, words)),
                        Cell(f"{words.name(one.said_by)}, {wording.day(one.at)}")) for one in counted),
                 caption_hidden=True)


def sums_rows(sums, agent_id: str, words: Words) -> Iterator[tuple]:
    """For a spreadsheet: every sum, with names."""
    yield ("direction", "thing", "action", "mode", "partner", "quantity", "unit", "hours", "entries")
    for row in sums:
        spec = words.goods.get(row.specification)
        other = row.provider if row.receiver == agent_id else row.receiver
        within = row.provider == row.receiver
        yield ("within" if within else "in" if row.receiver == agent_id else "out", words.good(row.specification),
               row.action, row.mode or "", "" if within else words.name(other),
               words.units.to_decimal(row.quantity, spec.unit) if spec else row.quantity, spec.unit if spec else "",
               words.units.to_decimal(row.effort, "h"), row.events)


def _so(one, words: Words) -> str:
    if not one.difference:
        return _("the same")
    amount = words.amount(one.specification, abs(one.difference))
    return _("%(amount)s more than written") % {"amount": amount} if one.difference > 0 else _(
        "%(amount)s less than written") % {"amount": amount}


def _few(said: list[str]) -> str:
    more = len(said) - 3
    return "; ".join([*said[:3], *([_("and more")] if more > 0 else [])]) or "–"


def _hours(effort: int, words: Words) -> str:
    return wording.amount(words.units.to_decimal(effort, "h"), "h")
