"""A kind of commons as a value: the manifest that each folder under `commons/` declares as KIND."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .actions import TRANSFERS, Action
from .modes import Mode
from .yearbook import Yearbook

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


#: What nearly every book holds: making, using, working, moving and counting, within one association.
KEEPING = frozenset((action, None) for action in Action if action not in TRANSFERS and action is not Action.COPY)


def between(*modes: Mode, actions: Iterable[Action] = (Action.TRANSFER, Action.DELIVER_SERVICE)) -> frozenset:
    """The pairs for what goes between agents in those modes: things and services, or the actions given."""
    return frozenset((action, mode) for action in actions for mode in modes)


@dataclass(frozen=True)
class Role:
    """slug, the word members use, and what it may book: () nothing, ("own",) own hours and goods,
    ("all",) everything in the association's book."""

    slug: str
    label: str
    may_book: tuple[str, ...] = ("own",)


@dataclass(frozen=True)
class Card:
    """A small answer on an association's page. `value` maps its last year to a short text, "" for nothing to say."""

    slug: str
    label: str
    value: Callable[[Yearbook], str]


@dataclass(frozen=True)
class Kind:
    """slug: folder name.  label, purpose: members' words.  book_lines: where the book asks for it.
    nature: "household" or "association".  allowed: (action, mode or None) pairs that its books may hold.
    rules: pure functions (flow, before) -> Refusal | None; they bind only associations of this kind.
    charter: the text of charter.md, put in by whoever finds the folder.  charters: (language, text) of
    charter.es.md and its like.  seed: the text of seed.toml, what it offers a town's catalogue."""

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
    charter: str = ""
    charters: tuple[tuple[str, str], ...] = ()
    seed: str = ""

    def charter_in(self, language: str) -> str:
        """The charter in a language such as `es` or `es-mx`; the original where it was not translated."""
        return dict(self.charters).get(language.split("-")[0].lower(), self.charter)
