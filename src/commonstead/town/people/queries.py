"""Reads about people: who there is, how they belong together, who may book and who may see whose book.

Every answer is a frozen snapshot. Names are looked up here alone, so that an erased person is "someone who
left" on every screen. A household's book is its members' business only (Exodus 991, 9222); an association's
is open to its members (13014).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.town import kinds, plain_sql

from .models import Agent, Card, Guardianship, Membership, Pledge, User


@dataclass(frozen=True)
class AgentView:
    """nature: person, household, association or outside.  kind: slug, "" for persons.  size: people in it."""

    id: str
    nature: str
    kind: str
    name: str
    purpose: str
    size: int
    since: date
    until: date | None


@dataclass(frozen=True)
class MembershipView:
    """member is in group in one role; agent ids. until is None while it lasts."""

    member: str
    group: str
    role: str
    since: date
    until: date | None


@dataclass(frozen=True)
class PledgeView:
    """agent: person id.  hours_a_month: offered to the commons.  skills: slugs, in the person's order."""

    agent: str
    hours_a_month: Decimal
    skills: tuple[str, ...]


@dataclass(frozen=True)
class BookingRights:
    """fully: agents whose whole book the person may write; among: groups with which they may book what goes
    between the group and themselves, their wards or their household."""

    fully: frozenset[str] = frozenset()
    among: frozenset[str] = frozenset()


def agent(agent_id: str) -> AgentView | None:
    """One agent, present or departed; None when there is none with that id."""
    return _view(found) if (found := _with_card(Agent.objects.filter(id=agent_id)).first()) else None


def agents(nature: str | None = None, kind: str | None = None, *, gone: bool = False,
           ids: Iterable[str] | None = None) -> tuple[AgentView, ...]:
    """Agents by name. The outside only when asked for by its nature or id; departed ones only with gone=True."""
    rows = Agent.objects.filter(nature=nature) if nature else Agent.objects.all()
    if not nature and ids is None:
        rows = rows.exclude(nature=Agent.Nature.OUTSIDE)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    if not gone:
        rows = rows.filter(_open())
    return tuple(sorted(map(_view, _with_card(rows)), key=lambda view: (view.name.casefold(), view.id)))


def names(ids: Iterable[str]) -> dict[str, str]:
    """What each id is called, in the reader's language; an erased or unknown one is "someone who left"."""
    wanted = set(ids)
    known = dict(Card.objects.filter(agent_id__in=wanted).values_list("agent_id", "name"))
    return {agent_id: known.get(agent_id) or _nameless(agent_id) for agent_id in wanted}


def memberships_of(agent_id: str) -> tuple[MembershipView, ...]:
    """The groups that an agent is in today, one entry a role."""
    return _memberships(member_id=agent_id)


def members_of(group_id: str) -> tuple[MembershipView, ...]:
    """Who is in a group today, one entry a role."""
    return _memberships(group_id=group_id)


def household_of(person_id: str) -> str | None:
    """The household that a person lives in (the one joined last, if several), or None."""
    return (Membership.objects.filter(_open(), member_id=person_id, group__nature=Agent.Nature.HOUSEHOLD)
            .order_by("-since", "-id").values_list("group_id", flat=True).first())


def homes(role: str | None = None) -> dict[str, str]:
    """By person, all or those in one role: the household that they live in, as `household_of` tells it. One query."""
    rows = Membership.objects.filter(_open(), group__nature=Agent.Nature.HOUSEHOLD)
    return dict((rows if role is None else rows.filter(role=role))
                .order_by("since", "id").values_list("member_id", "group_id"))


def wards_of(person_id: str) -> tuple[str, ...]:
    """The persons for whom this one books as guardian today."""
    return tuple(Guardianship.objects.filter(_open(), guardian_id=person_id).values_list("ward_id", flat=True))


def guardians_of(person_id: str) -> tuple[str, ...]:
    """The guardians that a person has today."""
    return tuple(Guardianship.objects.filter(_open(), ward_id=person_id).values_list("guardian_id", flat=True))


def can_answer(agent_id: str) -> bool:
    """Whether somebody could say yes or no on a screen for an agent: they themselves, a guardian, or a member."""
    speak = {agent_id, *guardians_of(agent_id), *(view.member for view in members_of(agent_id))}
    return User.objects.filter(person_id__in=speak).exists()


def may_book_for(person_id: str) -> frozenset[str]:
    """Agents whose whole book the person may write: themselves, their wards, their household, and each
    association in which their role may book "all"."""
    return booking_rights([person_id])[person_id].fully


def booking_rights(person_ids: Iterable[str]) -> dict[str, BookingRights]:
    """What each person may book, in one query however many they are."""
    return who_and_rights((), person_ids)[1]


