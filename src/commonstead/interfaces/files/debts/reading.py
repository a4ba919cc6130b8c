"""A table of debts, read line by line into arrays: columns debtor, creditor, amount; also id, date, currency, and notes
where they are asked for.

Several debts of one pair stay apart. The same id twice is refused; lines without an id that say the same are kept,
and it is told. Several currencies are read into debts of their own, since nothing can be set off between them.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter
from typing import BinaryIO

import numpy as np

from commonstead.core.circulation.clearing import MOST, NO_DATE, Debts
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .amounts import MOST_DECIMALS, Amounts
from .problems import Problems, refusal
from .rows import Rows

NEEDED, OPTIONAL = ("debtor", "creditor", "amount"), ("id", "date", "currency")
#: Other words for columns, as people and other programs head them, in the two languages of the house.
ALSO = {
    "debtor": ("from", "deudor", "deudora", "de"), "creditor": ("to", "acreedor", "acreedora", "a"),
    "amount": ("importe", "cantidad"), "id": ("number", "invoice", "número", "numero", "factura"),
    "date": ("since", "fecha", "desde"), "currency": ("moneda",), "note": ("nota",),
}
_EVERY = 200_000


@dataclass(frozen=True)
class CurrencyDebts:
    """The debts of one currency ("" where the table names none), in units of 10**-decimals; lines: where each
    stands; notes: one a debt where they were asked for."""

    currency: str
    decimals: int
    debts: Debts
    lines: np.ndarray
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class DebtsFile:
    """A whole table. has: its optional columns; notes: what was remarkable; alike: lines that say the same as an
    earlier one, without an id."""

    currencies: tuple[CurrencyDebts, ...]
    has: frozenset[str]
    notes: tuple[Refusal, ...] = ()


def read_debts(stream: BinaryIO, name: str, say: Callable[[int], None] = lambda lines: None, *, dated: bool = False,
               notes: bool = False) -> DebtsFile:
    """Refused with line, column and remedy where something is wrong. say: told the number of debts read so far.
    dated: each debt must say its day.  notes: keep what stands in the column note."""
    needed, optional = ((*NEEDED, "date"), ("id", "currency")) if dated else (NEEDED, OPTIONAL)
    rows = Rows(stream, name, needed, (*optional, "note") if notes else optional, ALSO)
    reader = _Reader(rows, dated)
    for count, (line, cells) in enumerate(rows, 1):
        reader.row(line, cells)
        if not count % _EVERY:
            say(count)
    reader.problems.refuse()
    if not reader.columns:
        raise Refused(refusal("no_debts", gettext_noop(
            "{name} names columns, and no debts below them. Write one debt a line."), "file", name=name))
    found = tuple(reader.columns[currency].debts(currency, name, "id" in rows.has)
                  for currency in sorted(reader.columns))
    return DebtsFile(found, rows.has, (*_ignored(rows), *_alike(found, name)))


@dataclass
class _Columns:
    debtor: array = field(default_factory=lambda: array("q"))
    creditor: array = field(default_factory=lambda: array("q"))
    amount: array = field(default_factory=lambda: array("q"))
    date: array = field(default_factory=lambda: array("q"))
    line: array = field(default_factory=lambda: array("q"))
    ids: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    members: dict[str, int] = field(default_factory=dict)
    decimals: int = 0

    def debts(self, currency: str, name: str, with_ids: bool) -> CurrencyDebts:
        """Members in the order of their names, amounts in the smallest unit that was written."""
        names = sorted(self.members)
        rank = np.empty(len(names), np.int64)
        rank[[self.members[one] for one in names]] = np.arange(len(names))
        amount = _array(self.amount) // 10 ** (MOST_DECIMALS - self.decimals)
        if sum(amount.tolist()) >= MOST:
            raise Refused(refusal("too_much", gettext_noop(
                "{name}: all amounts together come to more than 15 digits, decimals included. Write fewer decimals, "
                "or clear in parts."), "amount", name=name))
        return CurrencyDebts(currency, self.decimals, Debts(
            tuple(names), rank[_array(self.debtor)], rank[_array(self.creditor)], amount, _array(self.date),
            self.ids if with_ids else ()), _array(self.line), tuple(self.notes))


def _array(numbers: array) -> np.ndarray:
    return np.frombuffer(numbers, np.int64)


class _Reader:
    def __init__(self, rows: Rows, dated: bool):
        self.rows, self.name = rows, rows.name
        at = {column: place for place, column in enumerate(rows.wanted)}
        self.take = itemgetter(*(at[column] for column in (*NEEDED, *OPTIONAL)))
        self.note_at, self.amount_word, self.dated = at.get("note"), rows.word("amount"), dated
        self.problems, self.amounts = Problems(), Amounts(rows.name)
        self.columns: dict[str, _Columns] = {}
        self.lines: dict[str, int] = {}
        self.days: dict[str, int | None] = {"": None if dated else NO_DATE}

    def row(self, line: int, cells: list[str]) -> None:
        """One debt, or what is wrong with it."""
        debtor, creditor, amount, ident, day, currency = self.take(cells)
        read = self.amounts.read(amount, self.amount_word, line)
        if isinstance(read, Refusal):
            return self.problems.add(replace(read, field="amount"))
        if not self._sound(line, debtor, creditor, read[0], ident, day, currency, amount):
            return None
        columns = self.columns.get(currency)
        if columns is None:
            columns = self.columns[currency] = _Columns()
        members = columns.members
        columns.debtor.append(members.setdefault(debtor, len(members)))
        columns.creditor.append(members.setdefault(creditor, len(members)))
        columns.amount.append(read[0])
        columns.decimals = max(columns.decimals, read[1])
        columns.date.append(self.days[day])
        columns.line.append(line)
        columns.ids.append(ident)
        if self.note_at is not None:
            columns.notes.append(cells[self.note_at])
        return None

    def _sound(self, line, debtor, creditor, amount, ident, day, currency, text) -> bool:
        wrong = None
        if not debtor or not creditor:
            wrong = ("name_missing", gettext_noop("{name}: {field} is empty. Write who it is."),
                     "creditor" if debtor else "debtor")
        elif debtor == creditor:
            wrong = ("self_debt", gettext_noop(
                "{name}: debtor and creditor are both “{member}”. Leave this line out, or write who else it is."),
                "creditor", {"member": debtor})
        elif amount <= 0:
            wrong = ("not_positive", gettext_noop(
                "{name}: amount {text} is not above 0. Leave out what is nothing; turn a negative debt round, so that "
                "its creditor is the debtor."), "amount", {"text": text[:40]})
        elif self._day(day) is None:
            wrong = ("date", self._how_to_write_days(), "date", {"text": day[:40]})
        elif not currency and "currency" in self.rows.has:
            wrong = ("currency", gettext_noop(
                "{name}: {field} is empty, and the table has that column. Write the currency in every line, or leave "
                "out the column."), "currency")
        elif ident and ident in self.lines:
            wrong = ("same_id", gettext_noop(
                "{name}: id {id} stands in line {before} already. Leave one of the two out, or give it an id of its "
                "own."), "id", {"id": ident[:80], "before": self.lines[ident]})
        if wrong is not None:
            clause, template, where, *more = wrong
            params = {"name": self.name, "field": self.rows.word(where), **(more[0] if more else {})}
            self.problems.add(Refusal(f"debts.{clause}", template, params, field=where, line=line))
            return False
        if ident:
            self.lines[ident] = line
        return True

    def _how_to_write_days(self) -> str:
        return gettext_noop("{name}: {field} “{text}” is no day. Write it as 2026-11-23.") if self.dated else \
            gettext_noop("{name}: date “{text}” is no day. Write it as 2026-11-23, or leave it empty.")

    def _day(self, text: str) -> int | None:
        if text not in self.days:
            try:
                self.days[text] = date.fromisoformat(text).toordinal() if len(text) == 10 else None
            except ValueError:
                self.days[text] = None
        return self.days[text]


def _ignored(rows: Rows) -> list[Refusal]:
    if not rows.ignored:
        return []
    return [refusal("ignored", gettext_noop("{name}: not read: {columns}."), name=rows.name,
                    columns=", ".join(rows.ignored[:20]))]


def _alike(currencies: tuple[CurrencyDebts, ...], name: str) -> list[Refusal]:
    """Where lines without an id say the same as an earlier one."""
    lines: list[int] = []
    for one in currencies:
        debts = one.debts
        order = np.lexsort((one.lines, debts.amount, debts.date, debts.creditor, debts.debtor))
        if len(debts.ids):
            order = order[np.fromiter((not debts.ids[at] for at in order), bool, len(order))]
        keys = np.array([key[order] for key in (debts.debtor, debts.creditor, debts.date, debts.amount)])
        same = np.flatnonzero((keys[:, 1:] == keys[:, :-1]).all(axis=0)) + 1
        lines += one.lines[order[same]].tolist()
    if not lines:
        return []
    lines.sort()
    shown = ", ".join(str(line) for line in lines[:10]) + (" …" if len(lines) > 10 else "")
    return [refusal("alike", gettext_noop(
        "{name}: {count} lines say the same as an earlier one and have no id (lines {lines}). They are kept as debts "
        "of their own; give debts an id to be sure."), "", lines[0], name=name, count=len(lines), lines=shown)]
