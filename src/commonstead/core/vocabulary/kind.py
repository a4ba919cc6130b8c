"""A kind of commons as a value: the manifest that each folder under `commons/` declares as KIND."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .actions import Action
from .modes import Mode

#: The eight headings of a charter, after Ostrom, *Governing the Commons* (1990), table 3.1.
OSTROM_HEADINGS = (
    "Boundaries",
    "Fit with local conditions",
    "Collective choice",
    "Monitoring",
    "Graduated sanctions",
    "Conflict resolution",
    "Right to organise",
    "Nesting",
)


@dataclass(frozen=True)
class Role:
    """slug, the word members use, and what it may book: () nothing, ("own",) own hours and goods,
    ("all",) everything in the association's book."""

    slug: str
    label: str
    may_book: tuple[str, ...] = ("own",)


@dataclass(frozen=True)
class Card:
    """A small answer on an association's page. `value` maps a frozen snapshot (a dict) to a short text."""

    slug: str
    label: str
    value: Callable[[dict], str]


@dataclass(frozen=True)
class Kind:
    """slug: folder name.  label, purpose: members' words.  book_lines: where the book asks for it.
    nature: "household" or "association".  allowed: (action, mode or None) pairs that its books may hold.
    rules: pure functions (flow, before) -> Refusal | None."""

    slug: str
    label: str
    purpose: str
    book_lines: str
    roles: tuple[Role, ...]
    allowed: frozenset[tuple[Action, Mode | None]]
    nature: str = "association"
    rules: tuple[Callable, ...] = ()
    cards: tuple[Card, ...] = ()
    pages: tuple[str, ...] = field(default=())
