"""What an Open Know-How manifest says, whichever version: the shared reading of its fields into a design.

Fields that we know become the design's; everything else stays in `extras` and is written back. What the standard has
no word for (what comes out of a batch, hours by skill, days, quantities of parts) stands in a table `commonstead`,
as manifests may carry fields of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from commonstead.core.making import (
    Design,
    Origin,
    Part,
    Sentence,
    Tool,
    slug,
    spdx,
)
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop

OWN = "commonstead"
#: Fields of either version that hold an address or a path.
LINKS = (
    "repo",
    "release",
    "readme",
    "image",
    "manufacturing-instructions",
    "user-manual",
    "attestation",
    "project-link",
    "documentation-home",
    "making-instructions",
    "operating-instructions",
    "maintenance-instructions",
    "disposal-instructions",
    "schematics",
    "design-files",
    "archive-download",
)
#: Open Technology Readiness Levels (OPEN-NEXT, OTRL): 1 ideation, 2 conception, 3 development, 4 prototyping,
#: 5 manufacturing development, 6 product. Up to a concept it is an idea; who makes for others has built often.
BY_READINESS = {1: "idea", 2: "idea", 3: "drawn", 4: "built_once", 5: "built_once", 6: "built_often"}


_MOST_DIGITS = 40


class Problems:
    """Collects what is wrong and what is remarked; knows the line of a field by its path."""

    def __init__(self, lines: Mapping[str, int]):
        self.lines = lines
        self.problems: list[Refusal] = []
        self.remarks: list[Sentence] = []

    def problem(self, name: str, template: str, field: str, /, **params) -> None:
        self.problems.append(Refusal(f"design.{name}", template, params, field=field, line=self.line_of(field)))

    def remark(self, name: str, template: str, field: str = "", /, **params) -> None:
        self.remarks.append(Sentence(f"design.{name}", template, params, field=field, line=self.line_of(field)))

    def line_of(self, path: str) -> int:
        """The line of a field, or of what it would stand in; 0 where there is neither."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path, 0)


def exact(written: str) -> Decimal | str:
    """A number with the digits that were written; one with an exponent beyond all numbers stays text."""
    try:
        return Decimal(written)
    except InvalidOperation:
        return written


def plain_number(value: Decimal) -> int | float | str:
    """As JSON keeps it. What has too many digits, or an exponent that would unfold into them, stays as written."""
    if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS or len(value.as_tuple().digits) > _MOST_DIGITS:
        return str(value)
    return int(value) if value == value.to_integral_value() else float(value)


def text_of(value: object) -> str:
    """A text of a manifest, without the blanks around it; "" for what is none."""
    return "" if value is None or isinstance(value, Mapping | list | tuple) else str(value).strip()


def licence_of(written: str, told: Problems) -> str:
    """The SPDX identifier, or what was written and a remark."""
    if written and not spdx(written):
        told.remark(
            "licence_unclear",
            gettext_noop(
                "The licence “{licence}” is no SPDX identifier that we know; it stays as written and is asked for."
            ),
            "license",
            licence=written,
        )
    return spdx(written) or written


def origins(value: object) -> tuple[Origin, ...]:
    """What a design was derived from: an address, a title, or {title, manifest, web, version}."""
    entries = value if isinstance(value, list | tuple) else [value] if value else []
    found = []
    for entry in entries:
        if isinstance(entry, Mapping):
            name = (
                text_of(entry.get("id"))
                or text_of(entry.get("title"))
                or text_of(entry.get("manifest"))
                or text_of(entry.get("web"))
            )
            version = text_of(entry.get("version"))
        else:
            name, version = text_of(entry), ""
        name = name.rstrip("/").removesuffix(".git").rsplit("/", 1)[-1] if "://" in name else name
        if slug(name):
            found.append(Origin(slug(name), version))
    return tuple(found)


def tools_of(value: object) -> tuple[tuple[Tool, ...], str]:
    """(tools, link): a tool list as names, or as the address of one."""
    if isinstance(value, list | tuple):
        return tuple(Tool(text_of(entry)) for entry in value if text_of(entry)), ""
    written = text_of(value)
    if "://" in written or re.fullmatch(r"[\w./-]+\.\w{2,4}", written):
        return (), written
    return tuple(Tool(word.strip()) for word in re.split(r"[,;\n]", written) if word.strip()), ""


def merged(design: Design, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """A manifest's parts and those of its bill as one list: the bill has the quantities, the manifest may add material
    and drawings to parts of the same name; parts that only the manifest has come last."""
    by_name = {" ".join(own.name.casefold().split()): own for own in design.parts}
    joined = []
    for line in parts:
        own = by_name.pop(" ".join(line.name.casefold().split()), None)
        joined.append(
            line
            if own is None
            else replace(
                line,
                material=line.material or own.material,
                reference=line.reference or own.reference,
                note="; ".join(dict.fromkeys(filter(None, (line.note, own.note)))),
            )
        )
    return (*joined, *by_name.values())
