"""Everything that can be read of debts and their clearing, as frozen snapshots.

Nobody sees others' debts, whoever keeps the book that clears neither: a member asks for their own part, the town for
sums, and those only of five members or more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.core.vocabulary.actions import Action
from commonstead.town.ledger import queries as ledger

from .models import Choice, Clearing, DebtSlip, Round, RoundDebt, RoundWord, SettledOtherwise, Standing
from .owing import few_at_a_time, left_of
from .rounds import all_said_yes, faults_of, window_is_over
from .views import (
    ClearingView,
    DebtView,
    PartLine,
    PartView,
    RoundView,
    SettledView,
    SlipView,
    StandingView,
    Sums,
)

FEWEST = 5


def clearings(association: str | None = None) -> tuple[ClearingView, ...]:
    """Who clears debts in what, by name: all, or those of an association."""
    rows = Clearing.objects.filter(association=association) if association else Clearing.objects.all()
    return _clearings(rows)


def clearing(clearing_id: str) -> ClearingView | None:
    """One of them."""
    return next(iter(_clearings(Clearing.objects.filter(id=clearing_id))), None)


def standings(holders: Iterable[str]) -> tuple[StandingView, ...]:
    """In which clearings those agents take part, and how."""
    rows = Standing.objects.filter(holder__in=list(holders), until=None).order_by("since", "id")
    return tuple(StandingView(row.clearing_id, row.holder, row.monthly, row.credit, row.since) for row in rows)


def debts_of(holders: Iterable[str], clearing_id: str | None = None) -> tuple[DebtView, ...]:
    """What those agents owe and are owed and is not settled, the oldest first: in what a clearing is about, or in any
    money and circle's unit."""
    holders, row = set(holders), Clearing.objects.filter(id=clearing_id).first() if clearing_id else None
    about = {row.specification} if row else {
        spec.id for spec in ledger.specifications() if spec.sort == "money" or is_unit_of_account(spec.sort)}
    found = {view.id: view for holder in holders for view in ledger.commitments(holder)
             if view.specification in about and view.action is Action.TRANSFER}
    left = left_of(found.values())
    notes = {debt: note for few in few_at_a_time(found)
             for debt, note in DebtSlip.objects.filter(debt__in=few).values_list("debt", "note")}
    table = _Table(row)
    return tuple(sorted((DebtView(
        view.id, view.provider, view.receiver, view.specification, view.quantity, left[view.id],
        timezone.localdate(view.made), notes.get(view.id, view.note), table.puts(view.id, view.provider),
        table.puts(view.id, view.receiver)) for view in found.values() if left[view.id] > 0),
        key=lambda view: (view.since, view.id)))


def settled_otherwise(holders: Iterable[str], since: datetime) -> tuple[SettledView, ...]:
    """What creditors said since then was settled otherwise of what those agents owe or are owed, newest first; without
    what was taken back."""
    holders, words = set(holders), list(SettledOtherwise.objects.filter(said__gte=since, taken_back=None))
    debts = {view.id: view for few in few_at_a_time({word.debt for word in words})
             for view in ledger.commitments(ids=few, open_only=False) if holders & {view.provider, view.receiver}}
    return tuple(SettledView(word.id, word.debt, debts[word.debt].provider, debts[word.debt].receiver,
                             word.specification, word.amount, debts[word.debt].quantity, word.said)
                 for word in sorted(words, key=lambda word: (word.said, word.id), reverse=True) if word.debt in debts)


def slips_of(holders: Iterable[str]) -> tuple[SlipView, ...]:
    """Debts of those agents that wait for a yes of one side or both, the oldest first."""
    holders = list(holders)
    rows = DebtSlip.objects.filter(Q(debtor__in=holders) | Q(creditor__in=holders), state="asked")
    return tuple(map(_slip, rows.order_by("made", "id")))


def slip(slip_id: str) -> SlipView | None:
    """One of them, also one that was answered."""
    row = DebtSlip.objects.filter(id=slip_id).first()
    return _slip(row) if row else None


def rounds(clearing_id: str, count: int = 24) -> tuple[RoundView, ...]:
    """The last rounds, newest first."""
    return tuple(map(_round, Round.objects.filter(clearing_id=clearing_id).order_by("-begun", "-id")[:count]))


def round_of(round_id: str) -> RoundView | None:
    """One round."""
    row = Round.objects.filter(id=round_id).first()
    return _round(row) if row else None


def debts_to_work_through(round_id: str) -> int:
    """How many debts the next step of a round goes through: what may lie on the table, or what would fall. By it a page
    can say how long that takes."""
    row = Round.objects.select_related("clearing").filter(id=round_id).first()
    if row is None:
        return 0
    if row.state == "gathering":
        return ledger.open_promises_of(row.clearing.specification)
    return row.debts.count() if row.state == "preview" else row.debts.filter(fallen__gt=0).count()


