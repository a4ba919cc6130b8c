"""Asking to be paid: nothing moves until whoever was asked says yes, and each side has a way out until then."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.people import queries as people

from .asking import acts_for, circle_of, in_one_go, refuse
from .circles import say_yes
from .models import Account, Payment
from .paid_for import with_deed
from .payments import Slip, locked_payment, must_be_shaped, with_unit, write_slips, written_before


def ask_payment(circle_id: str, slip: Slip, *, by: str, due: date | None = None) -> str:
    """Ask somebody to pay: nothing moves until they accept. Returns the payment's id.
    Refused: circles.not_yours, accounts.none, payments.to_oneself, payments.not_positive, payments.due_is_over."""
    circle = with_unit(circle_id)
    acts_for(slip.payee, by, "payee")
    must_be_shaped(slip)
    if due and due < timezone.localdate():
        refuse("payments.due_is_over", gettext_noop("Choose today or a day to come."), "due")
    for field, holder in (("payee", slip.payee), ("payer", slip.payer)):  # one's own first: who is in, is for members
        if not Account.objects.filter(circle=circle, holder=holder, until=None).exists():
            refuse("accounts.none", gettext_noop("{name} has no account in {unit} yet. An account is opened by joining "
                                                 "the circle."), field, name=people.names([holder])[holder],
                   unit=circle.name)

    def write() -> str:
        if known := written_before(circle, [slip]).get(slip.key):
            return known
        return Payment.objects.create(
            circle=circle, payer=slip.payer, payee=slip.payee, amount=slip.amount, key=slip.key, made_by=by,
            category=slip.category, note=slip.note, links_to=slip.links_to, state="asked", made=timezone.now(),
            at=slip.at or timezone.now(), due=due).id

    return in_one_go(write)


def accept_payment(payment_id: str, *, by: str) -> None:
    """Whoever was asked pays, as with `pay`. Accepting twice pays once. Refused: payments.not_open, circles.not_yours,
    as `pay`."""
    def write() -> None:
        payment = locked_payment(payment_id)
        if payment.state == "paid":
            return
        _must_be_open(payment)
        acts_for(payment.payer, by, "payer")
        say_yes(payment.circle, [payment.payer])
        slip = Slip(payment.payer, payment.payee, payment.amount, payment.key, payment.at, payment.category,
                    payment.note, payment.links_to)
        circle = circle_of(payment.circle_id)
        with_deed(circle, slip, by, lambda one: write_slips(circle, [(one, payment)], by))

    in_one_go(write)


def decline_payment(payment_id: str, *, by: str, said: str = "") -> None:
    """Whoever was asked says no. Refused: payments.not_open, circles.not_yours."""
    _end(payment_id, by, "payer", "declined", said)


def withdraw_payment(payment_id: str, *, by: str, said: str = "") -> None:
    """Whoever asked takes it back. Refused: payments.not_open, circles.not_yours."""
    _end(payment_id, by, "payee", "withdrawn", said)


def lapse_asked(today: date) -> int:
    """What was asked for and is long past its day lapses. Returns how many."""
    return Payment.objects.filter(state="asked", due__lt=today).update(state="lapsed", settled=timezone.now())


def _end(payment_id: str, by: str, side: str, state: str, said: str) -> None:
    def write() -> None:
        payment = locked_payment(payment_id)
        if payment.state == state:
            return
        _must_be_open(payment)
        acts_for(getattr(payment, side), by, side)
        payment.state, payment.said, payment.settled = state, said[:200], timezone.now()
        payment.save()

    in_one_go(write)


def _must_be_open(payment: Payment) -> None:
    if payment.state != "asked":
        refuse("payments.not_open", gettext_noop("This was settled already. Look at the page again."), "")
