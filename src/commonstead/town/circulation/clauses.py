"""A circle's terms as clauses of its charter: each a number and a plain sentence, made from what the pen holds to.

The sentences are made from the terms themselves, so that what members read and what is held to cannot drift apart.
They are the same on pages and for programs; how numbers and days look, each of these says itself (`Figures`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonstead.core.circulation.terms import Terms

from .views import CircleView

#: Which terms a sort of circle has, in the order of its clauses.
TERMS = {
    "time": ("members_only", "free_line", "vouchers_needed", "growth_percent", "most_line", "issue_limit", "ceiling",
             "warn_percent", "levy_per_mille", "balances_open", "demurrage_per_mille", "demurrage_free"),
    "credit": ("members_only", "free_line", "vouchers_needed", "growth_percent", "most_line", "issue_limit", "ceiling",
               "warn_percent", "levy_per_mille", "balances_open", "demurrage_per_mille", "demurrage_free"),
    "currency": ("members_only", "promise", "issue_limit", "lapses", "ceiling", "warn_percent", "levy_per_mille",
                 "balances_open", "demurrage_per_mille", "demurrage_free"),
    "gift": ("members_only",),
}


@dataclass(frozen=True)
class Figures:
    """How whoever asks writes an amount of a circle (in its steps), a part of one with so many decimals, and a day."""

    amount: Callable[[CircleView, int], str]
    share: Callable[[Decimal, int], str]
    day: Callable[[date], str]


@dataclass(frozen=True)
class Clause:
    """number: its place.  term: the name in core's Terms.  sentence: what holds."""

    number: int
    term: str
    sentence: str


def clauses(circle: CircleView, keeper: str, figures: Figures, terms: Terms | None = None) -> tuple[Clause, ...]:
    """The clauses of a circle; terms: others than it has, to show what a change would say. keeper: its name."""
    terms = terms or circle.terms
    return tuple(Clause(number, term, _SENTENCES[term](circle, terms, keeper, figures))
                 for number, term in enumerate(TERMS[circle.sort], 1)
                 if term != "demurrage_free" or terms.demurrage_per_mille)


def changed(circle: CircleView, keeper: str, figures: Figures, terms: Terms) -> tuple[Clause, ...]:
    """The clauses that would read otherwise under other terms."""
    before = {one.term: one.sentence for one in clauses(circle, keeper, figures)}
    return tuple(one for one in clauses(circle, keeper, figures, terms) if one.sentence != before.get(one.term))


def _members_only(circle, terms, keeper, figures) -> str:
    return _("Only members of %(keeper)s may join.") % {"keeper": keeper} if terms.members_only else \
        _("Anybody in town may join, and leave again once nothing is owed either way.")


def _free_line(circle, terms, keeper, figures) -> str:
    if not terms.free_line:
        return _("Nobody may owe anything before others vouch for them.")
    return _("Everybody may take up to %(amount)s more than they gave, without asking.") % {
        "amount": figures.amount(circle, terms.free_line)}


def _vouchers(circle, terms, keeper, figures) -> str:
    if not terms.vouchers_needed:
        return _("Whoever vouches for somebody lends them part of their own line, and can lose it.")
    return ngettext(
        "To owe more, somebody needs %(count)s member who vouches with part of their own line, and can lose it.",
        "To owe more, somebody needs %(count)s members who vouch with part of their own line, and can lose it.",
        terms.vouchers_needed) % {"count": terms.vouchers_needed}


def _growth(circle, terms, keeper, figures) -> str:
    if not terms.growth_percent:
        return _("What somebody may owe does not grow by itself.")
    return _("What somebody may owe grows by %(percent)s of what they both earned and spent, the smaller of the two."
             ) % {"percent": figures.share(Decimal(terms.growth_percent) / 100, 0)}


def _most(circle, terms, keeper, figures) -> str:
    return _("Nobody owes more than %(amount)s.") % {"amount": figures.amount(circle, terms.most_line)}


