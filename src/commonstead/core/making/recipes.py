"""A design as recipes for the planner: what goes in and comes out of one batch, in quantities that are known.

One recipe for the design, one for each alternative of a part (the planner chooses), and one for each module that is
made by a design of its own. Where an answer is missing there is no recipe, only the question: a plan that took an
unknown for nothing would promise what nobody can do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal

from ..vocabulary.refusal import Refusal, Refused, gettext_noop
from ..vocabulary.units import UNITS, UnitTable
from .cutting import pieces_per_stock
from .design import Design, Part, slug
from .explode import Designs, batches_for
from .loops import check_loops
from .questions import stopping_a_recipe

Amount = tuple[Decimal, str]  # (quantity, unit)


@dataclass(frozen=True)
class RecipeOutline:
    """A recipe before a town checks it. inputs, outputs: (quantity, unit) of one batch by good; hours by skill;
    machines: hours by good.  lag: whole periods.  returned: goods that it gives back, so that the lag is at least 1."""

    id: str
    name: str
    design: str
    version: str
    inputs: Mapping[str, Amount] = field(default_factory=dict)
    outputs: Mapping[str, Amount] = field(default_factory=dict)
    hours: Mapping[str, Decimal] = field(default_factory=dict)
    machines: Mapping[str, Decimal] = field(default_factory=dict)
    lag: int = 0
    stage: str = ""
    note: str = ""
    source: str = ""
    returned: tuple[str, ...] = ()


def to_recipes(
    design: Design, by_id: Designs | None = None, *, days_per_period: Decimal | int = 30, units: UnitTable = UNITS
) -> tuple[RecipeOutline, ...]:
    """Recipes of a design and of the modules in it that are at hand, modules first; a module of which too much is
    unknown (`open_modules`) is left out, and stays something that must be bought or found. Refused:
    design.question_open for each question that stops the design itself, design.contains_itself, design.unit_mixed,
    and those of modules' units."""
    designs = {**(by_id or {}), design.id: design}
    check_loops(design, designs)
    problems = [_open(question, design) for question in stopping_a_recipe(design, designs)]
    if problems:
        raise Refused(*problems)
    left_out = {module.id for module in open_modules(design, designs)}
    order = [module for module in _modules_first(design, designs) if module.id not in left_out]
    made: list[RecipeOutline] = []
    for module in order:
        reading = _Reading(module, designs, units)
        made += reading.outlines(Decimal(days_per_period))
        problems += reading.problems
    if problems:
        raise Refused(*problems)
    return tuple(made)


def open_modules(design: Design, by_id: Designs) -> tuple[Design, ...]:
    """The modules at hand, on all levels, of which too much is unknown to make recipes of them."""
    return tuple(
        module
        for module in _modules_first(design, {**by_id, design.id: design})
        if module.id != design.id and stopping_a_recipe(module, by_id)
    )


def recipe_id(design: Design, variant: str = "") -> str:
    """The id of a version's recipe: versions never change, so neither does what their id stands for."""
    tail = "-".join(filter(None, (slug(design.version, 16), slug(f"with {variant}", 24) if variant else "")))
    return slug(design.id, 59 - len(tail)) + (f"-{tail}" if tail else "")


def lag_of(days: Decimal, days_per_period: Decimal, returns: bool) -> int:
    """Whole periods. What is done within one period is there in it; longer work counts every period it touches; what
    gives its own product back takes at least one, or a plan could borrow the starter from its own outcome."""
    whole = int((days / days_per_period).to_integral_value(ROUND_CEILING)) if days >= days_per_period else 0
    return max(whole, 1 if returns else 0)


def _open(question, design: Design) -> Refusal:
    return Refusal(
        "design.question_open",
        gettext_noop("{design}: {question}"),
        {"design": design.name or design.id, "question": question.text, "clause": question.clause},
        field=question.field,
    )


