"""What the pen has before it while it writes: the books and stocks it may change, locked, and all that the
rules may ask.

Everything is read in a handful of queries, however many flows come at once. Locks are taken in one order,
books by agent and then stocks by id, so that two pens wait for each other and never in a circle.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from commonstead.core.flows import chain
from commonstead.core.flows.before import Before, Change, Party, Past, Promised, Rights, Spec, Stock
from commonstead.core.flows.effects import Place, effects, places, reversal
from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.units import UNITS
from commonstead.town import kinds, plain_sql
from commonstead.town.people import queries as people

from .catalogue import own_unit
from .ids import new_id
from .models import Agreement, Commitment, EconomicEvent, Intent, Process


@dataclass
class Head:
    """Where a book ends: how many entries it has, and the last one's hash. The pen moves it on."""

    length: int
    hash: str


class Desk:
    """All that stands before a batch of flows; `take` moves it on by one flow."""

    def __init__(self, flows: Iterable[Flow], now: datetime, units: frozenset[str] = frozenset()):
        flows = tuple(flows)
        self.now, self.units = now, units
        who, rights = people.who_and_rights(
            {agent for flow in flows for agent in (flow.provider, flow.receiver, flow.booked_by)},
            {flow.booked_by for flow in flows})
        self.parties = _parties(who)
        self.rights = {person: Rights(may.fully, may.among) for person, may in rights.items()}
        self.specifications = _specifications({flow.specification for flow in flows})
        self.processes = _doers({name for flow in flows for name in (flow.input_of, flow.output_of)})
        self.agreements = _existing(Agreement, {flow.agreement for flow in flows})
        self.commitments = _promises(Commitment, {flow.fulfills for flow in flows})
        self.intents = _promises(Intent, {flow.satisfies for flow in flows})
        self.past = _past({flow.corrects for flow in flows})
        self.heads = self._lock_books(flows)
        self.stocks: dict[str, Stock] = {}
        self.ordinary: dict[tuple[str, str], str] = {}
        self.untouched: set[str] = set()
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
            stocks=self.stocks, units=self.units)

    def take(self, flow: Flow, before: Before) -> list[tuple[Change, Stock]]:
        """The flow is written: let its changes stand. Returns each change with the stock after it."""
        after = [(change, self.stocks[change.resource].after(change)) for change in before.changes]
        for _, stock in after:
            self.stocks[stock.id] = self.touched[stock.id] = stock
            self.untouched.discard(stock.id)
        if flow.corrects:
            self.past[flow.corrects] = replace(self.past[flow.corrects], reversed=True)
        return after

    def _find(self, place: Place, flow: Flow) -> Stock | None:
        if place.named:
            return self.stocks.get(place.named)
        stock = self.stocks.get(self.ordinary.get((flow.specification, place.owner), ""))
        # A stock that a later flow of this batch brings into being is not there yet for one that only looks.
        return None if stock is not None and not place.make and stock.id in self.untouched else stock

    def _lock_books(self, flows: tuple[Flow, ...]) -> dict[str, Head]:
        wanted = {book for flow in flows for book in chain.books_of(flow.provider, flow.receiver)
                  if book in self.parties}
        found = _heads(wanted)
        if missing := wanted - set(found):
            plain_sql.insert("ledger_book", ("agent", "length", "head"),
                             [(agent, 0, chain.BEGINNING) for agent in sorted(missing)], also="ON CONFLICT DO NOTHING")
            found |= _heads(missing)
        return found

    def _lock_stocks(self, flows: tuple[Flow, ...]) -> None:
        named = {name for flow in flows for name in (flow.resource, flow.to_resource) if name}
        named |= {change.resource for past in self.past.values() for change in past.changes}
        looked_for: dict[tuple[str, str], bool] = {}
        for flow in flows:
            for place in places(flow):
                if place.owner in self.parties and not place.named and flow.specification in self.specifications:
                    pair = (flow.specification, place.owner)
                    opens = place.make and not is_unit_of_account(self.specifications[flow.specification].sort)
                    looked_for[pair] = looked_for.get(pair, False) or opens
        self._lay_out(_stocks_named(named))
        self._lay_out(_stocks_ordinary(looked_for))
        if missing := sorted(pair for pair, make in looked_for.items() if make and pair not in self.ordinary):
            made = [Stock(new_id(), specification, agent, custodian=agent) for specification, agent in missing]
            plain_sql.insert("ledger_economicresource", STOCK_COLUMNS, map(stock_row, made),
                             also="ON CONFLICT DO NOTHING")
            self.untouched = {stock.id for stock in made}
            self._lay_out(_stocks_ordinary(missing))

    def _lay_out(self, stocks: Iterable[Stock]) -> None:
        for stock in stocks:
            self.stocks[stock.id] = stock
            if stock.ordinary:
                self.ordinary[stock.specification, stock.accountable] = stock.id


