"""Pages of debts: the pages' town with a bakery that clears dollars, and five who take part."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.test import Client

from commonstead.interfaces.web.tests.conftest import client_of
from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.ledger import commands as ledger
from commonstead.town.people import commands as people


@dataclass
class Market:
    """Ana keeps the market, which clears dollars. Who takes part by name; browsers by name."""

    hub: str
    id: str
    people: dict[str, str]
    browsers: dict[str, Client] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.people[name]

    def browser(self, name: str) -> Client:
        if name not in self.browsers:
            self.browsers[name] = client_of(self.people[name])
        return self.browsers[name]

    def owes(self, debtor: str, creditor: str, amount: int, since=date(2026, 1, 5)) -> None:
        slip = commands.write_debt(self.id, commands.DebtLine(self[debtor], self[creditor], amount, since),
                                   by=self[debtor], key=f"{debtor}{creditor}{amount}")
        commands.say_yes(slip, by=self[creditor])

    def debt(self, debtor: str) -> str:
        return next(view.id for view in queries.debts_of([self[debtor]], self.id) if view.debtor == self[debtor])


@pytest.fixture
def market(db) -> Market:
    people.ensure_outside()
    names = {name: people.add_person(name=name.title()) for name in ("ana", "bo", "eva", "fay", "gil")}
    hub = people.add_association(name="Market", kind="laundry", founder=names["ana"])
    ledger.add_specification("usd", name="Dollars", unit="USD", sort="money")
    place = commands.begin_clearing(hub, specification="usd", name="Debts in dollars", by=names["ana"])
    for who in names.values():
        commands.take_part(place, who, by=who)
    return Market(hub, place, names)


@pytest.fixture
def ring(market) -> Market:
    """Debts of which some go round: everybody owes the next one, Ana least."""
    order = ["ana", "bo", "eva", "fay", "gil"]
    for number, name in enumerate(order):
        market.owes(name, order[(number + 1) % 5], 10_000 + 1_050 * number)
    return market
