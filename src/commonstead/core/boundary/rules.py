"""The rules of a plan, one inequality at a time, straight from the network and in plain Python.

This is a second reading of what a provisioning network means: it shares nothing with program.py, and no array and no
solver. The checker puts a plan's numbers into these rows, and the tests give them to another solver. Slow is fine.
"""

from __future__ import annotations

from math import inf

from .network import Network


class Row:
    """lower ≤ Σ coefficient × column ≤ upper, with the name its dual goes by."""

    __slots__ = ("key", "lower", "terms", "upper")

    def __init__(self, key, lower=-inf, upper=inf):
        self.key, self.lower, self.upper, self.terms = key, lower, upper, {}

    def add(self, column, coefficient):
        if coefficient:
            self.terms[column] = self.terms.get(column, 0.0) + coefficient


class Rules:
    """box: {column: (lower, upper)} and rows: {key: Row}; both keys are (kind, name, period)."""

    def __init__(self, network: Network):
        self.network = network
        self.periods = range(network.periods)
        self.goods = {good.id: good for good in network.goods}
        self.adopted = [recipe for recipe in network.recipes if recipe.adopted]
        self.made = {good for recipe in self.adopted for good in recipe.outputs}
        self.box: dict[tuple, tuple[float, float]] = {}
        self.rows: dict[tuple, Row] = {}
        self._columns()
        self._build()

    def stages(self) -> list[str]:
        """The aims, first things first."""
        return [
            *(f"unmet {tier}" for tier in sorted({good.tier for good in self.network.goods if any(good.need)})),
            "cash",
            "hours",
        ]

    def cost(self, stage):
        """{column: cost} of a stage."""
        kind, _, tier = stage.partition(" ")
        costs = {}
        for column in self.box:
            what, name, t = column
            if kind == "unmet" and what == "unmet" and self.goods[name].tier == int(tier):
                costs[column] = 1 / self.goods[name].need[t]
            elif kind == "cash" and what == "buy":
                costs[column] = self.goods[name].buy
            elif kind == "cash" and what == "sell":
                costs[column] = -self.goods[name].sell
        if kind in ("cash", "hours"):
            for recipe in self.adopted:
                each = recipe.fee if kind == "cash" else sum(recipe.hours.values())
                costs.update(
                    {("batch", recipe.id, t): each for t in self.periods if ("batch", recipe.id, t) in self.box}
                )
        return costs

    def _columns(self):
        network, last = self.network, self.network.periods - 1
        for t in self.periods:
            for recipe in self.adopted:
                if t + recipe.lag <= last:
                    self.box["batch", recipe.id, t] = (0.0, inf if recipe.limit is None else recipe.limit)
            for good in network.goods:
                if good.buy is not None:
                    self.box["buy", good.id, t] = (0.0, inf)
                if good.sellable:
                    self.box["sell", good.id, t] = (0.0, good.sell_limit)
                least = self._least_at_end(good) if t == last and network.terminal == "keep" else 0.0
                self.box["stock", good.id, t] = (least, inf if good.room is None else good.room)
                if good.need and good.need[t] > 0:
                    self.box["unmet", good.id, t] = (0.0, good.need[t])
            if network.cash.floor is not None:
                self.box["cash", "", t] = (network.cash.floor, inf)
        self._teams()

    def _teams(self):
        """People with the same skills, of those that some recipe asks for, work as one, under the first one's id."""
        asked = {skill for recipe in self.network.recipes for skill in recipe.hours}
        self.alone: dict[str, float] = {}
        self.together: dict[str, tuple[frozenset, float]] = {}
        first: dict[frozenset, str] = {}
        for person in self.network.people:
            skills = frozenset(person.skills) & asked
            if len(skills) == 1 and person.hours:
                (skill,) = skills
                self.alone[skill] = self.alone.get(skill, 0.0) + person.hours
            elif skills and person.hours:
                name = first.setdefault(skills, person.id)
                self.together[name] = (skills, self.together.get(name, (skills, 0.0))[1] + person.hours)
        for name, (skills, hours) in self.together.items():
            for skill in skills:
                for t in self.periods:
                    self.box["hours", (name, skill), t] = (0.0, hours)

    def idle(self, good):
        left = good.stock
        for _ in self.periods:
            left = min(left * good.keeps, inf if good.room is None else good.room)
        return left

    def replaceable(self, good):
        return good.is_machine and (good.buy is not None or good.id in self.made)

    def worn_for_good(self, good):
        """A machine in use that wears and that nobody can replace."""
        return (
            good.is_machine
            and good.wear > 0
            and good.stock > 0
            and not self.replaceable(good)
            and any(good.id in recipe.machines for recipe in self.adopted)
        )

    def _least_at_end(self, good):
        if self.replaceable(good):
            return good.stock if good.room is None else min(good.stock, good.room)
        return 0.0 if self.worn_for_good(good) else self.idle(good)

    def _row(self, key, lower=-inf, upper=inf):
        self.rows[key] = made = Row(key, lower, upper)
        return made

    def _build(self):
        network = self.network
        for t in self.periods:
            for good in network.goods:
                before = good.keeps * good.stock if t == 0 else 0.0
                row = self._row(("balance", good.id, t), lower=(good.need[t] if good.need else 0.0) - before)
                row.add(("stock", good.id, t), -1.0)
                if t:
                    row.add(("stock", good.id, t - 1), good.keeps)
                for kind, sign in (("buy", 1.0), ("sell", -1.0), ("unmet", 1.0)):
                    if (kind, good.id, t) in self.box:
                        row.add((kind, good.id, t), sign)
                if good.is_machine:
                    hours = self._row(("machine", good.id, t), upper=good.hours_each * before)
                    if t:
                        hours.add(("stock", good.id, t - 1), -good.hours_each * good.keeps)
            for skill in {skill for recipe in self.adopted for skill in recipe.hours}:
                row = self._row(("skill", skill, t), upper=self.alone.get(skill, 0.0))
                for name, (skills, _) in self.together.items():
                    if skill in skills:
                        row.add(("hours", (name, skill), t), -1.0)
            for name, (skills, hours) in self.together.items():
                row = self._row(("pledge", name, t), upper=hours)
                for skill in skills:
                    row.add(("hours", (name, skill), t), 1.0)
            for parcel in network.land:
                self._row(("land", parcel.id, t), upper=parcel.area_m2)
            self._cash_row(t)
        for good in network.goods:
            if network.terminal == "keep" and self.worn_for_good(good):
                self._row(("worn", good.id, 0), lower=self.idle(good)).add(("stock", good.id, network.periods - 1), 1.0)
        for recipe in self.adopted:
            self._put_in(recipe)

    def _cash_row(self, t):
        cash = self.network.cash
        if cash.floor is None:
            return
        arrives = cash.income + (cash.start if t == 0 else 0.0)
        row = self._row(("cash", "", t), lower=arrives, upper=arrives)
        row.add(("cash", "", t), 1.0)
        if t:
            row.add(("cash", "", t - 1), -1.0)
        for good in self.network.goods:
            if good.buy is not None:
                row.add(("buy", good.id, t), good.buy)
            if good.sellable:
                row.add(("sell", good.id, t), -good.sell)

    def _put_in(self, recipe):
        last = self.network.periods - 1
        for t in self.periods:
            column = ("batch", recipe.id, t)
            if column not in self.box:
                continue
            for good, quantity in recipe.inputs.items():
                self.rows["balance", good, t].add(column, -quantity)
            for good, quantity in recipe.outputs.items():
                self.rows["balance", good, t + recipe.lag].add(column, quantity)
            for skill, hours in recipe.hours.items():
                self.rows["skill", skill, t].add(column, hours)
            for name, hours in recipe.machines.items():
                machine = self.goods[name]
                self.rows["machine", name, t].add(column, hours)
                self.rows["balance", name, t].add(column, -machine.wear * hours)
                if ("worn", name, 0) in self.rows:
                    self.rows["worn", name, 0].add(column, machine.wear * hours * machine.keeps ** (last - t))
            for parcel, area in recipe.land.items():
                for later in range(t, min(t + max(1, recipe.lag), last + 1)):
                    self.rows["land", parcel, later].add(column, area)
            if self.network.cash.floor is not None:
                self.rows["cash", "", t].add(column, recipe.fee)
