"""Sums over households, and when they may be shown: never over fewer than five, never so that one drops out.

Two sums that differ by one household give that household away. So a new sum is released only when at least
five households differ from those in the last one, and a good counts only where five households need it.
Five is our number (the book asks for aggregates, 991 and 6052, and names none): a threshold that
statistics offices commonly use, and small enough that a hamlet gets its figures.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .average import AverageNeed

#: The one threshold for every figure over households that others see.
FEWEST_HOUSEHOLDS = 5
Key = TypeVar("Key", bound=Hashable)
Shown = TypeVar("Shown", bound="MayBeShown")


class MayBeShown(Protocol):
    """A sum over households that can be joined with others of its sort."""

    value: float
    receiving: frozenset[str]
    may_be_shown: bool

    def __add__(self, other): ...


@dataclass(frozen=True)
class Figure:
    """A sum over households.  receiving: to whom it came.  giving: from which households; "" among them stands
    for an association or the world outside, and then they need not be many."""

    value: float
    receiving: frozenset[str]
    giving: frozenset[str] = frozenset({""})

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.value + other.value, self.receiving | other.receiving, self.giving | other.giving)

    @property
    def may_be_shown(self) -> bool:
        """Whether enough households are on each side of it."""
        givers_enough = "" in self.giving or len(self.giving) >= FEWEST_HOUSEHOLDS
        return givers_enough and len(self.receiving) >= FEWEST_HOUSEHOLDS


def join_small(figures: Mapping[Key, Shown], into: Callable[[Key], Key]) -> dict[Key, Shown]:
    """The figures that may be shown. The others are joined under into(key), with the smallest of those that would go
    there too while they are too few; left out where even all of them together are over too few households. So the
    figures of one into() add up to all of them, or there is none: no total gives away what is left out."""
    groups: dict[Key, dict[Key, Shown]] = {}
    for key, figure in figures.items():
        groups.setdefault(into(key), {})[key] = figure
    found: dict[Key, Shown] = {}
    for name, shown in groups.items():
        joined = None
        for key in [key for key, figure in shown.items() if not figure.may_be_shown]:
            figure = shown.pop(key)
            joined = figure if joined is None else joined + figure
        while joined is not None and not joined.may_be_shown and shown:
            least = min(shown, key=lambda key: (len(shown[key].receiving), shown[key].value, str(key)))
            joined += shown.pop(least)
        found |= shown
        if joined is not None and joined.may_be_shown:
            found[name] = joined
    return found


@dataclass(frozen=True, repr=False)
class Contribution:
    """What one household adds to the sum: a finished audit whose household said “count us in”."""

    household: str
    revision: int
    size: int
    type: str
    needs: Mapping[str, Decimal]

    def __repr__(self) -> str:
        return "<Contribution, private>"


@dataclass(frozen=True)
class TownNeeds:
    """needs: amount a month of all households together, by good, scaled up from the `counted` households to
    all `households`.  withheld: goods that fewer than five of them need; the average stands for those."""

    needs: Mapping[str, Decimal]
    counted: int
    households: int
    withheld: tuple[str, ...] = ()


def too_few(count: int) -> Refusal | None:
    """No sum over fewer than five households."""
    if count >= FEWEST_HOUSEHOLDS:
        return None
    return Refusal("livelihood.five_households", gettext_noop(
        "Sums are shown over at least {fewest} households that agreed to be counted; so far there are {count}."),
        {"fewest": FEWEST_HOUSEHOLDS, "count": count})


def may_release(last: Mapping[str, int], now: Mapping[str, int]) -> Refusal | None:
    """May a sum over `now` follow one over `last`? Both are {household: revision of its audit}."""
    refusal = too_few(len(now))
    if refusal or not last:
        return refusal
    changed = {household for household in last.keys() | now.keys() if last.get(household) != now.get(household)}
    if not changed or len(changed) >= FEWEST_HOUSEHOLDS:
        return None
    return Refusal("livelihood.no_differencing", gettext_noop(
        "A new sum is made once {fewest} households have changed; so far {count} did. Otherwise the difference "
        "would tell what one household wrote."), {"fewest": FEWEST_HOUSEHOLDS, "count": len(changed)})


def _usual(need: AverageNeed | None, households: Iterable[tuple[int, str]]) -> Decimal:
    """What these households would need of it if each were average; 0 without an average."""
    return sum((need.amount(size, type) for size, type in households), Decimal(0)) if need else Decimal(0)


def sum_needs(contributions: Iterable[Contribution], averages: Iterable[AverageNeed],
              all_households: Iterable[tuple[int, str]]) -> TownNeeds:
    """The town's needs from these audits, or Refused when there are fewer than five.

    Scaled by the ratio to the average: a town where the counted households eat 1.2 times the average is taken
    to eat so throughout. A good without an average is scaled by the number of households."""
    contributions = tuple(contributions)
    refusal = too_few(len({item.household for item in contributions}))
    if refusal:
        raise Refused(refusal)
    town = tuple(all_households)
    by_good = {need.good: need for need in averages}
    needs, withheld = {}, []
    for good in sorted({good for item in contributions for good in item.needs} | by_good.keys()):
        amounts = [item.needs.get(good, Decimal(0)) for item in contributions]
        usual = by_good.get(good)
        if sum(1 for amount in amounts if amount) < FEWEST_HOUSEHOLDS:
            withheld.append(good)
            continue
        counted = _usual(usual, ((item.size, item.type) for item in contributions))
        if counted:
            whole = _usual(usual, town)
            needs[good] = sum(amounts, Decimal(0)) * whole / counted
        else:
            needs[good] = sum(amounts, Decimal(0)) * len(town) / len(contributions)
    return TownNeeds(needs, len(contributions), len(town), tuple(withheld))
