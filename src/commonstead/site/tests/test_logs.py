"""A log line keeps no text about people, not even where a library puts it there."""

from __future__ import annotations

import json
import logging
import sys

from commonstead.site.logs import JsonLines


def line_of(message, *words, error=None, **more) -> dict:
    record = logging.LogRecord("django.request", logging.ERROR, "a.py", 1, message, words, error)
    for name, value in more.items():
        setattr(record, name, value)
    return json.loads(JsonLines().format(record))


def test_gaps_stay_open():
    line = line_of("Internal Server Error: %s", "/me/rosa", status_code=500, request=object())
    assert line["event"] == "Internal Server Error: %s"
    assert "rosa" not in json.dumps(line) and "request" not in line


def test_an_error_says_its_type_and_way_but_not_its_text():
    try:
        raise ValueError("Rosa owes 3 kg of flour")
    except ValueError:
        line = line_of("it broke", error=sys.exc_info())
    assert line["error"] == "ValueError"
    assert "Rosa" not in json.dumps(line)
    assert line["through"][-1].endswith("test_an_error_says_its_type_and_way_but_not_its_text")
