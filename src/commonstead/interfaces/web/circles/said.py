"""How circles speak: sorts, amounts, balances, room and the state of a payment, in members' words.

An amount is shown exactly as it stands in the journal: nobody settles with rounded numbers.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from commonstead.interfaces.web import wording
from commonstead.town.circulation.clauses import Figures
from commonstead.town.circulation.views import AccountView, CircleView, PaymentView

#: By sort: what it is called, and what it is in a sentence.
SORTS = {
    "time": (gettext_lazy("Hours"), gettext_lazy(
        "An hour for an hour, whatever is done. Members may owe a few and be owed a few.")),
    "credit": (gettext_lazy("Credit among members"), gettext_lazy(
        "Members count in a unit of their own and may owe what others vouch for.")),
    "currency": (gettext_lazy("Local notes"), gettext_lazy(
        "The association gives out notes and promises what they are good for.")),
    "gift": (gettext_lazy("Gifts"), gettext_lazy(
        "Nothing is counted against anything. One writes down what was given, and says thanks.")),
}
_STATES = {
    "asked": pgettext_lazy("payment", "asked for"), "paid": pgettext_lazy("payment", "paid"),
    "declined": pgettext_lazy("payment", "declined"), "withdrawn": pgettext_lazy("payment", "withdrawn"),
    "lapsed": pgettext_lazy("payment", "lapsed"), "taken_back": pgettext_lazy("payment", "taken back"),
}


def sort_word(sort: str) -> str:
    """What a sort of circle is called."""
    return str(SORTS[sort][0])


def how_many(circle: CircleView) -> str:
    """How many are in it: accounts, and in a gift circle, where nobody has one, members without its keeper."""
    count = circle.members - (circle.sort == "gift")
    return (ngettext("%(count)s member", "%(count)s members", count) if circle.sort == "gift"
            else ngettext("%(count)s account", "%(count)s accounts", count)) % {"count": count}


def amount(circle: CircleView, steps: int | None) -> str:
    """An amount of the circle with its unit, exact, without a sign."""
    if steps is None:
        return "–"
    exact = Decimal(abs(steps)).scaleb(-circle.decimals)
    whole = exact == exact.to_integral_value()
    decimals = 0 if whole else -exact.normalize().as_tuple().exponent if circle.sort == "time" else circle.decimals
    return wording.amount(exact, circle.symbol, decimals)


#: How a circle's clauses write numbers and days on pages.
FIGURES = Figures(amount, wording.share, wording.day)


def signed(circle: CircleView, steps: int) -> str:
    """A balance or a change with its sign; nothing is 0."""
    shown = amount(circle, steps)
    return f"+{shown}" if steps > 0 else f"−{shown}" if steps < 0 else shown


def plain(circle: CircleView, steps: int | None) -> str:
    """An amount as one types it into a field."""
    if steps is None:
        return ""
    exact = Decimal(steps).scaleb(-circle.decimals)
    return f"{exact.normalize():f}" if exact else "0"


def balance(circle: CircleView, account: AccountView, name: str = "") -> str:
    """Where an account stands, as a sentence; name: whose it is, "" for the reader's own."""
    said = {"amount": amount(circle, account.balance), "name": name}
    if circle.sort == "currency":
        return _of_notes(account.balance, said)
    if account.holder == circle.keeper:
        return _("The circle's own account, for what it takes and gives.")
    if account.balance > 0:
        return _("%(name)s has given %(amount)s more than came back.") % said if name else \
            _("You have given %(amount)s more than you took.") % said
    if account.balance < 0:
        return _("%(name)s has taken %(amount)s more than was given back.") % said if name else \
            _("You have taken %(amount)s more than you gave.") % said
    return _("%(name)s has given as much as came back.") % said if name else \
        _("You have given as much as you took.")


def _of_notes(steps: int, said: dict) -> str:
    if steps < 0:
        return _("%(name)s has given out %(amount)s.") % said if said["name"] else _("%(amount)s are out.") % said
    if steps == 0:
        return _("%(name)s has none.") % said if said["name"] else _("You have none.")
    return _("%(name)s has %(amount)s.") % said if said["name"] else _("You have %(amount)s.") % said


def room(circle: CircleView, account: AccountView) -> str:
    """How far the account may still go, both ways."""
    if account.floor is None:
        return ""
    said = {"pay": amount(circle, account.can_pay)}
    if account.can_take is None:
        return _("Can still pay %(pay)s, and be paid without limit.") % said
    said["take"] = amount(circle, account.can_take)
    return _("Can still pay %(pay)s and be paid %(take)s.") % said


def warning(account: AccountView) -> str:
    """A word where a limit is near, else ""."""
    if account.near == "low":
        return _("This is near the limit. Earn some before you spend more.")
    if account.near == "high":
        return _("This is near the most that one may hold. Spend some before you earn more.")
    return ""


def state_word(payment: PaymentView) -> str:
    """How a payment stands."""
    return str(_STATES.get(payment.state, payment.state))


def what_for(payment: PaymentView) -> str:
    """What it was for, in the words that were written: the word, and the note behind it."""
    return " · ".join(part for part in (payment.category, payment.note) if part)
