"""Lagless loops: recipes that feed each other within one period would net loaves from no seed.

Within a period everything may happen in any order that the chains allow, so a plan only sees net amounts. A cycle
of recipes whose lags add up to 0 could then borrow its own product before it is made. Every cycle must have a
total lag of at least 1. Machines are no inputs: one that is made or bought serves from the next period on.
"""

from __future__ import annotations

from collections import deque

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ..vocabulary.refusal import Refusal, gettext_noop
from .network import Network


def lagless_loops(network: Network) -> list[Refusal]:
    """One refusal for each knot of recipes that holds a loop without lag, adopted or not; it names a shortest loop."""
    recipes = [recipe for recipe in network.recipes if not recipe.lag and recipe.inputs and recipe.outputs]
    knots = _knots(recipes, {good.id: place for place, good in enumerate(network.goods)})
    return [_refusal(_shortest_loop(knot)) for knot in knots]


def _knots(recipes, place_of) -> list[list]:
    """Groups of recipes that are all reachable from each other through goods."""
    sources, targets, goods = [], [], len(place_of)
    for number, recipe in enumerate(recipes):
        for good in recipe.inputs:
            sources.append(place_of[good])
            targets.append(goods + number)
        for good in recipe.outputs:
            sources.append(goods + number)
            targets.append(place_of[good])
    size = goods + len(recipes)
    graph = coo_array((np.ones(len(sources), np.int8), (sources, targets)), shape=(size, size)).tocsr()
    _, component = connected_components(graph, connection="strong")
    members = np.bincount(component, minlength=1)
    knots: dict[int, list] = {}
    for number, recipe in enumerate(recipes):
        if members[component[goods + number]] > 1:
            knots.setdefault(component[goods + number], []).append(recipe)
    return list(knots.values())


def _shortest_loop(knot) -> list[tuple[str, str]]:
    """[(recipe, the good it hands on), …] around a shortest loop (over the first 200 starts of a very large knot)."""
    takers: dict[str, list] = {}
    for recipe in knot:
        for good in recipe.inputs:
            takers.setdefault(good, []).append(recipe)
    best: list[tuple[str, str]] = []
    for start in knot[:200]:
        loop = _loop_through(start, takers, len(best) or None)
        if loop and (not best or len(loop) < len(best)):
            best = loop
    return best


def _loop_through(start, takers, shorter_than):
    came: dict[str, tuple] = {}  # recipe id -> (recipe before, good between)
    queue = deque([(start, 1)])
    while queue:
        recipe, length = queue.popleft()
        if shorter_than is not None and length >= shorter_than:
            return None
        for good in recipe.outputs:
            for taker in takers.get(good, ()):
                if taker.id == start.id:
                    loop = [(recipe.id, good)]
                    while recipe.id != start.id:
                        recipe, good = came[recipe.id]
                        loop.append((recipe.id, good))
                    return loop[::-1]
                if taker.id not in came:
                    came[taker.id] = (recipe, good)
                    queue.append((taker, length + 1))
    return None


def _refusal(loop) -> Refusal:
    path = " → ".join(f"{recipe} → {good}" for recipe, good in loop) + f" → {loop[0][0]}"
    return Refusal(
        "boundary.lagless_loop",
        gettext_noop(
            "These recipes feed each other without any time passing: {loop}. "
            "Give one of them a lag of at least 1 period, or nothing would be needed to start them."
        ),
        {"loop": path, "recipes": tuple(recipe for recipe, _ in loop), "goods": tuple(good for _, good in loop)},
        field="recipes",
    )
