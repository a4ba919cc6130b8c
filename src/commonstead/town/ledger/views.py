"""The frozen shapes that `queries` answer with. Quantities are integers in the specification's unit, efforts
hundredths of an hour; agents, resources, events and processes stand as their ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode


@dataclass(frozen=True)
class SpecificationView:
    """What a thing is. numbers: buy, sell, … each {value, source, estimate}.  keeper: of a unit of account, the
    association whose circle it is."""

    id: str
    name: str
    unit: str
    sort: str
    need_class: str
    note: str
    source: str
    numbers: Mapping
    keeper: str = ""


@dataclass(frozen=True)
class ResourceView:
    """A stock or single thing. accounting: what its agent has the right to; onhand: what is in hand;
    away: what went into a repair, transport or container and has not come back; moves: length of its history;
    floor, ceiling: limits of what one may have; standing: of an account in a circle, open, frozen or closed."""

    id: str
    specification: str
    unit: str
    accountable: str
    custodian: str
    accounting: int
    onhand: int
    away: int
    floor: int | None
    ordinary: bool
    name: str
    tracking_identifier: str
    stage: str
    state: str
    location: str
    contained_in: str
    moves: int
    ceiling: int | None = None
    standing: str = "open"


@dataclass(frozen=True)
class MoveView:
    """One line of a statement: what an event did, and what stood there afterwards."""

    position: int
    event: str
    seq: int
    at: datetime
    action: Action
    mode: Mode | None
    provider: str
    receiver: str
    quantity: int | None
    effort: int | None
    corrects: str
    accounting_change: int
    onhand_change: int
    accounting_after: int
    onhand_after: int


@dataclass(frozen=True)
class Statement:
    """A page of a resource's history, newest first. opening: accounting quantity before the oldest line;
    closing: after the newest; next_before: hand it in as `before` for the next page, None on the last."""

    resource: str
    moves: tuple[MoveView, ...]
    opening: int
    closing: int
    next_before: int | None


@dataclass(frozen=True)
class EventView:
    """An event as it stands in the journal. corrected_by: id of the event that took it back, or "";
    note, reason: "" where nothing was written or it was erased (`erased` is then True)."""

    id: str
    seq: int
    idempotency_key: str
    action: Action
    mode: Mode | None
    provider: str
    receiver: str
    specification: str
    quantity: int | None
    effort: int | None
    at: datetime
    recorded: datetime
    resource: str
    to_resource: str
    input_of: str
    output_of: str
    agreement: str
    fulfills: str
    satisfies: str
    stage: str
    state: str
    location: str
    corrects: str
    corrected_by: str
    booked_by: str
    note: str
    reason: str
    erased: bool
    body: str


@dataclass(frozen=True)
class ChainLink:
    """An event's place in one book. hash is taken over book, position, previous_hash and the event's body."""

    book: str
    position: int
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class BookLine:
    """One entry of a book with its event."""

    position: int
    hash: str
    event: EventView


@dataclass(frozen=True)
class BookPage:
    """A page of an agent's book, newest first. length: entries in the whole book; head: its last hash."""

    agent: str
    length: int
    head: str
    lines: tuple[BookLine, ...]
    next_before: int | None


@dataclass(frozen=True)
class FlowSum:
    """What flowed between two, added up: one row for each thing, action and mode. Entries that were taken
    back, and those that took them back, are left out. input_of, output_of: only where asked for by process."""

    provider: str
    receiver: str
    specification: str
    action: Action
    mode: Mode | None
    quantity: int
    effort: int
    events: int
    input_of: str = ""
    output_of: str = ""


@dataclass(frozen=True)
class PromiseView:
    """What intents and commitments have in common, as in models.Promise."""

    id: str
    action: Action
    mode: Mode | None
    provider: str
    receiver: str
    specification: str
    quantity: int | None
    effort: int | None
    due: datetime | None
    made: datetime
    finished: bool
    note: str


@dataclass(frozen=True)
class IntentView(PromiseView):
    """A wish or offer; one of provider and receiver is ""."""


@dataclass(frozen=True)
class CommitmentView(PromiseView):
    """A promise between two. fulfilled_quantity, fulfilled_effort: what events have kept of it so far."""

    agreement: str
    satisfies: str
    input_of: str
    output_of: str
    fulfilled_quantity: int
    fulfilled_effort: int

    @property
    def kept(self) -> bool:
        """True when as much was done as promised."""
        return self.fulfilled_quantity >= (self.quantity or 0) and self.fulfilled_effort >= (self.effort or 0)


@dataclass(frozen=True)
class AgreementView:
    """What was agreed, with its promises."""

    id: str
    name: str
    made: date
    ended: date | None
    commitments: tuple[CommitmentView, ...]


@dataclass(frozen=True)
class ProcessView:
    """Something that is or was being made. inputs, outputs: its events in their order."""

    id: str
    recipe: str
    name: str
    doer: str
    batches: Decimal
    begun: datetime
    finished: datetime | None
    inputs: tuple[EventView, ...]
    outputs: tuple[EventView, ...]
