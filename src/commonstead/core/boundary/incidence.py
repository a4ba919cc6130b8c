"""A network as arrays: one column of numbers a field, one list of (recipe, good, quantity) a kind of flow.

Everything heavy (building the programme, pricing a catalogue) works on these, so that no Python loop runs over
periods or non-zeros.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np

from .network import Network


@dataclass(frozen=True)
class Triplets:
    """quantity of item `item` in one batch of recipe `recipe`."""

    recipe: np.ndarray
    item: np.ndarray
    quantity: np.ndarray

    @classmethod
    def of(cls, tables, place) -> Triplets:
        counts = [len(table) for table in tables]
        total = sum(counts)
        return cls(
            np.repeat(np.arange(len(tables)), counts),
            np.fromiter(map(place.__getitem__, chain.from_iterable(tables)), np.int64, total),
            np.fromiter(chain.from_iterable(table.values() for table in tables), float, total),
        )

    def by_recipe(self, weights, recipes: int) -> np.ndarray:
        """Σ quantity × weight of the item, by recipe."""
        return np.bincount(self.recipe, self.quantity * weights[self.item], minlength=recipes)


class Incidence:
    """The arrays of one network. NaN stands for None in prices; infinity for no limit and no room stated."""

    def __init__(self, network: Network):
        self.network = network
        goods, recipes = network.goods, network.recipes
        self.goods, self.recipes, self.periods = len(goods), len(recipes), network.periods
        self.good_place = {good.id: place for place, good in enumerate(goods)}
        self.recipe_place = {recipe.id: place for place, recipe in enumerate(recipes)}
        self.buy = _numbers([good.buy for good in goods], np.nan)
        self.sell = _numbers([good.sell if good.sellable else None for good in goods], np.nan)
        self.sell_limit = _numbers([good.sell_limit for good in goods], 0.0)
        self.stock = _numbers([good.stock for good in goods], 0.0)
        self.keeps = _numbers([good.keeps for good in goods], 1.0)
        self.room = _numbers([good.room for good in goods], np.inf)
        self.hours_each = _numbers([good.hours_each for good in goods], np.nan)
        self.wear = _numbers([good.wear for good in goods], 0.0)
        self.tier = np.array([good.tier for good in goods], int)
        nothing = (0.0,) * network.periods
        self.need = np.array([good.need or nothing for good in goods], float).reshape(self.goods, network.periods)
        self.floor = np.array([good.floor or nothing for good in goods], float).reshape(self.goods, network.periods)

        self.lag = np.array([recipe.lag for recipe in recipes], int)
        self.fee = np.array([recipe.fee for recipe in recipes], float)
        self.limit = _numbers([recipe.limit for recipe in recipes], np.inf)
        self.adopted = np.array([recipe.adopted for recipe in recipes], bool)
        self.inputs = Triplets.of([recipe.inputs for recipe in recipes], self.good_place)
        self.outputs = Triplets.of([recipe.outputs for recipe in recipes], self.good_place)
        self.machines = Triplets.of([recipe.machines for recipe in recipes], self.good_place)
        self.parcels = {parcel.id: place for place, parcel in enumerate(network.land)}
        self.area = np.array([parcel.area_m2 for parcel in network.land], float)
        self.land = Triplets.of([recipe.land for recipe in recipes], self.parcels)
        self._read_hours(network)

    def _read_hours(self, network):
        """Skills, and people grouped by the used skills they have: those with the same ones act as one."""
        self.skills = list(dict.fromkeys(skill for recipe in network.recipes for skill in recipe.hours))
        place = {skill: number for number, skill in enumerate(self.skills)}
        self.hours = Triplets.of([recipe.hours for recipe in network.recipes], place)
        self.recipe_hours = self.hours.by_recipe(np.ones(len(self.skills)), self.recipes)
        groups: dict[tuple, list] = {}
        for person in network.people:
            key = tuple(sorted({place[skill] for skill in person.skills if skill in place}))
            if key and person.hours:
                groups.setdefault(key, []).append(person)
        self.single_hours = np.zeros(len(self.skills))  # pledged by those who have this skill and no other
        self.groups: list[tuple[str, tuple[int, ...], float]] = []  # (first person, skills, hours a period)
        for key, members in groups.items():
            hours = sum(person.hours for person in members)
            if len(key) == 1:
                self.single_hours[key[0]] = hours
            else:
                self.groups.append((members[0].id, key, hours))
        pairs = [(group, skill) for group, (_, skills, _) in enumerate(self.groups) for skill in skills]
        self.pair_group, self.pair_skill = np.array(pairs, int).reshape(-1, 2).T
        self.group_hours = np.array([hours for _, _, hours in self.groups], float)

    @property
    def makeable(self) -> np.ndarray:
        """By good: an adopted recipe makes it."""
        made = np.zeros(self.goods, bool)
        made[self.outputs.item[self.adopted[self.outputs.recipe]]] = True
        return made

    def idle_stock(self) -> np.ndarray:
        """What is left of each stock at the end when nobody touches it: start × keeps^periods, within its room."""
        left = self.stock.copy()
        for _ in range(self.periods):
            left = np.minimum(left * self.keeps, self.room)
        return left


def _numbers(values, missing) -> np.ndarray:
    return np.array([missing if value is None else value for value in values], float)
