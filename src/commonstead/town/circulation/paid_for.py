"""What is paid for has been done: a promise that came of the board is kept with its payment.

Somebody takes up an offer or a need, it is done, and it is paid for from its notice. Then the deed stands in the
journal beside the payment, and keeps the promise. Where the books do not take the deed (a thing that its giver never
wrote down as there, or that only its giver may take from their store), the payment stands alone, and the promise is
done with.

How much is done: in a circle of hours, of a promise of hours whose notice asks for no other number of them, an hour is
paid for by an hour, so as much as is paid for, up to what is left. Anywhere else the first payment says that all of it
is done, since no number tells how much of a haircut five leaves pay for.

Whoever takes the payment back takes the deed back with it, unless another payment of the same payer for the same stands
that has none and pays for as much: then the deed is beside that one from now on. Whoever is on neither side of the deed
(the circle's keeper) takes back the payment only: whether it was done, its own two say, and they can take it back as an
entry of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.ledger.views import CommitmentView, EventView
from commonstead.town.people import queries as people

from .board_models import Notice
from .models import Circle, Payment


def with_deed(circle: Circle, slip, by: str, write: Callable[[object], str]) -> str:
    """Write a payment (payments.Slip) together with the deed that it pays for. write(slip) writes it, in a transaction
    of the caller's. Returns its answer. Refused: as `write`."""
    promise = promise_of(slip, by) if slip.links_to and slip.thing is None else None
    if promise is not None:  # another payment for the same, at the same moment, is waited for
        ledger.hold_promise(promise.id)
        promise = promise_of(slip, by)
    if promise is None:
        return write(slip)
    try:
        with transaction.atomic():
            return write(replace(slip, thing=_deed(circle, promise, slip, by)))
    except Refused:
        done = write(slip)
        if _is_paid_for(circle, promise, _standing(slip)):
            ledger.finish_promise(promise.id)
        return done


def promise_of(slip, by: str) -> CommitmentView | None:
    """The promise that the offer or need became: from who is paid, to who pays or somebody for whom `by` acts; the one
    that is not kept yet."""
    return next((one for one in _promises(slip.links_to, slip.payee) if not one.kept and not one.finished
                 and one.receiver in {slip.payer, *people.may_book_for(by)}), None)


def deed_to_take_back(payment: Payment, by: str) -> str:
    """The event of the deed that is to be taken back with a payment; "" where none is: it was taken back already, goes
    over to another payment, or stays as an entry of its own two."""
    deed = ledger_queries.event(payment.thing_event) if payment.thing_event else None
    if deed is None or deed.corrected_by:
        return ""
    heir = _heir(payment, deed)
    if heir is None and {deed.provider, deed.receiver} & people.may_book_for(by):
        return deed.id
    payment.thing_event = ""
    if heir is not None:
        Payment.objects.filter(id=heir.id).update(thing_event=deed.id)
    return ""


def promise_stands_again(payment: Payment) -> None:
    """The payment was taken back. What its deed kept, the journal tells; what was done with by the payment alone waits
    again, unless other payments for the same stand."""
    if not payment.links_to or payment.thing_event:
        return
    left = _standing(payment).exclude(id=payment.id)
    for one in _promises(payment.links_to, payment.payee):
        if one.finished and not one.kept and not _is_paid_for(payment.circle, one, left):
            ledger.reopen_promise(one.id)


def _standing(slip):
    """What was paid to the same for the same, and stands."""
    return Payment.objects.filter(links_to=slip.links_to, payee=slip.payee, state="paid")


def _heir(payment: Payment, deed: EventView) -> Payment | None:
    """The payment that the deed of one goes over to."""
    others = _standing(payment).exclude(id=payment.id).filter(circle=payment.circle, payer=payment.payer,
                                                              thing_event="")
    hours = _hours(payment.circle, deed)
    return (others if hours is None else others.filter(amount__gte=hours)).order_by("made", "id").first()


def _is_paid_for(circle: Circle, promise: CommitmentView, payments) -> bool:
    """Whether those payments are all that a promise without a deed waits for."""
    hours = _hours(circle, promise)
    if hours is None:
        return payments.exists()
    return (payments.filter(circle=circle).aggregate(all=Sum("amount"))["all"] or 0) >= hours


def _hours(circle: Circle, said: CommitmentView | EventView) -> int | None:
    """How many hours a promise or deed is of, in the steps of a circle of hours; None where it is of something else, or
    is not paid for by as many."""
    if circle.sort != "time" or (said.quantity and said.effort):
        return None
    if not said.effort and ledger_queries.specification(said.specification).unit != "h":
        return None
    intent = ledger_queries.intent(said.satisfies)
    asks = Notice.objects.filter(intent=said.satisfies).values_list("asks", flat=True).first()
    return said.effort or said.quantity if asks is None or asks == (intent.effort or intent.quantity) else None


def _promises(intent: str, giver: str) -> list[CommitmentView]:
    return [one for one in ledger_queries.commitments(giver, open_only=False)
            if one.satisfies == intent and one.provider == giver]


def _deed(circle: Circle, promise: CommitmentView, slip, by: str) -> Flow:
    """What of the promise is paid for, done when it is said to have been."""
    quantity = promise.quantity and promise.quantity - promise.fulfilled_quantity
    effort = promise.effort and promise.effort - promise.fulfilled_effort
    if _hours(circle, promise) is not None:
        quantity, effort = quantity and min(quantity, slip.amount), effort and min(effort, slip.amount)
    return Flow(promise.action, promise.provider, promise.receiver, promise.specification, slip.at or timezone.now(),
                by, f"done {slip.key}", quantity=quantity, effort=effort, mode=promise.mode, fulfills=promise.id,
                satisfies=promise.satisfies)
