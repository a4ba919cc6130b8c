"""A table of debts as anybody has it: debtor, creditor, amount, since, and if there is one a number and a note.

Comma, semicolon or tab; point or comma as the decimal sign; with or without the mark that some programs put at the
beginning. Names are those of the town's people and associations. Everything that is wrong is told by line, at most
twenty of them, and nothing is written.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.forms import numbers
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.circulation.clearing.commands import DebtLine
from commonstead.town.people import queries as people

from .amounts import Coin

MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 5_000
_TOLD = 20
#: Headings that are understood, in English and Spanish.
HEADINGS = {
    "debtor": ("debtor", "from", "deudor", "deudora", "de"),
    "creditor": ("creditor", "to", "acreedor", "acreedora", "a"),
    "amount": ("amount", "importe", "cantidad"), "since": ("since", "date", "fecha", "desde"),
    "number": ("number", "id", "invoice", "número", "numero", "factura"), "note": ("note", "nota"),
}
_NEEDED = ("debtor", "creditor", "amount", "since")


@dataclass(frozen=True)
class Brought:
    """lines: the debts with the line of the file at which each stands.  faults: what is wrong, told by line."""

    lines: tuple[tuple[int, DebtLine], ...]
    faults: tuple[str, ...]


class Reader:
    """Reads one file."""

    def __init__(self, coin: Coin):
        self.coin, self.faults = coin, []
        self.by_name: dict[str, list[str]] = defaultdict(list)
        for view in people.agents():
            self.by_name[" ".join(view.name.split()).casefold()].append(view.id)
            self.by_name[view.id].append(view.id)

    def read(self, upload) -> Brought:
        """The debts in an uploaded file, or what is wrong with it."""
        if upload is None or upload.size == 0:
            return Brought((), (_("Choose a file with at least one debt in it."),))
        if upload.size > MOST_BYTES:
            return Brought((), (_("This file is larger than %(most)s MB.") % {"most": MOST_BYTES // 2**20},))
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            return Brought((), (_("This file is not written in UTF-8. Save it as “CSV UTF-8” and bring it again."),))
        if "\x00" in text:
            return Brought((), (_("This is no table of text. Save it as CSV and bring it again."),))
        try:
            rows = list(csv.reader(text.splitlines(), delimiter=_delimiter(text), strict=True))
        except csv.Error as error:
            return Brought((), (_("This table cannot be read: %(why)s.") % {"why": error},))
        return self._rows(rows)

    def _rows(self, rows: list[list[str]]) -> Brought:
        if len(rows) > MOST_LINES:
            return Brought((), (_("These are more than %(most)s lines. Bring them in parts.") % {"most": MOST_LINES},))
        places = _places(rows[0] if rows else [])
        missing = [name for name in _NEEDED if name not in places]
        if missing:
            return Brought((), (_("The first line must name the columns. These are missing: %(names)s.")
                                % {"names": ", ".join(missing)},))
        found, seen = [], {}
        for number, row in enumerate(rows[1:], 2):
            if not any(cell.strip() for cell in row):
                continue
            line = self._line(number, {name: row[at].strip() if at < len(row) else "" for name, at in places.items()})
            if line is not None and (first := seen.setdefault(line, number)) != number:
                self._wrong(number, _("this is the same as line %(line)s. If these are two debts, give each its "
                                      "number.") % {"line": first})
            elif line is not None:
                found.append((number, line))
        if not found and not self.faults:
            self.faults.append(_("Choose a file with at least one debt in it."))
        more = len(self.faults) - _TOLD
        told = (*self.faults[:_TOLD], *([_("… and %(more)s more.") % {"more": more}] if more > 0 else []))
        return Brought(tuple(found), told)

    def _line(self, number: int, said: dict[str, str]) -> DebtLine | None:
        before = len(self.faults)
        debtor, creditor = (self._who(number, said[side]) for side in ("debtor", "creditor"))
        amount, since = self._amount(number, said["amount"]), self._since(number, said["since"])
        if len(self.faults) > before:
            return None
        return DebtLine(debtor, creditor, amount, since, said.get("note", "")[:200], said.get("number", "")[:60])

    def _who(self, number: int, name: str) -> str:
        known = self.by_name.get(" ".join(name.split()).casefold(), [])
        if len(known) == 1:
            return known[0]
        self._wrong(number, (_("there are several called “%(name)s”. Write the id instead.") if known else
                             _("nobody here is called “%(name)s”. Write the name as it stands in the town."))
                    % {"name": name[:60]})
        return ""

    def _amount(self, number: int, text: str) -> int:
        if re.fullmatch(r"[-+]?\d{1,3}([,.]\d{3})+", text) and self.coin.decimals < 3:
            self._wrong(number, _("“%(number)s” can be read in two ways. Write it without a sign for thousands, like "
                                  "1240 or 1.24.") % {"number": text})
            return 0
        try:
            return self.coin.to_int(numbers.normal(text[:40]))
        except Refused as refused:
            self._wrong(number, reason_of(refused.refusals[0]))
            return 0

    def _since(self, number: int, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._wrong(number, _("“%(day)s” is no day. Write it as year-month-day, like 2026-03-31.")
                        % {"day": text[:40]})
            return date.min

    def _wrong(self, number: int, what: str) -> None:
        self.faults.append(_("Line %(line)s: %(what)s") % {"line": number, "what": what})


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max((";", "\t", ","), key=first.count)


def _places(heading: list[str]) -> dict[str, int]:
    words = [cell.strip().casefold() for cell in heading]
    return {name: words.index(known) for name, names in HEADINGS.items() for known in names[::-1] if known in words}
