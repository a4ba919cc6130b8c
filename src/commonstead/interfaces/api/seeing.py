"""What a person may see through the API. It is what the pages show them: associations are public among
members, persons and households are known to those who share a group with them, and a book is open to whom
`people.may_see_book` says (Exodus 13014; 991, 9222)."""

from __future__ import annotations

from django.http import Http404

from commonstead.town.circulation import board_queries as board
from commonstead.town.circulation import queries as circulation
from commonstead.town.circulation.clearing import queries as clearing
from commonstead.town.circulation.seeing import Sight, sight
from commonstead.town.circulation.views import AccountView, PaymentView
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people


def known_to(person: str) -> frozenset[str]:
    """Persons and households that a person meets: their own circle, and the members of their groups."""
    known = {person, *people.wards_of(person)}
    household = people.household_of(person)
    groups = {view.group for view in people.memberships_of(person)}
    if household:
        groups |= {view.group for view in people.memberships_of(household)}
    for group in groups:
        known |= {view.member for view in people.members_of(group)}
    return frozenset(known | groups)


def may_know(person: str, agent: people.AgentView) -> bool:
    """Whether a person may see that this agent is there, and its name."""
    return agent.nature in {"association", "outside"} or agent.id in known_to(person)


def agent_or_404(person: str, agent_id: str) -> people.AgentView:
    """The agent, or 404 where there is none or the person does not know it."""
    found = people.agent(agent_id)
    if found is None or not may_know(person, found):
        raise Http404
    return found


def open_book_or_404(person: str, agent_id: str) -> None:
    """Nothing, or 404 where the person may not read that agent's book."""
    if not people.may_see_book(person, agent_id):
        raise Http404


def resource_or_404(person: str, resource_id: str) -> ledger.ResourceView:
    """The resource, or 404 where there is none or neither its owner's nor its keeper's book is open."""
    found = ledger.resource(resource_id)
    if found is None or not any(people.may_see_book(person, agent)
                                for agent in dict.fromkeys((found.accountable, found.custodian))):
        raise Http404
    return found


def event_or_404(person: str, event_id: str) -> ledger.EventView:
    """The event, or 404 where there is none or it stands in no book that is open to the person."""
    found = ledger.event(event_id)
    if found is None or not ledger.may_see_event(person, event_id):
        raise Http404
    return found


def circle_or_404(person: str, circle_id: str) -> Sight:
    """The circle as the person sees it, or 404 where there is none. Every circle's rules are open to everybody."""
    found = sight(circle_id, person)
    if found is None:
        raise Http404
    return found


def inside_or_404(person: str, circle_id: str) -> Sight:
    """The same, or 404 where the person does not take part."""
    here = circle_or_404(person, circle_id)
    if not here.inside:
        raise Http404
    return here


def account_or_404(person: str, circle_id: str, holder: str) -> tuple[Sight, AccountView]:
    """Somebody's account, also a closed one, or 404 where there is none or it is not open to the person."""
    here = circle_or_404(person, circle_id)
    found = circulation.account(circle_id, holder)
    if found is None or not here.opens(holder):
        raise Http404
    return here, found


def payment_or_404(person: str, payment_id: str) -> tuple[Sight, PaymentView]:
    """The payment, or 404 where there is none or it is not the person's business."""
    found = circulation.payment(payment_id)
    here = sight(found.circle, person) if found else None
    if here is None or not here.may_see(found):
        raise Http404
    return here, found


def notice_or_404(intent: str) -> board.NoticeView:
    """A notice by which a page of the board begins, also when it has ended meanwhile, or 404."""
    found = board.notice(intent)
    if found is None:
        raise Http404
    return found


def debt_slip_or_404(person: str, slip_id: str) -> clearing.SlipView:
    """The slip of a debt, or 404 where there is none, or the person neither acts for a side nor wrote it."""
    found = clearing.slip(slip_id)
    if found is None or not ({found.debtor, found.creditor} & people.may_book_for(person) or found.made_by == person):
        raise Http404
    return found


def round_or_404(round_id: str) -> clearing.RoundView:
    """The round, or 404. That there is one, everybody may know; whose debts fall, only each side of its own."""
    found = clearing.round_of(round_id)
    if found is None:
        raise Http404
    return found


def parts_of(person: str, round_id: str) -> list[clearing.PartView]:
    """What a round does for the person and those they act for."""
    return [part for holder in sorted(people.may_book_for(person)) if (part := clearing.part_of(round_id, holder))]
