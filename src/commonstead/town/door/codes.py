"""Single-use codes, for towns that have no mail server: printed or handed over, good once and for three days.

Ten letters of an alphabet without look-alikes hold 50 bits. Against guessing there is a limit of ten failed
attempts in a quarter of an hour from one address: at that pace one code of a hundred open ones would be found
in some twenty-five million years.

Who may hand out a code to whom matters more than its length, because a code lets its holder be somebody:
see `why_not_let_in`. It is asked again when the code is used, for much can happen in three days.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
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


_sealed: list[Callable[[str], bool]] = []


def install_sealed(holds: Callable[[str], bool]) -> None:
    """Upper layers hand down whether a household, by id, has something that nobody from elsewhere may open."""
    if holds not in _sealed:
        _sealed.append(holds)


def may_let_in(by: str, person: str) -> bool:
    """Whether `by` may hand `person` a code; see `why_not_let_in`."""
    return why_not_let_in(by, person) is None


def why_not_let_in(by: str, person: str) -> Refusal | None:
    """Why `by` may not hand `person` a code; None when they may.

    Themselves and their household always. Nobody else while the household has an audit, for the code would open
    it. Without one: their wards; and anybody in whose household nobody came in yet, unless somebody else's code
    for one of them is still open, for a new code would put that one out of use."""
    household = people.household_of(person)
    if by == person or (household and household == people.household_of(by)):
        return None
    if household and any(holds(household) for holds in _sealed):
        return _refusal("door.has_an_audit", gettext_noop(
            "Their household has an audit, which this code would open, so only somebody of that household can make "
            "it. Where none of them can come in, the operator makes one with “commonstead login-code”, face to face."))
    if person in people.wards_of(by):
        return None
    circle = {person} | ({view.member for view in people.members_of(household)} if household else set())
    if _came_in(circle):
        return _refusal("door.not_yours_to_let_in", gettext_noop(
            "A code lets its holder be that person, so only their own household or guardian can hand it over. "
            "Where nobody is left who could, the operator can, face to face."))
    if LoginCode.objects.filter(user__person_id__in=circle, until__gte=timezone.now()).exclude(made_by=by).exists():
        return _refusal("door.code_waits", gettext_noop(
            "Somebody in their household was handed a code already and has not used it yet. A new one would put it "
            "out of use. Ask them to come in with it; after three days it runs out, and you can make another."))
    return None


def _refusal(clause: str, template: str) -> Refusal:
    return Refusal(clause, template, field="person")


def _came_in(persons: set[str]) -> bool:
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
    """Use up a code. `knocker`: the network address it came from. Refused: door.too_many, door.code_unknown,
    door.code_overtaken."""
    now, who = timezone.now(), digest(knocker, "knock")
    Knock.objects.filter(at__lt=now - ATTEMPTS_IN).delete()
    if Knock.objects.filter(who=who).count() >= ATTEMPTS:
        raise Refused(Refusal("door.too_many", gettext_noop(
            "Too many wrong codes from here. Wait a quarter of an hour, then try again."), field="code"))
    with transaction.atomic():
        found = (LoginCode.objects.select_for_update().select_related("user")
                 .filter(digest=digest(plain(code), "code"), until__gte=now, user__is_active=True).first())
        if found is not None and found.made_by and not _still_good(found):
            raise Refused(Refusal("door.code_overtaken", gettext_noop(
                "Since this code was made, your household has come in or has written its audit. Ask somebody of your "
                "household for a new code, or else the operator."), field="code"))
        if found is not None and LoginCode.objects.filter(pk=found.pk).delete()[0]:
            return found
    Knock.objects.create(who=who, at=now)
    raise Refused(Refusal("door.code_unknown", gettext_noop(
        "This code does not open the door: it was used, is older than three days, or has a typing slip. "
        "Check it, or ask for a new one."), field="code"))


def _still_good(code: LoginCode) -> bool:
    """Whether whoever made the code might make it today. Another open code is no obstacle to using this one."""
    why = why_not_let_in(code.made_by, code.user.person_id)
    return why is None or why.clause == "door.code_waits"
