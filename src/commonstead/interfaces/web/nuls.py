"""Middleware: letters that are none. No form and no link of ours sends a NUL, and a database need not take one."""

from __future__ import annotations

from django.core.exceptions import BadRequest


class NoNuls:
    """Turns away what holds a NUL in its address or in what was typed; `errors.bad_request` says so on a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path or any("\0" in said for typed in (request.GET, request.POST)
                                       for name, several in typed.lists() for said in (name, *several)):
            raise BadRequest("a NUL")
        return self.get_response(request)
