"""A town of three people: Ada and Ben share a household, Cleo lives elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from commonstead.interfaces.api import tokens
from commonstead.town.circulation import commands
from commonstead.town.circulation import queries as circulation
from commonstead.town.ledger import commands as ledger
from commonstead.town.people import commands as people


@dataclass(frozen=True)
class Town:
    ada: str
    ben: str
    cleo: str
    home: str
    elsewhere: str


class Program:
    """A program that comes in with a key."""

    def __init__(self, key: str):
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.client = Client(enforce_csrf_checks=True)

    def get(self, address: str, **words):
        return self.client.get(f"/api{address}", words, headers=self.headers)

    def post(self, address: str, body, *, key: str = "", raw: bytes | None = None):
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        return self.client.generic("POST", f"/api{address}", raw if raw is not None else _json(body),
                                   content_type="application/json", headers=headers)

    def delete(self, address: str):
        return self.client.delete(f"/api{address}", headers=self.headers)


def _json(body) -> bytes:
    import json

    return json.dumps(body).encode()


@pytest.fixture
def town(db) -> Town:
    people.ensure_outside()
    home = people.add_household(name="Elm Street 4")
    elsewhere = people.add_household(name="Mill Lane 2")
    ledger.add_specification("flour", name="Flour", unit="kg")
    return Town(people.add_person(name="Ada", household=home), people.add_person(name="Ben", household=home),
                people.add_person(name="Cleo", household=elsewhere), home, elsewhere)


def program_of(person: str) -> Program:
    user = get_user_model().objects.get(pk=people.make_login(person))
    return Program(tokens.make_token(user, "a test"))


@pytest.fixture
def ada(town) -> Program:
    return program_of(town.ada)


@pytest.fixture
def cleo(town) -> Program:
    return program_of(town.cleo)


@pytest.fixture
def stranger(db) -> Program:
    return Program("")


@dataclass
class Circles:
    """A garden that Ada keeps, with a time bank in which Ada, Ben and Cleo are. Balances are closed to others."""

    town: Town
    garden: str
    hours: str

    def account(self, who: str):
        return circulation.account(self.hours, who)

    def open_balances(self) -> None:
        """From now on members see each other's."""
        change = commands.ask_change(self.hours, by=self.town.ada, words={"balances_open": True})
        commands.agree_to_change(change, by=self.town.ben)


@pytest.fixture
def circles(town) -> Circles:
    garden = people.add_association(name="Lower Field", kind="garden", founder=town.ada)
    hours = commands.open_circle(garden, name="Hours", sort="time", by=town.ada)
    commands.ask_change(hours, by=town.ada, words={"balances_open": False, "levy_per_mille": 0})
    for who in (town.ada, town.ben, town.cleo):
        commands.join_circle(hours, who, by=who)
    return Circles(town, garden, hours)


@pytest.fixture
def ben(town) -> Program:
    return program_of(town.ben)


@pytest.fixture
def dora(town) -> Program:
    """Somebody who is in no circle."""
    return program_of(people.add_person(name="Dora"))


def faults(response) -> list[tuple[str, str]]:
    """Clause and field of each refusal; each says something."""
    assert all(no["reason"] for no in response.json()["refusals"])
    return [(no["clause"], no["field"]) for no in response.json()["refusals"]]
