"""What crosses a bridge: a payment of a member of one circle to one of the other, or somebody's offset with themselves.

Two steps, as two ledgers on a wire would take them. *Validated*: both legs were held against all rules, nothing stands
in the books. *Committed*: both legs stand, in one transaction, and the crossing has its place in the bridge's chain. A
validated crossing that nobody commits times out. One that was committed is taken back by another one, as a whole: the
mirrors are closed but while something crosses, so the ledger takes back no single leg.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from commonstead.core.circulation.mirrors import across, link, opposite
from commonstead.core.vocabulary.accounts import UNIT_MODES
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.refusal import Refused, gettext_noop
from commonstead.town.circulation.asking import acts_for, in_one_go, refuse
from commonstead.town.circulation.beside import Beside, note_beside, note_taken_back
from commonstead.town.circulation.told import told
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.people import queries as people

from .agreeing import Side, locked_bridge, settle_ending, sides
from .models import Bridge, Crossing

CATEGORY = "between circles"
WAITS = timedelta(minutes=30)


@dataclass(frozen=True)
class Across:
    """What somebody wants to pay across. from_first: out of the bridge's first circle.  amount: in steps of the payer's
    unit.  payee: the payer themselves for an offset."""

    bridge: str
    from_first: bool
    payer: str
    payee: str
    amount: int
    key: str
    note: str = ""


def validate(words: Across, *, by: str) -> str:
    """Hold both legs against all rules without writing them. The same key again gives the first answer. Returns the
    crossing's id. Refused: bridges.not_agreed, bridges.not_even, bridges.not_an_offset, circles.not_yours,
    payments.not_positive, payments.key_used, and what the ledger refuses for either leg (accounts.*)."""
    return in_one_go(lambda: _validated(words, by).id)


def commit(crossing_id: str, *, by: str) -> None:
    """Write both legs. Committing twice writes once. Refused: bridges.timed_out, circles.not_yours, and as
    `validate`."""
    def write() -> bool:
        crossing = _locked(crossing_id)
        acts_for(crossing.payer, by, "payer")
        if crossing.state == "committed":
            return True
        if crossing.state != "validated" or timezone.now() - crossing.made > WAITS:
            Crossing.objects.filter(id=crossing.id, state="validated").update(state="timed_out", settled=timezone.now())
            return False
        _write(crossing, by)
        return True

    if not in_one_go(write):
        refuse("bridges.timed_out", gettext_noop("This waited too long, so nothing was paid. Begin anew."), "")


def pay_across(words: Across, *, by: str) -> str:
    """Validate and commit in one go, or nothing. Returns the crossing's id. Refused: as both."""
    def write() -> str:
        crossing = _validated(words, by)
        if crossing.state == "validated":
            _write(crossing, by)
        return crossing.id

    return in_one_go(write)


def take_back_crossing(crossing_id: str, *, by: str, reason: str) -> None:
    """Take both legs back, with a reason that both sides read. Payer, payee and whoever keeps either circle may; taking
    back twice changes nothing. Refused: bridges.not_committed, bridges.closed, circles.not_yours,
    circles.reason_missing, accounts.*."""
    if not reason.strip():
        refuse("circles.reason_missing", gettext_noop("Say why: the member will read it."), "reason")
    in_one_go(lambda: _take_back(_locked(crossing_id), by, reason.strip()[:200]))


def _validated(words: Across, by: str) -> Crossing:
    bridge = locked_bridge(words.bridge)
    acts_for(words.payer, by, "payer")
    known = Crossing.objects.filter(key=words.key).first()
    if known:
        if (known.bridge_id, known.from_first, known.payer, known.payee, known.out_amount) != (
                bridge.id, words.from_first, words.payer, words.payee, words.amount):
            refuse("payments.key_used", gettext_noop("This key belongs to another payment. Send this one with a new "
                                                     "key."), "key")
        return known
    _must_carry(bridge)
    if words.amount <= 0:
        refuse("payments.not_positive", gettext_noop("Write an amount above zero."), "amount")
    out, _into = sides(bridge) if words.from_first else reversed(sides(bridge))
    crossing = Crossing(
        bridge=bridge, from_first=words.from_first, payer=words.payer, payee=words.payee, out_amount=words.amount,
        in_amount=across(words.amount, out.rate), note=words.note[:200], key=words.key, state="validated", made_by=by,
        made=timezone.now())
    _tried(bridge, crossing, by)
    crossing.save()
    return crossing


