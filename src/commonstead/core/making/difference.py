"""What one design does otherwise than another, in words that a neighbour understands: two forks, or two versions.

Parts are matched by the thing they are, then by the maker's number, then by name; what is only in another order is no
difference. The sentences go from the first design to the second: "Rod: 4 instead of 2".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..vocabulary.refusal import gettext_noop
from .design import Design, Part
from .explode import plain
from .sentence import Sentence


@dataclass(frozen=True)
class Difference(Sentence):
    """sort: "new", "gone" or "other".  part_of: "whole", "parts", "tools", "skills" or "steps"."""

    sort: str = "other"
    part_of: str = "whole"


_WHOLE = (
    ("name", gettext_noop("It is called {after}, not {before}."), gettext_noop("It is called {after}.")),
    (
        "purpose",
        gettext_noop("It is for something else: {after} (before: {before})."),
        gettext_noop("Now it says what it is for: {after}."),
    ),
    ("status", gettext_noop("It is now {after}; before: {before}."), gettext_noop("It is {after}.")),
    ("licence", gettext_noop("Its licence is {after} instead of {before}."), gettext_noop("Its licence is {after}.")),
    ("days", gettext_noop("It takes {after} days instead of {before}."), gettext_noop("It takes {after} days.")),
    (
        "stage",
        gettext_noop("It stands at the rung {after} instead of {before}."),
        gettext_noop("It stands at the rung {after}."),
    ),
)


_GONE = {
    "name": gettext_noop("It has no name any more; before: {before}."),
    "purpose": gettext_noop("It no longer says what it is for; before: {before}."),
    "status": gettext_noop("How far it has got, nobody has said yet."),
    "licence": gettext_noop("It no longer names a licence; before: {before}."),
    "days": gettext_noop("It no longer says how many days it takes; before: {before}."),
    "stage": gettext_noop("It no longer stands at a rung; before: {before}."),
}


def difference(before: Design, after: Design) -> tuple[Difference, ...]:
    """Sentences, the whole first; () where both say the same (labels of versions and sources aside)."""
    return (
        *_whole(before, after),
        *_makes(before, after),
        *_parts(before, after),
        *_tools(before, after),
        *_skills(before, after),
        *_steps(before, after),
    )


def _say(name: str, template: str, sort: str, part_of: str, field: str = "", **params) -> Difference:
    return Difference(
        f"design.differs_{name}",
        template,
        {key: _shown(value) for key, value in params.items()},
        field=field or part_of,
        sort=sort,
        part_of=part_of,
    )


def _shown(value) -> object:
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value


def _whole(before: Design, after: Design) -> Iterator[Difference]:
    for field, both, newly in _WHOLE:
        old, new = getattr(before, field), getattr(after, field)
        if old == new:
            continue
        if new in ("", None):
            yield _say(f"{field}_gone", _GONE[field], "gone", "whole", field, before=old)
        else:
            yield _say(field, newly if old in ("", None) else both, "other", "whole", field, before=old, after=new)
    if after.forked_from and after.forked_from != before.forked_from and after.id == before.id:
        yield _say(
            "origin", gettext_noop("It was made from {after}."), "other", "whole", "lineage", after=after.forked_from.id
        )


def _makes(before: Design, after: Design) -> Iterator[Difference]:
    for good in dict.fromkeys((*before.makes, *after.makes)):
        old, new = before.makes.get(good), after.makes.get(good)
        unit = after.makes_units.get(good) or before.makes_units.get(good, "")
        if good not in before.makes:
            yield _say("makes_new", gettext_noop("It also makes {good}."), "new", "whole", f"makes.{good}", good=good)
        elif good not in after.makes:
            yield _say(
                "makes_gone", gettext_noop("It no longer makes {good}."), "gone", "whole", f"makes.{good}", good=good
            )
        elif old != new:
            yield _say(
                "makes",
                gettext_noop("One batch gives {after} of {good} instead of {before}."),
                "other",
                "whole",
                f"makes.{good}",
                good=good,
                before=_amount(old, unit),
                after=_amount(new, unit),
            )


def _parts(before: Design, after: Design) -> Iterator[Difference]:
    pairs, gone, new = _matched(list(before.parts), list(after.parts))
    for old, part in pairs:
        yield from _part(old, part)
    for part in new:
        yield _say(
            "part_new",
            gettext_noop("New: {amount} {part}."),
            "new",
            "parts",
            amount=_amount(part.quantity, part.unit),
            part=part.name,
        )
    for part in gone:
        yield _say("part_gone", gettext_noop("No longer needed: {part}."), "gone", "parts", part=part.name)


def _part(old: Part, new: Part) -> Iterator[Difference]:
    name = new.name
    if plain(old.name) != plain(new.name):
        yield _say(
            "part_name", gettext_noop("{before} is called {after}."), "other", "parts", before=old.name, after=name
        )
    if (old.quantity, old.unit) != (new.quantity, new.unit):
        yield _say(
            "quantity",
            gettext_noop("{part}: {after} instead of {before}."),
            "other",
            "parts",
            part=name,
            before=_amount(old.quantity, old.unit),
            after=_amount(new.quantity, new.unit),
        )
    if old.cut != new.cut:
        yield _say(
            "cut",
            gettext_noop("{part}: cut to {after} instead of {before}."),
            "other",
            "parts",
            part=name,
            before=_length(old),
            after=_length(new),
        )
    if old.design != new.design and new.design:
        yield _say(
            "made_by",
            gettext_noop("{part} is made by the design {after}."),
            "other",
            "parts",
            part=name,
            after=new.design,
        )
    elif old.design and not new.design:
        yield _say(
            "bought", gettext_noop("{part} is no longer made by a design of its own."), "other", "parts", part=name
        )
    old_names, new_names = ({plain(other.name): other.name for other in part.alternatives} for part in (old, new))
    for key in new_names.keys() - old_names.keys():
        yield _say(
            "alternative_new",
            gettext_noop("{part} may also be {other}."),
            "new",
            "parts",
            part=name,
            other=new_names[key],
        )
    for key in old_names.keys() - new_names.keys():
        yield _say(
            "alternative_gone",
            gettext_noop("{part} may no longer be {other}."),
            "gone",
            "parts",
            part=name,
            other=old_names[key],
        )
    if old.price != new.price and new.price is not None:
        yield _say(
            "price",
            gettext_noop("{part} costs {after}; before: {before}."),
            "other",
            "parts",
            part=name,
            before="?" if old.price is None else old.price,
            after=new.price,
        )


def _matched(before: list[Part], after: list[Part]):
    """([(old, new)], gone, new): each part once, by good and cut, by number, by name, in that order."""
    pairs = []
    keys: tuple[Callable[[Part], object], ...] = (
        lambda part: (part.good, part.cut, plain(part.name)) if part.good else None,
        lambda part: (part.good, part.design) if part.good else None,
        lambda part: plain(part.number) or None,
        lambda part: part.design or None,
        lambda part: plain(part.name),
    )
    for key in keys:
        for part in list(after):
            wanted = key(part)
            old = next((other for other in before if wanted is not None and key(other) == wanted), None)
            if old is not None:
                pairs.append((old, part))
                before.remove(old)
                after.remove(part)
    return pairs, before, after


def _tools(before: Design, after: Design) -> Iterator[Difference]:
    old = {plain(tool.name): tool for tool in before.tools}
    new = {plain(tool.name): tool for tool in after.tools}
    for key in (key for key in new if key not in old):
        yield _say("tool_new", gettext_noop("Also takes: {tool}."), "new", "tools", tool=new[key].name)
    for key in (key for key in old if key not in new):
        yield _say("tool_gone", gettext_noop("Does without: {tool}."), "gone", "tools", tool=old[key].name)
    for key in (key for key in new if key in old and old[key].hours != new[key].hours):
        yield _say(
            "tool_hours",
            gettext_noop("{tool} runs {after} instead of {before}."),
            "other",
            "tools",
            tool=new[key].name,
            before=_amount(old[key].hours, "h"),
            after=_amount(new[key].hours, "h"),
        )


def _skills(before: Design, after: Design) -> Iterator[Difference]:
    for skill in dict.fromkeys((*before.skills, *after.skills)):
        if skill not in before.skills:
            yield _say(
                "skill_new",
                gettext_noop("Also takes {hours} of {skill}."),
                "new",
                "skills",
                skill=skill,
                hours=_amount(after.skills[skill], "h"),
            )
        elif skill not in after.skills:
            yield _say("skill_gone", gettext_noop("Does without {skill}."), "gone", "skills", skill=skill)
        elif before.skills[skill] != after.skills[skill]:
            yield _say(
                "hours",
                gettext_noop("{skill}: {after} instead of {before}."),
                "other",
                "skills",
                skill=skill,
                before=_amount(before.skills[skill], "h"),
                after=_amount(after.skills[skill], "h"),
            )


def _steps(before: Design, after: Design) -> Iterator[Difference]:
    old, new = ({plain(step.name): step for step in design.steps} for design in (before, after))
    for key in (key for key in new if key not in old):
        yield _say("step_new", gettext_noop("New step: {step}."), "new", "steps", step=new[key].name)
    for key in (key for key in old if key not in new):
        yield _say("step_gone", gettext_noop("Step left out: {step}."), "gone", "steps", step=old[key].name)
    for key in (
        key for key in new if key in old and (old[key].text, old[key].hours) != (new[key].text, new[key].hours)
    ):
        yield _say("step", gettext_noop("Done otherwise: {step}."), "other", "steps", step=new[key].name)


def _amount(quantity: Decimal | None, unit: str) -> str:
    if quantity is None:
        return "?"
    return _shown(quantity) if unit in ("", "each") else f"{_shown(quantity)} {unit}"


def _length(part: Part) -> str:
    return _amount(part.cut.length, part.cut.unit) if part.cut else "?"
