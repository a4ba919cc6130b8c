"""Recording: the same pen, rules and refusals as on the pages."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404
from ninja import Path, Status

from commonstead.town.ledger import commands as ledger

from . import seeing, shapes, tokens
from .answers import USUAL_NOES, WRITING_NOES
from .once import Key, stands
from .router import router
from .shapes import Id
from .turning import Turner

Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.post("/events", response={200: shapes.RecordedShape, 201: shapes.RecordedShape, **WRITING_NOES},
             tags=["Events"], summary="Write down what happened")
def record(request, event: shapes.EventIn, key: Key):
    """201 when it was written now, 200 when it had been written before with the same key and words."""
    flow = Turner().flow(event, booked_by=request.auth, key=_own(request.auth, key))
    return _answer(ledger.record_event(flow))


@router.post("/events/{event_id}/reversal", response={200: shapes.RecordedShape, 201: shapes.RecordedShape,
             **WRITING_NOES}, tags=["Events"], summary="Take an event back, and say why")
def reverse(request, event_id: Id, event: shapes.ReversalIn, key: Key):
    """The journal is never changed: a new event mirrors the first and names it."""
    seeing.event_or_404(request.auth, event_id)
    return _answer(ledger.reverse_event(event_id, reason=event.reason, booked_by=request.auth,
                                        idempotency_key=_own(request.auth, key), at=event.at))


@router.get("/tokens", response={200: list[shapes.TokenShape], **USUAL_NOES}, tags=["Keys"],
            summary="My keys, without the keys themselves")
def my_tokens(request):
    return list(tokens.tokens_of(request.login))


@router.delete("/tokens/{token_id}", response={204: None, **WRITING_NOES}, tags=["Keys"], summary="Withdraw a key")
def withdraw(request, token_id: Number):
    if not tokens.withdraw_token(request.login, token_id):
        raise Http404
    return Status(204, None)


def _own(person: str, key: str) -> str:
    """Keys of different people never meet, whatever they choose."""
    return f"api:{person}:{key}"


def _answer(recorded: ledger.Recorded):
    return stands({"event": recorded.event_id, "seq": recorded.seq, "repeated": recorded.repeated}, recorded.repeated)
