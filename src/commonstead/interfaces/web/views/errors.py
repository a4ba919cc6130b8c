"""Pages for what went wrong, each with a way on. They show no technical text and need no database."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def not_found(request, exception=None):
    """404: not there, or not for this reader; both look the same on purpose."""
    reason = exception.args[0] if exception and exception.args and isinstance(exception.args[0], str) else ""
    return _page(request, 404, _("This page is not here"),
                 reason or _("It may have moved, or it belongs to a book that is open to its own members only."))


def not_allowed(request, exception=None, reason=""):
    """403: also what a form without its token gets."""
    return _page(request, 403, _("This was not done"),
                 _("The page was open for too long, or the form came from elsewhere. Go back, load it again, and try "
                   "once more."))


def bad_request(request, exception=None):
    """400; 413 where it was more than is read."""
    if isinstance(exception, RequestDataTooBig):
        return _page(
            request, 413, _("That is too much at once"),
            _("A text may have at most %(text)s MB, all files together %(files)s MB. Nothing was kept. Go back, and "
              "hand a long text in as a file, or leave something out.")
            % {"text": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000, "files": settings.LARGEST_BODY // 1_000_000})
    return _page(request, 400, _("This could not be read"), _("Go back and try once more."))


def failed(request):
    """500: without anything that could fail again."""
    try:
        page = render_to_string("web/pages/failed.html", {
            "title": _("Something broke on our side"),
            "lead": _("Nothing that was written down is lost. Try again in a moment; if it stays, tell whoever looks "
                      "after this town's server."),
        })
    except Exception:  # the last page must always come out
        page = "<!doctype html><title>Something broke</title><p>Something broke on our side. Nothing is lost.</p>"
    return HttpResponseServerError(page)


def csrf_failed(request, reason=""):
    """A form without its token."""
    return not_allowed(request)


def _page(request, status: int, title: str, lead: str) -> HttpResponse:
    return render(request, "web/pages/simple.html", {"title": title, "lead": lead}, status=status)
