"""Writing a round into the journal as one batch, and taking it back as one.

Each set-off is one event of the set-off unit from debtor to creditor that fulfils the debt's promise. Where credit
helps, a member who is short of set-off gets it from the association and pays as much into its passage; a member with
too much of it hands it over and is paid from there. A clearing goes round, so every set-off account and the passage are
back at nothing when the batch is written: by that the ledger itself shows that nobody's position has changed, and a
batch of which it is not true is not written at all. At rest these accounts are closed, so no part of a batch can be
taken back without the rest.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from commonstead.core.vocabulary.accounts import UNIT_MODES
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town import plain_sql
from commonstead.town.circulation.asking import circle_of, in_one_go, refuse
from commonstead.town.circulation.beside import Beside, note_beside, note_taken_back
from commonstead.town.circulation.models import Circle
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries

from .asking import keeps_clearing, locked_round
from .models import Round, RoundCredit, RoundDebt
from .rounds import all_said_yes, faults_of, rework, room_of, still_on_table, window_is_over
from .settling import open_again

CATEGORY = "clearing"
#: Columns of a round's debt, the event last. Written as one statement for many: to build a statement of Django's own
#: for five thousand rows takes as long as the journal takes to write them.
_DEBT = (*(field.column for field in RoundDebt._meta.concrete_fields if field.name != "event"), "event")


def commit_round(round_id: str, *, by: str, at: datetime | None = None) -> None:
    """Write a round whose window is over, or to which everybody said yes. Committing twice writes once.
    at: when it was, where a town is described afterwards; now without it.
    Refused: circles.not_the_keeper, clearing.not_now, clearing.window_open, clearing.changed (it was worked out again,
    and members have time to look), and what the ledger refuses."""
    if in_one_go(lambda: _commit(round_id, by, at or timezone.now())) == "changed":
        refuse("clearing.changed", gettext_noop(
            "Something on the table has changed since, so nothing was cleared. It was worked out again, and everybody "
            "has at least a day to look at it."), "")


def undo_round(round_id: str, *, by: str, reason: str) -> None:
    """Take a whole round back: all its debts stand again. Undoing twice changes nothing.
    Refused: circles.not_the_keeper, clearing.not_committed, circles.reason_missing, accounts.* where credit was
    spent."""
    if not reason.strip():
        refuse("circles.reason_missing", gettext_noop("Say why: the member will read it."), "reason")
    in_one_go(lambda: _undo(round_id, by, reason.strip()[:200]))


def _commit(round_id: str, by: str, at: datetime) -> str:
    round_ = locked_round(round_id)
    keeps_clearing(round_.clearing, by)
    if round_.state == "committed":
        return "before"
    if round_.state != "consent":
        refuse("clearing.not_now", gettext_noop("The round has gone on since. Look at the page again."), "")
    if not (window_is_over(round_) or all_said_yes(round_)):
        refuse("clearing.window_open", gettext_noop(
            "Members can still say no until the end of {day}. It can be cleared after that, or once all have said "
            "yes."), "", day=round_.until.isoformat())
    if not _still_stands(round_):
        rework(round_)
        return "changed"
    if faults := faults_of(round_):
        raise ArithmeticError(f"a clearing that does not hold: {faults[0]}")
    _write(round_, by, at)
    round_.state, round_.settled, round_.settled_by = "committed", at, by
    round_.save()
    return "committed"


def _still_stands(round_: Round) -> bool:
    """Whether every debt of which something falls is still there with as much, and credit still has its room."""
    there = {one.id: one.amount for one in still_on_table(round_)}
    if any(there.get(debt, 0) < fallen
           for debt, fallen in round_.debts.filter(fallen__gt=0).values_list("debt", "fallen")):
        return False
    moved = dict(round_.credits.values_list("holder", "amount"))
    room = room_of(round_.clearing, moved)
    return all(-down <= amount <= up for holder, amount in moved.items()
               for down, up in (room.get(holder, (0, 0)),))


def _write(round_: Round, by: str, now: datetime) -> None:
    rows = list(round_.debts.filter(fallen__gt=0).order_by("place"))
    credits = sorted(round_.credits.all(), key=lambda row: (row.amount, row.holder))  # who pays in comes first
    circle = circle_of(round_.clearing.circle) if credits else None
    through = _accounts(round_, rows)
    ledger.set_accounts(through, standing="open")
    written = [one.event_id for one in ledger.record_events(_flows(round_, rows, credits, circle, by, now),
                                                            units=_units(round_))]
    ledger.set_accounts(through, standing="closed")
    _must_be_even(round_)
    for place, row in enumerate(credits):
        row.setoff_event, row.credit_event = written[len(rows) + 2 * place:][:2]
    plain_sql.write(plain_sql.upserted("circulation_rounddebt", _DEBT, "id", ("event",), (
        (*(getattr(row, name) for name in _DEBT[:-1]), event) for row, event in zip(rows, written, strict=False))))
    RoundCredit.objects.bulk_update(credits, ["setoff_event", "credit_event"], batch_size=200)
    if circle:
        note_beside(circle, [_beside(round_, row) for row in credits], category=CATEGORY, by=by, at=now,
                    through=round_.clearing.association)


def _flows(round_: Round, rows: list[RoundDebt], credits: list[RoundCredit], circle: Circle | None, by: str,
           now: datetime) -> list[Flow]:
    clearing = round_.clearing
    flows = [Flow(Action.TRANSFER, row.debtor, row.creditor, clearing.unit, now, by, f"clearing {round_.id} {row.debt}",
                  quantity=row.fallen, mode=Mode.ADMINISTRATIVE, fulfills=row.debt) for row in rows]
    for row in credits:
        size, pays = abs(row.amount), row.amount < 0
        setoff = (clearing.association, row.holder) if pays else (row.holder, clearing.association)
        flows.append(Flow(Action.TRANSFER, *setoff, clearing.unit, now, by,
                          f"clearing {round_.id} set-off {row.holder}", quantity=size, mode=Mode.ADMINISTRATIVE))
        flows.append(Flow(Action.TRANSFER, *reversed(setoff), circle.unit, now, by,
                          f"clearing {round_.id} credit {row.holder}", quantity=size, mode=UNIT_MODES[circle.sort],
                          resource="" if pays else clearing.passage, to_resource=clearing.passage if pays else ""))
    return flows


def _beside(round_: Round, row: RoundCredit) -> Beside:
    ways = (row.holder, round_.clearing.association)
    payer, payee = ways if row.amount < 0 else reversed(ways)
    return Beside(payer, payee, abs(row.amount), f"clearing {round_.id} {row.holder}", row.credit_event, round_.id)


def _undo(round_id: str, by: str, reason: str) -> None:
    round_ = locked_round(round_id)
    keeps_clearing(round_.clearing, by)
    if round_.state == "undone":
        return
    if round_.state != "committed":
        refuse("clearing.not_committed", gettext_noop("Only a round that was cleared and stands can be taken back."),
               "")
    rows, now = list(round_.debts.exclude(event="")), timezone.now()
    credits = list(round_.credits.all())
    through = _accounts(round_, rows)
    ledger.set_accounts(through, standing="open")
    ledger.reverse_events([event for row in credits for event in (row.setoff_event, row.credit_event)]
                          + [row.event for row in rows], reason=reason, booked_by=by, at=now, units=_units(round_))
    ledger.set_accounts(through, standing="closed")
    _must_be_even(round_)
    if credits:
        note_taken_back(Circle.objects.get(id=round_.clearing.circle), round_.id, reason,
                        through=round_.clearing.association)
    open_again(row.debt for row in rows)
    round_.state, round_.undone, round_.undone_by, round_.reason = "undone", now, by, reason
    round_.save()


def _units(round_: Round) -> list[str]:
    """What a batch moves: set-off, and the circle's unit where credit is drawn."""
    circle = Circle.objects.filter(id=round_.clearing.circle).first()
    return [round_.clearing.unit, *([circle.unit] if circle else [])]


def _accounts(round_: Round, rows: list[RoundDebt]) -> list[str]:
    """The closed accounts that a batch goes through: set-off accounts of those it is about, the association's, and its
    passage."""
    clearing = round_.clearing
    about = {side for row in rows for side in (row.debtor, row.creditor)} | {clearing.association}
    found = [view.id for view in ledger_queries.resources_conforming_to(clearing.unit) if view.accountable in about]
    return sorted([*found, *([clearing.passage] if clearing.passage else [])])


def _must_be_even(round_: Round) -> None:
    """Every set-off account and the passage at nothing, or the whole batch is not written."""
    clearing = round_.clearing
    uneven = [view.id for view in ledger_queries.resources_conforming_to(clearing.unit) if view.accounting]
    passage = ledger_queries.resource(clearing.passage) if clearing.passage else None
    if uneven or (passage and passage.accounting):
        raise ArithmeticError("a clearing after which set-off accounts do not stand at nothing")
