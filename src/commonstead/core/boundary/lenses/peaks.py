"""Peak against average (Exodus 3664-3683): most costs come from few peaks, and from what stands idle between them.

Time is cut into stretches of equal length; those in which nothing happened count as 0. Beside peak and average stands
what would do if the busiest five per cent of the stretches were spread out or done without.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import floor

#: "the extra peak loads that occur only five percent of the time" (3669).
BUSIEST = 0.05


@dataclass(frozen=True)
class Use:
    """amount: hours of a machine, or units of a service, on that day. id: of the event."""

    day: date
    amount: float
    id: str = ""


@dataclass(frozen=True)
class Stretch:
    """begins: first day.  amount: of all uses in it, whose events are named."""

    begins: date
    amount: float
    entries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Peaks:
    """peak, average: over all stretches, idle ones too.  covers: what would do without the busiest five per cent.
    busy: stretches in which it was used.  capacity: what it could give in a stretch, None where that is not known."""

    stretches: tuple[Stretch, ...]
    peak: float
    average: float
    covers: float
    busy: int
    capacity: float | None = None
    peak_at: tuple[date, ...] = field(default=())

    @property
    def load(self) -> float | None:
        """Average over peak: 1 where it is used evenly; None where it is not used."""
        return self.average / self.peak if self.peak else None

    @property
    def spared(self) -> float | None:
        """The part of the peak that is there only for the busiest five per cent."""
        return 1 - self.covers / self.peak if self.peak else None

    @property
    def of_capacity(self) -> tuple[float, float] | None:
        """(peak, average) over what it could give."""
        return (self.peak / self.capacity, self.average / self.capacity) if self.capacity else None


def peaks(uses: Iterable[Use], since: date, until: date, days: int = 7, capacity: float | None = None) -> Peaks | None:
    """From since (inclusive) to until (exclusive) in stretches of so many days; a last one that is shorter is left out.
    None where there is no whole stretch. Raises ValueError where days is below 1."""
    if days < 1:
        raise ValueError("a stretch is a day or longer")
    count = (until - since).days // days
    if count < 1:
        return None
    amounts, ids = [0.0] * count, [[] for _ in range(count)]
    for use in uses:
        place = (use.day - since).days // days
        if 0 <= place < count:
            amounts[place] += use.amount
            ids[place].append(use.id)
    peak = max(amounts)
    left_out = floor(BUSIEST * count + 1e-9)
    return Peaks(
        stretches=tuple(Stretch(since + timedelta(days=days * place), amounts[place], tuple(ids[place]))
                        for place in range(count)),
        peak=peak, average=sum(amounts) / count, covers=sorted(amounts)[count - 1 - left_out],
        busy=sum(1 for amount in amounts if amount > 0), capacity=capacity,
        peak_at=tuple(since + timedelta(days=days * place) for place in range(count) if amounts[place] == peak > 0))
