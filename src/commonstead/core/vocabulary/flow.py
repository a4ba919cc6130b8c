"""A Flow: an economic event as it is handed to the pen, before it is in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .actions import Action
from .modes import Mode

#: The one agent that stands for everything beyond the membrane. It keeps no stocks and no book.
OUTSIDE = "outside"


@dataclass(frozen=True)
class Flow:
    """One thing that happened (ValueFlows `EconomicEvent`).

    provider, receiver: agent ids; OUTSIDE for the world beyond the membrane. The same id for what happens
        inside one agent (produce, consume, use, raise, lower).
    specification: id of the ResourceSpecification.  quantity: integer in that specification's unit, at that
        unit's decimals; None only for work.  effort: integer hundredths of an hour (work, use).
    at: when it happened, timezone-aware.  resource, to_resource: ids of the EconomicResources; empty means
        the agent's ordinary stock of that specification.
    mode: required for transfers and services, None for the rest.
    booked_by: the person who writes it down.  idempotency_key: chosen by the sender, never reused.
    note: free text about people; kept outside the journal, with only a salted hash inside.
    corrects, reason: only for reversals: the event taken back, and why.
    """

    action: Action
    provider: str
    receiver: str
    specification: str
    at: datetime
    booked_by: str
    idempotency_key: str
    quantity: int | None = None
    effort: int | None = None
    mode: Mode | None = None
    resource: str = ""
    to_resource: str = ""
    input_of: str = ""
    output_of: str = ""
    agreement: str = ""
    fulfills: str = ""
    satisfies: str = ""
    corrects: str = ""
    reason: str = ""
    note: str = ""
    stage: str = ""
    state: str = ""
    location: str = ""
