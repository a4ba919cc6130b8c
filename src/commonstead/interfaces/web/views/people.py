"""One's own page: who I am here, what I pledged, where I belong, whose books I keep, what I last wrote down."""

from __future__ import annotations

from django.shortcuts import render
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.rows import Words, book_table, stock_table
from commonstead.town import kinds
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people


@member_page
def me(request):
    """Everything this town keeps on the person who is signed in leads on from here."""
    person_id = request.user.person_id
    view = people.agent(person_id)
    home = people.household_of(person_id)
    mine = people.memberships_of(person_id)
    groups = {agent.id: agent for agent in people.agents(ids={entry.group for entry in mine} | {home} - {None})}
    wards = people.agents(ids=people.wards_of(person_id))
    pledge = people.pledge_of(person_id)
    recent = ledger.events(agent=person_id, count=10)
    words = Words(recent)
    held = [resource for resource in ledger.resources_of(person_id)
            if resource.accounting or resource.onhand]
    return render(request, "web/pages/me.html", {
        "view": view, "home": groups.get(home), "pledge": pledge,
        "skills": [wording.skill_word(words.goods, skill) for skill in pledge.skills] if pledge else [],
        "belongs": [{"view": groups[entry.group], "role": _role(groups[entry.group].kind, entry.role)}
                    for entry in mine if entry.group in groups and groups[entry.group].nature == "association"],
        "wards": wards,
        "table": book_table(recent, _("What I wrote down last"), words) if recent else None,
        "stocks": stock_table(held, _("What I have"), words) if held else None,
    })


def _role(kind_slug: str, role: str) -> str:
    kind = kinds.get(kind_slug)
    return next((_(found.label) for found in kind.roles if found.slug == role), role) if kind else role
