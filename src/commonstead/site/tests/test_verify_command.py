"""`./commonstead verify` says that all is well, or names the first bad entry and ends with status 1."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.site.cli import main
from commonstead.town.ledger import append_only, commands
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def gift():
    ana, bo = people.add_person(name="Ana"), people.add_person(name="Bo")
    commands.add_specification("flour", name="Flour", unit="kg")
    now = datetime.now(UTC)
    return commands.record_events([
        Flow(Action.RAISE, ana, ana, "flour", now, ana, "cellar", quantity=5000),
        Flow(Action.TRANSFER, ana, bo, "flour", now, ana, "gift", quantity=1000, mode=Mode.GIFT)])[1]


def test_a_whole_ledger(gift, capsys):
    assert main(["verify"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("All well: 2 events, 3 book entries")
    assert "read 2 of 2 events" in told.err


def test_the_first_bad_entry_is_named_with_its_book_and_place(gift, capsys):
    append_only.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_economicevent SET quantity = 7 WHERE id = %s", [gift.event_id])
    assert main(["verify", "--quiet"]) == 1
    told = capsys.readouterr()
    first = told.out.splitlines()[0]
    assert first.startswith("The ledger is not whole. First bad entry: book of ") and told.err == ""
    assert f"event {gift.event_id}" in first and "position " in first
    assert "“quantity” says 7, but the journal's text says 1000" in first
