"""Replay the whole journal and compare it with everything else that is kept.

For each event in its order: does its body say the same as its columns, does each text beside it fit its
salted hash, is it entered in the right books, at the next position, with the hash that follows from the one
before; does its thing still have the unit it was written in; do its moves say what the body says, with the right
balance; would an independent auditor have changed
the stocks in the same way. In the end, the heads of the books and every stock are compared with what was
rebuilt: its quantities, and once something moved there, what it is, whose, in whose hands, where and how. A
wrong hash is measured against the stored one before it, so that one forged entry is named once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Max

from commonstead.core.flows import chain
from commonstead.core.flows.replay import Auditor, Rebuilt
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop

from .catalogue import unit_table
from .models import Book, BookEntry, EconomicEvent, EconomicResource, ResourceMove, ResourceSpecification

_AT_ONCE = 5_000
_ENOUGH = 20
#: Columns that stand in the body under their own name. A missing mode or correction is kept as "" or NULL.
_COLUMNS = ("id", "idempotency_key", "action", "mode", "provider", "receiver", "specification", "quantity", "effort",
            "at", "recorded", "resource", "to_resource", "input_of", "output_of", "agreement", "fulfills", "satisfies",
            "stage", "state", "location", "corrects", "booked_by", "request_hash")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. book, position, event: where, as far as it can be said ("" or 0 if not)."""

    what: Refusal
    book: str = ""
    position: int = 0
    event: str = ""
    seq: int = 0


@dataclass(frozen=True)
class Verification:
    """events, entries: how many were read.  problems: the first 20, in the journal's order; none is good.
    heads: by book, how many entries it has and the hash of the last."""

    events: int
    entries: int
    problems: tuple[Problem, ...]
    heads: Mapping[str, tuple[int, str]] = field(default_factory=dict, repr=False)


def verify(progress: Callable[[int, int], None] = lambda done, total: None) -> Verification:
    """Read everything. progress(done, total) is called now and then, in events. Stops early when 20 problems
    were found."""
    return _Verifier(progress).run()


