"""The ladder by enumeration: every set of recipes and every period for each, each solved as a linear programme that is
written down here from the format's words alone, with SciPy, sharing nothing with the engine."""

from __future__ import annotations

import itertools

import numpy as np
from scipy.optimize import linprog


class _Rows:
    def __init__(self):
        self.columns: dict[tuple, int] = {}
        self.cost: list[float] = []
        self.bounds: list[tuple] = []
        self.least: list[tuple[dict, float]] = []  # Σ entry·column ≥ number

    def column(self, key, cost=0.0, low=0.0, high=None):
        self.columns[key] = len(self.cost)
        self.cost.append(cost)
        self.bounds.append((low, high))

    def at_least(self, entries, number):
        self.least.append((entries, number))

    def solve(self):
        matrix = np.zeros((len(self.least), len(self.cost)))
        for row, (entries, _) in enumerate(self.least):
            for key, value in entries.items():
                if key in self.columns:
                    matrix[row, self.columns[key]] += value
        numbers = np.array([number for _, number in self.least])
        answer = linprog(self.cost, A_ub=-matrix, b_ub=-numbers, bounds=self.bounds, method="highs")
        return answer.fun if answer.status == 0 else None


def cash_of(network, when, budget=0.0, spent=None):
    """Least cash with recipes taken up at these periods ({id: period}), outlays included; None if it cannot be.

    Every need is met in full. spent: by period without any step; then the purse is followed from the budget on.
    Towns here have people of one skill each, and `terminal` free.
    """
    nobodys = _nobodys(network)
    rows, horizon = _Rows(), range(network.periods)
    running = {recipe.id: 0 if recipe.adopted else when.get(recipe.id) for recipe in network.recipes}
    for t in horizon:
        for good in network.goods:
            if good.buy is not None:
                rows.column(("b", good.id, t), good.buy)
                rows.column(("o", good.id, t), good.buy)
            if good.sellable:
                rows.column(("e", good.id, t), -good.sell, 0.0, good.sell_limit)
            rows.column(("s", good.id, t), 0.0, 0.0, good.room)
            rows.column(("m", good.id, t))
        for recipe in network.recipes:
            begun = running[recipe.id]
            if begun is not None and begun <= t and t + recipe.lag < network.periods:
                rows.column(("x", recipe.id, t), recipe.fee, 0.0, recipe.limit)
    begun_at = {t: [r for r in network.recipes if not r.adopted and when.get(r.id) == t] for t in horizon}
    for t in horizon:
        for good in network.goods:
            _balance(rows, network, good, t)
            parts = sum(recipe.outlay_goods.get(good.id, 0.0) for recipe in begun_at[t])
            rows.at_least({("o", good.id, t): 1.0, ("m", good.id, t): 1.0}, parts)
            stored = {("m", good.id, t): -1.0, ("s", good.id, t - 1): good.keeps}
            rows.at_least(stored, -good.keeps * good.stock if t == 0 else 0.0)
        for skill in {skill for recipe in network.recipes for skill in recipe.hours}:
            pledged = sum(person.hours for person in network.people if skill in person.skills)
            rows.at_least({("x", r.id, t): -r.hours.get(skill, 0.0) for r in network.recipes}, -pledged)
        for machine in (good for good in network.goods if good.hours_each):
            given = {("s", machine.id, t - 1): machine.hours_each * machine.keeps}
            given |= {("x", r.id, t): -r.machines.get(machine.id, 0.0) for r in network.recipes}
            rows.at_least(given, -machine.hours_each * machine.keeps * machine.stock if t == 0 else 0.0)
            wanted = any(machine.id in r.machines for s in range(t + 1) for r in begun_at[s])
            if machine.id in nobodys and wanted:  # whole before the step begins, and as long as it goes on
                rows.at_least(_acquired(network, machine.id, t - 1), 1.0)
                rows.at_least(_acquired(network, machine.id, t), 1.0)
    if spent is not None:
        _purse(rows, network, begun_at, budget, spent, nobodys)
    found = rows.solve()
    return None if found is None else found + sum(r.outlay for t in horizon for r in begun_at[t])


def _nobodys(network):
    """Machines of which none is there, and that no recipe in use works with or takes in."""
    known = {name for recipe in network.recipes if recipe.adopted for name in (*recipe.machines, *recipe.inputs)}
    return {good.id for good in network.goods if good.hours_each and not good.stock and good.id not in known}


def _acquired(network, machine, t):
    """Units bought and made until t, less those sold, taken in or built in."""
    entries: dict = {}
    for s in range(t + 1):
        entries |= {("b", machine, s): 1.0, ("e", machine, s): -1.0, ("m", machine, s): -1.0}
        for recipe in network.recipes:
            now, before = ("x", recipe.id, s), ("x", recipe.id, s - recipe.lag)
            entries[now] = entries.get(now, 0.0) - recipe.inputs.get(machine, 0.0)
            entries[before] = entries.get(before, 0.0) + recipe.outputs.get(machine, 0.0)
    return entries


def _balance(rows, network, good, t):
    entries = {("s", good.id, t - 1): good.keeps, ("s", good.id, t): -1.0, ("b", good.id, t): 1.0,
               ("e", good.id, t): -1.0, ("m", good.id, t): -1.0}
    for recipe in network.recipes:
        now, before = ("x", recipe.id, t), ("x", recipe.id, t - recipe.lag)
        entries[now] = entries.get(now, 0.0) - recipe.inputs.get(good.id, 0.0)
        entries[before] = entries.get(before, 0.0) + recipe.outputs.get(good.id, 0.0)
        worn = sum(hours * _wear(network, name) for name, hours in recipe.machines.items() if name == good.id)
        entries[now] -= worn
    need = good.need[t] if good.need else 0.0
    rows.at_least(entries, need - (good.keeps * good.stock if t == 0 else 0.0))


def _wear(network, name):
    return next(good.wear for good in network.goods if good.id == name)


def _purse(rows, network, begun_at, budget, spent, nobodys):
    """Before each period the outlays can be paid, with the machines that nobody has, and after it the purse is not
    empty below zero."""
    entries: dict = {}
    number = -budget
    for t in range(network.periods):
        number += sum(recipe.outlay for recipe in begun_at[t])
        for good in network.goods:
            if good.buy is not None:
                entries[("o", good.id, t)] = -good.buy
                if good.id in nobodys:
                    entries[("b", good.id, t)] = -good.buy
        rows.at_least(dict(entries), number)
        number -= spent[t]
        for good in network.goods:
            if good.buy is not None:
                entries[("b", good.id, t)] = -good.buy
            if good.sellable:
                entries[("e", good.id, t)] = good.sell
        for recipe in network.recipes:
            entries[("x", recipe.id, t)] = -recipe.fee
        rows.at_least(dict(entries), number)


def best_by_enumeration(network, budget, spent, in_order=None):
    """(least cash, timetable) of all sets and periods. in_order: tells whether a timetable is allowed."""
    catalogue = [recipe.id for recipe in network.catalogue]
    best = (np.inf, {})
    for periods in itertools.product([None, *range(network.periods)], repeat=len(catalogue)):
        when = {name: period for name, period in zip(catalogue, periods, strict=True) if period is not None}
        if in_order and not in_order(when):
            continue
        if sum(recipe.outlay for recipe in network.catalogue if recipe.id in when) > budget + sum(spent):
            continue
        cash = cash_of(network, when, budget, spent)
        if cash is not None and cash < best[0] - 1e-9:
            best = (cash, when)
    return best
