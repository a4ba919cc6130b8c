"""The average household of a size and type: where an audit starts, so that one only says what differs.

Needs come from published household spending in the town's folder (needs.toml). An amount is a part for the
household, however many live in it, and a part for each person, times a factor for the type of household.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .audit import Audit, Entry, Way
from .ways import OWN

#: The size that the hours of an average need are given for. The United States average is 2.5 people a
#: household (Census Bureau, Households and Families 2022); a town elsewhere barely differs in its effect.
REFERENCE_SIZE = Decimal("2.5")
_FINEST = Decimal("0.0001")


@dataclass(frozen=True)
class AverageNeed:
    """per_household, per_person: amount a month.  by_type: factors.  met: (mode, share) pairs, shares adding
    up to 1.  hours: unpaid hours a month in a household of REFERENCE_SIZE.  floor_share: the part that
    belongs to the irreducible minimum."""

    good: str
    need_class: str
    per_household: Decimal = Decimal(0)
    per_person: Decimal = Decimal(0)
    tier: int = 1
    floor_share: Decimal | None = None
    by_type: Mapping[str, Decimal] = field(default_factory=dict)
    met: tuple[tuple[str, Decimal], ...] = (("sale", Decimal(1)),)
    hours: Decimal = Decimal(0)
    source: str = ""

    def amount(self, size: Decimal | int, type: str = "") -> Decimal:
        """What a household of that size and type needs a month."""
        base = self.per_household + self.per_person * Decimal(size)
        return base * Decimal(str(self.by_type.get(type, 1)))


def _entry(need: AverageNeed, size: int, type: str) -> Entry:
    amount = need.amount(size, type)
    reference = need.amount(REFERENCE_SIZE)
    hours = need.hours * amount / reference if reference else need.hours
    met = need.met or ((OWN, Decimal(1)),)
    # The household's unpaid hours go to what it makes itself; where it makes nothing, to buying and preparing the most.
    worker = OWN if any(mode == OWN for mode, _ in met) else max(met, key=lambda pair: pair[1])[0]
    return Entry(need.good, need.need_class, tuple(
        Way(mode, (amount * share).quantize(_FINEST).normalize() + 0,
            hours=hours.quantize(_FINEST).normalize() + 0 if mode == worker else Decimal(0))
        for mode, share in met
    ))


def average_audit(needs: Iterable[AverageNeed], size: int, type: str) -> Audit:
    """The audit that a household of that size and type starts from. No step of it has been looked at yet."""
    return Audit(size=size, type=type, entries=tuple(_entry(need, size, type) for need in needs))


def average_needs(needs: Iterable[AverageNeed], households: Iterable[tuple[int, str]]) -> dict[str, Decimal]:
    """Needs a month of these households, given as (size, type), if each were average."""
    households = tuple(households)
    return {need.good: sum((need.amount(size, type) for size, type in households), Decimal(0)) for need in needs}
