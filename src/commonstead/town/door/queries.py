"""What the door can be asked: whether the town has begun, who may let whom in, which passkeys there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model

from commonstead.town.people import queries as people

from .beginning import is_empty
from .codes import may_let_in
from .models import Passkey

__all__ = ["PasskeyView", "is_empty", "may_let_in", "nearest", "passkeys_of", "with_login"]


@dataclass(frozen=True)
class PasskeyView:
    """One passkey, as its owner sees it."""

    id: int
    name: str
    made: datetime
    used: datetime | None


def passkeys_of(user_id: int) -> tuple[PasskeyView, ...]:
    """The passkeys of a login, oldest first."""
    return tuple(PasskeyView(row.pk, row.name, row.made, row.used)
                 for row in Passkey.objects.filter(user_id=user_id).order_by("made"))


def nearest(person: str) -> tuple[people.AgentView, ...]:
    """Those whom a person lets in most often: the others of the household, and their wards."""
    household = people.household_of(person)
    near = set(people.wards_of(person))
    if household:
        near |= {view.member for view in people.members_of(household)}
    return people.agents(nature="person", ids=near - {person})


def with_login() -> frozenset[str]:
    """The persons who have a login, whether or not they ever used it."""
    rows = get_user_model().objects.filter(person__isnull=False, is_active=True)
    return frozenset(rows.values_list("person_id", flat=True))
