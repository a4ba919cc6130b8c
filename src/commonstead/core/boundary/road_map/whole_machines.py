"""Machines that nobody has at the start come whole: rows that tie a step to one unit bought or made before it.

    a[m,t] = a[m,t-1] + bought + made − sold − taken in or taken for an outlay      units of machine m acquired so far
    a[m,t-1] ≥ y[r,t]  and  a[m,t] ≥ y[r,t]   for every candidate r that works with m: whole before it begins, and
                                              not sold as long as it goes on

What is bought in a period gives its hours from the next on. Several steps share the one machine; more than one whole
may be bought by parts, as the plan counts capacity. What is bought of such a machine is paid like an outlay: it must be
in the purse when its period begins (model.py, `begin`).
"""

from __future__ import annotations

import numpy as np

from ..solver import INFINITY


def add_whole_machines(model) -> tuple[np.ndarray, np.ndarray]:
    """Columns a and their rows; (rows a[t] ≥ y[t], rows a[t-1] ≥ y[t]), candidates with their machines × periods."""
    ground, program = model.ground, model.ground.program
    machines = ground.machines
    a = model._block(np.ones((len(machines), model.periods), bool))
    sums = model.new_rows(a >= 0, 0.0, 0.0)
    model.add(sums, a, 1.0)
    model.add(sums[:, 1:], a[:, :-1], -1.0)
    model.add(sums, program.b[machines], -1.0)
    model.add(sums, program.e[machines], 1.0)
    place = np.full(ground.incidence.goods, -1)
    place[machines] = np.arange(len(machines))
    _recipes(model, sums, place, program.inputs, 1.0, 0 * ground.incidence.lag)
    _recipes(model, sums, place, program.outputs, -1.0, ground.incidence.lag)
    for part, good in enumerate(ground.parts):
        if place[good] >= 0:
            model.add(sums[place[good]], model.m[part], 1.0)
    candidate, machine = np.nonzero(ground.machine_use)
    y = model.y[candidate]
    there, before = (model.new_rows(y >= 0, 0.0, INFINITY) for _ in range(2))
    model.add(there, a[machine], 1.0)
    model.add(before[:, 1:], a[machine][:, :-1], 1.0)
    model.add(there, y, -1.0)
    model.add(before, y, -1.0)
    return there, before


def _recipes(model, sums, place, flow, sign, lag):
    """What recipes take in of machines, or bring out of them after their lag."""
    program = model.ground.program
    here = place[flow.item] >= 0
    for recipe, item, units in zip(flow.recipe[here], flow.item[here], flow.quantity[here], strict=True):
        late = int(lag[program.recipes[recipe]])
        if late < model.periods:
            model.add(sums[place[item], late:], program.x[recipe, : model.periods - late], sign * units)


def first_machines(table, when, outcome):
    """({candidate: {machine: {units, cash, made}}}, cash by period): what was bought and made, until the step begins,
    of machines that nobody had; each at the step that works with it first. Later ones, for wear or for more hours, are
    spending like any other."""
    ground, model = table.ground, table.model
    program, i = ground.program, ground.incidence
    bought = program.cells(program.b, outcome.values)[ground.machines]
    x = program.cells(program.x, outcome.values)
    cash, found = np.zeros(model.periods), {}
    for number, machine in enumerate(ground.machines):
        users = np.flatnonzero(ground.machine_use[:, number] & (when < table.never))
        if not len(users):
            continue
        first = int(users[np.argmin(when[users])])
        until = int(when[first])
        paid = bought[number, :until] * np.nan_to_num(i.buy[machine])
        cash[:until] += paid
        made = 0.0
        for recipe, units in zip(program.outputs.recipe, program.outputs.quantity * (program.outputs.item == machine),
                                 strict=True):
            made += units * x[recipe, : max(until - int(i.lag[program.recipes[recipe]]), 0)].sum()
        found.setdefault(first, {})[ground.network.goods[machine].id] = {
            "units": tidy(bought[number, :until].sum()), "cash": tidy(paid.sum()), "made": tidy(made)}
    return found, cash


def tidy(value) -> float:
    """Without the last digits, which are rounding."""
    return 0.0 if abs(value) < 1e-7 else float(f"{value:.12g}")
