"""Something from nothing: recipes that together gain goods and use up nothing at all.

A slip of a unit, or repacking that turns 1 bag into 1.02, lets a plan grow goods out of the air. Such a set uses no
good on balance, no hours, no land, no machine time and no fee. The test is the free-lunch programme of metabolic
modelling (Gevorgyan, Poolman & Fell 2008): maximise the net gain Σd with N·x = d ≥ 0 and 0 ≤ x ≤ 1. A lag does not
matter: whoever waits gains just as well. Repacking at exactly 1:1 gains nothing and is legal.

Columns and rows are brought to a like size before, and a gain counts when it is more than a millionth of what the
set moves: decimals of a file (0.3333 thrice) are not a free lunch.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ..vocabulary.refusal import Refusal, gettext_noop
from .network import Network, Recipe
from .solver import INFINITY, solve_lp

_GAIN = 1e-6  # least gain, relative to the largest amount that a recipe of the set moves of that good
_RUNS = 1e-12


def free_lunches(network: Network) -> list[Refusal]:
    """One refusal for each independent set of recipes that makes something from nothing, with its gain."""
    refusals = []
    recipes = _suspects(network.recipes)
    while recipes:
        found = _gaining(recipes)
        if not found:
            return refusals
        for lunch in found:
            refusals.append(_refusal(lunch))
        # Another set may hide behind the one found: look again without the recipes of those that are named.
        named = {recipe.id for lunch in found for recipe in lunch[0]}
        recipes = _pruned([recipe for recipe in recipes if recipe.id not in named])
    return refusals


def _suspects(recipes) -> list[Recipe]:
    costless = [
        recipe
        for recipe in recipes
        if recipe.outputs and not (recipe.hours or recipe.land or recipe.machines or recipe.fee)
    ]
    return _pruned(costless)


def _pruned(recipes: list[Recipe]) -> list[Recipe]:
    """Without those that need a good which none of the rest makes: they use something up (a maximal RAF set)."""
    while True:
        made = {good for recipe in recipes for good in recipe.outputs}
        kept = [recipe for recipe in recipes if made.issuperset(recipe.inputs)]
        if len(kept) == len(recipes):
            return kept
        recipes = kept


def _gaining(recipes) -> list[tuple[list[Recipe], dict[str, float]]]:
    """For each connected group of the recipes: a small set that gains, and what one round of it gains."""
    goods = sorted({good for recipe in recipes for good in (*recipe.inputs, *recipe.outputs)})
    place_of = {good: place for place, good in enumerate(goods)}
    rows, columns, values = [], [], []
    for number, recipe in enumerate(recipes):
        for good in {*recipe.inputs, *recipe.outputs}:
            net = recipe.outputs.get(good, 0.0) - recipe.inputs.get(good, 0.0)
            size = max(recipe.outputs.get(good, 0.0), recipe.inputs.get(good, 0.0))
            rows.append(place_of[good])
            columns.append(number)
            values.append(net if abs(net) > 1e-12 * size else 0.0)
    net = coo_array((values, (rows, columns)), shape=(len(goods), len(recipes))).tocsr()
    graph = coo_array(
        (np.ones(len(rows)), (rows, np.array(columns) + len(goods))), shape=(len(goods) + len(recipes),) * 2
    )
    _, group = connected_components(graph, directed=False)
    gains = _solve(net, {})
    if gains is None:
        return []
    found = []
    for label in np.unique(group[len(goods) :][gains > _RUNS * gains.max()]):
        members = np.flatnonzero(group[len(goods) :] == label)
        if lunch := _smallest(net, members, recipes, goods):
            found.append(lunch)
    return found


def _solve(net, removed):
    """(x, gain by good) of the free-lunch programme, or None when nothing is gained. Recipes removed stay at 0."""
    rows, columns = _scales(net)
    scaled = net.multiply(rows[:, None]).multiply(columns[None, :]).tocsc()
    upper = np.ones(net.shape[1])
    upper[list(removed)] = 0
    cost = -np.asarray(scaled.sum(axis=0)).ravel()
    x = solve_lp(cost, scaled, np.zeros(net.shape[0]), np.full(net.shape[0], INFINITY), np.zeros(net.shape[1]), upper)
    if x is None or (scaled @ x).max(initial=0) <= _GAIN:
        return None
    return x * columns


def _scales(net):
    """Factors for rows and columns that bring all entries near 1, so that grams and tonnes weigh alike."""
    entries = net.tocoo()
    size = np.log(np.maximum(np.abs(entries.data), 1e-300))
    real = entries.data != 0
    row, column = np.zeros(net.shape[0]), np.zeros(net.shape[1])
    for _ in range(8):
        for own, other, mine, theirs in (
            (row, column, entries.row, entries.col),
            (column, row, entries.col, entries.row),
        ):
            count = np.bincount(mine[real], minlength=len(own))
            total = np.bincount(mine[real], (size + other[theirs])[real], minlength=len(own))
            own[:] = np.where(count, -total / np.maximum(count, 1), 0)
    return np.exp(row), np.exp(column)


def _smallest(net, members, recipes, goods):
    """Delete recipe after recipe while something is still gained: what is left is minimal."""
    removed = set(range(len(recipes))) - set(members.tolist())
    best = _solve(net, removed)
    if best is None:
        return None
    used = [column for column in members if best[column] > 0]
    removed = set(range(len(recipes))) - set(used)
    for column in used:
        if column in removed:
            continue
        trial = _solve(net, removed | {column})
        if trial is not None:
            best = trial
            removed |= {column, *(other for other in used if trial[other] <= 0)}
    x = np.where(best > 0, best, 0)
    # One round: the recipe that runs most runs once.
    gain = net @ (x / x.max())
    return (
        [recipes[column] for column in np.flatnonzero(x)],
        {goods[row]: float(gain[row]) for row in np.flatnonzero(gain > _GAIN * abs(gain).max())},
    )


def _refusal(lunch) -> Refusal:
    recipes, gain = lunch
    names = " → ".join(recipe.id for recipe in recipes)
    gained = ", ".join(f"{amount:.6g} {good}" for good, amount in gain.items())
    return Refusal(
        "boundary.something_from_nothing",
        gettext_noop(
            "These recipes together make something from nothing: {loop} gains {gain} a round and uses up no good, "
            "hours, land, machine time or fee. Check their quantities and units, or add what they really use."
        ),
        {"loop": names, "recipes": tuple(recipe.id for recipe in recipes), "gain": gained},
        field="recipes",
    )
