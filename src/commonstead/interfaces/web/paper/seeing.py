"""Who may see and write what of a circle on paper: whoever keeps it, its members, and for a card its holder's guardian.

What is not somebody's to see does not exist for them, as everywhere in the house.
"""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.circles import said
from commonstead.interfaces.web.forms.numbers import read_number
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.circulation import queries
from commonstead.town.circulation.views import CircleView
from commonstead.town.people import queries as people


def circle_for_members(request, circle_id: str) -> CircleView:
    """The circle, for whoever acts for one of its members or keeps it."""
    circle = queries.circle(circle_id)
    if circle is None or not (keeps(request, circle) or mine_in(request, circle)):
        raise Http404(_("This is open to the members of the circle only."))
    return circle


def circle_for_keepers(request, circle_id: str, *, with_unit: bool = True) -> CircleView:
    """The circle, for whoever keeps its association's book. with_unit: not a gift circle, in which nothing is paid."""
    circle = queries.circle(circle_id)
    if circle is None or not keeps(request, circle):
        raise Http404(_("This is open to whoever keeps the circle's book only."))
    return _with_unit(circle) if with_unit else circle


def with_unit(circle: CircleView) -> CircleView:
    """The circle, if amounts are counted in it."""
    return _with_unit(circle)


def typed_number(text: str, decimals: int) -> Decimal:
    """An amount above zero as somebody typed it, with no more decimals than its unit has. For a form's field."""
    try:
        number = read_number(text, least=Decimal(1).scaleb(-decimals), most=10**9)
    except Refused as refused:
        raise forms.ValidationError([reason_of(one) for one in refused.refusals]) from None
    if number != round(number, decimals):
        raise forms.ValidationError(_("Write at most %(n)s decimals.") % {"n": decimals})
    return number


def keeps(request, circle: CircleView) -> bool:
    """Whether the reader keeps the circle's book."""
    return circle.keeper in people.may_book_for(request.user.person_id)


def mine_in(request, circle: CircleView) -> dict[str, str]:
    """Names by id of those with an account in the circle for whom the reader acts, the reader first."""
    me = request.user.person_id
    holders = {account.holder for account in queries.accounts(circle.id)} & people.may_book_for(me)
    names = people.names(holders)
    return {id: names[id] for id in sorted(holders, key=lambda id: (id != me, names[id].casefold()))}


def members(circle: CircleView) -> dict[str, str]:
    """Names by id of everybody with an account in the circle, by name; those that several bear are told apart."""
    known = queries.names_in(circle.id)
    names = {account.holder: known[account.holder] for account in queries.accounts(circle.id)}
    return dict(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])))


def amount(circle: CircleView, steps: int) -> str:
    """An amount of the circle to read, as on its pages."""
    return f"−{said.amount(circle, steps)}" if steps < 0 else said.amount(circle, steps)


def signed(circle: CircleView, steps: int) -> str:
    """The same with a sign."""
    return said.signed(circle, steps)


def _with_unit(circle: CircleView) -> CircleView:
    if not circle.unit:
        raise Http404(_("In a gift circle nothing is paid, so it has no slips and no accounts."))
    return circle
