"""What nobody has said yet about a design, as fields that anybody can fill in; the answers make a new version.

Nothing is guessed and nothing must be filled in: an answer left out stays a question. Whoever answers says how they
know, and that stands with the version (Exodus 2727: peers mend what is open to them).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from commonstead.core.making import SPDX, STATUSES, Design, Part, Price, Question, Step, Tool, open_questions, slug
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.forms import numbers

from .telling import Names, sentence, status_word

#: So many parts are asked about at once; the others follow with the next version.
MOST_PARTS = 12
LARGEST = Decimal(1_000_000)
LONGEST = 2_000


@dataclass
class Asked:
    """One field. kind: number, text, lines, choice or thing (a thing of the town's list).  unit: beside the field."""

    name: str
    label: str
    kind: str = "text"
    unit: str = ""
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    error: str = ""


@dataclass
class Block:
    """A question with its fields. stops: what cannot be done without an answer."""

    said: str
    stops: str
    fields: list[Asked] = field(default_factory=list)
    more: int = 0


def known_here(design: Design, names: Names, prices: Mapping[str, Price]) -> Design:
    """The design with what the town knows anyway: the shop's price of a part that is a thing of its list."""
    parts = tuple(
        replace(part, price=prices[part.good].amount, price_unit=prices[part.good].unit)
        if part.price is None and part.good in prices
        else part
        for part in design.parts
    )
    return replace(design, parts=parts)


def questions(
    design: Design, names: Names, prices: Mapping[str, Price], at_hand: Mapping[str, Design]
) -> tuple[Question, ...]:
    """What is open about a design, once what the town knows is taken in."""
    return open_questions(known_here(design, names, prices), at_hand)


def blocks(found: tuple[Question, ...], design: Design, names: Names, currency: str) -> list[Block]:
    """The questions as fields, with nothing filled in."""
    return [block for block in (_block(question, design, names, currency) for question in found) if block.fields]


def _block(question: Question, design: Design, names: Names, currency: str) -> Block:
    name = question.clause.removeprefix("design.ask_")
    block = Block(sentence(question), question.stops)
    if question.places:
        places = question.places[:MOST_PARTS]
        block.fields = [_of_part(name, place, design.parts[place], currency, names) for place in places]
        block.more = len(question.places) - len(places)
    elif name in _OF_THE_WHOLE:
        block.fields = _OF_THE_WHOLE[name](question, names)
    return block


def _of_part(name: str, place: int, part: Part, currency: str, names: Names) -> Asked:
    unit = {"quantity": part.unit, "price": currency}.get(name, part.cut.unit if part.cut else "")
    kind = {"good": "thing", "module": "text"}.get(name, "number")
    symbol = names.units.get(unit).symbol if unit in names.units else unit
    return Asked(
        f"parts.{place}.{name}", part.name, kind, "" if kind != "number" else wording.unit_word(symbol) or symbol
    )


def _number(label: str, name: str, unit: str = ""):
    return [Asked(name, label, "number", unit)]


def _skill_fields(_question, names: Names) -> list[Asked]:
    found = []
    for place in range(3):
        found += [
            Asked(f"skill.{place}", _("Kind of work"), "skill"),
            Asked(f"skill.{place}.hours", _("Hours for one batch"), "number", "h"),
        ]
    return found


_OF_THE_WHOLE: Mapping[str, Callable] = {
    "makes": lambda question, names: [
        Asked("makes", _("What is made"), "thing"),
        Asked("makes.amount", _("How much in one batch"), "number"),
    ],
    "amount_made": lambda question, names: _number(_("How much in one batch"), f"amount.{question.params['good']}"),
    "days": lambda question, names: _number(_("Days from beginning to done"), "days"),
    "licence": lambda question, names: [_licence()],
    "licence_unclear": lambda question, names: [_licence()],
    "status": lambda question, names: [
        Asked(
            "status",
            _("How far it has got"),
            "choice",
            options=tuple((status, status_word(status)) for status in STATUSES),
        )
    ],
    "purpose": lambda question, names: [Asked("purpose", _("What it is for"), "lines")],
    "parts": lambda question, names: [Asked("parts", _("One part a line, like: 4 each, Bolt M8 × 40"), "lines")],
    "skills": _skill_fields,
    "hours": lambda question, names: _number(
        _("Hours of %(skill)s") % {"skill": names.skill(str(question.params["skill"]))}, question.field, "h"
    ),
    "tools": lambda question, names: [Asked("tools", _("One tool a line"), "lines")],
    "tool_hours": lambda question, names: _number(_("Hours in use for one batch"), question.field, "h"),
    "steps": lambda question, names: [Asked("steps", _("One step a line"), "lines")],
}


def _licence() -> Asked:
    return Asked("licence", _("Licence"), "choice", options=tuple((name, name) for name in SPDX))


def answered(design: Design, asked: list[Block], post: Mapping[str, str], names: Names) -> Design | None:
    """The design with the answers in it; None where one cannot be read (said at its field) or nothing was said."""
    changed, wrong = design, False
    for block in asked:
        for one in block.fields:
            one.value = str(post.get(one.name, "")).strip()[:LONGEST]
    for block in asked:
        for one in block.fields:
            if one.value:
                try:
                    changed = _put(changed, one, {each.name: each.value for each in block.fields}, names)
                except ValueError as problem:
                    one.error, wrong = str(problem), True
    return None if wrong or changed == design else changed


def _put(design: Design, one: Asked, block: Mapping[str, str], names: Names) -> Design:
    """One answer in its place. Raises ValueError with what is wrong."""
    name, value = one.name, one.value
    if one.kind == "choice" and value not in dict(one.options):
        raise ValueError(_("Choose one of the list."))
    if name.startswith("parts."):
        return _in_part(design, name, value, names)
    if name.startswith("skills."):
        return replace(design, skills={**design.skills, name.removeprefix("skills."): read_number(value)})
    if name.startswith("tools."):
        place = int(name.split(".")[1])
        return replace(design, tools=_replaced(design.tools, place, hours=read_number(value)))
    if name.startswith("skill."):
        return _with_skill(design, name, block, names)
    if name.startswith("amount."):
        return replace(design, makes={**design.makes, name.removeprefix("amount."): read_number(value)})
    return _WHOLE[name](design, value, block, names)


def _with_skill(design: Design, name: str, block: Mapping[str, str], names: Names) -> Design:
    place = ".".join(name.split(".")[:2])
    skill, hours = block.get(place, ""), block.get(f"{place}.hours", "")
    if not skill:
        raise ValueError(_("Which kind of work do these hours belong to?"))
    known = {
        names.skill(good.removeprefix("work-")).casefold(): good.removeprefix("work-")
        for good, spec in names.goods.items()
        if spec.sort == "work"
    }
    return replace(
        design,
        skills={**design.skills, known.get(skill.casefold()) or slug(skill): read_number(hours) if hours else None},
    )


_WHOLE: Mapping[str, Callable] = {
    "makes": lambda design, value, block, names: replace(
        design, makes={thing(value, names): read_number(block["makes.amount"]) if block.get("makes.amount") else None}
    ),
    "makes.amount": lambda design, value, block, names: (
        design if block.get("makes") else _refuse(_("Say first what is made."))
    ),
    "days": lambda design, value, block, names: replace(design, days=read_number(value)),
    "licence": lambda design, value, block, names: replace(design, licence=value),
    "status": lambda design, value, block, names: replace(design, status=value),
    "purpose": lambda design, value, block, names: replace(design, purpose=" ".join(value.split())),
    "parts": lambda design, value, block, names: replace(
        design, parts=tuple(_part_line(line, names) for line in value.splitlines() if line.strip())
    ),
    "tools": lambda design, value, block, names: replace(
        design, tools=tuple(Tool(line.strip()) for line in value.splitlines() if line.strip())
    ),
    "steps": lambda design, value, block, names: replace(
        design, steps=tuple(Step(line.strip()) for line in value.splitlines() if line.strip())
    ),
}


def _refuse(words: str):
    raise ValueError(words)


def _part_line(line: str, names: Names) -> Part:
    """ "4 each, Bolt M8": an amount with a unit, a comma, a name; or a name alone."""
    amount, comma, name = line.partition(",")
    words = amount.split()
    if not comma or not words:
        return Part(line.strip())
    unit = words[1] if len(words) > 1 else "each"
    if unit not in names.units:
        raise ValueError(_("“%(unit)s” is no unit here. Write one like each, kg, m or h.") % {"unit": unit})
    return Part(name.strip(), quantity=read_number(words[0]), unit=unit)


def _in_part(design: Design, name: str, value: str, names: Names) -> Design:
    _parts, place, what = name.split(".")
    part = design.parts[int(place)]
    if what == "good":
        changed = {"good": thing(value, names)}
    elif what == "module":
        changed = {"design": slug(value)}
    elif what in ("cut_length", "stock_length", "kerf"):
        changed = {"cut": replace(part.cut, **{"length" if what == "cut_length" else what: read_number(value)})}
    else:
        changed = {what: read_number(value)}
    return replace(design, parts=_replaced(design.parts, int(place), **changed))


def _replaced(items: tuple, place: int, **changed) -> tuple:
    return tuple(replace(item, **changed) if here == place else item for here, item in enumerate(items))


def thing(value: str, names: Names) -> str:
    """The id of a thing of the town's list, by its name or id. Raises ValueError where there is none."""
    said = " ".join(value.casefold().split())
    for spec in names.goods.values():
        if said in (spec.id, spec.name.casefold()):
            return spec.id
    raise ValueError(
        _("“%(value)s” is not in the town's list of things. Choose one of the list, or add it there first.")
        % {"value": value}
    )


def read_number(value: str) -> Decimal:
    """A number from 0 on, with point or comma. Raises ValueError with what is wrong."""
    try:
        return numbers.read_number(value, most=LARGEST)
    except Refused:
        said = _("“%(said)s” is not a number from 0 on. Write digits, like 2.5.") % {"said": value}
        raise ValueError(said) from None
