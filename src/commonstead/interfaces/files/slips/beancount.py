"""Accounts of a circle in the language of beancount, a plain-text bookkeeping: others can check our sums with it.

Every name becomes a valid account, every unit a commodity of its own. A payment is one transaction; one that was taken
back stands there twice, both ways, under one ^link. At the end each account's balance is asserted.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from commonstead.town.circulation.slip_files import AccountsBook


def write_book(book: AccountsBook, today: date) -> str:
    """The text of a .beancount file."""
    unit, accounts = commodity(book.unit), _accounts(book)
    entries = sorted(book.entries, key=lambda entry: entry.day)
    first = min([entry.day for entry in entries], default=today)
    end = max([today, *(entry.day for entry in entries)]) + timedelta(days=1)
    lines = [f'option "title" {_quoted(book.title)}', "", f"{first.isoformat()} commodity {unit}",
             f"  name: {_quoted(book.unit or unit)}", ""]
    for holder, account in accounts.items():
        lines += [f"{first.isoformat()} open {account} {unit}", f"  name: {_quoted(book.holders[holder])}"]
    for entry in entries:
        marks = [f"#{_mark(tag)}" for tag in entry.tags if _mark(tag)]
        marks += [f"^{_mark(link)}" for link in entry.links if _mark(link)]
        lines += ["", " ".join([entry.day.isoformat(), "*", _quoted(entry.payee), _quoted(entry.narration), *marks])]
        lines += [f"  {accounts[holder]}  {amount:f} {unit}" for holder, amount in entry.postings]
    lines.append("")
    lines += [f"{end.isoformat()} balance {accounts[holder]}  {amount:f} {unit}"
              for holder, amount in book.balances.items()]
    return "\n".join(lines) + "\n"


def commodity(unit: str) -> str:
    """A commodity's name for a unit's sign: capitals, at least two."""
    if unit.casefold() == "h":
        return "HOUR"
    name = re.sub(r"[^A-Z0-9]", "", _ascii(unit).upper())[:20]
    return name if re.fullmatch(r"[A-Z][A-Z0-9]+", name) else f"UNIT{name}"


def _accounts(book: AccountsBook) -> dict[str, str]:
    """By holder: an account's name that nobody else has."""
    taken: set[str] = set()
    found = {}
    for holder, name in book.holders.items():
        part = re.sub(r"[^A-Za-z0-9]+", "-", _ascii(name)).strip("-")[:60] or "Somebody"
        part = part[0].upper() + part[1:]
        root = "Equity:Circle" if holder in book.equity else "Assets:Circle"
        account, turn = f"{root}:{part}", 2
        while account in taken:
            account, turn = f"{root}:{part}-{turn}", turn + 1
        taken.add(account)
        found[holder] = account
    return found


def _ascii(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if sign.isascii())


def _mark(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9/_.-]+", "-", _ascii(text)).strip("-")


def _quoted(text: str) -> str:
    words = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{words}"'
