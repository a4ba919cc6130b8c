"""Recipes as they are brought in, and the check whether they could be true: names, units, time, no free lunch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from commonstead.core import boundary
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.ledger import queries as ledger

from .models import Parcel, Recipe
from .queries import recipes as all_recipes

PARTS = ("inputs", "outputs", "hours", "machines", "land", "outlay_goods")
_OF_GOODS = ("inputs", "outputs", "machines", "outlay_goods")


@dataclass(frozen=True)
class Line:
    """One quantity of a recipe. unit: empty means the thing's own; another is converted if it can be."""

    quantity: Decimal
    unit: str = ""
    source: str = ""


Amounts = Mapping[str, "Line | Decimal | int | str"]


@dataclass(frozen=True)
class RecipeDraft:
    """A recipe as it is brought in. Quantities of one batch, as numbers or as Lines with unit and source."""

    id: str
    name: str
    inputs: Amounts = field(default_factory=dict)
    outputs: Amounts = field(default_factory=dict)
    hours: Amounts = field(default_factory=dict)
    machines: Amounts = field(default_factory=dict)
    land: Amounts = field(default_factory=dict)
    outlay_goods: Amounts = field(default_factory=dict)
    note: str = ""
    source: str = ""
    estimate: bool = False
    lag: int = 0
    fee: Decimal = Decimal(0)
    limit: Decimal | None = None
    adopted: bool = False
    doer: str = ""
    stage: str = ""
    outlay: Decimal = Decimal(0)


class Check:
    """Reads drafts against the town's list of things, its units and its land, and collects problems."""

    def __init__(self) -> None:
        self.problems: list[Refusal] = []
        self.units = ledger.units()
        self.things = {view.id: view for view in ledger.specifications()}
        self.parcels = set(Parcel.objects.values_list("id", flat=True))
        self.known = set(Recipe.objects.values_list("id", flat=True))

    def problem(self, draft: RecipeDraft, name: str, template: str, field: str, /, **params) -> None:
        self.problems.append(
            Refusal(f"making.{name}", template, {"recipe": draft.name or draft.id, **params}, field=field)
        )

    def draft(self, draft: RecipeDraft) -> list[tuple[str, str, Decimal, str]]:
        """(part, name, quantity in the thing's unit, source) of each line."""
        if draft.id in self.known:
            self.problem(
                draft,
                "recipe_twice",
                gettext_noop("There is a recipe {id} already. Give this one another id."),
                "id",
                id=draft.id,
            )
        self.known.add(draft.id)
        lines = []
        for part in PARTS:
            for name, value in getattr(draft, part).items():
                lines.append(self.line(draft, part, name, value if isinstance(value, Line) else Line(value)))
        if not any(part == "outputs" and quantity for part, _, quantity, _ in lines):
            self.problem(draft, "no_output", gettext_noop("{recipe} makes nothing. Say what comes out."), "outputs")
        for name in ("fee", "outlay", "limit"):
            value = getattr(draft, name)
            if value is not None and number(value) is None:
                self.problem(
                    draft, "not_a_quantity", gettext_noop("“{value}” is not an amount of 0 or more."), name, value=value
                )
        if draft.stage and draft.stage not in Recipe.Stage.values:
            self.problem(
                draft,
                "stage_unknown",
                gettext_noop("{stage} is not a stage. Choose one of: {stages}."),
                "stage",
                stage=draft.stage,
                stages=", ".join(Recipe.Stage.values),
            )
        return lines

    def line(self, draft: RecipeDraft, part: str, name: str, line: Line) -> tuple[str, str, Decimal, str]:
        field = f"{part}.{name}"
        quantity = number(line.quantity)
        if quantity is None:
            self.problem(
                draft,
                "not_a_quantity",
                gettext_noop("“{value}” is not an amount of 0 or more."),
                field,
                value=line.quantity,
            )
            return part, name, Decimal(0), line.source
        own_unit = {"hours": "h", "machines": "h", "land": "m2"}.get(part, "")
        if part in _OF_GOODS:
            thing = self.things.get(name)
            if thing is None:
                self.problem(
                    draft,
                    "unknown_thing",
                    gettext_noop(
                        "{recipe} names {thing}, which is not in the town's list of things. Add it there first."
                    ),
                    field,
                    thing=name,
                )
                return part, name, quantity, line.source
            if part == "machines" and not _hours_each(thing):
                self.problem(
                    draft,
                    "not_a_machine",
                    gettext_noop(
                        "{recipe} runs on {thing}, which is not a machine. Say how many hours one of it gives, or list "
                        "it as an input."
                    ),
                    field,
                    thing=thing.name,
                )
            own_unit = own_unit or thing.unit
        elif part == "land" and name not in self.parcels:
            self.problem(
                draft,
                "unknown_land",
                gettext_noop("{recipe} stands on {parcel}, which is no known land."),
                field,
                parcel=name,
            )
        return part, name, self.converted(quantity, line.unit, own_unit, field), line.source

    def converted(self, quantity: Decimal, unit: str, own_unit: str, field: str) -> Decimal:
        if not unit or unit == own_unit:
            return quantity
        try:
            factor = self.units.factor(unit, own_unit)
        except Refused as refused:
            self.problems += [
                Refusal(each.clause, each.template, each.params, field=field) for each in refused.refusals
            ]
            return quantity
        return quantity * factor.numerator / factor.denominator


def impossible(drafts: list[RecipeDraft], lines) -> list[Refusal]:
    """Loops without time and something from nothing, over these recipes and those that are there."""
    there = [
        boundary.Recipe(
            id=view.id,
            name=view.name,
            lag=view.lag,
            fee=float(view.fee),
            **{
                part: {name: float(value) for name, value in getattr(view, part).items()}
                for part in ("inputs", "outputs", "hours", "machines", "land")
            },
        )
        for view in all_recipes()
    ]
    new = []
    for draft in drafts:
        parts: dict[str, dict[str, float]] = {part: {} for part in PARTS}
        for part, name, quantity, _ in lines[draft.id]:
            if quantity:
                parts[part][name] = float(quantity)
        new.append(boundary.Recipe(id=draft.id, name=draft.name, lag=draft.lag, fee=float(draft.fee), **parts))
    recipes = (*there, *new)
    named = sorted(
        {name for recipe in recipes for part in (recipe.inputs, recipe.outputs, recipe.machines) for name in part}
    )
    goods = tuple(boundary.Good(id=name, unit="") for name in named)
    return boundary.check_network(boundary.Network(goods=goods, recipes=recipes))


def _hours_each(thing) -> bool:
    return "hours_each" in (thing.numbers or {})


def number(value) -> Decimal | None:
    """A finite amount of 0 or more, or None."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None
