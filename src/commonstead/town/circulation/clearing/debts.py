"""Writing down debts: a slip that both sides say yes to becomes a promise in the ledger, and only then is it owed.

One side alone cannot put anybody in debt. A file of debts is one batch: all its lines, or none; a line that was brought
before and waits or is owed is left out, so that a file can be sent again. What was declined or withdrawn is asked anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from commonstead.core.circulation.clearing import MOST
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused, gettext_noop
from commonstead.town.circulation.asking import acts_for, circle_of, in_one_go, refuse
from commonstead.town.circulation.models import Payment
from commonstead.town.circulation.requests import decline_payment
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.people import queries as people

from .asking import book_holds, clearing_of, is_here, mode_of_debts
from .models import Clearing, DebtSlip
from .owing import few_at_a_time


@dataclass(frozen=True)
class DebtLine:
    """Who owes whom how much since when. amount: in steps of what is cleared.  number: of the invoice or line, which
    tells apart what is otherwise alike."""

    debtor: str
    creditor: str
    amount: int
    since: date
    note: str = ""
    number: str = ""


def write_debt(clearing_id: str, line: DebtLine, *, by: str, key: str) -> str:
    """Write down a debt; the other side is asked. The same key again changes nothing. Returns the slip's id.
    Refused: debts.to_oneself, debts.not_positive, debts.in_the_future, debts.not_yours, clearing.gone,
    ledger.agent_unknown, circles.kind_does_not_hold, debts.key_used."""
    clearing = clearing_of(clearing_id)
    return in_one_go(lambda: _write(clearing, line, by, f"written {key}", "written", people.may_book_for(by)).id)


def write_debts(clearing_id: str, lines: Iterable[DebtLine], *, by: str, dry: bool = False) -> tuple[int, int]:
    """A file of debts: all lines or none. dry: only see whether they could be.  Returns how many are new, and how many
    were brought before. Refused: as `write_debt`, debts.same_line; `refused.subject` is the line at fault."""
    clearing, lines = clearing_of(clearing_id), list(lines)

    def write() -> tuple[int, int]:
        seen: dict[str, DebtLine] = {}
        mine, turns = people.may_book_for(by), _turns(clearing, lines)
        for line in lines:
            key = line_key(clearing, line)
            if key in seen:
                raise Refused(*_refusals(lambda: refuse("debts.same_line", gettext_noop(
                    "Two lines are alike. If these are two debts, give each its number."), "number")), subject=line)
            seen[key] = line
            found = _refusals(lambda line=line, turn=turns[key]: _write(clearing, line, by, turn, "file", mine, dry)
                              if turn else None)
            if found:
                raise Refused(*found, subject=line)
        known = sum(1 for turn in turns.values() if not turn)
        return len(seen) - known, known

    return in_one_go(write)


def line_key(clearing: Clearing, line: DebtLine) -> str:
    """What a line of a file is known by: the same words are the same debt."""
    words = "|".join((clearing.id, line.debtor, line.creditor, str(line.amount), line.since.isoformat(), line.number))
    return "file " + hashlib.sha256(words.encode()).hexdigest()


def say_yes(slip_id: str, *, by: str) -> None:
    """A side that was asked says yes; once both have, it is owed. Refused: debts.settled, debts.not_yours."""
    def write() -> None:
        slip = _open_slip(slip_id)
        mine = people.may_book_for(by)
        if not {slip.debtor, slip.creditor} & mine:
            _not_yours()
        _agree(slip, mine)

    in_one_go(write)


def say_no(slip_id: str, *, by: str) -> None:
    """A side says that this is not so, or whoever wrote it takes it back. Refused: debts.settled, debts.not_yours."""
    def write() -> None:
        slip = _open_slip(slip_id)
        if not ({slip.debtor, slip.creditor} & people.may_book_for(by) or slip.made_by == by):
            _not_yours()
        slip.state = "withdrawn" if slip.made_by == by else "declined"
        slip.save()

    in_one_go(write)


def owe_instead(clearing_id: str, payment_id: str, *, by: str) -> str:
    """Who was asked to pay in a circle does not pay now, but owes it: the request becomes a debt in that circle's unit.
    Returns the debt's id. Refused: clearing.other_unit, circles.not_yours, payments.not_open."""
    clearing = clearing_of(clearing_id)

    def write() -> str:
        payment = Payment.objects.select_for_update().filter(id=payment_id).first()
        if payment is None or circle_of(payment.circle_id).unit != clearing.specification:
            refuse("clearing.other_unit", gettext_noop("That is not asked for in what is cleared here."), "payment")
        acts_for(payment.payer, by, "payer")
        known = DebtSlip.objects.filter(key=f"asked {payment.id}").first()
        if known is None:
            decline_payment(payment.id, by=by, said="owed instead, and set off when debts are cleared")
            known = _write(clearing, DebtLine(payment.payer, payment.payee, payment.amount,
                                              timezone.localdate(payment.made), payment.note), by,
                           f"asked {payment.id}", "asked", frozenset((payment.payer, payment.payee)))
        return known.debt

    return in_one_go(write)


