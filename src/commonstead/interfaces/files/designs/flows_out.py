"""A design as a ValueFlows recipe: a process with what it consumes, uses and gives, and the skills that work in it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from commonstead.core.making import Design, slug
from commonstead.core.vocabulary import valueflows as vf
from commonstead.core.vocabulary.actions import Action

from ..valueflows.document import OM2, VF, Context, Document
from .flows import ASIDE

_PREFIXES = {
    name: f"urn:commonstead:{name}:" for name in ("unit", "specification", "recipe", "process", "flow", "skill")
}
CONTEXT = Context(
    VF, tuple(_PREFIXES.items()), ({"@vocab": VF}, {**_PREFIXES, "om2": OM2, "commonstead": "urn:commonstead:term:"})
)


def document_of(design: Design, by_id: Mapping[str, Design] | None = None) -> Document:
    """A design, and the modules in it that are at hand, as a ValueFlows document."""
    writer = _Writer(by_id or {})
    writer.design(design)
    return Document(CONTEXT, (*writer.units.values(), *writer.things.values(), *writer.nodes))


class _Writer:
    def __init__(self, by_id: Mapping[str, Design]):
        self.by_id = by_id
        self.units: dict[str, vf.Unit] = {}
        self.things: dict[str, vf.ResourceSpecification] = {}
        self.nodes: list[vf.Thing] = []
        self.done: set[str] = set()

    def design(self, design: Design) -> None:
        if design.id in self.done:
            return
        self.done.add(design.id)
        for module in design.modules:
            if module in self.by_id:
                self.design(self.by_id[module])
        process = f"process:{design.id}"
        aside = (("design", design.id), *((word, getattr(design, word)) for word in ASIDE))
        self.nodes.append(
            vf.Recipe(
                id=f"recipe:{design.id}",
                name=design.name,
                recipe_includes=(process,),
                primary_output=next((f"specification:{good}" for good in design.makes), None),
            )
        )
        self.nodes.append(
            vf.RecipeProcess(
                id=process,
                name=design.name,
                note=design.purpose or None,
                has_duration=None if design.days is None else self.measure(design.days, "day"),
                extras=tuple((f"commonstead:{word}", value) for word, value in aside if value),
            )
        )
        self._flows(design, process)

    def _flows(self, design: Design, process: str) -> None:
        count = 0

        def flow(action: Action, thing: str, **more) -> None:
            nonlocal count
            count += 1
            self.nodes.append(
                vf.RecipeFlow(id=f"flow:{design.id}-{count}", action=action, resource_conforms_to=thing, **more)
            )

        for good, amount in design.makes.items():
            unit = design.makes_units.get(good, "")
            flow(
                Action.PRODUCE,
                self.thing(good, _name(design, good), unit),
                recipe_output_of=process,
                resource_quantity=None if amount is None else self.measure(amount, unit),
            )
        for part in design.parts:
            quantity, unit = part.quantity, part.unit
            if part.cut and part.cut.length is not None and quantity is not None:
                quantity, unit = quantity * part.cut.length, part.cut.unit
            flow(
                Action.CONSUME,
                self.thing(part.good or slug(part.name), part.name, unit),
                recipe_input_of=process,
                resource_quantity=None if quantity is None else self.measure(quantity, unit),
                note=part.note or None,
                extras=(("commonstead:design", part.design),) if part.design else (),
            )
        for tool in design.tools:
            flow(
                Action.USE,
                self.thing(tool.good or slug(tool.name), tool.name, "each"),
                recipe_input_of=process,
                effort_quantity=None if tool.hours is None else self.measure(tool.hours, "h"),
                note=tool.note or None,
            )
        for skill, hours in design.skills.items():
            flow(
                Action.WORK,
                self.thing(skill, skill, "", "skill"),
                recipe_input_of=process,
                effort_quantity=None if hours is None else self.measure(hours, "h"),
            )

    def thing(self, id: str, name: str, unit: str, prefix: str = "specification") -> str:
        key = f"{prefix}:{id}"
        if key not in self.things:
            self.things[key] = vf.ResourceSpecification(
                id=key,
                name=name,
                default_unit_of_resource=self.unit(unit) if unit else None,
                default_unit_of_effort=self.unit("h") if prefix == "skill" else None,
            )
        return key

    def unit(self, id: str) -> str:
        self.units.setdefault(id, vf.Unit(id=f"unit:{id}", label=id))
        return f"unit:{id}"

    def measure(self, amount: Decimal, unit: str) -> vf.Measure:
        return vf.Measure(has_unit=self.unit(unit or "each"), has_numerical_value=amount)


def _name(design: Design, good: str) -> str:
    """What a product is called: as a part calls it where it is taken, too, else by its id."""
    return next((part.name for part in design.parts if part.good == good), good)
