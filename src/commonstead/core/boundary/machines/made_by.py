"""Which machines make which: the made-by closure of a set of machines (Exodus 2390-2421, 12499-12518).

Everything that a shop sells is at hand, except the machines that some recipe makes. From there the set makes itself,
generation by generation: a machine belongs to the first generation in which its inputs are there and all machines that
make them. Where the set is caught in a ring (the lathe is turned on a lathe), the cheapest machines to buy once are
found that break it (seed_kit.py). All recipes count, taken up or in the catalogue; hours and skills are not limits
here, they are told.

First copy: what it costs with the machines of earlier generations (bought, where it breaks the ring). Later copies:
with the whole set at work. What stays bought ("vitamins"): what one copy of each made machine still takes from the shop
then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ..closure import Rules
from ..network import Network
from ..seed_kit import cheapest_seed_kit
from .costs import Costing, UnitCost, UnitCosts

_LITTLE = 1e-9
_ROUNDS = 2_000


@dataclass(frozen=True)
class MachineMade:
    """generation: 0 in hand or bought, n made by those before, None where it can be neither.  by: the recipe of the
    first copy.  made_with: the machines that this recipe runs on; makes: the machines of the set that are made on it,
    directly or through their parts.  first, later: cost of making one (None: not made).  bought: {good: (units, cash)}
    still bought for a later copy.  bought_first: it is bought once to break a ring."""

    id: str
    shop: float | None
    in_hand: float
    generation: int | None
    by: str | None
    made_with: tuple[str, ...]
    makes: tuple[str, ...]
    first: UnitCost | None
    later: UnitCost | None
    bought: Mapping[str, tuple[float, float]]
    bought_first: bool = False

    def to_json(self) -> dict:
        return {
            "id": self.id, "shop": self.shop, "in_hand": self.in_hand, "generation": self.generation, "by": self.by,
            "made_with": list(self.made_with), "makes": list(self.makes), "first": _json(self.first),
            "later": _json(self.later), "bought_first": self.bought_first,
            "bought": {good: {"units": units, "cash": cash} for good, (units, cash) in self.bought.items()}}


@dataclass(frozen=True)
class MachineSet:
    """machines: in the order in which they come to be.  vitamins: {good: (units, cash)} still bought for one copy of
    each made machine.  shop, made: cash for one copy of each made machine that a shop sells too, bought and made.
    start: {machine: units} to buy once."""

    machines: tuple[MachineMade, ...]
    vitamins: Mapping[str, tuple[float, float]]
    shop: float
    made: float
    hours: float
    start: Mapping[str, float]
    start_cost: float

    @property
    def closed(self) -> tuple[str, ...]:
        """Machines that the set makes."""
        return tuple(machine.id for machine in self.machines if machine.later)

    def to_json(self) -> dict:
        return {
            "machines": [machine.to_json() for machine in self.machines], "closed": list(self.closed),
            "vitamins": {good: {"units": units, "cash": cash} for good, (units, cash) in self.vitamins.items()},
            "shop": self.shop, "made": self.made, "hours": self.hours,
            "start": dict(self.start), "start_cost": self.start_cost}


def machine_set(network: Network, machines: Iterable[str] | None = None) -> MachineSet:
    """The made-by closure of these machines (None: all of the network). Raises KeyError for an unknown id."""
    goods = {good.id: good for good in network.goods}
    chosen = [good.id for good in network.goods if good.is_machine] if machines is None else list(machines)
    for machine in chosen:
        goods[machine]
    recipes = [recipe for recipe in network.recipes if recipe.limit != 0]
    rules, place = Rules(network, recipes), {good.id: number for number, good in enumerate(network.goods)}
    makeable = {good for recipe in recipes for good in recipe.outputs} & set(chosen)
    facts = [place[good.id] for good in network.goods
             if good.stock > 0 or (good.buy is not None and good.id not in makeable)]
    going, _ = rules.sustainable(facts)
    kit = cheapest_seed_kit(network, rules, facts, going)
    start = {good: units for good, units in (kit.goods or {}).items() if good in goods}
    level, _ = rules.fixpoint([*facts, *(place[good] for good in start)])
    reached = {recipe.id: max([level[good] for good in rules.needs(number)], default=0)
               for number, recipe in enumerate(recipes) if all(level[good] >= 0 for good in rules.needs(number))}
    generations = _generations(chosen, place, level)
    lines = Costing(network)
    whole = _Whole(lines, reached)
    told, by_level = [], {}
    for machine in sorted(chosen, key=lambda one: (generations[one] is None, generations[one] or 0, one)):
        early = None
        if machine in start:
            early = UnitCost(goods[machine].buy, 0.0)
        elif machine in makeable:
            at = level[place[machine]] or max(reached.values(), default=0) + 1
            if at not in by_level:
                by_level[at] = lines.costs(recipe for recipe, needs in reached.items() if needs < at)
            early = by_level[at].making(machine)
        told.append(_machine(goods[machine], generations[machine], early, whole, start))
    return _set(_with_makes(told, whole), start, kit.cost)


def _generations(chosen, place, level) -> dict[str, int | None]:
    """Levels count every step of a chain; generations only those at which machines of the set come to be."""
    steps = sorted({level[place[machine]] for machine in chosen if level[place[machine]] > 0})
    rank = {0: 0} | {step: number for number, step in enumerate(steps, 1)}
    return {machine: rank.get(level[place[machine]]) for machine in chosen}


def _machine(good, generation, first: UnitCost | None, whole: _Whole, start) -> MachineMade:
    later = whole.costs.making(good.id)
    maker = first if first and first.by else later
    return MachineMade(
        id=good.id, shop=good.buy, in_hand=good.stock, generation=generation, by=maker.by if maker else None,
        made_with=tuple(whole.recipes[maker.by].machines) if maker else (), makes=(),
        first=(first or later) if later else None, later=later, bought=whole.bought(later),
        bought_first=good.id in start)


class _Whole:
    """The set at work: every recipe that can run."""

    def __init__(self, lines: Costing, reached):
        self.costs: UnitCosts = lines.costs(reached)
        self.recipes = {recipe.id: recipe for recipe in lines.network.recipes}
        self.makings = lines.makings()

    def bought(self, made: UnitCost | None) -> dict[str, tuple[float, float]]:
        """{good: (units, cash)} that one copy, made so, takes from the shop; fees stand under "fees"."""
        found: dict[str, tuple[float, float]] = {}
        fees, waiting = 0.0, self._parts(made, 1.0) if made else {}
        for _ in range(_ROUNDS):
            if not waiting:
                break
            good, units = waiting.popitem()
            cost = self.costs[good]
            if cost.by is None:
                before, cash = found.get(good, (0.0, 0.0))
                found[good] = (before + units, cash + units * (cost.cash or 0.0))
                continue
            fees += units * cost.batches * self.recipes[cost.by].fee
            for name, amount in self._parts(cost, units).items():
                waiting[name] = waiting.get(name, 0.0) + amount
        if made:
            fees += made.batches * self.recipes[made.by].fee
        if fees:
            found["fees"] = (fees, fees)
        return {good: both for good, both in sorted(found.items(), key=lambda entry: -entry[1][1]) if both[1] > 0}

    def _parts(self, cost: UnitCost, units: float) -> dict[str, float]:
        """What goes into so many units, and is worn by them."""
        found: dict[str, float] = {}
        for part in self.makings[cost.by]:
            for name, amount in part.items():
                if units * cost.batches * amount > _LITTLE:
                    found[name] = found.get(name, 0.0) + units * cost.batches * amount
        return found

    def tools(self, made: UnitCost) -> set[str]:
        """The machines on which it and its parts are made; parts that are bought need none."""
        seen, waiting, found = set(), [made.by], set()
        while waiting:
            recipe = waiting.pop()
            if recipe is not None and recipe not in seen:
                seen.add(recipe)
                found.update(self.recipes[recipe].machines)
                waiting += [self.costs[good].by for good in self.makings[recipe][0]]
        return found


def _with_makes(told: list[MachineMade], whole: _Whole) -> tuple[MachineMade, ...]:
    """On which machines each is made, turned around: what each machine makes."""
    makes: dict[str, list[str]] = {machine.id: [] for machine in told}
    for machine in told:
        for tool in sorted(whole.tools(machine.later)) if machine.later else ():
            if tool in makes:
                makes[tool].append(machine.id)
    return tuple(replace(machine, makes=tuple(makes[machine.id])) for machine in told)


def _set(machines: tuple[MachineMade, ...], start, start_cost) -> MachineSet:
    vitamins: dict[str, tuple[float, float]] = {}
    for machine in machines:
        for good, (units, cash) in machine.bought.items():
            before, spent = vitamins.get(good, (0.0, 0.0))
            vitamins[good] = (before + units, spent + cash)
    both = [machine for machine in machines if machine.later and machine.shop is not None]
    return MachineSet(
        machines=machines, vitamins=dict(sorted(vitamins.items(), key=lambda entry: -entry[1][1])),
        shop=sum(machine.shop for machine in both), made=sum(machine.later.cash for machine in both),
        hours=sum(machine.later.hours for machine in both), start=start, start_cost=start_cost if start else 0.0)


def _json(cost: UnitCost | None) -> dict | None:
    return None if cost is None else {"cash": cost.cash, "hours": cost.hours, "recipe": cost.by}
