"""What each line of a sheet or file does, as a table to read before anything is written."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonstead.core.vocabulary.refusal import Refusal
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.town.circulation.bringing_in import LineAnswer
from commonstead.town.circulation.views import CircleView

from .seeing import amount

MOST_SHOWN = 200
FIELD_WORDS = {
    "payer": gettext_lazy("who pays"), "payee": gettext_lazy("who is paid"), "amount": gettext_lazy("how much"),
    "quantity": gettext_lazy("how much"), "category": gettext_lazy("what for"), "day": gettext_lazy("day"),
    "provider": gettext_lazy("who pays"), "receiver": gettext_lazy("who is paid"), "note": gettext_lazy("note"),
    "state": gettext_lazy("state"), "reason": gettext_lazy("reason"), "unit": gettext_lazy("unit"),
    "name": gettext_lazy("name"), "since": gettext_lazy("since"), "levy": gettext_lazy("levy"),
}
STATE_WORDS = {
    "paid": gettext_lazy("paid"), "taken_back": gettext_lazy("taken back"), "asked": gettext_lazy("asked for"),
    "declined": gettext_lazy("declined"), "withdrawn": gettext_lazy("withdrawn"), "lapsed": gettext_lazy("lapsed"),
}


def said_of(answer: LineAnswer, circle: CircleView, names: dict[str, str]) -> str:
    """What a good line does, in a sentence."""
    line = answer.line
    words = {"payer": names.get(answer.payer, line.payer), "payee": names.get(answer.payee, line.payee),
             "amount": amount(circle, line.amount), "day": wording.whole_day(line.day)}
    return _("%(payer)s → %(payee)s: %(amount)s, %(day)s") % words


def faults(problems: Iterable[Refusal]) -> Table | None:
    """What is wrong, by line and field, with what to do."""
    problems = sorted(problems, key=lambda one: one.line)
    rows = tuple((
        Cell(_("Line %(line)s") % {"line": one.line} if one.line else _("The file")),
        Cell(str(FIELD_WORDS.get(one.field, one.field)) or "–"),
        Cell(wording.reason_of(one)),
    ) for one in problems[:MOST_SHOWN])
    if not rows:
        return None
    return Table(_("What must be put right"), (Column(_("Where")), Column(_("Field")), Column(_("What"))), rows,
                 caption_hidden=True)


def good_lines(answers: Iterable[LineAnswer], circle: CircleView, names: dict[str, str]) -> Table | None:
    """The lines that can be written, or were before."""
    rows = []
    for answer in answers:
        if answer.outcome in ("good", "left", "known") and len(rows) < MOST_SHOWN:
            line = answer.line
            state = str(STATE_WORDS[line.state]) if line.state != "paid" else ""
            known = _("written before") if answer.outcome == "known" else ""
            rows.append((
                Cell(_("Line %(line)s") % {"line": line.line}),
                Cell(said_of(answer, circle, names), note=" · ".join(filter(None, (state, known)))),
                Cell(line.category or "–")))
    if not rows:
        return None
    return Table(_("What would be written"), (Column(_("Where")), Column(_("What")), Column(_("What for"))),
                 tuple(rows), caption_hidden=True, dense=True)
