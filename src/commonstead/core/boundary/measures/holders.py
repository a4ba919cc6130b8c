"""How long one household, person or association lasts without a wage, a sale, or the world outside.

(Exodus 8565-8576, 8789-8794.) What comes to it without money (made by itself, shared, given, swapped) goes on coming, a
month as it does now; what it has in store and in the till is used up; the rest has to be bought. Nothing is to be
chosen then, so the days are counted month by month, and within the last by halving. It is the same as the engine finds
for `network()` with its linear programmes (a property test), and a page need not wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..network import Cash, Good, Network, Recipe
from .lengthening import Longer

INSIDE = "inside:"
#: Stores that keep less of themselves a month are not laid in: they would spoil.
_STORABLE = 0.9
_TRIED = 8  # goods of which more is tried: nobody weighs more at one time
_LEAST = 1e-9


@dataclass(frozen=True)
class Holding:
    """One good of one holder. need: a month.  floor: the part of it nobody should go without.  inside: what comes
    without money, a month.  stock: in store.  buy: the price it pays, None where it is not sold."""

    good: str
    unit: str
    need: float
    floor: float
    inside: float = 0.0
    stock: float = 0.0
    buy: float | None = None
    keeps: float = 1.0
    name: str = ""


@dataclass(frozen=True)
class Lasts:
    """at_least: all months that are looked at.  ends_with: "" for the till, else the good that cannot be had.
    a_month: what has to be bought then, cash a month by good, most first."""

    days: float
    at_least: bool
    ends_with: str = ""
    a_month: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Holder:
    """savings: in the till.  income: a month."""

    holdings: tuple[Holding, ...]
    savings: float = 0.0
    income: float = 0.0
    months: int = 12
    days: float = 30.0
    currency: str = "USD"

    def network(self) -> Network:
        """The same as a provisioning network."""
        return Network(
            periods=self.months, days_per_period=self.days, currency=self.currency,
            cash=Cash(self.savings, self.income, 0.0),
            goods=tuple(Good(
                id=one.good, unit=one.unit, name=one.name, need=(one.need,) * self.months,
                floor=(one.floor,) * self.months, buy=one.buy, stock=one.stock, keeps=one.keeps)
                for one in self.holdings),
            recipes=tuple(Recipe(id=INSIDE + one.good, outputs={one.good: 1.0}, limit=one.inside)
                          for one in self.holdings if one.inside > 0))

    def lasts(self) -> Lasts:
        """How long the floor of its needs is met with no income."""
        cash, stocks = self.savings, {one.good: one.stock for one in self.holdings}
        for month in range(self.months):
            spent, lacking, left = self._spend(stocks, 1.0)
            if lacking or spent > cash + _LEAST * max(1.0, cash):
                low, high = 0.0, 1.0
                for _ in range(50):
                    share = (low + high) / 2
                    part, without, _left = self._spend(stocks, share)
                    low, high = (share, high) if not without and part <= cash + _LEAST else (low, share)
                return Lasts(round((month + low) * self.days, 2), False, lacking, self._a_month(stocks))
            cash, stocks = cash - spent, left
        return Lasts(self.months * self.days, True, "", self._a_month(stocks))

    def _spend(self, stocks, share: float) -> tuple[float, str, dict[str, float]]:
        """(cash for what is short in a part of a month, a good that is short and not sold, what is left in store)."""
        spent, lacking, left = 0.0, "", {}
        for one in self.holdings:
            have = stocks[one.good] * one.keeps**share + (one.inside - one.floor) * share
            if have < -_LEAST:
                spent += -have * (one.buy or 0.0)
                lacking = lacking or (one.good if one.buy is None else "")
            left[one.good] = max(have, 0.0)
        return spent, lacking, left

    def _a_month(self, stocks) -> tuple[tuple[str, float], ...]:
        costs = [(one.good, (one.floor - one.inside) * one.buy) for one in self.holdings
                 if one.buy and one.floor > one.inside]
        return tuple(sorted(costs, key=lambda pair: (-pair[1], pair[0])))

    def with_more(self, good: str, *, stock: float = 0.0, inside: float = 0.0) -> Holder:
        """The same with more of a good in store, or coming without money a month."""
        return replace(self, holdings=tuple(
            replace(one, stock=one.stock + stock, inside=one.inside + inside) if one.good == good else one
            for one in self.holdings))

    def steps(self, makeable: Mapping[str, float] | None = None) -> list[Longer]:
        """What would lengthen it, each counted again, the cheapest days first: more from inside of what others here
        make (makeable: how much a month at most, by good), a month's store of a good, a month's worth of cash. Nothing
        where it lasts for all months already."""
        before = self.lasts()
        if before.at_least:
            return []
        by_good = {one.good: one for one in self.holdings}
        basket = sum(cost for _, cost in before.a_month)
        options = [("cash", "", basket, basket, replace(self, savings=self.savings + basket), 0.0)] if basket else []
        stores = [by_good[good] for good, _ in before.a_month if by_good[good].keeps >= _STORABLE][:_TRIED]
        if before.ends_with:
            stores.append(by_good[before.ends_with])
        for one in stores:
            amount = one.floor - one.inside
            options.append(("stock", one.good, amount, None if one.buy is None else one.buy * amount,
                            self.with_more(one.good, stock=amount), 0.0))
        most = makeable or {}
        bought = [(min(one.need - one.inside, most.get(one.good, 0.0)), one) for one in self.holdings if one.buy]
        ranked = sorted(bought, key=lambda pair: (-pair[0] * pair[1].buy, pair[1].good))[:_TRIED]
        for amount, one in ranked:
            if amount <= _LEAST:
                break
            options.append(("inside", one.good, amount, 0.0, self.with_more(one.good, inside=amount), amount * one.buy))
        found = []
        for kind, good, amount, cost, holder, spare in options:
            after = holder.lasts()
            if after.days > before.days + 0.005 or spare > 0.005:
                days = max(after.days - before.days, 0.0)
                found.append(Longer(kind, good, amount, cost, days, after.at_least, spare))
        return sorted(found, key=lambda longer: longer.rank)
