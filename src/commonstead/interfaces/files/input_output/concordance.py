"""Our list of which sectors a class of household spending buys from, with the reason of each line.

Both tables are ours to correct: concordance.csv (classes of the Consumer Expenditure Survey) and sectors.csv (short
names of the sectors; a sector without a name is told by its code).
"""

from __future__ import annotations

import csv
from pathlib import Path

from commonstead.core.boundary.baseline import Line

_HERE = Path(__file__).parent
#: Which shops a group of goods goes through, as the tables part them.
SHOPS = {"food": ("445000",), "cars": ("441000",), "general": ("452000", "4A0000")}


def carriers() -> tuple[str, ...]:
    """Trades that all goods go through: wholesale, and carriage by truck, rail, water and pipe."""
    return ("420000", "484000", "482000", "483000", "486000")


def concordance() -> tuple[Line, ...]:
    """All lines."""
    with (_HERE / "concordance.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_line(row) for row in csv.DictReader(file))


def _line(row) -> Line:
    parts = [part.partition(":") for part in row["sectors"].split()]
    weights = tuple(float(weight) for _, _, weight in parts if weight)
    return Line(row["item"], tuple(sector for sector, _, _ in parts), row["trade"], row["reason"], weights)


def sector_names() -> dict[str, str]:
    with (_HERE / "sectors.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}
