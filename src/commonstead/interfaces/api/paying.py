"""Paying in circles, asking to be paid, and answering: the commands of the pages, each once under its key.

Every answer is the payment as it now stands: 201 when this request wrote it, 200 when it had been written before.
"""

from __future__ import annotations

from collections.abc import Callable

from commonstead.town.circulation import commands
from commonstead.town.circulation.views import CircleView

from . import seeing
from . import shapes_circles as shapes
from .answers import WRITING_NOES
from .once import Key, once, stands
from .router import router
from .shapes import Id
from .turning_circles import CircleTurner

_ANSWERS = {200: shapes.PaymentShape, 201: shapes.PaymentShape, **WRITING_NOES}


@router.post("/circles/{circle_id}/payments", response=_ANSWERS, tags=["Payments"], summary="Pay somebody now")
def pay(request, circle_id: Id, payment: shapes.PaymentIn, key: Key):
    """From your own account or one whose book you keep, with the levy that the circle's rules take."""
    circle = seeing.circle_or_404(request.auth, circle_id).circle

    def write(mark: str) -> str:
        slip = _slip(circle, payment, payment.payer or request.auth, payment.payee, mark, at=payment.at)
        return commands.pay(circle.id, slip, by=request.auth)

    return _stands(request, *once(request, key, write))


@router.post("/circles/{circle_id}/requests", response=_ANSWERS, tags=["Payments"], summary="Ask somebody to pay")
def ask(request, circle_id: Id, payment: shapes.RequestIn, key: Key):
    """Nothing moves until they accept."""
    circle = seeing.circle_or_404(request.auth, circle_id).circle

    def write(mark: str) -> str:
        slip = _slip(circle, payment, payment.payer, payment.payee or request.auth, mark)
        return commands.ask_payment(circle.id, slip, by=request.auth, due=payment.due)

    return _stands(request, *once(request, key, write))


@router.post("/payments/{payment_id}/accept", response=_ANSWERS, tags=["Payments"], summary="Pay what was asked for")
def accept(request, payment_id: Id, key: Key):
    return _answer(request, payment_id, key, lambda: commands.accept_payment(payment_id, by=request.auth))


@router.post("/payments/{payment_id}/decline", response=_ANSWERS, tags=["Payments"],
             summary="Say no to what was asked of me")
def decline(request, payment_id: Id, payment: shapes.SaidIn, key: Key):
    return _answer(request, payment_id, key,
                   lambda: commands.decline_payment(payment_id, by=request.auth, said=payment.said))


@router.post("/payments/{payment_id}/withdraw", response=_ANSWERS, tags=["Payments"],
             summary="Ask for it no longer")
def withdraw_request(request, payment_id: Id, payment: shapes.SaidIn, key: Key):
    return _answer(request, payment_id, key,
                   lambda: commands.withdraw_payment(payment_id, by=request.auth, said=payment.said))


@router.post("/payments/{payment_id}/take-back", response=_ANSWERS, tags=["Payments"],
             summary="Take a payment back, and say why")
def take_back(request, payment_id: Id, payment: shapes.TakeBackIn, key: Key):
    """Either side may. The entry stays, with a second one that mirrors it; both sides read the reason."""
    return _answer(request, payment_id, key,
                   lambda: commands.take_back(payment_id, by=request.auth, reason=payment.reason))


def _slip(circle: CircleView, said: shapes.PaymentIn | shapes.RequestIn, payer: str, payee: str, mark: str,
          **more) -> commands.Slip:
    turner = CircleTurner()
    # In a gift circle there is no unit to read the amount in; the command says so whatever it is.
    amount = turner.integer(said.amount, turner.unit_of(circle.unit), "amount") if circle.unit else 0
    return commands.Slip(payer, payee, amount, mark, category=said.category, note=said.note, links_to=said.links_to,
                         **more)


def _answer(request, payment_id: str, key: str, write: Callable[[], None]):
    """Do it to a payment that may be seen."""
    seeing.payment_or_404(request.auth, payment_id)

    def write_down(_mark: str) -> str:
        write()
        return payment_id

    return _stands(request, *once(request, key, write_down))


def _stands(request, payment_id: str, repeated: bool):
    here, view = seeing.payment_or_404(request.auth, payment_id)
    return stands(CircleTurner().payment(view, here.answers(view)), repeated)
