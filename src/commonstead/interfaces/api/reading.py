"""Reading: everything that the signed-in person may see, and nothing else."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404
from ninja import Query
from pydantic import AwareDatetime

from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from . import seeing, shapes
from .answers import USUAL_NOES
from .router import router
from .shapes import Id
from .turning import Turner

Count = Annotated[int, Query(ge=1, le=200, description="At most so many.")]
Before = Annotated[int | None, Query(ge=0, le=2**63 - 1, description="The `next_before` of the page after this one.")]


@router.get("/me", response={200: shapes.MeShape, **USUAL_NOES}, summary="Who I am and what I may do", tags=["People"])
def me(request):
    person = request.auth
    return {"person": people.agent(person), "household": people.household_of(person),
            "memberships": people.memberships_of(person), "may_book_for": sorted(people.may_book_for(person))}


@router.get("/agents", response={200: list[shapes.AgentShape], **USUAL_NOES}, tags=["People"],
            summary="The associations, and the persons and households I know")
def agents(request, nature: Id = "", kind: Id | None = None):
    known = seeing.known_to(request.auth)
    return [view for view in people.agents(nature or None, kind)
            if view.nature in {"association", "outside"} or view.id in known]


@router.get("/agents/{agent_id}", response={200: shapes.AgentDetail, **USUAL_NOES}, tags=["People"],
            summary="One agent and, where its book is open to me, its members")
def agent(request, agent_id: Id):
    view = seeing.agent_or_404(request.auth, agent_id)
    is_open = people.may_see_book(request.auth, agent_id)
    return {**vars(view), "may_see_book": is_open, "members": people.members_of(agent_id) if is_open else ()}


@router.get("/units", response={200: list[shapes.UnitShape], **USUAL_NOES}, tags=["Things"],
            summary="The units in which amounts are given")
def units(request):
    return list(ledger.units())


@router.get("/specifications", response={200: list[shapes.SpecificationShape], **USUAL_NOES}, tags=["Things"],
            summary="What things there are")
def specifications(request, sort: Id | None = None):
    return list(ledger.specifications(sort=sort))


@router.get("/specifications/{specification_id}", response={200: shapes.SpecificationShape, **USUAL_NOES},
            summary="What one thing is", tags=["Things"])
def specification(request, specification_id: Id):
    found = ledger.specification(specification_id)
    if found is None:
        raise Http404
    return found


@router.get("/agents/{agent_id}/resources", response={200: list[shapes.ResourceShape], **USUAL_NOES},
            summary="What an agent has", tags=["Things"])
def resources(request, agent_id: Id):
    seeing.open_book_or_404(request.auth, agent_id)
    turner = Turner()
    return [turner.resource(view) for view in ledger.resources_of(agent_id)]


@router.get("/resources/{resource_id}", response={200: shapes.ResourceShape, **USUAL_NOES}, tags=["Things"],
            summary="One stock or thing")
def resource(request, resource_id: Id):
    return Turner().resource(seeing.resource_or_404(request.auth, resource_id))


@router.get("/resources/{resource_id}/statement", response={200: shapes.StatementShape, **USUAL_NOES},
            summary="The history of a stock or thing", tags=["Things"])
def statement(request, resource_id: Id, before: Before = None, count: Count = 50):
    view = seeing.resource_or_404(request.auth, resource_id)
    turner = Turner()
    unit = turner.unit_of(view.specification)
    page = ledger.statement(resource_id, before=before, count=count)
    return {
        "moves": [{"event": move.event, "at": move.at, **{
            name: turner.amount(getattr(move, name), unit) for name in (
                "accounting_change", "onhand_change", "accounting_after", "onhand_after")}}
            for move in page.moves],
        "opening": turner.amount(page.opening, unit), "closing": turner.amount(page.closing, unit),
        "next_before": page.next_before}


@router.get("/agents/{agent_id}/book", response={200: shapes.EventsShape, **USUAL_NOES}, tags=["Events"],
            summary="An agent's book, the newest entries first")
def book(request, agent_id: Id, before: Before = None, count: Count = 50):
    seeing.open_book_or_404(request.auth, agent_id)
    page = ledger.book(agent_id, before=before, count=count)
    turner = Turner()
    return {"events": [turner.event(line.event) for line in page.lines], "next_before": page.next_before}


@router.get("/events", response={200: shapes.EventsShape, **USUAL_NOES}, tags=["Events"],
            summary="Events of one agent, by default mine, the newest first")
def events(request, agent: Id = "", specification: Id | None = None, since: AwareDatetime | None = None,
           until: AwareDatetime | None = None, before: Before = None, count: Count = 50):
    agent = agent or request.auth
    seeing.open_book_or_404(request.auth, agent)
    found = ledger.events(agent=agent, specification=specification, since=since, until=until, before=before,
                          count=count)
    turner = Turner()
    return {"events": [turner.event(view) for view in found],
            "next_before": found[-1].seq if len(found) == count else None}


@router.get("/events/{event_id}", response={200: shapes.EventShape, **USUAL_NOES}, tags=["Events"], summary="One event")
def event(request, event_id: Id):
    return Turner().event(seeing.event_or_404(request.auth, event_id))


@router.get("/events/{event_id}/chain", response={200: list[shapes.LinkShape], **USUAL_NOES}, tags=["Events"],
            summary="Where an event stands in the chained books that are open to me")
def chain(request, event_id: Id):
    seeing.event_or_404(request.auth, event_id)
    return [link for link in ledger.chain_of(event_id) if people.may_see_book(request.auth, link.book)]
