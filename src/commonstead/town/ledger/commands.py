"""Everything that can be written in the ledger.

The journal is written by one pen, `record_event` and `record_events` (see pen.py), and corrected by
`reverse_event` alone. The rest is the catalogue of things and stocks, and what people wish and promise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .catalogue import add_resource, add_specification, add_unit, set_account, set_accounts
from .forgetting import erase_texts_of
from .ids import new_id
from .models import EconomicEvent
from .pen import Recorded, install_rules, record_events
from .promises import (
    agree,
    begin_process,
    commit_to,
    end_agreement,
    finish_process,
    finish_promise,
    hold_promise,
    intend,
    reopen_promise,
)


def record_event(flow: Flow) -> Recorded:
    """Write one flow. Returns where it stands; `repeated` when the same request was written before.
    Refused: with every rule that it breaks; ledger.key_used, ledger.disk_full, ledger.busy."""
    return record_events([flow])[0]


def reverse_event(event_id: str, *, reason: str, booked_by: str, idempotency_key: str, at: datetime | None = None,
                  units: Collection[str] = ()) -> Recorded:
    """Take an event back: a new event that mirrors it, names it and says why. Its changes to stocks are those
    of the first with the sign turned; sums leave both out. at: now unless given.  units: as in `record_events`.
    Refused: ledger.link_unknown, ledger.reason_missing, ledger.reversed_already, ledger.reversal_of_reversal,
    ledger.reversal_below_floor, and as `record_event`."""
    past = EconomicEvent.objects.filter(id=event_id).first() or _unknown_event()
    return record_events([_mirrored(past, at or _repeatable_now(idempotency_key), booked_by, idempotency_key, reason)],
                         units=units)[0]


def reverse_events(event_ids: Iterable[str], *, reason: str, booked_by: str, at: datetime,
                   units: Collection[str] = ()) -> list[Recorded]:
    """Take many events back as one batch, the last one first, under the keys `back <event>`.
    Refused: as `reverse_event`."""
    wanted = list(event_ids)
    found: dict[str, EconomicEvent] = {}
    for start in range(0, len(wanted), 500):
        found |= {row.id: row for row in EconomicEvent.objects.filter(id__in=wanted[start:start + 500])}
    past = [found.get(event) or _unknown_event() for event in wanted]
    return record_events((_mirrored(row, at, booked_by, f"back {row.id}", reason)
                          for row in sorted(past, key=lambda row: row.seq, reverse=True)), units=units)


def _mirrored(past: EconomicEvent, at: datetime, booked_by: str, key: str, reason: str) -> Flow:
    return Flow(
        action=Action(past.action), provider=past.provider, receiver=past.receiver, specification=past.specification,
        at=at, booked_by=booked_by, idempotency_key=key,
        quantity=past.quantity, effort=past.effort, mode=Mode(past.mode) if past.mode else None,
        resource=past.resource, to_resource=past.to_resource, input_of=past.input_of, output_of=past.output_of,
        agreement=past.agreement, fulfills=past.fulfills, satisfies=past.satisfies, stage=past.stage,
        state=past.state, location=past.location, corrects=past.id, reason=reason)


def _unknown_event() -> EconomicEvent:
    raise Refused(Refusal("ledger.link_unknown",
                          gettext_noop("“{field}” names something that is not in the books. Choose from the list."),
                          {"field": "corrects"}, field="corrects"))


def _repeatable_now(idempotency_key: str) -> datetime:
    """Now, or the moment said the first time if this request was sent before: sending it again is harmless."""
    said = EconomicEvent.objects.filter(idempotency_key=idempotency_key).values_list("at", flat=True).first()
    return said or timezone.now()


__all__ = [
    "Recorded", "add_resource", "add_specification", "add_unit", "agree", "begin_process", "commit_to",
    "end_agreement", "erase_texts_of", "finish_process", "finish_promise", "hold_promise", "install_rules",
    "intend", "new_id", "record_event", "record_events", "reopen_promise", "reverse_event", "reverse_events",
    "set_account", "set_accounts",
]
