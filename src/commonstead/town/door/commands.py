"""What the door can be told: hand out a code, use one up, make and remove passkeys, begin a town."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.people import commands as people
from commonstead.town.people import queries

from .beginning import begin_town, check_key, setup_key
from .codes import install_sealed, redeem_code, why_not_let_in, write_code
from .models import Passkey
from .passkeys import begin_coming_in, begin_making, complete_coming_in, complete_making

__all__ = [
    "begin_coming_in", "begin_making", "begin_town", "check_key", "complete_coming_in", "complete_making",
    "hand_code", "hand_code_by_operator", "install_sealed", "person_called", "redeem_code", "remove_passkey",
    "setup_key", "user_of",
]


def hand_code(person: str, *, by: str) -> str:
    """A code for a person, handed over by another. Refused: as `why_not_let_in` says."""
    if refusal := why_not_let_in(by, person):
        raise Refused(refusal)
    return write_code(people.make_login(person), made_by=by)


def person_called(name: str) -> str:
    """The one person of that name or id. Refused: door.nobody_called, door.several_called."""
    found = [view for view in queries.agents(nature="person") if name and name in (view.id, view.name)]
    if not found:
        raise Refused(Refusal("door.nobody_called", gettext_noop(
            "There is nobody called {name} here. Write the name as the town shows it."), {"name": name or "–"},
            field="name"))
    if len(found) > 1:
        raise Refused(Refusal("door.several_called", gettext_noop(
            "{count} people are called {name}. Give one of these ids instead: {ids}."),
            {"name": name, "count": len(found), "ids": ", ".join(view.id for view in found)}, field="name"))
    return found[0].id


def hand_code_by_operator(name: str) -> str:
    """A code for the one person of that name or id, from the command line. Refused as `person_called`."""
    return write_code(people.make_login(person_called(name)))


def remove_passkey(passkey_id: int, *, user_id: int) -> bool:
    """Remove one of the user's own passkeys. Says whether there was one."""
    return bool(Passkey.objects.filter(pk=passkey_id, user_id=user_id).delete()[0])


def user_of(person: str):
    """The login of a person, made when there is none (the demo lets anyone be a resident)."""
    return get_user_model().objects.get(pk=people.make_login(person))
