"""Opening a session: who came in, in which language, and where to next."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

BACKEND = "django.contrib.auth.backends.ModelBackend"


def where_to(request, wanted: str | None) -> str:
    """An address of this town to go on to; Today when it is missing or leads elsewhere."""
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("today")


def open_session(request, response, user):
    """Sign `user` in, on a fresh session, and speak their language if the browser has not chosen one."""
    request.session.flush()  # nothing of whoever sat here before
    login(request, user, backend=BACKEND)
    if user.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", httponly=True,
                            secure=request.is_secure())
    return response


def knocker(request) -> str:
    """The network address that a request came from. Behind the operator's proxy that is the last one it added."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def origin(request) -> str:
    """scheme://host of this town as the browser sees it; a passkey is bound to it."""
    return f"{request.scheme}://{request.get_host()}"
