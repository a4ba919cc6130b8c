"""Why bring this inside: the facts that a plain sentence about a step rests on, each taken from a solved plan.

(Exodus 8828-8843, 12520-12576.) "Baking saves 3,120 a year because flour costs a quarter of bread; it needs the oven 9
hours a week of 40; it stops paying if flour doubles": the saving is the difference of two optima, the quarter is what a
unit takes against its price, the hours are those of the plan with it, and the doubling is found by solving both again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

import numpy as np

from ..absent_machines import machines_first
from ..network import Network, Recipe
from ..plan import Plan
from .facts import hours_asked, machine_hours, main_product, needs_first, net_flows, unit_costs
from .thresholds import Sample, where_it_begins, where_it_stops
from .with_and_without import WithAndWithout

_PAYS = 1e-6  # relative to the cash at stake, as next_steps has it
_EXACT = 1e-11  # relative: what the solver's own rounding may come to
_MOST_CAUSES = 2  # prices that are followed to where it stops paying, on each side; more would only repeat themselves
#: How far prices and yields are followed. Our choice: beyond ten times, nobody would hold the rest for unchanged.
_DEAREST, _CHEAPEST, _POOREST = 10.0, 0.1, 0.1
#: A cause is followed when by the first estimate it takes at least half of the saving on its way there.
_WEIGHTY = 0.5


@dataclass(frozen=True)
class Explanation:
    """Amounts over the horizon, hours a week. saving: cash, outlay not deducted; None where the needs could not be
    met without the step (then `meets` says which, in units).

    product: the main one, {good, amount, price, less} (less: units no longer bought); None where nothing comes out.
    because: what a unit of it takes, see facts.unit_costs.  spent_for_each: cash newly spent for each unit of cash no
    longer spent.  buys: {good: {before, after, cash}}, cash > 0 saved.  hours, machines: see facts; an hour's `worth`
    is what one more hour a week of that skill would save beside the step, over the horizon.  land: {parcel: {asked,
    area}} in m².  stops_paying: [{what: "price", "product" or "yield", good or recipe, factor, now, at, cash_ends}],
    the nearest first; a cause that never does within our sight is left out and named in keeps_paying.
    begins_paying: the same for a step that saves nothing now.  needs_first: see facts.needs_first.  machines_first:
    see NextStep.
    """

    status: str
    recipes: tuple[Mapping, ...]
    periods: int
    days_per_period: float
    saving: float | None = None
    outlay: float | None = None
    unpriced_outlay: tuple[str, ...] = ()
    payback_periods: float | None = None
    batches: Mapping[str, float] = field(default_factory=dict)
    product: Mapping | None = None
    because: tuple[Mapping, ...] = ()
    fees: float = 0.0
    spent_for_each: float | None = None
    buys: Mapping[str, Mapping] = field(default_factory=dict)
    hours: Mapping[str, Mapping] = field(default_factory=dict)
    machines: Mapping[str, Mapping] = field(default_factory=dict)
    land: Mapping[str, Mapping] = field(default_factory=dict)
    stops_paying: tuple[Mapping, ...] = ()
    keeps_paying: tuple[Mapping, ...] = ()
    begins_paying: tuple[Mapping, ...] = ()
    needs_first: tuple[Mapping, ...] = ()
    meets: Mapping[str, float] = field(default_factory=dict)
    machines_first: Mapping[str, float | None] = field(default_factory=dict)

    def to_json(self) -> dict:
        """Plain lists and dicts, for `--json`, for storing and for sentences."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


def explain(network: Network, plan: Plan, recipe_ids: Iterable[str], what_if=None, *, limits: bool = True
            ) -> Explanation:
    """Why these recipes together, adopted or not, are worth it in this plan (of this network), or why not.

    what_if: a WhatIf of the plan that holds those of them that are not adopted, if one is at hand. limits: also find
    where it stops paying (some twenty more solutions of a warm programme). Raises KeyError for an unknown recipe."""
    ids = tuple(dict.fromkeys(recipe_ids))
    by_id = {row.id: place for place, row in enumerate(network.recipes)}
    places = [by_id[one] for one in ids]
    rows = [network.recipes[place] for place in places]
    names = tuple({"id": row.id, "name": row.name, "adopted": row.adopted, "stage": row.stage} for row in rows)
    if plan.status != "optimal":
        return Explanation(plan.status, names, network.periods, network.days_per_period,
                           needs_first=tuple(needs_first(network, rows)))
    asked = WithAndWithout(plan.solved, places, what_if)
    return _Told(network, plan, asked, rows, names).explanation(limits)


