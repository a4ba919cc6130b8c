"""The same town with something else in it: other prices, yields, wages, hours, recipes taken up or given up.

One way of saying "what if" for all who ask it: two futures side by side, many futures at once, the slider of a page.
A factor of 1 changes nothing; a good or recipe that is not named stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .network import Good, Network, Recipe


@dataclass(frozen=True)
class Changes:
    """prices: factors on buying and selling prices, by good.  needs: factors on needs, by good.  yields: factors on
    what a batch brings out, by recipe; goods that the recipe returns from its inputs stay as they are.
    income, hours: factors on the cash income and on everybody's pledged hours.  cash_start: added to it.
    adopt, drop: recipes taken up and given up.  stocks: units added, by good (taken away where negative)."""

    prices: Mapping[str, float] = field(default_factory=dict)
    needs: Mapping[str, float] = field(default_factory=dict)
    yields: Mapping[str, float] = field(default_factory=dict)
    stocks: Mapping[str, float] = field(default_factory=dict)
    income: float = 1.0
    hours: float = 1.0
    cash_start: float = 0.0
    adopt: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


def changed(network: Network, changes: Changes) -> Network:
    """The network as it would be. Raises KeyError naming a good or recipe that it does not have."""
    _must_know(changes, network)
    return replace(
        network,
        goods=tuple(_good(good, changes) for good in network.goods),
        recipes=tuple(_recipe(recipe, changes) for recipe in network.recipes),
        people=tuple(replace(person, hours=person.hours * changes.hours) for person in network.people),
        cash=replace(
            network.cash,
            start=network.cash.start + changes.cash_start,
            income=network.cash.income * changes.income,
        ),
    )


def _must_know(changes: Changes, network: Network) -> None:
    goods, recipes = {good.id for good in network.goods}, {recipe.id for recipe in network.recipes}
    for name in (*changes.prices, *changes.needs, *changes.stocks):
        if name not in goods:
            raise KeyError(name)
    for name in (*changes.yields, *changes.adopt, *changes.drop):
        if name not in recipes:
            raise KeyError(name)


def _good(good: Good, changes: Changes) -> Good:
    price, need = changes.prices.get(good.id, 1.0), changes.needs.get(good.id, 1.0)
    more = changes.stocks.get(good.id, 0.0)
    if price == need == 1.0 and not more:
        return good
    return replace(
        good,
        buy=None if good.buy is None else good.buy * price,
        sell=None if good.sell is None else good.sell * price,
        need=tuple(amount * need for amount in good.need),
        floor=tuple(amount * need for amount in good.floor),
        stock=max(good.stock + more, 0.0),
    )


def _recipe(recipe: Recipe, changes: Changes) -> Recipe:
    factor = changes.yields.get(recipe.id, 1.0)
    adopted = (recipe.adopted or recipe.id in changes.adopt) and recipe.id not in changes.drop
    if factor == 1.0 and adopted == recipe.adopted:
        return recipe
    return replace(
        recipe,
        adopted=adopted,
        outputs={good: _brought(amount, recipe.inputs.get(good, 0.0), factor)
                 for good, amount in recipe.outputs.items()},
    )


def _brought(amount: float, returned: float, factor: float) -> float:
    """Only what a batch adds can turn out better or worse: the mould that it returns is still one mould."""
    kept = min(amount, returned)
    return kept + (amount - kept) * factor
