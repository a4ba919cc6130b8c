"""The one pen. Nothing else writes events, book entries, texts, moves, or the quantities of resources.

One call is one transaction. A key that was used before gives the first answer again, or a refusal if the
request differs. Otherwise the desk is laid out and locked, each flow is put before the rules as the ones
before it left the books, and then everything is written at once: events, texts, entries in the chained
books, moves, stocks. If anything is refused or fails, nothing was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonstead.core.flows import chain
from commonstead.core.flows.before import Before
from commonstead.core.flows.effects import places
from commonstead.core.flows.rules import Rule, refusals
from commonstead.core.flows.shape import SHAPE_RULES
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town import kinds

from .desk import Desk
from .models import Book, BookEntry, EconomicEvent, EconomicResource, EventText, ResourceMove, new_id, new_salt
from .weather import patiently

_handed_down: list[Rule] = []


@dataclass(frozen=True)
class Recorded:
    """event_id, seq: where it stands in the journal.  repeated: it stood there before this request."""

    event_id: str
    seq: int
    repeated: bool


def install_rules(rules: Iterable[Rule]) -> None:
    """Upper layers hand their rules down at start-up: pure functions (flow, before) → Refusal | None. They are
    asked after the base rules and those of the kinds, and not for corrections. Installing twice is harmless."""
    _handed_down.extend(rule for rule in rules if rule not in _handed_down)


def record_events(flows: Iterable[Flow]) -> list[Recorded]:
    """Write flows in their order, all or none. Returns one answer a flow.
    Refused: with all that is wrong with the first flow that may not be written, which is `refused.subject`."""
    wished = [_read(flow) for flow in flows]
    return patiently(lambda: _write(wished))


def _write(wished: list[Flow]) -> list[Recorded]:
    with transaction.atomic():
        answers = _answers_given_before(wished)
        if fresh := _new_among(wished, answers):
            now = timezone.now()
            desk, page = Desk(fresh, now), Page(now)
            for flow in fresh:
                before = desk.before(flow)
                _refuse_if(flow, refusals(flow, before, _rules_for(flow, before)))
                page.add(flow, before, desk.books)
                desk.take(flow, before)
            answers |= page.keep(desk)
    return _in_order(wished, answers)


class Page:
    """What is about to be written, gathered so that each table is written once."""

    def __init__(self, now: datetime):
        self.now = now
        self.events: list[EconomicEvent] = []
        self.texts: list[EventText] = []
        self.entries: list[tuple[int, BookEntry]] = []
        self.moves: list[tuple[int, ResourceMove]] = []

    def add(self, flow: Flow, before: Before, books: dict[str, Book]) -> None:
        """One event, its text, its entries in the books and its moves."""
        event_id, salt, place = new_id(), new_salt(), len(self.events)
        resolved = _resolve(flow, before)
        body = chain.body(event_id=event_id, flow=resolved, recorded=self.now, changes=before.changes,
                          request=chain.request_hash(flow), texts=chain.text_hash(salt, flow.note, flow.reason))
        self.events.append(_event(event_id, flow, resolved, self.now, body))
        if flow.note or flow.reason:
            self.texts.append(EventText(event=event_id, salt=salt, note=flow.note, reason=flow.reason))
        for name in chain.books_of(flow.provider, flow.receiver):
            book = books[name]
            book.length += 1
            book.head = chain.link(name, book.length, book.head, body)
            self.entries.append((place, BookEntry(book=name, position=book.length, hash=book.head)))
        for change in before.changes:
            stock = before.stocks[change.resource].after(change)
            self.moves.append((place, ResourceMove(
                resource=stock.id, position=stock.moves, accounting_change=change.accounting,
                onhand_change=change.onhand, accounting_after=stock.accounting, onhand_after=stock.onhand)))

    def keep(self, desk: Desk) -> dict[str, Recorded]:
        """Write it all. Returns the answers by idempotency key."""
        EconomicEvent.objects.bulk_create(self.events)
        EventText.objects.bulk_create(self.texts)
        for place, entry in self.entries:
            entry.event_id = self.events[place].seq
        for place, move in self.moves:
            move.event_seq = self.events[place].seq
        BookEntry.objects.bulk_create([entry for _, entry in self.entries])
        ResourceMove.objects.bulk_create([move for _, move in self.moves])
        _store(Book, list(desk.books.values()), ["length", "head"])
        _store(EconomicResource, [
            EconomicResource(id=stock.id, accounting_quantity=stock.accounting, onhand_quantity=stock.onhand,
                             away_quantity=stock.away, stage=stock.stage, state=stock.state, location=stock.location,
                             contained_in=stock.contained_in, moves=stock.moves)
            for _, stock in sorted(desk.touched.items())], _STOCK_COLUMNS)
        return {event.idempotency_key: Recorded(event.id, event.seq, False) for event in self.events}


_STOCK_COLUMNS = ["accounting_quantity", "onhand_quantity", "away_quantity", "stage", "state", "location",
                  "contained_in", "moves"]


def _store(model, rows: list, columns: list[str]) -> None:
    """Update rows by key: one statement each for a few, in bulk for many."""
    if len(rows) > 4:
        model.objects.bulk_update(rows, columns, batch_size=100)
        return
    for row in rows:
        model.objects.filter(pk=row.pk).update(**{column: getattr(row, column) for column in columns})


def _read(flow: Flow) -> Flow:
    """The flow with real actions and modes, or Refused when its own shape is wrong. Asked before the
    transaction begins, so that nonsense never reaches the database."""
    try:
        flow = replace(flow, action=Action(flow.action), mode=Mode(flow.mode) if flow.mode is not None else None)
    except ValueError as wrong:
        raise _refused(flow, (Refusal(
            "ledger.word_unknown", gettext_noop("{word} is neither an action nor a mode that is known here."),
            {"word": str(wrong).split(" ")[0]}, field="action"),)) from None
    before = Before(now=timezone.now())
    _refuse_if(flow, tuple(refusal for rule in SHAPE_RULES if (refusal := rule(flow, before)) is not None))
    return flow


def _answers_given_before(wished: list[Flow]) -> dict[str, Recorded]:
    """The answers to keys that were used before, or Refused where the request is another one."""
    rows = EconomicEvent.objects.filter(idempotency_key__in=[flow.idempotency_key for flow in wished]).values_list(
        "idempotency_key", "id", "seq", "request_hash")
    known = {key: (event_id, seq, request) for key, event_id, seq, request in rows}
    if not known:
        return {}
    texts = {row.event: (row.note, row.reason) for row in EventText.objects.filter(
        event__in=[event_id for event_id, _, _ in known.values()])}
    for flow in wished:
        if flow.idempotency_key in known:
            event_id, _, request = known[flow.idempotency_key]
            # An erased text can no longer be compared; the rest of the request still is.
            same_text = texts.get(event_id, (flow.note, flow.reason)) == (flow.note, flow.reason)
            if chain.request_hash(flow) != request or not same_text:
                raise _key_used(flow)
    return {key: Recorded(event_id, seq, True) for key, (event_id, seq, _) in known.items()}


def _new_among(wished: list[Flow], answers: dict[str, Recorded]) -> list[Flow]:
    """The flows that were not written before, each key once."""
    fresh: dict[str, Flow] = {}
    for flow in wished:
        if flow.idempotency_key not in answers and fresh.setdefault(flow.idempotency_key, flow) != flow:
            raise _key_used(flow)
    return list(fresh.values())


def _in_order(wished: list[Flow], answers: dict[str, Recorded]) -> list[Recorded]:
    """One answer a flow. The same request twice in one batch was written once, and is answered twice."""
    seen: set[str] = set()
    ordered = []
    for key in (flow.idempotency_key for flow in wished):
        ordered.append(replace(answers[key], repeated=True) if key in seen else answers[key])
        seen.add(key)
    return ordered


def _rules_for(flow: Flow, before: Before) -> list[Rule]:
    if flow.corrects:
        return []
    of_kinds = [rule for slug in dict.fromkeys(party.kind for party in before.parties)
                if (kind := kinds.get(slug)) for rule in kind.rules]
    return [*of_kinds, *_handed_down]


def _resolve(flow: Flow, before: Before) -> Flow:
    """The flow with the stocks that it fell on."""
    second_is_first = places(flow)[1].named == flow.resource != ""
    return replace(flow, resource=before.resource.id if before.resource else "",
                   to_resource=before.to_resource.id if before.to_resource and not second_is_first else "")


def _event(event_id: str, sent: Flow, resolved: Flow, now: datetime, body: str) -> EconomicEvent:
    return EconomicEvent(
        id=event_id, idempotency_key=sent.idempotency_key, request_hash=chain.request_hash(sent), action=sent.action,
        mode=sent.mode or "", provider=sent.provider, receiver=sent.receiver, specification=sent.specification,
        quantity=sent.quantity, effort=sent.effort, at=sent.at, recorded=now, resource=resolved.resource,
        to_resource=resolved.to_resource, input_of=sent.input_of, output_of=sent.output_of, agreement=sent.agreement,
        fulfills=sent.fulfills, satisfies=sent.satisfies, stage=sent.stage, state=sent.state, location=sent.location,
        corrects=sent.corrects or None, booked_by=sent.booked_by, body=body)


def _refuse_if(flow: Flow, found: tuple[Refusal, ...]) -> None:
    if found:
        raise _refused(flow, found)


def _refused(flow: Flow, found: tuple[Refusal, ...]) -> Refused:
    return Refused(*found, subject=flow)


def _key_used(flow: Flow) -> Refused:
    return _refused(flow, (Refusal(
        "ledger.key_used",
        gettext_noop("This key belongs to another entry that was written before. Send this one with a new key."),
        field="idempotency_key"),))
