"""The frozen shapes that the design commons answers with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commonstead.core.making import Design, Loop, Origin
from commonstead.core.vocabulary.refusal import Refusal


@dataclass(frozen=True)
class DesignRow:
    """A design in a list, by its newest version. licence: SPDX identifier, "" where unknown or not recognised.
    versions, used_by, forks: how many.  makes: goods.  recipes: how many recipes its newest version has here."""

    id: str
    name: str
    purpose: str
    status: str
    licence: str
    version: str
    versions: int
    used_by: int
    forks: int
    forked_from: Origin | None
    makes: tuple[str, ...]
    recipes: int
    at: datetime
    by: str


@dataclass(frozen=True)
class DesignView:
    """One version. design: the document, with the status that the design has now.  recipes: ids made from this
    version.  newest: whether there is none after it.  by: agent id of who brought this version in, or ""."""

    design: Design
    number: int
    newest: bool
    recipes: tuple[str, ...]
    at: datetime
    by: str
    fingerprint: str


@dataclass(frozen=True)
class VersionRow:
    """A version in the list of all versions, newest first. forks: (design id, version) made from it."""

    version: str
    number: int
    at: datetime
    by: str
    forks: tuple[Origin, ...]


@dataclass(frozen=True)
class UseRow:
    """A design that takes a module: its newest version does, unless `newest` is False (only an older one)."""

    id: str
    name: str
    version: str
    newest: bool


@dataclass(frozen=True)
class QuarantineView:
    """A design kept apart. loop: the modules around which it runs, where that is why; None for something from nothing
    (then params of the reasons name recipes and goods)."""

    id: int
    design: Design
    reasons: tuple[Refusal, ...]
    loop: Loop | None
    at: datetime
    by: str


@dataclass(frozen=True)
class Added:
    """What a command did. outcome: "added", "same" (that content was here already) or "quarantined" (kept apart, with
    reasons and, where modules run in a ring, the loop).  version: the label; "" when quarantined."""

    outcome: str
    id: str
    version: str
    reasons: tuple[Refusal, ...] = ()
    loop: Loop | None = None


@dataclass(frozen=True)
class MadeRecipes:
    """recipes: ids that now stand for this version, new ones and those that were there.  new: the new ones.
    things: ids that were added to the town's list.  by_hand: tools that are no machines in the town's list (or are
    in nobody's), so that the plan does not count their hours.  open_modules: ids of modules of which too much is
    unknown to make recipes of them: until then their product must be bought or found."""

    recipes: tuple[str, ...]
    new: tuple[str, ...]
    things: tuple[str, ...]
    by_hand: tuple[str, ...]
    open_modules: tuple[str, ...] = ()
