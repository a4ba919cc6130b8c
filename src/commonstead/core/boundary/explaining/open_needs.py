"""The work that a plan implies, as open needs: what is to be done in which period, with which skill, for how long.

Nobody is assigned (Exodus 2784-2946: people see what is open and take it up). A need says the recipe, what it makes,
the batches, the machine; never a person, since the plan only knows that enough hours are pledged in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ..network import Network

_SOME = 1e-6


@dataclass(frozen=True)
class OpenNeed:
    """One recipe in one period (0 is the first). makes, takes, machines (hours): over its batches. lag: whole
    periods until the outputs are there."""

    recipe: str
    name: str
    period: int
    batches: float
    hours: Mapping[str, float]
    makes: Mapping[str, float]
    takes: Mapping[str, float]
    machines: Mapping[str, float]
    land: Mapping[str, float]
    lag: int

    def to_json(self) -> dict:
        """As plain values."""
        return {
            "recipe": self.recipe, "name": self.name, "period": self.period, "batches": self.batches,
            "hours": dict(self.hours), "makes": dict(self.makes), "takes": dict(self.takes),
            "machines": dict(self.machines), "land": dict(self.land), "lag": self.lag}


def open_needs(network: Network, batches: Mapping[str, Iterable[float]]) -> list[OpenNeed]:
    """Period by period, those with the most hours first. batches: {recipe: [per period]} of a plan."""
    rows = {row.id: row for row in network.recipes}
    found = []
    for recipe, runs in batches.items():
        row = rows[recipe]
        for period, count in enumerate(runs):
            if count > _SOME:
                found.append(OpenNeed(recipe, row.name, period, float(count), *(
                    {name: amount * float(count) for name, amount in getattr(row, part).items()}
                    for part in ("hours", "outputs", "inputs", "machines", "land")), row.lag))
    return sorted(found, key=lambda need: (need.period, -sum(need.hours.values()), need.recipe))


def period_days(begin: date, periods: int, days_per_period: float) -> list[tuple[date, date]]:
    """First and last day of each period. Periods of 28 to 31 days are calendar months, from the first one that begins
    on or after `begin`; others follow each other from the next Monday, since weeks are how people meet."""
    if 28 <= days_per_period <= 31:
        months = begin.year * 12 + begin.month - 1 + (begin.day > 1)
        firsts = [date((months + one) // 12, (months + one) % 12 + 1, 1) for one in range(periods + 1)]
    else:
        monday = begin + timedelta(days=-begin.weekday() % 7)
        firsts = [monday + timedelta(days=round(one * days_per_period)) for one in range(periods + 1)]
    return [(first, max(first, after - timedelta(days=1))) for first, after in pairwise(firsts)]
