"""What the pen has before it while it writes: the books and stocks it may change, locked, and all that the
rules may ask.

Everything is read in a handful of queries, however many flows come at once. Locks are taken in one order,
books by agent and then stocks by id, so that two pens wait for each other and never in a circle.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from commonstead.core.flows import chain
from commonstead.core.flows.before import Before, Party, Past, Promised, Rights, Spec, Stock
from commonstead.core.flows.effects import Place, effects, places, reversal
from commonstead.core.vocabulary.flow import Flow
from commonstead.town import kinds
from commonstead.town.people import queries as people

from .catalogue import unit_table
from .models import (
    Agreement,
    Book,
    Commitment,
    EconomicEvent,
    EconomicResource,
    Intent,
    Process,
    ResourceSpecification,
    new_id,
)


class Desk:
    """All that stands before a batch of flows; `take` moves it on by one flow."""

    def __init__(self, flows: Iterable[Flow], now: datetime):
        flows = tuple(flows)
        self.now = now
        self.parties = _parties({agent for flow in flows for agent in (flow.provider, flow.receiver, flow.booked_by)})
        self.rights = {person: Rights(rights.fully, rights.among) for person, rights in people.booking_rights(
            {flow.booked_by for flow in flows}).items()}
        self.specifications = _specifications({flow.specification for flow in flows})
        self.processes = _existing(Process, {name for flow in flows for name in (flow.input_of, flow.output_of)})
        self.agreements = _existing(Agreement, {flow.agreement for flow in flows})
        self.commitments = _promises(Commitment, {flow.fulfills for flow in flows})
        self.intents = _promises(Intent, {flow.satisfies for flow in flows})
        self.past = _past({flow.corrects for flow in flows})
        self.books = self._lock_books(flows)
        self.stocks: dict[str, Stock] = {}
        self.ordinary: dict[tuple[str, str], str] = {}
        self._lock_stocks(flows)
        self.touched: dict[str, Stock] = {}

    def before(self, flow: Flow) -> Before:
        """What stands before this flow, with the changes that it would make."""
        first, second = places(flow)
        resource, to_resource = self._find(first, flow), self._find(second, flow)
        past = self.past.get(flow.corrects)
        changes = reversal(past, self.stocks) if past else effects(flow, resource, to_resource)
        return Before(
            now=self.now, provider=self.parties.get(flow.provider), receiver=self.parties.get(flow.receiver),
            booker=self.parties.get(flow.booked_by), rights=self.rights.get(flow.booked_by, Rights()),
            specification=self.specifications.get(flow.specification), resource=resource, to_resource=to_resource,
            commitment=self.commitments.get(flow.fulfills), intent=self.intents.get(flow.satisfies),
            processes=self.processes, agreements=self.agreements, corrected=past, changes=changes,
            stocks=self.stocks)

    def take(self, flow: Flow, before: Before) -> None:
        """The flow is written: let its changes stand."""
        for change in before.changes:
            self.stocks[change.resource] = self.touched[change.resource] = self.stocks[change.resource].after(change)
        if flow.corrects:
            self.past[flow.corrects] = replace(self.past[flow.corrects], reversed=True)

    def _find(self, place: Place, flow: Flow) -> Stock | None:
        if place.named:
            return self.stocks.get(place.named)
        return self.stocks.get(self.ordinary.get((flow.specification, place.owner), ""))

    def _lock_books(self, flows: tuple[Flow, ...]) -> dict[str, Book]:
        wanted = {book for flow in flows for book in chain.books_of(flow.provider, flow.receiver)
                  if book in self.parties}
        rows = Book.objects.select_for_update().order_by("agent")
        found = {row.agent: row for row in rows.filter(agent__in=wanted)}
        if missing := sorted(wanted - set(found)):
            Book.objects.bulk_create([Book(agent=agent, head=chain.BEGINNING) for agent in missing],
                                     ignore_conflicts=True)
            found |= {row.agent: row for row in rows.filter(agent__in=missing)}
        return found

    def _lock_stocks(self, flows: tuple[Flow, ...]) -> None:
        named = {name for flow in flows for name in (flow.resource, flow.to_resource) if name}
        named |= {change.resource for past in self.past.values() for change in past.changes}
        looked_for: dict[tuple[str, str], bool] = {}
        for flow in flows:
            for place in places(flow):
                if place.owner in self.parties and not place.named and flow.specification in self.specifications:
                    pair = (flow.specification, place.owner)
                    looked_for[pair] = looked_for.get(pair, False) or place.make
        rows = EconomicResource.objects.select_for_update().order_by("id")
        if named:
            self._lay_out(rows.filter(id__in=named))
        if looked_for:
            self._lay_out(_ordinary(rows, looked_for))
        missing = sorted(pair for pair, make in looked_for.items() if make and pair not in self.ordinary)
        if missing:
            EconomicResource.objects.bulk_create([
                EconomicResource(id=new_id(), specification_id=specification, accountable=agent, custodian=agent)
                for specification, agent in missing], ignore_conflicts=True)
            self._lay_out(_ordinary(rows, missing))

    def _lay_out(self, rows) -> None:
        for row in rows:
            stock = read_stock(row)
            self.stocks[stock.id] = stock
            if stock.ordinary:
                self.ordinary[stock.specification, stock.accountable] = stock.id


def read_stock(row: EconomicResource) -> Stock:
    """A row as the rules see it."""
    return Stock(row.id, row.specification_id, row.accountable, row.custodian, row.accounting_quantity,
                 row.onhand_quantity, row.away_quantity, row.floor, row.ordinary, row.name, row.stage, row.state,
                 row.location, row.contained_in, row.moves)


def _ordinary(rows, pairs):
    """The ordinary stocks of those (specification, agent) pairs; a few more may come along, which is harmless."""
    return rows.filter(ordinary=True, specification_id__in={pair[0] for pair in pairs},
                       accountable__in={pair[1] for pair in pairs})


def _parties(ids: set[str]) -> dict[str, Party]:
    found = {}
    for view in people.agents(ids=ids, gone=True):
        kind = kinds.get(view.kind) if view.kind else None
        found[view.id] = Party(view.id, view.nature, view.kind, view.name, view.until,
                               kind.label if kind else view.kind, kind.allowed if kind else None)
    return found


def _specifications(ids: set[str]) -> dict[str, Spec]:
    rows = ResourceSpecification.objects.filter(id__in=ids).values_list("id", "name", "unit", "sort")
    units = unit_table()
    return {id: Spec(id, name, units.get(unit), sort) for id, name, unit, sort in rows}


def _existing(model, ids: set[str]) -> frozenset[str]:
    ids = ids - {""}
    return frozenset(model.objects.filter(id__in=ids).values_list("id", flat=True)) if ids else frozenset()


def _promises(model, ids: set[str]) -> dict[str, Promised]:
    ids = ids - {""}
    if not ids:
        return {}
    return {row.id: Promised(row.id, row.specification_id, row.provider, row.receiver)
            for row in model.objects.filter(id__in=ids)}


def _past(ids: set[str]) -> dict[str, Past]:
    ids = ids - {""}
    if not ids:
        return {}
    taken_back = set(EconomicEvent.objects.filter(corrects__in=ids).values_list("corrects", flat=True))
    return {row.id: Past(row.id, row.corrects or "", row.id in taken_back, chain.read_changes(json.loads(row.body)))
            for row in EconomicEvent.objects.filter(id__in=ids)}


__all__ = ["Desk", "read_stock"]
