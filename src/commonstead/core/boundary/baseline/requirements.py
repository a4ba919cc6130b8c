"""What one unit of money spent on a commodity calls forth: made here, imported, and paid to whom.

Industry-technology assumption: an industry makes all its products by the same recipe, and each commodity comes from
the industries that make it by their market shares. With V (make), U (use), q = commodity outputs, g = industry outputs
less the scrap that they sell:

    D = V q^-1 (industries × commodities)     B = U g^-1 (commodities × industries)
    x = (I − Â B D)^-1 Â f                    Â = share of a commodity's supply that is not imported

D holds no scrap and no used goods: to buy an old thing calls forth nothing new. What is paid for them is told as such.
Imports are in every use of a commodity in the same share (there is no table that says where an import goes).
Every unit of money spent ends in one of three places, and they add up to it (tested to rounding): value added here,
imports, old things. (Exodus 7422-7453: what crosses the membrane is what a town depends on.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import lu_factor, lu_solve

from .tables import MakeUse


@dataclass(frozen=True)
class Handled:
    """A negative or odd entry and what was done with it. where: "make", "use", "value added", "imports"."""

    where: str
    row: str
    column: str
    value: float
    done: str


class Requirements:
    """Answers for one pair of tables. All vectors by commodity are in the order of `commodities`."""

    def __init__(self, tables: MakeUse, handled: tuple[Handled, ...], market, uses, value_added, imported, old):
        self.commodities, self.industries = tables.commodities, tables.industries
        self.handled = handled
        self.place = {name: number for number, name in enumerate(tables.commodities)}
        self._market, self._uses, self._value_added = market, uses, value_added
        self.imported, self.old = imported, old
        self._here = 1.0 - imported - old
        self._direct = uses @ market
        count = len(tables.commodities)
        self._factors = lu_factor(np.eye(count) - self._here[:, None] * self._direct)
        self._closed = lu_factor(np.eye(count) - np.where(old > 0, 0.0, 1.0)[:, None] * self._direct)

    def made_here(self, spent) -> np.ndarray:
        """Output of each commodity that this spending (at producers' prices) calls forth here."""
        return lu_solve(self._factors, self._here * spent)

    def ends(self, spent) -> dict[str, np.ndarray]:
        """Where the money ends: "value_added" by industry, "imports" and "old" by commodity."""
        output = self.made_here(spent)
        asked = spent + self._direct @ output
        return {"value_added": self._value_added * (self._market @ output), "imports": self.imported * asked,
                "old": self.old * asked}

    def multipliers(self) -> np.ndarray:
        """Output called forth by one unit of each commodity were everything made here: column sums of (I − BD)^-1."""
        return lu_solve(self._closed, np.ones(len(self.commodities)), trans=1)

    def row_sums_check(self) -> float:
        """How far inputs, value added and nothing else are from 1 for each industry with output: rounding only."""
        active = self._uses.sum(axis=0) + self._value_added
        return float(np.abs(active[active != 0] - 1).max(initial=0.0))


def requirements(tables: MakeUse) -> Requirements:
    """Make the tables ready; every entry that was changed is in `handled`."""
    handled: list[Handled] = []
    make = _not_negative(tables, tables.make, "make", tables.industries, tables.commodities, handled)
    use = _not_negative(tables, tables.use, "use", tables.commodities, tables.industries, handled)
    old = np.array([name in tables.scrap for name in tables.commodities])
    away = np.array([name in tables.bought_abroad | tables.excluded for name in tables.commodities])
    ordinary = np.where(old | away, 0.0, make)
    outputs, produced = ordinary.sum(axis=1), ordinary.sum(axis=0)
    market = np.divide(ordinary, produced, out=np.zeros_like(ordinary), where=produced > 0)
    inputs = use.sum(axis=0)
    paid = outputs - inputs  # value added less what the scrap brought
    uses = np.divide(use, outputs, out=np.zeros_like(use), where=outputs > 0)
    value_added = np.divide(paid, outputs, out=np.zeros_like(paid), where=outputs > 0)
    for number, name in enumerate(tables.industries):
        if value_added[number] < 0:
            handled.append(Handled("value added", name, "", float(paid[number]),
                                   "kept: subsidies or losses are greater than what was earned"))
    imported = _import_shares(tables, produced, old, away, handled)
    return Requirements(tables, tuple(handled), market, uses, value_added, imported, old.astype(float))


def _not_negative(tables, table, where, rows, columns, handled):
    for row, column in zip(*np.nonzero(table < 0), strict=True):
        handled.append(Handled(where, rows[row], columns[column], float(table[row, column]),
                               "set to 0; the industry's value added takes up the difference"))
    return np.maximum(table, 0.0)


def _import_shares(tables, produced, old, away, handled):
    """Imports ÷ what is used here (made + imported − exported); between 0 and 1."""
    supply = produced + tables.imports - tables.exports
    shares = np.zeros(len(produced))
    for number, name in enumerate(tables.commodities):
        if old[number]:
            continue
        if away[number] or produced[number] <= 0:
            shares[number] = 1.0
            if name in tables.bought_abroad:
                handled.append(Handled("imports", name, "", float(tables.imports[number]),
                                       "made nowhere here: every purchase of it is an import"))
            continue
        if tables.imports[number] < 0:
            handled.append(Handled("imports", name, "", float(tables.imports[number]),
                                   "an adjustment and no import: counted as 0"))
            continue
        share = tables.imports[number] / supply[number] if supply[number] > 0 else 1.0
        if not 0 <= share <= 1:
            handled.append(Handled("imports", name, "", share,
                                   "more is imported than used here (it is passed on): counted as wholly imported"))
        shares[number] = min(max(share, 0.0), 1.0)
    return shares