def _write(clearing, line, by, key, source, agreed, dry=False) -> DebtSlip:
    """The slip, with the yes of those sides for which the writer may speak."""
    _check(line)
    mine = people.may_book_for(by)
    if source != "asked" and not ({line.debtor, line.creditor} & mine or
                                  (source == "file" and clearing.association in mine)):
        _not_yours()
    if known := DebtSlip.objects.filter(key=key).first():
        if (known.debtor, known.creditor, known.amount, known.specification) != (
                line.debtor, line.creditor, line.amount, clearing.specification):
            refuse("debts.key_used", gettext_noop("This page was sent before with other words. Open it again."), "")
        return known
    slip = DebtSlip(debtor=line.debtor, creditor=line.creditor, specification=clearing.specification,
                    amount=line.amount, since=line.since, note=line.note, source=source, key=key, made_by=by,
                    made=timezone.now(), state="asked")
    if not dry:
        _agree(slip, agreed)
    return slip


def _agree(slip: DebtSlip, agreed: frozenset[str]) -> None:
    now = timezone.now()
    slip.debtor_said = slip.debtor_said or (now if slip.debtor in agreed else None)
    slip.creditor_said = slip.creditor_said or (now if slip.creditor in agreed else None)
    if slip.debtor_said and slip.creditor_said:
        spec = ledger_queries.specification(slip.specification)
        slip.state = "owed"
        slip.debt = ledger.commit_to(
            action=Action.TRANSFER, specification=slip.specification, provider=slip.debtor, receiver=slip.creditor,
            quantity=slip.amount, mode=mode_of_debts(spec.sort),
            made=timezone.make_aware(datetime.combine(slip.since, time(12))))
    slip.save()


def _check(line: DebtLine) -> None:
    if line.debtor == line.creditor:
        refuse("debts.to_oneself", gettext_noop("Nobody owes themselves. Choose who else it is between."), "creditor")
    if not 0 < line.amount < MOST:
        refuse("debts.not_positive", gettext_noop("Write an amount above zero, of at most 15 digits."), "amount")
    if line.since > timezone.localdate():
        refuse("debts.in_the_future", gettext_noop("A debt is owed since today or a day before."), "since")
    if len(line.note) > 200:
        refuse("debts.note_too_long", gettext_noop("Write at most 200 letters about what it is for."), "note")
    for agent, field in ((line.debtor, "debtor"), (line.creditor, "creditor")):
        is_here(agent, field)
        book_holds(agent, Mode.ADMINISTRATIVE, field)


def _turns(clearing: Clearing, lines: list[DebtLine]) -> dict[str, str]:
    """By the key of a line: under which key it is written, or "" where it waits or is owed since it was brought before.
    Each time that it was declined or withdrawn is a turn of its own."""
    found: dict[str, str] = {}
    asked, turn = {line_key(clearing, line): line_key(clearing, line) for line in lines}, 1
    while asked:
        found |= {line: key for key, line in asked.items()}
        turn, before, asked = turn + 1, asked, {}
        for few in few_at_a_time(before):
            for key, state in DebtSlip.objects.filter(key__in=few).values_list("key", "state"):
                found[before[key]] = ""
                if state in ("declined", "withdrawn"):
                    asked[f"{before[key]} {turn}"] = before[key]
    return found


def _refusals(write) -> tuple:
    """What a step refuses, if it does."""
    try:
        write()
    except Refused as refused:
        return refused.refusals
    return ()


def _open_slip(slip_id: str) -> DebtSlip:
    found = DebtSlip.objects.select_for_update().filter(id=slip_id, state="asked").first()
    if found is None:
        refuse("debts.settled", gettext_noop("This was answered already. Look at the page again."), "")
    return found


def _not_yours() -> None:
    refuse("debts.not_yours", gettext_noop(
        "A debt is written down by one of its two sides. Choose yourself, or somebody whose book you keep."), "debtor")
