"""Making paper cards, paying with them, and what happens after a wrong PIN.

The holder's PIN is the holder's word: a payment with a card is written as theirs, whoever holds the phone. Somebody
who finds a card has five tries at a PIN; then it is blocked, and the guardian and whoever keeps the circle are told.
On a refusal the phone learns that the card cannot pay this, never what stands on the account.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from itertools import pairwise

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.people import queries as people

from .asking import account_of, acts_for, circle_of, in_one_go, refuse
from .card_models import CardMiss, CardUse, PaperCard
from .models import Circle
from .payments import Slip, pay, with_unit

#: Five wrong PINs, and four digits: one finder in two thousand gets in before the card is blocked.
TRIES = 5
DIGITS, LONGEST_PIN = 4, 8
#: Highest single payment of a new card, in whole units: a morning's work or a week's bread. Whoever makes the card may
#: choose another; beyond it, and beyond the account's own limit, a card pays nothing.
USUAL_MOST = 20
#: Wrong codes from one person before we stop looking, and for how long.
MISSES, MISSES_IN = 10, timedelta(minutes=15)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 1 I L O U: nothing that looks like another
#: What the rules say about the holder's own account, which is nobody's business at a counter.
_OF_THE_HOLDER = {"accounts.below_limit", "accounts.none", "accounts.closed", "accounts.frozen"}


def make_card(circle_id: str, holder: str, *, by: str, pin: str = "", most: int | None = None) -> tuple[str, str]:
    """A card for a person; one that they had in this circle ends. pin: as they chose it, else it is drawn.
    Returns (card id, PIN); the PIN is told this once. Refused: cards.not_yours, cards.only_persons, cards.pin_weak,
    accounts.none, payments.not_positive."""
    circle = with_unit(circle_id)
    _may_care(circle, holder, by)
    view = people.agent(holder)
    if view is None or view.nature != "person":
        refuse("cards.only_persons", gettext_noop("A card belongs to one person, who knows its PIN."), "holder")
    pin, most = _good_pin(pin), USUAL_MOST * 100 if most is None else most
    if most <= 0:
        refuse("payments.not_positive", gettext_noop("Write an amount above zero."), "most")

    def write() -> str:
        account_of(circle, holder)
        now = timezone.now()
        PaperCard.objects.filter(circle=circle, holder=holder, ended=None).update(ended=now)
        return PaperCard.objects.create(circle=circle, holder=holder, token=secrets.token_urlsafe(18), code=_code(),
                                        pin=make_password(pin), most=most, made_by=by, made=now).id

    return in_one_go(write), pin


def new_pin(card_id: str, *, by: str, pin: str = "") -> str:
    """Another PIN, and the card pays again. Returns it; it is told this once. Refused: cards.not_yours, cards.ended,
    cards.pin_weak."""
    pin = _good_pin(pin)

    def write() -> None:
        card = _locked(card_id)
        _may_care(card.circle, card.holder, by)
        card.pin, card.tries, card.blocked = make_password(pin), 0, None
        card.save()

    in_one_go(write)
    return pin


def end_card(card_id: str, *, by: str) -> None:
    """The card pays no more: it was lost, or is not needed. Refused: cards.not_yours, cards.ended."""
    def write() -> None:
        card = _locked(card_id)
        if card.holder != by:
            _may_care(card.circle, card.holder, by)
        card.ended = timezone.now()
        card.save()

    in_one_go(write)


def card_of_code(code: str, *, by: str) -> str:
    """The token of the card with that printed code. Refused: cards.code_unknown, cards.too_many."""
    now = timezone.now()
    CardMiss.objects.filter(at__lt=now - MISSES_IN).delete()
    if CardMiss.objects.filter(who=by).count() >= MISSES:
        refuse("cards.too_many", gettext_noop("Too many wrong codes. Wait a quarter of an hour, then try again."),
               "code")
    plain = "".join(letter for letter in code.upper() if letter.isalnum())[:12]
    found = PaperCard.objects.filter(code=plain, ended=None).values_list("token", flat=True).first()
    if not plain or found is None:
        CardMiss.objects.create(who=by, at=now)
        refuse("cards.code_unknown", gettext_noop("No card has this code. Look at it again; it stands under the name."),
               "code")
    return found


def pay_with_card(token: str, *, pin: str, payee: str, amount: int, key: str, by: str, category: str = "",
                  at: datetime | None = None) -> str:
    """The holder of a card pays, with their PIN as their word. by: whoever holds the phone, who must act for the
    payee. Returns the payment's id; the same key again gives the first answer. Refused: cards.unknown, cards.blocked,
    cards.pin_wrong (says how many tries are left), cards.cannot_pay, circles.not_yours, and as `pay`."""
    acts_for(payee, by, "payee")
    card = _answered(token, pin)
    circle = circle_of(card.circle_id)
    slip = Slip(card.holder, payee, amount, f"card {card.id} {key}"[:80], at, category)
    if amount > card.most:
        raise _cannot_pay()

    def write() -> str:
        try:
            payment = pay(circle.id, slip, by=card.holder)
        except Refused as refused:
            if any(one.clause in _OF_THE_HOLDER and one.field != "payee" for one in refused.refusals):
                raise _cannot_pay() from None
            raise
        CardUse.objects.get_or_create(payment=payment, defaults={"card": card, "taken_by": by, "at": timezone.now()})
        return payment

    return in_one_go(write)


def _answered(token: str, pin: str) -> PaperCard:
    """The card, if the PIN is right. A wrong one is counted before anything is said, also when many try at once."""
    with transaction.atomic():
        card = PaperCard.objects.select_for_update().filter(token=token, ended=None).first()
        right = card is not None and card.blocked is None and check_password(pin, card.pin)
        if right and card.tries:
            card.tries = 0
            card.save(update_fields=["tries"])
        elif card is not None and not right and card.blocked is None:
            card.tries += 1
            card.blocked = timezone.now() if card.tries >= TRIES else None
            card.save(update_fields=["tries", "blocked"])
    if card is None:
        refuse("cards.unknown", gettext_noop("This card is not in use any more. Ask the circle's coordinator."), "")
    if card.blocked:
        refuse("cards.blocked", gettext_noop("This card is blocked after too many wrong PINs. The guardian or the "
                                             "circle's coordinator can give it a new PIN."), "pin")
    if not right:
        refuse("cards.pin_wrong", gettext_noop("This PIN is not right. Tries left: {left}."), "pin",
               left=TRIES - card.tries)
    return card


def _cannot_pay() -> Refused:
    return Refused(Refusal("cards.cannot_pay", gettext_noop(
        "The card cannot pay this much. Try less, or write a slip for the circle's coordinator."), field="amount"))


def _may_care(circle: Circle, holder: str, by: str) -> None:
    """Guardians of the holder and whoever keeps the circle's book look after cards; the holder, too."""
    if by != holder and circle.keeper not in people.may_book_for(by) and by not in people.guardians_of(holder):
        refuse("cards.not_yours", gettext_noop("A card is made by its holder's guardian or by whoever keeps the "
                                               "circle's book."), "holder")


def _good_pin(pin: str) -> str:
    """The PIN as it was chosen, if nobody would guess it first; one that is drawn, if none was."""
    pin = "".join(pin.split())
    if not pin:
        while _weak(pin := "".join(secrets.choice("0123456789") for _ in range(DIGITS))):
            continue
        return pin
    if not (pin.isascii() and pin.isdigit() and DIGITS <= len(pin) <= LONGEST_PIN) or _weak(pin):
        refuse("cards.pin_weak", gettext_noop(
            "A PIN has 4 to 8 digits, not all the same and not in a row like 1234."), "pin")
    return pin


def _weak(pin: str) -> bool:
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return not pin or steps in ({0}, {1}, {-1})


def _code() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def _locked(card_id: str) -> PaperCard:
    found = PaperCard.objects.select_for_update().select_related("circle").filter(id=card_id, ended=None).first()
    if found is None:
        refuse("cards.ended", gettext_noop("This card is not in use any more."), "")
    return found
