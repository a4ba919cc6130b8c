"""Ids that whoever writes may choose, so that the same request sent twice makes one thing."""

from __future__ import annotations

import re

from .refusal import Refusal, Refused, gettext_noop

_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,32}")


def chosen_id(id: str, field: str = "id") -> str:
    """The id, where it can stand in an address. Refused: ids.shape."""
    if not _SHAPE.fullmatch(id):
        raise Refused(Refusal("ids.shape", gettext_noop(
            "An id has letters, digits, - and _, at most 32 of them. Choose another one, or leave it to us."),
            field=field))
    return id
