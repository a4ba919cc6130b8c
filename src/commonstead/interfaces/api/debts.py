"""Debts around the town: what one owes and is owed, slips that wait for a yes, and one's own part in a round.

Nobody sees others' debts, whoever keeps the book that clears neither.
"""

from __future__ import annotations

from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.people import queries as people

from . import seeing
from . import shapes_debts as shapes
from .answers import USUAL_NOES, WRITING_NOES
from .once import Key, once, stands
from .router import router
from .shapes import Id
from .turning_circles import CircleTurner


@router.get("/debts", response={200: list[shapes.DebtShape], **USUAL_NOES}, tags=["Debts"],
            summary="What I, and whom I act for, owe and are owed, the oldest first")
def debts(request):
    found = queries.debts_of(people.may_book_for(request.auth))
    turner = CircleTurner(who for view in found for who in (view.debtor, view.creditor))
    return [turner.debt(view) for view in found]


@router.get("/debt-slips", response={200: list[shapes.DebtSlipShape], **USUAL_NOES}, tags=["Debts"],
            summary="Debts of mine that wait for a yes of one side or both")
def slips(request):
    mine = people.may_book_for(request.auth)
    found = queries.slips_of(mine)
    turner = CircleTurner(who for view in found for who in (view.debtor, view.creditor))
    return [turner.slip(view, mine) for view in found]


@router.post("/debt-slips/{slip_id}/answer", tags=["Debts"], summary="Say yes or no to a debt that was written down",
             response={200: shapes.DebtSlipShape, 201: shapes.DebtSlipShape, **WRITING_NOES})
def answer_slip(request, slip_id: Id, answer: shapes.SlipAnswerIn, key: Key):
    """Once both sides have said yes, it is owed. A no takes it off; from whoever wrote it, it withdraws it."""
    seeing.debt_slip_or_404(request.auth, slip_id)

    def write(_mark: str) -> str:
        say = commands.say_yes if answer.yes else commands.say_no
        say(slip_id, by=request.auth)
        return slip_id

    _about, repeated = once(request, key, write)
    view = seeing.debt_slip_or_404(request.auth, slip_id)
    return stands(CircleTurner().slip(view, people.may_book_for(request.auth)), repeated)


@router.get("/rounds", response={200: list[shapes.RoundShape], **USUAL_NOES}, tags=["Debts"],
            summary="Rounds of clearing that wait for my word, with my parts in them")
def rounds(request):
    parts: dict[str, list[queries.PartView]] = {}
    for part in queries.rounds_waiting(people.may_book_for(request.auth))[0]:
        parts.setdefault(part.round, []).append(part)
    turner = CircleTurner()
    return [turner.round(queries.round_of(round_id), mine) for round_id, mine in parts.items()]


@router.get("/rounds/{round_id}", response={200: shapes.RoundShape, **USUAL_NOES}, tags=["Debts"],
            summary="One round, with my parts in it")
def round_(request, round_id: Id):
    return CircleTurner().round(seeing.round_or_404(round_id), seeing.parts_of(request.auth, round_id))


@router.post("/rounds/{round_id}/answer", tags=["Debts"], summary="Say yes or no to my part in a round",
             response={200: shapes.RoundShape, 201: shapes.RoundShape, **WRITING_NOES})
def answer_round(request, round_id: Id, answer: shapes.RoundAnswerIn, key: Key):
    """With a no you are left out, and the rest is worked out again. Until the last day you may say otherwise."""
    seeing.round_or_404(round_id)

    def write(_mark: str) -> str:
        commands.answer_round(round_id, answer.holder or request.auth, yes=answer.yes, by=request.auth,
                              turn=answer.turn)
        return round_id

    _about, repeated = once(request, key, write)
    return stands(round_(request, round_id), repeated)
