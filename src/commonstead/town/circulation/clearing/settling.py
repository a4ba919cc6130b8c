"""A creditor's word that a debt, or a part of it, was settled otherwise: paid in cash, or let go; and taking it back.

Cash does not go through the books, so the journal cannot know of it. It is the word of whoever was owed, who alone can
lose by it, and theirs to take back; what fell against other debts, the journal alone tells. A debt of which nothing is
open after such a word is done with in the ledger, and open again when the word, or a round, is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.circulation.asking import acts_for, in_one_go, refuse
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.ledger.views import CommitmentView

from .models import SettledOtherwise
from .owing import few_at_a_time, left_of
from .rounds import hold_rounds, look_again


def settled_otherwise(debt_id: str, *, by: str, amount: int | None = None, seen: int | None = None) -> str:
    """The creditor says that a debt was settled otherwise. amount: how much of it, in steps; without it all that is
    open.  seen: what was open on the page where it was said, so that what is sent twice is said once.
    Returns the word's id, by which it is taken back.
    Refused: debts.unknown, circles.not_yours, debts.changed_since, debts.not_positive, debts.more_than_open."""
    def write() -> str:
        debt = _held(debt_id)
        if debt.finished:
            _unknown()
        acts_for(debt.receiver, by, "")
        left = left_of([debt])[debt.id]
        if seen is not None and seen != left:
            refuse("debts.changed_since", gettext_noop(
                "What is open of this debt has changed since you opened the page. Look at it again, and say it again "
                "if it still holds."), "amount")
        much = left if amount is None else amount
        if much <= 0:
            refuse("debts.not_positive", gettext_noop("Write an amount above zero, of at most 15 digits."), "amount")
        if much > left:
            refuse("debts.more_than_open", gettext_noop(
                "That is more than is open of this debt. Write at most what is left of it."), "amount")
        word = SettledOtherwise.objects.create(debt=debt.id, specification=debt.specification, amount=much, said_by=by,
                                               said=timezone.now())
        if much == left:
            ledger.finish_promise(debt.id)
        look_again(debt.specification)
        return word.id

    return in_one_go(write)


def take_settled_back(word_id: str, *, by: str) -> None:
    """It was not so: as much is owed again. Taking it back twice changes nothing.
    Refused: debts.unknown, circles.not_yours."""
    def write() -> None:
        word = SettledOtherwise.objects.filter(id=word_id).first() or _unknown()
        debt = _held(word.debt)
        acts_for(debt.receiver, by, "")
        if SettledOtherwise.objects.filter(id=word_id, taken_back=None).update(taken_back=timezone.now(),
                                                                              taken_back_by=by):
            ledger.reopen_promise(debt.id)

    in_one_go(write)


def open_again(debts: Iterable[str]) -> None:
    """What fell of these debts was taken back: those that their creditor's word had closed are open again."""
    for few in few_at_a_time(debts):
        words = SettledOtherwise.objects.filter(debt__in=few, taken_back=None)
        for debt in words.values_list("debt", flat=True).distinct():
            ledger.reopen_promise(debt)


def _held(debt_id: str) -> CommitmentView:
    """A debt, kept as it is until the transaction is over: no other word is said of it, and no round that is about it
    is written meanwhile. Refused: debts.unknown."""
    ledger.hold_promise(debt_id)
    debt = _debt(debt_id) or _unknown()
    hold_rounds(debt.specification)
    return _debt(debt_id)  # what a round wrote of it while we waited counts


def _debt(debt_id: str) -> CommitmentView | None:
    return next(iter(ledger_queries.commitments(ids=[debt_id], open_only=False)), None)


def _unknown() -> None:
    refuse("debts.unknown", gettext_noop("There is no such debt, or it is settled."), "")
