"""Reading how things are made, and what the town could stop buying."""

from __future__ import annotations

from django.http import Http404

from commonstead.town.boundary import queries as boundary
from commonstead.town.making import queries as making

from . import shapes
from .answers import USUAL_NOES
from .router import router
from .shapes import Id


@router.get("/recipes", response={200: list[shapes.RecipeShape], **USUAL_NOES}, tags=["Making"],
            summary="How things are made; not adopted ones are the design commons")
def recipes(request, adopted: bool | None = None):
    return [_recipe(view) for view in making.recipes(adopted=adopted)]


@router.get("/recipes/{recipe_id}", response={200: shapes.RecipeShape, **USUAL_NOES}, tags=["Making"],
            summary="How one thing is made")
def recipe(request, recipe_id: Id):
    found = making.recipe(recipe_id)
    if found is None:
        raise Http404
    return _recipe(found)


@router.get("/boundary", response={200: shapes.BoundaryShape, **USUAL_NOES}, tags=["Boundary"],
            summary="What share of the livelihood is bought, how long without a wage, what to bring inside next")
def boundary_answers(request):
    found = boundary.answers()
    if found is None:
        raise Http404
    return {name: getattr(found, name) for name in ("computed", "stale", "dependence", "plan", "closure", "next")}


def _recipe(view: making.RecipeView) -> dict:
    """A recipe with its figures as decimal texts, like all amounts here."""
    plain = {name: getattr(view, name) for name in (
        "id", "name", "note", "source", "estimate", "lag", "adopted", "doer", "stage")}
    figures = {name: None if getattr(view, name) is None else f"{getattr(view, name):f}"
               for name in ("fee", "limit", "outlay")}
    parts = {name: {what: f"{quantity:f}" for what, quantity in getattr(view, name).items()}
             for name in ("inputs", "outputs", "hours", "machines", "land", "outlay_goods")}
    return {**plain, **figures, **parts}
