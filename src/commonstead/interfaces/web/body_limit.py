"""Middleware: a request that says it is larger than any file that belongs here is turned away before it is read."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig


class BodyLimit:
    """At most LARGEST_BODY bytes; `errors.bad_request` says so on a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdecimal() and int(length[:20]) > settings.LARGEST_BODY:
            raise RequestDataTooBig
        return self.get_response(request)
