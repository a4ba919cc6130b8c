"""Closure: what can be made inside, now and once seeded (Exodus 8828-8843, 2390-2421).

A recipe is a Horn rule: all its inputs and machines, the skills and the land there are → each of its outputs.
*Inside* means without buying: a good that is bought is not made here, and that one can buy it says nothing about
closure. `with_purchases` gives the same fixpoint with everything that has a price at hand.

- startable: the least fixpoint from what is in stock. A good in stock counts (level 0); all others have the recipe
  that makes them first and its level, which is the explanation. One counter a recipe, linear in the incidences
  (Dowling & Gallier 1984).
- sustainable: what a maximal set of recipes can go on making once it was started: recipes are deleted again and
  again whose inputs or machines the rest does not make (the maximal RAF set of Hordijk & Steel 2004). A machine in
  stock that never wears out needs no maker; a stock of goods runs out and does not count.
- unreachable: goods that are neither.
- seed_kit: what to buy once so that all that is sustainable starts (see seed_kit.py).

A recipe counts when it is adopted, somebody with pledged hours has each skill, its land exists, and its limit is
not 0. Batches may be fractions, so quantities do not matter here, only whether there is any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np

from .network import Network, Recipe
from .seed_kit import SeedKit, cheapest_seed_kit


@dataclass(frozen=True)
class Made:
    """How a good comes to be: by which recipe (None: in stock) and at which level (0: in stock; None: it goes on once
    it was started, and nothing that is there starts it)."""

    by: str | None
    level: int | None


@dataclass(frozen=True)
class Closure:
    startable: tuple[str, ...]
    sustainable: tuple[str, ...]
    unreachable: tuple[str, ...]
    with_purchases: tuple[str, ...]
    made: Mapping[str, Made]
    seed_kit: SeedKit

    def to_json(self) -> dict:
        return {
            "startable": list(self.startable),
            "sustainable": list(self.sustainable),
            "unreachable": list(self.unreachable),
            "with_purchases": list(self.with_purchases),
            "seed_kit": None if self.seed_kit.goods is None else dict(self.seed_kit.goods),
            "seed_kit_cost": self.seed_kit.cost,
            "seed_kit_is_cheapest": self.seed_kit.proven,
            "seed_kit_missing": list(self.seed_kit.missing),
            "goods": {good: {"by": made.by, "level": made.level} for good, made in self.made.items()},
        }


def closure(network: Network, *, catalogue: bool = False) -> Closure:
    """Both kinds of closure. catalogue: also with the recipes that are not adopted yet."""
    rules = Rules(network, runnable(network, catalogue=catalogue))
    goods = [good.id for good in network.goods]
    in_stock = [place for place, good in enumerate(network.goods) if good.stock > 0]
    level, by = rules.fixpoint(in_stock)
    lasting = [
        place
        for place, good in enumerate(network.goods)
        if good.is_machine and good.stock > 0 and good.keeps == 1 and good.wear == 0
    ]
    going, sustained = rules.sustainable(lasting)
    keeps_up = rules.first_makers(going)
    bought, _ = rules.fixpoint(
        [*in_stock, *(place for place, good in enumerate(network.goods) if good.buy is not None)]
    )
    return Closure(
        startable=tuple(goods[place] for place in range(len(goods)) if level[place] >= 0),
        sustainable=tuple(goods[place] for place in range(len(goods)) if sustained[place]),
        unreachable=tuple(goods[place] for place in range(len(goods)) if level[place] < 0 and not sustained[place]),
        with_purchases=tuple(goods[place] for place in range(len(goods)) if bought[place] >= 0),
        made={
            goods[place]: Made(rules.recipes[by[place]].id if by[place] >= 0 else None, level[place])
            if level[place] >= 0
            else Made(rules.recipes[keeps_up[place]].id, None)
            for place in range(len(goods))
            if level[place] >= 0 or sustained[place]
        },
        seed_kit=cheapest_seed_kit(network, rules, in_stock, going),
    )


def runnable(network: Network, *, catalogue: bool = False) -> list[Recipe]:
    """The recipes whose skills and land are there. Whether its goods are, is what closure finds out."""
    skills = {skill for person in network.people if person.hours > 0 for skill in person.skills}
    parcels = {parcel.id for parcel in network.land if parcel.area_m2 > 0}
    return [
        recipe
        for recipe in network.recipes
        if (recipe.adopted or catalogue)
        and recipe.limit != 0
        and (not recipe.hours or skills.issuperset(recipe.hours))
        and (not recipe.land or parcels.issuperset(recipe.land))
    ]


class Rules:
    """The recipes as Horn rules on the places of goods, in compressed rows: who needs a good, what a recipe makes."""

    def __init__(self, network: Network, recipes: list[Recipe]):
        self.recipes = recipes
        self.goods = len(network.goods)
        place = {good.id: number for number, good in enumerate(network.goods)}.__getitem__
        needs = [
            recipe.inputs if not recipe.machines else dict.fromkeys((*recipe.inputs, *recipe.machines))
            for recipe in recipes
        ]
        outputs = [recipe.outputs for recipe in recipes]
        self._need_counts = list(map(len, needs))
        need_places = np.fromiter(map(place, chain.from_iterable(needs)), np.int32, sum(self._need_counts))
        self._out_places = list(map(place, chain.from_iterable(outputs)))
        self._out_starts = [0, *np.cumsum(np.fromiter(map(len, outputs), np.int64, len(outputs))).tolist()]
        self._need_places, self._need_starts = (
            need_places,
            np.concatenate(([0], np.cumsum(np.array(self._need_counts, np.int64)))).astype(np.int64),
        )
        owners = np.repeat(np.arange(len(recipes), dtype=np.int32), self._need_counts)
        order = np.argsort(need_places, kind="stable")
        self._takers = owners[order].tolist()
        self._taker_starts = np.searchsorted(need_places[order], np.arange(self.goods + 1)).tolist()

    def needs(self, recipe: int) -> list[int]:
        return self._need_places[self._need_starts[recipe] : self._need_starts[recipe + 1]].tolist()

    def makes(self, recipe: int) -> list[int]:
        return self._out_places[self._out_starts[recipe] : self._out_starts[recipe + 1]]

    def first_makers(self, going) -> dict[int, int]:
        """{good: the first recipe that makes it, of those that go on}"""
        found: dict[int, int] = {}
        for recipe in range(len(self.recipes)):
            if going[recipe]:
                for good in self.makes(recipe):
                    found.setdefault(good, recipe)
        return found

    def fixpoint(self, facts: Iterable[int], only=None) -> tuple[list[int], list[int]]:
        """(level, making recipe) by good; -1 for what is not reached and for facts. only: recipes that may fire."""
        missing = self._need_counts.copy()
        if only is not None:
            missing = [count if allowed else -1 for count, allowed in zip(missing, only, strict=True)]
        level, by = [-1] * self.goods, [-1] * self.goods
        facts = list(facts)
        for good in facts:
            level[good] = 0
        starts, takers, out_starts, out_places = self._taker_starts, self._takers, self._out_starts, self._out_places
        frontier, depth = list(dict.fromkeys(facts)), 0
        fired = [recipe for recipe, count in enumerate(missing) if count == 0]
        while True:
            for good in frontier:
                for recipe in takers[starts[good] : starts[good + 1]]:
                    left = missing[recipe] = missing[recipe] - 1
                    if not left:
                        fired.append(recipe)
            depth += 1
            frontier = []
            for recipe in fired:
                for good in out_places[out_starts[recipe] : out_starts[recipe + 1]]:
                    if level[good] < 0:
                        level[good], by[good] = depth, recipe
                        frontier.append(good)
            if not frontier:
                return level, by
            fired = []

    def sustainable(self, lasting: Iterable[int]) -> tuple[list[bool], list[bool]]:
        """(by recipe: goes on, by good: is made by one that goes on): the largest set that feeds itself."""
        makers = [0] * self.goods
        for good in self._out_places:
            makers[good] += 1
        lasts = [False] * self.goods
        for good in lasting:
            lasts[good] = True
        going = [True] * len(self.recipes)
        starts, takers, out_starts, out_places = self._taker_starts, self._takers, self._out_starts, self._out_places
        gone = [good for good in range(self.goods) if not makers[good] and not lasts[good]]
        while gone:
            good = gone.pop()
            for recipe in takers[starts[good] : starts[good + 1]]:
                if going[recipe]:
                    going[recipe] = False
                    for made in out_places[out_starts[recipe] : out_starts[recipe + 1]]:
                        makers[made] -= 1
                        if not makers[made] and not lasts[made]:
                            gone.append(made)
        return going, [count > 0 for count in makers]
