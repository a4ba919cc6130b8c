"""The most batches of a recipe that can be of use, by period: the tightest bound that the network itself implies.

What a recipe brings out is of use only as far as somebody absorbs it: needs, sales, stocks that must be there at the
end, wear, and what other recipes can take in at most, all the way along the chain. With hours, land, machine hours
and limits (pricing.most_batches) this bounds the batches, those within a period and those from it to the end. The
bounds start at the latter and are tightened, link by link, until nothing changes; each round rests only on bounds that
hold.

Why they hold. Of all best road maps take one with the fewest batches. If every net product of a batch were thrown
away later, a little less of the batch would still be allowed and cost no more: a contradiction. So some product of it
is not thrown away before the stock of that product is empty or the horizon ends, and all of what arrived is absorbed
from then on, with what decays on the way (÷ keeps a period) and no more than its room carried over.

To the end likewise: let every batch be counted with one such product. The stretches of time from an arrival that is
counted with a good until its stock is empty hold no waste of it, so all that arrives in them is absorbed in them. What
all makers of a good bring out from a period on, as far as it is counted with that good, is therefore no more *together*
than what is absorbed of it from then on; and a recipe's batches are no more than the sum of that over its products.
Machines serve by their hours, again and again: for them only the bounds within the periods are added up.
"""

from __future__ import annotations

import numpy as np

from ..incidence import Incidence
from ..pricing import most_batches

_ROUNDS = 40  # longest chain that is followed
_ENDLESS = 1e6  # batches of a recipe that nothing at all limits


def most_useful(i: Incidence, terminal: str, extra) -> tuple[np.ndarray, np.ndarray]:
    """recipes × periods: the most batches within the period, and the most from it to the end.
    extra: units of each good that may be used once in any period (parts of an outlay)."""
    periods = i.periods
    most = np.repeat(most_batches(i)[:, None], periods, axis=1)
    most[i.lag[:, None] + np.arange(periods) >= periods] = 0.0
    total = _from_on(most)
    arrives = np.minimum(i.lag[:, None] + np.arange(periods), periods - 1)
    net, once = _net(i), np.asarray(extra, float)[:, None]
    sales = np.where(np.isnan(i.sell), 0.0, i.sell_limit)
    direct = i.need + sales[:, None]
    end = i.stock if terminal != "free" else np.zeros(i.goods)
    together, ever = _Together(i, net), np.full((i.goods, periods), np.inf)
    for _ in range(_ROUNDS):
        use = direct + once + _worn(i, most)
        np.add.at(use, i.inputs.item, i.inputs.quantity[:, None] * most[i.inputs.recipe])
        wanted = _from_then_on(i, use, end) + _machine_time(i, most)
        ever = _ever(i, _from_on(direct) + once + end[:, None] + _worn(i, total) + together.taken(total, ever))
        can, in_all = np.zeros_like(most), np.zeros_like(most)
        for recipe, good, quantity in zip(*net, strict=True):
            can[recipe] = np.maximum(can[recipe], wanted[good, arrives[recipe]] / quantity)
            in_all[recipe] += ever[good, arrives[recipe]] / quantity
        tighter = np.minimum(np.minimum(most, can), total)
        fewer = np.minimum(np.minimum(total, in_all), _from_on(tighter))
        settled = np.allclose(tighter, most, rtol=1e-3) and np.allclose(fewer, total, rtol=1e-3)
        most, total = tighter, fewer
        if settled:
            break
    endless = _ENDLESS * np.arange(periods, 0, -1)
    return np.where(np.isfinite(most), most, _ENDLESS), np.where(np.isfinite(total), total, endless)


def _from_on(cells):
    """Sums from each period to the end."""
    return np.cumsum(cells[:, ::-1], axis=1)[:, ::-1]


def _worn(i, batches):
    """By good and period: machines that so many batches wear out."""
    worn = i.machines.quantity * i.wear[i.machines.item]
    here, units = worn > 0, np.zeros((i.goods, batches.shape[1]))
    np.add.at(units, i.machines.item[here], worn[here][:, None] * batches[i.machines.recipe[here]])
    return units


class _Together:
    """What recipes take in of each good, from each period to the end, where all makers of a product make no more of it
    than is absorbed: those that take in most of the good for a unit of the product come first."""

    def __init__(self, i, net):
        self.goods = i.goods
        takes: dict[int, list] = {}
        for recipe, good, units in zip(i.inputs.recipe, i.inputs.item, i.inputs.quantity, strict=True):
            if units > 0:
                takes.setdefault(int(recipe), []).append((int(good), float(units)))
        pairs: dict[tuple, list] = {}
        for recipe, product, made in zip(*net, strict=True):
            for good, units in takes.get(int(recipe), ()):
                pairs.setdefault((int(product), good), []).append((units / made, int(recipe), float(made)))
        self.pairs = list(pairs)
        self.turns: list[list] = []  # the first maker of each pair, then the second of those that have one, ...
        for number, makers in enumerate(pairs.values()):
            for turn, (share, recipe, made) in enumerate(sorted(makers, reverse=True)):
                if turn == len(self.turns):
                    self.turns.append([])
                self.turns[turn].append((number, share, recipe, made))

    def taken(self, total, ever):
        """goods × periods. total: the most batches to the end; ever: what can be absorbed of each good until then."""
        units = np.zeros((self.goods, total.shape[1]))
        left = ever[[product for product, _ in self.pairs]]
        goods = np.array([good for _, good in self.pairs], int)
        for turn in self.turns:
            pair, share, recipe, made = (np.array(column) for column in zip(*turn, strict=True))
            amount = np.minimum(left[pair], made[:, None] * total[recipe])
            np.add.at(units, goods[pair], share[:, None] * amount)
            left[pair] = np.where(np.isinf(left[pair]), np.inf, left[pair] - np.where(np.isinf(amount), 0.0, amount))
        return units


def _ever(i, absorbed):
    """By good and period: units that must arrive, from then on, for so much to be absorbed to the end, though all of
    it arrived at once and decayed until it is asked for."""
    keeps = np.where(i.keeps > 0, i.keeps, 1.0)
    units, later = absorbed.copy(), np.zeros(i.goods)
    for period in range(absorbed.shape[1] - 2, -1, -1):
        later = absorbed[:, period + 1] + later / keeps
        units[:, period] += (1 / keeps - 1) * np.where(keeps < 1, later, 0.0)
    units[np.isfinite(i.hours_each)] = np.inf
    return units


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
