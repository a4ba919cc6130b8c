"""The cost cascade: how cheap each good could become if the whole catalogue were open, and how much it could be worth.

p[g] = min(price now, least cost of any recipe that makes it at prices p) — a product's availability cuts the cost of
the next (Exodus 3575-3579). v[g] = max(worth now, what the best recipe that takes it in could pay for it). A recipe
whose products at v are worth more than its inputs at p could be a link of a chain that pays, even if it can do nothing
alone. Capacities are left out, so this only chooses which recipes to look at; it proves nothing.
"""

from __future__ import annotations

import numpy as np

from .incidence import Incidence

_ROUNDS = 12  # longest chain that is looked along


def promise(incidence: Incidence, price_now, worth_now, own_cost, use_now) -> np.ndarray:
    """By recipe: cash a period that it might save as part of some chain; 0 where none is in sight.

    price_now, worth_now: by good, infinity and 0 where there is none. own_cost: hours, machines, land and fee of a
    batch at their duals. use_now: what a period uses of each good.
    """
    i = incidence
    price, worth, use = price_now.copy(), worth_now.copy(), use_now.copy()
    for _ in range(_ROUNDS):
        cost = own_cost + i.inputs.by_recipe(price, i.recipes)
        credit = i.outputs.by_recipe(worth, i.recipes)
        recipe, good, quantity = i.outputs.recipe, i.outputs.item, i.outputs.quantity
        others = credit[recipe] - quantity * worth[good]
        np.minimum.at(price, good, np.maximum(cost[recipe] - others, 0.0) / quantity)
        recipe, good, quantity = i.inputs.recipe, i.inputs.item, i.inputs.quantity
        with np.errstate(invalid="ignore"):
            rest = cost[recipe] - quantity * price[good]
        rest = np.where(np.isfinite(rest), rest, _without(i, price, own_cost)[recipe])
        np.maximum.at(worth, good, np.nan_to_num((credit[recipe] - rest) / quantity, nan=0.0, posinf=0.0, neginf=0.0))
    gain = i.outputs.by_recipe(worth, i.recipes) - own_cost - i.inputs.by_recipe(price, i.recipes)
    gain = np.where(np.isfinite(gain), np.maximum(gain, 0.0), 0.0)
    batches = np.zeros(i.recipes)
    for _ in range(_ROUNDS):
        np.maximum.at(batches, i.outputs.recipe, use[i.outputs.item] / i.outputs.quantity)
        batches[gain <= 0] = 0.0
        np.maximum.at(use, i.inputs.item, i.inputs.quantity * batches[i.inputs.recipe])
    return gain * batches


def _without(i: Incidence, price, own_cost) -> np.ndarray:
    """A recipe's cost when exactly one input has no price yet, without that input; infinite when more have none."""
    known = np.isfinite(price)
    unknown = np.bincount(i.inputs.recipe, ~known[i.inputs.item], minlength=i.recipes)
    cost = own_cost + i.inputs.by_recipe(np.where(known, price, 0.0), i.recipes)
    return np.where(unknown <= 1, cost, np.inf)
