"""What a person may see through the API. It is what the pages show them: associations are public among
members, persons and households are known to those who share a group with them, and a book is open to whom
`people.may_see_book` says (Exodus 13014; 991, 9222)."""

from __future__ import annotations

from django.http import Http404

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
