"""What is paid for has been done: a promise that came of the board is kept with its payment.

Somebody takes up an offer or a need, it is done, and it is paid for from its notice. Then the deed stands in the
journal beside the payment, and keeps the promise; whoever takes the payment back takes both back. Where the books do
not take the deed (a thing that its giver never wrote down as there, or that only its giver may take from their store),
the payment stands alone, and the promise is done with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.ledger.views import CommitmentView
from commonstead.town.people import queries as people

from .models import Payment


def with_deed(slip, by: str, write: Callable[[object], str]) -> str:
    """Write a payment (payments.Slip) together with the deed that it pays for. write(slip) writes it, in a transaction
    of the caller's. Returns its answer. Refused: as `write`."""
    promise = promise_of(slip, by) if slip.links_to and slip.thing is None else None
    if promise is None:
        return write(slip)
    try:
        with transaction.atomic():
            return write(replace(slip, thing=_deed(promise, slip, by)))
    except Refused:
        done = write(slip)
        ledger.finish_promise(promise.id)
        return done


def promise_of(slip, by: str) -> CommitmentView | None:
    """The promise that the offer or need became: from who is paid, to who pays or somebody for whom `by` acts; the one
    that is not kept yet."""
    return next((one for one in _promises(slip.links_to, slip.payee) if not one.kept and not one.finished
                 and one.receiver in {slip.payer, *people.may_book_for(by)}), None)


def promise_stands_again(payment: Payment) -> None:
    """The payment was taken back. What its deed kept, the journal tells; what was done with by the payment alone waits
    again, unless another payment for the same stands."""
    if not payment.links_to or payment.thing_event:
        return
    if not Payment.objects.filter(links_to=payment.links_to, payee=payment.payee, state="paid").exclude(
            id=payment.id).exists():
        for one in _promises(payment.links_to, payment.payee):
            if one.finished and not one.kept:
                ledger.reopen_promise(one.id)


def _promises(intent: str, giver: str) -> list[CommitmentView]:
    return [one for one in ledger_queries.commitments(giver, open_only=False)
            if one.satisfies == intent and one.provider == giver]


def _deed(promise: CommitmentView, slip, by: str) -> Flow:
    """What is left of the promise, done when it is said to have been."""
    quantity = promise.quantity and promise.quantity - promise.fulfilled_quantity
    effort = promise.effort and promise.effort - promise.fulfilled_effort
    return Flow(promise.action, promise.provider, promise.receiver, promise.specification, slip.at or timezone.now(),
                by, f"done {slip.key}", quantity=quantity, effort=effort, mode=promise.mode, fulfills=promise.id,
                satisfies=promise.satisfies)
