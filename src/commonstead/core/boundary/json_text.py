"""JSON as strictly as a network needs it: no key twice, no NaN, and a refusal that names line and column."""

from __future__ import annotations

import json

from ..vocabulary.refusal import Refusal, Refused, gettext_noop


def parse(text: str | bytes) -> object:
    """What the text says, or Refused."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Refused(
            Refusal(
                "boundary.not_json",
                gettext_noop("This is not valid JSON: {problem} at line {line}, column {column}."),
                {"problem": error.msg, "line": error.lineno, "column": error.colno},
                line=error.lineno,
            )
        ) from None
    except UnicodeDecodeError as error:
        raise Refused(
            Refusal(
                "boundary.not_utf8",
                gettext_noop(
                    "This file is not UTF-8 text: byte {byte}, in line {line}, cannot be read. Save it as UTF-8."),
                {"byte": error.start, "line": error.object.count(b"\n", 0, error.start) + 1},
                line=error.object.count(b"\n", 0, error.start) + 1,
            )
        ) from None
    except RecursionError:
        raise Refused(
            Refusal("boundary.too_deep", gettext_noop("This JSON is nested too deeply to be a network."))
        ) from None


def _object(pairs):
    made = dict(pairs)
    if len(made) != len(pairs):
        seen, twice = set(), []
        for key, _ in pairs:
            if key in seen:
                twice.append(key)
            seen.add(key)
        raise Refused(
            Refusal(
                "boundary.key_twice",
                gettext_noop("The key “{key}” stands twice in one object. Keep one of them."),
                {"key": twice[0]},
                field=twice[0],
            )
        )
    return made


def _no_constant(name):
    raise Refused(
        Refusal(
            "boundary.not_finite",
            gettext_noop("{name} is not a quantity. Quantities are finite numbers."),
            {"name": name},
        )
    )
