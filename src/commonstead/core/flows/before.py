"""What a rule may look at: everything that stood in the books just before a flow is written.

The town builds a `Before` inside the transaction and hands it, with the flow, to each rule. All quantities
are integers in the specification's unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.units import Unit

#: What a stock is and whose, which never changes; and what events may change about it.
IDENTITY = ("specification", "accountable", "custodian")
PROPERTIES = ("stage", "state", "location", "contained_in")


@dataclass(frozen=True)
class Party:
    """An agent. nature: person, household, association or outside.  kind: slug or "".
    until: the last day that its book takes flows, or None.  allowed: the (action, mode) pairs that books of
    its kind may hold, or None for no restriction."""

    id: str
    nature: str
    kind: str = ""
    name: str = ""
    until: date | None = None
    kind_label: str = ""
    allowed: frozenset[tuple[Action, Mode | None]] | None = None


@dataclass(frozen=True)
class Spec:
    """What a thing is, and in which unit its numbers are. keeper: of a unit of account, the association whose
    circle it is."""

    id: str
    name: str
    unit: Unit
    sort: str = "good"
    keeper: str = ""


@dataclass(frozen=True)
class Stock:
    """A resource as it stands. accounting: what its agent has the right to; onhand: what is in its hands;
    away: what went into a process and has not come back; floor, ceiling: lowest and highest accounting quantity,
    None for none. standing: of an account in a circle, open, waiting for its own side or frozen (gives nothing), or
    closed (moves no more)."""

    id: str
    specification: str
    accountable: str
    custodian: str = ""
    accounting: int = 0
    onhand: int = 0
    away: int = 0
    floor: int | None = 0
    ordinary: bool = True
    name: str = ""
    stage: str = ""
    state: str = ""
    location: str = ""
    contained_in: str = ""
    moves: int = 0
    ceiling: int | None = None
    standing: str = "open"

    def after(self, change: Change) -> Stock:
        """The stock once a change has fallen on it."""
        after = Stock(
            self.id, self.specification, self.accountable, self.custodian, self.accounting + change.accounting,
            self.onhand + change.onhand, self.away + change.away, self.floor, self.ordinary, self.name, self.stage,
            self.state, self.location, self.contained_in, self.moves + 1, self.ceiling, self.standing)
        return replace(after, **{name: new for name, _, new in change.sets}) if change.sets else after


@dataclass(frozen=True)
class Change:
    """What one event does to one resource. sets: (property, before, after) for stage, state, location,
    contained_in; in a stock's first move, also what it is and whose, the same before and after."""

    resource: str
    accounting: int = 0
    onhand: int = 0
    away: int = 0
    sets: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Past:
    """An event in the journal that another one takes back. reversed: it was taken back already.
    corrects: it is itself a reversal. changes: what it did."""

    id: str
    corrects: str
    reversed: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Promised:
    """A commitment or intent that a flow refers to; provider or receiver may be "" in an intent. unit, sort: of the
    thing that was promised.  action: how it was to be given."""

    id: str
    specification: str
    provider: str
    receiver: str
    unit: str = ""
    sort: str = "good"
    action: str = Action.TRANSFER


@dataclass(frozen=True)
class Rights:
    """What the one who writes may write. fully: agents whose whole book; among: groups with which they may
    book what goes between the group and one of the former."""

    fully: frozenset[str] = frozenset()
    among: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Before:
    """Everything that stood before the flow. A part that does not exist is None. processes: the doers of those
    that exist, by id.  agreements: ids of those that exist.  changes: what the flow would do.
    units: the units of account whose slips are being written with it."""

    now: datetime
    provider: Party | None = None
    receiver: Party | None = None
    booker: Party | None = None
    rights: Rights = Rights()
    specification: Spec | None = None
    resource: Stock | None = None
    to_resource: Stock | None = None
    commitment: Promised | None = None
    intent: Promised | None = None
    processes: Mapping[str, str] = field(default_factory=dict)
    agreements: frozenset[str] = frozenset()
    corrected: Past | None = None
    changes: tuple[Change, ...] = ()
    stocks: Mapping[str, Stock] = field(default_factory=dict)
    units: frozenset[str] = frozenset()

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """Provider and receiver, once each, as far as they exist."""
        both = (self.provider,) if self.provider == self.receiver else (self.provider, self.receiver)
        return tuple(party for party in both if party is not None)
