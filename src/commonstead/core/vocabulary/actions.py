"""The nineteen actions of ValueFlows 1.0 and what each does to resources.

Source: the named individuals of class vf:Action in the ontology file of release 1.0.0 (accountingEffect,
onhandEffect, locationEffect, containedEffect, stageEffect, stateEffect, eventQuantity, inputOutput,
pairsWith, createResource). `accounting` is what one has the right to, `onhand` what lies in one's hands.
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
    """What an action does to a quantity."""

    NONE = "noEffect"
    INCREMENT = "increment"
    DECREMENT = "decrement"
    DECREMENT_INCREMENT = "decrementIncrement"  # provider's resource down, receiver's resource up
    INCREMENT_TO = "incrementTo"                # receiver's resource up, the original stays


class Update(StrEnum):
    """What an action does to a property (location, container, stage, state)."""

    NONE = "noEffect"
    NEW = "new"            # of a resource that the event brings into being
    UPDATE = "update"      # of `resource`
    UPDATE_TO = "updateTo"  # of `to_resource`
    REMOVE = "remove"


@dataclass(frozen=True)
class ActionDefinition:
    """What an action does. quantity: which quantity it counts ("resource", "effort" or "both");
    side: "input", "output", "both" or "none" of a process; creates: may bring a new resource into being;
    location, contained, stage, state: what happens to those properties; pairs_with: the action that gives
    back what this one took into a process, or takes what this one gives back."""

    action: Action
    accounting: Effect
    onhand: Effect
    quantity: str
    side: str
    creates: bool = False
    location: Update = Update.NONE
    contained: Update = Update.NONE
    stage: Update = Update.NONE
    state: Update = Update.NONE
    pairs_with: Action | None = None

    @property
    def is_transfer(self) -> bool:
        """True when it changes hands and so must say its mode."""
        return self.action in TRANSFERS


_A, _E, _U = Action, Effect, Update
_Def = ActionDefinition

#: Actions between two agents that must say their mode: things that change hands, and services.
TRANSFERS = frozenset({_A.TRANSFER, _A.TRANSFER_ALL_RIGHTS, _A.TRANSFER_CUSTODY, _A.DELIVER_SERVICE})
#: What goes into a process and comes out again as the same thing, and by which action it comes back.
ROUND_TRIPS = {_A.ACCEPT: _A.MODIFY, _A.PICKUP: _A.DROPOFF, _A.COMBINE: _A.SEPARATE}

DEFINITIONS: dict[Action, ActionDefinition] = {
    definition.action: definition
    for definition in (
        _Def(_A.PRODUCE, _E.INCREMENT, _E.INCREMENT, "resource", "output", creates=True,
             location=_U.NEW, stage=_U.UPDATE, state=_U.UPDATE),
        _Def(_A.CONSUME, _E.DECREMENT, _E.DECREMENT, "resource", "input", state=_U.UPDATE),
        _Def(_A.USE, _E.NONE, _E.NONE, "both", "input", state=_U.UPDATE),
        _Def(_A.CITE, _E.NONE, _E.NONE, "resource", "input", state=_U.UPDATE),
        _Def(_A.WORK, _E.NONE, _E.NONE, "effort", "input"),
        _Def(_A.DELIVER_SERVICE, _E.NONE, _E.NONE, "resource", "both"),
        _Def(_A.PICKUP, _E.NONE, _E.DECREMENT, "resource", "input",
             location=_U.UPDATE, state=_U.UPDATE, pairs_with=_A.DROPOFF),
        _Def(_A.DROPOFF, _E.NONE, _E.INCREMENT, "resource", "output",
             location=_U.UPDATE, stage=_U.UPDATE, state=_U.UPDATE, pairs_with=_A.PICKUP),
        _Def(_A.ACCEPT, _E.NONE, _E.DECREMENT, "resource", "input",
             location=_U.UPDATE, state=_U.UPDATE, pairs_with=_A.MODIFY),
        _Def(_A.MODIFY, _E.NONE, _E.INCREMENT, "resource", "output",
             location=_U.UPDATE, stage=_U.UPDATE, state=_U.UPDATE, pairs_with=_A.ACCEPT),
        _Def(_A.COMBINE, _E.NONE, _E.DECREMENT, "resource", "input", contained=_U.UPDATE, state=_U.UPDATE),
        _Def(_A.SEPARATE, _E.NONE, _E.INCREMENT, "resource", "output",
             contained=_U.REMOVE, stage=_U.UPDATE, state=_U.UPDATE),
        _Def(_A.COPY, _E.INCREMENT_TO, _E.INCREMENT_TO, "resource", "none", creates=True,
             location=_U.NEW, state=_U.UPDATE_TO),
        _Def(_A.TRANSFER, _E.DECREMENT_INCREMENT, _E.DECREMENT_INCREMENT, "resource", "none", creates=True,
             location=_U.UPDATE_TO, state=_U.UPDATE_TO),
        _Def(_A.TRANSFER_ALL_RIGHTS, _E.DECREMENT_INCREMENT, _E.NONE, "resource", "none", creates=True,
             state=_U.UPDATE_TO),
        _Def(_A.TRANSFER_CUSTODY, _E.NONE, _E.DECREMENT_INCREMENT, "resource", "none", creates=True,
             location=_U.UPDATE_TO, state=_U.UPDATE_TO),
        _Def(_A.MOVE, _E.DECREMENT_INCREMENT, _E.DECREMENT_INCREMENT, "resource", "none", creates=True,
             location=_U.UPDATE_TO, state=_U.UPDATE_TO),
        _Def(_A.RAISE, _E.INCREMENT, _E.INCREMENT, "resource", "none", creates=True, state=_U.UPDATE),
        _Def(_A.LOWER, _E.DECREMENT, _E.DECREMENT, "resource", "none", state=_U.UPDATE),
    )
}
