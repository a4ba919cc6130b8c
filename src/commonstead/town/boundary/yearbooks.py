"""The last twelve months of one association or household in numbers, and the small answers its kind draws from them.

A kind's card is a pure function of such a yearbook; this module fills the yearbook from the book. Who may see the
answers is who may see the book: ask `people.queries.may_see_book` first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.core.vocabulary.actions import TRANSFERS, Action
from commonstead.core.vocabulary.units import UnitTable
from commonstead.core.vocabulary.yearbook import Item, Yearbook
from commonstead.town import kinds
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class SmallAnswer:
    """label: to be translated by the page.  text: in the reader's language already."""

    slug: str
    label: str
    text: str


def small_answers(agent_id: str, until: datetime | None = None) -> tuple[SmallAnswer, ...]:
    """The cards of an association's or household's kind that have something to say; none where the kind is gone."""
    agent = people.agent(agent_id)
    kind = kinds.get(agent.kind) if agent else None
    if kind is None or not kind.cards:
        return ()
    year = yearbook(agent_id, until)
    answers = (SmallAnswer(card.slug, card.label, card.value(year)) for card in kind.cards)
    return tuple(answer for answer in answers if answer.text)


def yearbook(agent_id: str, until: datetime | None = None) -> Yearbook:
    """The twelve months up to a moment: the last entry of the journal, or now while it is empty or ahead of it."""
    ends = ledger.journal_ends()
    end = until or (ends[1] + timedelta(seconds=1) if ends else timezone.now())
    units = ledger.units()
    views = {view.id: view for view in ledger.specifications()}
    reading = _Reading(agent_id, units, views)
    for flow in ledger.flow_sums(end - A_YEAR, end, agent=agent_id):
        reading.take(flow)
    for resource in ledger.resources_of(agent_id):
        reading.add(reading.stocks, resource.specification, resource.onhand)
    items = {id: Item(view.name, units.get(view.unit).symbol, view.sort, view.need_class) for id, view in views.items()}
    return Yearbook(
        members=len({membership.member for membership in people.members_of(agent_id)}), workers=len(reading.workers),
        hours=dict(reading.hours), made=dict(reading.made), used=dict(reading.used),
        given={mode: dict(amounts) for mode, amounts in reading.given.items()},
        received={mode: dict(amounts) for mode, amounts in reading.received.items()},
        stocks=dict(reading.stocks), items=items)


class _Reading:
    def __init__(self, agent: str, units: UnitTable, views: dict):
        self.agent, self.units, self.views = agent, units, views
        self.workers: set[str] = set()
        self.hours: defaultdict[str, Decimal] = defaultdict(Decimal)
        self.made: defaultdict[str, Decimal] = defaultdict(Decimal)
        self.used: defaultdict[str, Decimal] = defaultdict(Decimal)
        self.stocks: defaultdict[str, Decimal] = defaultdict(Decimal)
        self.given: defaultdict = defaultdict(lambda: defaultdict(Decimal))
        self.received: defaultdict = defaultdict(lambda: defaultdict(Decimal))

    def add(self, amounts, specification: str, quantity: int) -> None:
        if specification in self.views and not is_unit_of_account(self.views[specification].sort):
            amounts[specification] += self.units.to_decimal(quantity, self.views[specification].unit)

    def take(self, flow) -> None:
        """Sort one sum of flows into the year."""
        hours = Decimal(flow.effort) / 100
        if flow.action is Action.WORK and flow.receiver == self.agent:
            self.hours[flow.specification] += hours
            self.workers.add(flow.provider)
        elif flow.action is Action.USE and hours:
            self.used[flow.specification] += hours
        elif flow.action is Action.PRODUCE and flow.receiver == self.agent:
            self.add(self.made, flow.specification, flow.quantity)
        elif flow.action in TRANSFERS and flow.provider != flow.receiver:
            way = self.given if flow.provider == self.agent else self.received
            self.add(way[flow.mode], flow.specification, flow.quantity)
