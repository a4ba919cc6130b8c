"""What to bring inside next: the catalogue's recipes, and chains of them, by the cash that each would save.

(Exodus 8828-8843: take an activity inside, then, one after the other, the inputs it still buys.) All recipes are
priced from the duals of the plan (pricing.py); the best are solved again, since a bound is not a saving. Some
recipes pay only together, like a mill and an oven: savings are not submodular. So the town is also solved with the
whole catalogue open, and what it then takes up is split into chains that share goods.

saving: cash saved over the horizon at an unmet need no worse than now, outlay not deducted. unmet_reduced: what
would be met that is not met now, if need went first. Rules for the end of the horizon stay as they are now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from .absent_machines import machines_first
from .network import STAGES, Network
from .plan import Plan
from .plan import plan as make_plan
from .pricing import price
from .what_if import WhatIf

_PAYS = 1e-6  # relative to the cash at stake
_CHAIN = 6  # most recipes of a chain
_SOLVED = 20  # fewest that are solved again, however few are asked for: an estimate is not a saving
_POOL = 300  # most recipes that are opened together
_SURPLUS = 0.02  # a chain saves at least so much more, as a share, than its parts
_TRIALS = 60  # most models solved in the search for chains that no missing good points to


@dataclass(frozen=True)
class NextStep:
    """One recipe, or a chain of recipes that pays more together than the sum of each alone.

    why: facts to explain it by: `buys` {good: {before, after, cash}}, `hours` {skill: hours}, `machines`
    {machine: {used, in_hand}}, `land` {parcel: m²}, `makes` {good: units}, over the horizon.
    machines_first: {machine: price of one, None without a price} that nobody has and that is to be had first; neither
    outlay nor payback_periods count it, and saving counts only the part of it that the plan uses.
    """

    recipes: tuple[str, ...]
    stage: str
    bound: float
    saving: float
    outlay: float | None
    payback_periods: float | None
    unmet_reduced: Mapping[str, float] = field(default_factory=dict)
    why: Mapping[str, object] = field(default_factory=dict)
    unpriced_outlay: tuple[str, ...] = ()
    machines_first: Mapping[str, float | None] = field(default_factory=dict)

    def to_json(self) -> dict:
        name = {"recipe": self.recipes[0]} if len(self.recipes) == 1 else {"chain": list(self.recipes)}
        return {
            **name,
            "stage": self.stage,
            "bound": self.bound,
            "saving": self.saving,
            "outlay": self.outlay,
            "payback_periods": self.payback_periods,
            "unmet_reduced": dict(self.unmet_reduced),
            "unpriced_outlay": list(self.unpriced_outlay),
            "machines_first": dict(self.machines_first),
            "why": dict(self.why),
        }


def next_steps(
    network: Network, plan: Plan | None = None, count: int = 20, say: Callable[[str], None] | None = None
) -> list[NextStep]:
    """The best steps, best first. plan: that of the same network, if it is at hand."""
    say = say or (lambda _: None)
    plan = plan or make_plan(network, say)
    if plan.status != "optimal" or not network.catalogue:
        return []
    solved = plan.solved
    incidence = solved.incidence
    say("pricing the catalogue")
    priced = price(solved)
    say("the catalogue open")
    pool = _pool(priced, np.flatnonzero(~incidence.adopted))
    every = WhatIf(solved, pool)
    opened = every.open(pool, afresh=True)
    most = max(plan.cash - opened.cash, 0.0)
    best = _best(priced, most, max(count, _SOLVED))
    taken = [recipe for recipe in pool if opened.runs[recipe] > 1e-7]
    say("solving the best again")
    if len(pool) > 2 * (len(best) + len(taken)):  # leave out what plays no part
        every = WhatIf(solved, np.union1d(best, taken).astype(int))
    search = _Search(network, plan, every, np.minimum(priced.bound, most), most)
    steps = [search.step((recipe,)) for recipe in best]
    say("looking for chains")
    steps += [search.step(chain) for chain in search.chains(taken)]
    smallest = _PAYS * max(1.0, abs(plan.cash))
    steps = [step for step in steps if step.saving > smallest or step.unmet_reduced]
    return sorted(steps, key=lambda step: (-step.saving, -sum(step.unmet_reduced.values()), step.recipes))[:count]


def _pool(priced, catalogue):
    """The recipes to open together: all of a catalogue of ordinary size, of a large one the most promising."""
    if len(catalogue) <= _POOL:
        return catalogue
    chosen = [
        catalogue[np.argsort(-worth[catalogue], kind="stable")[: _POOL // 3]]
        for worth in (priced.estimate, priced.promise, priced.relief)
    ]
    chosen = np.unique(np.concatenate(chosen))
    return chosen[(priced.estimate + priced.promise + priced.relief)[chosen] > 0]


def _best(priced, most, count):
    """The recipes to solve again: by estimate, and those that relieve an unmet need."""
    worth = np.where(priced.bound > 0, np.minimum(priced.estimate, priced.bound), 0.0)
    by_cash = np.argsort(-worth, kind="stable")[:count]
    by_relief = np.argsort(-priced.relief, kind="stable")[:count]
    chosen = [recipe for recipe in by_cash if worth[recipe] > 0]
    return list(dict.fromkeys([*chosen, *(recipe for recipe in by_relief if priced.relief[recipe] > 1e-9)]))


class _Search:
    def __init__(self, network, plan, what_if, bounds, most):
        self.network, self.plan, self.what_if, self.bounds, self.most = network, plan, what_if, bounds, most
        self._outcomes: dict[frozenset, object] = {}

    def outcome(self, recipes):
        key = frozenset(recipes)
        if key not in self._outcomes:
            self._outcomes[key] = self.what_if.open(sorted(key))
        return self._outcomes[key]

    def saving(self, recipes) -> float:
        """Cash saved with these adopted as well. What its bound rules out alone need not be solved."""
        if not recipes or (len(recipes) == 1 and self.bounds[recipes[0]] <= 0):
            return 0.0
        return self.plan.cash - self.outcome(recipes).cash

    def step(self, recipes) -> NextStep:
        network = self.network
        saving = max(self.saving(recipes), 0.0)
        bound = float(self.bounds[recipes[0]]) if len(recipes) == 1 else self.most
        rows = [network.recipes[recipe] for recipe in recipes]
        outlay, unpriced = _outlay(network, rows, self.what_if.incidence)
        unmet = self.plan.unmet if not self.plan.unmet else self.what_if.unmet(sorted(recipes))
        pays = saving > _PAYS * max(1.0, abs(self.plan.cash))
        return NextStep(
            recipes=tuple(row.id for row in rows),
            stage=max((row.stage for row in rows), key=_rung),
            bound=bound,
            saving=saving,
            outlay=outlay,
            unpriced_outlay=unpriced,
            payback_periods=outlay / (saving / network.periods) if pays and outlay is not None else None,
            unmet_reduced={
                good: amount - unmet.get(good, 0.0)
                for good, amount in self.plan.unmet.items()
                if amount - unmet.get(good, 0.0) > 1e-6 * max(1.0, amount)
            },
            why=self.what_if.why(self.outcome(recipes), recipes),
            machines_first=machines_first(network, rows),
        )

    def chains(self, taken):
        """Sets of the recipes taken up with everything open that save more together than each alone: first those
        that a missing good points to (an oven whose flour nobody sells needs a mill), then what else is linked."""
        found: list[tuple[int, ...]] = []

        def keep(recipes, seed):
            chain = self._minimal(recipes, seed)
            if chain and not any(set(chain) == set(other) for other in found):
                found.append(chain)

        for taker in taken:
            keep(_needed_together(self.network, taker, taken), taker)
        solved = len(self._outcomes)
        for group in _linked(self.network, taken):
            for seed in group:
                if not any(seed in chain for chain in found) and len(self._outcomes) - solved <= _TRIALS:
                    keep(tuple(_near(self.network, seed, group)), seed)
        return [self._in_order(chain) for chain in found]

    def _surplus(self, recipes) -> float:
        return self.saving(recipes) - sum(max(self.saving((recipe,)), 0.0) for recipe in recipes)

    def _minimal(self, recipes, seed):
        """Leave out one after the other while what is left still pays more than its parts; the seed stays."""
        if len(recipes) < 2:
            return None
        least = max(_PAYS * max(1.0, abs(self.plan.cash)), _SURPLUS * self.saving(recipes))
        if self._surplus(recipes) <= least:
            return None
        for recipe in recipes:
            rest = tuple(other for other in recipes if other != recipe)
            if recipe != seed and len(rest) > 1 and self._surplus(rest) > least:
                recipes = rest
        # The seed may be a bystander: without it the rest is a chain of its own, found from another seed.
        rest = tuple(other for other in recipes if other != seed)
        if len(rest) > 1 and self._surplus(rest) >= self._surplus(recipes) - least:
            return None
        return recipes

    def _in_order(self, chain):
        """Makers before takers, as far as there is an order."""
        rows = {recipe: self.network.recipes[recipe] for recipe in chain}

        def depth(recipe, seen=()):
            makers = [
                other
                for other in chain
                if other != recipe
                and other not in seen
                and any(good in rows[other].outputs for good in (*rows[recipe].inputs, *rows[recipe].machines))
            ]
            return 1 + max((depth(other, (*seen, recipe)) for other in makers), default=0)

        return tuple(sorted(chain, key=lambda recipe: (depth(recipe), recipe)))


def _rung(stage):
    return STAGES.index(stage) if stage in STAGES else -1


def _outlay(network, rows, incidence):
    """(cash to take these up, goods of the outlay that have no price)."""
    total, unpriced = 0.0, []
    for row in rows:
        total += row.outlay
        for good, quantity in row.outlay_goods.items():
            price_each = network.goods[incidence.good_place[good]].buy
            if price_each is None:
                unpriced.append(good)
            else:
                total += quantity * price_each
    return (None if unpriced else total), tuple(dict.fromkeys(unpriced))


def _links(network, taken):
    """recipe → recipes that make what it takes in or works with, and the other way round."""
    makers: dict[str, set] = {}
    for recipe in taken:
        for good in network.recipes[recipe].outputs:
            makers.setdefault(good, set()).add(recipe)
    links = {recipe: set() for recipe in taken}
    for recipe in taken:
        row = network.recipes[recipe]
        for good in (*row.inputs, *row.machines):
            for maker in makers.get(good, ()):
                if maker != recipe:
                    links[recipe].add(maker)
                    links[maker].add(recipe)
    return links


def _needed_together(network, taker, taken):
    """A recipe with those of `taken` that make what it cannot have otherwise: not bought, not in stock, not made
    by an adopted recipe. Alone it could not run at all."""
    made = {good for recipe in network.adopted for good in recipe.outputs}
    at_hand = {good.id for good in network.goods if good.buy is not None or good.stock > 0} | made
    chain = [taker]
    for recipe in chain:
        row = network.recipes[recipe]
        missing = [good for good in (*row.inputs, *row.machines) if good not in at_hand]
        chain += [maker for maker in taken
                  if maker not in chain and any(good in network.recipes[maker].outputs for good in missing)]
    return tuple(chain[:_CHAIN])


def _linked(network, taken):
    links, groups, seen = _links(network, taken), [], set()
    for start in taken:
        if start in seen:
            continue
        group, stack = [], [start]
        seen.add(start)
        while stack:
            recipe = stack.pop()
            group.append(recipe)
            for other in links[recipe] - seen:
                seen.add(other)
                stack.append(other)
        if len(group) > 1:
            groups.append(sorted(group))
    return groups


def _near(network, seed, group):
    """The recipes of the group nearest to the seed, at most a chain's length."""
    links, order, seen = _links(network, group), [seed], {seed}
    for recipe in order:
        for other in sorted(links[recipe] - seen):
            seen.add(other)
            order.append(other)
    return order[:_CHAIN]
