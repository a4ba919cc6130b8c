"""What others wrote on my accounts since I was last here: both sides are told of every payment and every taking back.

When one last looked at an account is kept in one's session, by account. Whoever was never here, or comes on another
device, is told of what happened in the last fortnight, and not of a year that was brought in from elsewhere.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from commonstead.town.circulation import queries
from commonstead.town.circulation.views import PaymentView

FIRST_TIME = timedelta(days=14)
_SESSION_KEY = "accounts_seen"


def last_look(request, circle: str, holder: str) -> datetime:
    """When this reader last looked at an account."""
    kept = request.session.get(_SESSION_KEY, {}).get(f"{circle} {holder}")
    return datetime.fromisoformat(kept) if kept else timezone.now() - FIRST_TIME


def looked(request, circle: str, holder: str) -> None:
    """The reader looks at it now."""
    request.session[_SESSION_KEY] = request.session.get(_SESSION_KEY, {}) | {
        f"{circle} {holder}": timezone.now().isoformat()}


def by_others(request, circle: str, holder: str, me: str) -> tuple[tuple[PaymentView, str], ...]:
    """Payments on an account that somebody else wrote, took back or declined since the reader last looked, newest
    first, each with who that was."""
    since = last_look(request, circle, holder)
    never = f"{circle} {holder}" not in request.session.get(_SESSION_KEY, {})
    return queries.written_by_others(circle, holder, me, since, happened=since if never else None)
