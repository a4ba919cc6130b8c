"""The work that a plan implies, as open needs: what is to be done in which period, with which skill, for how long.

Nobody is assigned (Exodus 2784-2946: people see what is open and take it up). A need says the recipe, what it makes,
the batches, the machine; never a person, since the plan only knows that enough hours are pledged in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
