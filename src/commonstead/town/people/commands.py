"""Writes about people: come, join, leave, look after one another, and be forgotten.

Nothing here asks for approval: anyone may found an association (Exodus 2829-3003), and leaving is always
free (13391-13407). `erase_person` forgets a person: name, login, pledge, memberships, and (through the
erasers that upper layers hand down) the texts; the journal of flows keeps random ids and stays whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.ids import chosen_id
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town import kinds

from .models import Agent, Card, Guardianship, Membership, Pledge, User, new_agent_id

_Nature = Agent.Nature
_erasers: list[Callable[[str], None]] = []


def ensure_outside() -> None:
    """Make sure that the one agent beyond the membrane exists. Harmless to repeat."""
    Agent.objects.get_or_create(id=OUTSIDE, defaults={"nature": _Nature.OUTSIDE, "since": date(1970, 1, 1)})


def add_person(*, name: str, household: str | None = None, guardian: str | None = None,
               since: date | None = None, id: str | None = None) -> str:
    """A person, with or without a login. household, guardian: agent ids, joined at once.
    id: random when not given; never a name. Returns the id. Refused: people.name_missing."""
    with transaction.atomic():
        person = _add(_Nature.PERSON, name, since=since, id=id)
        if household:
            join(person, household, since=since)
        if guardian:
            set_guardian(person, guardian, since=since)
    return person


def add_household(*, name: str, size: int | None = None, members: Iterable[str] = (), kind: str = "household",
                  since: date | None = None, id: str | None = None) -> str:
    """A household. size: people in it, by default the number of members. Returns the id."""
    people = list(members)
    with transaction.atomic():
        household = _add(_Nature.HOUSEHOLD, name, kind=kind, since=since, id=id,
                         size=size if size is not None else max(1, len(people)))
        for person in people:
            join(person, household, since=since)
    return household


def add_association(*, name: str, kind: str, purpose: str = "", founder: str | None = None,
                    founder_role: str | None = None, since: date | None = None, id: str | None = None) -> str:
    """An association of some kind. The founder (a person) joins in founder_role, or else in the first role
    of the kind that may book everything. Returns the id."""
    with transaction.atomic():
        association = _add(_Nature.ASSOCIATION, name, kind=kind, purpose=purpose, since=since, id=id)
        if founder:
            join(founder, association, role=founder_role or _founding_role(kind), since=since)
    return association


def join(member: str, group: str, *, role: str = "member", since: date | None = None) -> None:
    """A member (person, household or association) joins a group in a role. Repeating it changes nothing.
    Refused: people.unknown, people.not_a_group, people.group_in_itself, people.role_unknown."""
    _get(member, "member")
    into = _get(group, "group")
    if into.nature not in (_Nature.HOUSEHOLD, _Nature.ASSOCIATION):
        _refuse("people.not_a_group", gettext_noop("Only a household or an association can be joined."), "group")
    if member == group:
        _refuse("people.group_in_itself", gettext_noop("A group cannot be a member of itself."), "member")
    kind = kinds.get(into.kind)
    if kind and role not in {known.slug for known in kind.roles}:
        _refuse("people.role_unknown",
                gettext_noop("There is no role {role} here. The roles are: {roles}."), "role",
                role=role, roles=", ".join(known.slug for known in kind.roles))
    Membership.objects.get_or_create(member_id=member, group_id=group, role=role, until=None,
                                     defaults={"since": since or _today()})


def leave(member: str, group: str, *, role: str | None = None, on: date | None = None) -> None:
    """A member leaves a group: all roles, or one. Always free; leaving twice changes nothing."""
    rows = Membership.objects.filter(member_id=member, group_id=group, until=None)
    if role is not None:
        rows = rows.filter(role=role)
    rows.update(until=on or _today())


def set_guardian(ward: str, guardian: str, *, since: date | None = None) -> None:
    """A guardian books for a ward: a child, or somebody without a phone. Both are persons.
    Refused: people.unknown, people.guardian_of_oneself."""
    _get(ward, "ward", _Nature.PERSON)
    _get(guardian, "guardian", _Nature.PERSON)
    if ward == guardian:
        _refuse("people.guardian_of_oneself", gettext_noop("Nobody is their own guardian. Choose another person."),
                "guardian")
    Guardianship.objects.get_or_create(ward_id=ward, guardian_id=guardian, until=None,
                                       defaults={"since": since or _today()})


def end_guardian(ward: str, guardian: str, *, on: date | None = None) -> None:
    """The guardian books for the ward no longer."""
    Guardianship.objects.filter(ward_id=ward, guardian_id=guardian, until=None).update(until=on or _today())


def set_pledge(person: str, *, hours_a_month: Decimal | int | str, skills: Iterable[str] = ()) -> None:
    """A person's own word on hours and skills; replaces the last one. Refused: people.pledge_hours."""
    _get(person, "person", _Nature.PERSON)
    hours = Decimal(str(hours_a_month))
    if not 0 <= hours <= 744:
        _refuse("people.pledge_hours", gettext_noop("A month has at most 744 hours. Write a number between 0 and 744."),
                "hours_a_month")
    Pledge.objects.update_or_create(agent_id=person, defaults={"hours_a_month": hours, "skills": list(skills)})


