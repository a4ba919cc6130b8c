"""The heads of all books, kept outside the town: what `verify` alone cannot see.

Whoever may write to the database could cut off the newest entries everywhere, with their moves and heads, and what
is left is whole. So the heads are written to a file, one line a book, and members keep its fingerprint on paper: a
later journal must still have each of those entries at its place. The fingerprint is the SHA-256 of the file itself,
so that `sha256sum` on any machine gives it too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .models import BookEntry
from .verify import Problem

Heads = Mapping[str, tuple[int, str]]

_LINE = re.compile(r"([^:\s]+):([1-9]\d{0,17}):([0-9a-f]{64})")


def write_heads(heads: Heads) -> str:
    """One line a book, sorted: agent:length:hash of its last entry."""
    return "".join(f"{agent}:{length}:{last}\n" for agent, (length, last) in sorted(heads.items()))


def fingerprint(heads: Heads) -> str:
    """One number for all books as they stand."""
    return sha256(write_heads(heads).encode()).hexdigest()


def read_heads(text: str) -> dict[str, tuple[int, str]]:
    """What `write_heads` wrote. Refused: ledger.heads_unreadable, by line."""
    heads = {}
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line)
        if not found or found[1] in heads:
            raise Refused(Refusal(
                "ledger.heads_unreadable",
                gettext_noop("This is not the head of a book. Each line must be agent:length:hash, one line a book."),
                line=number))
        heads[found[1]] = int(found[2]), found[3]
    return heads


def missing_since(earlier: Heads, now: Heads) -> tuple[Problem, ...]:
    """What stood in the books when those heads were kept and stands there no longer. now: as just verified."""
    return tuple(problem for agent in sorted(earlier) if (problem := _missing(agent, *earlier[agent], now)))


def _missing(agent: str, length: int, last: str, now: Heads) -> Problem | None:
    ends, _ = now.get(agent, (0, ""))
    if ends < length:
        return Problem(Refusal(
            "verify.cut_off",
            gettext_noop("the book had {length} entries when its head was kept, but has {ends} by now"),
            {"length": length, "ends": ends}), agent, length)
    stored = BookEntry.objects.filter(book=agent, position=length).values_list("hash", flat=True).first()
    if stored != last:
        return Problem(Refusal(
            "verify.other_past", gettext_noop("the entry was {kept}… when its head was kept, but is {stored}… by now"),
            {"kept": last[:12], "stored": (stored or "?")[:12]}), agent, length)
    return None
