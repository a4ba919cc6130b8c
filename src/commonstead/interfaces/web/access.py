"""Who may open a page. A visitor without a login is sent to the door; what is not theirs does not exist for them."""

from __future__ import annotations

from functools import wraps
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from commonstead.town.people import queries as people


def member_page(view):
    """Only for people who are signed in; others are asked to come in first, and then brought here."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not getattr(request.user, "person_id", None):
            return redirect(f"{reverse('door')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    return guarded


def my_book_or_404(request, agent_id: str) -> None:
    """Books are open inside an association and closed to others (Exodus 13014)."""
    if not people.may_see_book(request.user.person_id, agent_id):
        raise Http404(gettext("This book is open to its own members only."))
