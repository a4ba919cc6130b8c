"""Who comes in, how much they may bring, and how often: sign-in, key, size and depth of a body, pace.

A member's browser comes in by its session (and then a write needs the CSRF token); a program of theirs by a
key in the header `Authorization: Bearer …`. Both may do exactly what the member may do on the pages.
"""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer, SessionAuth

from . import tokens

LARGEST_BODY = 100_000  # bytes; an event takes less than two thousand
DEEPEST_BODY = 8


class Key(HttpBearer):
    """A key made on the API's page."""

    def authenticate(self, request: HttpRequest, token: str) -> str | None:
        user = tokens.user_of(token)
        return _let_in(request, user) if user else None


class Session(SessionAuth):
    """A member who is signed in on the pages."""

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:
        return _let_in(request, request.user) if request.user.is_authenticated else None


def _let_in(request: HttpRequest, user) -> str | None:
    """The id of the person whose login it is. A login without a person has no business with the town's books."""
    if not user.person_id:
        return None
    keep_pace(str(user.pk))
    mind_the_body(request)
    request.login = user
    return user.person_id


def keep_pace(who: str) -> None:
    """Raise 429 when somebody asks more often than the setting `api_requests_a_minute` allows.
    Counted by each process for itself: a brake for runaway programs, no exact measure."""
    limit = settings.OPTIONS["api_requests_a_minute"]
    if not limit:
        return
    name = f"api-pace:{who}:{int(time.time() // 60)}"
    cache.add(name, 0, timeout=120)
    try:
        count = cache.incr(name)
    except ValueError:
        return
    if count > limit:
        raise HttpError(429, f"More than {limit} requests in a minute. Wait a minute and go on.")


def mind_the_body(request: HttpRequest) -> None:
    """Raise 413 when a body is too large, 400 when it nests too deep, before anything else looks at it."""
    length = request.headers.get("Content-Length") or "0"
    if (length.isdigit() and int(length) > LARGEST_BODY) or len(request.body) > LARGEST_BODY:
        raise HttpError(413, f"The body is larger than {LARGEST_BODY} bytes.")
    if _depth(request.body) > DEEPEST_BODY:
        raise HttpError(400, f"The body is nested deeper than {DEEPEST_BODY} levels.")


def _depth(body: bytes) -> int:
    """How deep brackets nest, those inside texts not counted."""
    deepest = depth = 0
    in_text = escaped = False
    for byte in body:
        if in_text:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_text = False
        elif byte == 0x22:
            in_text = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest
