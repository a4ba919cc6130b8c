"""One future worked out: its least cash, dependence and walk-away days, and what each step would save or meet in it.

Every future begins from where the plan of the town as it is stands, and from nothing else: so it is quick, and its
figures do not depend on which futures came before it or on who works out which.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..absent_machines import machines_first
from ..changes import Changes, changed
from ..incidence import Incidence
from ..lexicographic import solve
from ..network import Network
from ..next_steps import NextStep
from ..plan import Solved, dependence_of, program_of
from ..slack import slack
from ..what_if import WhatIf

_NOISE = 1e-9


@dataclass(frozen=True)
class Step:
    """A recipe of the catalogue, or a chain of them, that is tried in each future."""

    recipes: tuple[str, ...]

    @property
    def key(self) -> str:
        return "+".join(self.recipes)


@dataclass(frozen=True)
class Future:
    """status "infeasible": no plan keeps the rules in it (the floor of cash, or upkeep at the end), and the other
    figures are None or empty.  short: some need is not met in full.  savings, outlays: by key of the step; an outlay
    is None where one of its goods has no price.  machines_first: by key, {machine that nobody has and that is to be had
    first: its price, or None}; not in the outlay.  meets: by key of the steps that make an unmet need less, {tier: by
    how many periods of a whole need}, need before cash; savings are at needs met as without the step.  makes_possible:
    where no plan keeps the rules, the steps with which one does."""

    status: str
    cash: float | None = None
    dependence: float | None = None
    slack_days: float | None = None
    slack_at_least: bool = False
    short: bool = False
    savings: Mapping[str, float] = field(default_factory=dict)
    outlays: Mapping[str, float | None] = field(default_factory=dict)
    machines_first: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    meets: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    makes_possible: tuple[str, ...] = ()

    def to_json(self) -> dict:
        return {"status": self.status, "cash": self.cash, "dependence": self.dependence, "slack_days": self.slack_days,
                "slack_at_least": self.slack_at_least, "short": self.short, "savings": dict(self.savings),
                "outlays": dict(self.outlays),
                "machines_first": {key: dict(prices) for key, prices in self.machines_first.items()},
                "meets": {key: {str(tier): much for tier, much in tiers.items()} for key, tiers in self.meets.items()},
                "makes_possible": list(self.makes_possible)}


def steps_to_try(found: Iterable[NextStep], most: int = 10) -> tuple[Step, ...]:
    """The first of the steps that the plan of today recommends, those before that meet what it leaves unmet: in the
    plan too need goes before cash."""
    found = sorted(found, key=lambda step: not step.unmet_reduced)
    return tuple(Step(tuple(step.recipes)) for step in found)[:most]


class Evaluator:
    """Works out futures of one town. steps: those to try in each."""

    def __init__(self, network: Network, steps: Sequence[Step] = ()):
        self.network, self.steps = network, tuple(steps)
        place = {recipe.id: number for number, recipe in enumerate(network.recipes)}
        self._places = {step.key: [place[recipe] for recipe in step.recipes] for step in self.steps}
        self._candidates = sorted({one for places in self._places.values() for one in places})
        first = solve(program_of(Incidence(network)), until="cash")
        self._start = first.cash_basis if first.status == "optimal" else None

    def evaluate(self, changes: Changes) -> Future:
        """The town's figures in that future."""
        network = changed(self.network, changes)
        incidence = Incidence(network)
        program = program_of(incidence)
        optimum = solve(program, start=self._start, until="cash")
        if optimum.status != "optimal":
            possible = tuple(step.key for step in self.steps if self._can(network, step))
            return Future("infeasible", makes_possible=possible)
        solved = Solved(incidence, program, optimum)
        short = program.cells(program.u, optimum.values).sum(axis=1)
        unmet = {network.goods[place].id: float(short[place]) for place in np.flatnonzero(short > _NOISE)}
        walk = slack(incidence)
        cash = optimum.stage("cash").optimum
        savings, meets = self._tried(solved, cash, bool(unmet))
        return Future(
            status="optimal",
            cash=cash,
            dependence=dependence_of(solved, unmet)[1],
            slack_days=walk.days,
            slack_at_least=walk.at_least,
            short=bool(unmet),
            savings=savings,
            outlays={step.key: _outlay(network, self._places[step.key], incidence) for step in self.steps},
            machines_first={step.key: machines_first(network, [network.recipes[place] for place in places])
                            for step in self.steps for places in (self._places[step.key],)},
            meets=meets,
        )

    def _can(self, network: Network, step: Step) -> bool:
        """Whether some plan keeps the rules with the step taken up."""
        with_it = changed(network, Changes(adopt=step.recipes))
        return solve(program_of(Incidence(with_it)), until="cash").status == "optimal"

    def _tried(self, solved: Solved, cash: float, short: bool):
        """(cash that each step saves, unmet need by tier that it meets), by key."""
        if not self.steps:
            return {}, {}
        what_if = WhatIf(solved, self._candidates)
        savings = {key: max(cash - what_if.open(places).cash, 0.0) for key, places in self._places.items()}
        relief = {key: what_if.relief(places) for key, places in self._places.items()} if short else {}
        return savings, {key: {tier: before - after for tier, (before, after) in tiers.items()}
                         for key, tiers in relief.items() if tiers}


def _outlay(network: Network, places, incidence: Incidence) -> float | None:
    """Cash to take these up, at that future's prices."""
    total = 0.0
    for place in places:
        recipe = network.recipes[place]
        total += recipe.outlay
        for good, quantity in recipe.outlay_goods.items():
            price = network.goods[incidence.good_place[good]].buy
            if price is None:
                return None
            total += quantity * price
    return total
