"""A ValueFlows file as a value: its context, its nodes in order, and what the reader had to remark.

The order matters: files tell a story in which one resource is stated twice, before and after an event. So a
document is a sequence of statements, not one graph in which the two would melt together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from commonstead.core.vocabulary.valueflows import Thing

VF = "https://w3id.org/valueflows/ont/vf#"
#: The vocabulary under the addresses that it has had.
VF_ADDRESSES = (VF, "http://w3id.org/valueflows/ont/vf#", "https://w3id.org/valueflows#", "http://w3id.org/valueflows#",
                "https://w3id.org/valueflows/", "http://w3id.org/valueflows/")
OM2 = "http://www.ontology-of-units-of-measure.org/resource/om-2/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TIME = "http://www.w3.org/2006/time#"
#: Prefixes that files use without declaring them, and what everybody means by them.
WELL_KNOWN = {"vf": VF, "om2": OM2, "om": OM2, "skos": SKOS, "time": TIME,
              "xsd": "http://www.w3.org/2001/XMLSchema#", "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#"}
#: Terms of other vocabularies of which the standard's own is a sub-property, and older names of today's terms.
SAME_AS = {SKOS + "note": "note", OM2 + "hasUnit": "hasUnit", OM2 + "hasNumericalValue": "hasNumericalValue",
           OM2 + "Measure": "Measure", TIME + "hasDuration": "hasDuration", TIME + "unitType": "unitType",
           TIME + "numericDuration": "numericDuration", TIME + "Duration": "Duration",
           **{address + "locatedAt": "currentLocation" for address in VF_ADDRESSES}}


@dataclass(frozen=True)
class Notice:
    """Something the reader remarked. sort: "repaired" (read otherwise than written), "assumed" (not declared),
    "spelling" (another spelling than the standard's), "unknown" (kept as an extra)."""

    sort: str
    line: int
    text: str


@dataclass(frozen=True)
class Context:
    """What the file's short names stand for. raw: as the file has it, to be written back."""

    vocabulary: str = VF
    prefixes: tuple[tuple[str, str], ...] = ()
    raw: object = None

    def expand(self, term: str) -> str:
        """The full address of a term or an id; what has no prefix and is no address belongs to the vocabulary."""
        if term.startswith("@") or "://" in term:
            return term
        prefix, colon, rest = term.partition(":")
        if not colon:
            return self.vocabulary + term
        for name, address in (*self.prefixes, *WELL_KNOWN.items()):
            if name == prefix:
                return address + rest
        return term

    def undeclared(self, term: str) -> str:
        """The well-known prefix that a term uses although the file does not declare it, or ""."""
        prefix, colon, _ = term.partition(":")
        declared = any(name == prefix for name, _ in self.prefixes)
        return prefix if colon and "://" not in term and not declared and prefix in WELL_KNOWN else ""

    def local_name(self, term: str) -> str:
        """The standard's name of a term, or "" for a term of another vocabulary."""
        address = self.expand(term)
        if address in SAME_AS:
            return SAME_AS[address]
        for vocabulary in VF_ADDRESSES:
            if address.startswith(vocabulary) and "/" not in address[len(vocabulary):]:
                return address[len(vocabulary):]
        return ""


@dataclass(frozen=True)
class Document:
    """One file. extras: what stands beside `@context` and `@graph`.  single: the file is one node, no graph."""

    context: Context
    nodes: tuple[Thing, ...]
    notices: tuple[Notice, ...] = field(default=(), compare=False)
    extras: tuple[tuple[str, object], ...] = ()
    single: bool = False

    def counts(self) -> Counter[str]:
        """How many things of which class, also those inside others."""
        return Counter(type(thing).__name__ for node in self.nodes for thing in walk(node))


def walk(value: object):
    """A thing and all the things that stand inside it, in order."""
    if isinstance(value, Thing):
        yield value
        for name in value.__dataclass_fields__:
            if name not in ("id", "line", "spellings", "blanks"):
                yield from walk(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from walk(part)
