"""The table `commonstead` of a manifest: what a design says beyond the standard's fields, read and written.

Amounts are numbers or text like "2.5 kg"; "?" or nothing where one is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from commonstead.core.making import STATUSES, Alternative, Cut, Design, Part, Step, Tool, slug, to_document
from commonstead.core.making.checking import amount_wrong, unit_unknown
from commonstead.core.vocabulary.refusal import gettext_noop

from .amounts import read_amount, read_unit
from .manifest import OWN, Problems, origins, text_of

_PART_WORDS = {
    "name",
    "good",
    "unit",
    "design",
    "design_version",
    "price_unit",
    "currency",
    "bought_at",
    "maker",
    "number",
    "material",
    "sort",
    "reference",
    "note",
}
_CUT_WORDS = {"length", "unit", "tolerance", "stock_length", "kerf"}
_OWN_WORDS = {
    "id",
    "makes",
    "skills",
    "days",
    "stage",
    "status",
    "tools",
    "steps",
    "parts",
    "sources",
    "note",
    "lineage",
    "purpose",
}


def own_table(table: object, told: Problems) -> dict[str, object]:
    """The design's fields from the table `commonstead`; anything wrong in it is a problem by field."""
    if table is None:
        return {}
    if not isinstance(table, Mapping):
        told.problem("own_table_wrong", gettext_noop("“{field}” should be a table of fields."), OWN, field=OWN)
        return {}
    for word in set(table) - _OWN_WORDS:
        told.problem(
            "word_unknown",
            gettext_noop("“{word}” is no field of {table}. Use: {words}."),
            f"{OWN}.{word}",
            word=word,
            table=OWN,
            words=", ".join(sorted(_OWN_WORDS)),
        )
    found: dict[str, object] = {}
    for word in ("id", "stage", "note", "purpose"):
        if text_of(table.get(word)):
            found[word] = text_of(table[word])
    if text_of(table.get("status")):
        found["status"] = text_of(table["status"])
        if found["status"] not in STATUSES:
            told.problem(
                "status_unknown",
                gettext_noop("{status} is no status. Choose one of: {statuses}."),
                f"{OWN}.status",
                status=found["status"],
                statuses=", ".join(STATUSES),
            )
            found["status"] = ""
    makes = {good: quantity(value, f"{OWN}.makes.{good}", told) for good, value in _table(table, "makes", told).items()}
    if makes:
        found["makes"] = {good: amount for good, (amount, _) in makes.items()}
        found["makes_units"] = {good: unit for good, (_, unit) in makes.items() if unit}
    skills = _table(table, "skills", told)
    if skills:
        found["skills"] = {skill: hours(value, f"{OWN}.skills.{skill}", told) for skill, value in skills.items()}
    if "days" in table:
        found["days"] = hours(table["days"], f"{OWN}.days", told, "day")
    found |= _lists(table, told)
    return found


def _table(table: Mapping, word: str, told: Problems) -> Mapping:
    value = table.get(word) or {}
    if isinstance(value, Mapping):
        return value
    told.problem(
        "own_table_wrong",
        gettext_noop("“{field}” should be a table of fields."),
        f"{OWN}.{word}",
        field=f"{OWN}.{word}",
    )
    return {}


def _lists(table: Mapping, told: Problems) -> dict[str, object]:
    found: dict[str, object] = {}
    for word in ("tools", "steps", "parts", "sources", "lineage"):
        value = table.get(word)
        if value is None:
            continue
        if not isinstance(value, list | tuple):
            told.problem(
                "own_list_wrong", gettext_noop("“{field}” should be a list."), f"{OWN}.{word}", field=f"{OWN}.{word}"
            )
        elif word == "sources":
            found[word] = tuple(text_of(entry) for entry in value)
        elif word == "lineage":
            found[word] = origins(value)
        else:
            read = {"tools": _tool, "steps": _step, "parts": part}[word]
            found[word] = tuple(
                read(entry if isinstance(entry, Mapping) else {"name": text_of(entry)}, f"{OWN}.{word}.{place}", told)
                for place, entry in enumerate(value)
            )
    return found


def _tool(entry: Mapping, at: str, told: Problems) -> Tool:
    _known(entry, {"name", "good", "hours", "note"}, at, told)
    return Tool(
        text_of(entry.get("name")),
        text_of(entry.get("good")),
        hours(entry.get("hours"), f"{at}.hours", told),
        text_of(entry.get("note")),
    )


def _step(entry: Mapping, at: str, told: Problems) -> Step:
    _known(entry, {"name", "text", "hours"}, at, told)
    return Step(text_of(entry.get("name")), text_of(entry.get("text")), hours(entry.get("hours"), f"{at}.hours", told))


