"""What a clearing leaves of each debt, as a table, in the order of the table that the debts came from."""

from __future__ import annotations

import csv
from datetime import date
from heapq import merge
from typing import TextIO

from commonstead.core.circulation.clearing import NO_DATE, Clearing
from commonstead.core.vocabulary.formulas import guarded

from .reading import DebtsFile


def decimal_text(amount: int, decimals: int) -> str:
    """A whole number of smallest units as people write it, exactly: 1250 with two decimals is 12.50."""
    if not decimals:
        return str(amount)
    digits = str(abs(amount)).rjust(decimals + 1, "0")
    return f"{'-' if amount < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"


def write_left(out: TextIO, file: DebtsFile, answers: list[Clearing]) -> None:
    """One line a debt: what it was, what fell of it (cleared) and what is left."""
    optional = [one for one in ("id", "date", "currency") if one in file.has]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*(one for one in optional if one == "id"), "debtor", "creditor", "amount", "cleared", "left",
                     *(one for one in optional if one != "id")])
    parts = [_lines(file, at, answer, optional) for at, answer in enumerate(answers)]
    writer.writerows(cells for _, cells in (merge(*parts) if len(parts) > 1 else parts[0]))


def _lines(file: DebtsFile, at: int, answer: Clearing, optional: list[str]):
    part = file.currencies[at]
    debts, names, decimals = part.debts, [guarded(name) for name in part.debts.members], part.decimals
    days: dict[int, str] = {}
    for place, (line, debtor, creditor, amount, fallen, day) in enumerate(zip(
            part.lines.tolist(), debts.debtor.tolist(), debts.creditor.tolist(), debts.amount.tolist(),
            answer.fallen.tolist(), debts.date.tolist(), strict=True)):
        cells = [names[debtor], names[creditor], *(decimal_text(one, decimals) for one in (amount, fallen,
                                                                                          amount - fallen))]
        if "id" in optional:
            cells.insert(0, guarded(debts.ids[place]))
        if "date" in optional:
            if day not in days:
                days[day] = _day(day)
            cells.append(days[day])
        if "currency" in optional:
            cells.append(guarded(part.currency))
        yield line, cells


def _day(day: int) -> str:
    return "" if day == NO_DATE else date.fromordinal(day).isoformat()
