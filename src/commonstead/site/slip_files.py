"""Hands the files' doors for slips and debts down to the circles, so that the pages can read and write them without
knowing those doors. A door is opened only when somebody comes with a file."""

from __future__ import annotations

from commonstead.town.circulation.slip_files import AccountsBook, DebtRow, Read, install


def install_formats() -> None:
    install(slips=_slips, members=_members, table=_table, accounts=_accounts, debts=_debts)


def _slips(content, **how) -> Read:
    from commonstead.interfaces.files.slips import read_slips

    return read_slips(content, **how)


def _members(content, **how) -> Read:
    from commonstead.interfaces.files.slips import read_members

    return read_members(content, **how)


def _table(columns, rows) -> str:
    from commonstead.interfaces.files.slips import write_table

    return write_table(columns, rows)


def _accounts(book: AccountsBook, today) -> str:
    from commonstead.interfaces.files.slips import write_book

    return write_book(book, today)


def _debts(content: bytes, name: str) -> tuple[DebtRow, ...]:
    from commonstead.interfaces.files.debts import list_debts

    return list_debts(content, name)