def part(entry: Mapping, at: str, told: Problems) -> Part:
    """A part as our own table lists it."""
    _known(entry, _PART_WORDS | {"quantity", "price", "alternatives", "cut", "designators"}, at, told)
    words = {word: text_of(entry.get(word)) for word in _PART_WORDS}
    words["design"] = words["design"] or None
    amount, unit = quantity(entry.get("quantity"), f"{at}.quantity", told)
    if words["unit"] and not (known := read_unit(words["unit"])[0]):
        told.problems.append(unit_unknown(words["name"], words["unit"], f"{at}.unit", told.line_of(f"{at}.unit")))
    elif words["unit"]:
        words["unit"] = known
    words["unit"] = words["unit"] or unit or ("each" if amount is not None else "")
    cut = entry.get("cut")
    return Part(
        quantity=amount,
        price=quantity(entry.get("price"), f"{at}.price", told)[0],
        cut=_cut(cut, f"{at}.cut", told) if isinstance(cut, Mapping) else None,
        alternatives=tuple(
            _alternative(other, f"{at}.alternatives.{place}", told)
            for place, other in enumerate(entry.get("alternatives") or ())
        ),
        designators=tuple(text_of(word) for word in entry.get("designators") or ()),
        line=told.line_of(at),
        **words,
    )


def _cut(entry: Mapping, at: str, told: Problems) -> Cut:
    _known(entry, _CUT_WORDS, at, told)
    lengths = {word: quantity(entry.get(word), f"{at}.{word}", told)[0] for word in _CUT_WORDS - {"unit"}}
    return Cut(unit=read_unit(text_of(entry.get("unit")) or "mm")[0] or text_of(entry.get("unit")), **lengths)


def _alternative(entry: object, at: str, told: Problems) -> Alternative:
    if not isinstance(entry, Mapping):
        return Alternative(text_of(entry))
    _known(entry, {"name", "good", "quantity", "unit", "price", "bought_at", "note"}, at, told)
    amount, unit = quantity(entry.get("quantity"), f"{at}.quantity", told)
    return Alternative(
        text_of(entry.get("name")),
        text_of(entry.get("good")),
        amount,
        text_of(entry.get("unit")) or unit,
        quantity(entry.get("price"), f"{at}.price", told)[0],
        text_of(entry.get("bought_at")),
        text_of(entry.get("note")),
    )


def _known(entry: Mapping, words: set[str], at: str, told: Problems) -> None:
    for word in set(entry) - words:
        told.problem(
            "word_unknown",
            gettext_noop("“{word}” is no field of {table}. Use: {words}."),
            f"{at}.{word}",
            word=word,
            table=at,
            words=", ".join(sorted(words)),
        )


def quantity(value: object, at: str, told: Problems) -> tuple[Decimal | None, str]:
    """(amount, unit) of a number or of a text like "2.5 kg"; None where nothing is said."""
    if value is None:
        return None, ""
    amount = read_amount(text_of(value))
    if amount.problem or (amount.value is not None and amount.value < 0):
        told.problems.append(amount_wrong(at, at, text_of(value), told.line_of(at)))
        return None, ""
    return amount.value, amount.unit


def hours(value: object, at: str, told: Problems, unit: str = "h") -> Decimal | None:
    """Hours (or days) as a number or a text that may name the unit."""
    amount, said = quantity(value, at, told)
    if said not in ("", unit):
        told.problem(
            "hours_unit", gettext_noop("{what} should be in {unit}, not in {said}."), at, what=at, unit=unit, said=said
        )
        return None
    return amount


_LISTS = ("tools", "steps", "sources")


def own_table_of(design: Design) -> dict[str, object]:
    """What is written for a design."""
    document = to_document(design)
    table: dict[str, object] = {}
    if design.id != slug(design.name):
        table["id"] = design.id
    if design.status:
        table["status"] = design.status
    if design.makes:
        table["makes"] = {
            good: _amount(value, design.makes_units.get(good, "")) for good, value in design.makes.items()
        }
    if design.skills:
        table["skills"] = {skill: _amount(value, "") for skill, value in design.skills.items()}
    if design.days is not None:
        table["days"] = _amount(design.days, "")
    if design.stage:
        table["stage"] = design.stage
    if design.note:
        table["note"] = design.note
    for word in _LISTS:
        if document.get(word):
            table[word] = [_numbers(entry) for entry in document[word]]
    if design.lineage:
        table["lineage"] = document["lineage"]
    if design.parts:
        table["parts"] = [_numbers(entry) for entry in document["parts"]]
    return table


_AMOUNTS = {"quantity", "price", "hours", "length", "tolerance", "stock_length", "kerf"}


def _numbers(entry: object) -> object:
    """The amounts of a document's entry, which are texts there, as numbers."""
    if isinstance(entry, Mapping):
        return {
            key: _amount(Decimal(value), "") if key in _AMOUNTS else _numbers(value) for key, value in entry.items()
        }
    return [_numbers(part) for part in entry] if isinstance(entry, list) else entry


def _amount(value: Decimal | None, unit: str) -> object:
    if value is None:
        return "?"
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if unit:
        return f"{text} {unit}"
    return int(text) if "." not in text else Decimal(text)