def part_of(round_id: str, holder: str) -> PartView | None:
    """What a round does, or did, for one member; None where it is not about them or nobody is asked yet."""
    round_ = Round.objects.filter(id=round_id, state__in=("consent", "committed", "undone")).first()
    if round_ is None:
        return None
    rows = list(RoundDebt.objects.filter(Q(debtor=holder) | Q(creditor=holder), round=round_).order_by("since", "debt"))
    said = RoundWord.objects.filter(round=round_, holder=holder).values_list("yes", flat=True).first()
    if not rows and said is None:
        return None
    credit = round_.credits.filter(holder=holder).values_list("amount", flat=True).first()
    return PartView(round_id, round_.turn, holder,
                    tuple(_line(row, row.creditor) for row in rows if row.debtor == holder),
                    tuple(_line(row, row.debtor) for row in rows if row.creditor == holder), credit or 0, said)


def rounds_waiting(holders: Iterable[str], associations: Iterable[str] = ()) -> tuple[tuple[PartView, ...],
                                                                                      tuple[RoundView, ...]]:
    """(parts, ready) of the rounds that wait for a no. parts: what they would do for those agents, while these can
    still say no.  ready: those of the associations that can be cleared now, because the window is over or everybody has
    said yes. One query where no round waits."""
    holders, keeps = list(holders), set(associations)
    waiting = list(Round.objects.select_related("clearing").defer("answer", "room").filter(state="consent")
                   .order_by("until", "id"))
    ready = tuple(_round(row) for row in waiting
                  if row.clearing.association in keeps and (window_is_over(row) or all_said_yes(row)))
    asked = [row.id for row in waiting if not window_is_over(row)]
    rows = RoundDebt.objects.filter(Q(debtor__in=holders) | Q(creditor__in=holders), round__in=asked, fallen__gt=0)
    about = {(round_id, side) for round_id, *sides in rows.values_list("round", "debtor", "creditor")
             for side in sides if side in holders}
    return tuple(part for round_id, holder in sorted(about) if (part := part_of(round_id, holder))), ready


def proof_holds(round_id: str) -> bool:
    """Whether independent code, asked now, finds the kept answer right and proven the best."""
    round_ = Round.objects.filter(id=round_id).first()
    return bool(round_ and round_.answer) and not faults_of(round_)


def round_of_event(event_id: str) -> str:
    """The round in which an event of the journal was written, or ""."""
    return RoundDebt.objects.filter(event=event_id).values_list("round", flat=True).first() or ""


class _Table:
    """Who put what on one clearing's table."""

    def __init__(self, row: Clearing | None):
        mine = Q(clearing=row) if row else Q(pk__in=[])
        self.monthly = dict(Standing.objects.filter(mine, until=None).values_list("holder", "monthly"))
        self.words = {(debt, holder): chosen for debt, holder, chosen
                      in Choice.objects.filter(mine).values_list("debt", "holder", "chosen")}

    def puts(self, debt: str, holder: str) -> bool:
        return holder in self.monthly and self.words.get((debt, holder), self.monthly[holder])


def _clearings(rows) -> tuple[ClearingView, ...]:
    table, found = ledger.units(), []
    for row in rows.annotate(people=Count("standings", filter=Q(standings__until=None))).order_by("name", "id"):
        unit = table.get(ledger.specification(row.specification).unit)
        found.append(ClearingView(row.id, row.association, row.name, row.specification, row.unit, unit.id, unit.symbol,
                                  unit.decimals, row.circle, row.people))
    return tuple(found)


def _round(row: Round) -> RoundView:
    few = bool(row.sums) and row.sums["members"] < FEWEST
    return RoundView(row.id, row.clearing_id, row.state, row.begun, row.until, row.worked_out, row.turn,
                     Sums(**row.sums) if row.sums and not few else None, few, bool(row.sums.get("cleared")),
                     row.settled, row.undone, row.reason)


def _slip(row: DebtSlip) -> SlipView:
    return SlipView(row.id, row.debtor, row.creditor, row.specification, row.amount, row.since, row.note, row.made_by,
                    row.debtor_said is not None, row.creditor_said is not None, row.state, row.debt)


def _line(row: RoundDebt, other: str) -> PartLine:
    return PartLine(row.debt, other, row.amount, row.fallen, row.since, row.event)


__all__ = [
    "FEWEST", "clearing", "clearings", "debts_of", "debts_to_work_through", "part_of", "proof_holds",
    "round_of", "round_of_event", "rounds", "rounds_waiting", "settled_otherwise", "slip", "slips_of", "standings",
]
