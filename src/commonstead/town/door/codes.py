"""Single-use codes, for towns that have no mail server: printed or handed over, good once and for three days.

Ten letters of an alphabet without look-alikes hold 50 bits. Against guessing there is a limit of ten failed
attempts in a quarter of an hour from one address: at that pace one code of a hundred open ones would be found
in some twenty-five million years.

Who may hand out a code to whom matters more than its length, because a code lets its holder be somebody:
see `may_let_in`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.people import queries as people

from .models import Knock, LoginCode

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LENGTH = 10
GOOD_FOR = timedelta(days=3)   # long enough to hand over a slip of paper on a weekend
ATTEMPTS, ATTEMPTS_IN = 10, timedelta(minutes=15)
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def digest(text: str, purpose: str) -> str:
    """A keyed digest: without the town's secret key nobody can try values against it."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def plain(code: str) -> str:
    """A code as it was typed, without spaces and dashes, look-alikes read as what they must be."""
    return "".join(letter for letter in code.upper() if letter.isalnum()).translate(_READ_AS)


def may_let_in(by: str, person: str) -> bool:
    """Whether `by` may hand `person` a code: themselves, their household, their wards; and anybody who has no
    login and in whose household nobody has one, for then no audit can be read with it."""
    if by == person or person in people.wards_of(by):
        return True
    household = people.household_of(person)
    if household and household == people.household_of(by):
        return True
    circle = {person} | ({view.member for view in people.members_of(household)} if household else set())
    return not _with_login(circle)


def _with_login(persons: set[str]) -> bool:
    return get_user_model().objects.filter(person_id__in=persons, last_login__isnull=False).exists()


def write_code(user_id: int, *, made_by: str = "") -> str:
    """A new code for that login; earlier ones that were not used stop working. Shown once, never kept."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    now = timezone.now()
    with transaction.atomic():
        LoginCode.objects.filter(user_id=user_id).delete()
        LoginCode.objects.create(user_id=user_id, digest=digest(code, "code"), made=now, made_by=made_by,
                                 until=now + GOOD_FOR)
    return f"{code[:5]}-{code[5:]}"


def redeem_code(code: str, *, knocker: str) -> LoginCode:
    """Use up a code. `knocker`: the network address it came from. Refused: door.too_many, door.code_unknown."""
    now, who = timezone.now(), digest(knocker, "knock")
    Knock.objects.filter(at__lt=now - ATTEMPTS_IN).delete()
    if Knock.objects.filter(who=who).count() >= ATTEMPTS:
        raise Refused(Refusal("door.too_many", gettext_noop(
            "Too many wrong codes from here. Wait a quarter of an hour, then try again."), field="code"))
    with transaction.atomic():
        found = (LoginCode.objects.select_for_update().select_related("user")
                 .filter(digest=digest(plain(code), "code"), until__gte=now, user__is_active=True).first())
        if found is not None and LoginCode.objects.filter(pk=found.pk).delete()[0]:
            return found
    Knock.objects.create(who=who, at=now)
    raise Refused(Refusal("door.code_unknown", gettext_noop(
        "This code does not open the door: it was used, is older than three days, or has a typing slip. "
        "Check it, or ask for a new one."), field="code"))
