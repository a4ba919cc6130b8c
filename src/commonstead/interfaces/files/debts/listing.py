"""A table of debts as lines to be looked over one by one, for pages: read as any other, each debt with its day and
note."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

from commonstead.town.circulation.slip_files import DebtRow

from .reading import read_debts


def list_debts(content: bytes, name: str) -> tuple[DebtRow, ...]:
    """The debts of a table in the order of its lines. Refused as `read_debts`; each debt must say its day."""
    found = []
    for part in read_debts(io.BytesIO(content), name, dated=True, notes=True).currencies:
        debts, members, decimals = part.debts, part.debts.members, part.decimals
        ids, notes = debts.ids or [""] * len(debts), part.notes or [""] * len(debts)
        found += [DebtRow(line, members[debtor], members[creditor], Decimal(amount).scaleb(-decimals),
                          date.fromordinal(day), part.currency, number, note)
                  for line, debtor, creditor, amount, day, number, note in zip(
                      part.lines.tolist(), debts.debtor.tolist(), debts.creditor.tolist(), debts.amount.tolist(),
                      debts.date.tolist(), ids, notes, strict=True)]
    return tuple(sorted(found, key=lambda row: row.line))
