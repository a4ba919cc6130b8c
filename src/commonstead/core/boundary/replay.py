"""A plan as dated events, in an order in which no stock is ever short: the proof that it can be carried out.

Within a period: what survives of the stocks; deliveries of batches begun before; purchases; batches, those that feed
others first; needs; sales; wear; what is thrown away or has no room. Recipes without lag have no loops, so there
always is an order. The replay counts every stock itself and stops at the first that would go below zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter

from .network import Network

_SHORT = 1e-6  # relative to the amount moved


@dataclass(frozen=True)
class Event:
    """kind: keep (what spoilt), deliver, buy, start, need, sell, wear, discard. quantity: units of the good, or
    batches for start. day: from the beginning of the horizon; a period's events all bear its first day."""

    day: float
    kind: str
    good: str
    quantity: float
    recipe: str = ""


class ReplayFailed(Exception):
    """A stock would go below zero: the plan cannot be carried out."""


def replay(network: Network, plan) -> list[Event]:
    """The events of a plan in order. Raises ReplayFailed where a stock would go below zero."""
    return list(_Replay(network, plan).events())


class _Replay:
    def __init__(self, network, plan):
        self.network, self.plan = network, plan
        self.stock = {good.id: good.stock for good in network.goods}
        self.unmet = plan.solved.program.cells(plan.solved.program.u, plan.solved.optimum.values)
        self.recipes = {recipe.id: recipe for recipe in network.recipes}
        self.order = _makers_first([self.recipes[name] for name in plan.batches])
        self.moved: dict[str, float] = {}

    def move(self, good, amount, why):
        self.stock[good] += amount
        self.moved[good] = max(self.moved.get(good, 1.0), abs(amount), self.stock[good])
        if self.stock[good] < 0:
            if self.stock[good] < -_SHORT * self.moved[good]:
                raise ReplayFailed(f"{why}: {good} would be short by {-self.stock[good]:g}")
            self.stock[good] = 0.0

    def events(self) -> Iterator[Event]:
        for period in range(self.network.periods):
            day = period * self.network.days_per_period
            for kind, good, quantity, recipe in self.period(period):
                if quantity:
                    yield Event(day, kind, good, quantity, recipe)

    def period(self, period):
        network, plan = self.network, self.plan
        for good in network.goods:
            spoilt = self.stock[good.id] * (1 - good.keeps)
            self.move(good.id, -spoilt, "spoils")
            yield "keep", good.id, -spoilt, ""
        for name, batches in plan.batches.items():
            recipe = self.recipes[name]
            if recipe.lag and period >= recipe.lag:
                yield from self.outputs(recipe, batches[period - recipe.lag])
        for good, amounts in plan.buys.items():
            self.move(good, amounts[period], "bought")
            yield "buy", good, amounts[period], ""
        for name in self.order:
            yield from self.batch(self.recipes[name], plan.batches[name][period])
        for place, good in enumerate(network.goods):
            met = (good.need[period] if good.need else 0.0) - self.unmet[place, period]
            self.move(good.id, -met, "needed")
            yield "need", good.id, met, ""
        for good, amounts in plan.sells.items():
            self.move(good, -amounts[period], "sold")
            yield "sell", good, amounts[period], ""
        yield from self.wear(period)
        yield from self.leave(period)

    def outputs(self, recipe, batches):
        for good, quantity in recipe.outputs.items():
            self.move(good, quantity * batches, f"delivered by {recipe.id}")
            yield "deliver", good, quantity * batches, recipe.id

    def batch(self, recipe, batches):
        if not batches:
            return
        yield "start", "", batches, recipe.id
        for good, quantity in recipe.inputs.items():
            self.move(good, -quantity * batches, f"taken in by {recipe.id}")
        if not recipe.lag:
            yield from self.outputs(recipe, batches)

    def wear(self, period):
        wear = {good.id: good.wear for good in self.network.goods if good.wear}
        for name, batches in self.plan.batches.items():
            for machine, hours in self.recipes[name].machines.items():
                if machine in wear:
                    worn = wear[machine] * hours * batches[period]
                    self.move(machine, -worn, f"worn by {name}")
                    yield "wear", machine, worn, name

    def leave(self, period):
        """Stocks go down to what the plan keeps; less than that would be a mistake of the plan."""
        for good in self.network.goods:
            if good.id not in self.plan.stocks and not self._planned(good.id):
                continue
            kept = self.plan.stocks[good.id][period] if good.id in self.plan.stocks else 0.0
            over = self.stock[good.id] - kept
            self.move(good.id, -over if over > 0 else 0.0, "thrown away")
            if over < -_SHORT * self.moved.get(good.id, 1.0):
                raise ReplayFailed(f"{good.id} ends a period with {-over:g} less than planned")
            yield "discard", good.id, max(over, 0.0), ""

    def _planned(self, good) -> bool:
        incidence, program = self.plan.solved.incidence, self.plan.solved.program
        return bool(program.active[incidence.good_place[good]])


def _makers_first(recipes) -> list[str]:
    """Lagless makers before takers; recipes with a lag deliver in another period, so their place is free."""
    makers: dict[str, list[str]] = {}
    for recipe in recipes:
        if not recipe.lag:
            for good in recipe.outputs:
                makers.setdefault(good, []).append(recipe.id)
    sorter = TopologicalSorter(
        {recipe.id: {maker for good in recipe.inputs for maker in makers.get(good, ())} for recipe in recipes}
    )
    return list(sorter.static_order())
