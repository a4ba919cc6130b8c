"""What one person may see of a circle, and do with its payments: the same on pages and for programs.

Everybody in town may read what a circle is and by which rules it goes. Who is in it is for those who are in it;
balances and payments of others are for those who may see accounts (`queries.may_see_accounts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from commonstead.town.people import queries as people

from . import queries
from .views import AccountView, CircleView, PaymentView


@dataclass(frozen=True)
class Sight:
    """me: who looks.  mine: whom they act for.  sees_all: everybody's balance and payments."""

    me: str
    circle: CircleView
    mine: frozenset[str]
    sees_all: bool

    @cached_property
    def accounts(self) -> tuple[AccountView, ...]:
        """The open accounts, read when they are first asked for."""
        return queries.accounts(self.circle.id)

    @property
    def keeps(self) -> bool:
        """Whether they keep the book of the circle's association."""
        return self.circle.keeper in self.mine

    @property
    def inside(self) -> bool:
        """Whether they take part: act for somebody with an account, or keep the circle."""
        return self.keeps or any(one.holder in self.mine for one in self.accounts)

    def account(self, holder: str) -> AccountView | None:
        """Somebody's open account."""
        return next((one for one in self.accounts if one.holder == holder), None)

    def opens(self, holder: str) -> bool:
        """Whether somebody's balance, limits and statement are theirs to read."""
        return self.sees_all or holder in self.mine

    def may_see(self, payment: PaymentView) -> bool:
        """Whether a payment is their business."""
        return self.sees_all or bool({payment.payer, payment.payee} & self.mine)

    def answers(self, payment: PaymentView) -> tuple[str, ...]:
        """What they may do with a payment as it stands: some of accept, decline, withdraw, take-back."""
        if payment.state == "paid":
            return ("take-back",) if self.keeps or {payment.payer, payment.payee} & self.mine else ()
        if payment.state != "asked":
            return ()
        return (*(("accept", "decline") if payment.payer in self.mine else ()),
                *(("withdraw",) if payment.payee in self.mine else ()))


Seen = TypeVar("Seen", bound=Sight)


def sight(circle_id: str, person: str, of: type[Seen] = Sight) -> Seen | None:
    """A circle as a person sees it; None where there is none. of: Sight, or what an interface makes of it."""
    circle = queries.circle(circle_id)
    return circle and of(person, circle, people.may_book_for(person), queries.may_see_accounts(circle_id, person))
