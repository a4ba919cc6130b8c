"""households.csv, people.csv and associations.toml: who there is and how they belong together."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from commonstead.core.vocabulary.kind import Kind
from commonstead.core.vocabulary.refusal import gettext_noop

from ..description import HOUSEHOLD_TYPES, AssociationDescription, HouseholdDescription, PersonDescription
from ..fields import SLUG, Fields
from ..texts import Folder
from .known import Known

HOUSEHOLD_COLUMNS = ("id", "name", "size", "type", "income_month", "income_source")
PEOPLE_COLUMNS = ("id", "name", "household", "age", "hours_month", "skills", "guardian", "login", "about")


def read_households(folder: Folder, sources: Known) -> dict[str, HouseholdDescription]:
    """households.csv."""
    found: dict[str, HouseholdDescription] = {}
    for row in folder.csv("households.csv", HOUSEHOLD_COLUMNS):
        id = _new_id(row, found)
        source = row.text("income_source", needed=False)
        if SLUG.match(source) and source not in sources and "-" in source:
            row.unknown("income_source", source, sources)
        found[id] = HouseholdDescription(
            id=id,
            name=row.text("name", longest=120),
            size=row.whole("size", least=1),
            type=row.choice("type", HOUSEHOLD_TYPES),
            income_month=row.number("income_month"),
            income_source=source,
        )
    return found


def read_people(folder: Folder, households: Known) -> dict[str, PersonDescription]:
    """people.csv."""
    found: dict[str, PersonDescription] = {}
    guardians: list[tuple[Fields, str]] = []
    for row in folder.csv("people.csv", PEOPLE_COLUMNS):
        id = _new_id(row, found)
        household = row.text("household")
        if household and household not in households:
            row.unknown("household", household, households)
        guardian = row.text("guardian", needed=False)
        guardians.append((row, guardian))
        found[id] = PersonDescription(
            id=id,
            name=row.text("name", longest=120),
            household=household,
            age=row.whole("age"),
            hours_month=row.number("hours_month"),
            skills=_skills(row),
            guardian=guardian,
            login=row.flag("login", False),
            about=row.text("about", needed=False),
        )
    for row, guardian in guardians:
        if guardian and guardian not in found:
            row.unknown("guardian", guardian, found)
        elif guardian and guardian == row.values.get("id"):
            row.problem("guardian", "own_guardian", gettext_noop("Nobody is their own guardian. Name another person."))
    return found


def _skills(row: Fields) -> tuple[str, ...]:
    skills = tuple(skill.strip() for skill in row.text("skills", needed=False).split(";") if skill.strip())
    for skill in skills:
        if not SLUG.match(skill):
            row.problem(
                "skills",
                "not_a_slug",
                gettext_noop(
                    "“{value}” cannot be an id. Use small letters a to z, digits and single hyphens, at most 60."
                ),
                value=skill,
            )
    return skills


def _new_id(row: Fields, found: Collection[str]) -> str:
    id = row.slug("id")
    if id and id in found:
        row.problem(
            "id", "id_twice", gettext_noop("The id {id} stands twice in this file. Give one of them another."), id=id
        )
    return id


def read_associations(
    folder: Folder, people: Known, kinds: Mapping[str, Kind] | None
) -> dict[str, AssociationDescription] | None:
    """associations.toml. people: the ids of persons and households; an association may be a member too.
    kinds: by slug; None: any kind and role is taken."""
    file = folder.toml("associations.toml", needed=False)
    if file is None:
        return None if folder.broken("associations.toml") else {}
    associations = Known(file.values)
    return {id: _association(id, table, people | associations, people, kinds) for id, table in file.tables()}


def _association(
    id: str, table: Fields, members: Known, people: Known, kinds: Mapping[str, Kind] | None
) -> AssociationDescription:
    if len(people) and id in people:
        table.problem(
            "",
            "id_taken",
            gettext_noop("{id} is already the id of a person or household. Give the association another."),
            id=id,
        )
    kind = table.text("kind")
    if kind and kind not in Known(kinds):
        table.unknown("kind", kind, Known(kinds))
    joined, seen = [], set()
    for row in table.rows("members"):
        who = row.text("who")
        role = row.slug("role", needed=False) or "member"
        if who and who not in members:
            row.unknown("who", who, members)
        if who == id:
            row.problem("who", "member_of_itself", gettext_noop("An association cannot be its own member."))
        if (who, role) in seen:
            row.problem("who", "member_twice", gettext_noop("{who} is listed twice as {role}."), who=who, role=role)
        seen.add((who, role))
        joined.append((who, role))
        _check_role(row, role, (kinds or {}).get(kind))
        row.done()
    _check_keeper(table, joined, (kinds or {}).get(kind))
    association = AssociationDescription(
        id=id,
        name=table.text("name", longest=120),
        kind=kind,
        purpose=table.text("purpose", needed=False),
        since=table.day("since"),
        members=tuple(joined),
    )
    table.done()
    return association


def _check_role(row: Fields, role: str, kind: Kind | None) -> None:
    if kind and role not in {known.slug for known in kind.roles}:
        row.unknown("role", role, [known.slug for known in kind.roles])


def _check_keeper(table: Fields, joined: list[tuple[str, str]], kind: Kind | None) -> None:
    """Somebody must be able to write in the association's book."""
    keeping = [role.slug for role in kind.roles if "all" in role.may_book] if kind else []
    if keeping and not any(role in keeping for _, role in joined):
        table.problem(
            "members",
            "no_keeper",
            gettext_noop("Nobody keeps this association's book. Give one of its persons the role {roles}."),
            roles=", ".join(keeping),
        )
