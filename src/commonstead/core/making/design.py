"""A design: how a thing is made, as an open document that anyone may copy, use, change and pass on.

What is unknown is None (or ""), never a guess: it is asked for (`open_questions`) and stops only what cannot be
done without it. A design is made of modules that many designs share, each small enough to be made on its own
(Exodus 3235-3268: modularity and granularity; 8967: designs without enclosure; 12508: modules used throughout an
ecology of machines). Values only; reading files is the doors' work, remembering the town's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from ..vocabulary.units import UNITS

#: How far a design has got, from a thought to something that was made many times.
STATUSES = ("idea", "drawn", "built_once", "built_often")
LONGEST_ID = 60
_NONE: Mapping = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Origin:
    """The design, and which version of it, that another was made from. version "" where it is not known."""

    id: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece cut to length from stock. length, tolerance (the piece may be shorter or longer by so much),
    stock_length (how long the stock is that one gets) and kerf (what the saw eats a cut) are all in `unit`."""

    length: Decimal | None = None
    unit: str = "mm"
    tolerance: Decimal | None = None
    stock_length: Decimal | None = None
    kerf: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """What may stand in for a part. quantity, unit: None and "" where they are the part's own."""

    name: str
    good: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    bought_at: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the bill of materials, for one batch of the design.

    good: id in the town's list of things, "" while nobody has matched it.  quantity: in `unit`; for a cut part, the
    number of pieces.  design: id of the design it is made by (a module), None for what is bought or found;
    design_version: "" for whichever is newest.  price: cash for one unit (of a cut part: for one `price_unit`, by
    default one stock length), None where nobody has said.  sort: what the file called it (STD, BUY, POSH …).
    number: the maker's part number.  line: where it stood in its file, 0 where in none; not part of what is said.
    """

    name: str
    good: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    alternatives: tuple[Alternative, ...] = ()
    design: str | None = None
    design_version: str = ""
    cut: Cut | None = None
    price: Decimal | None = None
    price_unit: str = ""
    currency: str = ""
    bought_at: str = ""
    maker: str = ""
    number: str = ""
    designators: tuple[str, ...] = ()
    material: str = ""
    sort: str = ""
    reference: str = ""
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool or machine that the making takes. good: id in the town's list of things, or "".  hours: of its use for
    one batch, None where nobody has said."""

    name: str
    good: str = ""
    hours: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the making. hours: of work, None where nobody has said."""

    name: str
    text: str = ""
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Design:
    """One version of a design. Everything is for one batch, which gives what `makes` says.

    id: slug, the same over all versions.  status: one of STATUSES, "" unknown.  licence: SPDX identifier where it was
    recognised (see licences.spdx), else as written; "" unknown.  lineage: what it was forked from, nearest first.
    makes: units by good, the main product first, None where the amount is unknown; makes_units: the unit each is
    counted in.  skills: hours of work by skill, None where unknown; {} where nobody has said which.  days: from
    beginning to done, None unknown.
    stage: repair, parts, gaps or ecosystem (the ladder), "" unsaid.  sources: where figures and drawings come from.
    links: (what, address).  extras: what a file said beyond this, kept for writing it back (JSON values).
    """

    id: str
    version: str = ""
    name: str = ""
    purpose: str = ""
    status: str = ""
    licence: str = ""
    licensor: str = ""
    lineage: tuple[Origin, ...] = ()
    makes: Mapping[str, Decimal | None] = field(default_factory=lambda: _NONE)
    makes_units: Mapping[str, str] = field(default_factory=lambda: _NONE)
    parts: tuple[Part, ...] = ()
    tools: tuple[Tool, ...] = ()
    skills: Mapping[str, Decimal | None] = field(default_factory=lambda: _NONE)
    steps: tuple[Step, ...] = ()
    days: Decimal | None = None
    stage: str = ""
    sources: tuple[str, ...] = ()
    language: str = ""
    keywords: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    note: str = ""
    extras: Mapping[str, object] = field(default_factory=lambda: _NONE)

    @property
    def modules(self) -> tuple[str, ...]:
        """The designs among its parts, each once, in order; not itself."""
        return tuple(dict.fromkeys(part.design for part in self.parts if part.design and part.design != self.id))

    @property
    def forked_from(self) -> Origin | None:
        """What it was made from, or None for one that began here."""
        return self.lineage[0] if self.lineage else None

    def starter(self, part: Part) -> bool:
        """Whether a part is the design's own product, which one batch gives back (curd, sourdough, seed corn): legal
        where more comes out than went in, or where the amounts are not known yet."""
        good = part.good or (next(iter(self.makes), "") if part.design == self.id else "")
        if good not in self.makes or (part.design and part.design != self.id):
            return False
        made, taken = self.makes[good], part.quantity
        if made is None or taken is None:
            return True
        unit, own = part.unit, self.makes_units.get(good, "")
        if unit and own and unit != own:
            if unit not in UNITS or own not in UNITS or UNITS.get(unit).dimension != UNITS.get(own).dimension:
                return False
            return Fraction(made) > Fraction(taken) * UNITS.factor(unit, own)
        return made > taken


def slug(text: str, longest: int = LONGEST_ID) -> str:
    """Small letters, digits and dashes, as ids are written: "W60x4 Wood Screw" gives "w60x4-wood-screw"."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("⌀", "d"))
    plain = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")
