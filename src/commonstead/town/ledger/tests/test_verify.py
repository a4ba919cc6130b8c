"""`verify` finds what was forged and names it: with the triggers dropped, each thing is changed in turn."""

import re

import pytest
from django.db import DatabaseError, connection, transaction

from commonstead.core.vocabulary.modes import Mode
from commonstead.town.ledger import append_only, commands
from commonstead.town.ledger.models import EconomicEvent
from commonstead.town.ledger.verify import verify
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def written(town):
    """Five events: a stock, two gifts, one of them taken back, and an hour of work. Ana's book has four."""
    first = town.book("raise", town.ana, town.ana, quantity=5000, note="what is in the cellar")
    gift = town.give(town.ana, town.bo, 1000)
    other = town.give(town.ana, town.eva, 500, note="for the feast")
    back = commands.reverse_event(other.event_id, reason="wrong neighbour", booked_by=town.ana, idempotency_key="back")
    work = town.book("work", town.bo, town.bakery, "baking", effort=200, booked_by=town.bo)
    return [first, gift, other, back, work]


def forge(statement, *params):
    append_only.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        assert cursor.rowcount > 0, "nothing was forged"


def said():
    return [(problem.book, problem.position, problem.seq, problem.what.reason) for problem in verify().problems]


def test_a_whole_ledger_is_well(written):
    result = verify()
    assert (result.events, result.entries, result.problems) == (5, 9, ())


def test_it_is_well_after_a_person_was_erased(town, written):
    people.erase_person(town.ana)
    assert verify().problems == ()


@pytest.mark.parametrize(("column", "value"), [
    ("quantity", 900), ("receiver", "somebody else"), ("at", "2020-01-01 00:00:00+00"), ("mode", "sale"),
    ("request_hash", "0" * 64), ("idempotency_key", "another"), ("booked_by", "nobody"), ("location", "elsewhere"),
    ("corrects", "something"), ("effort", 5), ("resource", "another"),
])
def test_a_changed_column_is_named(town, written, column, value):
    forge(f"UPDATE ledger_economicevent SET {column} = %s WHERE id = %s", value, written[1].event_id)
    book, position, seq, reason = said()[0]
    assert seq == written[1].seq and position >= 1 and book in (town.ana, town.bo)
    assert reason.startswith(f"“{'request' if column == 'request_hash' else column}” says")


def test_a_body_changed_together_with_its_columns_breaks_the_chain_there_and_only_there(town, written):
    row = EconomicEvent.objects.get(id=written[0].event_id)
    forge("UPDATE ledger_economicevent SET quantity = 9000, body = %s WHERE id = %s",
          re.sub(r"\b5000\b", "9000", row.body), row.id)  # as a number: a random id may hold the same digits
    found = said()
    assert found[0][:3] == (town.ana, 1, row.seq) and "the hash does not follow" in found[0][3]
    assert sum("the hash does not follow" in reason for *_, reason in found) == 1


def test_a_body_that_cannot_be_read_is_named(written):
    kept = '{"v":1,"texts":"","unit":"kg","decimals":3,"changes":'
    for body in ("{", "[]", '{"v":1,"texts":"","changes":[]}', f"{kept}7}}", f'{kept}[["x"]]}}'):
        forge("UPDATE ledger_economicevent SET body = %s WHERE id = %s", body, written[2].event_id)
        assert said()[0][2] == written[2].seq


def test_a_thing_counted_in_another_unit_than_it_was_written_in_is_named_once(town, written):
    forge("UPDATE ledger_resourcespecification SET unit = 'g' WHERE id = 'flour'")
    found = said()
    assert len(found) == 1 and found[0][2] == written[0].seq
    assert "“flour” is counted in g to 0 decimals by now" in found[0][3] and "in kg to 3" in found[0][3]


def test_a_units_other_decimals_are_named(town):
    commands.add_unit("basket", decimals=1)
    commands.add_specification("greens", name="Greens", unit="basket")
    event = town.book("raise", town.ana, town.ana, "greens", 25)
    assert '"decimals":1,' in EconomicEvent.objects.get(id=event.event_id).body
    forge("UPDATE ledger_unitrow SET decimals = 2 WHERE id = 'basket'")
    assert "to 2 decimals by now" in said()[0][3] and "in basket to 1" in said()[0][3]


def test_a_forged_hash_is_named(town, written):
    forge("UPDATE ledger_bookentry SET hash = %s WHERE book = %s AND position = 2", "f" * 64, town.ana)
    book, position, _, reason = said()[0]
    assert (book, position) == (town.ana, 2) and "hash" in reason


def test_a_dropped_entry_is_named(town, written):
    forge("DELETE FROM ledger_bookentry WHERE book = %s AND position = 2", town.ana)
    assert "should be entered in" in said()[0][3]
    assert any(row[:2] == (town.ana, 3) and "2 comes next" in row[3] for row in said())


