"""A brought file of debts: read by the files' door, its names looked up among the town's people and associations, its
amounts in the steps of what is cleared. What is wrong is told by line, at most twenty of them: first what cannot be
read, then what is not known here. Nothing is written.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.circulation import slip_files
from commonstead.town.circulation.clearing.commands import DebtLine
from commonstead.town.people import queries as people

from .amounts import Coin

MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 5_000
_TOLD = 20


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
            self.by_name[_plain(view.name)].append(view.id)
            self.by_name[view.id].append(view.id)

    def read(self, upload) -> Brought:
        """The debts in an uploaded file, or what is wrong with it."""
        if upload is None or upload.size == 0:
            return Brought((), (_("Choose a file with at least one debt in it."),))
        if upload.size > MOST_BYTES:
            return Brought((), (_("This file is larger than %(most)s MB.") % {"most": MOST_BYTES // 2**20},))
        try:
            rows = slip_files.read_debts(upload.read(), upload.name[:60])
        except Refused as refused:
            return Brought((), tuple(told_at(one.line, reason_of(one)) for one in refused.refusals))
        if len(rows) > MOST_LINES:
            return Brought((), (_("These are more than %(most)s lines. Bring them in parts.") % {"most": MOST_LINES},))
        found = tuple((row.line, line) for row in rows if (line := self._line(row)))
        more = len(self.faults) - _TOLD
        return Brought(found, (*self.faults[:_TOLD], *([_("… and %(more)s more.") % {"more": more}] if more > 0
                                                       else [])))

    def _line(self, row: slip_files.DebtRow) -> DebtLine | None:
        before = len(self.faults)
        debtor, creditor, amount = self._who(row.line, row.debtor), self._who(row.line, row.creditor), 0
        if row.currency.casefold() not in ("", self.coin.currency.casefold(), self.coin.symbol.casefold()):
            self._wrong(row.line, _("“%(currency)s” is not cleared here, but %(here)s. Bring these debts where they "
                                    "are.") % {"currency": row.currency[:20], "here": self.coin.symbol})
        try:
            amount = self.coin.to_int(f"{row.amount:f}")
        except Refused as refused:
            self._wrong(row.line, reason_of(refused.refusals[0]))
        return None if len(self.faults) > before else DebtLine(debtor, creditor, amount, row.since, row.note[:200],
                                                               row.number[:60])

    def _who(self, number: int, name: str) -> str:
        known = self.by_name.get(_plain(name), [])
        if len(known) == 1:
            return known[0]
        self._wrong(number, (_("there are several called “%(name)s”. Write the id instead.") if known else
                             _("nobody here is called “%(name)s”. Write the name as it stands in the town."))
                    % {"name": name[:60]})
        return ""

    def _wrong(self, number: int, what: str) -> None:
        self.faults.append(told_at(number, what))


def _plain(name: str) -> str:
    """A name as it is compared: spaces, capitals and ways to write an accent make no difference."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def told_at(number: int, what: str) -> str:
    """What is wrong, with its line where it is at one."""
    return _("Line %(line)s: %(what)s") % {"line": number, "what": what} if number else what
