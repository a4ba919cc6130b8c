"""`./commonstead verify` says that all is well, or names the first bad entry; the health page remembers which."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import connection

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.site.commands import verify as command
from commonstead.town.ledger import append_only
from commonstead.town.ledger import commands as ledger
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def event(settings, tmp_path) -> str:
    settings.VAR = tmp_path
    home = people.add_household(name="Elm Street 4")
    ada = people.add_person(name="Ada", household=home)
    ledger.add_specification("flour", name="Flour", unit="kg")
    return ledger.record_event(Flow(Action.RAISE, home, home, "flour", datetime.now(UTC), ada, "first-of-all",
                                    quantity=1000)).event_id


def verify() -> int:
    return command.run(SimpleNamespace(quiet=True))


def test_all_is_well(event, client, capsys):
    assert verify() == 0
    assert "All well: 1 events, 1 book entries" in capsys.readouterr().out
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json()["last_verify"]["events"] == 1 and answer.json()["last_verify"]["problems"] == 0


def test_the_first_bad_entry_is_named(event, client, capsys):
    append_only.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_economicevent SET quantity = 7 WHERE id = %s", [event])
        assert cursor.rowcount == 1
    assert verify() == 1
    said_first = capsys.readouterr().out.splitlines()[0]
    assert said_first.startswith("The ledger is not whole. First bad entry: book of Elm Street 4")
    assert "position" in said_first and "“quantity” says 7, but the journal's text says 1000" in said_first
    assert client.get("/health").status_code == 503
