"""Reading circles: their rules, accounts and statements, payments, and the board. Who sees what, `circulation.seeing`
says, as on the pages."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Query

from commonstead.town.circulation import board_queries as board
from commonstead.town.circulation import commands, statements
from commonstead.town.circulation import queries as circulation
from commonstead.town.people import queries as people

from . import seeing
from . import shapes_circles as shapes
from .answers import USUAL_NOES
from .reading import Before, Count
from .router import router
from .shapes import Id
from .turning_circles import CircleTurner

BeforeId = Annotated[Id | None, Query(description="The `next_before` of the page after this one.")]


@router.get("/circles", response={200: list[shapes.CircleShape], **USUAL_NOES}, tags=["Circles"],
            summary="The circles of the town with their rules, in words and in numbers")
def circles(request, keeper: Id = "", ended: bool = False):
    """Everybody may read what a circle is and by which rules it goes. ended: those that were closed besides."""
    found = circulation.circles(keeper or None, ended=ended)
    turner = CircleTurner(view.keeper for view in found)
    return [turner.circle(view) for view in found]


@router.get("/circles/{circle_id}", response={200: shapes.CircleDetail, **USUAL_NOES}, tags=["Circles"],
            summary="One circle, and whether I am in it")
def circle(request, circle_id: Id):
    here = seeing.circle_or_404(request.auth, circle_id)
    return {**CircleTurner().circle(here.circle), "inside": here.inside, "sees_accounts": here.sees_all}


@router.get("/circles/{circle_id}/accounts", response={200: list[shapes.MemberShape], **USUAL_NOES}, tags=["Circles"],
            summary="Who is in a circle that I am in")
def members(request, circle_id: Id):
    """Balances only where its rules, or its books, open them to you."""
    here = seeing.inside_or_404(request.auth, circle_id)
    turner = CircleTurner(view.holder for view in here.accounts)
    return [turner.member(here, view) for view in here.accounts]


@router.get("/accounts", response={200: list[shapes.AccountShape], **USUAL_NOES}, tags=["Circles"],
            summary="My accounts, and those that I act for: balance, limits, what may still be spent")
def accounts(request):
    commands.tend_where_due()
    found = circulation.accounts_of(people.may_book_for(request.auth))
    turner = CircleTurner(view.holder for view in found)
    return [turner.account(view, True) for view in found]


@router.get("/circles/{circle_id}/accounts/{holder}", response={200: shapes.AccountShape, **USUAL_NOES},
            tags=["Circles"], summary="One account that is open to me")
def account(request, circle_id: Id, holder: Id):
    here, view = seeing.account_or_404(request.auth, circle_id, holder)
    return CircleTurner().account(view, holder in here.mine)


@router.get("/circles/{circle_id}/accounts/{holder}/statement", tags=["Circles"],
            response={200: shapes.AccountStatementShape, **USUAL_NOES}, summary="The history of one account")
def account_statement(request, circle_id: Id, holder: Id, before: Before = None, count: Count = 50):
    here, view = seeing.account_or_404(request.auth, circle_id, holder)
    page = statements.statement(here.circle, view, before=before, count=count)
    return CircleTurner(line.partner for line in page.lines).statement(here.circle, page)


@router.get("/payments", response={200: shapes.PaymentsShape, **USUAL_NOES}, tags=["Payments"],
            summary="My payments, and those of whom I act for, by state and side")
def payments(request, circle: Id | None = None, state: shapes.PaymentState | None = None,
             side: Annotated[Literal["payer", "payee"] | None, Query(description=(
                 "On which side you are: state=asked with payer is what was asked of you, with payee what you asked "
                 "for."))] = None, before: BeforeId = None, count: Count = 50):
    commands.tend_where_due()
    if before:
        seeing.payment_or_404(request.auth, before)
    found = circulation.payments(circle or None, holders=people.may_book_for(request.auth), side=side, state=state,
                                 before=before, count=count)
    here = {one: seeing.circle_or_404(request.auth, one) for one in {view.circle for view in found}}
    turner = CircleTurner(who for view in found for who in (view.payer, view.payee))
    return {"payments": [turner.payment(view, here[view.circle].answers(view)) for view in found],
            "next_before": found[-1].id if len(found) == count else None}


@router.get("/payments/{payment_id}", response={200: shapes.PaymentShape, **USUAL_NOES}, tags=["Payments"],
            summary="One payment as it stands now")
def payment(request, payment_id: Id):
    here, view = seeing.payment_or_404(request.auth, payment_id)
    return CircleTurner().payment(view, here.answers(view))


@router.get("/board", response={200: shapes.NoticesShape, **USUAL_NOES}, tags=["Board"],
            summary="What is offered and needed today, the newest first")
def notices(request, kind: Literal["offer", "need"] | None = None, circle: Id = "", before: BeforeId = None,
            count: Count = 50):
    last = seeing.notice_or_404(before) if before else None
    found = [view for view in board.open_notices() if (kind is None or view.offers == (kind == "offer"))
             and circle in ("", view.circle)
             and (last is None or (view.intent.made, view.id) < (last.intent.made, last.id))]
    page, mine = found[:count], people.may_book_for(request.auth)
    turner = CircleTurner(view.who for view in page)
    return {"notices": [turner.notice(view, view.who in mine) for view in page],
            "next_before": page[-1].id if len(found) > count else None}
