"""Quick timetables: one step after the other, each as soon as it can be paid for.

`greedy` takes at each moment the step with the best payback that can be paid for then (Exodus 14084-14097: what the
first step saves pays for the next). It sees no step that pays only with another, like a mill without an oven: that is
what the road map is measured against. `in_order` takes a given order and finds the earliest periods for it.
"""

from __future__ import annotations

import numpy as np

_PAYS = 1e-6


def greedy(table, related, tries: int = 4, clock=None):
    """(timetable, outcome, whether it came to its end). tries: steps solved again at each moment, the best by
    estimate. related: pairs of candidates; what did not pay is tried again once a relative of it has begun."""
    when = np.full(table.model.candidates, table.never)
    now = table.outcome(when)
    failed: set[int] = set()
    for period in range(table.never):
        while True:
            if clock is not None and clock.left <= 0:
                return when, now, False
            able = _able(table, when, now, period, failed)
            if not len(able):
                break
            found = _best_of(table, when, now, period, able[:tries])
            if found is None:
                failed |= set(able[:tries].tolist())
                continue
            when, now, begun = found
            failed -= {one for pair in related if begun in pair for one in pair}
    return when, now, True


def _able(table, when, now, period, failed):
    """Candidates that can be paid for in this period and would pay by estimate, the best payback first."""
    ground, begun = table.ground, when < table.never
    outlay = ground.first_cost(begun)
    waits = ground.machine_use[:, ~ground.machine_use[begun].any(axis=0)].any(axis=1)
    purse = np.where(waits, now.purse[max(period - 1, 0) :].min(), now.purse[period:].min())
    able = ~begun & (table.model.y[:, period] >= 0) & (outlay <= purse + _PAYS) & ~(waits & (period == 0))
    able[list(failed)] = False
    gain = estimated(table, now, period)
    able &= gain > table.ground.bought_outlay  # what machines cost is in the prices that the gain is estimated from
    rate = gain / np.maximum(outlay, _PAYS)
    found = np.flatnonzero(able)
    return found[np.argsort(-rate[found], kind="stable")]


def _best_of(table, when, now, period, able):
    """(timetable, outcome, candidate) of the best payback among these, solved again; None where none pays."""
    outlay, best, best_rate = table.ground.first_cost(when < table.never), None, 0.0
    for candidate in able:
        trial = when.copy()
        trial[candidate] = period
        outcome = table.outcome(trial)
        net = now.cash - outcome.cash
        if not np.isfinite(outcome.cash) or net <= _PAYS * max(1.0, abs(now.cash)):
            continue
        rate = (net + outlay[candidate]) / max(outlay[candidate], _PAYS)
        if rate > best_rate:
            best, best_rate = (trial, outcome, int(candidate)), rate
    return best


def in_batches(table, clock=None):
    """(timetable, outcome): in each period all that can be paid for and would pay by estimate, solved once. What then
    stands idle is left out. A dozen solves, for those who cannot wait."""
    when = np.full(table.model.candidates, table.never)
    now = table.outcome(when)
    failed: set[int] = set()
    for period in range(table.never):
        if clock is not None and clock.left <= 0:
            break
        able = _able(table, when, now, period, failed)
        outlay = table.ground.first_cost(when < table.never)
        able = able[np.cumsum(outlay[able]) <= now.purse[period:].min() + _PAYS]
        while len(able) and (clock is None or clock.left > 0):
            trial = when.copy()
            trial[able] = period
            outcome = table.outcome(trial)
            if np.isfinite(outcome.cash):
                idle = (trial == period) & (table.used(trial, outcome) == table.never)
                failed |= set(np.flatnonzero(idle).tolist())
                trial[idle] = table.never
                outcome = table.outcome(trial)
            if outcome.cash < now.cash - _PAYS:
                when, now = trial, outcome
                break
            failed |= set(able[len(able) // 2 :].tolist())
            able = able[: len(able) // 2]
    return when, now


def estimated(table, now, period) -> np.ndarray:
    """By candidate: what it would save from this period on, at the prices of now, if it made what is used now."""
    model, ground = table.model, table.ground
    if now.duals is None:
        return np.zeros(model.candidates)
    worth = np.where(model.use_rows >= 0, -now.duals[np.maximum(model.use_rows, 0)], 0.0)
    i, program = ground.incidence, ground.program
    x = program.cells(program.x, now.values)
    use = program.need + program.cells(program.e, now.values)
    np.add.at(use, program.inputs.item, program.inputs.quantity[:, None] * x[program.inputs.recipe])
    worn = program.machines.quantity * i.wear[program.machines.item]
    np.add.at(use, program.machines.item, worn[:, None] * x[program.machines.recipe])
    average = use.mean(axis=1) + np.where(np.isnan(i.sell), 0.0, i.sell_limit)
    batches = np.zeros(i.recipes)
    np.maximum.at(batches, i.outputs.recipe, average[i.outputs.item] / i.outputs.quantity)
    likely = np.minimum(ground.most, batches[ground.places][:, None])
    return (np.maximum(worth, 0.0) * likely)[:, period:].sum(axis=1)


def in_order(table, order, clock=None, stages=None):
    """(timetable, outcome) of these candidates, each as early as the purse allows, one after the other. What cannot
    be paid for, or does not pay, is left out. stages: of each candidate; then no step begins before one of an earlier
    stage has (stage_order.py), and `order` must go by stage."""
    when = np.full(table.model.candidates, table.never)
    now = table.outcome(when)
    for group in order:
        if clock is not None and clock.left <= 0:
            break
        group = [one for one in np.atleast_1d(group) if when[one] == table.never]
        if not group:
            continue
        lasting = np.minimum.accumulate(now.purse[::-1])[::-1]
        able = lasting[:-1] + _PAYS >= table.ground.cost_together(group, when < table.never)
        if table.ground.waits(group, when < table.never):
            able = np.append(False, able[:-1])
        if stages is not None:
            earlier = when[(stages >= 0) & (stages < max(stages[group])) & (when < table.never)]
            able[: earlier.max(initial=0)] = False
        enough = np.flatnonzero(able)
        if not len(enough):
            continue
        trial = when.copy()
        trial[group] = enough[0]
        outcome = table.outcome(trial)
        if outcome.cash < now.cash - _PAYS * max(1.0, abs(now.cash)):
            when, now = trial, outcome
    return when, now
