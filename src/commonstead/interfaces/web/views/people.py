"""One's own page: who I am here, what I pledged, where I belong, whose books I keep, what I last wrote down."""

from __future__ import annotations

from django.shortcuts import render
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.circles import told as circles
from commonstead.interfaces.web.components import Column, Table
from commonstead.interfaces.web.rows import Words, book_table, stock_table
from commonstead.town import kinds
from commonstead.town.boundary import identities
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
            if (resource.accounting or resource.onhand) and not is_unit_of_account(words.sort(resource.specification))]
    return render(request, "web/pages/me.html", {
        "view": view, "home": groups.get(home), "pledge": pledge,
        "skills": [wording.skill_word(words.goods, skill) for skill in pledge.skills] if pledge else [],
        "belongs": [{"view": groups[entry.group], "role": _role(groups[entry.group].kind, entry.role)}
                    for entry in mine if entry.group in groups and groups[entry.group].nature == "association"],
        "wards": wards, "accounts": circles.account_lines(person_id), "economies": _economies(person_id),
        "table": book_table(recent, _("What I wrote down last"), words) if recent else None,
        "stocks": stock_table(held, _("What I have"), words) if held else None,
    })


def _economies(person_id: str) -> Table | None:
    """In how many economies one lives at once (Exodus 9273-9289), from one's own book."""
    found = identities.identities_of(person_id)
    if not found:
        return None
    names = people.names({item.where for item in found} - {""})
    return Table(_("In how many economies I live"),
                 (Column(_("Where or how")), Column(_("Hours"), True), Column(_("Entries"), True)),
                 tuple((_economy_words(item, names), wording.amount(item.hours, "h") if item.hours else "–",
                        wording.number(item.entries, 0)) for item in found), caption_hidden=True)


def _economy_words(item, names) -> str:
    """One of them in words."""
    said = {"name": names.get(item.where, ""), "how": wording.mode_word(item.mode) if item.mode else ""}
    if item.sort == "giving":
        return _("I gave: %(how)s") % said
    if item.sort == "receiving":
        return _("I received: %(how)s") % said
    if item.sort in ("household", "association") and said["name"]:
        return _("Work in %(name)s") % said
    return {"wages": _("Work for wages"), "neighbours": _("Work for neighbours")}.get(item.sort, _("Other work"))


def _role(kind_slug: str, role: str) -> str:
    kind = kinds.get(kind_slug)
    return next((_(found.label) for found in kind.roles if found.slug == role), role) if kind else role
