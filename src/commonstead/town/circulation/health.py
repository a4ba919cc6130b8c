"""How a circle is doing, from its own payments: the town's side of core.circulation.care."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from commonstead.core.circulation.care import Health, Idea, Paid, Window, ideas, look_after, window_of
from commonstead.core.circulation.terms import Limits
from commonstead.town.ledger import queries as ledger

from .clearing.models import Round
from .models import Payment
from .queries import accounts, circle


def stretch_of(circle_id: str) -> Window:
    """The circle's last quarter of trade, see `core.circulation.care.window_of`."""
    days = _trade(circle_id).datetimes("at", "day", order="DESC")
    return window_of((moment.date() for moment in days.iterator()), timezone.localdate())


def health_of(circle_id: str) -> Health:
    """The circle's last quarter of trade. Its own account is left out of what is told of members."""
    view, window = circle(circle_id), stretch_of(circle_id)
    members = [one for one in accounts(circle_id) if one.holder != view.keeper]
    return look_after(_payments(circle_id, window.since), {one.holder: one.balance for one in members},
                      {one.holder: Limits(one.floor, one.ceiling) for one in members}, view.terms, window)


def ideas_for(circle_id: str, holders: Iterable[str], *, sees_all: bool) -> dict[str, tuple[Idea, ...]]:
    """By holder: where they could spend, from what others offer on the board and were paid for. Where the reader may
    not see balances and payments of others, neither the order nor what is told may give them away: then it is what
    others offer, and what the holder paid them for."""
    view = circle(circle_id)
    members = {one.holder: one.balance if sees_all else 0 for one in accounts(circle_id) if one.holder != view.keeper}
    payments = _payments(circle_id, stretch_of(circle_id).since)
    names = {spec.id: spec.name for spec in ledger.specifications()}
    offers = [(intent.provider, names.get(intent.specification, intent.specification))
              for intent in ledger.intents() if intent.provider in members]
    return {holder: ideas(holder, [one for one in payments if sees_all or one.payer == holder], members, offers)
            for holder in holders if holder in members}


def _trade(circle_id: str):
    """What members paid each other. Credit that only helped to clear debts is no trade: nobody did anything for it."""
    return Payment.objects.filter(circle_id=circle_id, state="paid").exclude(links_to__in=Round.objects.values("id"))


def _payments(circle_id: str, since: date) -> list[Paid]:
    rows = _trade(circle_id).filter(at__date__gte=since).order_by("at", "id")
    return [Paid(row.payer, row.payee, row.amount, timezone.localtime(row.at).date(), row.category) for row in rows]
