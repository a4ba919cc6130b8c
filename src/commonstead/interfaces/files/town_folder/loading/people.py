"""Households, persons, associations, who belongs where, who looks after whom, and what is pledged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commonstead.town import kinds
from commonstead.town.people import commands as people

from ..description import PersonDescription, TownDescription

_YOUNGEST_WRITER = 16  # younger people live in a household as its children and keep no books; ours, not the book's


@dataclass(frozen=True)
class Agents:
    """ids: the folder's slug → agent id.  scribes: who keeps the book of each slug, as a slug of a person."""

    ids: Mapping[str, str]
    scribes: Mapping[str, str]

    def scribe_id(self, slug: str) -> str:
        """The agent id of whoever keeps that book."""
        return self.ids[self.scribes[slug]]


def write_people(town: TownDescription) -> Agents:
    """Everybody, with memberships, guardians, pledges and logins."""
    people.ensure_outside()
    ids: dict[str, str] = {}
    for household in town.households.values():
        ids[household.id] = people.add_household(name=household.name, size=household.size, since=town.begins)
    for person in town.people.values():
        ids[person.id] = people.add_person(name=person.name, since=town.begins)
        role = "child" if is_child(person) else "member"
        people.join(ids[person.id], ids[person.household], role=role, since=town.begins)
        if person.about:
            people.rename(ids[person.id], purpose=person.about)
        if person.hours_month or person.skills:
            people.set_pledge(ids[person.id], hours_a_month=person.hours_month, skills=person.skills)
        if person.login:
            people.make_login(ids[person.id])
    for person in town.people.values():
        if person.guardian:
            people.set_guardian(ids[person.id], ids[person.guardian], since=town.begins)
    for association in town.associations.values():
        ids[association.id] = people.add_association(
            name=association.name, kind=association.kind, purpose=association.purpose, since=association.since
        )
    for association in town.associations.values():
        for who, role in association.members:
            people.join(ids[who], ids[association.id], role=role, since=association.since)
    return Agents(ids, scribes_of(town))


def is_child(person: PersonDescription) -> bool:
    return person.age < _YOUNGEST_WRITER


def grown_ups(town: TownDescription, household: str) -> list[str]:
    """The grown-up persons of a household; everybody where there are none."""
    members = town.household_members(household)
    return [person.id for person in members if not is_child(person)] or [person.id for person in members]


def persons_in(town: TownDescription, association: str) -> list[str]:
    """The persons who act in an association: members themselves, or one grown-up for a member household."""
    found: dict[str, None] = {}
    for who, _ in town.associations[association].members:
        if who in town.people:
            found[who] = None
        elif who in town.households:
            found.update(dict.fromkeys(grown_ups(town, who)[:1]))
    return list(found)


def scribes_of(town: TownDescription) -> dict[str, str]:
    """Who writes in each book: persons for themselves, a guardian for a child, a grown-up for the household, and in
    an association the first whose role may write everything."""
    found = {person.id: person.guardian or person.id for person in town.people.values()}
    for household in town.households:
        if grown := grown_ups(town, household):
            found[household] = grown[0]
    for association in town.associations.values():
        kind = kinds.get(association.kind)
        keeps_all = {role.slug for role in kind.roles if "all" in role.may_book} if kind else set()
        keepers = [who for who, role in association.members if role in keeps_all and who in town.people]
        fallback = persons_in(town, association.id)
        if keepers or fallback:
            found[association.id] = (keepers or fallback)[0]
    return found
