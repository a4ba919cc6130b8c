"""The town of the circles' tests, with a money and a clearing that the hub runs."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

import pytest
from django.utils import timezone

from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.circulation.tests.conftest import Town, town  # noqa: F401 - a fixture
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.ledger.verify import verify
from commonstead.town.people import commands as people


@dataclass
class Cleared:
    """The hub's clearing in dollars. Everybody takes part unless a test says otherwise."""

    town: Town
    id: str
    numbers: count

    def __getattr__(self, name):
        return getattr(self.town, name)

    def agent(self, who: str) -> str:
        return getattr(self.town, who, who)

    def everybody_in(self, *names: str, credit: int = 0) -> None:
        for name in names or ("ana", "bo", "eva"):
            who = self.agent(name)
            commands.take_part(self.id, who, by=who, credit=credit)

    def owes(self, debtor: str, creditor: str, amount: int, since: date = date(2026, 1, 5)) -> str:
        """A debt to which both said yes. Returns its id."""
        debtor, creditor = self.agent(debtor), self.agent(creditor)
        slip = commands.write_debt(self.id, commands.DebtLine(debtor, creditor, amount, since), by=debtor,
                                   key=f"debt {next(self.numbers)}")
        commands.say_yes(slip, by=creditor)
        return next(view.id for view in queries.debts_of([debtor], self.id)
                    if view.creditor == creditor and (view.amount, view.since) == (amount, since))

    def left(self, debt: str) -> int:
        view = next(iter(ledger_queries.commitments(ids=[debt], open_only=False)))
        return view.quantity - view.fulfilled_quantity

    def asked(self, days: int = 7) -> str:
        """A round in which members can say no."""
        made = commands.begin_round(self.id, by=self.ana)
        commands.work_out(made, by=self.ana)
        commands.ask_consent(made, by=self.ana, until=timezone.localdate() + timedelta(days=days))
        return made

    def all_say_yes(self, round_id: str) -> None:
        for who in sorted({self.ana, self.bo, self.eva, *self.more}):
            if queries.part_of(round_id, who):
                commands.answer_round(round_id, who, yes=True, by=who)

    more: tuple = ()

    def cleared(self) -> str:
        made = self.asked()
        self.all_say_yes(made)
        commands.commit_round(made, by=self.ana)
        return made

    def is_sound(self, *circles: str) -> bool:
        """Set-off accounts and passages at nothing, circles' accounts add up to nothing, all chains and stocks hold."""
        view = queries.clearing(self.id)
        at_rest = all(one.accounting == 0 and one.standing == "closed"
                      for one in ledger_queries.resources_conforming_to(view.unit))
        return at_rest and not any(self.town.total(circle) for circle in circles) and not verify().problems


@pytest.fixture
def clearing(town) -> Cleared:  # noqa: F811
    ledger.add_specification("usd", name="Dollars", unit="USD", sort="money")
    made = commands.begin_clearing(town.hub, specification="usd", name="Dollars around the town", by=town.ana)
    return Cleared(town, made, count(1))


@pytest.fixture
def five(clearing) -> Cleared:
    """Two more, so that sums may be told."""
    clearing.more = tuple(people.add_person(name=name) for name in ("Fay", "Gil"))
    clearing.everybody_in("ana", "bo", "eva", *clearing.more)
    return clearing
