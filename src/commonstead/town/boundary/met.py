"""How needs were met in the recorded year: by the ledger's flows, class by class, inside or bought.

This is what was, beside the plan's what could be (Exodus 7422-7453: look at what crosses the membrane). What
comes to households is weighed by its price in the shop; where a class has no prices, by the hours or amounts of
each good alike. Money that households paid outside without saying for what counts as bought, in a row of its own.
Only sums over five households or more are told (see core.livelihood.sums): a class in which fewer of them bought, or
fewer were met from inside, is put together with the others of its sort, or left out where that is too few still.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from commonstead.core.livelihood import OWN, Figure
from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.ledger import queries as ledger
from commonstead.town.livelihood import queries as livelihood

from .came_from import homes

_ARRIVES = frozenset({Action.TRANSFER, Action.TRANSFER_ALL_RIGHTS, Action.DELIVER_SERVICE})
_YEAR = timedelta(days=366)


INSIDE = "inside"
#: The row of what was paid outside and not listed by thing.
UNLISTED = "unlisted"
#: The row of all classes in which too few households have a share.
TOGETHER = "together"


@dataclass(frozen=True)
class Arrival:
    """So much of a good came to a household in one mode ("own": they made it themselves). giver: the household that
    gave it, "" where an association or the world outside did."""

    good: str
    mode: str
    amount: Decimal
    home: str = ""
    giver: str = ""


@dataclass
class ClassMet:
    """worth: by mode, at the shop's price.  share_inside: of what was recorded.  goods: amounts by good and mode.
    sides: who had a share in what was bought, and in what came from inside."""

    worth: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    goods: dict[str, dict[str, float]] = field(default_factory=dict)
    sides: dict[bool, Figure] = field(default_factory=dict)

    def add(self, arrival: Arrival, price: Decimal | None) -> None:
        """One more arrival of this class."""
        modes = self.goods.setdefault(arrival.good, {})
        modes[arrival.mode] = modes.get(arrival.mode, 0.0) + float(arrival.amount)
        if price:
            self.worth[arrival.mode] += float(arrival.amount * price)
        bought = arrival.mode == Mode.SALE
        self.join(bought, Figure(0.0, frozenset({arrival.home}), frozenset({"" if bought else arrival.giver})))

    def join(self, bought: bool, figure: Figure) -> None:
        """More households on one side."""
        self.sides[bought] = self.sides[bought] + figure if bought in self.sides else figure

    def merge(self, other: ClassMet) -> None:
        """Another class put together with this one."""
        for mode, worth in other.worth.items():
            self.worth[mode] += worth
        self.goods |= other.goods
        for bought, figure in other.sides.items():
            self.join(bought, figure)

    @property
    def may_be_shown(self) -> bool:
        """Whether what was bought and what came from inside are each over enough households."""
        return all(figure.may_be_shown for figure in self.sides.values())

    @property
    def share_inside(self) -> float | None:
        if total := sum(self.worth.values()):
            return 1 - self.worth.get(Mode.SALE, 0.0) / total
        shares = [1 - modes.get(Mode.SALE, 0.0) / sum(modes.values()) for modes in self.goods.values()]
        return sum(shares) / len(shares) if shares else None

    def to_json(self) -> dict:
        """Nothing by mode or good beyond bought and not: that might be over too few households."""
        bought = self.worth.get(Mode.SALE, 0.0)
        worth = {INSIDE: sum(self.worth.values()) - bought, Mode.SALE.value: bought}
        return {"share_inside": self.share_inside, "worth": {side: sum for side, sum in worth.items() if sum > 0}}


def met_by_class(
    arrivals: Iterable[Arrival], prices: Mapping[str, Decimal | None], classes: Mapping[str, str]
) -> dict[str, ClassMet]:
    """Arrivals gathered by class of need. Goods without a class of need are left out."""
    found: dict[str, ClassMet] = {}
    for arrival in arrivals:
        if not classes.get(arrival.good) or arrival.amount <= 0:
            continue
        found.setdefault(classes[arrival.good], ClassMet()).add(arrival, prices.get(arrival.good))
    return found


def only_over_enough(found: Mapping[str, ClassMet]) -> dict[str, ClassMet]:
    """The classes that may be shown; the others put together, and left out where that is too few still."""
    shown = {slug: met for slug, met in found.items() if met.may_be_shown}
    together = ClassMet()
    for slug in found.keys() - shown.keys():
        together.merge(found[slug])
    return shown | ({TOGETHER: together} if together.sides and together.may_be_shown else {})


def recorded_year() -> dict:
    """{"since", "until", "classes": {class: …}} over the last year that the journal tells of; {} while it is empty."""
    ends = ledger.journal_ends()
    if ends is None:
        return {}
    until = ends[1] + timedelta(seconds=1)
    since = max(ends[0], until - _YEAR)
    units = ledger.units()
    things = {thing.id: thing for thing in ledger.specifications() if not is_unit_of_account(thing.sort)}
    home_of = homes()
    sums = ledger.flow_sums(since, until)
    arrivals = [
        Arrival(
            flow.specification,
            mode,
            units.to_decimal(flow.quantity, things[flow.specification].unit),
            home_of(flow.receiver),
            home_of(flow.provider),
        )
        for flow in sums
        if home_of(flow.receiver) and flow.specification in things and (mode := _mode(flow))
    ]
    classes = {thing.id: thing.need_class for thing in things.values()}
    classes |= {need.good: need.need_class for need in livelihood.averages()}
    prices = {
        thing.id: Decimal(str(thing.numbers["buy"]["value"])) for thing in things.values() if "buy" in thing.numbers
    }
    met = met_by_class(arrivals, prices, classes)
    money = {thing.id: thing.unit for thing in things.values() if thing.sort == "money"}
    spent = [
        Figure(float(units.to_decimal(flow.quantity, money[flow.specification])), frozenset({home_of(flow.provider)}))
        for flow in sums
        if home_of(flow.provider) and flow.receiver == OUTSIDE and flow.specification in money
    ]
    paid = sum(figure.value for figure in spent)
    listed = sum(share.worth.get(Mode.SALE, 0.0) for share in met.values())
    met = only_over_enough(met)
    if paid > listed and sum(spent[1:], spent[0]).may_be_shown:
        met[UNLISTED] = ClassMet(worth={Mode.SALE.value: paid - listed})
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
