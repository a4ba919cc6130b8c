"""The four lenses on one association's book (Exodus 1558-1564, 3523-3554, 3664-3683, 14104): what was written down in
its last twelve months, turned into what core.boundary.lenses asks for, with the events it came from.

Who may see it is who may see the book: ask `people.queries.may_see_book` first. What stands over all associations is
shown only where the work of five households or more is in it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from commonstead.core.boundary.lenses.livelihoods import FULL_TIME_HOURS, Livelihoods, Outlay, livelihoods
from commonstead.core.boundary.lenses.overhead import Entry, Overhead, by_heading
from commonstead.core.boundary.lenses.peaks import Peaks, Use, peaks
from commonstead.core.boundary.lenses.stemi import Amounts
from commonstead.core.livelihood import FEWEST_HOUSEHOLDS
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.ledger import queries as ledger
from commonstead.town.making import queries as making
from commonstead.town.people import queries as people

from .came_from import homes
from .models import OverheadHeading

A_YEAR = timedelta(days=365)
#: A town that began last week is looked at as if it had gone on for this long, so that one busy day is not its rate.
AT_LEAST = timedelta(days=30)
#: A book longer than this in a year is read from its newest end; the page says since when.
MOST_ENTRIES = 20_000
_COMES = frozenset({Action.TRANSFER, Action.TRANSFER_ALL_RIGHTS, Action.DELIVER_SERVICE})
PAID_UNLISTED = ""
_MANAGING = frozenset({"administration", "paper-work"})


@dataclass(frozen=True)
class Said:
    """What a member said about a thing's heading."""

    thing: str
    heading: str
    reason: str
    said_by: str
    said_at: datetime


@dataclass(frozen=True)
class Period:
    """since ≤ at < until."""

    since: datetime
    until: datetime

    @property
    def months(self) -> float:
        """Of a twelfth of 365 days."""
        return (self.until - self.since) / A_YEAR * 12


@dataclass(frozen=True)
class OverheadTold:
    """overhead: by heading.  named: things and work that its recipes name.  said: what members said.
    priceless: things bought without a price in the list, which add no cash.  shortened: the book was too long."""

    overhead: Overhead
    period: Period
    named: frozenset[str]
    said: dict[str, Said]
    priceless: tuple[str, ...]
    shortened: bool = False


@dataclass(frozen=True)
class PeaksTold:
    """of: the machine or service.  measure: "h" for a machine, else the unit's symbol."""

    of: str
    measure: str
    period: Period
    peaks: Peaks | None
    stock: float


def last_year() -> Period:
    """The twelve months up to the last entry of the journal, or less where the journal is younger; 30 days at least."""
    ends = ledger.journal_ends()
    until = ends[1] + timedelta(seconds=1) if ends else timezone.now()
    begun = max(ends[0], until - A_YEAR) if ends else until - A_YEAR
    return Period(min(begun, until - AT_LEAST), until)


def headings_said() -> dict[str, Said]:
    """By thing: what members said about its heading."""
    return {row.thing: Said(row.thing, row.heading, row.reason, row.said_by, row.said_at)
            for row in OverheadHeading.objects.order_by("thing")}


def overhead_of(association: str, period: Period | None = None) -> OverheadTold:
    """The association's purchases at the list's prices, and the hours worked for it, under Goodman's headings."""
    period = period or last_year()
    units, things = ledger.units(), _things()
    entries, priceless, listed, paid = [], set(), 0.0, []
    rows = _events(association, period)
    for event in rows:
        thing = things.get(event.specification)
        if event.action is Action.WORK and event.receiver == association and event.effort:
            entries.append(Entry(event.id, event.specification, hours=event.effort / 100))
        elif thing is None or event.quantity is None:
            continue
        elif thing.sort == "money":
            if event.provider == association and event.receiver == OUTSIDE:
                paid.append((event.id, float(units.to_decimal(event.quantity, thing.unit))))
        elif event.action in _COMES and event.receiver == association and event.provider == OUTSIDE \
                and event.mode is Mode.SALE:
            price = _price(thing)
            if price is None:
                priceless.add(thing.id)
            cash = float(units.to_decimal(event.quantity, thing.unit)) * (price or 0.0)
            listed += cash
            entries.append(Entry(event.id, thing.id, cash=cash))
    rest = sum(cash for _, cash in paid) - listed
    if rest > 0.005:  # money that went out and is not among what is listed; which entry it is, nobody said
        entries += [Entry(event, PAID_UNLISTED, cash=cash / (listed + rest) * rest) for event, cash in paid]
    said = headings_said()
    named = named_in_recipes(association)
    told = by_heading(entries, {thing: one.heading for thing, one in said.items()}, named)
    return OverheadTold(told, period, named, said, tuple(sorted(priceless)), len(rows) >= MOST_ENTRIES)


