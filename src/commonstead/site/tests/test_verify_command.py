"""`./commonstead verify` says that all is well, or names the first bad entry and ends with status 1."""

import re
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.site.cli import main
from commonstead.town.ledger import append_only, commands, queries
from commonstead.town.ledger.restoring import cut_back
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
    assert re.search(r"^Fingerprint of 2 books at 2 events: [0-9a-f]{64}$", told.out, re.MULTILINE)
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


@pytest.fixture
def kept(gift, tmp_path, capsys):
    """The heads after the gift, kept in a file."""
    file = tmp_path / "heads.txt"
    assert main(["verify", "--quiet", "--heads", str(file)]) == 0
    assert capsys.readouterr().out.rstrip().endswith(sha256(file.read_bytes()).hexdigest())
    return file


def again(gift):
    """Another gift between the same two."""
    one = queries.event(gift.event_id)
    return commands.record_event(Flow(Action.TRANSFER, one.provider, one.receiver, "flour", datetime.now(UTC),
                                      one.provider, "again", quantity=1, mode=Mode.GIFT))


def test_books_that_only_grew_hold_what_they_held(gift, kept, capsys):
    again(gift)
    assert main(["verify", "--quiet", "--against", str(kept)]) == 0
    assert f"All 2 books of {kept} still hold" in capsys.readouterr().out


def test_the_newest_entries_cut_off_consistently_are_caught_by_the_kept_heads_alone(gift, kept, capsys):
    cut_back(queries.event(gift.event_id).recorded)  # nothing, as it was the last: the heads stay
    assert main(["verify", "--quiet", "--against", str(kept)]) == 0
    later = again(gift)
    assert main(["verify", "--quiet", "--heads", str(kept)]) == 0
    assert cut_back(queries.event(gift.event_id).recorded) == 1
    assert queries.event(later.event_id) is None
    capsys.readouterr()
    assert main(["verify", "--quiet"]) == 0, "what is left is whole"
    assert main(["verify", "--quiet", "--against", str(kept)]) == 1
    told = capsys.readouterr().out
    assert told.count("entries when its head was kept, but has") == 2 and "position 3" in told


def test_another_past_of_the_same_length_is_caught(gift, kept, capsys):
    one, other = kept.read_text().splitlines()
    kept.write_text(f"{one[:-12]}{'0' * 12}\n{other}\n")
    assert main(["verify", "--quiet", "--against", str(kept)]) == 1
    told = capsys.readouterr().out
    assert one.split(":")[0] in told and "when its head was kept, but is" in told and "Then:" not in told


@pytest.mark.parametrize("text", ["what", "a:1:b", f"a:0:{'0' * 64}", f"a:1:{'0' * 64}\na:2:{'0' * 64}"])
def test_a_file_that_holds_no_heads_is_refused_by_line(db, tmp_path, capsys, text):
    file = tmp_path / "heads.txt"
    file.write_text(text)
    assert main(["verify", "--quiet", "--against", str(file)]) == 1
    assert f"Refused: line {len(text.splitlines())}: " in capsys.readouterr().err


def test_a_database_that_was_never_made_is_no_traceback(db, monkeypatch, capsys):
    def fail(*_):
        raise DatabaseError("no such table")

    monkeypatch.setattr("commonstead.town.ledger.verify.verify", fail)
    assert main(["verify", "--quiet"]) == 1
    assert "Refused: The town's database cannot be read: no such table. If" in capsys.readouterr().err


def test_files_that_cannot_be_read_or_written_are_named(gift, tmp_path, capsys):
    for option in ("--against", "--heads"):
        assert main(["verify", "--quiet", option, str(tmp_path)]) == 1
        assert str(tmp_path) in capsys.readouterr().err
