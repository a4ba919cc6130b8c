"""Making a timetable better by small changes, as long as one helps: one more step or a maker with its taker, one step
fewer, a step earlier, two steps that change places. Each change is solved; none is believed by estimate."""

from __future__ import annotations

import numpy as np

_BETTER = 1e-6


def improved(table, when, now, clock):
    """(timetable, outcome) after the changes that helped, within the time of the clock."""
    groups = [*([one] for one in range(table.model.candidates)), *linked(table.ground)]
    while clock.left > 0:
        before = now.cash
        for change in (_more, _fewer, _earlier, _exchanged):
            when, now = change(table, when, now, groups, clock)
        if now.cash > before - _BETTER * max(1.0, abs(before)):
            break
    return when, now


def linked(ground) -> list[list[int]]:
    """Pairs of candidates of which the one makes what the other takes in or works with, or needs to begin."""
    pairs = []
    for taker, row in enumerate(ground.rows):
        takes = {*row.inputs, *row.machines, *row.outlay_goods}
        makers = [one for one, other in enumerate(ground.rows) if one != taker and takes & set(other.outputs)]
        pairs += [[maker, taker] for maker in makers]
    return pairs


def _try(table, trial, when, now):
    outcome = table.outcome(trial)
    return (trial, outcome, True) if outcome.cash < now.cash - _BETTER else (when, now, False)


def _affordable(table, now, outlay) -> int:
    """The earliest period from whose beginning on the purse always holds that much more; never, if there is none."""
    lasting = np.minimum.accumulate(now.purse[::-1])[::-1][:-1]
    enough = np.flatnonzero(lasting + _BETTER >= outlay)
    return int(enough[0]) if len(enough) else table.never


def _more(table, when, now, groups, clock):
    for group in groups:
        new = [one for one in group if when[one] == table.never]
        if clock.left <= 0:
            break
        if not new or (len(group) > 1 and len(new) < len(group)):
            continue
        begun = when < table.never
        period = _affordable(table, now, table.ground.cost_together(new, begun)) + table.ground.waits(new, begun)
        if period < table.never:
            trial = when.copy()
            trial[new] = period
            when, now, _ = _try(table, trial, when, now)
    return when, now


def _fewer(table, when, now, groups, clock):
    for one in np.flatnonzero(when < table.never):
        if clock.left <= 0:
            break
        if table.ground.ever_costs[one]:
            trial = when.copy()
            trial[one] = table.never
            when, now, _ = _try(table, trial, when, now)
    return when, now


def _earlier(table, when, now, groups, clock):
    for one in np.argsort(when, kind="stable"):
        while 0 < when[one] < table.never and clock.left > 0:
            trial = when.copy()
            trial[one] -= 1
            when, now, better = _try(table, trial, when, now)
            if not better:
                break
    return when, now


def _exchanged(table, when, now, groups, clock):
    """Where money is short, which of two steps comes first matters; also one that is begun never."""
    costs = table.ground.ever_costs
    for one in np.flatnonzero(when < table.never):
        for other in np.flatnonzero((when > when[one]) & costs):
            if clock.left <= 0:
                return when, now
            if when[one] == table.never or when[other] <= when[one] or not costs[one]:
                continue
            trial = when.copy()
            trial[one], trial[other] = when[other], when[one]
            when, now, _ = _try(table, trial, when, now)
    return when, now


def without_losses(table, when, now, clock):
    """(timetable, outcome) without the steps that cost more than they save: each is left out once, the likeliest first,
    then each maker with its taker. What cannot even save its outlay is tried whatever the clock says."""
    ground, pairs = table.ground, linked(table.ground)
    dropped = True
    while dropped:
        dropped = False
        begun = np.flatnonzero((when < table.never) & ground.ever_costs)
        worth = _worth(ground, now)
        margin = worth - ground.outlay
        singles = [[int(one)] for one in begun[np.argsort(margin[begun], kind="stable")]]
        for group in [*singles, *(pair for pair in pairs if (when[pair] < table.never).all())]:
            if clock.left <= 0 and (len(group) > 1 or margin[group[0]] > 0):
                continue
            if (when[group] == table.never).any():
                continue
            trial = when.copy()
            trial[group] = table.never
            when, now, better = _try(table, trial, when, now)
            dropped = dropped or better
    return when, now


def _worth(ground, now):
    """By candidate: what its products would cost in the shop: leaving it out costs no more where they can be bought."""
    i, x = ground.incidence, ground.program.cells(ground.x, now.values).sum(axis=1)
    each = np.zeros(i.recipes)
    price = np.where(np.isnan(i.buy), np.inf, i.buy)
    np.add.at(each, i.outputs.recipe, i.outputs.quantity * price[i.outputs.item])
    return np.where(x > 0, x * np.where(x > 0, each[ground.places], 0.0), 0.0)