def test_an_event_dropped_with_its_entries_is_named(town, written):
    forge("DELETE FROM ledger_bookentry WHERE event_id = %s", written[1].seq)
    forge("DELETE FROM ledger_resourcemove WHERE event_seq = %s", written[1].seq)
    forge("DELETE FROM ledger_economicevent WHERE seq = %s", written[1].seq)
    assert any(row[:2] == (town.ana, 3) and "2 comes next" in row[3] for row in said())


def test_the_last_entry_of_a_book_cut_off_is_named(town, written):
    forge("DELETE FROM ledger_bookentry WHERE event_id = %s", written[4].seq)
    forge("DELETE FROM ledger_economicevent WHERE seq = %s", written[4].seq)
    assert any(book == town.bakery and "should end at entry 1" in reason for book, _, _, reason in said())


def test_a_changed_text_is_named_and_an_erased_one_is_well(written):
    forge("UPDATE ledger_eventtext SET note = %s WHERE event = %s", "what never was", written[0].event_id)
    assert "the text beside the event" in said()[0][3]
    forge("DELETE FROM ledger_eventtext WHERE event = %s", written[0].event_id)
    assert said() == []


@pytest.mark.parametrize("column", ["accounting_quantity", "onhand_quantity", "away_quantity", "moves"])
def test_a_changed_stock_is_named(town, written, column):
    forge(f"UPDATE ledger_economicresource SET {column} = {column} + 1 WHERE accountable = %s", town.bo)
    book, _, _, reason = said()[0]
    assert book == town.bo and "is kept as" in reason and town.stock(town.bo).id in reason


@pytest.mark.parametrize("column", ["accountable", "custodian", "specification_id", "stage", "state", "location",
                                    "contained_in"])
def test_what_a_stock_is_and_whose_and_how_is_held_against_the_journal(town, written, column):
    """Of one that an event brought into being, and of one that was added with all its words and then filled."""
    lathe = commands.add_resource("lathe", town.ana, name="Old lathe", state="fair", location="shed", stage="used")
    town.book("raise", town.ana, town.ana, "lathe", 1, resource=lathe)
    assert verify().problems == ()
    for resource in (town.stock(town.bo).id, lathe):
        forge(f"UPDATE ledger_economicresource SET {column} = %s WHERE id = %s", "bread", resource)
        assert any("is kept as 'bread'" in reason and resource in reason for *_, reason in said())


@pytest.mark.parametrize("column", ["accounting_change", "onhand_after", "position"])
def test_a_changed_move_is_named(written, column):
    forge(f"UPDATE ledger_resourcemove SET {column} = {column} + 70 WHERE event_seq = %s", written[2].seq)
    assert said()[0][2] == written[2].seq


def test_a_dropped_move_and_a_dropped_stock_are_named(town, written):
    forge("DELETE FROM ledger_resourcemove WHERE event_seq = %s", written[2].seq)
    assert "the moves of the stocks" in said()[0][3]
    forge("DELETE FROM ledger_economicresource WHERE accountable = %s", town.eva)
    assert any("is missing" in reason for *_, reason in said())


def test_a_changed_head_is_named(town, written):
    forge("UPDATE ledger_book SET head = %s WHERE agent = %s", "e" * 64, town.bo)
    assert said()[0][0] == town.bo and "should end" in said()[0][3]


def test_a_forger_who_also_forges_hashes_and_caches_is_caught_by_the_auditor(town, monkeypatch):
    """Somebody rewrites the pen itself, so that a gift of one gives two; chains and caches agree with it."""
    from commonstead.core.flows import effects

    town.book("raise", town.ana, town.ana, quantity=5000)
    second = effects._second
    monkeypatch.setattr(effects, "_second", lambda effect: 2 * second(effect))
    forged = town.give(town.ana, town.bo, 1000)
    problem = said()[0]
    assert problem[2] == forged.seq and "should change" in problem[3]


def test_the_database_itself_refuses_to_change_the_journal(written):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or TRUNCATE would be refused for another reason
        for table, column in (("ledger_economicevent", "quantity"), ("ledger_bookentry", "position")):
            wipe = f"TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else f"DELETE FROM {table}"
            for statement in (f"UPDATE {table} SET {column} = 1", f"DELETE FROM {table} WHERE {column} > 0", wipe):
                with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                    cursor.execute(statement)
    assert verify().problems == ()


def test_every_mode_stands_in_the_body(town, written):
    """The mode is part of what is hashed, for each of them."""
    for mode in set(Mode) - {Mode.CURRENCY}:
        town.give(town.ana, town.bo, 10, mode=mode)
    assert verify().problems == ()
