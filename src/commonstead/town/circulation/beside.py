"""Slips of payments that are written as part of something larger: a round of clearing, or what crosses a bridge.

They stand in the members' lists beside all others. The accounts on their other side are closed but while the larger
thing is written, so none of them can be taken back alone: the ledger refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from .models import Circle, Payment
from .payments import count_trade


@dataclass(frozen=True)
class Beside:
    """One payment that was written. key: its idempotency key.  links_to: id of the larger thing."""

    payer: str
    payee: str
    amount: int
    key: str
    event: str
    links_to: str


def note_beside(circle: Circle, written: Iterable[Beside], *, category: str, by: str, at: datetime,
                through: str) -> None:
    """Write their slips, and count them as trade of the members. through: whose closed account is on the other side."""
    now = timezone.now()
    slips = [Payment(circle=circle, payer=one.payer, payee=one.payee, amount=one.amount, key=one.key, state="paid",
                     category=category, links_to=one.links_to, made_by=by, made=now, at=at, settled=now,
                     event=one.event) for one in written]
    Payment.objects.bulk_create(slips)
    count_trade(circle, slips, 1, besides=through)


def note_taken_back(circle: Circle, links_to: str, reason: str, *, through: str) -> None:
    """The larger thing was taken back, and these slips with it."""
    slips = list(Payment.objects.select_for_update().filter(circle=circle, links_to=links_to, state="paid"))
    for slip in slips:
        slip.state, slip.said, slip.settled = "taken_back", reason[:200], timezone.now()
    Payment.objects.bulk_update(slips, ["state", "said", "settled"])
    count_trade(circle, slips, -1, besides=through)
