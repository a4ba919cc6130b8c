"""The nineteen actions of ValueFlows 1.0 and what each does to stocks.

Source: the named individuals of vf:Action in the ValueFlows vocabulary, release 1.0.0 (accountingEffect,
onhandEffect, locationEffect and the rest). `accounting` is what one has the right to, `onhand` what lies in
one's hands. Effects of transfers fall on two resources: the provider's goes down, the receiver's goes up.
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
    NONE = "notApplicable"
    INCREMENT = "increment"
    DECREMENT = "decrement"
    DECREMENT_INCREMENT = "decrementIncrement"  # `resource` down, `to_resource` up
    INCREMENT_TO = "incrementTo"                # `to_resource` up, `resource` as it was


class Update(StrEnum):
    NONE = "notApplicable"
    NEW = "new"              # set only on a resource that the event brings into being
    UPDATE = "update"        # set on `resource`
    UPDATE_TO = "updateTo"   # set on `to_resource`
    REMOVE = "remove"        # cleared on `resource`


@dataclass(frozen=True)
class ActionDefinition:
    """What an action does. quantity: which quantity it counts ("resource", "effort" or "both");
    side: "input", "output", "both" or "none" of a process; creates: "", "resource" or "to_resource", the one
    it may bring into being; location, contained, accountable, stage, state: what it writes on a resource."""

    action: Action
    accounting: Effect
    onhand: Effect
    quantity: str
    side: str
    creates: str = ""
    pairs_with: Action | None = None
    location: Update = Update.NONE
    contained: Update = Update.NONE
    accountable: Update = Update.NONE
    stage: Update = Update.NONE
    state: Update = Update.NONE

    @property
    def is_transfer(self) -> bool:
        """True when it changes hands and so must say its mode."""
        return self.action in TRANSFERS


_A, _E, _U = Action, Effect, Update
TRANSFERS = frozenset({_A.TRANSFER, _A.TRANSFER_ALL_RIGHTS, _A.TRANSFER_CUSTODY, _A.DELIVER_SERVICE})

_BOTH = {"accounting": _E.DECREMENT_INCREMENT, "onhand": _E.DECREMENT_INCREMENT}
_UP = {"accounting": _E.INCREMENT, "onhand": _E.INCREMENT}
_DOWN = {"accounting": _E.DECREMENT, "onhand": _E.DECREMENT}
_STILL = {"accounting": _E.NONE, "onhand": _E.NONE}
_HANDS_DOWN = {"accounting": _E.NONE, "onhand": _E.DECREMENT}
_HANDS_UP = {"accounting": _E.NONE, "onhand": _E.INCREMENT}


def _definitions():
    define = ActionDefinition
    update, to = _U.UPDATE, _U.UPDATE_TO
    yield define(_A.PRODUCE, **_UP, quantity="resource", side="output", creates="resource", location=_U.NEW,
                 accountable=_U.NEW, stage=update, state=update)
    yield define(_A.CONSUME, **_DOWN, quantity="resource", side="input", state=update)
    yield define(_A.USE, **_STILL, quantity="both", side="input", state=update)
    yield define(_A.CITE, **_STILL, quantity="resource", side="input", state=update)
    yield define(_A.WORK, **_STILL, quantity="effort", side="input")
    yield define(_A.DELIVER_SERVICE, **_STILL, quantity="resource", side="both")
    yield define(_A.PICKUP, **_HANDS_DOWN, quantity="resource", side="input", pairs_with=_A.DROPOFF,
                 location=update, state=update)
    yield define(_A.DROPOFF, **_HANDS_UP, quantity="resource", side="output", pairs_with=_A.PICKUP,
                 location=update, stage=update, state=update)
    yield define(_A.ACCEPT, **_HANDS_DOWN, quantity="resource", side="input", pairs_with=_A.MODIFY,
                 location=update, state=update)
    yield define(_A.MODIFY, **_HANDS_UP, quantity="resource", side="output", pairs_with=_A.ACCEPT,
                 location=update, stage=update, state=update)
    yield define(_A.COMBINE, **_HANDS_DOWN, quantity="resource", side="input", contained=update, state=update)
    yield define(_A.SEPARATE, **_HANDS_UP, quantity="resource", side="output", contained=_U.REMOVE,
                 stage=update, state=update)
    yield define(_A.COPY, accounting=_E.INCREMENT_TO, onhand=_E.INCREMENT_TO, quantity="resource", side="none",
                 creates="to_resource", location=_U.NEW, accountable=_U.NEW, state=to)
    yield define(_A.TRANSFER, **_BOTH, quantity="resource", side="none", creates="to_resource",
                 location=to, accountable=to, state=to)
    yield define(_A.TRANSFER_ALL_RIGHTS, accounting=_E.DECREMENT_INCREMENT, onhand=_E.NONE, quantity="resource",
                 side="none", creates="to_resource", accountable=to, state=to)
    yield define(_A.TRANSFER_CUSTODY, accounting=_E.NONE, onhand=_E.DECREMENT_INCREMENT, quantity="resource",
                 side="none", creates="to_resource", location=to, state=to)
    yield define(_A.MOVE, **_BOTH, quantity="resource", side="none", creates="to_resource", location=to, state=to)
    yield define(_A.RAISE, **_UP, quantity="resource", side="none", creates="resource", accountable=_U.NEW,
                 state=update)
    yield define(_A.LOWER, **_DOWN, quantity="resource", side="none", creates="resource", accountable=_U.NEW,
                 state=update)


#: One row an action, as in the vocabulary's release 1.0.0.
DEFINITIONS: dict[Action, ActionDefinition] = {row.action: row for row in _definitions()}
