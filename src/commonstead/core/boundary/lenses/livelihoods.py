"""What a livelihood takes to begin: outlay over the full livelihoods that the work amounts to (Exodus 14104).

The book sets public money of "over a million dollars per job created" against what a co-op could do with a fraction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Hours a month of a full livelihood. Forty hours a week, the ordinary measure of statistics, 52 weeks over 12 months;
#: a town that wants shorter weeks sets its own.
FULL_TIME_HOURS = 40 * 52 / 12
#: What the book names for comparison (14104): at least a million dollars of public money for a job.
EVERGREEN_PER_JOB = 1_000_000.0


@dataclass(frozen=True)
class Outlay:
    """One thing that the work rests on: a machine in hand, or what a recipe took to begin. cash None: not known."""

    name: str
    units: float
    cash: float | None


@dataclass(frozen=True)
class Livelihoods:
    """outlay: all that is known of it.  unknown: things without a price.  hours: worked in those months.
    count: full livelihoods that those hours are.  each: outlay for one; None without hours.
    at_least: something has no price, so it costs more than that."""

    outlay: float
    unknown: tuple[str, ...]
    hours: float
    months: float
    full_time: float
    count: float
    each: float | None
    outlays: tuple[Outlay, ...] = ()
    hours_by_work: Mapping[str, float] = field(default_factory=dict)

    @property
    def at_least(self) -> bool:
        """Whether something that it rests on has no price."""
        return bool(self.unknown)


def livelihoods(outlays: tuple[Outlay, ...], hours_by_work: Mapping[str, float], months: float,
                full_time: float = FULL_TIME_HOURS) -> Livelihoods:
    """hours_by_work: worked over these months, by kind of work. Raises ValueError where months or full_time is not
    above 0."""
    if not months > 0 or not full_time > 0:
        raise ValueError("months and the hours of a full livelihood are above 0")
    hours = sum(hours_by_work.values())
    count = hours / months / full_time
    known = sum(one.cash for one in outlays if one.cash is not None)
    return Livelihoods(
        outlay=known, unknown=tuple(one.name for one in outlays if one.cash is None), hours=hours, months=months,
        full_time=full_time, count=count, each=known / count if count else None,
        outlays=tuple(sorted(outlays, key=lambda one: -(one.cash or 0.0))), hours_by_work=dict(hours_by_work))
