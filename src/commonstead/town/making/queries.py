"""What the making app can be asked: recipes, adopted and in the catalogue, and the land that is held."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Max, Sum

from .models import Parcel, Recipe, RecipeFlow

_PARTS = {
    RecipeFlow.Part.INPUT: "inputs",
    RecipeFlow.Part.OUTPUT: "outputs",
    RecipeFlow.Part.HOURS: "hours",
    RecipeFlow.Part.MACHINE: "machines",
    RecipeFlow.Part.LAND: "land",
    RecipeFlow.Part.OUTLAY: "outlay_goods",
}


@dataclass(frozen=True)
class RecipeView:
    """A recipe with the quantities of one batch: inputs, outputs and outlay_goods by specification, hours by
    skill, machines (hours) by specification, land (m²) by parcel. lag in periods. sources: where a quantity
    comes from, by (part, name), like ("inputs", "flour")."""

    id: str
    name: str
    note: str
    source: str
    estimate: bool
    lag: int
    fee: Decimal
    limit: Decimal | None
    adopted: bool
    doer: str
    stage: str
    outlay: Decimal
    inputs: Mapping[str, Decimal] = field(default_factory=dict)
    outputs: Mapping[str, Decimal] = field(default_factory=dict)
    hours: Mapping[str, Decimal] = field(default_factory=dict)
    machines: Mapping[str, Decimal] = field(default_factory=dict)
    land: Mapping[str, Decimal] = field(default_factory=dict)
    outlay_goods: Mapping[str, Decimal] = field(default_factory=dict)
    sources: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class ParcelView:
    """Land that somebody (holder: agent id) holds for the commons."""

    id: str
    name: str
    holder: str
    area_m2: Decimal
    source: str


def recipe(recipe_id: str) -> RecipeView | None:
    """One recipe, or None."""
    found = _views(Recipe.objects.filter(id=recipe_id))
    return found[0] if found else None


def recipes(adopted: bool | None = None) -> tuple[RecipeView, ...]:
    """All recipes by name: those in use (True), those in the catalogue (False), or both (None)."""
    rows = Recipe.objects.all() if adopted is None else Recipe.objects.filter(adopted=adopted)
    return _views(rows)


def recipes_making(specification: str) -> tuple[RecipeView, ...]:
    """The recipes that have this thing among their outputs, those in use first."""
    rows = Recipe.objects.filter(flows__part=RecipeFlow.Part.OUTPUT, flows__name=specification)
    return tuple(sorted(_views(rows.distinct()), key=lambda view: not view.adopted))


def recipes_using(specification: str) -> tuple[RecipeView, ...]:
    """The recipes that use this thing up or run on it, those in use first."""
    rows = Recipe.objects.filter(
        flows__part__in=(RecipeFlow.Part.INPUT, RecipeFlow.Part.MACHINE), flows__name=specification
    )
    return tuple(sorted(_views(rows.distinct()), key=lambda view: not view.adopted))


def recipes_of(doer: str) -> tuple[RecipeView, ...]:
    """The recipes in use that one association runs."""
    return _views(Recipe.objects.filter(doer=doer, adopted=True))


def parcels() -> tuple[ParcelView, ...]:
    """All land by name."""
    return tuple(
        ParcelView(row.id, row.name, row.holder, row.area_m2, row.source)
        for row in Parcel.objects.order_by("name", "id")
    )


def fingerprint() -> str:
    """Changes whenever a recipe or a parcel does. Cheap: whoever keeps answers asks it on every page."""
    lines = RecipeFlow.objects.aggregate(Count("id"), Max("id"), Sum("quantity"))
    recipes = Recipe.objects.order_by("id").values_list("id", "adopted", "doer", "lag", "fee", "limit", "outlay")
    land = Parcel.objects.order_by("id").values_list("id", "area_m2")
    return hashlib.sha256(repr((sorted(lines.items()), list(recipes), list(land))).encode()).hexdigest()


def _views(rows) -> tuple[RecipeView, ...]:
    """Two queries, however many recipes."""
    rows = list(rows.order_by("name", "id"))
    parts: dict[str, dict[str, dict[str, Decimal]]] = {row.id: {part: {} for part in _PARTS.values()} for row in rows}
    sources: dict[str, dict[tuple[str, str], str]] = {row.id: {} for row in rows}
    for line in _lines([row.id for row in rows]):
        part = _PARTS[RecipeFlow.Part(line.part)]
        parts[line.recipe_id][part][line.name] = line.quantity.normalize() + 0
        if line.source:
            sources[line.recipe_id][part, line.name] = line.source
    return tuple(
        RecipeView(
            id=row.id,
            name=row.name,
            note=row.note,
            source=row.source,
            estimate=row.estimate,
            lag=row.lag,
            fee=row.fee,
            limit=row.limit,
            adopted=row.adopted,
            doer=row.doer,
            stage=row.stage,
            outlay=row.outlay,
            sources=sources[row.id],
            **parts[row.id],
        )
        for row in rows
    )


def _lines(recipe_ids: Iterable[str]):
    return RecipeFlow.objects.filter(recipe_id__in=list(recipe_ids)).order_by("recipe_id", "id")
