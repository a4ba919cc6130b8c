"""What a flow does to resources, by the action table of ValueFlows 1.0.

Two small questions are answered here: whose stock an event falls on when it names none, and by how much
each stock changes. What goes into a process and comes out as the same thing (accept and modify, pickup and
dropoff, combine and separate) is counted as `away` meanwhile, so that no more can come back than went in.
The world outside keeps no stocks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from commonstead.core.vocabulary.actions import DEFINITIONS, ROUND_TRIPS, Action, ActionDefinition, Effect, Update
from commonstead.core.vocabulary.flow import OUTSIDE, Flow

from .before import IDENTITY, PROPERTIES, Change, Past, Stock

_COMES_BACK = frozenset(ROUND_TRIPS.values())
#: Actions that fall on a resource only when they name it, or when its agent has an ordinary one already.
_IF_THERE = frozenset({Action.USE, Action.CITE, Action.COPY})
_NO_RESOURCE = frozenset({Action.WORK, Action.DELIVER_SERVICE})


@dataclass(frozen=True)
class Place:
    """Where an effect falls. owner: the agent whose resource it is, "" when there is none to look for;
    named: the resource that the flow names, or ""; make: bring the owner's ordinary stock into being."""

    owner: str
    named: str
    make: bool


def places(flow: Flow) -> tuple[Place, Place]:
    """Where `resource` and `to_resource` of a flow are to be looked for."""
    definition = DEFINITIONS[flow.action]
    if flow.action in _NO_RESOURCE:
        return Place("", flow.resource, False), Place("", flow.to_resource, False)
    falls_on_receiver = Effect.INCREMENT in (definition.accounting, definition.onhand)
    first = _inside(flow.receiver if falls_on_receiver else flow.provider)
    second = _inside(flow.receiver) if _has_second(definition) else ""
    in_place = flow.action is Action.MOVE and flow.provider == flow.receiver and not flow.to_resource
    return (
        Place(first, flow.resource, bool(first) and flow.action not in _IF_THERE),
        Place(second, flow.resource if in_place else flow.to_resource, bool(second)),
    )


def effects(flow: Flow, resource: Stock | None, to_resource: Stock | None) -> tuple[Change, ...]:
    """What a flow does to the one or two resources it falls on; none of them for work and services.
    A resource that is touched without a change of quantity (used, cited, moved in place) gets a change of
    zero, so that its history tells of it."""
    definition = DEFINITIONS[flow.action]
    amount = flow.quantity or 0
    changes = []
    if resource is not None:
        away = amount if flow.action in ROUND_TRIPS else -amount if flow.action in _COMES_BACK else 0
        changes.append(Change(resource.id, _first(definition.accounting) * amount, _first(definition.onhand) * amount,
                              away, _sets(flow, definition, resource, first=True)))
    if to_resource is not None and _has_second(definition):
        changes.append(Change(to_resource.id, _second(definition.accounting) * amount,
                              _second(definition.onhand) * amount, 0,
                              _sets(flow, definition, to_resource, first=False)))
    if len(changes) == 2 and changes[0].resource == changes[1].resource:
        one, other = changes
        changes = [Change(one.resource, one.accounting + other.accounting, one.onhand + other.onhand,
                          one.away, one.sets + other.sets)]
    stocks = {stock.id: stock for stock in (resource, to_resource) if stock is not None}
    return tuple(_introduced(change, stocks[change.resource]) for change in changes)


def _introduced(change: Change, stock: Stock) -> Change:
    """A stock's first move also tells what it is, whose, and how it began, so that the journal keeps that."""
    if stock.moves:
        return change
    own = {name for name, _, _ in change.sets}
    told = tuple((name, value, value) for name in (*IDENTITY, *PROPERTIES)
                 if name not in own and ((value := getattr(stock, name)) or name in IDENTITY))
    return replace(change, sets=told + change.sets)


def reversal(past: Past, stocks) -> tuple[Change, ...]:
    """What takes a past event back: its changes with the sign turned. A property is set back only where
    nothing has changed it since. stocks: id → Stock as they stand now."""
    return tuple(
        Change(change.resource, -change.accounting, -change.onhand, -change.away, tuple(
            (name, new, old) for name, old, new in change.sets
            if getattr(stocks[change.resource], name) == new))
        for change in past.changes)


def _inside(agent: str) -> str:
    return "" if agent == OUTSIDE else agent


def _has_second(definition: ActionDefinition) -> bool:
    return bool({Effect.DECREMENT_INCREMENT, Effect.INCREMENT_TO} & {definition.accounting, definition.onhand})


def _first(effect: Effect) -> int:
    return {Effect.INCREMENT: 1, Effect.DECREMENT: -1, Effect.DECREMENT_INCREMENT: -1}.get(effect, 0)


def _second(effect: Effect) -> int:
    return 1 if effect in (Effect.DECREMENT_INCREMENT, Effect.INCREMENT_TO) else 0


def _sets(flow: Flow, definition: ActionDefinition, stock: Stock, *, first: bool) -> tuple[tuple[str, str, str], ...]:
    """The properties that the flow sets on its first or second resource, where they really change."""
    wanted = {}
    for name in ("location", "stage", "state"):
        update, value = getattr(definition, name), getattr(flow, name)
        falls_here = {Update.UPDATE: first, Update.UPDATE_TO: not first,
                      Update.NEW: stock.moves == 0 and first != _has_second(definition)}.get(update, False)
        if value and falls_here:
            wanted[name] = value
    if first and definition.contained is Update.UPDATE:
        wanted["contained_in"] = flow.to_resource
    elif first and definition.contained is Update.REMOVE:
        wanted["contained_in"] = ""
    return tuple((name, getattr(stock, name), value) for name, value in sorted(wanted.items())
                 if getattr(stock, name) != value)
