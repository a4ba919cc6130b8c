"""Three ways past the keepers of a book, each tried and each refused: bringing things into being in a stranger's book,
emptying a common store as a plain member, and writing over the journal with SQLite's INSERT OR REPLACE."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries
from commonstead.town.people import commands as people


class Garden:
    """A garden with money, a tiller and apples; its steward, a member, and a stranger with a household."""

    def __init__(self):
        people.ensure_outside()
        self.steward, self.member, self.stranger = (people.add_person(name=name) for name in ("Ana", "Bo", "Eva"))
        self.garden = people.add_association(name="Garden", kind="garden", founder=self.steward)
        people.join(self.member, self.garden)
        self.home = people.add_household(name="Home", members=[self.steward])
        self.count = 0
        for thing, unit, sort in (("apples", "kg", "good"), ("cash", "USD", "money"), ("tiller", "each", "machine"),
                                  ("plan", "each", "good")):
            ledger.add_specification(thing, name=thing, unit=unit, sort=sort)
            self.write(self.steward, Action.RAISE, self.garden, self.garden, thing)

    def write(self, by, action, provider, receiver, thing, mode=None):
        """One flow of a thousand smallest steps."""
        self.count += 1
        return ledger.record_event(Flow(action, provider, receiver, thing, timezone.now() - timedelta(minutes=5), by,
                                        str(self.count), quantity=1000, mode=mode))

    def refused(self, *words):
        with pytest.raises(Refused) as refused:
            self.write(*words)
        return refused.value.refusals[0].clause


@pytest.fixture
def town(db):
    return Garden()


@pytest.mark.parametrize("action", [Action.PRODUCE, Action.COPY])
def test_a_stranger_brings_nothing_into_being_in_a_book(town, action):
    town.write(town.stranger, Action.RAISE, town.stranger, town.stranger, "cash")
    for book in (town.garden, town.home):
        assert town.refused(town.stranger, action, town.stranger, book, "cash") == "ledger.may_not_book"
    assert queries.stock_of(town.home, "cash") == 0


def test_a_member_makes_things_for_the_garden_and_anyone_for_themselves(town):
    town.write(town.member, Action.PRODUCE, town.member, town.garden, "apples")
    town.write(town.stranger, Action.PRODUCE, town.stranger, town.stranger, "apples")
    assert queries.stock_of(town.garden, "apples") == 2000


@pytest.mark.parametrize("mode", [Mode.GIFT, Mode.ADMINISTRATIVE, Mode.BARTER, Mode.TIME, Mode.SALE])
def test_a_member_takes_what_is_pooled_and_nothing_else(town, mode):
    assert town.refused(town.member, Action.TRANSFER, town.garden, town.member, "apples", mode) == (
        "ledger.takes_from_another")
    town.write(town.member, Action.TRANSFER, town.garden, town.member, "apples", Mode.POOL)


def test_a_member_takes_neither_the_purse_nor_the_tiller_but_may_borrow_it(town):
    for thing in ("cash", "tiller"):
        assert town.refused(town.member, Action.TRANSFER, town.garden, town.member, thing, Mode.POOL) == (
            "ledger.takes_from_another")
    assert town.refused(town.member, Action.TRANSFER_ALL_RIGHTS, town.garden, town.member, "tiller", Mode.GIFT) == (
        "ledger.takes_from_another")
    town.write(town.member, Action.TRANSFER_CUSTODY, town.garden, town.member, "tiller", Mode.POOL)


def test_the_steward_may_do_all_of_that(town):
    town.write(town.steward, Action.TRANSFER, town.garden, town.member, "cash", Mode.GIFT)
    assert queries.stock_of(town.member, "cash") == 1000


@pytest.mark.parametrize("table", ["ledger_economicevent", "ledger_bookentry"])
def test_nothing_in_the_journal_is_replaced(town, table):
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's own; PostgreSQL's ON CONFLICT DO UPDATE meets the UPDATE trigger")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        columns, row = [column[0] for column in cursor.description], list(cursor.fetchone())
        changed = "quantity" if table == "ledger_economicevent" else "hash"
        row[columns.index(changed)] = 7
        marks = ", ".join(["%s"] * len(columns))
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({marks})", row)


def unique_keys(cursor, table) -> list[tuple[str, ...]]:
    """Every set of columns in which SQLite would see two rows as one: the row's number, and each unique index."""
    cursor.execute(f"PRAGMA table_info({table})")
    keys = [(name,) for _, name, _, _, _, primary in cursor.fetchall() if primary]
    cursor.execute(f"PRAGMA index_list({table})")
    for index in [name for _, name, unique, *_ in cursor.fetchall() if unique]:
        cursor.execute(f"PRAGMA index_info({index})")
        keys.append(tuple(name for _, _, name in cursor.fetchall()))
    return keys


#: Every way in which SQLite puts a row where another one is.
WAYS_TO_WRITE_OVER = (
    "INSERT OR REPLACE INTO {table} ({columns}) VALUES ({marks})", "REPLACE INTO {table} ({columns}) VALUES ({marks})",
    "INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT DO UPDATE SET {changed} = 7",
    "INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT ({key}) DO UPDATE SET {changed} = excluded.{changed}",
    "INSERT OR REPLACE INTO {table} ({columns}) SELECT {marks}", "INSERT OR IGNORE INTO {table} ({columns}) "
    "VALUES ({marks})", "INSERT OR FAIL INTO {table} ({columns}) VALUES ({marks})")


@pytest.mark.parametrize("way", WAYS_TO_WRITE_OVER)
@pytest.mark.parametrize(("table", "keys"), [("ledger_economicevent", 4), ("ledger_bookentry", 3)])
def test_no_unique_key_of_the_journal_is_a_way_over_an_entry(town, table, keys, way):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own ways; PostgreSQL's ON CONFLICT DO UPDATE meets the UPDATE trigger")
    made = ledger.record_event(Flow(Action.PRODUCE, town.garden, town.garden, "apples", timezone.now(), town.steward,
                                    "a slip", quantity=5))
    ledger.reverse_event(made.event_id, reason="a slip", booked_by=town.steward, idempotency_key="back")
    fresh = {"seq": 9001, "id": "new", "idempotency_key": "new", "corrects": None, "event_id": 1, "position": 9001,
             "book": "new"}
    with connection.cursor() as cursor:
        found = unique_keys(cursor, table)
        assert len(found) == keys
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
        columns, before = [column[0] for column in cursor.description], cursor.fetchall()
        for key in found:
            old = dict(zip(columns, before[-1], strict=True))
            new = old | {name: 9001 if name == "id" and table == "ledger_bookentry" else fresh[name]
                         for name in columns if name in fresh and name not in key}
            if "event_id" in key:
                new |= {"book": old["book"]}
            changed = "quantity" if table == "ledger_economicevent" else "hash"
            statement = way.format(table=table, columns=", ".join(columns), marks=", ".join(["%s"] * len(columns)),
                                   key=", ".join(key), changed=changed)
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(statement, [new[name] for name in columns])
            for verb in ("REPLACE", "IGNORE"):
                with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                    cursor.execute(f"UPDATE OR {verb} {table} SET {key[-1]} = {key[-1]} WHERE 1")
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
        assert cursor.fetchall() == before


def test_the_same_key_from_two_pens_is_still_one_event(town):
    flow = Flow(Action.PRODUCE, town.garden, town.garden, "apples", timezone.now(), town.steward, "once", quantity=5)
    first, second = ledger.record_event(flow), ledger.record_event(replace(flow))
    assert first.event_id == second.event_id and second.repeated
