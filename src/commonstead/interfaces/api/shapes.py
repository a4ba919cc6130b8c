"""What things look like in the API: ValueFlows words, amounts as decimal text with their unit, ids and dates.

Amounts are texts because a decimal number must not pass through a program's floating point: "0.1" stays 0.1.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AwareDatetime, ConfigDict, StringConstraints

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode

Id = Annotated[str, StringConstraints(max_length=60, pattern=r"^[A-Za-z0-9_.-]*$")]
AmountText = Annotated[str, StringConstraints(max_length=24, pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$")]
Text = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$")]


class Sent(Schema):
    """What a program sends. A field that there is none of is refused: a misspelt one would be lost in silence."""

    model_config = ConfigDict(extra="forbid")


class Amount(Sent):
    """How much, in which unit."""

    amount: AmountText = Field(description='A decimal number as text, such as "1.250".')
    unit: Annotated[str, StringConstraints(max_length=20)] = Field(description='A unit of `/units`, such as "kg".')


class UnitShape(Schema):
    """A unit: amounts in it keep so many decimals; units of one dimension convert."""

    id: str
    symbol: str
    decimals: int
    dimension: str


class AgentShape(Schema):
    """A person, household or association, or `outside`, which stands for everything beyond the membrane."""

    id: str
    nature: str
    kind: str
    name: str
    purpose: str
    size: int
    since: date
    until: date | None


class MembershipShape(Schema):
    """A member is in a group, in one role."""

    member: str
    group: str
    role: str
    since: date
    until: date | None


class MeShape(Schema):
    """Who you are here and what you may do."""

    person: AgentShape
    household: str | None = Field(description="Your household's id.")
    memberships: list[MembershipShape]
    may_book_for: list[str] = Field(description="Agents whose books you may write.")


class AgentDetail(AgentShape):
    """An agent with those who belong to it, as far as you may see its book."""

    may_see_book: bool
    members: list[MembershipShape]


class SpecificationShape(Schema):
    """What a thing is (ValueFlows ResourceSpecification). numbers: prices and the like, each with its source."""

    id: str
    name: str
    unit: str
    sort: str
    need_class: str
    note: str
    source: str
    numbers: dict[str, Any]


class ResourceShape(Schema):
    """A stock or a thing that somebody has (ValueFlows EconomicResource)."""

    id: str
    specification: str
    accountable: str = Field(description="Whose it is.")
    custodian: str = Field(description="In whose hands it lies.")
    accounting_quantity: Amount
    onhand_quantity: Amount
    name: str
    tracking_identifier: str
    stage: str
    state: str
    location: str


class MoveShape(Schema):
    """What one event did to one resource, and what stood there afterwards."""

    event: str
    at: datetime
    accounting_change: Amount
    onhand_change: Amount
    accounting_after: Amount
    onhand_after: Amount


class StatementShape(Schema):
    """The history of a resource, the newest first. next_before: pass it as `before` for the page before this."""

    moves: list[MoveShape]
    opening: Amount
    closing: Amount
    next_before: int | None


class EventShape(Schema):
    """Something that happened (ValueFlows EconomicEvent)."""

    id: str
    seq: int = Field(description="Its place in the journal: the order of things.")
    action: str
    mode: str
    provider: str
    receiver: str
    specification: str
    quantity: Amount | None
    effort: Amount | None
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
    corrects: str = Field(description="The event that this one takes back, or empty.")
    corrected_by: str = Field(description="The event that takes this one back, or empty.")
    booked_by: str
    note: str
    reason: str = Field(description="Of a reversal: why.")
    erased: bool = Field(description="True where a text was written and has been erased since.")


class EventsShape(Schema):
    """Events, the newest first. next_before: pass it as `before` for the page before this."""

    events: list[EventShape]
    next_before: int | None


class LinkShape(Schema):
    """Where an event stands in one book's chain: its hash covers all entries before it."""

    book: str
    position: int
    previous_hash: str
    hash: str


class EventIn(Sent):
    """Something that happened, to be written down. Which fields are needed depends on the action; a refusal
    names what is missing. You are the one who writes it (`booked_by`)."""

    action: Action
    provider: Id = Field(min_length=1)
    receiver: Id = Field(min_length=1)
    specification: Id = Field(min_length=1)
    at: AwareDatetime = Field(description="When it happened, with its time zone.")
    quantity: Amount | None = None
    effort: Amount | None = Field(None, description="Time, for `work` and `use`.")
    mode: Mode | None = Field(None, description="In which spirit it changed hands; needed for transfers.")
    resource: Id = Field("", description="The stock it falls on; empty: the ordinary one.")
    to_resource: Id = ""
    input_of: Id = ""
    output_of: Id = ""
    agreement: Id = ""
    fulfills: Id = ""
    satisfies: Id = ""
    note: Text = Field("", description="Free text. Kept outside the journal, and erasable.")
    stage: Annotated[str, StringConstraints(max_length=60)] = ""
    state: Annotated[str, StringConstraints(max_length=60)] = ""
    location: Annotated[str, StringConstraints(max_length=120)] = ""


class ReversalIn(Sent):
    """Why an event is taken back."""

    reason: Text = Field(min_length=1)
    at: AwareDatetime


class RecordedShape(Schema):
    """Where it stands now. repeated: it stood there before this request, with the same key and the same words."""

    event: str
    seq: int
    repeated: bool


class RecipeShape(Schema):
    """How something is made (ValueFlows RecipeProcess): per batch, in each thing's own unit."""

    id: str
    name: str
    note: str
    source: str
    estimate: bool
    lag: int
    fee: AmountText
    limit: AmountText | None
    adopted: bool
    doer: str
    stage: str
    outlay: AmountText
    inputs: dict[str, AmountText]
    outputs: dict[str, AmountText]
    hours: dict[str, AmountText]
    machines: dict[str, AmountText]
    land: dict[str, AmountText]
    outlay_goods: dict[str, AmountText]


class BoundaryShape(Schema):
    """What the town could stop buying: the answers as they were last computed. plan, closure and next are what
    `./commonstead plan|closure|next --json` print for the town's network."""

    computed: datetime
    stale: bool = Field(description="True when something that they rest on has changed since.")
    dependence: float | None = Field(description="Share of the livelihood that is still bought.")
    plan: dict[str, Any]
    closure: dict[str, Any]
    next: list[dict[str, Any]]


class TokenShape(Schema):
    """A key of yours, without the key."""

    id: int
    label: str
    made: datetime
    used: date | None