def who_and_rights(ids: Iterable[str], bookers: Iterable[str]) -> tuple[list[Who], dict[str, BookingRights]]:
    """For the pen, which asks it of every event, in one query: who the agents among the ids are, present or departed,
    and what each of the bookers may book."""
    ids, bookers = set(ids), set(bookers)
    found: list[Who] = []
    fully: dict[str, set[str]] = {person: {person} for person in bookers}
    among: dict[str, set[str]] = {person: set() for person in bookers}
    statement = " UNION ALL ".join([_WHO] * bool(ids) + [_BELONGS] * bool(bookers))
    asked = {"ids": ids} if ids else {}
    asked |= {"people": bookers, "today": _today()} if bookers else {}
    for id, nature, kind, name, until, group, role in plain_sql.select(statement, **asked) if asked else ():
        if not group:
            found.append((id, nature, kind, name or _nameless(id), until))
            continue
        scope = _scope(kind, role) if nature == Agent.Nature.ASSOCIATION else ("all",)
        if "all" in scope:
            fully[id].add(group)
        elif "own" in scope:
            among[id].add(group)
    return found, {person: BookingRights(frozenset(fully[person]), frozenset(among[person])) for person in bookers}


#: id, nature, kind, name and last day of an agent.
Who = tuple[str, str, str, str, date | None]
_WHO = ("SELECT a.id, a.nature, a.kind, c.name, a.until, '' AS in_group, '' AS as_what FROM people_agent a "
        "LEFT JOIN people_card c ON c.agent_id = a.id WHERE a.id IN %(ids)s")
#: Which groups a person is in, and whom they guard.
_BELONGS = ("SELECT m.member_id, g.nature, g.kind, '', CAST(NULL AS date), m.group_id, m.role FROM people_membership m "
            "JOIN people_agent g ON g.id = m.group_id WHERE m.member_id IN %(people)s "
            "AND (m.until IS NULL OR m.until > %(today)s) "
            "UNION ALL SELECT guardian_id, 'person', '', '', CAST(NULL AS date), ward_id, 'guardian' "
            "FROM people_guardianship WHERE guardian_id IN %(people)s AND (until IS NULL OR until > %(today)s)")


def may_see_book(person_id: str, agent_id: str) -> bool:
    """Whether a person may read an agent's book: their own, a ward's, their household's, and that of each
    association in which they or their household are members. Nobody else's household, nobody else's own."""
    if person_id == agent_id:
        return True
    if Guardianship.objects.filter(_open(), guardian_id=person_id, ward_id=agent_id).exists():
        return True
    circle = [person_id, *Membership.objects.filter(
        _open(), member_id=person_id, group__nature=Agent.Nature.HOUSEHOLD).values_list("group_id", flat=True)]
    direct = Membership.objects.filter(_open(), group_id=agent_id)
    if direct.filter(member_id=person_id).exists():
        return True
    return direct.filter(member_id__in=circle, group__nature=Agent.Nature.ASSOCIATION).exists()


def pledge_of(person_id: str) -> PledgeView | None:
    """What a person pledged, or None."""
    found = Pledge.objects.filter(agent_id=person_id).first()
    return _pledge(found) if found else None


def pledges() -> tuple[PledgeView, ...]:
    """All pledges of persons who have not left."""
    present = Pledge.objects.filter(Q(agent__until=None) | Q(agent__until__gt=_today()))
    return tuple(map(_pledge, present.order_by("agent_id")))


def _today() -> date:
    return timezone.localdate()


def _open() -> Q:
    """Not ended yet: a last day in the past ends it, so today's leaver is already out."""
    return Q(until=None) | Q(until__gt=_today())


def _scope(kind_slug: str, role_slug: str) -> tuple[str, ...]:
    """What a role may book. Where the kind's folder is gone, a member may still book their own."""
    kind = kinds.get(kind_slug)
    if kind is None:
        return ("own",)
    return next((role.may_book for role in kind.roles if role.slug == role_slug), ())


def _with_card(rows):
    return rows.select_related("card")


def _nameless(agent_id: str) -> str:
    return gettext("outside the town") if agent_id == OUTSIDE else gettext("someone who left")


def _view(row: Agent) -> AgentView:
    card = getattr(row, "card", None)
    return AgentView(row.id, row.nature, row.kind, card.name if card else _nameless(row.id),
                     card.purpose if card else "", card.size if card else 1, row.since, row.until)


def _memberships(**where) -> tuple[MembershipView, ...]:
    rows = Membership.objects.filter(_open(), **where).order_by("since", "id")
    return tuple(MembershipView(row.member_id, row.group_id, row.role, row.since, row.until) for row in rows)


def _pledge(row: Pledge) -> PledgeView:
    return PledgeView(row.agent_id, row.hours_a_month, tuple(row.skills))
