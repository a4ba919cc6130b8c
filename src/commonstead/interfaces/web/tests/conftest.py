"""A small town for the pages' tests: two households, a garden, bread from flour, and a mill that nobody has yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.boundary import commands as boundary
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.livelihood import commands as livelihood
from commonstead.town.making import commands as making
from commonstead.town.people import commands as people

LONG_AGO = datetime(2025, 1, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Town:
    """Ids of who and what there is."""

    ana: str
    home: str
    bea: str
    other_home: str
    garden: str
    flour: str
    event: str


def number(value, source="A published table"):
    return {"value": str(value), "source": source}


def build_town() -> Town:
    """Written through the commands that everybody uses."""
    people.ensure_outside()
    ana = people.add_person(name="Ana Rivera", since=LONG_AGO.date())
    home = people.add_household(name="Rivera household", members=[ana], since=LONG_AGO.date())
    bea = people.add_person(name="Bea Stone", since=LONG_AGO.date())
    other_home = people.add_household(name="Stone household", members=[bea], since=LONG_AGO.date())
    garden = people.add_association(name="Lower Field", kind="garden", purpose="Food for all", founder=ana,
                                    since=LONG_AGO.date())
    people.set_pledge(ana, hours_a_month=40, skills=["baking"])
    for spec, name, price, need_class in (("bread", "Bread", 4, "food"), ("flour", "Flour", 1, ""),
                                          ("wheat", "Wheat", Decimal("0.2"), "")):
        ledger.add_specification(spec, name=name, unit="kg", need_class=need_class, numbers={"buy": number(price)})
    ledger.add_specification("baking", name="Baking", unit="h", sort="work")
    ledger.add_specification("usd", name="Dollars", unit="USD", sort="money")
    livelihood.set_class("food", "Food")
    livelihood.set_average("bread", "food", per_person=Decimal(20), floor_share=Decimal("0.5"), source="A survey")
    making.add_recipe("bake", name="Bake bread", inputs={"flour": Decimal("8.1")}, outputs={"bread": 10},
                      hours={"baking": 2}, adopted=True, doer=garden)
    making.add_recipe("mill", name="Grind flour", inputs={"wheat": 10}, outputs={"flour": 9}, outlay=Decimal(30),
                      hours={"baking": 1})
    boundary.set_frame(name="Testford", periods=12, days_per_period=30, cash_income=100)
    written = ledger.record_events([
        Flow(Action.RAISE, garden, garden, "flour", LONG_AGO, ana, "t-1", quantity=20_000),
        Flow(Action.TRANSFER, OUTSIDE, home, "bread", LONG_AGO + timedelta(days=1), ana, "t-2", quantity=5_000,
             mode=Mode.SALE),
        Flow(Action.PRODUCE, garden, garden, "bread", LONG_AGO + timedelta(days=2), ana, "t-3", quantity=10_000),
        Flow(Action.TRANSFER, garden, home, "bread", LONG_AGO + timedelta(days=3), ana, "t-4", quantity=4_000,
             mode=Mode.POOL, note="for the week"),
        Flow(Action.CONSUME, garden, garden, "flour", LONG_AGO + timedelta(days=2), ana, "t-5", quantity=8_100),
    ])
    flour = next(one.id for one in ledger_queries.resources_of(garden) if one.specification == "flour")
    return Town(ana, home, bea, other_home, garden, flour, written[3].event_id)


def client_of(person: str) -> Client:
    """A browser in which that person is signed in."""
    from django.contrib.auth import get_user_model

    people.make_login(person)
    user = get_user_model().objects.get(person_id=person)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def town(db) -> Town:
    return build_town()


@pytest.fixture
def answered(town) -> Town:
    boundary.compute_answers()
    return town


@pytest.fixture
def ana(town) -> Client:
    return client_of(town.ana)


@pytest.fixture
def bea(town) -> Client:
    return client_of(town.bea)
