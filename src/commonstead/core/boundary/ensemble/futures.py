"""From drawn numbers to futures. Chance stays outside: whoever asks draws standard normal numbers, one a factor, and
the same numbers give the same future, on whatever machine and in whatever order."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..changes import Changes
from ..network import Good, Network, Recipe
from .spread import Spread

_SHARED = ("prices", "harvests", "income", "hours")


def factors(network: Network, spread: Spread) -> tuple[str, ...]:
    """What is drawn for one future, in order: the names of its standard normal numbers. The first four are there
    always, so that a further good changes nothing in them."""
    return (*_SHARED, *(f"price {good.id}" for good in _priced(network, spread)),
            *(f"yield {recipe.id}" for recipe in _uncertain(network, spread)))


def future(network: Network, spread: Spread, drawn: Sequence[float]) -> Changes:
    """The future that these numbers say, one for each of `factors`. A number of 0 everywhere is the town as it is."""
    if len(drawn) != len(factors(network, spread)):
        raise ValueError("one number for each factor")
    prices, harvests, income, hours = drawn[:4]
    rest = iter(drawn[4:])
    return Changes(
        prices={good.id: _factor(_price_spread(good, spread), prices, next(rest), spread.prices_together)
                for good in _priced(network, spread)},
        yields={recipe.id: _factor(_yield_spread(recipe, spread), harvests if recipe.land else 0.0, next(rest),
                                   spread.harvests_together if recipe.land else 0.0)
                for recipe in _uncertain(network, spread)},
        income=_factor(spread.income, income),
        hours=_factor(spread.hours, hours),
    )


def _factor(spread: float, shared: float, own: float = 0.0, together: float = 1.0) -> float:
    """Log-normal with middle 1; the variance is the spread's, however much of it is shared."""
    return math.exp(math.log1p(spread) * (math.sqrt(together) * shared + math.sqrt(1 - together) * own))


def _priced(network: Network, spread: Spread) -> list[Good]:
    return [good for good in network.goods
            if (good.buy is not None or good.sell is not None) and _price_spread(good, spread) > 0]


def _uncertain(network: Network, spread: Spread) -> list[Recipe]:
    return [recipe for recipe in network.recipes if _yield_spread(recipe, spread) > 0]


def _price_spread(good: Good, spread: Spread) -> float:
    by_class = spread.prices_by_class.get(good.need_class, spread.prices)
    return spread.prices_by_good.get(good.id, by_class)


def _yield_spread(recipe: Recipe, spread: Spread) -> float:
    return spread.yields_by_recipe.get(recipe.id, spread.harvests if recipe.land else spread.yields)