class _Told:
    def __init__(self, network: Network, plan: Plan, asked: WithAndWithout, rows: list[Recipe], names):
        self.network, self.plan, self.asked, self.rows, self.names = network, plan, asked, rows, names
        self.goods = {good.id: good for good in network.goods}
        self.without, self.with_it = asked.with_least_toil(False), asked.with_least_toil(True)
        self.saving = self.without.cash - self.with_it.cash
        self.smallest = max(_PAYS * 1e-3 * max(self.saving, 0.0) if np.isfinite(self.saving) else 0.0,
                            _EXACT * max(1.0, abs(plan.cash)))

    @property
    def pays(self) -> bool:
        return bool(np.isfinite(self.saving) and self.saving > _PAYS * max(1.0, abs(self.plan.cash)))

    def explanation(self, limits: bool) -> Explanation:
        network, asked, i = self.network, self.asked, self.asked.incidence
        runs = asked.runs(self.with_it)
        own = [float(runs[place]) for place in asked.recipes]
        buys = self._buys()
        less = {good: change["cash"] for good, change in buys.items()}
        net = net_flows(self.rows, own, {good.id: good.wear for good in network.goods})
        product = main_product(network, net, less)
        fees = float(sum(row.fee * batches for row, batches in zip(self.rows, own, strict=True)))
        saved, spent = (sum(max(sign * cash, 0.0) for cash in less.values()) for sign in (1, -1))
        outlay, unpriced = self._outlay()
        stops, keeps = self._stops(less, product) if limits and self.pays else ((), ())
        return Explanation(
            status="optimal", recipes=self.names, periods=network.periods, days_per_period=network.days_per_period,
            saving=float(self.saving) if np.isfinite(self.saving) else None, outlay=outlay, unpriced_outlay=unpriced,
            payback_periods=outlay / (self.saving / network.periods) if self.pays and outlay is not None else None,
            batches={row.id: batches for row, batches in zip(self.rows, own, strict=True)},
            product=self._product(product, net, buys), because=self._because(product, net, buys), fees=fees,
            spent_for_each=(spent + fees) / saved if saved > 0 else None, buys=buys,
            hours=self._hours(runs), machines=machine_hours(
                i, asked.recipes, runs, asked.program.cells(asked.program.s, self.with_it.values)),
            land=self._land(own), stops_paying=stops, keeps_paying=keeps,
            begins_paying=self._begins() if limits and not self.pays and np.isfinite(self.saving) else (),
            needs_first=tuple(needs_first(network, self.rows)), meets=self._meets(),
            machines_first=machines_first(network, self.rows))

    def _buys(self) -> dict:
        i, program, values = self.asked.incidence, self.asked.program, (self.without.values, self.with_it.values)
        if not np.isfinite(self.saving):
            return {}
        before, after = (program.cells(program.b, one).sum(axis=1) for one in values)
        changed = np.flatnonzero(np.abs(before - after) > 1e-6 * np.maximum(1.0, before))
        changed = changed[np.argsort(-((before - after) * np.nan_to_num(i.buy))[changed], kind="stable")]
        return {
            self.network.goods[place].id: {
                "before": float(before[place]), "after": float(after[place]),
                "cash": float((before - after)[place] * i.buy[place])}
            for place in changed
        }

    def _product(self, product, net, buys) -> dict | None:
        if product is None:
            return None
        change = buys.get(product, {"before": 0.0, "after": 0.0})
        good = self.goods[product]
        return {"good": product, "amount": net[product], "price": good.buy,
                "less": change["before"] - change["after"], "need_class": good.need_class}

    def _because(self, product, net, buys) -> tuple[dict, ...]:
        if product is None:
            return ()
        program = self.asked.program
        bought = program.cells(program.b, self.with_it.values).sum(axis=1)
        amounts = {good.id: float(bought[place]) for place, good in enumerate(self.network.goods)}
        in_hand = frozenset(good.id for good in self.network.goods if good.stock > 0)
        return tuple(unit_costs(self.network, product, net, amounts, in_hand))

    def _outlay(self):
        from ..next_steps import _outlay

        return _outlay(self.network, self.rows, self.asked.incidence)

    def _hours(self, runs) -> dict:
        """With `worth`: cash that one more hour a week of each skill would save over the horizon, the step taken."""
        asked = self.asked
        i, program = asked.incidence, asked.program
        told = hours_asked(i, asked.recipes, runs)
        for skill, entry in told.items():
            rows = program.skill[i.skills.index(skill)]
            duals = self.with_it.duals[rows[rows >= 0]] if len(self.with_it.duals) else np.zeros(0)
            entry["worth"] = float(max(-duals.sum(), 0.0)) * self.network.days_per_period / 7
        return told

    def _land(self, own) -> dict:
        area = {parcel.id: parcel.area_m2 for parcel in self.network.land}
        asked: dict[str, float] = {}
        for row, batches in zip(self.rows, own, strict=True):
            for parcel, amount in row.land.items():
                taken = amount * batches * max(row.lag, 1) / self.network.periods
                asked[parcel] = asked.get(parcel, 0.0) + taken
        return {parcel: {"asked": amount, "area": area.get(parcel, 0.0)} for parcel, amount in asked.items()}

    def _meets(self) -> dict:
        """Needs that are met with the step and not without it, in units."""
        if np.isfinite(self.saving):
            before = self.plan.unmet
            if not before or all(row.adopted for row in self.rows):
                return {}
            opened = [place for place in self.asked.recipes if not self.network.recipes[place].adopted]
            after = self.asked.what_if.unmet(opened)
        else:
            before, after = self.asked.unmet_without(), {}
        met = {good: amount - after.get(good, 0.0) for good, amount in before.items()}
        return {good: amount for good, amount in met.items() if amount > 1e-6 * max(1.0, before[good])}

    # --- where it stops paying
    def _stops(self, less, product):
        """(causes with the factor at which it stops, causes with none in sight)."""
        weighty = _WEIGHTY * self.saving
        dearer = sorted((good for good, cash in less.items() if -cash * (_DEAREST - 1) >= weighty), key=less.get)
        cheaper = sorted((good for good, cash in less.items() if cash * (1 - _CHEAPEST) >= weighty), key=less.get)
        dearer, cheaper = dearer[:_MOST_CAUSES], cheaper[: -_MOST_CAUSES - 1 : -1]
        causes = [self._price("price", good, _DEAREST) for good in dearer]
        causes += [self._price("product", good, _CHEAPEST) for good in cheaper]
        maker = next((row for row in reversed(self.rows) if product in row.outputs), self.rows[-1])
        if self.asked.runs(self.with_it)[self.asked.incidence.recipe_place[maker.id]] > 0:
            causes.append(self._yield(maker))
        found = [cause for cause in causes if cause["factor"] is not None]
        return (tuple(sorted(found, key=lambda cause: abs(np.log(cause["factor"])))),
                tuple(cause for cause in causes if cause["factor"] is None))

    def _price(self, what, good, limit) -> dict:
        place = self.asked.incidence.good_place[good]

        def sample(factor):
            prices = {good: factor} if factor != 1.0 else {}
            saving = self.asked.saving(prices)
            if not np.isfinite(saving):
                return Sample(saving, np.nan)
            without, with_it = self.asked.optimum(False, prices), self.asked.optimum(True, prices)
            return Sample(saving, float((self.asked.bought(without) - self.asked.bought(with_it))[place]))

        factor, cash_ends = where_it_stops(sample, limit, self.smallest) or (None, False)
        now = self.goods[good].buy
        return {"what": what, "good": good, "factor": factor, "now": now, "cash_ends": cash_ends,
                "at": None if factor is None else now * factor, "looked_to": limit}

    def _yield(self, row) -> dict:
        place = self.asked.incidence.recipe_place[row.id]

        def sample(factor):
            yields = {row.id: factor} if factor != 1.0 else {}
            saving = self.asked.saving({}, yields)
            if not np.isfinite(saving):
                return Sample(saving, np.nan)
            return Sample(saving, self.asked.worth_of_yield(place, self.asked.optimum(True, {}, yields)))

        factor, _ = where_it_stops(sample, _POOREST, self.smallest) or (None, False)
        return {"what": "yield", "recipe": row.id, "factor": factor, "now": 1.0, "at": factor, "cash_ends": False,
                "looked_to": _POOREST}

    def _begins(self) -> tuple[dict, ...]:
        """For a step that saves nothing: which price would have to be how different."""
        if needs_first(self.network, self.rows):
            return ()
        made = {good for row in self.rows for good in row.outputs if self.goods[good].buy}
        taken = {good for row in self.rows for good in row.inputs if self.goods[good].buy} - made
        found = []
        for what, goods, limit in (("product", made, _DEAREST), ("price", taken, _CHEAPEST)):
            for good in sorted(goods)[:_MOST_CAUSES]:
                def pays(factor, good=good):
                    saving = self.asked.saving({good: factor})
                    return bool(saving > _PAYS * max(1.0, abs(self.plan.cash)))

                factor = where_it_begins(pays, limit)
                if factor is not None:
                    now = self.goods[good].buy
                    found.append({"what": what, "good": good, "factor": factor, "now": now, "at": now * factor})
        return tuple(sorted(found, key=lambda cause: abs(np.log(cause["factor"]))))
