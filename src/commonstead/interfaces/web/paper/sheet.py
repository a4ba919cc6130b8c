"""Slips from paper: a sheet for whoever keeps the circle, made for the keyboard. It looks first, and writes then.

Names need only their first letters, the day is that of the row above, and Tab goes on. Notes have a column only on a
sheet that is to have them, so that nobody passes it for nothing. Every look runs the real rules and writes nothing, and
tells all that is wrong with a row at once, at its fields. Each sheet has a word of its own from when it was first
shown, so that sending it twice writes nothing twice. It works the same without JavaScript; with it, Enter goes on to
the next field.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonstead.core.circulation.slip_lines import SlipLine
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.forms.numbers import whole_number
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.circulation import queries
from commonstead.town.circulation.bringing_in import BroughtIn, How, bring_in
from commonstead.town.circulation.slip_files import read_slips
from commonstead.town.people import queries as people

from .answers import said_of
from .seeing import circle_for_keepers, members

ROWS, MOST_ROWS = 10, 200
FIELDS = ("payer", "payee", "amount", "category", "day", "note")
LABELS = {"payer": gettext_lazy("Who pays"), "payee": gettext_lazy("Who is paid"), "amount": gettext_lazy("How much"),
          "category": gettext_lazy("What for"), "day": gettext_lazy("Day"), "note": gettext_lazy("Note")}
_FIELD_OF = {"quantity": "amount"}


@dataclass
class SheetRow:
    """A row as it is shown. cells: what was typed.  does: what it does, where nothing is wrong with it.  faults: by
    field, "" where none is at fault, what is wrong, in the order in which it was found.  shown: its fields."""

    number: int
    cells: dict[str, str]
    does: str = ""
    faults: dict[str, list[str]] = field(default_factory=dict)
    outcome: str = ""
    shown: tuple[str, ...] = FIELDS

    @property
    def empty(self) -> bool:
        return not any(self.cells.values())

    @property
    def fields(self) -> list[tuple[str, str, str, bool]]:
        """(field, its label, what was typed, whether it is at fault)."""
        return [(name, str(LABELS[name]), self.cells[name], name in self.faults) for name in self.shown]

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """(field, its label, sentence): all that is wrong, in the order of the fields, else what it does."""
        places = {name: place for place, name in enumerate(FIELDS)}
        wrong = sorted(self.faults.items(), key=lambda item: places.get(item[0], len(places)))
        return [(name, str(LABELS.get(name, "")), " ".join(sentences)) for name, sentences in wrong] or (
            [("", "", self.does)] if self.does else [])


@member_page
def slips(request, circle_id):
    """The sheet: shown empty, looked at, written."""
    circle = circle_for_keepers(request, circle_id)
    typed = request.POST if request.method == "POST" else request.GET
    as_text = typed.get("as") == "text"
    sheet = _Sheet(circle, typed, as_text)
    if request.method != "POST" or typed.get("step") in ("more", "notes"):
        return _show(request, circle, sheet)
    looked = typed.get("looked") == sheet.digest  # what nobody looked at yet is looked at first
    how = How(batch=sheet.batch, write=looked and typed.get("step") in ("write", "write_all"),
              all_or_none=typed.get("step") == "write_all", repeats_too="repeats_too" in typed)
    try:
        done = sheet.bring(how, request.user.person_id)
    except Refused as refused:
        return _show(request, circle, sheet, problems=[_with_line(one) for one in refused.refusals], status=422)
    if done is None:
        return _show(request, circle, sheet, problems=[_("Write at least one slip.")], status=422)
    if not how.write:
        return _show(request, circle, sheet, done=done)
    if done.written:
        messages.success(request, ngettext("%(n)s slip was written.", "%(n)s slips were written.",
                                           done.count("good")) % {"n": done.count("good")})
    elif done.count("known"):
        messages.success(request, _("These slips were written before; nothing was written twice."))
    else:
        messages.error(request, _("Nothing was written. Put right what is marked, or write only the good ones."))
    if done.written or done.count("known"):
        sheet.keep_the_wrong()
        done = None if not sheet.faulty else done
    return _show(request, circle, sheet, done=done, status=422 if sheet.faulty else 200)


class _Sheet:
    """What was typed, as rows or as text, and what became of it."""

    def __init__(self, circle, typed, as_text: bool):
        self.circle, self.as_text = circle, as_text
        self.batch = "".join(filter(str.isalnum, typed.get("batch", "")))[:32] or secrets.token_hex(12)
        self.repeats_too = "repeats_too" in typed
        self.text = typed.get("lines", "").replace("\r\n", "\n").replace("\r", "\n")
        count = whole_number(typed.get("rows", ""), most=9999) or ROWS
        count = min(MOST_ROWS, count + (ROWS if typed.get("step") == "more" else 0))
        rows = [{name: typed.get(f"{name}.{number}", "").strip()[:600] for name in FIELDS}
                for number in range(1, count + 1)]
        self.notes = "notes" in typed or typed.get("step") == "notes" or any(cells["note"] for cells in rows)
        self.shown = FIELDS if self.notes else FIELDS[:-1]
        self.rows = [SheetRow(number, cells, shown=self.shown) for number, cells in enumerate(rows, 1)]
        self.problems: list[Refusal] = []
        self.half: list[SlipLine] = []
        self.faulty = False

    def bring(self, how: How, by: str) -> BroughtIn | None:
        """Look or write; None where nothing was typed."""
        lines = self._from_text() if self.as_text else self._from_rows()
        if not lines and not self.problems:
            return None
        done = bring_in(self.circle.id, lines, how, by=by, faults=bool(self.problems), half=self.half)
        names = people.names({side for answer in done.answers for side in (answer.payer, answer.payee)} - {""})
        if self.as_text:
            self._rows_of_text()
        by_number = {row.number: row for row in self.rows}
        for answer in done.answers:
            row = by_number[answer.line.line]
            row.outcome = answer.outcome
            if answer.outcome != "wrong":
                row.does = said_of(answer, self.circle, names)
            self._blame(row, answer.problems)
        for problem in (*self.problems, *(replace(one, line=answer.line.line)
                                          for answer in done.half for one in answer.problems)):
            self._blame(by_number[problem.line], [problem])
        self.faulty = any(row.outcome == "wrong" for row in self.rows)
        return done

    @property
    def digest(self) -> str:
        """What was typed, in short."""
        typed = self.text if self.as_text else repr([row.cells for row in self.rows if not row.empty])
        return hashlib.sha256(f"{self.repeats_too}{typed}".encode()).hexdigest()[:24]

    @property
    def good(self) -> int:
        return sum(row.outcome in ("good", "left") for row in self.rows)

    def keep_the_wrong(self) -> None:
        """After writing: what could not be written stays on a new sheet, the rest is gone from it."""
        self.batch = secrets.token_hex(12)
        kept = [row for row in self.rows if row.outcome == "wrong"]
        if self.as_text:
            lines = self.text.split("\n")
            self.text = "\n".join(lines[row.number - 1] for row in kept)
        self.rows = [replace(row, number=number) for number, row in enumerate(kept, 1)]
        self.rows += [SheetRow(number, dict.fromkeys(FIELDS, ""), shown=self.shown)
                      for number in range(len(kept) + 1, ROWS + 1)]

    def _from_rows(self) -> list[SlipLine]:
        """Each row through the one reader of slips; an empty day is the one above, and the first one's today."""
        lines, day, said_in = [], "", 0
        for row in self.rows:
            if row.empty:
                continue
            cells = row.cells | {"day": row.cells["day"] or day or timezone.localdate().isoformat()}
            day, said_in = cells["day"], row.number if row.cells["day"] else said_in
            line = ";".join('"' + cells[name].replace('"', '""') + '"' for name in FIELDS)
            read = self._read(f"{';'.join(FIELDS)}\n{line}")
            self.problems += [replace(one, line=row.number) if one.field != "day" or row.cells["day"] else Refusal(
                "slips.day_above", gettext_noop("Its day is that of row {row}. Put that one right."), {"row": said_in},
                field="day", line=row.number) for one in read.problems]
            self.half += [replace(one, line=row.number) for one in read.half]
            lines += [replace(one, line=row.number) for one in read.lines]
        return lines

    def _from_text(self) -> list[SlipLine]:
        read = self._read(self.text)
        self.problems += read.problems
        self.half += read.half
        return list(read.lines)

    def _read(self, text: str):
        return read_slips(text, decimals=self.circle.decimals, symbol=self.circle.symbol, today=timezone.localdate())

    def _rows_of_text(self) -> None:
        """The typed lines as rows, for what is said about each."""
        self.rows = [SheetRow(number, dict.fromkeys(FIELDS, "") | {"payer": line.strip()})
                     for number, line in enumerate(self.text.split("\n"), 1)]

    def _blame(self, row: SheetRow, problems) -> None:
        for problem in problems:
            row.outcome = "wrong"
            row.faults.setdefault(_FIELD_OF.get(problem.field, problem.field), []).append(reason_of(problem))


def _with_line(refusal: Refusal) -> str:
    said = reason_of(refusal)
    return _("Line %(line)s: %(said)s") % {"line": refusal.line, "said": said} if refusal.line else said


def _show(request, circle, sheet: _Sheet, *, done: BroughtIn | None = None, problems=(), status: int = 200):
    used = {slip.category for slip in queries.payments(circle.id, count=200)} - {""}
    today: date = timezone.localdate()
    return render(request, "web/paper/slips.html", {
        "circle": circle, "sheet": sheet, "done": done, "problems": problems, "names": list(members(circle).values()),
        "categories": sorted(used, key=str.casefold), "today": today, "known": done.count("known") if done else 0,
        "wrong": sum(row.outcome == "wrong" for row in sheet.rows), "more": len(sheet.rows) < MOST_ROWS,
        "marked": [row for row in sheet.rows if row.said], "labels": [LABELS[name] for name in sheet.shown],
    }, status=status)
