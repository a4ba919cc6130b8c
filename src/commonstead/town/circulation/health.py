"""How a circle is doing, from its own payments: the town's side of core.circulation.care."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from commonstead.core.circulation.care import Health, Idea, Paid, ideas, look_after
from commonstead.core.circulation.terms import Limits
from commonstead.town.ledger import queries as ledger

from .clearing.models import Round
from .models import Payment
from .queries import accounts, circle

#: A quarter: long enough for those who meet once a month, short enough that something can still be done.
DAYS = 91


def stretch_of(circle_id: str) -> tuple[date, date]:
    """(since, until): the last quarter in which something was paid, up to today."""
    paid = Payment.objects.filter(circle_id=circle_id, state="paid").order_by("-at")
    last, today = paid.values_list("at", flat=True).first(), timezone.localdate()
    until = min(today, timezone.localtime(last).date()) if last else today
    return until - timedelta(days=DAYS - 1), until


def health_of(circle_id: str) -> Health:
    """The circle's last quarter. Its own account is left out of what is told of members."""
    view = circle(circle_id)
    since, until = stretch_of(circle_id)
    members = [one for one in accounts(circle_id) if one.holder != view.keeper]
    return look_after(_payments(circle_id, since), {one.holder: one.balance for one in members},
                      {one.holder: Limits(one.floor, one.ceiling) for one in members}, view.terms, since, until)


def ideas_for(circle_id: str, holders: Iterable[str], *, sees_all: bool) -> dict[str, tuple[Idea, ...]]:
    """By holder: where they could spend, from what others offer on the board and were paid for. Where the reader may
    not see balances and payments of others, neither the order nor what is told may give them away: then it is what
    others offer, and what the holder paid them for."""
    view = circle(circle_id)
    since, _until = stretch_of(circle_id)
    members = {one.holder: one.balance if sees_all else 0 for one in accounts(circle_id) if one.holder != view.keeper}
    payments = _payments(circle_id, since)
    names = {spec.id: spec.name for spec in ledger.specifications()}
    offers = [(intent.provider, names.get(intent.specification, intent.specification))
              for intent in ledger.intents() if intent.provider in members]
    return {holder: ideas(holder, [one for one in payments if sees_all or one.payer == holder], members, offers)
            for holder in holders if holder in members}


def _payments(circle_id: str, since: date) -> list[Paid]:
    """What members paid each other. Credit that only helped to clear debts is no trade: nobody did anything for it."""
    rows = Payment.objects.filter(circle_id=circle_id, state="paid", at__date__gte=since).exclude(
        links_to__in=Round.objects.values("id")).order_by("at", "id")
    return [Paid(row.payer, row.payee, row.amount, timezone.localtime(row.at).date(), row.category) for row in rows]
