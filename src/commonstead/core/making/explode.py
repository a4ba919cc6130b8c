"""Taking a design apart, level by level through its modules, down to what must be bought, found or made by hand.

A quantity is that for one batch of the whole; where any amount on the way is unknown, it is unknown (None) below.
A module that is not at hand is a line of its own, marked missing: nothing is made up for it. A part that is the
design's own product given back (a starter) ends its branch; a module that contains itself in any other way cannot
be taken apart and is refused with the loop drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ..vocabulary.refusal import Refusal, Refused, gettext_noop
from ..vocabulary.units import UNITS, UnitTable
from .design import Cut, Design, Part
from .loops import check_loops

#: Far more than any bill that a person reads; stops modules that double at each of thirty levels.
MOST_LINES = 100_000
MOST_LEVELS = 100
Designs = Mapping[str, Design]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an exploded bill. level: 1 for the design's own parts.  path: names of the modules above, outermost
    first.  quantity: for one batch of the whole, None unknown; of a cut part, pieces.  state: "part" (a leaf),
    "module" (taken apart below), "missing" (a module whose design is not at hand), "starter" (given back)."""

    level: int
    path: tuple[str, ...]
    part: Part
    quantity: Decimal | None
    unit: str
    state: str


@dataclass(frozen=True, slots=True)
class Need:
    """What all leaves of one kind come to. quantity: None where a line of it is unknown; known: the sum of the lines
    that are known, so never more than the truth.  lines: how many.  part: the first of them.  cut: for pieces cut
    from stock; pieces are then (length in the cut's unit, count).  names: all that the lines call it, as the tubes of
    a frame are cut from one stock; `name` is the first."""

    name: str
    good: str
    quantity: Decimal | None
    known: Decimal
    unit: str
    lines: int
    part: Part
    state: str = "part"
    cut: Cut | None = None
    pieces: tuple[tuple[Decimal, Decimal], ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explosion:
    """lines: depth first, in the order of the bills.  needs: the leaves added up, in order of first appearance, also
    missing modules.  missing: ids of modules whose design is not at hand."""

    lines: tuple[Line, ...]
    needs: tuple[Need, ...]
    missing: tuple[str, ...] = field(default=())

    @property
    def levels(self) -> int:
        return max((line.level for line in self.lines), default=0)


def explode(
    design: Design, by_id: Designs | None = None, batches: Decimal | int = 1, units: UnitTable = UNITS
) -> Explosion:
    """All levels for so many batches. by_id: the designs at hand, by id. Refused: design.contains_itself,
    design.too_many_lines, design.module_unit, design.module_makes_nothing."""
    designs = dict(by_id or {})
    designs[design.id] = design
    check_loops(design, designs)
    taken = _Taking(designs, units)
    taken.design(design, Decimal(batches), 1, ())
    if taken.problems:
        raise Refused(*taken.problems)
    missing = tuple(dict.fromkeys(line.part.design for line in taken.lines if line.state == "missing"))
    return Explosion(tuple(taken.lines), _needs(taken.lines, units), missing)


def batches_for(
    module: Design, part: Part, quantity: Decimal | None, units: UnitTable = UNITS
) -> tuple[Decimal | None, Refusal | None]:
    """(batches of a module that give so much of a part, None; or None and what is wrong). Batches are None where an
    amount is unknown. A design that says nothing of what it makes is the bill of one piece of itself."""
    if not module.makes:
        return quantity, None
    good = part.good if part.good in module.makes else next(iter(module.makes))
    if part.good and part.good not in module.makes:
        return None, _problem(
            "module_makes_nothing",
            gettext_noop(
                "{part} should be {good}, but the module {module} makes {made}. Match the part to what the module "
                "makes."
            ),
            part,
            module,
            made=", ".join(module.makes),
        )
    made = module.makes[good]
    if quantity is None or not made:
        return None, None
    unit = module.makes_units.get(good, "")
    if unit and part.unit and unit != part.unit:
        try:
            factor = units.factor(part.unit, unit)
        except Refused:
            return None, _problem(
                "module_unit",
                gettext_noop(
                    "{part} is counted in {unit}, but the module {module} makes it in {made}. Use one of the two in "
                    "both."
                ),
                part,
                module,
                made=unit,
            )
        quantity = quantity * factor.numerator / factor.denominator
    return quantity / made, None


def _problem(name: str, template: str, part: Part, module: Design, **params) -> Refusal:
    return Refusal(
        f"design.{name}",
        template,
        {"part": part.name, "good": part.good, "unit": part.unit, "module": module.name or module.id, **params},
        field="unit" if name == "module_unit" else "good",
        line=part.line,
    )


class _Taking:
    def __init__(self, designs: dict[str, Design], units: UnitTable):
        self.designs, self.units = designs, units
        self.lines: list[Line] = []
        self.problems: list[Refusal] = []

    def design(self, design: Design, batches: Decimal | None, level: int, path: tuple[str, ...]) -> None:
        for part in design.parts:
            quantity = None if batches is None or part.quantity is None else batches * part.quantity
            module = self.designs.get(part.design) if part.design else None
            state = (
                "starter" if design.starter(part) else "part" if not part.design else "module" if module else "missing"
            )
            self.lines.append(Line(level, path, part, quantity, part.unit, state))
            if len(self.lines) > MOST_LINES or level > MOST_LEVELS:
                raise Refused(
                    Refusal(
                        "design.too_many_lines",
                        gettext_noop(
                            "Taken apart, {design} has more than {most} lines or {levels} levels. Look at one module "
                            "at a time."
                        ),
                        {"design": design.name or design.id, "most": MOST_LINES, "levels": MOST_LEVELS},
                        field="parts",
                    )
                )
            if state == "module" and not self.problems:
                below, problem = batches_for(module, part, quantity, self.units)
                if problem:
                    self.problems.append(problem)
                else:
                    self.design(module, below, level + 1, (*path, module.name or module.id))


def _needs(lines: list[Line], units: UnitTable) -> tuple[Need, ...]:
    found: dict[tuple, Need] = {}
    for line in lines:
        if line.state not in ("part", "missing"):
            continue
        part = line.part
        cut = part.cut
        key = (
            line.state,
            part.design or "",
            _identity(part),
            _dimension(line.unit, units),
            (cut.unit, cut.stock_length, cut.kerf) if cut else None,
        )
        known = line.quantity or Decimal(0)
        pieces = ((cut.length, known),) if cut and cut.length is not None and known else ()
        there = found.get(key)
        if there is None:
            found[key] = Need(
                part.name, part.good, line.quantity, known, line.unit, 1, part, line.state, cut, pieces, (part.name,)
            )
            continue
        if line.unit != there.unit and line.unit and there.unit:
            factor = units.factor(line.unit, there.unit)
            known = known * factor.numerator / factor.denominator
        whole = None if there.quantity is None or line.quantity is None else there.quantity + known
        found[key] = replace(
            there,
            quantity=whole,
            known=there.known + known,
            lines=there.lines + 1,
            pieces=there.pieces + pieces,
            names=there.names if part.name in there.names else (*there.names, part.name),
        )
    return tuple(found.values())


def _identity(part: Part) -> object:
    """What makes two lines the same thing. Names alone do not where the file sorts them: a resistor of 10k comes in
    two sizes."""
    return part.good or plain(part.number) or (plain(part.name), plain(part.sort), plain(part.material))


def plain(text: str) -> str:
    """A name as it is compared: without case and without doubled spaces."""
    return " ".join(text.casefold().split())


def _dimension(unit: str, units: UnitTable) -> str:
    return units.get(unit).dimension if unit in units else unit
