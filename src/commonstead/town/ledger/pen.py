"""The one pen. Nothing else writes events, book entries, texts, moves, or the quantities of resources.

One call is one transaction. A key that was used before gives the first answer again, or a refusal if the
request differs. Otherwise the desk is laid out and locked, each flow is put before the rules as the ones
before it left the books, and then everything is written at once: events, texts, entries in the chained
books, moves, stocks. If anything is refused or fails, nothing was written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonstead.core.flows import chain
from commonstead.core.flows.before import Before, Change, Stock
from commonstead.core.flows.rules import Rule, refusals, shape_refusals
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town import kinds
from commonstead.town.plain_sql import Rows, select, stored, upserted, write

from .desk import STOCK_COLUMNS, Desk, Head, stock_row
from .ids import new_id, new_salt
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


def record_events(flows: Iterable[Flow], *, units: Collection[str] = (), all_ends: bool = False) -> list[Recorded]:
    """Write flows in their order, all or none. Returns one answer a flow. units: the units of account that may move,
    handed in by those who write the circle's slips beside them and by nobody else.  all_ends: the caller's transaction
    ends where this is refused, so that it needs no point to go back to.
    Refused: with all that is wrong with the first flow that may not be written, which is `refused.subject`."""
    wished = [_read(flow) for flow in flows]
    return patiently(lambda: _write(wished, frozenset(units), savepoint=not all_ends))


def _write(wished: list[Flow], units: frozenset[str], savepoint: bool) -> list[Recorded]:
    with transaction.atomic(savepoint=savepoint):
        answers = _answers_given_before(wished)
        if fresh := _new_among(wished, answers):
            now = timezone.now()
            desk, page = Desk(fresh, now, units), Page(now)
            for flow in fresh:
                before = desk.before(flow)
                _refuse_if(flow, refusals(flow, before, _rules_for(flow, before)))
                page.add(flow, before, desk.take(flow, before), desk.heads)
            answers |= page.keep(desk)
    return _in_order(wished, answers)


class Page:
    """What is about to be written, gathered so that each table is written once."""

    def __init__(self, now: datetime):
        self.now = now
        self._stored = {now: stored(now)}
        self.events: list[tuple] = []
        self.texts: list[tuple] = []
        self.entries: list[tuple] = []
        self.moves: list[tuple] = []

    def add(self, flow: Flow, before: Before, after: list[tuple[Change, Stock]], heads: dict[str, Head]) -> None:
        """One event, its text, its entries in the books and its moves."""
        event_id, salt, request = new_id(), new_salt(), chain.request_hash(flow)
        resolved = _resolve(flow, before)
        body = chain.body(event_id=event_id, flow=resolved, unit=before.specification.unit, recorded=self.now,
                          changes=before.changes, request=request, texts=chain.text_hash(salt, flow.note, flow.reason))
        self.events.append((event_id, request, body, self._at(flow.at), self._at(self.now), flow.mode or "",
                            flow.corrects or None, *(getattr(resolved, name) for name in _SAME)))
        if flow.note or flow.reason:
            self.texts.append((event_id, salt, flow.note, flow.reason))
        for book in chain.books_of(flow.provider, flow.receiver):
            head = heads[book]
            head.length, head.hash = head.length + 1, chain.link(book, head.length + 1, head.hash, body)
            self.entries.append((event_id, book, head.length, head.hash))
        for change, stock in after:
            self.moves.append((event_id, stock.id, stock.moves, change.accounting, change.onhand, stock.accounting,
                               stock.onhand))

    def _at(self, moment: datetime) -> object:
        """A moment as the database keeps it; a batch has few of them."""
        if (found := self._stored.get(moment)) is None:
            found = self._stored[moment] = stored(moment)
        return found

    def keep(self, desk: Desk) -> dict[str, Recorded]:
        """Write it all. Returns the answers by idempotency key."""
        seq = dict(write(
            Rows("ledger_economicevent", _EVENT, self.events, "RETURNING id, seq"),
            Rows("ledger_eventtext", ("event", "salt", "note", "reason"), self.texts),
            Rows("ledger_bookentry", ("event_id", "book", "position", "hash"), self.entries, found={"event_id": _SEQ}),
            Rows("ledger_resourcemove", _MOVE, self.moves, found={"event_seq": _SEQ}),
            upserted("ledger_book", ("agent", "length", "head"), "agent", ("length", "head"),
                     ((agent, head.length, head.hash) for agent, head in sorted(desk.heads.items()))),
            upserted("ledger_economicresource", STOCK_COLUMNS, "id", _CHANGING,
                     (stock_row(stock) for _, stock in sorted(desk.touched.items())))))
        return {event[_KEY]: Recorded(event[0], seq[event[0]], False) for event in self.events}


#: Columns of an event that are the resolved flow's own fields.
_SAME = ("idempotency_key", "action", "provider", "receiver", "specification", "quantity", "effort", "resource",
         "to_resource", "input_of", "output_of", "agreement", "fulfills", "satisfies", "stage", "state", "location",
         "booked_by")
_EVENT = ("id", "request_hash", "body", "at", "recorded", "mode", "corrects", *_SAME)
_KEY = _EVENT.index("idempotency_key")
#: What hangs on an event names it by its id: the database finds the number that it gave it.
_SEQ = "(SELECT seq FROM ledger_economicevent WHERE id = %s)"
_MOVE = ("event_seq", "resource", "position", "accounting_change", "onhand_change", "accounting_after", "onhand_after")
_CHANGING = ("accounting_quantity", "onhand_quantity", "away_quantity", "moves", "stage", "state", "location",
             "contained_in")


def _read(flow: Flow) -> Flow:
    """The flow with real actions and modes, or Refused when its own shape is wrong. Asked before the
    transaction begins, so that nonsense never reaches the database."""
    try:
        if not isinstance(flow.action, Action) or not isinstance(flow.mode, Mode | None):
            flow = replace(flow, action=Action(flow.action), mode=Mode(flow.mode) if flow.mode is not None else None)
    except ValueError as wrong:
        raise _refused(flow, (Refusal(
            "ledger.word_unknown", gettext_noop("{word} is neither an action nor a mode that is known here."),
            {"word": str(wrong).split(" ")[0]}, field="action"),)) from None
    _refuse_if(flow, shape_refusals(flow, Before(now=timezone.now())))
    return flow


def _answers_given_before(wished: list[Flow]) -> dict[str, Recorded]:
    """The answers to keys that were used before, or Refused where the request is another one."""
    rows = select("SELECT idempotency_key, id, seq, request_hash FROM ledger_economicevent "
                  "WHERE idempotency_key IN %(keys)s", keys={flow.idempotency_key for flow in wished})
    known = {key: (event_id, seq, request) for key, event_id, seq, request in rows}
    texts = {event: (note, reason) for event, note, reason in select(
        "SELECT event, note, reason FROM ledger_eventtext WHERE event IN %(events)s",
        events={event_id for event_id, _, _ in known.values()})}
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
    """The flow with the stocks that it fell on. What was moved in place fell on one."""
    first, second = before.resource, before.to_resource
    in_place = first is not None and second is not None and first.id == second.id
    return Flow(**vars(flow) | {"resource": first.id if first else "",
                                "to_resource": second.id if second and not in_place else ""})


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
