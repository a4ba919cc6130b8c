"""Hands the files' door for slips down to the circles, so that the pages can read and write them without knowing that
door. The door is opened only when somebody comes with a file."""

from __future__ import annotations

from commonstead.town.circulation.slip_files import AccountsBook, Read, install


def install_formats() -> None:
    install(slips=_slips, members=_members, table=_table, accounts=_accounts)


def _slips(content, **how) -> Read:
    from commonstead.interfaces.files.slips import read_slips

    found = read_slips(content, **how)
    return Read(found.lines, found.problems, found.unknown, found.half)


def _members(content, **how) -> Read:
    from commonstead.interfaces.files.slips import read_members

    found = read_members(content, **how)
    return Read(found.lines, found.problems, found.unknown)


def _table(columns, rows) -> str:
    from commonstead.interfaces.files.slips import write_table

    return write_table(columns, rows)


def _accounts(book: AccountsBook, today) -> str:
    from commonstead.interfaces.files.slips import Book, Entry, write_book

    entries = [Entry(one.day, one.payee, one.narration, one.postings, one.tags, one.links) for one in book.entries]
    return write_book(Book(book.title, book.unit, book.holders, book.equity, entries, book.balances), today)
