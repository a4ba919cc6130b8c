"""The frozen shapes that `queries` answer with. Amounts are integers in the steps of what is cleared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ClearingView:
    """Who clears in what. currency: the unit's id; symbol, decimals: how amounts are written.  circle: whose credit
    helps, or "".  people: how many take part."""

    id: str
    association: str
    name: str
    specification: str
    unit: str
    currency: str
    symbol: str
    decimals: int
    circle: str
    people: int


@dataclass(frozen=True)
class StandingView:
    """Somebody takes part."""

    clearing: str
    holder: str
    monthly: bool
    credit: int
    since: date


@dataclass(frozen=True)
class DebtView:
    """Something owed. amount: as it was; left: what is still open.  by_debtor, by_creditor: whether that side put it on
    the table of the clearing that was asked about."""

    id: str
    debtor: str
    creditor: str
    specification: str
    amount: int
    left: int
    since: date
    note: str
    by_debtor: bool
    by_creditor: bool


@dataclass(frozen=True)
class SlipView:
    """A debt that waits, or waited, for a yes. debtor_said, creditor_said: whether that side has said it.  state:
    asked, owed, declined or withdrawn.  debt: what is owed by it, once both have said yes."""

    id: str
    debtor: str
    creditor: str
    specification: str
    amount: int
    since: date
    note: str
    made_by: str
    debtor_said: bool
    creditor_said: bool
    state: str
    debt: str

    def waits_for(self, holders: Collection[str]) -> bool:
        """Whether one of those has still to say yes or no."""
        return self.state == "asked" and ((self.debtor in holders and not self.debtor_said)
                                          or (self.creditor in holders and not self.creditor_said))


@dataclass(frozen=True)
class SettledView:
    """A creditor's word that `amount` of a debt was settled otherwise. whole: the debt as it was.  said: when."""

    id: str
    debt: str
    debtor: str
    creditor: str
    specification: str
    amount: int
    whole: int
    said: datetime


@dataclass(frozen=True)
class Sums:
    """What the town sees of a round. net: what only money or credit can settle.  drawn: of the circle's credit.
    debts: how many lay on the table; fallen: how many of them fell, in whole or part.  greedy: what would have fallen
    circle by circle as they are met, without credit."""

    gross: int
    cleared: int
    left: int
    net: int
    drawn: int
    members: int
    debts: int
    fallen: int
    greedy: int


@dataclass(frozen=True)
class RoundView:
    """A round. sums: None before it was worked out, and where it is about fewer than five members.  few: they are
    hidden for that reason.  falls: whether anything falls at all."""

    id: str
    clearing: str
    state: str
    begun: datetime
    until: date | None
    worked_out: datetime | None
    turn: int
    sums: Sums | None
    few: bool
    falls: bool
    settled: datetime | None
    undone: datetime | None
    reason: str


@dataclass(frozen=True)
class PartLine:
    """One debt or claim of a member. other: the other side.  event: by which it fell."""

    debt: str
    other: str
    amount: int
    fallen: int
    since: date
    event: str


@dataclass(frozen=True)
class PartView:
    """What a round does for one member. turn: how often it had been worked out when it came to this; a yes names it.
    credit: what their balance in the circle gains, or loses where negative.  yes: what they said, None for nothing
    yet."""

    round: str
    turn: int
    holder: str
    debts: tuple[PartLine, ...]
    claims: tuple[PartLine, ...]
    credit: int
    yes: bool | None

    @property
    def owes(self) -> int:
        return sum(line.amount for line in self.debts)

    @property
    def owed(self) -> int:
        return sum(line.amount for line in self.claims)

    @property
    def debts_fallen(self) -> int:
        return sum(line.fallen for line in self.debts)

    @property
    def claims_fallen(self) -> int:
        return sum(line.fallen for line in self.claims)

    @property
    def net_before(self) -> int:
        """Claims less debts before the round."""
        return self.owed - self.owes

    @property
    def net_after(self) -> int:
        """The same after it, with what the balance gained; always what it was before."""
        return (self.owed - self.claims_fallen) - (self.owes - self.debts_fallen) + self.credit
