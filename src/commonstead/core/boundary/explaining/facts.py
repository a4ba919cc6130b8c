"""The facts behind a step: what its products cost to make, the hours and machines it asks, what must be there first.

All of one week, since that is how people look at their time; a horizon of n periods has n × days ÷ 7 of them.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array

from ..closure import runnable
from ..incidence import Incidence
from ..network import Network, Recipe
from ..solver import INFINITY, LinearProgram

_SOME = 1e-9


def weeks_of(network: Network) -> float:
    """Weeks of the horizon."""
    return network.periods * network.days_per_period / 7


def net_flows(rows: list[Recipe], runs: list[float], wear: dict[str, float]) -> dict[str, float]:
    """What recipes bring out together less what they take, by good, wear of machines included; what one link of a
    chain hands to the next cancels out."""
    net: dict[str, float] = {}
    for row, batches in zip(rows, runs, strict=True):
        for good, amount in row.outputs.items():
            net[good] = net.get(good, 0.0) + amount * batches
        for good, amount in row.inputs.items():
            net[good] = net.get(good, 0.0) - amount * batches
        for good, hours in row.machines.items():
            net[good] = net.get(good, 0.0) - hours * wear.get(good, 0.0) * batches
    return {good: amount for good, amount in net.items() if abs(amount) > _SOME}


def main_product(network: Network, net: dict[str, float], less: dict[str, float]) -> str | None:
    """The product that most of the cash is saved on; where its makers only feed others, the one worth most at the
    shop; None where nothing comes out. less: cash spent less, by good."""
    prices = {good.id: good.buy or 0.0 for good in network.goods}
    products = [good for good, amount in net.items() if amount > 0]
    return max(products, key=lambda good: (max(less.get(good, 0.0), 0.0), net[good] * prices[good]), default=None)


def unit_costs(network: Network, product: str, net: dict[str, float], with_it_bought: dict[str, float],
               in_hand: frozenset[str]) -> list[dict]:
    """What one unit of the product takes: per_unit and cost of each input; share: of the product's own price (None
    where it has none). comes: "bought" (then it costs its price), "made" inside or from "stock" (then no cash)."""
    goods = {good.id: good for good in network.goods}
    price_of_product, made = goods[product].buy, net[product]
    found = []
    for good, amount in net.items():
        if amount >= 0:
            continue
        per_unit, price = -amount / made, goods[good].buy
        bought = price is not None and with_it_bought.get(good, 0.0) > _SOME
        comes = "bought" if bought else "stock" if good in in_hand else "made"
        cost = per_unit * price if bought else 0.0
        share = cost / price_of_product if price_of_product and bought else None
        found.append({"good": good, "per_unit": per_unit, "price": price, "cost": cost, "share": share, "comes": comes})
    return sorted(found, key=lambda entry: (-entry["cost"], entry["good"]))


def hours_asked(incidence: Incidence, recipes: list[int], runs: np.ndarray) -> dict[str, dict[str, float]]:
    """By skill of the step's recipes, a week: `asked` by them; `free`, the most that those who have the skill could
    give it beside all else that the plan asks of them; `pledged` by all who have it."""
    i, weeks = incidence, weeks_of(incidence.network)
    size = len(i.skills)
    every = np.bincount(i.hours.item, i.hours.quantity * runs[i.hours.recipe], minlength=size) / weeks
    inside = np.isin(i.hours.recipe, recipes)
    own = np.bincount(i.hours.item[inside], (i.hours.quantity * runs[i.hours.recipe])[inside], minlength=size) / weeks
    a_week = 7 / i.network.days_per_period
    pledged = i.single_hours * a_week
    for _, skills, hours in i.groups:
        pledged[list(skills)] += hours * a_week
    return {
        i.skills[skill]: {
            "asked": float(own[skill]),
            "free": max(_reach(i, skill, every, a_week) - float(every[skill] - own[skill]), 0.0),
            "pledged": float(pledged[skill]),
        }
        for skill in sorted({int(item) for item in i.hours.item[inside]})
    }


def _reach(i: Incidence, skill: int, used: np.ndarray, a_week: float) -> float:
    """Most hours a week that those who have a skill can give it, when the other skills get what they use now."""
    groups = [(number, skills, hours) for number, (_, skills, hours) in enumerate(i.groups) if skill in skills]
    alone = float(i.single_hours[skill] * a_week)
    if not groups:
        return alone
    pairs = [(group, other) for group, (_, skills, _) in enumerate(i.groups) for other in skills]
    column = {pair: number for number, pair in enumerate(pairs)}
    skills = sorted({other for _, other in pairs})
    row_of = {other: len(i.groups) + number for number, other in enumerate(skills)}
    data = [(group, column[group, other]) for group, other in pairs]
    data += [(row_of[other], column[group, other]) for group, other in pairs]
    rows, columns = np.array(data, int).T
    matrix = csc_array((np.ones(len(rows)), (rows, columns)), shape=(len(i.groups) + len(skills), len(pairs)))
    lower = np.full(matrix.shape[0], -INFINITY)
    upper = np.concatenate([i.group_hours * a_week, np.full(len(skills), INFINITY)])
    for other in skills:
        if other != skill:  # within rounding of what the plan asks of those who can do more than one thing
            lower[row_of[other]] = max(used[other] - i.single_hours[other] * a_week, 0.0) * (1 - 1e-9)
    cost = np.array([-1.0 if other == skill else 0.0 for _, other in pairs])
    lp = LinearProgram(cost, matrix, lower, upper, np.zeros(len(pairs)), np.full(len(pairs), INFINITY))
    return alone - lp.objective if lp.solve() == "optimal" else alone


def machine_hours(incidence: Incidence, recipes: list[int], runs: np.ndarray, stocks: np.ndarray) -> dict[str, dict]:
    """By machine of the step, a week: hours `asked` by it, `used` by everything, and `in_hand`. stocks: goods ×
    periods, at the end of each period."""
    i, weeks = incidence, weeks_of(incidence.network)
    hours = i.machines.quantity * runs[i.machines.recipe]
    used = np.bincount(i.machines.item, hours, minlength=i.goods) / weeks
    inside = np.isin(i.machines.recipe, recipes)
    asked = np.bincount(i.machines.item[inside], hours[inside], minlength=i.goods) / weeks
    before = np.column_stack([i.stock, stocks[:, :-1]]) * i.keeps[:, None]
    in_hand = before.sum(axis=1) * np.nan_to_num(i.hours_each) / weeks
    return {
        i.network.goods[place].id: {
            "asked": float(asked[place]), "used": float(used[place]), "in_hand": float(in_hand[place])}
        for place in sorted({int(item) for item in i.machines.item[inside]})
    }


def needs_first(network: Network, rows: list[Recipe]) -> list[dict]:
    """What must be there before these recipes can run and is not: {what, name, amount, price, made_by}.

    what: "skill" (nobody has pledged hours of it), "land", "machine" or "good" (none is in stock and no recipe in use
    or of the step makes it; price: at which it can be bought, None where it cannot; made_by: recipes of the catalogue
    that would make it), "outlay" (to be had once to begin).  A good that is bought month by month is not missing.
    """
    own = {row.id for row in rows}
    able = {row.id for row in runnable(network, catalogue=True)}
    makers: dict[str, list[str]] = {}
    for row in network.recipes:
        for good in row.outputs:
            makers.setdefault(good, []).append(row.id)
    using = own | {row.id for row in network.adopted}
    goods = {good.id: good for good in network.goods}
    skills = {skill for person in network.people if person.hours > 0 for skill in person.skills}
    parcels = {parcel.id for parcel in network.land if parcel.area_m2 > 0}
    found: dict[tuple, dict] = {}

    def missing(what, name, amount, price=None):
        made_by = [] if what in ("skill", "land") else [one for one in makers.get(name, ()) if one not in using]
        entry = found.setdefault((what, name), {
            "what": what, "name": name, "amount": 0.0, "price": price, "made_by": made_by})
        entry["amount"] = entry["amount"] + amount if what == "outlay" else max(entry["amount"], amount)

    for row in rows:
        for skill in (name for name in row.hours if name not in skills):
            missing("skill", skill, row.hours[skill])
        for parcel in (name for name in row.land if name not in parcels):
            missing("land", parcel, row.land[parcel])
        for good, amount in row.outlay_goods.items():
            missing("outlay", good, amount, goods[good].buy)
        for what, names in (("machine", row.machines), ("good", row.inputs)):
            for name, amount in names.items():
                here, made = goods[name].stock > 0, any(one in using & able for one in makers.get(name, ()))
                bought = what == "good" and goods[name].buy is not None
                if not (here or made or bought or name in row.outlay_goods):
                    missing(what, name, 1.0 if what == "machine" else amount, goods[name].buy)
    return list(found.values())
