"""A household's spending laid on sectors, and what it rests on.

Spending is at the prices that people pay; the tables are at producers' prices. What lies between (shops, wholesale,
carriage) is taken from the tables themselves: for each group of goods the share that households' purchases from those
trades have in their purchases of the goods and the trades together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .requirements import Requirements

_NO_TRADE = "none"


@dataclass(frozen=True)
class Line:
    """One class of spending. sectors: commodities that it buys, shared by what households spend on each. trade: group
    of goods whose shops it goes through, or "none" for services and what is bought directly. reason: why so.
    weights: shares of the sectors where they are not what households spend on each."""

    item: str
    sectors: tuple[str, ...]
    trade: str
    reason: str
    weights: tuple[float, ...] = ()


@dataclass(frozen=True)
class Basket:
    """What each class of spending rests on; shares of one unit of money spent.

    items: {item: {"spent", "direct": {commodity: share}, "value_added": {industry: share}, "imports": share,
    "old": share}}. spent: in the currency of the spending. inside: sectors by what taking them inside would keep here:
    [(industry, value added in the whole basket, direct purchases from it)], the largest first.
    left_out: {item: (spent, reason)}: what is no purchase (saving, gifts, taxes).
    """

    items: Mapping[str, dict]
    inside: tuple
    spent: float
    imports: float
    old: float
    value_added: float
    left_out: Mapping[str, tuple]
    margins: Mapping[str, dict]


def spread_spending(needs: Requirements, households, spending: Mapping[str, float], lines, shops: Mapping[str, tuple],
                    carriers: tuple[str, ...]) -> Basket:
    """households: purchases by commodity in the tables (negative ones count as none). spending: {item: money}.
    lines: concordance by item. shops: {group of goods: trades}; carriers: trades that all goods go through.
    Raises KeyError naming an item without a line or a sector that the tables do not have."""
    bought = np.maximum(households, 0.0)
    by_item = {line.item: line for line in lines}
    margins = _margins(needs, bought, lines, shops, carriers)
    items, left_out = {}, {}
    direct_all, spent_all = np.zeros(len(needs.commodities)), 0.0
    for item, spent in spending.items():
        line = by_item[item]
        if not line.sectors:
            left_out[item] = (spent, line.reason)
            continue
        direct = _direct(needs, bought, line, margins)
        ends = needs.ends(direct)
        items[item] = {
            "spent": spent, "direct": _named(direct, needs.commodities),
            "value_added": _named(ends["value_added"], needs.industries),
            "imports": float(ends["imports"].sum()), "old": float(ends["old"].sum()),
        }
        direct_all += direct * spent
        spent_all += spent
    ends = needs.ends(direct_all)
    named = {name: number for number, name in enumerate(needs.commodities)}
    order = np.argsort(-ends["value_added"], kind="stable")
    inside = tuple((needs.industries[place], float(ends["value_added"][place]),
                    float(direct_all[named[needs.industries[place]]]) if needs.industries[place] in named else 0.0)
                   for place in order if ends["value_added"][place] > 0)
    return Basket(items, inside, spent_all, float(ends["imports"].sum()), float(ends["old"].sum()),
                  float(ends["value_added"].sum()), left_out, margins)


def _direct(needs, bought, line, margins):
    """One unit of money of this class on commodities at producers' prices, shops and carriage."""
    places = [needs.place[sector] for sector in line.sectors]
    weights = np.array(line.weights) if line.weights else bought[places]
    weights = weights if weights.sum() > 0 else np.ones(len(places))
    direct = np.zeros(len(needs.commodities))
    none = {"goods": 1.0, "trades": {}}
    goods, trades = (none if line.trade == _NO_TRADE else margins[line.trade]).values()
    direct[places] += goods * weights / weights.sum()
    for trade, share in trades.items():
        direct[needs.place[trade]] += share
    return direct


def _margins(needs, bought, lines, shops, carriers):
    """{group: {"goods": share, "trades": {trade: share}}}, adding up to 1."""
    sectors = {group: {sector for line in lines if line.trade == group for sector in line.sectors} for group in shops}
    goods = {group: sum(bought[needs.place[sector]] for sector in names) for group, names in sectors.items()}
    all_goods = sum(bought[needs.place[sector]] for sector in set().union(*sectors.values())) or 1.0
    made = {}
    for group, trades in shops.items():
        paid = {trade: bought[needs.place[trade]] for trade in trades}
        paid |= {trade: bought[needs.place[trade]] * goods[group] / all_goods for trade in carriers}
        whole = goods[group] + sum(paid.values())
        made[group] = {"goods": goods[group] / whole if whole else 1.0,
                       "trades": {trade: amount / whole for trade, amount in paid.items() if amount}}
    return made


def _named(values, names) -> dict[str, float]:
    order = np.argsort(-values, kind="stable")
    return {names[place]: float(values[place]) for place in order if abs(values[place]) > 1e-9}
