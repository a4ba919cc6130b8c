"""Slips as lines of a sheet or a file: what one says, and whom it means.

A slip on paper says who pays whom, how much, what for and on which day. One line of a file says the same, and, where a
circle was written out, also how the slip stands, so that it can be read in elsewhere without loss. Names are read as
people write them; where a name fits nobody or several, nobody is guessed, and the nearest are told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher

#: Columns of the one file format, in the order in which they are written.
COLUMNS = ("id", "day", "payer", "payee", "amount", "unit", "levy", "category", "note", "links_to", "state", "reason",
           "booked_by", "at", "paid", "settled", "due", "together")
#: Columns of the list of members.
MEMBER_COLUMNS = ("name", "nature", "since", "balance", "floor", "ceiling", "line", "own_ceiling")
#: How a slip may stand; what was paid and what was taken back stands in the journal too.
STATES = ("paid", "taken_back", "asked", "declined", "withdrawn", "lapsed")
MOST_SUGGESTED = 3
_NEAR = 0.7


@dataclass(frozen=True)
class SlipLine:
    """What one line says. line: its number in the sheet or file.  payer, payee: names as they were written.  amount,
    levy: in the unit's steps; levy None: as the circle's terms say.  at: the moment, where the file knows it better
    than the day.  paid, settled: when it was written into the journal, and when its state became final, for the
    order in which things happened.  booked_by: a name, to read."""

    line: int
    payer: str
    payee: str
    amount: int
    day: date | None = None
    category: str = ""
    note: str = ""
    links_to: str = ""
    state: str = "paid"
    reason: str = ""
    levy: int | None = None
    id: str = ""
    booked_by: str = ""
    at: datetime | None = None
    paid: datetime | None = None
    settled: datetime | None = None
    due: date | None = None
    together: str = ""


@dataclass(frozen=True)
class MemberLine:
    """One member of a list. nature: person, household or association, "" where it is not said.  line, own_ceiling:
    limits of this account alone, in steps, None for the usual."""

    line: int
    name: str
    nature: str = ""
    since: date | None = None
    own_line: int | None = None
    own_ceiling: int | None = None


@dataclass(frozen=True)
class Meant:
    """Whom a name means. ids: one where it is clear, several where it fits more.  near: names that look like it."""

    ids: tuple[str, ...]
    near: tuple[str, ...] = ()


def who_is_meant(said: str, names: Mapping[str, str], *, first_letters: bool = False) -> Meant:
    """Whom a written name means. names: by id.  first_letters: the first letters of each word are enough where they
    fit one alone ("an r" for Ana Rivera); a whole name always goes first. Case and accents do not matter."""
    wanted = plain_name(said)
    if not wanted:
        return Meant(())
    plain = {id: plain_name(name) for id, name in names.items()}
    found = sorted(id for id, name in plain.items() if name == wanted)
    if len(found) > 1:  # as it was written, to the letter
        found = [id for id in found if names[id] == said.strip()] or found
    begins = sorted(id for id, name in plain.items() if _begins(wanted.split(), name.split()))
    if not found and first_letters:
        found = begins
    if found:
        return Meant(tuple(found), tuple(sorted({names[id] for id in found})) if len(found) > 1 else ())
    like = sorted(((-_likeness(wanted, name), names[id]) for id, name in plain.items()))
    near = [names[id] for id in begins] + [name for less, name in like if -less >= _NEAR]
    return Meant((), tuple(dict.fromkeys(near))[:MOST_SUGGESTED])


def plain_name(name: str) -> str:
    """A name for comparing: small letters, no accents, single blanks."""
    taken_apart = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(sign for sign in taken_apart if not unicodedata.combining(sign)).split())


def _begins(said: list[str], words: list[str]) -> bool:
    """Whether each said word begins a word of the name, in their order."""
    rest = iter(words)
    return all(any(word.startswith(part) for word in rest) for part in said)


def _likeness(said: str, name: str) -> float:
    parts = [name, *name.split()]
    return max(SequenceMatcher(None, said, part).ratio() for part in parts)
