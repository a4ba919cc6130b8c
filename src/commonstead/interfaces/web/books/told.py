"""What the pages of open books show: tables, figures and one picture, in members' words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonstead.core.flows.in_and_out import InAndOut, Line
from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.charts import history
from commonstead.interfaces.web.components import Cell, Chart, Column, Table
from commonstead.interfaces.web.rows import Words
from commonstead.town.ledger import queries as ledger

#: Names in one cell, partners in the table, points of the picture: more would be read by nobody.
_MOST_NAMES, _MOST_PARTNERS, _MOST_POINTS, _MOST_LINES = 2, 40, 400, 40
#: Partners that stand open on the page; the others are one press away.
FIRST_PARTNERS = 8


def so_much(words: Words, thing: str, quantity: int, *, to_the_cent: bool = False) -> str:
    """An amount as people write it: money with its sign before it, all else with its unit behind."""
    spec = words.goods.get(thing)
    if spec and spec.sort == "money":
        return wording.money(words.units.to_decimal(quantity, spec.unit), spec.unit, to_the_cent=to_the_cent)
    return words.amount(thing, quantity)


def what_we_hold(resources, words: Words) -> list[dict]:
    """Money first, then the accounts in circles, then how many other things; each with the way to its reason."""
    money, accounts, others = [], [], 0
    for one in resources:
        spec = words.goods.get(one.specification)
        if spec is None or not (spec.sort == "money" or is_unit_of_account(spec.sort)):
            others += 1
            continue
        if spec.sort == "setoff" or (is_unit_of_account(spec.sort) and one.standing == "closed"):
            continue  # what only passes through to clear debts, and what was left at nothing: nobody holds anything
        owed = one.accounting < 0 and spec.sort != "money"
        shown = so_much(words, spec.id, abs(one.accounting) if owed else one.accounting, to_the_cent=True)
        (money if spec.sort == "money" else accounts).append({
            "label": _("In the till") if spec.sort == "money" else spec.name, "value": f"−{shown}" if owed else shown,
            "note": _("owed to the circle") if owed else "", "why": reverse("resource", args=[one.id])})
    figures = [*money, *accounts]
    if others:
        figures.append({"label": _("Stocks, tools and land"), "value": ngettext(
            "%(count)s thing", "%(count)s things", others) % {"count": others}, "why_label": _("What it has"),
            "why": reverse("association-part", args=[resources[0].accountable, "stocks"])})
    return figures


def lines_table(lines: Iterable[Line], caption: str, words: Words, *, came: bool) -> Table | None:
    """One line a way and thing, from the heart of the commons to its edge."""
    lines = list(lines)[:_MOST_LINES]
    if not lines:
        return None
    return Table(caption, (Column(_("What")), Column(_("How much"), True), Column(_("How")),
                           Column(_("From whom") if came else _("To whom"))),
                 tuple((Cell(words.good(line.thing)), Cell(so_much(words, line.thing, line.quantity)),
                        Cell("", mode=line.way) if isinstance(line.way, Mode) else Cell(wording.action_word(line.way)),
                        Cell(whom(line, words))) for line in lines), caption_hidden=True, dense=True)


def whom(line: Line, words: Words) -> str:
    """The first names on the other side, and how many more."""
    names = [words.name(agent) for agent, _quantity in line.others[:_MOST_NAMES]]
    more = len(line.others) - len(names)
    if more > 0:
        names.append(ngettext("%(count)s other", "%(count)s others", more) % {"count": more})
    return ", ".join(names)


def work_table(lines: Iterable[Line], words: Words) -> Table | None:
    """Hours by kind of work, and by how many."""
    lines = list(lines)
    if not lines:
        return None
    return Table(_("Work"), (Column(_("What")), Column(_("Hours"), True), Column(_("By whom"))),
                 tuple((Cell(words.good(line.thing)), Cell(_hours(line.effort, words)), Cell(whom(line, words)))
                       for line in lines), caption_hidden=True)


def partners_tables(flows: InAndOut, words: Words) -> list[Table]:
    """With whom: what each gave us and got from us, those with most things first. The first few, and the others.
    Debts that fell against each other are left out: nobody gave anything."""
    sides: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for place, lines in enumerate((flows.came, flows.went)):
        for line in lines:
            if (spec := words.goods.get(line.thing)) and spec.sort == "setoff":
                continue
            for other, quantity in line.others:
                sides[other][place].append(_in_short(line.thing, quantity, words))
    ranked = sorted(sides.items(), key=lambda item: (item[0] == OUTSIDE, -sum(map(len, item[1])), item[0]))
    return [Table(_("With whom"), (Column(_("Who")), Column(_("Gave us")), Column(_("Got from us"))),
                  tuple((Cell(words.name(other)), Cell(_few(gave)), Cell(_few(got))) for other, (gave, got) in some),
                  caption_hidden=True, dense=True)
            for some in (ranked[:FIRST_PARTNERS], ranked[FIRST_PARTNERS:_MOST_PARTNERS]) if some]


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

    def say(value):
        return wording.money(value, spec.unit)

    label = _("Money in the till from %(first)s to %(last)s: between %(low)s and %(high)s.") % {
        "first": wording.day(points[0].at), "last": wording.day(points[-1].at),
        "low": say(min(point.value for point in points)), "high": say(max(point.value for point in points))}
    return Chart(_("Money in the till"), history.wide(points, label, say, wording.short_day),
                 history.narrow(points, label, say, wording.short_day),
                 Table(_("Money in the till"), (Column(_("Day")), Column(_("There was"), True)),
                       tuple((wording.day(point.at), say(point.value)) for point in points)),
                 label)


def promises_table(promises, agent_id: str, words: Words) -> Table | None:
    """What is promised and not yet kept, both ways."""
    if not promises:
        return None
    return Table(_("What is promised"),
                 (Column(_("What")), Column(_("How much"), True), Column(_("Between")), Column(_("Until"))),
                 tuple((Cell(words.good(one.specification)), Cell(_promised(one, words)),
                        Cell(_("we to %(name)s") % {"name": words.name(one.receiver)} if one.provider == agent_id
                             else _("%(name)s to us") % {"name": words.name(one.provider)}),
                        Cell(wording.day(one.due) if one.due else "")) for one in promises), caption_hidden=True)


def counted_table(counted, words: Words) -> Table | None:
    """What members counted, and what the books say of that moment now."""
    if not counted:
        return None

    def say(one, amount: int) -> str:
        return so_much(words, one.specification, amount, to_the_cent=True)

    return Table(_("What was counted"),
                 (Column(_("What")), Column(_("Counted"), True), Column(_("In the books"), True), Column(_("So")),
                  Column(_("By whom and when"))),
                 tuple((Cell(words.good(one.specification)), Cell(say(one, one.amount)),
                        Cell(say(one, one.in_the_books)), Cell(_so(one, words)),
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
    amount = so_much(words, one.specification, abs(one.difference), to_the_cent=True)
    return _("%(amount)s more than written") % {"amount": amount} if one.difference > 0 else _(
        "%(amount)s less than written") % {"amount": amount}


def _few(said: list[str]) -> str:
    more = len(said) - 3
    return "; ".join([*said[:3], *([_("and more")] if more > 0 else [])])


def _in_short(thing: str, quantity: int, words: Words) -> str:
    """A thing and how much; money and a circle's unit say by their sign what they are."""
    spec = words.goods.get(thing)
    amount = so_much(words, thing, quantity)
    plain = spec and (spec.sort == "money" or is_unit_of_account(spec.sort))
    return amount if plain else f"{words.good(thing)} {amount}"


def _promised(one, words: Words) -> str:
    spec = words.goods.get(one.specification)
    return so_much(words, spec.id, one.quantity) if spec and spec.sort == "money" and one.quantity else words.much(one)


def _hours(effort: int, words: Words) -> str:
    return wording.amount(words.units.to_decimal(effort, "h"), "h")