def _must_carry(bridge: Bridge) -> None:
    """Refused: bridges.not_agreed. One that is ending carries what brings its mirrors to zero (`_open_mirrors`)."""
    if bridge.state not in ("agreed", "ending"):
        refuse("bridges.not_agreed", gettext_noop("The two circles do not trade, or no longer. Nothing can cross."), "")


def _is_an_offset(crossing: Crossing, out: Side, into: Side) -> None:
    """With oneself, what is too much here only fills what is missing there; more would be changing one for the
    other."""
    there_is = ledger_queries.stock_of(crossing.payer, out.circle.unit)
    missing = -ledger_queries.stock_of(crossing.payer, into.circle.unit)
    if crossing.out_amount > there_is or crossing.in_amount > missing:
        refuse("bridges.not_an_offset", gettext_noop(
            "You can offset what you have above zero in one circle against what is below zero in the other, and no "
            "more."), "amount")


class _Tried(Exception):
    """Both legs could be written; they are not kept."""


def _tried(bridge: Bridge, crossing: Crossing, by: str) -> None:
    """Write both legs and throw them away: then every rule of either side was asked."""
    try:
        with transaction.atomic():
            _legs(bridge, crossing, by)
            raise _Tried
    except _Tried:
        pass


def _write(crossing: Crossing, by: str) -> None:
    bridge = locked_bridge(crossing.bridge_id)
    crossing.out_event, crossing.in_event = _legs(bridge, crossing, by)
    out, into = sides(bridge) if crossing.from_first else reversed(sides(bridge))
    for side, keeper, payer, payee, amount, event in (
            (out, into.circle.keeper, crossing.payer, into.circle.keeper, crossing.out_amount, crossing.out_event),
            (into, out.circle.keeper, out.circle.keeper, crossing.payee, crossing.in_amount, crossing.in_event)):
        note_beside(side.circle, [Beside(payer, payee, amount, f"crossing {event}", event, crossing.id)],
                    category=CATEGORY, by=by, at=timezone.now(), through=keeper)
    crossing.note = ""
    _chain(bridge, crossing, "committed")


def _legs(bridge: Bridge, crossing: Crossing, by: str) -> tuple[str, str]:
    """Both events: payer to the mirror there, mirror here to payee. What was asked when they were tried is asked again
    when they are written: the bridge may have ended since, or the same stock been offset by another crossing."""
    out, into = sides(bridge) if crossing.from_first else reversed(sides(bridge))
    _must_carry(bridge)
    if crossing.payer == crossing.payee:
        _is_an_offset(crossing, out, into)
    now = timezone.now()
    paid_out = Flow(Action.TRANSFER, crossing.payer, into.circle.keeper, out.circle.unit, now, by,
                    f"crossing {crossing.key} out", quantity=crossing.out_amount, mode=UNIT_MODES[out.circle.sort],
                    to_resource=out.mirror, note=crossing.note)
    paid_in = Flow(Action.TRANSFER, out.circle.keeper, crossing.payee, into.circle.unit, now, _booker(out, by),
                   f"crossing {crossing.key} in", quantity=crossing.in_amount, mode=UNIT_MODES[into.circle.sort],
                   resource=into.mirror, note=crossing.note)
    try:
        with _open_mirrors(bridge):
            written = ledger.record_events([paid_out, paid_in], units=[out.circle.unit, into.circle.unit])
    except Refused as refused:
        leg, side = (paid_in, into) if getattr(refused.subject, "specification", "") == into.circle.unit else (
            paid_out, out)
        raise Refused(*told(side.circle, refused, own_word=leg.booked_by == by)) from None
    return written[0].event_id, written[1].event_id


