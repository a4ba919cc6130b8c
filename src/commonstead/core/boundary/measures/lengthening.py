"""The cheapest step that lengthens slack: what binds, and the town's next steps, each tried and solved again.

(Exodus 8576: more slack, shocks that can be borne.) A dual says what one more unit would give at the very edge; a step
is a whole sack, machine or recipe, so each is solved again and told with the days that it gave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ..changes import Changes, changed
from ..incidence import Incidence
from ..network import Network
from ..slack import Slack, slack
from .withdrawing import withdrawal

#: What is tried of each thing that binds: a month's worth of a store or of cash, ten hours a month, one machine.
#: Ours: about what a household or an association decides at one time.
HOURS = 10.0
MONTH_DAYS = 30.0


@dataclass(frozen=True)
class Option:
    """Something that could be done. kind: cash, stock, machine, hours or recipe.  amount: of it.  cost: cash,
    once; None where no price is known.  network: as it would be."""

    kind: str
    name: str
    amount: float
    cost: float | None
    network: Network


@dataclass(frozen=True)
class Longer:
    """What an option gave: days without a wage, and spare cash a period. kind: as of Option, or "inside"."""

    kind: str
    name: str
    amount: float
    cost: float | None
    days: float
    at_least: bool
    spare: float

    @property
    def rank(self) -> tuple:
        """Free ones first by days, then by days for the cash, then those without a price."""
        if self.cost is None:
            return (2, -self.days, self.name)
        if self.cost <= 0:
            return (0, -self.days, -self.spare, self.name)
        return (1, -self.days / self.cost, -self.spare / self.cost, self.name)

    def to_json(self) -> dict:
        return {"kind": self.kind, "name": self.name, "amount": self.amount, "cost": self.cost, "days": self.days,
                "at_least": self.at_least, "spare": self.spare}


def steps(network: Network, found: Slack, recipes: Iterable[tuple[str, ...]] = ()) -> list[Option]:
    """Options for a network: one of each thing that binds, and these recipes (or chains of them) taken up."""
    goods = {good.id: good for good in network.goods}
    basket = sum((good.buy or 0.0) * sum(good.floor) for good in network.goods) / network.periods
    month = MONTH_DAYS / network.days_per_period
    options = []
    if basket > 0:
        options.append(_of(network, "cash", "", basket * month, basket * month, Changes(cash_start=basket * month)))
    for binding in found.binding:
        good = goods.get(binding.name)
        if binding.kind == "machine" and good:
            options.append(_of(network, "machine", good.id, 1.0, good.buy, Changes(stocks={good.id: 1.0})))
        elif binding.kind in ("stock", "good") and good and not good.is_machine:
            amount = month * sum(good.floor) / network.periods or 1.0
            cost = None if good.buy is None else good.buy * amount
            options.append(_of(network, "stock", good.id, amount, cost, Changes(stocks={good.id: amount})))
        elif binding.kind == "hours":
            options.append(Option("hours", binding.name, HOURS, 0.0, _more_hours(network, binding.name)))
    for ids in recipes:
        rows = [recipe for recipe in network.recipes if recipe.id in ids]
        prices = [goods[good].buy for row in rows for good in row.outlay_goods]
        cost = None if None in prices else sum(row.outlay for row in rows) + sum(
            amount * goods[good].buy for row in rows for good, amount in row.outlay_goods.items())
        options.append(_of(network, "recipe", ".".join(ids), 1.0, cost, Changes(adopt=tuple(ids))))
    return list({(option.kind, option.name): option for option in options}.values())


def _of(network, kind, name, amount, cost, changes) -> Option:
    return Option(kind, name, amount, cost, changed(network, changes))


def _more_hours(network: Network, skill: str) -> Network:
    """Somebody who has the skill offers more hours."""
    able = next((person for person in network.people if skill in person.skills), None)
    if able is None:
        return network
    return replace(network, people=tuple(
        replace(person, hours=person.hours + HOURS) if person is able else person for person in network.people))


def lengthen(network: Network, options: Iterable[Option], before: Slack, *,
             say: Callable[[int, int], None] | None = None) -> list[Longer]:
    """Each option solved again; those that help, best first. say: told how many of how many are done."""
    options = list(options)
    spare = withdrawal(network).spare
    found = []
    for number, option in enumerate(options):
        if say:
            say(number, len(options))
        after = slack(Incidence(option.network))
        more = withdrawal(option.network).spare - spare
        days = max(after.days - before.days, 0.0)
        if days > 0.005 or more > 0.005:
            found.append(Longer(option.kind, option.name, option.amount, option.cost, days, after.at_least,
                                max(more, 0.0)))
    return sorted(found, key=lambda longer: longer.rank)
