"""From the vocabulary back to a file. What is written says the same as what was read, in the file's own spellings.

Comments and layout of the original are not kept: they are not part of what a file says to a program.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

import yaml

from commonstead.core.vocabulary import valueflows as vf

from .document import VF, Document
from .tree import ExactDumper


def as_yaml(document: Document) -> str:
    """The document as YAML-LD."""
    return yaml.dump(_plain(document), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def as_json(document: Document) -> str:
    """The document as JSON-LD."""
    return json.dumps(_plain(document), ensure_ascii=False, indent=1, default=_number) + "\n"


def _plain(document: Document) -> dict:
    context = document.context.raw
    head = {"@context": _value({"@vocab": VF} if context is None else context)}
    head |= {term: _value(value) for term, value in document.extras}
    if document.single:
        return head | _thing(document.nodes[0])
    return head | {"@graph": [_thing(node) for node in document.nodes]}


def _thing(thing: vf.Thing) -> dict:
    spelled = dict(thing.spellings)
    out: dict[str, object] = {"@id": thing.id} if thing.id else {}
    if isinstance(thing, vf.Unknown):
        out |= {"@type": thing.type} if thing.type else {}
    elif "@type" in spelled:
        out["@type"] = spelled["@type"]
    elif not isinstance(thing, vf.Reference | vf.Measure | vf.Duration):
        out["@type"] = type(thing).__name__
    for term, (field, range_) in vf.properties(type(thing)).items():
        value = getattr(thing, field)
        if value is not None and value != ():
            alone = range_ in ("Texts", "Links") and len(value) == 1 and not isinstance(value[0], vf.Thing)
            out[spelled.get(field, term)] = _value(value[0] if alone else value)
    out |= {term: _value(value) for term, value in thing.extras}
    return out | {term: None for term in thing.blanks}


def _value(value: object) -> object:
    if isinstance(value, vf.Thing):
        return _thing(value)
    if isinstance(value, tuple):
        return [_value(part) for part in value]
    if isinstance(value, Mapping):
        return {key: _value(part) for key, part in value.items()}
    if isinstance(value, datetime):
        return value.isoformat() if value.tzinfo else value.isoformat(timespec="seconds")
    return str(value) if isinstance(value, str) else value


def _number(value: object) -> object:
    """JSON numbers: whole ones as integers; the rest as floats only where that says exactly the same."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} cannot be written to a file")
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else str(value)


class _Dumper(ExactDumper):
    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data):
        return True


_Dumper.add_representer(Decimal, lambda dumper, value: dumper.represent_scalar(
    "tag:yaml.org,2002:int" if value == value.to_integral_value() else "tag:yaml.org,2002:float", format(value, "f")))
