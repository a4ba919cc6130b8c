"""Who may open a page. A visitor without a login is sent to the door; what is not theirs does not exist for them."""

from __future__ import annotations

from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from commonstead.interfaces.web.wording import reason_of
from commonstead.town.boundary.calculations import TooManyUnderWay
from commonstead.town.people import queries as people


def member_page(view):
    """Only for people who are signed in; others are asked to come in first, and then brought here.

    Many pages begin calculations; when nothing more is taken on, each tells so where one asked."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not getattr(request.user, "person_id", None):
            return redirect(f"{reverse('door')}?{urlencode({'next': request.get_full_path()})}")
        try:
            return view(request, *args, **kwargs)
        except TooManyUnderWay as refused:
            for one in refused.refusals:
                messages.error(request, reason_of(one))
            return redirect(request.path)

    return guarded


def my_book_or_404(request, *agent_ids: str) -> None:
    """Books are open inside an association and closed to others (Exodus 13014). One of them is enough."""
    if not any(people.may_see_book(request.user.person_id, agent_id) for agent_id in agent_ids if agent_id):
        raise Http404(gettext("This is open to its own members only."))


def open_books(person_id: str) -> frozenset[str]:
    """All agents whose book the person may read: `people.may_see_book` for many at once, in few queries."""
    seen = {person_id, *people.wards_of(person_id)}
    seen |= {entry.group for entry in people.memberships_of(person_id)}
    home = people.household_of(person_id)
    if home:
        seen |= {entry.group for entry in people.memberships_of(home)}
    return frozenset(seen)
