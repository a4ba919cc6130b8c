"""Slips, members, accounts and debts as files, for the pages: the site hands the door's readers and writers down here,
as it hands down the kinds. No page knows the files' door, and circles know no format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonstead.core.circulation.slip_lines import MemberLine, SlipLine
from commonstead.core.vocabulary.refusal import Refusal

_installed: dict[str, Callable] = {}


@dataclass(frozen=True)
class Read:
    """lines: what could be read.  problems: with line and field.  unknown: headings that were not read.  half: slips at
    fault, with the names that they say and nothing else."""

    lines: tuple[SlipLine, ...] | tuple[MemberLine, ...]
    problems: tuple[Refusal, ...]
    unknown: tuple[str, ...] = ()
    half: tuple[SlipLine, ...] = ()


@dataclass(frozen=True)
class DebtRow:
    """One line of a table of debts: who owes whom, by name. currency: "" where the table names none."""

    line: int
    debtor: str
    creditor: str
    amount: Decimal
    since: date
    currency: str
    number: str
    note: str


@dataclass(frozen=True)
class AccountsEntry:
    """One transaction of an accounts file. postings: (agent, amount), adding up to nothing.  links: ids that belong
    together."""

    day: date
    payee: str
    narration: str
    postings: tuple[tuple[str, Decimal], ...]
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class AccountsBook:
    """Everything that an accounts file says. holders: by id the name, in the order in which accounts are opened.
    equity: ids of holders whose account stands under Equity: the circle's own, or, in a member's own book, everybody
    else's.  balances: by id what must stand there at the end."""

    title: str
    unit: str
    holders: Mapping[str, str]
    equity: frozenset[str]
    entries: Sequence[AccountsEntry]
    balances: Mapping[str, Decimal]


def install(*, slips: Callable, members: Callable, table: Callable, accounts: Callable,
            debts: Callable) -> None:
    """Done once by the site."""
    _installed.update(slips=slips, members=members, table=table, accounts=accounts, debts=debts)


def read_slips(content: bytes | str, *, decimals: int, symbol: str, today: date, headed: bool = False) -> Read:
    """Slips of a table (headed) or of typed lines. Refused: what cannot be read at all."""
    return _installed["slips"](content, decimals=decimals, symbol=symbol, today=today, headed=headed)


def read_members(content: bytes | str, *, decimals: int, symbol: str, today: date) -> Read:
    """Members of a table. Refused: what cannot be read at all."""
    return _installed["members"](content, decimals=decimals, symbol=symbol, today=today)


def write_table(columns: Sequence[str], rows: Iterable[Sequence]) -> str:
    """A table that `read_slips` and `read_members` read without loss."""
    return _installed["table"](columns, rows)


def read_debts(content: bytes, name: str) -> tuple[DebtRow, ...]:
    """Debts of a table. name: what the file is called.  Refused: with line, column and remedy."""
    return _installed["debts"](content, name)


def write_accounts(book: AccountsBook, today: date) -> str:
    """Accounts in the language of beancount."""
    return _installed["accounts"](book, today)
