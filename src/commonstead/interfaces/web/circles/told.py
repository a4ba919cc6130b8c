"""What other pages tell of circles: Today what waits, Me my accounts, an association its circles."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web.waiting import Line
from commonstead.town.circulation import queries
from commonstead.town.people import queries as people

from . import said, since

#: With more new payments than these on one account, Today only says how many.
MOST_EACH = 3


def waiting_lines(request, mine: frozenset[str]) -> list[Line]:
    """What I was asked to pay, and what others wrote on my accounts since I last looked."""
    me = request.user.person_id
    accounts = queries.accounts_of(mine)
    asked = queries.waiting_for(mine)
    if not accounts and not asked:
        return []
    circles = {one.id: one for one in queries.circles()}
    told = [(account, since.by_others(request, account.circle, account.holder, me)) for account in accounts
            if account.resource]
    fresh = {one.id: (one, who) for _account, found in told if len(found) <= MOST_EACH for one, who in found}
    many = [(account, len(found)) for account, found in told if len(found) > MOST_EACH]
    names = people.names({side for one in asked for side in (one.payer, one.payee)}
                         | {side for one, who in fresh.values() for side in (one.payer, one.payee, who)}
                         | {account.holder for account, _count in many})
    lines = [Line(_("%(payee)s asks %(payer)s for %(amount)s") % {
        "payee": names[one.payee], "payer": names[one.payer], "amount": said.amount(circles[one.circle], one.amount)},
        said.what_for(one), reverse("payment", args=[one.id])) for one in asked if one.circle in circles]
    lines += [Line(_("%(count)s payments that others wrote for %(name)s") % {
        "count": count, "name": names[account.holder]}, circles[account.circle].name,
        reverse("circle-account", args=[account.circle, account.holder])) for account, count in many]
    return lines + [Line(happened(circles[one.circle], one, names, names[who]), one.said or said.what_for(one),
                         reverse("payment", args=[one.id])) for one, who in fresh.values()]


def happened(circle, payment, names, who: str) -> str:
    """What somebody did on an account, in a sentence."""
    words = {"who": who, "payer": names[payment.payer], "payee": names[payment.payee],
             "amount": said.amount(circle, payment.amount)}
    if payment.state == "taken_back":
        return _("%(who)s took back: %(amount)s from %(payer)s to %(payee)s") % words
    if payment.state == "declined":
        return _("%(payer)s declined to pay %(amount)s to %(payee)s") % words
    return _("%(who)s wrote: %(amount)s from %(payer)s to %(payee)s") % words


def account_lines(me: str) -> list[dict]:
    """My own accounts and my wards', in words."""
    circles = {one.id: one for one in queries.circles()}
    accounts = [one for one in queries.accounts_of([me, *people.wards_of(me)]) if one.circle in circles]
    names = people.names({one.holder for one in accounts})
    return [{"circle": circles[one.circle], "account": one, "balance": said.balance(
        circles[one.circle], one, "" if one.holder == me else names[one.holder]) if one.resource else
        said.sort_word("gift")} for one in accounts]


def circles_of(association: str) -> list[tuple]:
    """An association's circles with the word for their sort."""
    return [(one, said.sort_word(one.sort)) for one in queries.circles(association)]

