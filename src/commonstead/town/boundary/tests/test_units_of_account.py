"""What circles count in is neither a good nor money of the boundary: an hour owed feeds nobody and buys nothing."""

from datetime import date

import pytest

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import Kind, Role
from commonstead.core.vocabulary.modes import Mode
from commonstead.town import kinds
from commonstead.town.boundary import history, identities, met, snapshot, yearbooks
from commonstead.town.circulation import commands, queries
from commonstead.town.people import commands as people


@pytest.fixture
def paid(db, monkeypatch):
    """Ana paid Bo two hours and four leaves in circles of the hub that she keeps; both live on their own."""
    kind = Kind("hub", "Hub", "", "", (Role("steward", "Steward", ("all",)),),
                frozenset((action, mode) for action in Action for mode in (None, *Mode)))
    monkeypatch.setattr(kinds, "_kinds", {"hub": kind})
    ana, bo = people.add_person(name="Ana"), people.add_person(name="Bo")
    for person in (ana, bo):
        people.add_household(name="Home", members=[person])
    hub = people.add_association(name="Hub", kind="hub", founder=ana, since=date(2026, 1, 1))
    units = []
    for sort, amount in (("time", 200), ("currency", 400)):
        circle = commands.open_circle(hub, name=sort, sort=sort, by=ana, symbol="leaf")
        for person in (ana, bo):
            commands.join_circle(circle, person, by=person)
        payer = ana if sort == "time" else hub
        commands.pay(circle, commands.Slip(payer, bo, amount, f"key {sort}"), by=ana)
        units.append(queries.circle(circle).unit)
    return ana, bo, hub, units


def test_the_planner_never_sees_them(paid):
    network = snapshot.take()
    assert not {good.id for good in network.goods} & set(paid[3])
    assert network.cash.start == 0


def test_the_recorded_year_holds_no_move_and_no_money_of_them(paid):
    record = history.recorded()
    assert not [move for move in record.moves if move.good in paid[3]]
    assert not [link for _month, link in record.links if link.thing in paid[3]]
    assert not met.recorded_year()["classes"]


def test_a_yearbook_counts_none_of_them(paid):
    _ana, _bo, hub, units = paid
    year = yearbooks.yearbook(hub)
    counted = {thing for amounts in (*year.given.values(), *year.received.values(), year.stocks) for thing in amounts}
    assert not counted & set(units)


def test_whoever_pays_hours_received_something_for_them(paid):
    ana, bo, _hub, _units = paid
    assert {(one.sort, one.mode) for one in identities.identities_of(ana)} == {("receiving", Mode.TIME)}
    assert {(one.sort, one.mode) for one in identities.identities_of(bo)} == {("giving", Mode.TIME),
                                                                            ("giving", Mode.CURRENCY)}
