"""Whether a design can be kept: names, units, amounts that are not below nothing, pieces that fit their stock.

Unknown amounts pass: they are asked for. Everything that is wrong is told at once, by field, and by line where the
part came from a file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from ..vocabulary.refusal import Refusal, gettext_noop
from ..vocabulary.units import UNITS, UnitTable
from .design import LONGEST_ID, STATUSES, Design, Part

LONGEST_NAME = 120
LONGEST_VERSION = 40
MOST_PARTS = 20_000
LEAST, MOST = Decimal("1e-12"), Decimal("1e12")
_MOST_DIGITS = 40
_STAGES = ("", "repair", "parts", "gaps", "ecosystem")


def unit_unknown(part: str, unit: str, field: str, line: int = 0) -> Refusal:
    """A unit that no table of units has; also what readers of files say."""
    return _refusal(
        "unit_unknown",
        gettext_noop(
            "{part} is counted in {unit}, which is no unit here. Use one like each, kg, m or h, or add the unit to the "
            "town."
        ),
        field,
        line,
        part=part,
        unit=unit,
    )


def amount_wrong(field: str, what: str, amount: object, line: int = 0) -> Refusal:
    """An amount below nothing, or none at all; also what readers of files say."""
    return _refusal(
        "amount_wrong",
        gettext_noop(
            "{what}: “{amount}” is not an amount that there can be. Write a number above 0, or leave it open."
        ),
        field,
        line,
        what=what,
        amount=str(amount),
    )


def possible(amount: Decimal) -> bool:
    """Whether an amount can stand in a design: not below nothing, and written in digits that somebody would write. An
    exponent of a million is a trap for whoever calculates with it."""
    if not amount.is_finite() or amount < 0:
        return False
    return not amount or (LEAST <= amount <= MOST and len(amount.as_tuple().digits) <= _MOST_DIGITS)


def faults(design: Design, units: UnitTable = UNITS) -> tuple[Refusal, ...]:
    """All that is wrong; () where nothing is."""
    return (*_names(design), *_amounts(design), *_parts(design, units))


def _refusal(name: str, template: str, field: str, line: int = 0, /, **params) -> Refusal:
    return Refusal(f"design.{name}", template, params, field=field, line=line)


def _names(design: Design) -> Iterator[Refusal]:
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789-_")
    if not design.id or len(design.id) > LONGEST_ID or set(design.id) - allowed:
        yield _refusal(
            "id_wrong",
            gettext_noop("“{id}” cannot name a design: use small letters, digits and -, at most 60."),
            "id",
            id=design.id,
        )
    if not design.name.strip() or len(design.name) > LONGEST_NAME:
        yield _refusal("name_missing", gettext_noop("Give the design a name of at most 120 characters."), "name")
    if len(design.version) > LONGEST_VERSION:
        yield _refusal("version_long", gettext_noop("Give the version a label of at most 40 characters."), "version")
    for field, word in _labels(design):
        if any(map(_hidden, word)):
            yield _refusal(
                "unreadable_sign",
                gettext_noop("“{said}” holds a line break or a sign that cannot be shown. Write it in one plain line."),
                field,
                said="".join("·" if _hidden(sign) else sign for sign in word)[:LONGEST_NAME],
            )
    if design.status and design.status not in STATUSES:
        yield _refusal(
            "status_unknown",
            gettext_noop("{status} is no status. Choose one of: {statuses}."),
            "status",
            status=design.status,
            statuses=", ".join(STATUSES),
        )
    if design.stage not in _STAGES:
        yield _refusal(
            "stage_unknown",
            gettext_noop("{stage} is no rung. Choose one of: {stages}."),
            "stage",
            stage=design.stage,
            stages=", ".join(_STAGES[1:]),
        )
    if len(design.parts) > MOST_PARTS:
        yield _refusal(
            "too_many_parts",
            gettext_noop("{count} lines are too many for one design, at most {most}. Make modules of it."),
            "parts",
            count=len(design.parts),
            most=MOST_PARTS,
        )


def _labels(design: Design) -> Iterator[tuple[str, str]]:
    """What stands in headings and addresses."""
    yield from (("name", design.name), ("version", design.version))
    yield from (("makes", good) for good in design.makes)
    yield from (("skills", skill) for skill in design.skills)
    for place, origin in enumerate(design.lineage):
        yield from ((f"lineage.{place}", origin.id), (f"lineage.{place}.version", origin.version))
    for place, part in enumerate(design.parts):
        if part.design:
            yield from ((f"parts.{place}.design", part.design), (f"parts.{place}.design_version", part.design_version))


def _hidden(sign: str) -> bool:
    """Control characters, halves of characters, line and paragraph breaks."""
    return unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")


def _amounts(design: Design) -> Iterator[Refusal]:
    amounts = [(f"makes.{good}", amount) for good, amount in design.makes.items()]
    amounts += [(f"skills.{skill}", hours) for skill, hours in design.skills.items()]
    amounts += [(f"tools.{place}.hours", tool.hours) for place, tool in enumerate(design.tools)]
    amounts += [(f"steps.{place}.hours", step.hours) for place, step in enumerate(design.steps)]
    amounts += [("days", design.days)]
    for field, amount in amounts:
        if _below(amount):
            yield amount_wrong(field, field, amount, 0)


def _parts(design: Design, units: UnitTable) -> Iterator[Refusal]:
    for place, part in enumerate(design.parts):
        at = f"parts.{place}"
        if not part.name.strip():
            yield _refusal(
                "part_nameless",
                gettext_noop("A part has no name. Name it, or take the line out."),
                f"{at}.name",
                part.line,
            )
        for field in ("quantity", "price"):
            if _below(getattr(part, field)):
                yield amount_wrong(f"{at}.{field}", part.name, getattr(part, field), part.line)
        named = [(f"{at}.unit", part.unit), *((f"{at}.cut.unit", part.cut.unit) for _ in (1,) if part.cut)]
        for field, unit in named:
            if unit and unit not in units:
                yield unit_unknown(part.name, unit, field, part.line)
        if part.cut:
            yield from _cut(part, at, units)


def _cut(part: Part, at: str, units: UnitTable) -> Iterator[Refusal]:
    cut = part.cut
    if cut.unit in units and units.get(cut.unit).dimension != "length":
        yield _refusal(
            "cut_unit",
            gettext_noop("{part} is cut to a length in {unit}, which is no length. Use mm, cm or m."),
            f"{at}.cut.unit",
            part.line,
            part=part.name,
            unit=cut.unit,
        )
    for field in ("length", "tolerance", "stock_length", "kerf"):
        value = getattr(cut, field)
        if _below(value) or (value == 0 and field in ("length", "stock_length")):
            yield amount_wrong(f"{at}.cut.{field}", part.name, value, part.line)
    if cut.length is not None and cut.stock_length is not None and cut.length > cut.stock_length:
        yield _refusal(
            "cut_too_long",
            gettext_noop(
                "A piece of {length} cannot be cut from stock of {stock}. Get longer stock, or join two pieces and say "
                "so in the design."
            ),
            f"{at}.cut.length",
            part.line,
            length=cut.length,
            stock=cut.stock_length,
        )


def _below(amount: Decimal | None) -> bool:
    return amount is not None and not possible(amount)
