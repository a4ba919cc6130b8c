"""Written once, however often it is sent: what came in under an Idempotency-Key, and what it was about.

The key is remembered in the same transaction in which the thing is written: after a broken connection a program sends
the same again and is told how it stands now. What was refused is not remembered, so it can be mended and sent again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated

from django.http import HttpRequest
from ninja import Header, Status

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.circulation.asking import in_one_go

from .models import Written

Key = Annotated[str, Header(
    alias="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[A-Za-z0-9_.:-]+$",
    description="Chosen by you, new for each thing that happened, the same when you send it again: however often it "
                "arrives, it is written once. It never expires. With other contents it is refused.")]


def once(request: HttpRequest, key: str, write: Callable[[str], str]) -> tuple[str, bool]:
    """Run `write(mark)`, unless this person sent the same under the same key before. mark: what the key is called in
    the books, so that keys of two people never meet; at most 70 letters.  write returns the id of what it is about.
    Returns that id, and whether it had been written before. Refused: api.key_used, and as `write`."""
    mark = _hash(request.auth, key)
    words = _hash(mark, key, request.method, request.path, request.body.decode(errors="replace"))

    def in_turn() -> tuple[str, bool]:
        known = Written.objects.filter(key=mark).first()
        if known is not None:
            if known.words != words:
                raise Refused(Refusal("api.key_used", gettext_noop(
                    "This key came with something else before. Send this with a new key."), field="Idempotency-Key"))
            return known.subject, True
        subject = write(f"api {mark}")
        Written.objects.create(key=mark, words=words, subject=subject)
        return subject, False

    return in_one_go(in_turn)


def stands(shape: dict, repeated: bool) -> Status:
    """How the thing stands now: 201 where this request wrote it, 200 where it had been written before."""
    return Status(200 if repeated else 201, shape)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
