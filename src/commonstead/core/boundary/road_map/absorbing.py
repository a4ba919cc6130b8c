"""The most batches of a recipe that can be of use, by period: the tightest bound that the network itself implies.

What a recipe brings out is of use only as far as somebody absorbs it: needs, sales, stocks that must be there at the
end, wear, and what other recipes can take in at most, all the way along the chain. With hours, land, machine hours
and limits (pricing.most_batches) this bounds the batches. The bounds start at the latter and are tightened, link by
link, until nothing changes; each round rests only on bounds that hold.

Why they hold. Of all best road maps take one with the fewest batches. If every net product of a batch were thrown
away later, a little less of the batch would still be allowed and cost no more: a contradiction. So some product of it
is not thrown away before the stock of that product is empty or the horizon ends, and all of what arrived is absorbed
from then on, with what decays on the way (÷ keeps a period) and no more than its room carried over.
"""

from __future__ import annotations

import numpy as np

from ..incidence import Incidence
from ..pricing import most_batches

_ROUNDS = 40  # longest chain that is followed
_ENDLESS = 1e6  # batches of a recipe that nothing at all limits


def most_useful(i: Incidence, terminal: str, extra) -> np.ndarray:
    """recipes × periods. extra: units of each good that may be used once in any period (parts of an outlay)."""
    periods = i.periods
    most = np.repeat(most_batches(i)[:, None], periods, axis=1)
    most[i.lag[:, None] + np.arange(periods) >= periods] = 0.0
    worn = i.machines.quantity * i.wear[i.machines.item]
    arrives = np.minimum(i.lag[:, None] + np.arange(periods), periods - 1)
    net = _net(i)
    sales = np.where(np.isnan(i.sell), 0.0, i.sell_limit)
    direct = i.need + sales[:, None] + np.asarray(extra)[:, None]
    end = i.stock if terminal != "free" else np.zeros(i.goods)
    for _ in range(_ROUNDS):
        use = direct.copy()
        np.add.at(use, i.inputs.item, i.inputs.quantity[:, None] * most[i.inputs.recipe])
        np.add.at(use, i.machines.item[worn > 0], worn[worn > 0][:, None] * most[i.machines.recipe[worn > 0]])
        wanted = _from_then_on(i, use, end) + _machine_time(i, most)
        can = np.zeros_like(most)
        for recipe, good, quantity in zip(*net, strict=True):
            can[recipe] = np.maximum(can[recipe], wanted[good, arrives[recipe]] / quantity)
        tighter = np.minimum(most, can)
        if np.allclose(tighter, most, rtol=1e-3):
            break
        most = tighter
    return np.where(np.isfinite(tighter), tighter, _ENDLESS)


def most_used(i: Incidence, most, extra) -> np.ndarray:
    """goods × periods: the most that can be used of a good within a period, machines' time apart."""
    worn = i.machines.quantity * i.wear[i.machines.item]
    use = i.need + np.where(np.isnan(i.sell), 0.0, i.sell_limit)[:, None] + np.asarray(extra)[:, None]
    np.add.at(use, i.inputs.item, i.inputs.quantity[:, None] * most[i.inputs.recipe])
    np.add.at(use, i.machines.item, worn[:, None] * most[i.machines.recipe])
    return use


def _net(i):
    """(recipe, good, units) that a batch adds: what it returns in the same period adds nothing."""
    taken = {}
    for recipe, good, quantity in zip(i.inputs.recipe, i.inputs.item, i.inputs.quantity, strict=True):
        if i.lag[recipe] == 0:
            taken[recipe, good] = quantity
    net = [
        (recipe, good, quantity - taken.get((recipe, good), 0.0))
        for recipe, good, quantity in zip(i.outputs.recipe, i.outputs.item, i.outputs.quantity, strict=True)
    ]
    net = [entry for entry in net if entry[2] > 1e-12]
    return tuple(zip(*net, strict=True)) if net else ((), (), ())


def _from_then_on(i, use, end):
    """By good and period: all that can still be absorbed, in units of that period."""
    wanted = np.zeros_like(use)
    keeps = np.where(i.keeps > 0, i.keeps, 1.0)
    later = np.where(i.keeps > 0, end, 0.0)
    for period in range(use.shape[1] - 1, -1, -1):
        wanted[:, period] = use[:, period] + later
        later = np.where(i.keeps > 0, np.minimum(wanted[:, period] / keeps, i.room), 0.0)
    return wanted


def _machine_time(i, most):
    """By machine and period: units whose hours could be used then or later."""
    hours = np.zeros((i.goods, most.shape[1]))
    np.add.at(hours, i.machines.item, i.machines.quantity[:, None] * most[i.machines.recipe])
    with np.errstate(divide="ignore", invalid="ignore"):
        units = np.where(hours > 0, hours / i.hours_each[:, None], 0.0)
    units[~np.isfinite(i.hours_each)] = 0.0
    kept = np.where(i.keeps > 0, i.keeps, 1.0)
    for period in range(units.shape[1] - 2, -1, -1):
        units[:, period] = np.maximum(units[:, period], units[:, period + 1] / kept)
    return units / kept[:, None]