def _ceiling(circle, terms, keeper, figures) -> str:
    if terms.ceiling is None:
        return _("One may hold as much as one earns.")
    return _("Nobody holds more than %(amount)s: what one holds, others owe.") % {
        "amount": figures.amount(circle, terms.ceiling)}


def _warn(circle, terms, keeper, figures) -> str:
    return _("Members are told once they have used %(percent)s of a limit.") % {
        "percent": figures.share(Decimal(terms.warn_percent) / 100, 0)}


def _levy(circle, terms, keeper, figures) -> str:
    if not terms.levy_per_mille:
        return _("Nothing is taken from payments.")
    return _("Of each payment, %(percent)s goes into the circle's own account.") % {
        "percent": _mille(figures, terms.levy_per_mille)}


def _demurrage(circle, terms, keeper, figures) -> str:
    if not terms.demurrage_per_mille:
        return _("What one holds loses nothing with time.")
    return _("At each month's end, %(percent)s of what one holds goes into the circle's own account.") % {
        "percent": _mille(figures, terms.demurrage_per_mille)}


def _demurrage_free(circle, terms, keeper, figures) -> str:
    return _("The first %(amount)s that one holds always stay whole.") % {
        "amount": figures.amount(circle, terms.demurrage_free)}


def _balances(circle, terms, keeper, figures) -> str:
    """Closed balances are not the whole of it: the association's book is open to its members, and what the circle takes
    is a known share."""
    if terms.balances_open:
        return _("Members see each other's balances and payments.")
    told = [_("A balance is seen by its holder and by whoever keeps the book of %(keeper)s.")]
    if terms.levy_per_mille:
        told.append(_("But what the circle takes from a payment stands, with the name of who paid, in the book of "
                      "%(keeper)s, which all members of %(keeper)s can read: from it they can work out how much was "
                      "paid."))
    if terms.demurrage_per_mille:
        told.append(_("But what the circle takes at a month's end stands, with the name of who held it, in the book of "
                      "%(keeper)s, which all members of %(keeper)s can read: from it they can work out how much was "
                      "held."))
    return " ".join(told) % {"keeper": keeper}


def _promise(circle, terms, keeper, figures) -> str:
    if not terms.promise:
        return _("%(keeper)s has not said yet what the notes are good for.") % {"keeper": keeper}
    return _("%(keeper)s promises for its notes: %(promise)s") % {"keeper": keeper, "promise": terms.promise}


def _issue(circle, terms, keeper, figures) -> str:
    if circle.sort != "currency":
        return _("What a member can never settle, and no voucher bears, the circle itself bears, up to %(amount)s.") % {
            "amount": figures.amount(circle, terms.issue_limit)} if terms.issue_limit else \
            _("The circle itself bears nothing of what a member can never settle.")
    return _("%(keeper)s gives out at most %(amount)s.") % {
        "keeper": keeper, "amount": figures.amount(circle, terms.issue_limit)}


def _lapses(circle, terms, keeper, figures) -> str:
    if terms.lapses is None:
        return _("The notes keep their worth without end.")
    return _("On %(day)s the notes lose their worth, and what is out goes back.") % {"day": figures.day(terms.lapses)}


def _mille(figures: Figures, per_mille: int) -> str:
    return figures.share(Decimal(per_mille) / 1000, 0 if per_mille % 10 == 0 else 1)


_SENTENCES = {
    "members_only": _members_only, "free_line": _free_line, "vouchers_needed": _vouchers, "growth_percent": _growth,
    "most_line": _most, "ceiling": _ceiling, "warn_percent": _warn, "levy_per_mille": _levy,
    "demurrage_per_mille": _demurrage, "demurrage_free": _demurrage_free, "balances_open": _balances,
    "promise": _promise, "issue_limit": _issue, "lapses": _lapses,
}
