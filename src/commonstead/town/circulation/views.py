"""The frozen shapes that `queries` answer with. Amounts are integers in the steps of the circle's unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from commonstead.core.circulation.terms import Terms


@dataclass(frozen=True)
class CircleView:
    """unit: specification id, "" in a gift circle.  symbol, decimals: how its amounts are written."""

    id: str
    keeper: str
    sort: str
    name: str
    unit: str
    symbol: str
    decimals: int
    terms: Terms
    begun: date
    winding_down: date | None
    ended: date | None
    members: int


@dataclass(frozen=True)
class AccountView:
    """One place in a circle. near: "low" or "high" where a limit is near.  line, own_ceiling: agreed on for this
    account alone, or None.  vouched_by, vouches_for: (agent, stake)."""

    circle: str
    holder: str
    resource: str
    balance: int
    floor: int | None
    ceiling: int | None
    standing: str
    since: date
    until: date | None
    earned: int
    spent: int
    near: str
    frozen_because: str
    line: int | None
    own_ceiling: int | None
    vouched_by: tuple[tuple[str, int], ...] = ()
    vouches_for: tuple[tuple[str, int], ...] = ()

    @property
    def can_pay(self) -> int | None:
        """How much may still go out; None for no limit. A frozen or closed account pays nothing; one that waits for
        its own side's yes is opened by paying."""
        if self.standing in ("frozen", "closed"):
            return 0
        return None if self.floor is None else max(0, self.balance - self.floor)

    @property
    def can_take(self) -> int | None:
        """How much may still come in; None for no limit."""
        if self.standing == "closed":
            return 0
        return None if self.ceiling is None else max(0, self.ceiling - self.balance)


@dataclass(frozen=True)
class PaymentView:
    """A slip. note: what was written beside it, also once it stands in the journal."""

    id: str
    circle: str
    payer: str
    payee: str
    amount: int
    levy: int
    category: str
    note: str
    links_to: str
    state: str
    said: str
    together: str
    repetition: str
    made_by: str
    made: datetime
    at: datetime
    due: date | None
    settled: datetime | None
    event: str


@dataclass(frozen=True)
class ChangeView:
    """A change that somebody asked for. before, words: the terms, or {line, ceiling}, as they are and shall be."""

    id: str
    circle: str
    holder: str
    before: Mapping
    words: Mapping
    reason: str
    asked_by: str
    asked: datetime


@dataclass(frozen=True)
class RepetitionView:
    """A payment that comes again. next: the day of its next turn."""

    id: str
    circle: str
    payer: str
    payee: str
    amount: int
    category: str
    note: str
    every: str
    next: date
    until: date | None


@dataclass(frozen=True)
class GiftView:
    """A gift of a circle; the event tells what was given."""

    event: str
    circle: str
    giver: str
    receiver: str
    made: datetime
    thanks: str
