"""A small picture of an agreement: for each promise, what was given turn by turn, and the line of what was promised.

Each promise has a scale of its own. Visits are not measured against leaflets: that would be a price.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commonstead.core.circulation.standing import stretch_of
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.charts.drawing import Drawing, wrapped
from commonstead.interfaces.web.components import Chart, Column, Table
from commonstead.interfaces.web.rows import Words
from commonstead.town.circulation.barter_queries import BarterView, TermView

from .told import promised

MOST_TURNS = 12


@dataclass(frozen=True)
class Turn:
    """What was given in one stretch, and what had been promised for it."""

    begins: date
    given: int
    promised: int


def chart_of(view: BarterView, words: Words) -> Chart:
    """One strip for each promise, the last twelve turns."""
    strips = [(term, _turns(view, term)) for term in view.terms]
    rows = tuple((f"{words.name(term.giver)}: {words.good(term.specification)}", wording.whole_day(turn.begins),
                  words.amount(term.specification, turn.given), words.amount(term.specification, turn.promised))
                 for term, turns in strips for turn in turns)
    label = _("What was given, turn by turn, beside what was promised.")
    return Chart(_("What has flowed"), _draw(strips, words, label, 760), _draw(strips, words, label, 358),
                 Table(_("What has flowed"), (Column(_("Promise")), Column(_("From")), Column(_("Given"), True),
                                              Column(_("Promised"), True)), rows), label,
                 legend=(("c-in-1", pgettext("flowed", "given")), ("c-unmet", _("promised and not given"))))


def _turns(view: BarterView, term: TermView) -> list[Turn]:
    """The last turns, the oldest first; a promise that is kept once is shown month by month, without a line."""
    rhythm = term.every or "month"
    begins = view.begins or timezone.localdate()
    day = view.ended if view.state == "ended" else timezone.localdate()
    turns: list[Turn] = []
    while len(turns) < MOST_TURNS:
        stretch = stretch_of(begins, rhythm, day)
        first = stretch.begins == begins
        given = sum(much for when, much in term.flows if (when >= stretch.begins or first) and when < stretch.ends)
        turns.append(Turn(stretch.begins, given, term.amount if term.every else 0))
        if first:
            break
        day = stretch.begins - timedelta(days=1)
    return turns[::-1]


def _draw(strips, words: Words, label: str, width: int) -> str:
    wide = width > 500
    left, step, size = (236, 62, 14) if wide else (0, 96, 14)
    drawing = Drawing(width, step * len(strips), label)
    for place, (term, turns) in enumerate(strips):
        top = place * step
        name = f"{words.name(term.giver)}: {words.good(term.specification)}"
        if wide:
            drawing.lines(0, top + 18, wrapped(name, 28, 2), size=size)
            drawing.text(0, top + 50, promised(term, words), "c-soft", 12.5)
        else:
            drawing.text(0, top + 15, wrapped(name, 46, 1)[0], size=size)
            drawing.text(0, top + 32, promised(term, words), "c-soft", 12.5)
        _bars(drawing, turns, left, top + (6 if wide else 40), width - left, 44)
    return drawing.svg()


def _bars(drawing: Drawing, turns: list[Turn], x: float, y: float, width: float, height: float) -> None:
    most = max(1, *(max(turn.given, turn.promised) for turn in turns)) if turns else 1
    column = width / MOST_TURNS
    for place, turn in enumerate(turns):
        here, wide = x + place * column, column - 6
        given, line = turn.given / most * height, turn.promised / most * height
        if turn.promised > turn.given:
            drawing.rect(here, y + height - line, wide, line - given, "c-unmet", 2)
        drawing.rect(here, y + height - given, wide, given, "c-in-1", 2)
    drawing.line(x, y + height, x + width, y + height, "c-axis")