#: The columns of a stock, in the order of core's `Stock`; what it has beyond that, the pen leaves alone.
STOCK_COLUMNS = ("id", "specification_id", "accountable", "custodian", "accounting_quantity", "onhand_quantity",
                 "away_quantity", "floor", "ordinary", "name", "stage", "state", "location", "contained_in", "moves",
                 "ceiling", "standing", "tracking_identifier")
_STOCK = ", ".join(STOCK_COLUMNS[:-1])


def stock_row(stock: Stock) -> tuple:
    """A stock as a row of those columns."""
    return (stock.id, stock.specification, stock.accountable, stock.custodian, stock.accounting, stock.onhand,
            stock.away, stock.floor, stock.ordinary, stock.name, stock.stage, stock.state, stock.location,
            stock.contained_in, stock.moves, stock.ceiling, stock.standing, "")


def _heads(books: set[str]) -> dict[str, Head]:
    rows = plain_sql.select("SELECT agent, length, head FROM ledger_book WHERE agent IN %(books)s "
                            + plain_sql.for_update("agent"), books=books)
    return {agent: Head(length, head) for agent, length, head in rows}


def _stocks_named(ids: set[str]) -> list[Stock]:
    return [Stock(*row) for row in plain_sql.select(
        f"SELECT {_STOCK} FROM ledger_economicresource WHERE id IN %(ids)s " + plain_sql.for_update("id"), ids=ids)]


def _stocks_ordinary(pairs: Iterable[tuple[str, str]]) -> list[Stock]:
    """The ordinary stocks of those (specification, agent) pairs; a few more may come along, which is harmless."""
    return [Stock(*row) for row in plain_sql.select(
        f"SELECT {_STOCK} FROM ledger_economicresource WHERE ordinary AND specification_id IN %(specifications)s "
        "AND accountable IN %(agents)s " + plain_sql.for_update("id"),
        specifications={pair[0] for pair in pairs}, agents={pair[1] for pair in pairs})]


def _parties(who: Iterable[people.Who]) -> dict[str, Party]:
    found = {}
    for id, nature, slug, name, until in who:
        kind = kinds.get(slug) if slug else None
        found[id] = Party(id, nature, slug, name, until, kind.label if kind else slug, kind.allowed if kind else None)
    return found


def _specifications(ids: set[str]) -> dict[str, Spec]:
    rows = plain_sql.select(
        "SELECT s.id, s.name, s.unit, s.sort, s.keeper, u.symbol, u.decimals, u.dimension, u.per_base "
        "FROM ledger_resourcespecification s LEFT JOIN ledger_unitrow u ON u.id = s.unit WHERE s.id IN %(ids)s",
        ids=ids)
    return {id: Spec(id, name, own_unit(unit, *own) if own[0] is not None else UNITS.get(unit), sort, keeper)
            for id, name, unit, sort, keeper, *own in rows}


def _existing(model, ids: set[str]) -> frozenset[str]:
    ids = ids - {""}
    return frozenset(model.objects.filter(id__in=ids).values_list("id", flat=True)) if ids else frozenset()


def _doers(processes: set[str]) -> dict[str, str]:
    """By process: who does it."""
    processes = processes - {""}
    return dict(Process.objects.filter(id__in=processes).values_list("id", "doer")) if processes else {}


def _promises(model, ids: set[str]) -> dict[str, Promised]:
    ids = ids - {""}
    if not ids:
        return {}
    return {row[0]: Promised(*row) for row in model.objects.filter(id__in=ids).values_list(
        "id", "specification_id", "provider", "receiver", "specification__unit", "specification__sort", "action")}


def _past(ids: set[str]) -> dict[str, Past]:
    ids = ids - {""}
    if not ids:
        return {}
    taken_back = set(EconomicEvent.objects.filter(corrects__in=ids).values_list("corrects", flat=True))
    return {row.id: Past(row.id, row.corrects or "", row.id in taken_back, chain.read_changes(json.loads(row.body)))
            for row in EconomicEvent.objects.filter(id__in=ids)}


__all__ = ["STOCK_COLUMNS", "Desk", "Head", "stock_row"]
