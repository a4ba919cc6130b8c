"""The beginning of an empty town: one secret address, which works until the first person can sign in.

Whoever holds the key makes the first household. The key lies in a file of the var folder that only its owner
may read, and `serve` prints it; so that it is the operator, and not a passer-by, who begins the town. From
then on the operator is one more account, with no command over anybody (Exodus 7134, 7205).
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.people import commands as people

FILE = "setup-key"


def is_empty() -> bool:
    """Whether nobody can sign in yet."""
    return not get_user_model().objects.filter(person__isnull=False).exists()


def setup_key() -> str | None:
    """The key of an empty town, made on first use; None once there is a login."""
    file = Path(settings.VAR) / FILE
    if not is_empty():
        file.unlink(missing_ok=True)
        return None
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    file.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(18)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(key + "\n")
    return key


def check_key(given: str) -> None:
    """Refused unless the town is empty and the key is right."""
    key = setup_key()
    if key is None:
        raise Refused(Refusal("door.begun_already", gettext_noop(
            "This town has begun: somebody can sign in. Ask one of its members to let you in.")))
    if not hmac.compare_digest(key.encode(), given.strip().encode()):
        raise Refused(Refusal("door.setup_key", gettext_noop(
            "This is not the key of this town. Open the address that “commonstead serve” printed when it started."),
            field="key"))


def begin_town(*, key: str, person: str, household: str, size: int, language: str = "",
               and_then: Callable[[], None] = lambda: None):
    """The first person and household, with a login; returns the user. `and_then` is done in the same
    transaction (upper layers set the town's name there). Refused: check_key's, people's."""
    with transaction.atomic():
        check_key(key)
        people.ensure_outside()
        home = people.add_household(name=household, size=size)
        first = people.add_person(name=person, household=home)
        user = get_user_model().objects.get(pk=people.make_login(first, language=language))
        and_then()
    (Path(settings.VAR) / FILE).unlink(missing_ok=True)
    return user
