"""The frontier of an activity: which inputs it still buys, and which recipe could take each of them inside.

(Exodus 8828-8843: as an activity is taken inside, its necessary inputs are taken in after it, one by one; first
repair, then selected spare parts, then the gaps in supply chains, at last whole ecosystems of goods.) Inputs that
are made inside are followed to what their makers buy, so that nothing bought hides behind something made. They are
followed only to makers who make them for their own sake: peelings lead to no kitchen, and dung to no dairy.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from .network import STAGES, Network, Recipe

_SOME = 1e-9


@dataclass(frozen=True)
class StillBought:
    """An input that is bought. amount, cash: of the whole town over the horizon, since one purse buys for all uses.
    through: the recipes that lead to it, the activity first.  ways: (stage, recipe) of the catalogue that make it,
    by ladder stage; empty where nobody knows how yet."""

    good: str
    amount: float
    cash: float
    through: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]

    @property
    def stage(self) -> str:
        """The ladder stage at which it could be taken inside, "" for none."""
        return self.ways[0][0] if self.ways else ""


def still_bought(network: Network, activity: str, buys: Mapping[str, tuple], batches: Mapping[str, tuple],
                 ) -> tuple[StillBought, ...]:
    """What a recipe still buys under a plan (its buys and batches), earliest ladder stage first, then most cash.
    Inputs and machines count alike: a machine that wears out is bought again."""
    recipes = {recipe.id: recipe for recipe in network.recipes}
    prices = {good.id: good.buy or 0.0 for good in network.goods}
    found: dict[str, StillBought] = {}
    seen = {activity}
    waiting = deque([(activity, (activity,))])
    while waiting:
        name, through = waiting.popleft()
        for good in (*recipes[name].inputs, *recipes[name].machines):
            amount = sum(buys.get(good, ()))
            if amount > _SOME and good not in found:
                found[good] = StillBought(good, amount, amount * prices.get(good, 0.0), through, _ways(network, good))
            for maker in network.recipes:
                runs = maker.id not in seen and sum(batches.get(maker.id, ())) > _SOME
                if runs and _makes_it_for_its_own_sake(maker, good, prices):
                    seen.add(maker.id)
                    waiting.append((maker.id, (*through, maker.id)))
    return tuple(sorted(found.values(), key=lambda item: (_place(item.stage), -item.cash, item.good)))


def _makes_it_for_its_own_sake(maker: Recipe, good: str, prices: Mapping[str, float]) -> bool:
    """Whether a good is at least half of what a recipe's outputs are worth at shop prices. Half is our choice: of two
    things made in one go each may be meant; what is worth less beside another is a by-product."""
    if good not in maker.outputs:
        return False
    worth = {name: amount * prices.get(name, 0.0) for name, amount in maker.outputs.items()}
    return 2 * worth[good] >= sum(worth.values())


def _ways(network: Network, good: str) -> tuple[tuple[str, str], ...]:
    ways = ((recipe.stage, recipe.id) for recipe in network.recipes if good in recipe.outputs and not recipe.adopted)
    return tuple(sorted(ways, key=lambda way: (_place(way[0]), way[1])))


def _place(stage: str) -> int:
    return STAGES.index(stage) if stage in STAGES else len(STAGES)
