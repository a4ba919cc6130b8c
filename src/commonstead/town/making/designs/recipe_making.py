"""From a design to recipes in the town's catalogue: matching parts with the town's things, adding what is missing,
and finding out beforehand what could not be true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.db import transaction

from commonstead.core.making import Design, RecipeOutline, open_modules, slug, to_recipes
from commonstead.core.making.loops import find_loop, refusal_of
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.ledger import commands as ledger_commands
from commonstead.town.ledger import queries as ledger
from commonstead.town.making.commands import add_recipes
from commonstead.town.making.drafts import Line, RecipeDraft, impossible
from commonstead.town.making.models import DesignRecipe, DesignVersion, Recipe

from . import queries
from .views import MadeRecipes


def matched(design: Design, matches: Mapping[str, str] | None = None, things: Mapping | None = None) -> Design:
    """The design with each part and tool matched to the town's list: as told (part name -> thing), else as the
    design says, else by the thing's name or id. What matches nothing stays as it is. things: the list by id, where
    many designs are matched at once."""
    told, things = matches or {}, _things() if things is None else things
    by_name = {" ".join(view.name.casefold().split()): view.id for view in things.values()}

    def thing(name: str, good: str) -> str:
        if name in told:
            return told[name]
        if good in things:
            return good
        return good or by_name.get(" ".join(name.casefold().split())) or (slug(name) if slug(name) in things else "")

    parts = tuple(
        replace(
            part,
            good=thing(part.name, part.good) if not part.design or part.good or part.name in told else "",
            alternatives=tuple(replace(other, good=thing(other.name, other.good)) for other in part.alternatives),
        )
        for part in design.parts
    )
    tools = tuple(replace(tool, good=thing(tool.name, tool.good)) for tool in design.tools)
    return replace(design, parts=parts, tools=tools)


def make(
    design: Design, matches: Mapping[str, str], add_things: bool, currency: str, days_per_period: int
) -> MadeRecipes:
    """See commands.make_recipes_of."""
    there = _things()
    hand = {id: matched(other, matches, there) for id, other in queries.at_hand(design).items()}
    wanted = matched(design, matches, there)
    if add_things:
        wanted = _with_ids(wanted)
        hand = {id: _with_ids(other) for id, other in hand.items()}
    outlines = to_recipes(wanted, hand, days_per_period=days_per_period, units=ledger.units())
    with transaction.atomic():
        things = _add_things(outlines, {**hand, wanted.id: wanted}, add_things, currency)
        machines = {view.id for view in ledger.specifications() if "hours_each" in (view.numbers or {})}
        known = set(Recipe.objects.filter(id__in=[outline.id for outline in outlines]).values_list("id", flat=True))
        new = [outline for outline in outlines if outline.id not in known]
        said = {id: _notes(other) for id, other in {**hand, wanted.id: wanted}.items()}
        add_recipes([_draft(outline, machines, said.get(outline.design)) for outline in new])
        _link(new)
    by_hand = tuple(dict.fromkeys(tool.name for tool in wanted.tools if tool.good not in machines))
    return MadeRecipes(
        tuple(outline.id for outline in outlines),
        tuple(outline.id for outline in new),
        things,
        by_hand,
        tuple(module.id for module in open_modules(wanted, hand)),
    )


def unsound(design: Design) -> tuple[Refusal, ...]:
    """Why a design must be kept apart: it contains itself, or its recipe (as far as its amounts are known) makes
    something from nothing, alone or with those that are there. () where it need not."""
    hand = queries.at_hand(design)
    if loop := find_loop(design, {**hand, design.id: design}):
        return (refusal_of(loop),)
    try:
        outlines = to_recipes(_with_ids(matched(design)), {id: _with_ids(other) for id, other in hand.items()})
    except Refused:
        return ()  # something is still unknown: asked for, and looked at again when recipes are made
    outline = outlines[-1]
    draft = _draft(next((each for each in outlines if each.design == design.id), outline), set(outline.machines))
    lines = {
        draft.id: [
            (part, name, _in_own_unit(name, value), "")
            for part in ("inputs", "outputs", "hours", "machines")
            for name, value in getattr(draft, part).items()
        ]
    }
    there = set(Recipe.objects.filter(id=draft.id).values_list("id", flat=True))
    return () if there else tuple(impossible([draft], lines))


def _in_own_unit(name: str, value: Line | Decimal) -> Decimal:
    """An amount in the unit in which the town counts the thing, or, of a thing that it does not have, in the first of
    its dimension: kilograms that go in and grams that come out must be compared."""
    if not isinstance(value, Line):
        return value
    units, thing = ledger.units(), ledger.specification(name)
    if value.unit not in units:
        return value.quantity
    unit = units.get(value.unit)
    if thing is None:
        factor = unit.per_base
    elif units.get(thing.unit).dimension == unit.dimension:
        factor = units.factor(value.unit, thing.unit)
    else:
        return value.quantity  # refused as such when recipes are made
    return value.quantity * factor.numerator / factor.denominator


def as_json(refusal: Refusal) -> dict:
    """A refusal as JSON keeps it; `Refusal(**…)` reads it back."""
    params = {
        key: list(map(str, value))
        if isinstance(value, tuple | list)
        else value
        if isinstance(value, int | float)
        else str(value)
        for key, value in refusal.params.items()
    }
    return {
        "clause": refusal.clause,
        "template": refusal.template,
        "params": params,
        "field": refusal.field,
        "line": refusal.line,
    }


def _things() -> dict:
    return {view.id: view for view in ledger.specifications()}


def _with_ids(design: Design) -> Design:
    """What matched nothing gets the id that it would have in the town's list."""
    parts = tuple(
        replace(
            part,
            good=part.good or ("" if part.design else slug(part.name)),
            alternatives=tuple(replace(other, good=other.good or slug(other.name)) for other in part.alternatives),
        )
        for part in design.parts
    )
    return replace(design, parts=parts)