def rename(agent: str, *, name: str | None = None, purpose: str | None = None, size: int | None = None) -> None:
    """Change what is on an agent's card; what is None stays. Refused: people.unknown, people.name_missing."""
    card = Card.objects.filter(agent_id=agent).first()
    if card is None:
        _refuse("people.unknown", gettext_noop("Nobody with this id is known here."), "agent")
    if name is not None:
        card.name = _named(name)
    card.purpose = card.purpose if purpose is None else purpose
    card.size = card.size if size is None else size
    card.save()


def depart(agent: str, *, on: date | None = None) -> None:
    """An agent leaves the town or an association closes: its book takes no flows after that day."""
    _get(agent, "agent")
    last_day = on or _today()
    with transaction.atomic():
        Agent.objects.filter(id=agent).update(until=last_day)
        Membership.objects.filter(Q(member_id=agent) | Q(group_id=agent), until=None).update(until=last_day)


def make_login(person: str, *, username: str | None = None, email: str = "", language: str = "") -> int:
    """A login without a password for a person (passkeys and codes are the door's work). Returns the key of
    the user; the same person gets the same login. Refused: people.unknown, people.login_taken."""
    _get(person, "person", _Nature.PERSON)
    if known := User.objects.filter(person_id=person).first():
        return known.pk
    username = username or person
    if User.objects.filter(username=username).exists():
        _refuse("people.login_taken", gettext_noop("Somebody signs in as {username} already. Choose another word."),
                "username", username=username)
    user = User(username=username, email=email, language=language, person_id=person)
    user.set_unusable_password()
    user.save()
    return user.pk


def install_eraser(erase: Callable[[str], None]) -> None:
    """Upper layers hand down what they erase when a person is erased: a function of the person's id."""
    if erase not in _erasers:
        _erasers.append(erase)


def erase_person(person: str, *, on: date | None = None) -> None:
    """Forget a person: card, login, pledge, memberships, guardianships, and every text about them. What
    remains is a random id in the journal, so that everybody else's books stay whole.
    Refused: people.unknown, people.ward_left_alone."""
    _get(person, "person", _Nature.PERSON)
    with transaction.atomic():
        for ward in Guardianship.objects.filter(guardian_id=person, until=None).values_list("ward_id", flat=True):
            if not Guardianship.objects.filter(ward_id=ward, until=None).exclude(guardian_id=person).exists():
                _refuse("people.ward_left_alone",
                        gettext_noop("Somebody has no other guardian. Name another guardian first."), "person")
        for erase in _erasers:
            erase(person)
        User.objects.filter(person_id=person).delete()
        Pledge.objects.filter(agent_id=person).delete()
        Membership.objects.filter(member_id=person).delete()
        Guardianship.objects.filter(Q(ward_id=person) | Q(guardian_id=person)).delete()
        Card.objects.filter(agent_id=person).delete()
        Agent.objects.filter(id=person).update(until=on or _today())


def _add(nature: str, name: str, *, kind: str = "", purpose: str = "", size: int = 1, since: date | None,
         id: str | None) -> str:
    name = _named(name)
    row = Agent.objects.create(id=chosen_id(id) if id else new_agent_id(), nature=nature, kind=kind,
                               since=since or _today())
    Card.objects.create(agent=row, name=name, purpose=purpose, size=size)
    return row.id


def _named(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 120:
        _refuse("people.name_missing", gettext_noop("Write a name of at most 120 characters."), "name")
    return name


def _get(agent_id: str, field: str, nature: str | None = None) -> Agent:
    found = Agent.objects.filter(id=agent_id).first()
    if found is None or (nature and found.nature != nature):
        _refuse("people.unknown", gettext_noop("Nobody with this id is known here."), field)
    return found


def _founding_role(kind_slug: str) -> str:
    kind = kinds.get(kind_slug)
    roles = kind.roles if kind else ()
    return next((role.slug for role in roles if "all" in role.may_book), roles[0].slug if roles else "member")


def _today() -> date:
    return timezone.localdate()


def _refuse(clause: str, template: str, field: str, /, **params) -> None:
    raise Refused(Refusal(clause, template, params, field=field))
