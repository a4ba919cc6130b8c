"""A yearbook says what the book of the last twelve months says, by hand calculation."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.yearbook import Yearbook, shown
from commonstead.town.boundary import yearbooks
from commonstead.town.ledger import commands as ledger
from commonstead.town.people import commands as people


@pytest.fixture
def garden(db):
    people.ensure_outside()
    ana, ben = people.add_person(name="Ana"), people.add_person(name="Ben")
    garden = people.add_association(name="Rowan Garden", kind="garden", founder=ana)
    people.join(ben, garden)
    for id, unit, sort in (("beans", "kg", "good"), ("pears", "kg", "good"), ("digging", "h", "work"),
                           ("money", "USD", "money")):
        ledger.add_specification(id, name=id.title(), unit=unit, sort=sort)
    now = timezone.now() - timedelta(hours=1)
    made = Flow(Action.PRODUCE, garden, garden, "beans", now, ana, "a", quantity=40_000)
    given = replace(made, action=Action.TRANSFER, mode=Mode.POOL, receiver=ben)
    sold = replace(given, mode=Mode.SALE, receiver=OUTSIDE)
    work = replace(made, action=Action.WORK, provider=ana, specification="digging", quantity=None, effort=1250)
    flows = [
        replace(made, at=now - timedelta(days=366), quantity=99_000), made,
        replace(made, specification="pears", quantity=8000), replace(given, quantity=15_000),
        replace(sold, quantity=5000), replace(given, specification="pears", quantity=6000),
        replace(sold, provider=OUTSIDE, receiver=garden, specification="money", quantity=1500), work,
        replace(work, provider=ben, booked_by=ben, effort=250)]
    ledger.record_events([replace(flow, idempotency_key=str(number)) for number, flow in enumerate(flows)])
    return garden


def test_a_year_of_a_garden(garden):
    year = yearbooks.yearbook(garden)
    assert (year.members, year.workers, year.total_hours()) == (2, 2, Decimal(15))
    assert year.made == {"beans": Decimal(40), "pears": Decimal(8)}, "what is older than a year is left out"
    assert year.given == {Mode.POOL: {"beans": 15, "pears": 6}, Mode.SALE: {"beans": 5}}
    assert year.received == {Mode.SALE: {"money": 15}}
    assert year.stocks == {"beans": Decimal(99 + 40 - 20), "pears": Decimal(2), "money": Decimal(15)}
    assert year.shared_percent() == 88, "beans 15 of 20, pears 6 of 6, averaged: 87.5"


def test_the_cards_of_a_garden(garden):
    answers = {answer.slug: answer.text for answer in yearbooks.small_answers(garden)}
    assert answers == {"harvest": "Beans: 40 kg · Pears: 8 kg", "shared": "88 % shared, the rest sold",
                       "work": "15 hours by 2 people"}


def test_somebody_without_a_kind_has_no_small_answers(garden):
    assert yearbooks.small_answers(people.add_person(name="Cleo")) == ()
    assert yearbooks.small_answers("nobody") == ()


@pytest.mark.parametrize(("amount", "text"), [
    ("0", "0"), ("0.04", "0"), ("0.25", "0.2"), ("9.96", "10"), ("10.4", "10"), ("1200", "1200"), ("3.50", "3.5")])
def test_numbers_as_people_write_them(amount, text):
    assert shown(Decimal(amount)) == text


def test_an_empty_year_has_nothing_to_share():
    assert Yearbook().shared_percent() is None
    assert Yearbook().largest({}) == ""
