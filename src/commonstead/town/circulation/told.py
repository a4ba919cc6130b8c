"""What the pen's refusal says to whoever wrote a slip: by the slip's own fields, and no more than they may know.

How much room an account has left tells its balance. In a circle that keeps balances closed, only its own side and
whoever keeps the circle read that number.
"""

from __future__ import annotations

from dataclasses import replace

from commonstead.core.circulation.terms import read_terms
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .models import Circle

#: What the pen calls what a slip says, so that a refusal names the slip's own field; what is none of it, names none.
_FIELD_OF = {"provider": "payer", "receiver": "payee", "quantity": "amount", "booked_by": "payer", "resource": "payer",
             "to_resource": "payee", "mode": "amount", "corrects": ""}

_NO_ROOM = {
    "accounts.below_limit": gettext_noop("{name} cannot give that much in {unit}. Write less, or let {name} earn some "
                                         "first."),
    "accounts.above_limit": gettext_noop("{name} cannot take that much in {unit}. Write less, or let {name} spend some "
                                         "first.")}


def told(circle: Circle, refused: Refused, *, own_word: bool = True) -> tuple[Refusal, ...]:
    """The refusals of a payment, or of taking one back, as whoever asked for it may read them. own_word: the pen was
    given their own name, so that it knew whose accounts are theirs."""
    closed = not read_terms(circle.terms).balances_open
    return tuple(replace(_without_room(one) if closed and not (own_word and one.params.get("own")) else one,
                         field=_FIELD_OF.get(one.field, one.field)) for one in refused.refusals)


def told_both(circle: Circle, refused: Refused) -> str:
    """The same in one sentence, where both sides will read it: neither of them learns the other's room."""
    return "; ".join(one.reason for one in told(circle, refused, own_word=False))


def _without_room(one: Refusal) -> Refusal:
    if one.clause not in _NO_ROOM:
        return one
    return replace(one, template=_NO_ROOM[one.clause], params={name: one.params[name] for name in ("name", "unit")})


__all__ = ["told", "told_both"]
