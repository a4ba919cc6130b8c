"""The pages' small town, with a third person and circles that a test opens."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

import pytest
from django.test import Client

from commonstead.interfaces.web.tests.conftest import Town, build_town, client_of
from commonstead.town.circulation import commands, queries
from commonstead.town.people import commands as people


@dataclass
class Circled:
    """The town with Ana, who keeps the garden's book, Bea, and Cem, who is a member of nothing."""

    town: Town
    cem: str
    numbers: count = field(default_factory=lambda: count(1))

    def __getattr__(self, name):
        return getattr(self.town, name)

    def circle(self, sort="time", members=("ana", "bea"), **terms) -> str:
        """A circle of the garden's; terms given change the usual ones before anybody else is in."""
        made = commands.open_circle(self.garden, name=f"Lower Field {sort}", sort=sort, by=self.ana, symbol="leaf")
        if terms:
            commands.ask_change(made, by=self.ana, words=terms)
        for name in members:
            commands.join_circle(made, getattr(self, name), by=getattr(self, name))
        return made

    def pay(self, circle, payer, payee, amount, by="", **words) -> str:
        slip = commands.Slip(getattr(self, payer), getattr(self, payee), amount, f"t {next(self.numbers)}", **words)
        return commands.pay(circle, slip, by=getattr(self, by or payer))

    def ask(self, circle, payer, payee, amount, **words) -> str:
        slip = commands.Slip(getattr(self, payer), getattr(self, payee), amount, f"t {next(self.numbers)}", **words)
        return commands.ask_payment(circle, slip, by=getattr(self, payee))

    def balance(self, circle, who) -> int:
        return queries.account(circle, getattr(self, who)).balance


@pytest.fixture
def here(db) -> Circled:
    town = build_town()
    return Circled(town, people.add_person(name="Cem Aslan", household=town.other_home))


@pytest.fixture
def ana(here) -> Client:
    return client_of(here.ana)


@pytest.fixture
def bea(here) -> Client:
    return client_of(here.bea)


@pytest.fixture
def cem(here) -> Client:
    return client_of(here.cem)
