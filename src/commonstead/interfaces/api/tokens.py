"""Making, checking and withdrawing the keys of members' own programs.

A key is 32 random bytes, so a plain SHA-256 is enough to keep: nobody can try them out.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .models import ApiToken

MARK = "cst_"  # so that a key that turns up in a text is known for what it is
MOST_TOKENS = 20


@dataclass(frozen=True)
class TokenView:
    """What its owner sees of a key afterwards."""

    id: int
    label: str
    made: datetime
    used: date | None


def make_token(user, label: str) -> str:
    """A new key for that login. It is returned once and cannot be shown again."""
    label = label.strip()[:60]
    if not label:
        raise Refused(Refusal("api.token_without_label", gettext_noop(
            "Give the key a name that tells you later which program has it."), field="label"))
    if ApiToken.objects.filter(user=user).count() >= MOST_TOKENS:
        raise Refused(Refusal("api.too_many_tokens", gettext_noop(
            "You have {count} keys already. Withdraw one that you no longer use."), {"count": MOST_TOKENS}))
    key = MARK + secrets.token_urlsafe(32)
    ApiToken.objects.create(user=user, label=label, hash=_hash(key), made=timezone.now())
    return key


def tokens_of(user) -> tuple[TokenView, ...]:
    """The keys of that login, the newest first."""
    return tuple(TokenView(row.id, row.label, row.made, row.used)
                 for row in ApiToken.objects.filter(user=user).order_by("-made", "-id"))


def withdraw_token(user, token_id: int) -> bool:
    """The key is worth nothing from now on. False when that login has no such key."""
    return bool(ApiToken.objects.filter(user=user, id=token_id).delete()[0])


def user_of(key: str):
    """The login whose key this is, or None."""
    row = ApiToken.objects.select_related("user").filter(hash=_hash(key)).first()
    if row is None or not row.user.is_active:
        return None
    today = timezone.localdate()
    if row.used != today:
        ApiToken.objects.filter(id=row.id).update(used=today)
    return row.user


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
