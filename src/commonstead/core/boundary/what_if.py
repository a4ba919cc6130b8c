"""What if these recipes were adopted: one programme that holds all candidates, closed, and is opened and re-solved.

It starts from the basis of the plan, so opening a recipe takes a few steps of the simplex. Every need is met at least
as well as in the plan, in every period: what is saved is not saved on needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack

from .program import Program
from .solver import INFINITY, LinearProgram

_LOOSE = 1e-9  # slack of a held tier, relative
_MET = 1e-6  # of an unmet need: less is rounding


@dataclass(frozen=True)
class Outcome:
    cash: float
    values: np.ndarray
    runs: Mapping[int, float]  # batches over the horizon, by recipe


class WhatIf:
    """candidates: places of recipes of the network that are not adopted."""

    def __init__(self, solved, candidates):
        self.solved, self.incidence = solved, solved.incidence
        self.candidates = np.asarray(candidates, int)
        base = solved.program
        recipes = np.concatenate([base.recipes, self.candidates])
        self.program = program = Program(
            self.incidence, recipes, base.need, terminal=base.terminal, cash=base.cash_rule
        )
        self._position = {recipe: number for number, recipe in enumerate(recipes)}
        self._tiers = [
            (tier, stage.optimum) for tier, stage in zip(program.tiers(), solved.optimum.stages, strict=False)
        ]
        # No need may be met worse than in the plan, in any period.
        self._closed = program.upper.copy()
        self._closed[self._columns(self.candidates)] = 0.0
        needed = program.u >= 0
        self._closed[program.u[needed]] = base.cells(base.u, solved.optimum.values)[needed]
        self.lp = self._start()
        self._basis = None
        self.now = self.open([])

    def _columns(self, recipes):
        columns = self.program.x[[self._position[recipe] for recipe in recipes]]
        return columns[columns >= 0]

    def _start(self):
        """The model, with one row for each tier that is not met in full; open until `unmet` needs it."""
        program = self.program
        self._short = [(tier, program.unmet_cost(tier)) for tier, optimum in self._tiers if optimum > 0]
        matrix, lower, upper = program.matrix, program.row_lower, program.row_upper
        if self._short:
            matrix = vstack([matrix, csr_array(np.array([cost for _, cost in self._short]))]).tocsc()
            lower = np.concatenate([lower, np.full(len(self._short), -INFINITY)])
            upper = np.concatenate([upper, np.full(len(self._short), INFINITY)])
        lp = LinearProgram(program.cash_cost(), matrix, lower, upper, program.lower, self._closed)
        lp.start_from_blocks(*self._carried())
        return lp

    def _carried(self):
        """The plan's basis, carried over column by column and row by row; what is new stands at its bound."""
        base, program = self.solved.program, self.program
        from_columns, to_columns, from_rows, to_rows = [], [], [], []
        for block in ("x", "b", "e", "s", "u"):
            old, new = getattr(base, block), getattr(program, block)[: len(getattr(base, block))]
            both = (old >= 0) & (new >= 0)
            from_columns.append(old[both])
            to_columns.append(new[both])
        for old, new in ((base.a, program.a), (base.c, program.c)):
            both = (old >= 0) & (new >= 0)
            from_columns.append(old[both])
            to_columns.append(new[both])
        for rows in ("balance", "skill", "pledge", "machine", "parcel", "cash", "worn"):
            old, new = getattr(base, rows), getattr(program, rows)
            both = (old >= 0) & (new >= 0)
            from_rows.append(old[both])
            to_rows.append(new[both])
        return (
            self.solved.optimum.cash_basis,
            np.concatenate(from_columns),
            np.concatenate(to_columns),
            np.concatenate(from_rows),
            np.concatenate(to_rows),
        )

    def open(self, recipes, afresh=False) -> Outcome:
        """Least cash with these adopted as well, at an unmet need no worse than now. afresh: many are opened at
        once, so that the basis of the plan is no help."""
        columns = self._columns(recipes) if len(recipes) else np.array([], int)
        self.lp.bounds(columns, np.zeros(len(columns)), self.program.upper[columns])
        status = self.lp.solve_afresh() if afresh else self.lp.solve("primal")
        values, cash = self.lp.values(), self.lp.objective
        if self._basis is None:
            self._basis = self.lp.basis()
        self._close(columns)
        if status != "optimal":
            return Outcome(np.inf, np.zeros(self.program.columns), dict.fromkeys(map(int, self.candidates), 0.0))
        runs = self.program.cells(self.program.x, values).sum(axis=1)
        return Outcome(cash, values, {int(recipe): float(runs[self._position[recipe]]) for recipe in self.candidates})

    def _close(self, columns):
        self.lp.bounds(columns, np.zeros(len(columns)), np.zeros(len(columns)))
        self.lp.start_from(self._basis)

    def unmet(self, recipes) -> dict[str, float]:
        """Unmet need by good, tier by tier as small as it can be with these adopted as well."""
        values, _ = self._needs_first(recipes)
        unmet = self.program.cells(self.program.u, values).sum(axis=1)
        return {self.incidence.network.goods[place].id: float(unmet[place]) for place in np.flatnonzero(unmet > 1e-9)}

    def relief(self, recipes) -> dict[int, tuple[float, float]]:
        """{tier: (before, after)} of the unmet need that these make less, in periods of a whole need; only tiers that
        the plan leaves short."""
        after = self._needs_first(recipes)[1]
        before = dict(self._tiers)
        return {tier: (before[tier], left) for tier, left in after.items()
                if before[tier] - left > _MET * max(1.0, before[tier])}

    def _needs_first(self, recipes) -> tuple[np.ndarray, dict[int, float]]:
        """(columns, what stays unmet by tier) with these adopted as well, where need goes before cash."""
        program, columns = self.program, self._columns(recipes)
        needed = program.u[(program.u >= 0) & np.isin(self.incidence.tier, [tier for tier, _ in self._short])[:, None]]
        rows = program.rows + np.arange(len(self._short))
        self.lp.bounds(columns, np.zeros(len(columns)), program.upper[columns])
        self.lp.bounds(needed, np.zeros(len(needed)), program.upper[needed])
        values, left = self.now.values, {}
        for number, (tier, cost) in enumerate(self._short):
            self.lp.cost(cost)
            if self.lp.solve("primal") == "optimal":
                values, left[tier] = self.lp.values(), self.lp.objective
                self.lp.row_bounds(rows[number : number + 1], [-INFINITY], [left[tier] + _LOOSE * (1 + left[tier])])
        self.lp.cost(program.cash_cost())
        self.lp.row_bounds(rows, np.full(len(rows), -INFINITY), np.full(len(rows), INFINITY))
        self.lp.bounds(needed, np.zeros(len(needed)), self._closed[needed])
        self._close(columns)
        return values, left

    def why(self, outcome: Outcome, recipes) -> dict:
        """The facts behind a saving: what is bought less or more, and what the recipes take."""
        i, program, network = self.incidence, self.program, self.incidence.network
        before, after = (program.cells(program.b, values).sum(axis=1) for values in (self.now.values, outcome.values))
        changed = np.flatnonzero(np.abs(before - after) > 1e-6 * np.maximum(1.0, before))
        changed = changed[np.argsort(-(before - after)[changed] * i.buy[changed], kind="stable")]
        rows = [network.recipes[recipe] for recipe in recipes]
        runs = [outcome.runs[recipe] for recipe in recipes]
        stocks = np.column_stack([i.stock, program.cells(program.s, outcome.values)[:, :-1]]) * i.keeps[:, None]
        x = program.cells(program.x, outcome.values).sum(axis=1)
        used = np.bincount(
            program.machines.item, program.machines.quantity * x[program.machines.recipe], minlength=i.goods
        )
        in_hand = stocks.sum(axis=1) * np.nan_to_num(i.hours_each)
        machines = {i.good_place[machine]: machine for row in rows for machine in row.machines}
        return {
            "batches": {row.id: run for row, run in zip(rows, runs, strict=True)},
            "buys": {
                network.goods[place].id: {
                    "before": float(before[place]),
                    "after": float(after[place]),
                    "cash": float((before - after)[place] * i.buy[place]),
                }
                for place in changed
            },
            "hours": _summed(rows, runs, "hours"),
            "makes": _summed(rows, runs, "outputs"),
            "takes": _summed(rows, runs, "inputs"),
            "land": {parcel: area for row in rows for parcel, area in row.land.items()},
            "machines": {
                name: {"used": float(used[place]), "in_hand": float(in_hand[place])} for place, name in machines.items()
            },
        }


def _summed(rows, runs, field) -> dict[str, float]:
    total: dict[str, float] = {}
    for row, run in zip(rows, runs, strict=True):
        for name, quantity in getattr(row, field).items():
            total[name] = total.get(name, 0.0) + quantity * run
    return total
