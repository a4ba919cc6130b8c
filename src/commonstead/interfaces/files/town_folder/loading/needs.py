"""Classes of need, the average household, the frame of planning, and the imagined audits of the demo's households."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from commonstead.core.livelihood import HOUR_OF_HELP, Audit, average_audit
from commonstead.core.simulation.draws import Draws
from commonstead.town.boundary import commands as boundary
from commonstead.town.livelihood import commands as livelihood
from commonstead.town.livelihood import queries as livelihood_queries

from ..description import HouseholdDescription, TownDescription
from .people import Agents, is_child

_SPREAD = Decimal("0.25")  # how much a household differs from the average, either way
_COUNTED_IN = 0.8  # the share of households that agree to be in the town's sums
_WAGED_HOURS = 140  # a month's wage work of one grown-up in work
_RETIRED_FROM = 67
_FINEST = Decimal("0.01")


def write_needs(town: TownDescription) -> None:
    """Classes and average needs, and how the town looks ahead."""
    for need_class in town.classes.values():
        livelihood.set_class(need_class.id, need_class.name, need_class.order)
    for place, need in enumerate(town.needs.values()):
        figures = [figure for figure in (need.per_household, need.per_person) if figure]
        livelihood.set_average(
            need.good,
            need.need_class,
            tier=need.tier,
            per_household=_value(need.per_household),
            per_person=_value(need.per_person),
            floor_share=need.floor_share.value if need.floor_share else None,
            by_type=need.by_type,
            met=need.met or (("sale", Decimal(1)),),
            hours=_value(need.hours),
            source="; ".join(dict.fromkeys(town.cite(figure) for figure in figures)),
            place=place,
        )
    cash = town.cash
    boundary.set_frame(
        name=town.name,
        about=town.about,
        currency=town.currency,
        periods=town.periods,
        days_per_period=town.days_per_period,
        cash_income=town.income_month(),
        cash_floor=cash.floor.value if cash.floor else None,
        sources={f"cash_{name}": town.cite(figure) for name, figure in vars(cash).items() if figure}
        | {key: town.cite(origin) for key, origin in town.origins.items()},
    )


def _value(figure) -> Decimal:
    return figure.value if figure else Decimal(0)


def write_audits(town: TownDescription, agents: Agents) -> None:
    """An audit for each household: the average of its size and type, varied by the town's seed. Only for imagined
    households: a real one writes its own."""
    averages = livelihood_queries.averages()
    draws = Draws(town.seed)
    for household in town.households.values():
        if household.id not in agents.scribes:
            continue
        livelihood.save_audit(
            agents.ids[household.id],
            _imagined(town, household, average_audit(averages, household.size, household.type), draws),
            by=agents.scribe_id(household.id),
            done=True,
            counted_in=draws.share("counted in", household.id) < _COUNTED_IN,
        )


def _imagined(town: TownDescription, household: HouseholdDescription, average: Audit, draws: Draws) -> Audit:
    entries = tuple(
        replace(
            entry,
            ways=tuple(
                replace(
                    way, amount=draws.around(way.amount, _SPREAD, "audit", household.id, entry.good).quantize(_FINEST)
                )
                for way in entry.ways
            ),
        )
        for entry in average.entries
    )
    workers = [
        person
        for person in town.household_members(household.id)
        if not is_child(person) and 18 <= person.age < _RETIRED_FROM
    ]
    steps = tuple(dict.fromkeys(entry.need_class for entry in entries))
    waged = _waged_hours(town, household, len(workers))
    return replace(average, entries=entries, waged_hours=waged, steps=steps)


def _waged_hours(town: TownDescription, household: HouseholdDescription, workers: int) -> Decimal:
    """Hours of wage work a month: a full month of each grown-up of working age, but no more than the household's
    income would pay at the wage of an hour's help, so that odd jobs do not pass for a full week."""
    full = Decimal(_WAGED_HOURS * workers)
    help_ = town.goods.get(HOUR_OF_HELP)
    wage = help_.numbers.get("buy") if help_ else None
    if not wage or not wage.value:
        return full if household.income_month else Decimal(0)
    return min(full, (household.income_month / wage.value).quantize(Decimal(1)))
