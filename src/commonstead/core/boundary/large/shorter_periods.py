"""A town that was described by the month, planned by the week: the same horizon cut into shorter periods.

What is said for a period is said for its days, and shared out over them:

- needs, floors, pledged hours, income, limits of batches and of sales, hours of a machine: by days;
- keeps: a stock that keeps 0.8 over 30 days keeps 0.8^(7/30) over 7;
- lag: the same number of days, in whole periods, the nearest number and at least one where there was one. A batch
  without lag stays without: it is done within a week as it was within a month;
- land of a batch without lag was taken for a whole long period. In a short one it takes as much more area as the
  period is shorter, so that a year of the plot carries as many batches as before;
- stocks, prices, fees, outlays, rooms, areas, wear an hour, quantities of a batch: unchanged, as none of them
  speaks of a period.

A plan by the week is the stricter one where things keep well: what a month allows in any order, the week asks in its
own (the bread of the first week cannot be baked from the flour of the last). Its cash is then the same or more.
"""

from __future__ import annotations

from dataclasses import replace

from ...vocabulary.refusal import Refusal, Refused, gettext_noop
from ..network import Good, Network, Recipe


def in_shorter_periods(network: Network, days: float = 7.0) -> Network:
    """The same town in periods of so many days. The horizon is the nearest whole number of them: 12 × 30 days are 51
    weeks. Refused where the periods would not be shorter."""
    if not 0 < days <= network.days_per_period:
        raise Refused(Refusal("boundary.not_shorter", gettext_noop(
            "Periods of {days} days are not shorter than those of the network, {own} days. Give a smaller number, "
            "such as 7."), {"days": days, "own": network.days_per_period}, field="days"))
    ratio = days / network.days_per_period
    periods = max(1, round(network.periods / ratio))
    return replace(
        network,
        periods=periods,
        days_per_period=float(days),
        goods=tuple(_good(good, ratio, periods) for good in network.goods),
        people=tuple(replace(person, hours=person.hours * ratio) for person in network.people),
        recipes=tuple(_recipe(recipe, ratio) for recipe in network.recipes),
        cash=replace(network.cash, income=network.cash.income * ratio),
    )


def _good(good: Good, ratio: float, periods: int) -> Good:
    return replace(
        good,
        need=shared_out(good.need, ratio, periods),
        floor=shared_out(good.floor, ratio, periods),
        keeps=good.keeps**ratio,
        sell_limit=None if good.sell_limit is None else good.sell_limit * ratio,
        hours_each=None if good.hours_each is None else good.hours_each * ratio,
    )


def shared_out(amounts: tuple[float, ...], ratio: float, periods: int) -> tuple[float, ...]:
    """Amounts of long periods shared out by days: each short period has of each long one what it has of its days.
    What a horizon that is a little longer asks beyond the end is as in the last long period."""
    if not any(amounts):
        return (0.0,) * periods
    if len(set(amounts)) == 1:
        return (amounts[0] * ratio,) * periods
    shared = []
    for number in range(periods):
        begin, end, amount = number * ratio, (number + 1) * ratio, 0.0
        for place in range(int(begin), int(end) + 1):
            overlap = min(end, place + 1) - max(begin, place)
            if overlap > 1e-12:
                amount += overlap * amounts[min(place, len(amounts) - 1)]
        shared.append(amount)
    return tuple(shared)


def _recipe(recipe: Recipe, ratio: float) -> Recipe:
    land = recipe.land
    if land and not recipe.lag:
        land = {parcel: area / ratio for parcel, area in land.items()}
    return replace(
        recipe,
        lag=max(1, round(recipe.lag / ratio)) if recipe.lag else 0,
        limit=None if recipe.limit is None else recipe.limit * ratio,
        land=land,
    )
