"""`commonstead tend` says what it did, and does nothing twice."""

from argparse import Namespace
from datetime import timedelta

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.refusal import Refused
from commonstead.site.commands import tend
from commonstead.town.circulation import commands, queries
from commonstead.town.people import commands as people


@pytest.fixture
def circle(db):
    ana, bo = people.add_person(name="Ana"), people.add_person(name="Bo")
    made = commands.open_circle(people.add_association(name="Hub", kind="care_circle", founder=ana), name="Hours",
                                sort="time", by=ana)
    for person in (ana, bo):
        commands.join_circle(made, person, by=person)
    commands.repeat_payment(made, payer=ana, payee=bo, amount=100, every="week", by=ana,
                            begins=timezone.localdate() - timedelta(days=7))
    return made, ana


def test_what_is_due_is_done_once_and_told(circle, capsys):
    assert tend.run(Namespace(quiet=False)) == 0
    assert capsys.readouterr().out == "Done: 2 repeated payments made.\n"
    tend.run(Namespace(quiet=False))
    assert capsys.readouterr().out == "Nothing was due.\n"
    tend.run(Namespace(quiet=True))
    assert not capsys.readouterr().out
    assert queries.account(*circle).balance == -200


def test_a_circle_whose_turn_is_refused_is_named(monkeypatch, capsys):
    monkeypatch.setattr(commands, "tend", lambda: commands.Tended(demurrage=1, refused=(("Hours", "Hub is full."),)))
    assert tend.run(Namespace(quiet=True)) == 1
    assert capsys.readouterr().out == "Done: demurrage taken from 1 accounts.\nHours: Hub is full.\n"


def test_a_town_without_a_database_is_said_so(monkeypatch):
    from django.db import OperationalError

    def broken():
        raise OperationalError("no such table")

    monkeypatch.setattr(commands, "tend", broken)
    with pytest.raises(Refused) as refused:
        tend.run(Namespace(quiet=False))
    assert refused.value.refusals[0].clause == "tend.no_database"
