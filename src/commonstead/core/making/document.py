"""A design as a document: JSON values out and in, and the fingerprint by which the same content is known again.

Amounts are written as text, so that 0.1 stays 0.1. What equals its default is left out. Reading is strict: it reads
what this module wrote, not files of other people (those are the doors' work).
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256

from .design import Alternative, Cut, Design, Origin, Part, Step, Tool

FORMAT = "commonstead-design/1"
_INSIDE = {"parts": Part, "tools": Tool, "steps": Step, "lineage": Origin, "alternatives": Alternative}
_AMOUNTS = {"quantity", "price", "hours", "days", "length", "tolerance", "stock_length", "kerf"}
_AMOUNTS_BY_NAME = {"makes", "skills"}


def to_document(design: Design) -> dict:
    """The design as JSON values, under "format"."""
    return {"format": FORMAT, **_out(design)}


def from_document(document: Mapping) -> Design:
    """The design that `to_document` wrote. Raises ValueError for another format."""
    if document.get("format") != FORMAT:
        raise ValueError(f"not a {FORMAT} document")
    return _in(Design, document)


def to_text(design: Design) -> str:
    """The document as JSON text. Order is kept: the first thing that a design makes is its main one, and a database's
    own JSON would sort it."""
    return json.dumps(to_document(design), ensure_ascii=False)


def from_text(text: str) -> Design:
    """The design that `to_text` wrote."""
    return from_document(json.loads(text))


def fingerprint(design: Design) -> str:
    """Equal for equal content: everything but the version's label and the lines of a file."""
    text = json.dumps(_out(dataclasses.replace(design, version="")), sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _out(value):
    if isinstance(value, Decimal):
        return _short(value)
    if isinstance(value, Mapping):
        return {key: _out(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_out(part) for part in value]
    if not dataclasses.is_dataclass(value):
        return value
    kept = {}
    for item in dataclasses.fields(value):
        part = getattr(value, item.name)
        default = (
            item.default_factory()
            if item.default is dataclasses.MISSING
            and item.compare
            and (item.default_factory is not dataclasses.MISSING)
            else item.default
        )
        if item.compare and (part != default or (item.default is dataclasses.MISSING and part)):
            kept[item.name] = _out(part)
    return kept


def _in(cls, document: Mapping):
    known = {item.name for item in dataclasses.fields(cls)}
    return cls(**{name: _field(cls, name, value) for name, value in document.items() if name in known})


def _field(cls, name: str, value):
    if name in _INSIDE and cls in (Design, Part):
        return tuple(_in(_INSIDE[name], part) for part in value)
    if name == "cut" and value is not None:
        return _in(Cut, value)
    if name in _AMOUNTS:
        return None if value is None else Decimal(value)
    if name in _AMOUNTS_BY_NAME:
        return {key: None if amount is None else Decimal(amount) for key, amount in value.items()}
    if name == "links":
        return tuple(tuple(pair) for pair in value)
    return tuple(value) if isinstance(value, list) else value


def _short(value: Decimal) -> str:
    """Without exponent and without zeros at the end that say nothing."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
