"""Whether to buy a tool or a store of something once: the plan with it in hand from the first day, beside the plan.

A machine earns by the hours it gives to what would be bought otherwise (Exodus 12508-12527); what is saved is found by
solving the whole plan again, and what it costs is not taken off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from ..changes import Changes
from ..network import Network
from ..plan import Plan
from .facts import weeks_of
from .futures import compare

_PAYS = 1e-6  # relative to the cash at stake


@dataclass(frozen=True)
class Purchase:
    """Over the horizon. saving: None where one side keeps not all rules. price: of all units, None where it cannot be
    bought. idle: hours a week that the machines of this kind stand still today, None for what is none. batches, buys:
    what would be done otherwise, as Comparison has it. meets: needs met that are not met now, in units."""

    good: str
    units: float
    price: float | None
    saving: float | None
    payback_periods: float | None
    idle: float | None
    batches: Mapping[str, Mapping]
    buys: Mapping[str, Mapping]
    meets: Mapping[str, float]

    def to_json(self) -> dict:
        """As plain values."""
        return asdict(self)


def explain_purchase(network: Network, plan: Plan, good: str, units: float = 1.0,
                     say: Callable[[str], None] | None = None) -> Purchase:
    """What having so many units more of a good would change in this plan (of this network). KeyError for an unknown
    good."""
    both = compare(network, Changes(stocks={good: units}), plan, say)
    known = next(one for one in network.goods if one.id == good)
    sound = both.before.status == both.after.status == "optimal"
    saving = both.before.cash - both.after.cash if sound else None
    price = None if known.buy is None else known.buy * units
    pays = saving is not None and saving > _PAYS * max(1.0, abs(plan.cash))
    idle = None
    if known.is_machine:
        used, in_hand = plan.machine_hours.get(good, (0.0, known.stock * known.hours_each * network.periods))
        idle = max(in_hand - used, 0.0) / weeks_of(network)
    return Purchase(
        good=good, units=units, price=price, saving=saving, idle=idle,
        payback_periods=price / (saving / network.periods) if pays and price is not None else None,
        batches=both.batches, buys=both.buys,
        meets={name: entry["before"] - entry["after"] for name, entry in both.unmet.items()
               if entry["before"] > entry["after"]})
