"""What is there on the first day, as `raise` events; and the year that follows, drawn from its rhythm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_EVEN, Decimal

from commonstead.core.simulation import Method, Pulse, RecordedYear, Script, Thing, record_year
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.core.vocabulary.units import UnitTable
from commonstead.town.ledger import commands as ledger

from ..description import Figure, RhythmDescription, TownDescription
from .blame import said_in
from .people import Agents, grown_ups, persons_in
from .things import money_of, skills_of, work_of

_BATCH = 500
_COUNTED_ONE_BY_ONE = ("each", "pair")


def write_opening(town: TownDescription, agents: Agents) -> dict[tuple[str, str], int]:
    """Raise what is there on the first day. Returns it, by (slug of the holder, good), in the journal's integers."""
    units = town.unit_table
    found, notes = {}, {}
    for stock in town.stocks:
        quantity = as_integer(stock.amount.value, town.goods[stock.good].unit, units)
        if quantity:
            found[stock.holder, stock.good] = quantity
            notes[stock.holder, stock.good] = town.cite(stock.amount)
    money = money_of(town)
    if not any(good == money for _, good in found):
        found |= {(home, money): cents for home, cents in _shares_of_cash(town, units).items()}
    at = _moment(town.begins, 6)
    _record(
        [
            Flow(
                action=Action.RAISE,
                provider=holder,
                receiver=holder,
                specification=good,
                quantity=quantity,
                at=at,
                booked_by=agents.scribes.get(holder, ""),
                idempotency_key=f"opening-{number:05d}",
                note=notes.get((holder, good), ""),
            )
            for number, ((holder, good), quantity) in enumerate(found.items(), start=1)
        ],
        agents,
        {},
    )
    return found


def _shares_of_cash(town: TownDescription, units: UnitTable) -> dict[str, int]:
    """The town's cash at the start, shared out over the households as their incomes are."""
    incomes = {home.id: home.income_month for home in town.households.values() if home.income_month}
    total = sum(incomes.values(), Decimal(0))
    start = town.cash.start.value if town.cash.start else Decimal(0)
    shares = {home: as_integer(start * income / total, town.currency, units) for home, income in incomes.items()}
    return {home: cents for home, cents in shares.items() if cents}


def write_year(
    town: TownDescription,
    agents: Agents,
    opening: dict[tuple[str, str], int],
    agreements: Mapping[str, str],
    say: Callable[[str], None],
) -> RecordedYear:
    """Draw the year and book it in batches. agreements: by name, those of the ledger that its rhythms name."""
    year = record_year(script_of(town, agents, opening))
    year = replace(year, flows=_under_agreements(town, year, agreements))
    processes = {}
    for draft in year.processes:
        processes[draft.key] = ledger.begin_process(
            doer=agents.ids[draft.doer],
            recipe=draft.recipe,
            name=draft.name,
            batches=draft.batches,
            begun=_moment(draft.begun, 8),
        )
        if draft.finished:
            ledger.finish_process(processes[draft.key], at=_moment(draft.finished, 20))
    for first in range(0, len(year.flows), _BATCH):
        batch = year.flows[first : first + _BATCH]
        say(f"booking the year: {first + len(batch)} of {len(year.flows)} events")
        try:
            _record(batch, agents, processes)
        except Refused as refused:
            raise said_in("year.toml", refused, _line_of(year, refused)) from refused
    return year


def _under_agreements(town: TownDescription, year: RecordedYear, agreements: Mapping[str, str]) -> tuple[Flow, ...]:
    """The year's flows, with the agreement that their rhythm names."""
    named = {rhythm.line: rhythm for rhythm in town.rhythms if rhythm.agreement}
    return tuple(
        replace(flow, agreement=agreements[named[line].agreement])
        if line in named and flow.specification == named[line].good
        else flow
        for flow, line in zip(year.flows, year.lines, strict=True)
    )


def _line_of(year: RecordedYear, refused: Refused) -> int:
    """The line of the rhythm that the refused flow comes from; 0 when it is not known."""
    key = getattr(getattr(refused, "subject", None), "idempotency_key", "")
    return next((line for flow, line in zip(year.flows, year.lines, strict=True) if flow.idempotency_key == key), 0)