def _take_back(crossing: Crossing, by: str, reason: str) -> None:
    bridge = locked_bridge(crossing.bridge_id)
    out, into = sides(bridge) if crossing.from_first else reversed(sides(bridge))
    mine, keepers = people.may_book_for(by), (out.circle.keeper, into.circle.keeper)
    if not {crossing.payer, crossing.payee, *keepers} & mine:
        acts_for(crossing.payer, by, "payer")
    if crossing.state == "taken_back":
        return
    if crossing.state != "committed" or crossing.corrects:
        refuse("bridges.not_committed", gettext_noop("Only what crossed and stands can be taken back."), "")
    if bridge.state == "closed":
        refuse("bridges.closed", gettext_noop(
            "This bridge was closed, and nothing stands between the circles any more. Let the circles agree on a new "
            "bridge, and pay the same amount back across that one."), "")
    now = timezone.now()
    with _open_mirrors(bridge):
        back = _reversed(crossing.out_event, out, by if mine & {crossing.payer, *keepers} else out.word, by, reason)
        also = _reversed(crossing.in_event, into, by if mine & {crossing.payee, *keepers} else into.word, by, reason)
    for side, other in ((out, into), (into, out)):
        note_taken_back(side.circle, crossing.id, reason, through=other.circle.keeper)
    mirrored = Crossing(
        bridge=bridge, from_first=crossing.from_first, payer=crossing.payer, payee=crossing.payee,
        out_amount=-crossing.out_amount, in_amount=-crossing.in_amount, key=f"back {crossing.id}", state="committed",
        made_by=by, made=now, out_event=back.event_id, in_event=also.event_id, corrects=crossing.id, reason=reason)
    _chain(bridge, mirrored, "committed")
    crossing.state, crossing.reason = "taken_back", reason
    crossing.save()


def _chain(bridge: Bridge, crossing: Crossing, state: str) -> None:
    """Give the crossing its place, see that the mirrors are opposite, and end a bridge that was only waiting for
    that."""
    bridge.length += 1
    bridge.head = link(bridge.head, bridge.length, words_of(crossing))
    bridge.save()
    crossing.position, crossing.hash, crossing.state = bridge.length, bridge.head, state
    crossing.settled = timezone.now()
    crossing.save()
    first, second = sides(bridge)
    here, there = ledger_queries.resource(first.mirror).accounting, ledger_queries.resource(second.mirror).accounting
    if not opposite(here, there, first.rate):
        raise ArithmeticError("mirrors that are not opposite")
    settle_ending(bridge)


def words_of(crossing: Crossing) -> list[object]:
    """What the chain holds of a crossing: both sides can read it from their own journal."""
    return [crossing.bridge_id, crossing.from_first, crossing.out_amount, crossing.in_amount, crossing.out_event,
            crossing.in_event, crossing.corrects]


class _open_mirrors:
    """Both mirrors open within their caps while something crosses, and closed again."""

    def __init__(self, bridge: Bridge):
        self.bridge = bridge

    def __enter__(self) -> None:
        for side in sides(self.bridge):
            balance = ledger_queries.resource(side.mirror).accounting
            towards_zero = self.bridge.state == "ending" or side.circle.winding_down
            floor, ceiling = (min(0, balance), max(0, balance)) if towards_zero else (-side.cap, side.cap)
            ledger.set_account(side.mirror, floor=floor, ceiling=ceiling, standing="open")

    def __exit__(self, kind, error, trace) -> None:
        if kind is None:  # else all of it is thrown away
            for side in sides(self.bridge):
                ledger.set_account(side.mirror, floor=-side.cap, ceiling=side.cap, standing="closed")


def _reversed(event: str, side: Side, writer: str, by: str, reason: str) -> ledger.Recorded:
    """One leg taken back in a writer's name. Refused: as the pen refuses, told as far as `by` may know."""
    try:
        return ledger.reverse_event(event, reason=reason, at=timezone.now(), units=[side.circle.unit],
                                    idempotency_key=f"back {event}", booked_by=writer)
    except Refused as refused:
        raise Refused(*told(side.circle, refused, own_word=writer == by)) from None


def _booker(out: Side, by: str) -> str:
    """Who writes what a mirror pays: whoever acts, where they keep its owner's book, else who spoke for it."""
    return by if out.circle.keeper in people.may_book_for(by) else out.word


def _locked(crossing_id: str) -> Crossing:
    found = Crossing.objects.select_for_update().filter(id=crossing_id).first()
    if found is None:
        refuse("bridges.unknown_crossing", gettext_noop("There is no such payment between the circles."), "")
    return found


__all__ = ["CATEGORY", "Across", "commit", "pay_across", "take_back_crossing", "validate", "words_of"]
