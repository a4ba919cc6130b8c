"""The nineteen actions of ValueFlows 1.0 and what each does to stocks.

Source: the action table of the ValueFlows specification 1.0 (accountingEffect, onhandEffect and the rest).
`accounting` is what one has the right to, `onhand` what lies in one's hands. Effects of transfers fall on
two resources: the provider's goes down, the receiver's goes up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    PRODUCE = "produce"
    CONSUME = "consume"
    USE = "use"
    CITE = "cite"
    WORK = "work"
    DELIVER_SERVICE = "deliverService"
    PICKUP = "pickup"
    DROPOFF = "dropoff"
    ACCEPT = "accept"
    MODIFY = "modify"
    COMBINE = "combine"
    SEPARATE = "separate"
    COPY = "copy"
    TRANSFER = "transfer"
    TRANSFER_ALL_RIGHTS = "transferAllRights"
    TRANSFER_CUSTODY = "transferCustody"
    MOVE = "move"
    RAISE = "raise"
    LOWER = "lower"


class Effect(StrEnum):
    NONE = "noEffect"
    INCREMENT = "increment"
    DECREMENT = "decrement"
    DECREMENT_INCREMENT = "decrementIncrement"  # provider's resource down, receiver's resource up


@dataclass(frozen=True)
class ActionDefinition:
    """What an action does. quantity: which quantity it counts ("resource", "effort" or "both");
    side: "input", "output", "both" or "none" of a process; creates: may bring a new resource into being."""

    action: Action
    accounting: Effect
    onhand: Effect
    quantity: str
    side: str
    creates: bool = False

    @property
    def is_transfer(self) -> bool:
        """True when it changes hands and so must say its mode."""
        return self.action in TRANSFERS


_A, _E = Action, Effect
TRANSFERS = frozenset({_A.TRANSFER, _A.TRANSFER_ALL_RIGHTS, _A.TRANSFER_CUSTODY, _A.DELIVER_SERVICE})

DEFINITIONS: dict[Action, ActionDefinition] = {
    definition.action: definition
    for definition in (
        ActionDefinition(_A.PRODUCE, _E.INCREMENT, _E.INCREMENT, "resource", "output", creates=True),
        ActionDefinition(_A.CONSUME, _E.DECREMENT, _E.DECREMENT, "resource", "input"),
        ActionDefinition(_A.USE, _E.NONE, _E.NONE, "both", "input"),
        ActionDefinition(_A.CITE, _E.NONE, _E.NONE, "resource", "input"),
        ActionDefinition(_A.WORK, _E.NONE, _E.NONE, "effort", "input"),
        ActionDefinition(_A.DELIVER_SERVICE, _E.NONE, _E.NONE, "both", "both"),
        ActionDefinition(_A.PICKUP, _E.NONE, _E.DECREMENT_INCREMENT, "resource", "input"),
        ActionDefinition(_A.DROPOFF, _E.NONE, _E.DECREMENT_INCREMENT, "resource", "output"),
        ActionDefinition(_A.ACCEPT, _E.NONE, _E.NONE, "resource", "input"),
        ActionDefinition(_A.MODIFY, _E.NONE, _E.NONE, "resource", "output"),
        ActionDefinition(_A.COMBINE, _E.NONE, _E.DECREMENT, "resource", "input"),
        ActionDefinition(_A.SEPARATE, _E.NONE, _E.INCREMENT, "resource", "output"),
        ActionDefinition(_A.COPY, _E.INCREMENT, _E.INCREMENT, "resource", "none", creates=True),
        ActionDefinition(_A.TRANSFER, _E.DECREMENT_INCREMENT, _E.DECREMENT_INCREMENT, "resource", "none", creates=True),
        ActionDefinition(_A.TRANSFER_ALL_RIGHTS, _E.DECREMENT_INCREMENT, _E.NONE, "resource", "none", creates=True),
        ActionDefinition(_A.TRANSFER_CUSTODY, _E.NONE, _E.DECREMENT_INCREMENT, "resource", "none", creates=True),
        ActionDefinition(_A.MOVE, _E.DECREMENT_INCREMENT, _E.DECREMENT_INCREMENT, "resource", "none", creates=True),
        ActionDefinition(_A.RAISE, _E.INCREMENT, _E.INCREMENT, "resource", "none", creates=True),
        ActionDefinition(_A.LOWER, _E.DECREMENT, _E.DECREMENT, "resource", "none"),
    )
}
