"""What a recorded year is made from, and what comes out: values only, ids as the caller gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..vocabulary.flow import Flow


@dataclass(frozen=True)
class Thing:
    """A specification. decimals: of its unit.  service: delivered, never stocked.  whole: counted one by one.
    machine: used, never used up.  buy, sell: cash a unit.  keeps: the share that survives a month in store."""

    id: str
    decimals: int
    service: bool = False
    whole: bool = False
    machine: bool = False
    buy: Decimal | None = None
    sell: Decimal | None = None
    keeps: Decimal = Decimal(1)


@dataclass(frozen=True)
class Method:
    """A recipe: quantities of one batch. lag in months."""

    id: str
    name: str
    inputs: Mapping[str, Decimal] = field(default_factory=dict)
    outputs: Mapping[str, Decimal] = field(default_factory=dict)
    hours: Mapping[str, Decimal] = field(default_factory=dict)
    machines: Mapping[str, Decimal] = field(default_factory=dict)
    lag: int = 0


@dataclass(frozen=True)
class Pulse:
    """One rhythm with its people spelt out. line: where it stands, for messages and as its key for chance."""

    line: int
    what: str
    who: tuple[str, ...]
    to: tuple[str, ...] = ()
    good: str = ""
    recipe: str = ""
    skill: str = ""
    amount: Decimal | None = None
    every: str = ""
    months: tuple[int, ...] = ()
    mode: str = ""
    chance: float = 1.0
    note: str = ""


@dataclass(frozen=True)
class Script:
    """A town and its rhythm.

    opening: {(agent, thing): the journal's integer} on the first day.  members: the persons of each association.
    homes: each person's household.  skills: each person's.  work: the specification of each skill.
    incomes: a household's cash a month.  scribes: who books for each agent.  count_months: how often stocks are
    counted and what was used up is booked (a quarter by default: nobody books every slice of bread).
    """

    seed: int
    begins: date
    money: str
    things: Mapping[str, Thing]
    methods: Mapping[str, Method]
    pulses: tuple[Pulse, ...]
    households: tuple[str, ...]
    homes: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    skills: Mapping[str, tuple[str, ...]]
    work: Mapping[str, str]
    incomes: Mapping[str, Decimal]
    scribes: Mapping[str, str]
    opening: Mapping[tuple[str, str], int] = field(default_factory=dict)
    months: int = 12
    count_months: int = 3


@dataclass(frozen=True)
class ProcessDraft:
    """Something that is made. begun and finished are days; finished is None when it goes on beyond the year."""

    key: str
    recipe: str
    name: str
    doer: str
    batches: Decimal
    begun: date
    finished: date | None


@dataclass(frozen=True)
class RecordedYear:
    """flows: in the order in which they must be booked; input_of and output_of hold process keys.
    short: {line of the rhythm: how often it could not happen, or not whole}.  lines: of each flow, its rhythm's."""

    flows: tuple[Flow, ...]
    processes: tuple[ProcessDraft, ...]
    short: Mapping[int, int]
    lines: tuple[int, ...] = ()
