"""An account's statement: each change with the other side, the payment that it belongs to, and the balance after it."""

from __future__ import annotations

from dataclasses import dataclass

from commonstead.town.ledger import queries as ledger
from commonstead.town.ledger.views import MoveView

from . import queries
from .views import AccountView, CircleView, PaymentView


@dataclass(frozen=True)
class StatementLine:
    """One change. partner: the other side.  payment: the slip that it belongs to, also where it takes that one back.
    of_circle: a levy, demurrage or notes that lapsed, and no payment of its own."""

    move: MoveView
    partner: str
    payment: PaymentView | None
    of_circle: bool


@dataclass(frozen=True)
class AccountStatement:
    """A page, newest first. opening: before the oldest line; closing: after the newest; in the unit's steps.
    next_before: hand it in as `before` for the next page, None on the last."""

    lines: tuple[StatementLine, ...]
    opening: int
    closing: int
    next_before: int | None


def statement(circle: CircleView, account: AccountView, *, before: int | None = None,
              count: int = 50) -> AccountStatement:
    """A page of an account's history; nothing in a gift circle, where nothing is counted."""
    if not account.resource:
        return AccountStatement((), 0, 0, None)
    found = ledger.statement(account.resource, before=before, count=count)
    slips = queries.payments_of_events({move.corrects or move.event for move in found.moves})
    return AccountStatement(
        tuple(_line(circle, account, move, slips.get(move.corrects or move.event)) for move in found.moves),
        found.opening, found.closing, found.next_before)


def _line(circle: CircleView, account: AccountView, move: MoveView, slip: PaymentView | None) -> StatementLine:
    partner = move.receiver if move.provider == account.holder else move.provider
    of_circle = circle.keeper in (move.provider, move.receiver) and (
        slip is None or slip.event not in (move.event, move.corrects))
    return StatementLine(move, partner, slip, of_circle)
