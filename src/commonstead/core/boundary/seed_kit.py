"""The seed kit: what to buy once so that everything that sustains itself also starts; the cheapest such set.

Started means that every recipe of the sustainable set has its inputs and machines: a product that is merely bought
is not started. What is bought may also feed a recipe that runs only once, to make a seed.

A kit must hit every *unfounded set*: goods whose recipes all need another good of the set. Those sets are found one
by one: solve the small covering problem (HiGHS, integer), start the town with that kit, and where something still
does not start, the goods that do not are a new unfounded set, made as small as possible. When all starts, the kit is
proven cheapest. This is exact, and needs no levels or big constants in the integer problem.

How many units: what one batch of the hungriest of those recipes takes in; of a machine, whole units that give the
hours of one batch. Where the search would be too long, the kit is made by leaving out one good after the other,
dearest first, and `proven` is False.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np
from scipy.sparse import csc_array

from .network import Network
from .solver import INFINITY, LinearProgram

_ROUNDS = 400  # unfounded sets before the search stops
_EXACT_GOODS = 2_000  # more candidates than this are not searched exactly
_SOLVE_SECONDS = 10.0


@dataclass(frozen=True)
class SeedKit:
    """goods: {good: units}, None when nothing that can be bought would start anything more while something waits.
    missing: goods that would sustain themselves and that no purchase starts. proven: it is the cheapest."""

    goods: Mapping[str, float] | None
    cost: float
    proven: bool
    missing: tuple[str, ...] = ()


def cheapest_seed_kit(network: Network, rules, in_stock, going) -> SeedKit:
    """rules: closure.Rules; going: by recipe, whether it is in the sustainable set."""
    level, _ = rules.fixpoint(in_stock)
    needed = {good for recipe, goes in enumerate(going) if goes for good in rules.needs(recipe)}
    wanted = sorted(good for good in needed if level[good] < 0)
    if not wanted:
        return SeedKit({}, 0.0, True)
    units = _units(network, rules)
    priced = {
        good: network.goods[good].buy * units[good]
        for good in units
        if network.goods[good].buy is not None and level[good] < 0
    }
    reachable, _ = rules.fixpoint([*in_stock, *priced])
    missing = tuple(network.goods[good].id for good in wanted if reachable[good] < 0)
    wanted = [good for good in wanted if reachable[good] >= 0]
    if not wanted:
        return SeedKit(None, 0.0, True, missing)
    if len(priced) <= _EXACT_GOODS:
        kit, proven = _search(rules, in_stock, wanted, priced)
    else:
        kit, proven = _left_over(rules, in_stock, wanted, priced, priced), False
    chosen = {network.goods[good].id: units[good] for good in sorted(kit)}
    return SeedKit(chosen, float(sum(priced[good] for good in kit)), proven, missing)


def _units(network, rules) -> dict[int, float]:
    """How many units one batch of the hungriest recipe needs, by good: what no recipe needs can start nothing."""
    place = {good.id: number for number, good in enumerate(network.goods)}
    units: dict[int, float] = {}
    for recipe in rules.recipes:
        for good, quantity in recipe.inputs.items():
            units[place[good]] = max(units.get(place[good], 0.0), float(quantity))
        for good, hours in recipe.machines.items():
            each = network.goods[place[good]].hours_each or hours
            units[place[good]] = max(units.get(place[good], 0.0), float(ceil(hours / each)))
    return units


def _search(rules, in_stock, wanted, priced):
    candidates = sorted(priced)
    column = {good: number for number, good in enumerate(candidates)}
    cuts: list[list[int]] = []
    for _ in range(_ROUNDS):
        kit, proven = _cover([candidates[number] for number in range(len(candidates))], column, cuts, priced)
        if not proven:
            break
        waiting = _waiting(rules, in_stock, kit, wanted)
        if not waiting:
            return kit, True
        cuts.append([column[good] for good in _unfounded(rules, in_stock, kit, wanted, priced)])
    return _left_over(rules, in_stock, wanted, priced, priced), False


def _waiting(rules, in_stock, kit, wanted):
    level, _ = rules.fixpoint([*in_stock, *kit])
    return [good for good in wanted if level[good] < 0]


def _unfounded(rules, in_stock, kit, wanted, priced):
    """Candidates of which at least one must be in a kit: add the dearest others while something still waits."""
    have = list(kit)
    level, _ = rules.fixpoint([*in_stock, *have])
    for good in sorted(priced, key=priced.get, reverse=True):
        if level[good] >= 0:
            continue
        trial, _ = rules.fixpoint([*in_stock, *have, good])
        if any(trial[other] < 0 for other in wanted):
            have.append(good)
            level = trial
    return [good for good in priced if level[good] < 0]


def _cover(candidates, column, cuts, priced):
    """The cheapest choice that takes at least one good of each cut. Among equals, the fewest goods."""
    if not cuts:
        return [], True
    cost = np.array([priced[good] for good in candidates])
    nudge = 1e-9 * (cost.max() or 1.0)
    counts = np.zeros(len(candidates) + 1, np.int64)
    for cut in cuts:
        counts[np.array(cut) + 1] += 1
    rows = np.argsort(np.concatenate(cuts), kind="stable")
    owner = np.repeat(np.arange(len(cuts)), [len(cut) for cut in cuts])[rows]
    matrix = csc_array(
        (np.ones(len(rows)), owner.astype(np.int32), np.cumsum(counts).astype(np.int32)),
        shape=(len(cuts), len(candidates)),
    )
    ones, zeros = np.ones(len(candidates)), np.zeros(len(candidates))
    program = LinearProgram(
        cost + nudge,
        matrix,
        np.ones(len(cuts)),
        np.full(len(cuts), INFINITY),
        zeros,
        ones,
        integral=ones,
        time_limit_s=_SOLVE_SECONDS,
    )
    status = program.solve()
    if status != "optimal":
        return [], False
    return [candidates[number] for number in np.flatnonzero(program.values() > 0.5)], True


def _left_over(rules, in_stock, wanted, priced, kit):
    """Leave out one after the other, dearest first, whatever the rest does without."""
    kept = set(kit)
    for good in sorted(kit, key=lambda one: -priced[one])[:_EXACT_GOODS]:
        if not _waiting(rules, in_stock, kept - {good}, wanted):
            kept.discard(good)
    return sorted(kept)