class _Verifier:
    def __init__(self, progress):
        self.progress = progress
        self.problems: list[Problem] = []
        self.heads: dict[str, tuple[int, str]] = {}
        self.auditor = Auditor()
        self.units = _present_units()
        self.events = self.entries = 0

    def run(self) -> Verification:
        last = max((EconomicEvent.objects.aggregate(Max("seq"))["seq__max"] or 0),
                   (BookEntry.objects.aggregate(Max("event_id"))["event_id__max"] or 0),
                   (ResourceMove.objects.aggregate(Max("event_seq"))["event_seq__max"] or 0))
        total = EconomicEvent.objects.count()
        for start in range(0, last, _AT_ONCE):
            self._stretch(start, start + _AT_ONCE)
            self.progress(self.events, total)
            if len(self.problems) >= _ENOUGH:
                break
        else:
            self._compare_heads()
            self._compare_stocks()
        return Verification(self.events, self.entries, tuple(self.problems[:_ENOUGH]), self.heads)

    def _stretch(self, after: int, until: int) -> None:
        """Events with after < seq ≤ until."""
        texts = {event: rest for event, *rest in _rows(
            "SELECT t.event, t.salt, t.note, t.reason FROM ledger_eventtext t JOIN ledger_economicevent e "
            "ON e.id = t.event WHERE e.seq > %s AND e.seq <= %s", after, until)}
        entries = _gathered("SELECT event_id, book, position, hash FROM ledger_bookentry "
                            "WHERE event_id > %s AND event_id <= %s ORDER BY event_id, book", after, until)
        moves = _gathered("SELECT event_seq, resource, position, accounting_change, onhand_change, accounting_after, "
                          "onhand_after FROM ledger_resourcemove WHERE event_seq > %s AND event_seq <= %s "
                          "ORDER BY event_seq, id", after, until)
        for seq, body, *columns in _rows(
                f"SELECT seq, body, {', '.join(_COLUMNS)} FROM ledger_economicevent "
                "WHERE seq > %s AND seq <= %s ORDER BY seq", after, until):
            self.events += 1
            self._event(seq, body, columns, entries.pop(seq, []), moves.pop(seq, []), texts)
        for seq, lost in entries.items():
            for book, position, _ in lost:
                self._found(gettext_noop("the event of this entry is missing from the journal"), book, position,
                            seq=seq)
        for seq, lost in moves.items():
            self._found(gettext_noop("a move of {resource} belongs to no event"), seq=seq, resource=lost[0][0])

    def _event(self, seq, body, columns, entries, moves, texts) -> None:
        row = dict(zip(_COLUMNS, columns, strict=True))
        where = {"seq": seq, "event": row["id"]}
        if entries:
            where |= {"book": entries[0][0], "position": entries[0][1]}
        record = self._record(body, row, where)
        for book, position, stored in entries:
            self._entry(book, position, stored, body, where)
        if (expected := chain.books_of(row["provider"], row["receiver"])) != tuple(entry[0] for entry in entries):
            self._found(gettext_noop("the event should be entered in {expected}, but is in {books}"), **where,
                        expected=", ".join(expected), books=", ".join(entry[0] for entry in entries) or "none")
        if record is None:
            return
        if row["id"] in texts and chain.text_hash(*texts[row["id"]]) != record["texts"]:
            self._found(gettext_noop("the text beside the event is not the one that was written"), **where)
        try:
            for wrong in self.auditor.take(record):
                self._say(wrong, **where)
            self._moves(record, moves, where)
        except (KeyError, TypeError, ValueError):
            self._found(gettext_noop("the changes in the body cannot be read"), **where)

    def _record(self, body: str, row: dict, where: dict) -> dict | None:
        """The parsed body, held against the columns."""
        try:
            record = json.loads(body)
            kept = {name: record[name] for name in _ONLY_IN_THE_BODY}
        except (ValueError, KeyError, TypeError):
            self._found(gettext_noop("the body cannot be read"), **where)
            return None
        told = row | kept | {"request": row["request_hash"], "mode": row["mode"] or None,
                             "corrects": row["corrects"] or "", "at": _moment(row["at"]),
                             "recorded": _moment(row["recorded"])}
        del told["request_hash"]
        self._unit(record, row["specification"], where)
        if told == record:
            return record
        differing = [name for name in sorted({*told, *record})
                     if told.get(name, _NOT_THERE) != record.get(name, _NOT_THERE)]
        for name in differing or ["body"]:
            self._found(gettext_noop("“{field}” says {column}, but the journal's text says {text}"), **where,
                        field=name, column=repr(told.get(name)), text=repr(record.get(name)))
        return record

    def _unit(self, record: dict, specification: str, where: dict) -> None:
        """The numbers mean what they meant. Each thing is named once, at the first event that was written so."""
        written = (record["unit"], record["decimals"])
        if (now := self.units.get(specification)) == written:
            return
        self.units[specification] = written
        self._found(gettext_noop("“{specification}” is counted in {unit} to {decimals} decimals by now, but the "
                                 "journal's text is written in {written} to {steps}"), **where,
                    specification=specification, unit=now[0] if now else "?", decimals=now[1] if now else "?",
                    written=written[0], steps=written[1])

    def _entry(self, book: str, position: int, stored: str, body: str, where: dict) -> None:
        self.entries += 1
        length, head = self.heads.get(book, (0, chain.BEGINNING))
        place = where | {"book": book, "position": position}
        if position != length + 1:
            self._found(gettext_noop("the entry stands at {position}, but {expected} comes next"), **place,
                        expected=length + 1)
        elif chain.link(book, position, head, body) != stored:
            self._found(gettext_noop("the hash does not follow from the entry before it and the event's text"), **place)
        self.heads[book] = (position, stored)

    def _moves(self, record: dict, moves: list, where: dict) -> None:
        written = sorted((resource, accounting, onhand) for resource, _, accounting, onhand, _, _ in moves)
        expected = sorted((line[0], line[1], line[2]) for line in record["changes"])
        if written != expected:
            self._found(gettext_noop("the moves of the stocks are not those of the event's text"), **where)
        for resource, position, _, _, accounting_after, onhand_after in moves:
            stock = self.auditor.stocks.get(resource, Rebuilt())
            if (position, accounting_after, onhand_after) != (stock.moves, stock.accounting, stock.onhand):
                self._found(
                    gettext_noop("the statement of {resource} says {said} at {place}, but it was {true} at {moves}"),
                    **where, resource=resource, said=(accounting_after, onhand_after), place=position,
                    true=(stock.accounting, stock.onhand), moves=stock.moves)

    def _compare_heads(self) -> None:
        stored = {book.agent: (book.length, book.head) for book in Book.objects.all()}
        for book in sorted({*stored, *self.heads}):
            kept, rebuilt = stored.get(book, (0, chain.BEGINNING)), self.heads.get(book, (0, chain.BEGINNING))
            if kept != rebuilt:
                self._found(
                    gettext_noop("the book should end at entry {length} ({head}…), but ends at {place} ({hash}…)"),
                    book, rebuilt[0], length=kept[0], head=kept[1][:12], place=rebuilt[0], hash=rebuilt[1][:12])

    def _compare_stocks(self) -> None:
        rebuilt = self.auditor.stocks
        seen = set()
        for row in EconomicResource.objects.order_by("id").iterator(chunk_size=2000):
            seen.add(row.id)
            stock = rebuilt.get(row.id, Rebuilt())
            for name, kept, true in (
                    ("accounting quantity", row.accounting_quantity, stock.accounting),
                    ("quantity in hand", row.onhand_quantity, stock.onhand),
                    ("quantity away", row.away_quantity, stock.away), ("number of moves", row.moves, stock.moves),
                    *((name, as_kept(row, name), value) for name, value in stock.told().items())):
                if kept != true:
                    self._found(gettext_noop("the {name} of {resource} is kept as {kept}, the journal gives {true}"),
                                row.accountable, name=name, resource=row.id, kept=repr(kept), true=repr(true))
        for missing in sorted(set(rebuilt) - seen):
            self._found(gettext_noop("the resource {resource} of the journal is missing"), resource=missing)

    def _found(self, template: str, book: str = "", position: int = 0, event: str = "", seq: int = 0, **params) -> None:
        self._say(Refusal("verify.wrong", template, params | {"position": position}), book, position, event, seq)

    def _say(self, what: Refusal, book: str = "", position: int = 0, event: str = "", seq: int = 0) -> None:
        self.problems.append(Problem(what, book, position, event, seq))


def as_kept(row: EconomicResource, name: str):
    """What the row says, by the journal's name for it."""
    return row.specification_id if name == "specification" else getattr(row, name)


_NOT_THERE = object()
_ONLY_IN_THE_BODY = ("v", "texts", "unit", "decimals", "changes")


def _present_units() -> dict[str, tuple[str, int]]:
    """By specification: its unit's name, and to how many decimals it counts."""
    decimals = {unit.id: unit.decimals for unit in unit_table()}
    return {id: (unit, decimals.get(unit, 0))
            for id, unit in ResourceSpecification.objects.values_list("id", "unit")}


def _rows(statement: str, after: int, until: int) -> Iterator[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [after, until])
        yield from cursor.fetchall()


def _gathered(statement: str, after: int, until: int) -> dict[int, list[tuple]]:
    found = defaultdict(list)
    for first, *rest in _rows(statement, after, until):
        found[first].append(tuple(rest))
    return found


def _moment(at: datetime) -> str:
    """As the body writes it. SQLite hands out the moment without its zone, which is UTC."""
    return chain.moment(at) if at.tzinfo else at.isoformat(timespec="microseconds") + "Z"
