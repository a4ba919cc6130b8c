"""The flow picture's sums: by source and class, none from which one household can be read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.boundary.came_from import came_from
from commonstead.town.ledger import commands as ledger
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NETWORK = {"goods": [{"id": "bread", "buy": 2.0, "class": "food"}, {"id": "soap", "buy": 1.0, "class": "home"}]}


class Street:
    """Seven households with a person each, who all have bread."""

    def __init__(self):
        people.ensure_outside()
        self.keys = 0
        for thing in ("bread", "soap"):
            ledger.add_specification(thing, name=thing, unit="each")
        self.homes = [people.add_household(name=f"House {number}", size=1) for number in range(7)]
        self.people = [people.add_person(name=f"P{number}", household=home) for number, home in enumerate(self.homes)]
        for person in self.people:
            self.write(Action.RAISE, person, person, person, None)

    def write(self, action, by, provider, receiver, mode=Mode.GIFT, thing="bread"):
        self.keys += 1
        ledger.record_event(Flow(action, provider, receiver, thing, timezone.now() - timedelta(minutes=1), by,
                                 str(self.keys), quantity=1000, mode=mode))

    def sums(self):
        return came_from(timezone.now() - timedelta(days=1), timezone.now(), NETWORK)


@pytest.fixture
def street(db):
    return Street()


def give(street, giver, takers, **words):
    for taker in takers:
        street.write(Action.TRANSFER, street.people[giver], street.people[giver], street.people[taker], **words)


def test_a_ribbon_of_one_household_is_not_drawn(street):
    street.write(Action.TRANSFER, street.people[0], street.people[0], street.people[1])
    assert street.sums() == {}


def test_what_one_household_gave_to_five_is_not_drawn_either(street):
    street.write(Action.RAISE, street.people[0], street.people[0], street.people[0], None)
    for taker in range(1, 7):
        street.write(Action.PRODUCE, street.people[0], street.people[0], street.people[0], None)
        give(street, 0, [taker])
    assert street.sums() == {}


def test_five_that_give_and_five_that_get_are_drawn_and_small_sources_join(street):
    for number in range(5):
        give(street, number, [number + 1])
    assert street.sums() == {("neighbours", "food"): 5 * 2.0 * street_amount()}
    for number in range(3):
        street.write(Action.PRODUCE, street.people[number], street.people[number], street.people[number], None)
    assert street.sums() == {("together", "food"): 8 * 2.0 * street_amount()}, "the class's total is told elsewhere"


def street_amount() -> float:
    """What a thousand smallest steps of something counted by the piece are."""
    from commonstead.town.ledger import queries
    return float(queries.units().to_decimal(1000, "each"))