def named_in_recipes(association: str) -> frozenset[str]:
    """Things and kinds of work that the recipes of this association name."""
    found: set[str] = set()
    for view in making.recipes_of(association):
        found.update(view.inputs, view.machines, view.outlay_goods, view.outputs)
        found.update(f"work-{skill}" for skill in view.hours)
        found.update(view.hours)
    return frozenset(found)


def used_things(association: str, period: Period | None = None) -> tuple[tuple[str, int], ...]:
    """(machine or service, entries) that the association used or gave in the year, most entries first."""
    found: defaultdict[str, int] = defaultdict(int)
    things, units = _things(), ledger.units()
    for event in _events(association, period or last_year()):
        if _use(event, association, things, units) is not None:
            found[event.specification] += 1
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def peaks_of(association: str, thing: str, days: int = 7, period: Period | None = None) -> PeaksTold | None:
    """Peak against average of one machine or service, by stretches of so many days. None for an unknown thing."""
    period = period or last_year()
    things, units = _things(), ledger.units()
    if thing not in things:
        return None
    view, machine = things[thing], things[thing].sort == "machine"
    stock = float(units.to_decimal(ledger.stock_of(association, thing), view.unit)) if machine else 0.0
    each = _number(view, "hours_each") if machine else None
    capacity = each / 30 * days * stock if each and stock else None
    until = timezone.localdate(period.until - timedelta(seconds=1)) + timedelta(days=1)
    whole = (until - timezone.localdate(period.since)).days // days
    since = until - timedelta(days=days * whole)  # what is left over is cut off at the old end
    uses = [Use(timezone.localdate(event.at), amount, event.id) for event in _events(association, period)
            if event.specification == thing and (amount := _use(event, association, things, units)) is not None]
    return PeaksTold(thing, "h" if machine else units.get(view.unit).symbol, period,
                     peaks(uses, since, until, days, capacity), stock)


def _use(event, association: str, things, units) -> float | None:
    """Hours of a machine, or units of a service given; None for any other entry."""
    thing = things.get(event.specification)
    if thing is None:
        return None
    if event.action is Action.USE and thing.sort == "machine" and event.effort:
        return event.effort / 100
    if event.action is Action.DELIVER_SERVICE and event.provider == association and event.quantity:
        return float(units.to_decimal(event.quantity, thing.unit))
    return None


def made_by_entries(association: str, period: Period) -> dict[str, float]:
    """{good: units} that the association made in the period; services that it gave count too."""
    found: defaultdict[str, float] = defaultdict(float)
    things, units = _things(), ledger.units()
    for event in _events(association, period):
        thing = things.get(event.specification)
        gave = event.action is Action.DELIVER_SERVICE and event.provider == association
        made = event.action is Action.PRODUCE and event.receiver == association
        if thing and event.quantity and (gave or made):
            found[thing.id] += float(units.to_decimal(event.quantity, thing.unit))
    return dict(found)


