"""Logs without people in them: one JSON object a line, for machines and for the operator's eyes.

A request is logged as its method, the name of its route, status and milliseconds: no address with ids or
search words, no body, no cookie, no name. A message from elsewhere is logged as its template, with the gaps
left open, since what fills them may be about somebody; an error as its type and the places it came through,
without its text. The request id is in the answer's header too, so that a member can quote it.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
import traceback
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

requests = logging.getLogger("commonstead.requests")
OUR_FIELDS = ("request", "method", "route", "status", "ms", "bytes")
LONGEST_TEMPLATE = 200


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON: when, level, who says it, what, and our few named fields."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": str(record.msg)[:LONGEST_TEMPLATE],
        }
        for name in OUR_FIELDS:
            # Django puts its whole request object under "request"; ours is a short random word.
            value = getattr(record, name, None)
            if isinstance(value, str | int | float):
                line[name] = value
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["through"] = [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}"
                               for frame in traceback.extract_tb(record.exc_info[2])][-12:]
        return json.dumps(line, ensure_ascii=False)


class RequestLog:
    """Middleware: gives each request an id and logs its end."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = secrets.token_hex(6)
        begun = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request.id
        match = request.resolver_match
        requests.info("request", extra={
            "request": request.id,
            "method": request.method,
            "route": (match.view_name or match.route) if match else "none",
            "status": response.status_code,
            "ms": round((time.perf_counter() - begun) * 1000, 1),
        })
        return response
