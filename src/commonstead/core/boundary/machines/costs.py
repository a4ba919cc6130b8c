"""What a unit of each good costs at least, in cash and then in hours, with the recipes that are open.

p[g] = min(price at the shop, least cost of a recipe that makes it), where a recipe costs its inputs at p, the wear of
its machines at p, and its fee (Exodus 3556-3573 productive recursion, 3575-3579: a product's availability cuts the
cost of the next). It is the limit from above: everything begins at its price at the shop, so a loop cannot make
itself cheap out of nothing. Opening a recipe only adds one more term to a minimum: it never raises any p.

Rules that are ours, and why:
- What a recipe returns (a starter, a mould) is netted; it must be at hand, and costs nothing.
- Several products at once: those with a price at the shop share the cost in proportion to what they would cost there.
  Those without one bear only what the cost exceeds that worth; where none has a price, each bears all of it.
- Only a by-product that somebody wants bears a part: it is needed, or it can be sold, or an open recipe that brings
  something wanted takes it in or runs on it. Wool that nobody wants does not make the meat cheaper. Opening a recipe
  can only add to what is wanted. How much of it is wanted is not asked: one cheese needed beside a thousand litres of
  whey bears its part in each batch. So no product is shown too cheap *if all that a batch brings is wanted*, and the
  pages name the by-products that a cost rests on (`rests_on`).
- A machine that is in hand and that no shop sells has no price: its wear counts nothing, and it is listed (also where
  a recipe makes it: opening that recipe would otherwise raise what is made on the machine).
- Hours are never turned into cash. Of ways that cost the same cash, the one with the fewest hours is taken.
- Capacities and what it takes to begin are left out: this is what one more unit costs, not how many can be had.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from ..incidence import Triplets
from ..network import Network

_ROUNDS = 20_000  # the limit is met from above: to stop early shows a cost too high, never too low
_SAME = 1e-9


@dataclass(frozen=True)
class UnitCost:
    """cash, hours: of one unit; None where it can neither be bought nor made.  by: the recipe, None where it is
    bought.  batches: so many batches of that recipe stand behind one unit.  rests_on: other products of that batch that
    bear a part of its cost: without a use for them, the unit costs more."""

    cash: float | None
    hours: float | None
    by: str | None = None
    batches: float = 0.0
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitCosts:
    """goods: by id.  wear_without_price: machines in hand whose wear counts nothing, since they have no price."""

    goods: Mapping[str, UnitCost]
    wear_without_price: tuple[str, ...] = ()
    made: Mapping[str, UnitCost] = field(default_factory=dict, repr=False)

    def __getitem__(self, good: str) -> UnitCost:
        return self.goods[good]

    def making(self, good: str) -> UnitCost | None:
        """What it costs to make one more, whatever the shop asks; None where no open recipe can."""
        return self.made.get(good)


def unit_costs(network: Network, open_recipes: Iterable[str] | None = None) -> UnitCosts:
    """Least cash and then least hours a unit, by good. open_recipes: ids; None: those that are taken up."""
    return Costing(network).costs(open_recipes)


class Costing:
    """The recipes of one network as arrays, for many sets of open recipes: what each uses up, wears, needs at hand and
    brings out, in net amounts."""

    def __init__(self, network: Network):
        self.network = network
        self.place = {good.id: number for number, good in enumerate(network.goods)}
        recipes = network.recipes
        nets = [_net(recipe) for recipe in recipes]
        wear = {good.id: good.wear for good in network.goods}
        self.inputs = Triplets.of([used for used, _, _ in nets], self.place)
        self.outputs = Triplets.of([made for _, made, _ in nets], self.place)
        self.bare = tuple(good.id for good in network.goods
                          if good.is_machine and good.wear > 0 and good.stock > 0 and good.buy is None)
        self.wear = wear | dict.fromkeys(self.bare, 0.0)
        self.worn = Triplets.of([self.worn_by(recipe) for recipe in recipes], self.place)
        self.at_hand = Triplets.of([dict.fromkeys((*kept, *recipe.machines), 1.0)
                                    for (_, _, kept), recipe in zip(nets, recipes, strict=True)], self.place)
        self.fee = np.array([recipe.fee for recipe in recipes], float)
        self.own_hours = np.array([sum(recipe.hours.values()) for recipe in recipes], float)
        self.runs = np.array([recipe.limit != 0 for recipe in recipes], bool)
        self.shop = np.array([np.nan if good.buy is None else good.buy for good in network.goods], float)
        self.stocked = np.array([good.stock > 0 for good in network.goods], bool)
        self.asked = np.array([any(good.need) or bool(good.sellable and good.sell > 0) for good in network.goods], bool)
        self.worth = self.outputs.quantity * np.nan_to_num(self.shop)[self.outputs.item]  # by line, of one batch

    def worn_by(self, recipe) -> dict[str, float]:
        """Units of each machine that a batch wears out, as far as they count."""
        return {name: hours * self.wear[name] for name, hours in recipe.machines.items() if self.wear[name]}

    def _wanted(self, opened) -> np.ndarray:
        """By good: needed, sold, or taken in or worked with by an open recipe that brings something wanted."""
        wanted, serves = self.asked.copy(), np.zeros(len(opened), bool)
        while True:
            useful = np.bincount(self.outputs.recipe, wanted[self.outputs.item], minlength=len(opened)) > 0
            new = opened & useful & ~serves
            if not new.any():
                return wanted
            serves |= new
            for lines in (self.inputs, self.at_hand):
                wanted[lines.item[new[lines.recipe]]] = True

    def costs(self, open_recipes: Iterable[str] | None = None) -> UnitCosts:
        """See unit_costs."""
        if open_recipes is None:
            allowed = np.array([recipe.adopted for recipe in self.network.recipes], bool)
        else:
            wanted = frozenset(open_recipes)
            allowed = np.array([recipe.id in wanted for recipe in self.network.recipes], bool)
        bought = np.where(np.isnan(self.shop), np.inf, self.shop)
        usable = (allowed & self.runs)[self.outputs.recipe]
        shares = _Shares(self, self._wanted(allowed & self.runs))
        cash = bought.copy()
        for _ in range(_ROUNDS):
            before = cash.copy()
            each = shares.each(self._batch_cost(cash))
            np.minimum.at(cash, self.outputs.item[usable], each[usable])
            if not (cash < before - 1e-13 * np.abs(np.where(np.isfinite(before), before, 0.0)) - 1e-15).any():
                break
        return self._told(cash, bought, usable, shares)

    def _batch_cost(self, cash) -> np.ndarray:
        """By recipe: cash for one batch; infinity where something is not to be had."""
        recipes = len(self.network.recipes)
        with np.errstate(invalid="ignore"):
            cost = self.fee + self.inputs.by_recipe(cash, recipes)
        known = np.where(np.isfinite(cash), cash, 0.0)
        cost = cost + self.worn.by_recipe(known, recipes)
        there = np.isfinite(cash) | self.stocked
        lacking = np.bincount(self.at_hand.recipe, ~there[self.at_hand.item], minlength=recipes) > 0
        return np.where(lacking, np.inf, cost)

    def _told(self, cash, bought, usable, shares) -> UnitCosts:
        """Least hours among the ways that cost the least, and which way that is."""
        recipes, goods = len(self.network.recipes), len(self.network.goods)
        cost = self._batch_cost(cash)
        batches, each = shares.batches(cost), shares.each(cost)
        recipe, good = self.outputs.recipe, self.outputs.item
        can = usable & np.isfinite(each)
        ways = np.flatnonzero(can & (each <= cash[good] * (1 + _SAME) + 1e-12))
        from_shop = np.isfinite(bought) & (bought <= cash * (1 + _SAME) + 1e-12)
        hours = np.zeros(goods)
        for _ in range(_ROUNDS):
            took = batches * self._hours_of_a_batch(hours, recipes)[recipe]
            found = np.where(from_shop | ~np.isfinite(cash), 0.0, np.inf)
            np.minimum.at(found, good[ways], took[ways])
            found = np.where(np.isfinite(found), found, hours)
            if np.allclose(found, hours, rtol=1e-12, atol=1e-12):
                break
            hours = found
        took = batches * self._hours_of_a_batch(hours, recipes)[recipe]
        made = self._made(np.flatnonzero(can), each, took, batches, shares)
        told = {}
        for number, one in enumerate(self.network.goods):
            if not np.isfinite(cash[number]):
                told[one.id] = UnitCost(None, None)
            elif from_shop[number]:
                told[one.id] = UnitCost(float(cash[number]), 0.0)
            else:
                told[one.id] = made[one.id]
        return UnitCosts(told, self.bare, made)

    def _hours_of_a_batch(self, hours, recipes) -> np.ndarray:
        return self.own_hours + self.inputs.by_recipe(hours, recipes) + self.worn.by_recipe(hours, recipes)

    def _made(self, lines, each, took, batches, shares) -> dict[str, UnitCost]:
        """By good that an open recipe makes: the way that costs least cash and, of equals, the fewest hours."""
        best: dict[int, int] = {}
        for line in lines:
            good = int(self.outputs.item[line])
            other = best.get(good)
            if other is None or each[line] < each[other] * (1 - _SAME) - 1e-12 or (
                    each[line] <= each[other] * (1 + _SAME) + 1e-12 and took[line] < took[other] - 1e-12):
                best[good] = int(line)
        goods, recipes = self.network.goods, self.network.recipes
        return {goods[good].id: UnitCost(float(each[line]), float(took[line]),
                                         recipes[self.outputs.recipe[line]].id, float(batches[line]),
                                         shares.rests_on(line))
                for good, line in best.items()}

    def makings(self) -> dict[str, tuple[dict[str, float], dict[str, float]]]:
        """By recipe: (net inputs of a batch, units of machines worn by a batch)."""
        return {recipe.id: (_net(recipe)[0], self.worn_by(recipe)) for recipe in self.network.recipes}


class _Shares:
    """What each product of a batch bears, by line of the outputs. wanted: by good. Shares are the shop's and fixed;
    they fall as more is wanted, never the other way."""

    def __init__(self, costing: Costing, wanted):
        self.costing, self.outputs, worth = costing, costing.outputs, costing.worth
        self.bears = wanted[self.outputs.item] & (worth > 0)
        of_wanted = np.bincount(self.outputs.recipe, np.where(self.bears, worth, 0.0), minlength=len(costing.fee))
        # What shares the cost with a product: itself, and what else is wanted.
        self.credit = of_wanted[self.outputs.recipe] + np.where(self.bears, 0.0, worth)
        self.priced = worth > 0
        self.unit_share = np.where(self.priced, worth / np.where(self.priced, self.credit, 1.0), 0.0)
        self.unit_share = self.unit_share / self.outputs.quantity

    def each(self, cost) -> np.ndarray:
        """What one unit bears, where a batch costs so much."""
        of_batch = cost[self.outputs.recipe]
        rest = np.maximum(of_batch - self.credit, 0.0) / self.outputs.quantity
        with np.errstate(invalid="ignore"):
            return np.where(self.priced, of_batch * self.unit_share, rest)

    def batches(self, cost) -> np.ndarray:
        """So many batches stand behind one unit."""
        with np.errstate(divide="ignore", invalid="ignore"):
            part = np.maximum(1.0 - self.credit / cost[self.outputs.recipe], 0.0)
        part = np.where(self.credit > 0, np.nan_to_num(part, nan=0.0, neginf=0.0), 1.0)
        return np.where(self.priced, self.unit_share, part / self.outputs.quantity)

    def rests_on(self, line) -> tuple[str, ...]:
        """The other products that bear a part, by the id of the good."""
        others = np.flatnonzero((self.outputs.recipe == self.outputs.recipe[line]) & self.bears)
        return tuple(self.costing.network.goods[self.outputs.item[one]].id for one in others if one != line)


def _net(recipe) -> tuple[dict[str, float], dict[str, float], list[str]]:
    """(used up, brought out, returned in full or in part) by one batch."""
    inputs, outputs = recipe.inputs, recipe.outputs
    returned = [name for name in inputs if name in outputs]
    if not returned:
        return dict(inputs), dict(outputs), returned
    used = {name: amount - outputs.get(name, 0.0) for name, amount in inputs.items()}
    made = {name: amount - inputs.get(name, 0.0) for name, amount in outputs.items()}
    return ({name: amount for name, amount in used.items() if amount > 1e-12},
            {name: amount for name, amount in made.items() if amount > 1e-12}, returned)
