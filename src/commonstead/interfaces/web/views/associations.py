"""The associations of the town, and one of them: purpose, members, stocks, book and charter."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.books import care
from commonstead.interfaces.web.charters import read_charter
from commonstead.interfaces.web.circles import told as circles
from commonstead.interfaces.web.components import Tab
from commonstead.interfaces.web.forms.numbers import whole_number
from commonstead.interfaces.web.glances import answers_of
from commonstead.interfaces.web.rows import Words, book_table, stock_table
from commonstead.town import kinds
from commonstead.town.circulation import barter_queries as barter
from commonstead.town.circulation.clearing import queries as clearing
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

PARTS = ("about", "stocks", "book", "charter")


@member_page
def associations(request):
    """All of them, mine first. What each has is its members' affair; that it exists is everybody's."""
    me = request.user.person_id
    home = people.household_of(me)
    mine = {entry.group for agent in (me, home) if agent for entry in people.memberships_of(agent)}
    every = people.agents(nature="association")
    cards = [{"view": view, "kind": _kind_label(view.kind), "mine": view.id in mine} for view in every]
    return render(request, "web/pages/associations.html", {
        "mine": [card for card in cards if card["mine"]], "others": [card for card in cards if not card["mine"]]})


@member_page
def association(request, agent_id, part="about"):
    """One association. Its own members see everything; others see what it is for."""
    view = people.agent(agent_id)
    inside = people.may_see_book(request.user.person_id, agent_id)
    if view is None or view.nature not in ("association", "household") or part not in PARTS:
        raise Http404(_("There is no association of that name here."))
    if not inside and (view.nature == "household" or part in ("stocks", "book")):
        raise Http404(_("This is open to its own members only."))
    kind = kinds.get(view.kind)
    context = {"view": view, "kind": kind, "kind_label": _kind_label(view.kind), "inside": inside, "part": part,
               "members_count": len({entry.member for entry in people.members_of(agent_id)})}
    context["tabs"] = _tabs(view, inside, part, kind)
    context.update(_PART[part](request, view, kind, inside))
    return render(request, f"web/pages/association_{part}.html", context)


def _tabs(view, inside: bool, part: str, kind) -> list[Tab]:
    labels = {"about": _("About"), "stocks": _("What it has"), "book": _("Book"), "charter": _("Charter")}
    shown = [name for name in PARTS if inside or name in ("about", "charter")]
    if view.nature == "household" or not kind or not kind.charter:
        shown.remove("charter")
    tabs = [Tab(labels[name], _address(view.id, name), name == part) for name in shown]
    if inside and view.nature == "association":
        tabs.insert(2, Tab(_("Accounts"), reverse("open-books", args=[view.id])))
    return tabs


def _address(agent_id: str, part: str) -> str:
    if part == "about":
        return reverse("association", args=[agent_id])
    return reverse("association-part", args=[agent_id, part])


def _about(request, view, kind, inside) -> dict:
    entries = people.members_of(view.id)
    names = people.names({entry.member for entry in entries}) if inside else {}
    labels = {role.slug: role.label for role in kind.roles} if kind else {}
    members: dict[str, list[str]] = {}
    for entry in entries:
        members.setdefault(entry.member, []).append(labels.get(entry.role, entry.role))
    listed = [(names[member], [_(role) for role in roles]) for member, roles in members.items() if inside]
    cards = answers_of(view.id) if inside else []
    recent = ledger.events(agent=view.id, count=6) if inside else ()
    keeps = inside and view.nature == "association" and view.id in people.may_book_for(request.user.person_id)
    return {"keeps": keeps, "circles": circles.circles_of(view.id), "tables": clearing.clearings(view.id),
            "going": {one.id for one in care.seen_circles(view.id, request.user.person_id)},
            "agreements": _agreements(view.id, request.user.person_id),
            "members": sorted(listed, key=lambda row: row[0].casefold()), "cards": cards,
            "recent": book_table(recent, _("Latest entries"), Words(recent)) if recent else None}


def _agreements(agent_id: str, person: str) -> list[tuple]:
    """Its standing agreements that this person may read, each with the name of the other side."""
    found = [one for one in barter.agreements_of([agent_id]) if one.state == "stands" and barter.may_see(one, person)]
    names = people.names({one.other(agent_id) for one in found})
    return [(one, names[one.other(agent_id)]) for one in found]


def _stocks(request, view, kind, inside) -> dict:
    resources = [resource for resource in ledger.resources_of(view.id)]
    words = Words(agents=[resource.custodian for resource in resources])
    held = [resource for resource in resources if (resource.accounting or resource.onhand)
            and not is_unit_of_account(words.sort(resource.specification))]
    groups = (("machine", _("Machines and tools")), ("land", _("Land")), ("", _("Goods and materials")))
    tables = []
    for sort, title in groups:
        chosen = [resource for resource in held
                  if (words.sort(resource.specification) == sort if sort
                      else words.sort(resource.specification) not in ("machine", "land"))]
        if chosen:
            tables.append((title, stock_table(chosen, title, words)))
    return {"tables": tables}


def _book(request, view, kind, inside) -> dict:
    before = request.GET.get("before", "")
    page = ledger.book(view.id, before=whole_number(before), count=40)
    events = [line.event for line in page.lines]
    older = f"{_address(view.id, 'book')}?before={page.next_before}" if page.next_before else ""
    newer = _address(view.id, "book") if before else ""
    return {"table": book_table(events, _("Book"), Words(events)), "any": bool(events), "older": older, "newer": newer,
            "length": page.length,
            "length_said": ngettext("%(count)s entry", "%(count)s entries", page.length) % {"count": page.length}}


def _charter(request, view, kind, inside) -> dict:
    if not kind or not kind.charter:
        raise Http404(_("This association has no charter yet."))
    return {"charter": read_charter(kind.charter_in(get_language() or "en"))}


def _kind_label(slug: str) -> str:
    kind = kinds.get(slug)
    return _(kind.label) if kind else slug.replace("_", " ").replace("-", " ")


_PART = {"about": _about, "stocks": _stocks, "book": _book, "charter": _charter}