def _add_things(outlines, designs: Mapping[str, Design], allowed: bool, currency: str) -> tuple[str, ...]:
    known = {view.id for view in ledger.specifications()}
    words: dict[str, dict] = {}
    for outline in outlines:
        for good, (_, unit) in (*outline.outputs.items(), *outline.inputs.items()):
            if good not in known and good not in words:
                words[good] = _thing(good, unit, designs[outline.design], currency)
    if words and not allowed:
        raise Refused(
            *(
                Refusal(
                    "design.thing_missing",
                    gettext_noop("{thing} is not in the town's list of things. Match it with one that is, or add it."),
                    {"thing": thing["name"]},
                    field=f"goods.{good}",
                )
                for good, thing in words.items()
            )
        )
    for good, thing in words.items():
        ledger_commands.add_specification(good, **thing)
    return tuple(words)


def _thing(good: str, unit: str, design: Design, currency: str) -> dict:
    source = f"bill of materials of {design.name} {design.version}".strip()
    part = next((part for part in design.parts if part.good == good), None)
    other = next((other for part in design.parts for other in part.alternatives if other.good == good), None)
    name = part.name if part else other.name if other else design.name if good in design.makes else good
    numbers = {}
    if part and part.price is not None and part.currency in ("", currency) and not part.cut:
        numbers["buy"] = {"value": str(part.price), "source": source}
    return {
        "name": name[:120],
        "unit": unit or "each",
        "sort": "good" if good in design.makes else "material",
        "source": source,
        "numbers": numbers,
    }


def _notes(design: Design) -> dict[str, str]:
    """What the bill notes beside each thing: where its amount comes from."""
    return {part.good: part.note for part in design.parts if part.good and part.note}


def _draft(outline: RecipeOutline, machines: set[str], notes: Mapping[str, str] | None = None) -> RecipeDraft:
    notes = notes or {}
    told = (*notes.values(), *outline.source.split("; "))
    return RecipeDraft(
        id=outline.id,
        name=outline.name[:120],
        inputs={good: Line(quantity, unit, notes.get(good, "")) for good, (quantity, unit) in outline.inputs.items()},
        outputs={good: Line(quantity, unit) for good, (quantity, unit) in outline.outputs.items()},
        hours={skill: Decimal(hours) for skill, hours in outline.hours.items()},
        machines={good: hours for good, hours in outline.machines.items() if good in machines},
        lag=outline.lag,
        stage=outline.stage,
        note=outline.note,
        source=outline.source or f"design {outline.design} {outline.version}".strip(),
        estimate=any(text.startswith("estimate") for text in told),
    )


def _link(outlines: list[RecipeOutline]) -> None:
    for outline in outlines:
        rows = DesignVersion.objects.filter(design=outline.design)
        row = rows.filter(version=outline.version).first() or rows.order_by("-number").first()
        if row is not None:
            DesignRecipe.objects.create(recipe_id=outline.id, version=row)
