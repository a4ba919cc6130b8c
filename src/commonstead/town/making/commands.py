"""What the making app can be told: bring a recipe in, take it up, let it go; enter land.

A recipe is free for anyone to add (Exodus 6763, 7187: nobody encloses a design). It is refused only when it
could not be true: when its units do not convert, when it makes something from nothing together with the
others, or when it closes a loop that takes no time.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.people import queries as people

from .drafts import Amounts, Check, Line, RecipeDraft, impossible, number
from .models import Parcel, Recipe, RecipeFlow

_PART_OF = {
    "inputs": RecipeFlow.Part.INPUT,
    "outputs": RecipeFlow.Part.OUTPUT,
    "hours": RecipeFlow.Part.HOURS,
    "machines": RecipeFlow.Part.MACHINE,
    "land": RecipeFlow.Part.LAND,
    "outlay_goods": RecipeFlow.Part.OUTLAY,
}


def add_recipe(id: str, *, name: str, **rest) -> str:
    """One recipe; the fields are those of RecipeDraft. Returns its id. Refused: all that is wrong with it."""
    add_recipes([RecipeDraft(id=id, name=name, **rest)])
    return id


def add_recipes(drafts: Iterable[RecipeDraft]) -> list[str]:
    """Several recipes, all or none, checked together with those that are there. Refused: making.recipe_twice,
    making.unknown_thing, making.not_a_machine, making.unknown_land, making.no_output, making.not_a_quantity,
    units.do_not_convert, boundary.lagless_loop, boundary.something_from_nothing."""
    drafts = list(drafts)
    with transaction.atomic():
        checked = Check()
        lines = {draft.id: checked.draft(draft) for draft in drafts}
        if not checked.problems:
            checked.problems += impossible(drafts, lines)
        if checked.problems:
            raise Refused(*checked.problems)
        for draft in drafts:
            _store(draft, lines[draft.id])
    return [draft.id for draft in drafts]


def adopt_recipe(recipe_id: str, *, doer: str, by: str = "") -> None:
    """Take a recipe up: an association (doer) does it from now on. by: the person who says so, who must keep
    the doer's book; empty for the loader of a town's folder. Refused: making.unknown_recipe,
    making.doer_unknown, making.may_not_adopt."""
    row = _recipe(recipe_id)
    agent = people.agent(doer)
    if agent is None or agent.nature not in ("association", "household"):
        raise _refused("doer_unknown", gettext_noop("Choose the association that will do it."), "doer")
    if by and doer not in people.may_book_for(by):
        raise _refused(
            "may_not_adopt",
            gettext_noop("Only somebody who keeps the book of {name} can say that it takes this up."),
            "doer",
            name=agent.name,
        )
    row.adopted, row.doer = True, doer
    row.save(update_fields=["adopted", "doer"])


def set_terms(
    recipe_id: str,
    *,
    fee: Decimal | None = None,
    limit: Decimal | None = None,
    outlay: Decimal | None = None,
    outlay_goods: Amounts | None = None,
    source: str = "",
) -> None:
    """What a town adds to a recipe that a design gave: cash a batch, most batches a period, and what has to be paid and
    to be there once before one begins. None: as it is. source: where these come from, added to the recipe's.
    Refused: making.unknown_recipe, making.unknown_thing, making.not_a_quantity, units.do_not_convert."""
    row, lines, problems = _recipe(recipe_id), [], []
    if outlay_goods:
        checked, draft = Check(), RecipeDraft(row.id, row.name)
        lines = [
            checked.line(draft, "outlay_goods", name, value if isinstance(value, Line) else Line(value))
            for name, value in outlay_goods.items()
        ]
        problems = checked.problems
    wanted = {name: value for name, value in (("fee", fee), ("limit", limit), ("outlay", outlay)) if value is not None}
    problems += [
        Refusal(
            "making.not_a_quantity",
            gettext_noop("“{value}” is not an amount of 0 or more."),
            {"value": value},
            field=name,
        )
        for name, value in wanted.items()
        if number(value) is None
    ]
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        for name, value in wanted.items():
            setattr(row, name, number(value))
        row.source = "; ".join(filter(None, (row.source, source)))
        row.save()
        named = [name for _, name, _, _ in lines]
        RecipeFlow.objects.filter(recipe=row, part=RecipeFlow.Part.OUTLAY, name__in=named).delete()
        _write_lines(row, lines)


def drop_recipe(recipe_id: str, *, by: str = "") -> None:
    """Let a recipe go: it stays in the catalogue, free for others. by: as in adopt_recipe."""
    row = _recipe(recipe_id)
    if by and row.doer and row.doer not in people.may_book_for(by):
        raise _refused(
            "may_not_adopt",
            gettext_noop("Only somebody who keeps the book of {name} can say that it takes this up."),
            "doer",
            name=people.names([row.doer])[row.doer],
        )
    row.adopted, row.doer = False, ""
    row.save(update_fields=["adopted", "doer"])


def add_parcel(id: str, *, name: str, holder: str, area_m2: Decimal | int | str, source: str = "") -> str:
    """Land that somebody holds for the commons. The same id again corrects it. Refused: making.holder_unknown,
    making.not_a_quantity."""
    if people.agent(holder) is None:
        raise _refused(
            "holder_unknown", gettext_noop("Nobody here is known as the holder of {name}."), "holder", name=name
        )
    area = number(area_m2)
    if area is None:
        raise _refused(
            "not_a_quantity", gettext_noop("“{value}” is not an amount of 0 or more."), "area_m2", value=area_m2
        )
    Parcel.objects.update_or_create(id=id, defaults={"name": name, "holder": holder, "area_m2": area, "source": source})
    return id


def _store(draft: RecipeDraft, lines: list[tuple[str, str, Decimal, str]]) -> None:
    row = Recipe.objects.create(
        id=draft.id,
        name=draft.name,
        note=draft.note,
        source=draft.source,
        estimate=draft.estimate,
        lag=draft.lag,
        fee=draft.fee,
        limit=draft.limit,
        adopted=draft.adopted,
        doer=draft.doer,
        stage=draft.stage,
        outlay=draft.outlay,
    )
    _write_lines(row, lines)


def _write_lines(row: Recipe, lines: list[tuple[str, str, Decimal, str]]) -> None:
    RecipeFlow.objects.bulk_create(
        [
            RecipeFlow(recipe=row, part=_PART_OF[part], name=name, quantity=round(quantity, 6), source=source)
            for part, name, quantity, source in lines
            if quantity
        ]
    )


def _recipe(recipe_id: str) -> Recipe:
    row = Recipe.objects.filter(id=recipe_id).first()
    if row is None:
        raise _refused("unknown_recipe", gettext_noop("There is no such recipe."), "recipe")
    return row


def _refused(name: str, template: str, field: str, /, **params) -> Refused:
    return Refused(Refusal(f"making.{name}", template, params, field=field))


__all__ = [
    "Line",
    "RecipeDraft",
    "add_parcel",
    "add_recipe",
    "add_recipes",
    "adopt_recipe",
    "drop_recipe",
    "set_terms",
]
