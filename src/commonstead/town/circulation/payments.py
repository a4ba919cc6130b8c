"""Paying, and the way back.

A payment is one event of the circle's unit, with the levy beside it and, where it pays for a service that was offered
or asked for, that service too: all in one transaction, or nothing. What was paid can be taken back, by a linked
reversal with a reason. Nothing is ever deleted. What was asked for first is in `requests`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from commonstead.core.circulation.terms import levy_of, read_terms
from commonstead.core.vocabulary.accounts import UNIT_MODES
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town import plain_sql
from commonstead.town.ledger import commands as ledger
from commonstead.town.people import queries as people
from commonstead.town.plain_sql import stored

from .asking import circle_of, in_one_go, refuse, who_keeps
from .circles import draw_limits, say_yes
from .models import Account, Circle, Payment, Repetition
from .paid_for import deed_to_take_back, promise_stands_again, with_deed
from .told import told, told_both


@dataclass(frozen=True)
class Slip:
    """What one payment says. amount: in the unit's steps.  key: chosen by the sender, never reused.  at: when what it
    is for happened, now unless given.  category: what for, in a word.  links_to: id of the offer, need, order or task
    it fulfils.  thing: a flow that is written with it (a service that was rendered), without which it is not.
    levy: what it was where the slip was first written, for a circle that is brought in; None: as the terms say."""

    payer: str
    payee: str
    amount: int
    key: str
    at: datetime | None = None
    category: str = ""
    note: str = ""
    links_to: str = ""
    thing: Flow | None = None
    levy: int | None = None


def pay(circle_id: str, slip: Slip, *, by: str) -> str:
    """Pay now; a promise of the board that it pays for is kept with it. The same key again gives the first answer.
    Returns the payment's id. Refused: what the ledger refuses (accounts.*, ledger.*), circles.ended,
    circles.gift_has_no_amounts, payments.key_used."""
    if not slip.links_to:
        return pay_together(circle_id, [slip], by=by)[0]
    return in_one_go(lambda: with_deed(with_unit(circle_id), slip, by,
                                       lambda one: pay_together(circle_id, [one], by=by)[0]))


def pay_together(circle_id: str, slips: Iterable[Slip], *, by: str) -> list[str]:
    """Several payments, all or none: a split bill, or slips from paper. Returns their ids.
    Refused: as `pay`; `refused.subject` is the slip at fault, where it is one."""
    slips = list(slips)
    try:
        return in_one_go(lambda: _pay(with_unit(circle_id), slips, by))
    except Refused as refused:
        clauses = {refusal.clause for refusal in refused.refusals}
        # Who pays from an account that others opened for them takes part from now on.
        own = {slip.payer for slip in slips} & people.may_book_for(by) if "accounts.waiting" in clauses else ()
        # The same slip came twice at once, and the other was written meanwhile: now its payment is found.
        if "ledger.key_used" not in clauses and not (own and say_yes(circle_of(circle_id), own)):
            raise
    return in_one_go(lambda: _pay(with_unit(circle_id), slips, by))


def take_back(payment_id: str, *, by: str, reason: str) -> None:
    """Undo a payment: reversing events for it, its levy and the deed that was written with it (paid_for says when that
    stays). Both sides see why. Either side may, and whoever keeps the circle.
    Refused: payments.not_paid, ledger.reason_missing, accounts.*, ledger.*, with the fields of a slip."""
    def write() -> None:
        payment = locked_payment(payment_id)
        if payment.state != "paid":
            refuse("payments.not_paid", gettext_noop("Only what was paid and stands can be taken back."), "")
        for event in filter(None, (payment.levy_event, deed_to_take_back(payment, by), payment.event)):
            # A levy falls with its payment; where the payee takes it back, the circle's own book-keeper writes that.
            writer = who_keeps(payment.circle.keeper) if event == payment.levy_event else by
            try:
                ledger.reverse_event(event, reason=reason, booked_by=writer or by, idempotency_key=f"back {event}",
                                     units=[payment.circle.unit])
            except Refused as refused:
                raise Refused(*told(payment.circle, refused, own_word=writer in ("", by))) from None
        payment.state, payment.said, payment.settled = "taken_back", reason[:200], timezone.now()
        payment.save()
        count_trade(payment.circle, [payment], -1)
        promise_stands_again(payment)

    in_one_go(write)


def pay_repetition(repetition: Repetition, key: str, at: datetime) -> str:
    """One turn of a repeated payment; where the ledger refuses, it is left asked for, with the reason beside it.
    Returns "paid" or "asked"."""
    slip = Slip(repetition.payer, repetition.payee, repetition.amount, key, at, repetition.category, repetition.note)
    circle = circle_of(repetition.circle_id)
    try:
        in_one_go(lambda: _pay(circle, [slip], repetition.made_by, repetition))
    except Refused as refused:
        Payment.objects.get_or_create(key=key, defaults={
            "circle": circle, "payer": slip.payer, "payee": slip.payee, "amount": slip.amount, "state": "asked",
            "category": slip.category, "note": slip.note, "made_by": repetition.made_by, "made": timezone.now(),
            "at": at, "said": told_both(circle, refused)[:200], "repetition": repetition})
        return "asked"
    return "paid"


def _pay(circle: Circle, slips: list[Slip], by: str, repetition: Repetition | None = None) -> list[str]:
    for slip in slips:
        must_be_shaped(slip)
    known, now = written_before(circle, slips, _DONE), timezone.now()
    fresh = []
    for slip in {slip.key: slip for slip in slips if slip.key not in known}.values():
        fresh.append((slip, Payment(
            circle=circle, payer=slip.payer, payee=slip.payee, amount=slip.amount, key=slip.key, made_by=by,
            category=slip.category, links_to=slip.links_to, made=now, at=slip.at or now, repetition=repetition)))
    if fresh:
        together = ledger.new_id() if len(fresh) > 1 else ""
        for _, payment in fresh:
            payment.together = together
        write_slips(circle, fresh, by)
    by_key = known | {payment.key: payment.id for _, payment in fresh}
    return [by_key[slip.key] for slip in slips]


def write_slips(circle: Circle, pairs: list[tuple[Slip, Payment]], by: str) -> None:
    """Slips into the journal, and how they stand into their rows."""
    terms, flows, places = read_terms(circle.terms), [], []
    for slip, payment in pairs:
        free = circle.winding_down or circle.keeper in (slip.payer, slip.payee)
        payment.levy = 0 if free else levy_of(terms, slip.amount) if slip.levy is None else slip.levy
        mine = _flows(circle, slip, payment.levy, by)
        places.append((payment, len(flows), slip))
        flows += mine
    try:
        written = ledger.record_events(flows, units=[circle.unit], all_ends=True)
    except Refused as refused:
        raise Refused(*told(circle, refused), subject=_slip_of(refused.subject, pairs)) from None
    now = timezone.now()
    for payment, first, slip in places:
        following = iter(written[first + 1:])
        payment.event = written[first].event_id
        payment.levy_event = next(following).event_id if payment.levy else ""
        payment.thing_event = next(following).event_id if slip.thing else ""
        payment.state, payment.said, payment.note, payment.settled = "paid", "", "", now
    fresh = [payment for _, payment in pairs if payment._state.adding]
    for _, payment in pairs:
        if payment not in fresh:
            payment.save()
    count_trade(circle, [payment for _, payment in pairs], 1,
                beside=plain_sql.Rows("circulation_payment", _COLUMNS, [*map(_row, fresh)]))


def _flows(circle: Circle, slip: Slip, levy: int, by: str) -> list[Flow]:
    """The payment; out of the same hand the levy, by which the payee gets less; and what is written with it."""
    main = Flow(Action.TRANSFER, slip.payer, slip.payee, circle.unit, slip.at or timezone.now(), by, f"pay {slip.key}",
                quantity=slip.amount - levy, mode=UNIT_MODES[circle.sort], note=slip.note)
    flows = [main]
    if levy:
        flows.append(replace(main, receiver=circle.keeper, quantity=levy, note="", idempotency_key=f"levy {slip.key}"))
    return [*flows, slip.thing] if slip.thing else flows


#: Every column of a slip, so that a new one is written by one plain statement: this is the path that must be quick.
_COLUMNS = tuple(field.column for field in Payment._meta.concrete_fields)


def _row(payment: Payment) -> list:
    return [stored(value) if isinstance(value, datetime) else value
            for value in (getattr(payment, field.attname) for field in Payment._meta.concrete_fields)]


def count_trade(circle: Circle, payments: list[Payment], sign: int, besides: str = "",
                beside: plain_sql.Rows | None = None) -> None:
    """Bring earned and spent up to date, and draw lines that grow with trade anew. Whoever changes the same rows at
    once has waited before, at the ledger's accounts. besides: whose account is not counted, because it only passed
    something on.  beside: slips that are written in the same breath."""
    changed: dict[str, list[int]] = {}
    for payment in payments:
        changed.setdefault(payment.payer, [0, 0])[1] += sign * payment.amount
        changed.setdefault(payment.payee, [0, 0])[0] += sign * payment.amount
    changed.pop(besides, None)
    everybody = sorted(changed)
    plain_sql.write(*[beside] * bool(beside), *(
        _added_up(circle, {holder: changed[holder] for holder in everybody[start:start + _AT_ONCE]})
        for start in range(0, len(everybody), _AT_ONCE)))
    if read_terms(circle.terms).growth_percent:
        for account in Account.objects.filter(circle=circle, holder__in=changed).order_by("holder"):
            draw_limits(circle, account)


_AT_ONCE = 50


def _added_up(circle: Circle, changed: dict[str, list[int]]) -> plain_sql.Change:
    """holder → what they earned and spent more, in one statement."""
    holders = list(changed)
    earned, spent = (f"CASE holder {'WHEN %s THEN %s ' * len(holders)}END" for _ in range(2))
    return plain_sql.Change(
        "circulation_account",
        f"UPDATE circulation_account SET earned = earned + {earned}, spent = spent + {spent} "
        f"WHERE circle_id = %s AND holder IN ({', '.join(['%s'] * len(holders))})",
        [*(value for place in range(2) for holder in holders for value in (holder, changed[holder][place])),
         circle.id, *holders])


#: How a payment stands that was paid under its key, so that paying with it again is the same request.
_DONE = ("paid", "taken_back")


def written_before(circle: Circle, slips: list[Slip], states: Container[str] = ()) -> dict[str, str]:
    """By key: the id of the payment that was written under it before. states: how it may stand, in any way if none is
    given. Refused: payments.key_used where that one says something else, or stands otherwise."""
    known = {key: (id, state, said) for key, id, state, *said in plain_sql.select(
        "SELECT key, id, state, circle_id, payer, payee, amount FROM circulation_payment WHERE key IN %(keys)s",
        keys={slip.key for slip in slips})}
    for slip in slips:
        _, state, said = known.get(slip.key, ("", "", None))
        if said and (said != [circle.id, slip.payer, slip.payee, slip.amount] or (states and state not in states)):
            refuse("payments.key_used", gettext_noop("This key belongs to another payment. Send this one with a new "
                                                     "key."), "key")
    return {key: id for key, (id, *_) in known.items()}


def with_unit(circle_id: str) -> Circle:
    circle = circle_of(circle_id)
    if not circle.unit:
        refuse("circles.gift_has_no_amounts", gettext_noop(
            "In a gift circle nothing is paid. Write down what was given instead."), "circle")
    return circle


def must_be_shaped(slip: Slip) -> None:
    if slip.payer == slip.payee:
        raise Refused(Refusal("payments.to_oneself", gettext_noop("This pays from an account to itself. Choose another "
                                                                  "one."), field="payee"), subject=slip)
    if slip.amount <= 0:
        raise Refused(Refusal("payments.not_positive", gettext_noop("Write an amount above zero."), field="amount"),
                      subject=slip)
    if not slip.key or len(slip.key) > 80 or len(slip.category) > 60 or len(slip.note) > 500:
        raise Refused(Refusal("payments.too_long", gettext_noop(
            "A word for what it is for has at most 60 characters, and a note at most 500."), field="note"),
            subject=slip)


def _slip_of(flow: object, pairs: list[tuple[Slip, Payment]]) -> Slip | None:
    key = getattr(flow, "idempotency_key", "").partition(" ")[2]
    thing = next((slip for slip, _ in pairs if slip.thing is not None and slip.thing == flow), None)
    return thing or next((slip for slip, _ in pairs if slip.key == key), None)


def locked_payment(payment_id: str) -> Payment:
    found = Payment.objects.select_for_update().select_related("circle").filter(id=payment_id).first()
    if found is None:
        refuse("payments.unknown", gettext_noop("There is no such payment."), "")
    return found
