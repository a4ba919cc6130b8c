"""The town's plan with a step and without it, at other prices and yields: two optima of one programme.

A saving is the difference of the two (Exodus 8828-8843: what an activity taken inside no longer buys). The step's
recipes are opened or closed, prices change in the costs and, where cash has a floor, in its rows; yields change in the
balances. Each side goes on from its own last basis, so that one more question takes a few steps of the simplex. No need
may be met worse than in the plan, in any period.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..what_if import WhatIf

_BINDING = 1e-8  # a dual below this is rounding
_NOTHING: Mapping[str, float] = {}


@dataclass(frozen=True)
class Optimum:
    """cash over the horizon, infinite where the needs cannot be met so; values of the columns; duals of the rows and
    reduced costs of the columns."""

    cash: float
    values: np.ndarray
    duals: np.ndarray
    reduced_costs: np.ndarray


class WithAndWithout:
    """recipes: places of the step's recipes in the network, adopted or not. what_if: one that knows those that are
    not adopted, if it is at hand."""

    def __init__(self, solved, recipes, what_if=None):
        i = self.incidence = solved.incidence
        self.recipes = [int(recipe) for recipe in recipes]
        self.what_if = what_if or WhatIf(solved, [recipe for recipe in self.recipes if not i.adopted[recipe]])
        self.program, self.lp = self.what_if.program, self.what_if.lp
        self._position = {int(recipe): number for number, recipe in enumerate(self.program.recipes)}
        columns = self.program.x[[self._position[recipe] for recipe in self.recipes]]
        self.columns = columns[columns >= 0]
        self._cost = self.program.cash_cost()
        self._bases: dict[bool, object] = {}
        self._known: dict[tuple, Optimum] = {}

    def saving(self, prices: Mapping[str, float] = _NOTHING, yields: Mapping[str, float] = _NOTHING) -> float:
        """Cash that the step saves at these factors on prices (by good) and yields (by recipe); nan where the needs
        cannot be met with it either."""
        without, with_it = self.optimum(False, prices), self.optimum(True, prices, yields)
        return without.cash - with_it.cash if np.isfinite(with_it.cash) else np.nan

    def optimum(self, with_it: bool, prices: Mapping[str, float] = _NOTHING,
                yields: Mapping[str, float] = _NOTHING) -> Optimum:
        """Least cash with the step, or without it."""
        key = (with_it, tuple(sorted(prices.items())), tuple(sorted(yields.items())) if with_it else ())
        if key not in self._known:
            self._known[key] = self._solve(with_it, prices, yields if with_it else _NOTHING)
        return self._known[key]

    def _solve(self, with_it, prices, yields):
        lp, program = self.lp, self.program
        self._price(prices)
        self._bring(yields)
        upper = program.upper[self.columns] if with_it else np.zeros(len(self.columns))
        lp.bounds(self.columns, np.zeros(len(self.columns)), upper)
        basis = self._bases.get(with_it) or self.what_if._basis
        if basis is not None:
            lp.start_from(basis)
        status = lp.solve(None if yields or (not with_it and with_it not in self._bases) else "primal")
        if status == "optimal":
            found = Optimum(lp.objective, lp.values(), *lp.duals())
            self._bases[with_it] = lp.basis()
        else:
            found = Optimum(np.inf, np.zeros(program.columns), np.zeros(program.rows), np.zeros(program.columns))
        self._restore(prices, yields)
        return found

    def with_least_toil(self, with_it: bool) -> Optimum:
        """Of all plans with the least cash, one with the fewest hours: those that tell of work are told by it."""
        found, program, lp = self.optimum(with_it), self.program, self.lp
        if not np.isfinite(found.cash):
            return found
        lower, upper = program.lower.copy(), self.what_if._closed.copy()
        upper[self.columns] = program.upper[self.columns] if with_it else 0.0
        rows = len(program.row_lower)
        duals, row_lower, row_upper = found.duals[:rows], program.row_lower.copy(), program.row_upper.copy()
        # A column with a reduced cost stays at its bound, a row with a dual stays tight: so the least cash is held.
        at_low, at_high = found.reduced_costs > _BINDING, found.reduced_costs < -_BINDING
        upper[at_low], lower[at_high] = lower[at_low], upper[at_high]
        row_upper[duals > _BINDING] = row_lower[duals > _BINDING]
        row_lower[duals < -_BINDING] = row_upper[duals < -_BINDING]
        every, every_row = np.arange(program.columns), np.arange(rows)
        lp.bounds(every, lower, upper)
        lp.row_bounds(every_row, row_lower, row_upper)
        lp.cost(program.hours_cost())
        lp.start_from(self._bases[with_it])
        values = lp.values() if lp.solve("primal") == "optimal" else found.values
        lp.cost(self._cost)
        lp.bounds(every, program.lower, self.what_if._closed)
        lp.row_bounds(every_row, program.row_lower, program.row_upper)
        self._restore({}, {})
        return Optimum(found.cash, values, found.duals, found.reduced_costs)

    def _restore(self, prices, yields):
        """The model as others left it: its own prices and yields, the catalogue closed, what is adopted open."""
        if prices:
            self._price({good: 1.0 for good in prices})
        if yields:
            self._bring({recipe: 1.0 for recipe in yields})
        self.lp.bounds(self.columns, np.zeros(len(self.columns)), self.what_if._closed[self.columns])
        if self.what_if._basis is not None:
            self.lp.start_from(self.what_if._basis)

    def _price(self, prices):
        """Put factors on the prices of goods, in the costs and in the rows of cash."""
        if not prices:
            return
        i, program, cost = self.incidence, self.program, self._cost.copy()
        for name, factor in prices.items():
            place = i.good_place[name]
            for block in (program.b[place], program.e[place]):
                here = block >= 0
                cost[block[here]] *= factor
                if program.cash_rule:
                    # A purchase lowers the cash in hand by its price, which is also its cost.
                    self.lp.coefficients(program.cash[here], block[here], cost[block[here]])
        self.lp.cost(cost)

    def _bring(self, yields):
        """Put factors on what the batches of recipes bring out beyond what they return."""
        i, program = self.incidence, self.program
        for name, factor in yields.items():
            recipe = i.network.recipes[i.recipe_place[name]]
            columns = program.x[self._position[i.recipe_place[name]]]
            for good, brought in recipe.outputs.items():
                taken = recipe.inputs.get(good, 0.0)
                added = max(brought - taken, 0.0)
                out = brought - added + added * factor
                for period in np.flatnonzero(columns >= 0):
                    lag = recipe.lag
                    rows = program.balance[i.good_place[good]]
                    self._output(rows, columns, period, lag, out, good, recipe)

    def _output(self, rows, columns, period, lag, out, good, recipe):
        """The coefficient of one batch in the balance of what it brings, with what the same row takes for it."""
        i = self.incidence
        row, taken_in = rows[period + lag], recipe.inputs.get(good, 0.0) if lag == 0 else 0.0
        wear = recipe.machines.get(good, 0.0) * i.wear[i.good_place[good]] if lag == 0 else 0.0
        if row >= 0:
            self.lp.coefficients([row], [columns[period]], [out - taken_in - wear])

    def bought(self, optimum: Optimum) -> np.ndarray:
        """Cash spent on each good less what its sales bring, over the horizon at today's prices."""
        i, program = self.incidence, self.program
        bought, sold = (program.cells(block, optimum.values).sum(axis=1) for block in (program.b, program.e))
        return bought * np.nan_to_num(i.buy) - sold * np.nan_to_num(i.sell)

    def runs(self, optimum: Optimum) -> np.ndarray:
        """Batches over the horizon, by recipe of the network."""
        found = np.zeros(self.incidence.recipes)
        found[self.program.recipes] = self.program.cells(self.program.x, optimum.values).sum(axis=1)
        return found

    def unmet_without(self) -> dict[str, float]:
        """What would not be met without the step and is met with it, by good, in units: as few shares as can be."""
        program, lp, what_if = self.program, self.lp, self.what_if
        needed = program.u[program.u >= 0]
        held = what_if._closed[needed]
        cost = np.zeros(program.columns)
        cost[program.u[program.u >= 0]] = 1 / program.need[program.u >= 0]
        lp.cost(cost)
        lp.bounds(self.columns, np.zeros(len(self.columns)), np.zeros(len(self.columns)))
        lp.bounds(needed, np.zeros(len(needed)), program.upper[needed])
        values = lp.values() if lp.solve() == "optimal" else np.zeros(program.columns)
        lp.cost(self._cost)
        lp.bounds(needed, np.zeros(len(needed)), held)
        self._restore({}, {})
        more = program.cells(program.u, values) - program.cells(program.u, self.what_if.now.values)
        more = np.maximum(more, 0.0).sum(axis=1)
        return {self.incidence.network.goods[place].id: float(more[place]) for place in np.flatnonzero(more > 1e-9)}

    def worth_of_yield(self, recipe: int, optimum: Optimum) -> float:
        """Cash that the recipe's added outputs are worth in that optimum: what a yield better by its whole would
        save at the present prices inside."""
        i, program, row = self.incidence, self.program, self.incidence.network.recipes[recipe]
        x = program.cells(program.x, optimum.values)[self._position[recipe]]
        worth = 0.0
        for good, brought in row.outputs.items():
            rows = program.balance[i.good_place[good]]
            arrives = np.minimum(np.arange(program.periods) + row.lag, program.periods - 1)
            duals = np.where(rows[arrives] >= 0, optimum.duals[rows[arrives]], 0.0)
            worth += float((duals * x).sum()) * max(brought - row.inputs.get(good, 0.0), 0.0)
        return worth
