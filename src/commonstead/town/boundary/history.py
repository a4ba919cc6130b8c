"""The recorded months as the measures take them: what moved between homes, associations and the outside.

The database adds up; a person counts with the household they live in. Lent things stay whose they are; money itself is
no good, but what is paid outside is told. Wear of a machine is its hours times the wear that its numbers say.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils import timezone

from commonstead.core.boundary.measures.tracing import Known, Move
from commonstead.core.flows.circulation import HOMES, Link
from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.core.vocabulary.actions import TRANSFERS, Action
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.ledger import queries as ledger
from commonstead.town.making import queries as making
from commonstead.town.people import queries as people

from .came_from import homes

#: Months that a page shows at most; the tracing itself begins with the journal.
SHOWN = 24
_ALONE = {Action.CONSUME: "into", Action.LOWER: "lost", Action.RAISE: "found", Action.PRODUCE: "out"}


@dataclass(frozen=True)
class Record:
    """months: their first moments.  moves, known: what the tracing takes.  links: what went between nodes, all homes
    as one, by month.  home_of: the household of a holder, "" for others.  money_in, money_out: cash from and to outside
    by (month, holder).  classes: class of need by good."""

    months: tuple[datetime, ...]
    moves: tuple[Move, ...]
    known: Known
    links: tuple[tuple[int, Link], ...]
    money_in: dict[tuple[int, str], float]
    money_out: dict[tuple[int, str], float]
    classes: dict[str, str]


def recorded() -> Record | None:
    """All months from the journal's first to its last; None while it is empty."""
    ends = ledger.journal_ends()
    if ends is None:
        return None
    edges = _months(*ends)
    reading = _Reading()
    for number, (since, until) in enumerate(pairwise(edges)):
        for flow in ledger.flow_sums(since, until, by_process=True):
            reading.take(number, flow)
    reading.serve(edges)
    return Record(tuple(edges[:-1]), tuple(reading.moves), reading.known(), tuple(reading.links), reading.money_in,
                  reading.money_out, reading.classes)


def _months(first: datetime, last: datetime) -> list[datetime]:
    """Beginnings of the months from that of `first` to the one after that of `last`."""
    at = timezone.localtime(first).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = [at]
    while found[-1] <= last:
        year, month = divmod(found[-1].month, 12)
        found.append(timezone.make_aware(datetime(found[-1].year + year, month + 1, 1)))
    return found


class _Reading:
    """Sorts sums of flows into moves and links."""

    def __init__(self):
        self.units = ledger.units()
        self.things = {thing.id: thing for thing in ledger.specifications()}
        self.home_of = homes()
        self.processes = ledger.processes_done()
        self.agents = {view.id: view for view in people.agents(gone=True)}
        self.classes = {thing.id: thing.need_class for thing in self.things.values()}
        self.homes: set[str] = set()
        self.moves: list[Move] = []
        self.links: list[tuple[int, Link]] = []
        self.money_in: dict[tuple[int, str], float] = {}
        self.money_out: dict[tuple[int, str], float] = {}

    def serve(self, edges: list[datetime]) -> None:
        """A service is given, not stored, so no entry says that a process brought it out: its recipe does. Without it
        all of a meal's cost would be in the peels."""
        recipes = {recipe.id: recipe for recipe in making.recipes()}
        for id, (doer, recipe, batches, begun, finished) in self.processes.items():
            month = bisect_right(edges, finished or begun) - 1
            for good, amount in recipes[recipe].outputs.items() if recipe in recipes else ():
                if 0 <= month < len(edges) - 1 and good in self.things and self.things[good].sort == "service":
                    self.moves.append(Move(month, "out", self._holder(doer), good, float(batches * amount), process=id))

    def known(self) -> Known:
        return Known(
            price={id: float(thing.numbers["buy"]["value"]) for id, thing in self.things.items()
                   if thing.numbers.get("buy")},
            services=frozenset(id for id, thing in self.things.items() if thing.sort in ("service", "work")),
            homes=frozenset(self.homes),
            finished=frozenset(id for id, process in self.processes.items() if process[-1]),
            doer={id: self._holder(process[0]) for id, process in self.processes.items()})

    def _holder(self, agent: str) -> str:
        home = self.home_of(agent)
        if home:
            self.homes.add(home)
        return home or agent

    def take(self, month: int, flow) -> None:
        """One sum of flows."""
        thing = self.things.get(flow.specification)
        if thing is None or is_unit_of_account(thing.sort):
            return
        giver, taker = self._holder(flow.provider), self._holder(flow.receiver)
        amount = float(self.units.to_decimal(flow.quantity, thing.unit))
        if thing.sort == "money":
            self._money(month, giver, taker, amount)
        elif flow.action is Action.WORK:
            self.moves.append(Move(month, "worked", giver, thing.id, flow.effort / 100, taker, flow.input_of))
            if giver != taker:
                self.links.append((month, Link(self._node(giver), self._node(taker), thing.id, times=flow.events)))
        elif flow.action is Action.USE:
            worn = flow.effort / 100 * float((thing.numbers.get("wear") or {}).get("value", 0))
            self.moves.append(Move(month, "worn", giver, thing.id, worn, process=flow.input_of))
        elif flow.action in _ALONE:
            self.moves.append(Move(month, _ALONE[flow.action], giver, thing.id, amount,
                                   process=flow.input_of or flow.output_of))
        elif giver != taker:
            self._given(month, flow, thing, giver, taker, amount)

    def _given(self, month, flow, thing, giver, taker, amount) -> None:
        """A thing or service of another. A service without an amount counts by its hours."""
        if not amount and flow.effort:
            amount = flow.effort / 100
        if flow.action in TRANSFERS and flow.action is not Action.TRANSFER_CUSTODY:
            self.moves.append(Move(month, "given", giver, thing.id, amount, taker, sold=flow.mode is Mode.SALE))
        price = thing.numbers.get("buy")
        lent = flow.action in (Action.TRANSFER_CUSTODY, Action.COPY)
        worth = float(price["value"]) * amount if price and not lent else None
        giver, taker = self._node(giver), self._node(taker)
        if giver != taker:
            self.links.append((month, Link(giver, taker, thing.id, worth, flow.events)))

    def _node(self, holder: str) -> str:
        return HOMES if holder in self.homes else holder

    def _money(self, month: int, giver: str, taker: str, amount: float) -> None:
        if taker == OUTSIDE and giver != OUTSIDE:
            self.moves.append(Move(month, "paid", giver, amount=amount))
            self.money_out[month, giver] = self.money_out.get((month, giver), 0.0) + amount
        elif giver == OUTSIDE and taker != OUTSIDE:
            self.money_in[month, taker] = self.money_in.get((month, taker), 0.0) + amount
