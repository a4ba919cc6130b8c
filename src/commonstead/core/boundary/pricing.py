"""Pricing the catalogue: what each recipe that is not adopted could save, from the duals of the plan alone.

The dual of a balance row is the cash that one more unit would save. A recipe's reduced cost is its inputs, hours,
machine time, land and fee at those prices less what it makes: negative means that it would pay. Times the most
batches that hours, land, machines and its limit could ever allow, that is an upper bound on the saving (Lagrange):
each recipe may even choose its own prices for goods that the plan does not touch, since any valid duals give a bound.
All recipes are priced at once, on arrays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .cascade import promise
from .incidence import Incidence, Triplets


@dataclass(frozen=True)
class Priced:
    """By recipe of the network. bound: on the cash saved, infinite where nothing limits the batches.
    estimate: the saving if it only replaced what the plan uses now; for ranking, not a bound.
    relief: the same kind of estimate for the first unmet tier. promise: what it might save in some chain."""

    bound: np.ndarray
    estimate: np.ndarray
    relief: np.ndarray
    promise: np.ndarray


def price(solved) -> Priced:
    """Bounds and estimates for all recipes not adopted; zero for those adopted."""
    i, optimum = solved.incidence, solved.optimum
    caps = most_batches(i)
    use = _use(solved)
    batches = np.zeros(i.recipes)
    np.maximum.at(batches, i.outputs.recipe, use[i.outputs.item] / i.outputs.quantity)
    likely = np.minimum(batches, caps)

    def gains(stage, fee):
        return np.where(i.adopted[:, None], 0.0, np.maximum(-reduced_costs(solved, stage, fee), 0.0))

    gain = gains(optimum.stage("cash"), i.fee)
    with np.errstate(invalid="ignore"):
        bound = np.where(gain > 0, gain * caps[:, None], 0.0).sum(axis=1)
    short = next((stage for stage in optimum.stages if stage.name.startswith("unmet") and stage.optimum > 0), None)
    relief = gains(short, np.zeros(i.recipes)).sum(axis=1) * likely if short else np.zeros(i.recipes)
    return Priced(bound, gain.sum(axis=1) * likely, relief, _promise(solved, use))


def _promise(solved, use):
    i, program, stage = solved.incidence, solved.program, solved.optimum.stage("cash")
    dual = _Duals(program, stage)
    worth = dual(program.balance).mean(axis=1)
    buy = np.where(np.isnan(i.buy), np.inf, i.buy)
    price_now = np.where(
        program.active & (i.makeable | (i.stock > 0)), np.minimum(worth, buy), np.where(i.stock > 0, 0.0, buy)
    )
    own = (
        i.fee
        + i.hours.by_recipe(-dual(program.skill).mean(axis=1), i.recipes)
        + i.machines.by_recipe(-dual(program.machine).mean(axis=1) + i.wear * worth, i.recipes)
        + i.land.by_recipe(-dual(program.parcel).mean(axis=1), i.recipes) * np.maximum(i.lag, 1)
    )
    return np.where(i.adopted, 0.0, promise(i, price_now, worth, own, use))


class _Duals:
    """The duals of one stage in the shape of a block of rows, 0 where the programme has no such row."""

    def __init__(self, program, stage):
        self.rows, self.duals = program.rows, stage.row_duals

    def __call__(self, block):
        return np.where(block >= 0, self.duals[np.maximum(block, 0)], 0.0) if self.rows else np.zeros(block.shape)


def reduced_costs(solved, stage, fee) -> np.ndarray:
    """recipes × periods; a batch that would deliver after the end has an infinite one, as has one that cannot run."""
    i, program = solved.incidence, solved.program
    periods = program.periods
    duals = _Duals(program, stage)
    worth = duals(program.balance)
    reduced = np.repeat(fee[:, None], periods, axis=1).astype(float)
    if program.cash_rule:
        reduced -= fee[:, None] * duals(program.cash)
    untouched = ~program.active
    inputs_worth = worth.copy()
    at_price = untouched & (i.stock == 0) & ~np.isnan(i.buy)
    inputs_worth[at_price] = i.buy[at_price, None] if stage.name == "cash" else 0.0
    if program.cash_rule and stage.name == "cash":
        inputs_worth[at_price] *= 1 - duals(program.cash)
    _add(reduced, i.inputs, inputs_worth, 1.0)
    arrival = np.minimum(i.lag[:, None] + np.arange(periods), periods - 1)
    product = i.outputs
    reduced_out = product.quantity[:, None] * worth[product.item[:, None], arrival[product.recipe]]
    np.add.at(reduced, product.recipe, -reduced_out)
    _add(reduced, i.hours, _hour_worth(i, program, duals), 1.0)
    wear = Triplets(i.machines.recipe, i.machines.item, i.machines.quantity * i.wear[i.machines.item])
    _add(reduced, wear, worth, 1.0)
    _add(reduced, i.machines, -duals(program.machine), 1.0)
    parcel = -duals(program.parcel)
    for age in range(int(np.maximum(i.lag, 1).max(initial=1))):
        held = np.maximum(i.lag, 1)[i.land.recipe] > age
        later = np.zeros_like(parcel)
        later[:, : periods - age] = parcel[:, age:] if age < periods else 0.0
        _add(reduced, Triplets(i.land.recipe[held], i.land.item[held], i.land.quantity[held]), later, 1.0)
    reduced[i.lag[:, None] + np.arange(periods) >= periods] = np.inf
    stuck = untouched & (i.stock == 0) & np.isnan(i.buy)
    reduced[i.inputs.recipe[stuck[i.inputs.item]]] = np.inf
    return reduced


def _add(reduced, flow, worth, sign):
    np.add.at(reduced, flow.recipe, sign * flow.quantity[:, None] * worth[flow.item])


def _hour_worth(i, program, duals):
    """What an hour of each skill is worth. A skill that no adopted recipe uses costs what its people are worth."""
    worth = -duals(program.skill)
    pledge = -duals(program.pledge)
    for skill in np.flatnonzero((program.skill[:, 0] < 0) & (i.single_hours == 0) if program.periods else []):
        able = [number for number, (_, skills, _) in enumerate(i.groups) if skill in skills]
        if able:
            worth[skill] = pledge[able].min(axis=0)
    return worth


def most_batches(i: Incidence) -> np.ndarray:
    """The most batches that could run in a period, by recipe: infinite where only goods that can be had limit it."""
    caps = i.limit.copy()
    pledged = i.single_hours.copy()
    for _, skills, hours in i.groups:
        pledged[list(skills)] += hours
    np.minimum.at(caps, i.hours.recipe, pledged[i.hours.item] / i.hours.quantity)
    np.minimum.at(caps, i.land.recipe, i.area[i.land.item] / i.land.quantity)
    made = np.zeros(i.goods, bool)
    made[i.outputs.item] = True
    fixed = ~made & np.isnan(i.buy)
    machines = np.where(fixed, i.stock * np.nan_to_num(i.hours_each), np.inf)
    np.minimum.at(caps, i.machines.recipe, machines[i.machines.item] / i.machines.quantity)
    stocks = np.where(fixed, i.stock, np.inf)
    np.minimum.at(caps, i.inputs.recipe, stocks[i.inputs.item] / i.inputs.quantity)
    return caps


def _use(solved):
    """By good: what the plan uses or wears out of it in a period, on average, and what could be sold."""
    i, program, values = solved.incidence, solved.program, solved.optimum.values
    x = program.cells(program.x, values)
    use = program.need + program.cells(program.e, values)
    np.add.at(use, program.inputs.item, program.inputs.quantity[:, None] * x[program.inputs.recipe])
    worn = program.machines.quantity * i.wear[program.machines.item]  # a machine is used up by its hours
    np.add.at(use, program.machines.item, worn[:, None] * x[program.machines.recipe])
    return use.mean(axis=1) + i.sell_limit * ~np.isnan(i.sell)