def _modules_first(design: Design, designs: Mapping[str, Design]) -> list[Design]:
    """Every design that is needed, each once, a module before what it goes into."""
    order: dict[str, Design] = {}
    stack = [(design, False)]
    while stack:
        here, ready = stack.pop()
        if here.id in order:
            continue
        if ready:
            order[here.id] = here
            continue
        stack.append((here, True))
        stack += [(designs[name], False) for name in here.modules if name in designs]
    return list(order.values())


class _Reading:
    def __init__(self, design: Design, designs: Mapping[str, Design], units: UnitTable):
        self.design, self.designs, self.units = design, designs, units
        self.problems: list[Refusal] = []

    def outlines(self, days_per_period: Decimal) -> list[RecipeOutline]:
        design = self.design
        parts = list(design.parts)
        inputs = self._inputs(parts)
        returned = tuple(good for good in design.makes if good in inputs)
        first = RecipeOutline(
            recipe_id(design),
            design.name or design.id,
            design.id,
            design.version,
            inputs,
            {good: (amount, design.makes_units.get(good, "")) for good, amount in design.makes.items()},
            dict(design.skills),
            self._machines(),
            lag_of(design.days, days_per_period, bool(returned)),
            design.stage,
            design.purpose,
            "; ".join(design.sources),
            returned,
        )
        made = [first]
        for place, part in enumerate(parts):
            for other in part.alternatives:
                if not other.good:
                    continue
                swapped = replace(
                    part,
                    name=other.name,
                    good=other.good,
                    design=None,
                    quantity=part.quantity if other.quantity is None else other.quantity,
                    unit=other.unit or part.unit,
                    cut=None if other.quantity is not None else part.cut,
                )
                made.append(
                    replace(
                        first,
                        id=recipe_id(design, other.name),
                        name=f"{first.name} ({other.name})",
                        inputs=self._inputs([*parts[:place], swapped, *parts[place + 1 :]]),
                    )
                )
        return made

    def _machines(self) -> dict[str, Decimal]:
        hours: dict[str, Decimal] = {}
        for tool in self.design.tools:
            if tool.good and tool.hours is not None:
                hours[tool.good] = hours.get(tool.good, Decimal(0)) + tool.hours
        return hours

    def _inputs(self, parts: list[Part]) -> dict[str, Amount]:
        found: dict[str, Amount] = {}
        for part in parts:
            good, quantity, unit = self._taken(part)
            if good not in found:
                found[good] = (quantity, unit)
                continue
            there, own = found[good]
            try:
                factor = self.units.factor(unit, own) if unit and own and unit != own else 1
            except Refused:
                self.problems.append(
                    Refusal(
                        "design.unit_mixed",
                        gettext_noop("{design} counts {good} in {a} on one line and in {b} on another. Use one unit."),
                        {"design": self.design.name or self.design.id, "good": good, "a": own, "b": unit},
                        field="unit",
                        line=part.line,
                    )
                )
                continue
            more = quantity * factor if factor == 1 else quantity * factor.numerator / factor.denominator
            found[good] = (there + more, own or unit)
        return found

    def _taken(self, part: Part) -> tuple[str, Decimal, str]:
        """(good, quantity, unit) that one batch takes of a part."""
        module = self.designs.get(part.design) if part.design and part.design != self.design.id else None
        good = part.good or next(iter(module.makes if module else self.design.makes))
        if module is not None:
            batches, problem = batches_for(module, replace(part, good=good), part.quantity, self.units)
            if problem:
                self.problems.append(problem)
            elif module.makes and batches is not None:
                return good, batches * module.makes[good], module.makes_units.get(good, part.unit)
        if part.cut and part.cut.length is not None:
            return good, *_cut(part)
        return good, part.quantity, part.unit


def _cut(part: Part) -> Amount:
    """Pieces as length with their kerf, or, where the part is counted in stock lengths, as a share of those: what is
    left of a stock length serves the next batch."""
    cut = part.cut
    if part.price_unit in ("each", "") and cut.stock_length:
        each = pieces_per_stock(cut.length, cut.stock_length, cut.kerf or 0)
        if each:
            return part.quantity / each, "each"
    return part.quantity * (cut.length + (cut.kerf or 0)), cut.unit
