"""What a page of one circle stands on: the circle, whom the reader acts for in it, and what the reader may see.

Everybody in town may read what a circle is and by which rules it goes. Who is in it is for those who are in it;
balances and payments of others are for those who may see accounts (`queries.may_see_accounts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from commonstead.town.circulation import queries
from commonstead.town.circulation.views import AccountView, CircleView, PaymentView
from commonstead.town.people import queries as people


@dataclass(frozen=True)
class Here:
    """me: the reader.  mine: whom the reader acts for.  accounts: the open ones.  names: of holders and keeper."""

    me: str
    circle: CircleView
    mine: frozenset[str]
    accounts: tuple[AccountView, ...]
    names: Mapping[str, str]
    sees_all: bool

    @property
    def keeps(self) -> bool:
        """Whether the reader keeps the book of the circle's association."""
        return self.circle.keeper in self.mine

    @property
    def own(self) -> tuple[AccountView, ...]:
        """Accounts that the reader acts for, the reader's own first and the circle's last."""
        found = [account for account in self.accounts if account.holder in self.mine]
        return tuple(sorted(found, key=lambda one: (one.holder != self.me, one.holder == self.circle.keeper,
                                                    self.names[one.holder].casefold())))

    @property
    def inside(self) -> bool:
        """Whether the reader takes part: acts for somebody with an account, or keeps the circle."""
        return self.keeps or bool(self.own)

    def account(self, holder: str) -> AccountView | None:
        """Somebody's open account."""
        return next((one for one in self.accounts if one.holder == holder), None)

    def called(self, holder: str) -> str:
        """What a holder is called; the reader is "me"."""
        name = self.names.get(holder) or people.names([holder])[holder]
        return _("%(name)s (me)") % {"name": name} if holder == self.me else name

    def may_see(self, payment: PaymentView) -> bool:
        """Whether a payment is the reader's business."""
        return self.sees_all or bool({payment.payer, payment.payee} & self.mine)


def here_or_404(request, circle_id: str) -> Here:
    """The circle as this reader may see it."""
    circle = queries.circle(circle_id)
    if circle is None:
        raise Http404(_("There is no such circle here."))
    me = request.user.person_id
    accounts = queries.accounts(circle_id)
    return Here(me, circle, people.may_book_for(me), accounts,
                people.names({one.holder for one in accounts} | {circle.keeper, me}),
                queries.may_see_accounts(circle_id, me))


def inside_or_404(request, circle_id: str) -> Here:
    """The same, for pages that only those who take part may open."""
    here = here_or_404(request, circle_id)
    if not here.inside:
        raise Http404(_("This is for those who are in the circle. Join it first."))
    return here
