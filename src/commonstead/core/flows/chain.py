"""The journal's text and the chains over it.

Each event has one canonical text, its body: JSON with sorted keys, no spaces, only strings, integers, lists
and nulls. Each book (one an agent) is a chain: an entry's hash is taken over the book, its position, the hash
before it and the body, so that nothing in the past can be changed, dropped or put in without showing.
What people wrote is not in the body; a salted hash of it is, so that the text can be erased and the chain
stays whole (Exodus 991, 9222).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256
from operator import attrgetter

from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.units import Unit

from .before import Change

#: The hash before the first entry of every book.
BEGINNING = "0" * 64

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
_FLOW_FIELDS = tuple(item.name for item in fields(Flow) if item.name not in ("note", "reason"))
_values_of = attrgetter(*_FLOW_FIELDS)


def canonical(value: object) -> str:
    """The one way in which a value of strings, integers, lists, dicts and nulls is written."""
    return _encode(value)


def moment(at: datetime) -> str:
    """A moment as the body writes it: UTC, microseconds, so that texts sort like times."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def text_hash(salt: str, note: str, reason: str) -> str:
    """What the body keeps of the texts beside an event; "" where nothing was written."""
    return _digest(f"{salt}\n{canonical([note, reason])}") if note or reason else ""


def request_hash(flow: Flow) -> str:
    """By which the same request is known again under its idempotency key. The texts are left out: a hash
    without salt would give short ones away."""
    return _digest(canonical(_without_texts(flow)))


def body(*, event_id: str, flow: Flow, unit: Unit, recorded: datetime, changes: Iterable[Change], request: str,
         texts: str) -> str:
    """An event's canonical text. flow: with the resources resolved.  unit: that of the thing's quantities, which
    nothing could be told from without it.  request: from `request_hash` of the flow as it was sent.
    texts: from `text_hash`."""
    return canonical(_without_texts(flow) | {
        "v": 1, "id": event_id, "recorded": moment(recorded), "request": request, "texts": texts, "unit": unit.id,
        "decimals": unit.decimals, "changes": [write_change(change) for change in changes]})


def write_change(change: Change) -> list:
    """A change as the body writes it: [resource, accounting, onhand, away, [[property, before, after], …]]."""
    return [change.resource, change.accounting, change.onhand, change.away, [list(item) for item in change.sets]]


def read_changes(record: Mapping) -> tuple[Change, ...]:
    """The changes in a body that was parsed."""
    return tuple(Change(resource, accounting, onhand, away, tuple(tuple(item) for item in sets))
                 for resource, accounting, onhand, away, sets in record["changes"])


def link(book: str, position: int, previous: str, body_text: str) -> str:
    """The hash of one entry. position counts from 1; previous is the hash of the entry before it."""
    return _digest(f"{book}\n{position}\n{previous}\n{body_text}")


def books_of(provider: str, receiver: str) -> tuple[str, ...]:
    """The books that an event is entered in, in a fixed order; the outside keeps none."""
    return tuple(sorted({provider, receiver} - {OUTSIDE}))


def _without_texts(flow: Flow) -> dict[str, object]:
    """A flow's own fields as the body has them, without what people wrote."""
    record = dict(zip(_FLOW_FIELDS, _values_of(flow), strict=True))
    record["at"] = moment(flow.at)
    return record


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
