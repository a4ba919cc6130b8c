"""How needs were met in the recorded year: by the ledger's flows, class by class, inside or bought.

This is what was, beside the plan's what could be (Exodus 7422-7453: look at what crosses the membrane). What
comes to households is weighed by its price in the shop; where a class has no prices, by the hours or amounts of
each good alike. Money that households paid outside without saying for what counts as bought, in a row of its own.
Only sums over the whole town are made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from commonstead.core.livelihood import OWN
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.ledger import queries as ledger
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.people import queries as people

_ARRIVES = frozenset({Action.TRANSFER, Action.TRANSFER_ALL_RIGHTS, Action.DELIVER_SERVICE})
_YEAR = timedelta(days=366)


#: The row of what was paid outside and not listed by thing.
UNLISTED = "unlisted"


@dataclass(frozen=True)
class Arrival:
    """So much of a good came to households in one mode ("own": they made it themselves)."""

    good: str
    mode: str
    amount: Decimal


@dataclass
class ClassMet:
    """worth: by mode, at the shop's price.  share_inside: of what was recorded.  goods: amounts by good and mode."""

    worth: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    goods: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def share_inside(self) -> float | None:
        if total := sum(self.worth.values()):
            return 1 - self.worth.get(Mode.SALE, 0.0) / total
        shares = [1 - modes.get(Mode.SALE, 0.0) / sum(modes.values()) for modes in self.goods.values()]
        return sum(shares) / len(shares) if shares else None

    def to_json(self) -> dict:
        return {
            "share_inside": self.share_inside,
            "worth": dict(sorted(self.worth.items())),
            "goods": {good: dict(sorted(modes.items())) for good, modes in sorted(self.goods.items())},
        }


def met_by_class(
    arrivals: Iterable[Arrival], prices: Mapping[str, Decimal | None], classes: Mapping[str, str]
) -> dict[str, ClassMet]:
    """Arrivals gathered by class of need. Goods without a class of need are left out."""
    found: dict[str, ClassMet] = {}
    for arrival in arrivals:
        if not classes.get(arrival.good) or arrival.amount <= 0:
            continue
        met = found.setdefault(classes[arrival.good], ClassMet())
        modes = met.goods.setdefault(arrival.good, {})
        modes[arrival.mode] = modes.get(arrival.mode, 0.0) + float(arrival.amount)
        if price := prices.get(arrival.good):
            met.worth[arrival.mode] += float(arrival.amount * price)
    return found


def recorded_year() -> dict:
    """{"since", "until", "classes": {class: …}} over the last year that the journal tells of; {} while it is empty."""
    ends = ledger.journal_ends()
    if ends is None:
        return {}
    until = ends[1] + timedelta(seconds=1)
    since = max(ends[0], until - _YEAR)
    units = ledger.units()
    things = {thing.id: thing for thing in ledger.specifications()}
    at_home = {view.id for nature in ("household", "person") for view in people.agents(nature=nature, gone=True)}
    sums = ledger.flow_sums(since, until)
    arrivals = [
        Arrival(flow.specification, mode, units.to_decimal(flow.quantity, things[flow.specification].unit))
        for flow in sums
        if flow.receiver in at_home and flow.specification in things and (mode := _mode(flow))
    ]
    classes = {thing.id: thing.need_class for thing in things.values()}
    classes |= {need.good: need.need_class for need in livelihood.averages()}
    prices = {
        thing.id: Decimal(str(thing.numbers["buy"]["value"])) for thing in things.values() if "buy" in thing.numbers
    }
    met = met_by_class(arrivals, prices, classes)
    money = {thing.id: thing.unit for thing in things.values() if thing.sort == "money"}
    paid = sum(
        (
            units.to_decimal(flow.quantity, money[flow.specification])
            for flow in sums
            if flow.provider in at_home and flow.receiver == OUTSIDE and flow.specification in money
        ),
        Decimal(0),
    )
    listed = sum(share.worth.get(Mode.SALE, 0.0) for share in met.values())
    if float(paid) > listed:
        met[UNLISTED] = ClassMet(worth={Mode.SALE.value: float(paid) - listed})
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "classes": {name: share.to_json() for name, share in sorted(met.items())},
    }


def _mode(flow) -> str:
    """In which mode it came; "" when it did not come from elsewhere and was not made at home."""
    if flow.action in _ARRIVES:
        return str(flow.mode)
    return OWN if flow.action is Action.PRODUCE and flow.provider == flow.receiver else ""
