"""Hands the files' door for slips down to the circles, so that the pages can read and write them without knowing that
door. The door is opened only when somebody comes with a file."""

from __future__ import annotations

from commonstead.town.circulation.slip_files import AccountsBook, Read, install


def install_formats() -> None:
    install(slips=_slips, members=_members, table=_table, accounts=_accounts)


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