def period_amounts(association: str, good: str, period: Period) -> tuple[Amounts, tuple[str, ...]] | None:
    """(what the whole association used while it made so much of a good, the events): its entries, all of them, since
    work outside a recipe is part of the effort. None where it made none. The share of one of several products is by
    what they cost at the shop."""
    things, units = _things(), ledger.units()
    inputs, hours = defaultdict(float), defaultdict(float)
    bought, events = set(), []
    managing = {thing for thing, said in headings_said().items() if said.heading in _MANAGING}
    for event in _events(association, period):
        thing = things.get(event.specification)
        if event.action is Action.WORK and event.receiver == association and event.effort:
            hours[event.specification] += event.effort / 100
        elif event.action is Action.CONSUME and event.provider == association and thing and event.quantity:
            inputs[thing.id] += float(units.to_decimal(event.quantity, thing.unit))
        elif event.provider == OUTSIDE and event.receiver == association and thing and thing.sort != "money":
            bought.add(thing.id)
        else:
            continue
        events.append(event.id)
    made = made_by_entries(association, period)
    if not made.get(good):
        return None
    worth = {name: amount * (_price(things[name]) or 0.0) for name, amount in made.items()}
    share = worth[good] / sum(worth.values()) if worth.get(good) else 1.0 / len(made)
    return Amounts(good=good, made=made[good], inputs=dict(inputs), outputs=made, hours=dict(hours),
                   bought=frozenset(bought), land_known=False, share=share,
                   management=sum(hours[thing] for thing in managing if thing in hours) if managing else None,
                   ), tuple(events)


def livelihoods_of(association: str, full_time: float = FULL_TIME_HOURS,
                   period: Period | None = None) -> tuple[Livelihoods, int]:
    """(outlay for a livelihood, households whose people worked there)."""
    period, home_of = period or last_year(), homes()
    hours, workers = defaultdict(float), set()
    for flow in ledger.flow_sums(period.since, period.until, agent=association):
        if flow.action is Action.WORK and flow.receiver == association:
            hours[flow.specification] += flow.effort / 100
            workers |= {home_of(flow.provider)} - {""}  # an association may lend a hand; it is no home
    return livelihoods(_outlays({association}), hours, period.months, full_time), len(workers)


def livelihoods_of_all(full_time: float = FULL_TIME_HOURS) -> Livelihoods | None:
    """Over all associations; None where people of fewer than five households worked in them."""
    period, home_of = last_year(), homes()
    associations = {view.id for view in people.agents("association")}
    hours, workers = defaultdict(float), set()
    for flow in ledger.flow_sums(period.since, period.until):
        if flow.action is Action.WORK and flow.receiver in associations:
            hours[flow.specification] += flow.effort / 100
            workers |= {home_of(flow.provider)} - {""}  # an association may lend a hand; it is no home
    if len(workers) < FEWEST_HOUSEHOLDS:
        return None
    return livelihoods(_outlays(associations), hours, period.months, full_time)


def _outlays(associations: set[str]) -> tuple[Outlay, ...]:
    """Machines that they have, at the list's price, and what their recipes took to begin. In few queries."""
    things, units, found = _things(), ledger.units(), {}

    def add(name: str, count: float, cash: float | None):
        before = found.get(name)
        known = None if cash is None or (before and before.cash is None) else cash + (before.cash if before else 0.0)
        found[name] = Outlay(name, count + (before.units if before else 0.0), known)

    for specification, agent, quantity in ledger.holdings():
        thing = things.get(specification) if agent in associations else None
        if thing and thing.sort == "machine":
            count, price = float(units.to_decimal(quantity, thing.unit)), _price(thing)
            add(thing.id, count, None if price is None else count * price)
    there = set(found)
    for view in making.recipes(adopted=True):
        if view.doer not in associations:
            continue
        if view.outlay:
            add(f"recipe:{view.id}", 1.0, float(view.outlay))
        for name, amount in view.outlay_goods.items():
            price = _price(things[name]) if name in things else None
            if name not in there:  # a machine that is there was counted
                add(name, float(amount), None if price is None else float(amount) * price)
    return tuple(found.values())


def _events(association: str, period: Period):
    """The book's entries of a period; what was taken back, and what took it back, left out."""
    rows = ledger.events(agent=association, since=period.since, until=period.until, count=MOST_ENTRIES)
    return [event for event in rows if not event.corrects and not event.corrected_by]


def _things() -> dict:
    return {view.id: view for view in ledger.specifications()}


def _price(view) -> float | None:
    return _number(view, "buy")


def _number(view, key: str) -> float | None:
    entry = (view.numbers or {}).get(key)
    return None if entry is None else float(entry["value"])
