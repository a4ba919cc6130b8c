"""Land and recipes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from commonstead.town.making import commands as making

from ..description import Figure, RecipeDescription, TownDescription
from .people import Agents


def write_making(town: TownDescription, agents: Agents) -> None:
    """Every parcel, then all recipes at once, so that they are checked together."""
    for parcel in town.parcels.values():
        making.add_parcel(
            parcel.id,
            name=parcel.name,
            holder=agents.ids[parcel.holder],
            area_m2=parcel.area_m2.value,
            source=town.cite(parcel.area_m2),
        )
    making.add_recipes([_draft(town, agents, recipe) for recipe in town.recipes.values()])


def _draft(town: TownDescription, agents: Agents, recipe: RecipeDescription) -> making.RecipeDraft:
    def lines(part: Mapping[str, Figure]) -> dict[str, making.Line]:
        return {name: making.Line(figure.value, source=town.cite(figure)) for name, figure in part.items()}

    single = [figure for figure in (recipe.fee, recipe.limit, recipe.outlay) if figure]
    return making.RecipeDraft(
        id=recipe.id,
        name=recipe.name,
        note=recipe.note,
        source="; ".join(dict.fromkeys(town.cite(figure) for figure in single)),
        estimate=any(figure.estimate for figure in recipe.figures()),
        lag=recipe.lag,
        fee=recipe.fee.value if recipe.fee else Decimal(0),
        limit=recipe.limit.value if recipe.limit else None,
        adopted=recipe.adopted,
        doer=agents.ids[recipe.doer] if recipe.doer else "",
        stage=recipe.stage,
        outlay=recipe.outlay.value if recipe.outlay else Decimal(0),
        inputs=lines(recipe.inputs),
        outputs=lines(recipe.outputs),
        hours=lines(recipe.hours),
        machines=lines(recipe.machines),
        land=lines(recipe.land),
        outlay_goods=lines(recipe.outlay_goods),
    )