def _record(flows: Sequence[Flow], agents: Agents, processes: dict[str, str]) -> None:
    """Book drafts, with the folder's slugs replaced by the ids of agents and processes."""
    ids = agents.ids | {OUTSIDE: OUTSIDE}
    for flow in flows:
        if flow.booked_by not in ids:
            holder = flow.provider if flow.provider != OUTSIDE else flow.receiver
            raise Refused(
                Refusal(
                    "town_folder.no_scribe",
                    gettext_noop("Nobody can write in the book of {holder}: it has no person among its members."),
                    {"holder": holder},
                )
            )
    ledger.record_events(
        [
            replace(
                flow,
                provider=ids[flow.provider],
                receiver=ids[flow.receiver],
                booked_by=ids[flow.booked_by],
                input_of=processes.get(flow.input_of, ""),
                output_of=processes.get(flow.output_of, ""),
            )
            for flow in flows
        ]
    )


def script_of(town: TownDescription, agents: Agents, opening: dict[tuple[str, str], int]) -> Script:
    """The town as the generator of the year takes it."""
    units = town.unit_table
    money = money_of(town)
    things = {
        good.id: Thing(
            good.id,
            units.get(good.unit).decimals,
            service=good.sort == "service",
            whole=good.unit in _COUNTED_ONE_BY_ONE,
            machine=good.sort == "machine",
            buy=_value(good.numbers.get("buy")),
            sell=_value(good.numbers.get("sell")),
            keeps=good.numbers["keeps"].value if "keeps" in good.numbers else Decimal(1),
        )
        for good in town.goods.values()
    }
    things[money] = Thing(money, units.get(town.currency).decimals)
    things |= {
        work_of(skill): Thing(work_of(skill), units.get("h").decimals, service=True) for skill in skills_of(town)
    }
    return Script(
        seed=town.seed,
        begins=town.begins,
        money=money,
        things=things,
        methods={
            recipe.id: Method(
                recipe.id,
                recipe.name,
                lag=recipe.lag,
                **{
                    part: {name: figure.value for name, figure in getattr(recipe, part).items()}
                    for part in ("inputs", "outputs", "hours", "machines")
                },
            )
            for recipe in town.recipes.values()
        },
        pulses=tuple(_pulse(town, rhythm) for rhythm in town.rhythms),
        households=tuple(town.households),
        homes={person.id: person.household for person in town.people.values()},
        members={slug: tuple(persons_in(town, slug)) for slug in town.associations},
        skills={person.id: person.skills for person in town.people.values()},
        work={skill: work_of(skill) for skill in skills_of(town)},
        incomes={home.id: home.income_month for home in town.households.values()},
        scribes=agents.scribes,
        opening=opening,
    )


def _pulse(town: TownDescription, rhythm: RhythmDescription) -> Pulse:
    return Pulse(
        line=rhythm.line,
        what=rhythm.what,
        who=_spelt_out(town, rhythm.who),
        to=_spelt_out(town, rhythm.to),
        good=rhythm.good,
        recipe=rhythm.recipe,
        skill=rhythm.skill,
        amount=_value(rhythm.amount),
        every=rhythm.every,
        months=rhythm.months,
        mode=rhythm.mode,
        chance=float(rhythm.chance),
        note=rhythm.note,
    )


def _spelt_out(town: TownDescription, who: str) -> tuple[str, ...]:
    """“each household” and “each member of X” as the ids they stand for."""
    if who == "each household":
        return tuple(town.households)
    group = who.removeprefix("each member of ")
    if group == who:
        return (who,) if who else ()
    return tuple(persons_in(town, group) if group in town.associations else grown_ups(town, group))


def as_integer(amount: Decimal, unit: str, units: UnitTable) -> int:
    """An amount as the journal's integer, rounded to the unit's decimals."""
    return int(amount.scaleb(units.get(unit).decimals).to_integral_value(ROUND_HALF_EVEN))


def _value(figure: Figure | None) -> Decimal | None:
    return figure.value if figure else None


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)
