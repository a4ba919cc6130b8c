"""What must hold when things go wrong: killed writers, many at one limit, the same key at once, a full disk.

Each test runs `faults.py` as a process of its own on a database of its own, and judges what is left.
"""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection, transaction

import commonstead
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.ledger.weather import patiently

SOURCE = os.path.dirname(os.path.dirname(commonstead.__file__))


@pytest.fixture
def suffer(own_database):
    """Run the worker with these words; its answer."""
    def run(*words):
        environment = os.environ | {"COMMONSTEAD_DATABASE": own_database, "PYTHONPATH": SOURCE,
                                    "DJANGO_SETTINGS_MODULE": "commonstead.site.settings"}
        done = subprocess.run([sys.executable, "-m", "commonstead.town.ledger.tests.faults", *map(str, words)],
                              env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    return run


@pytest.mark.both_databases
def test_200_kills_lose_nothing_acknowledged_and_double_nothing(suffer):
    left = suffer("kills", 200, 7)
    acknowledged = left["acknowledged"]
    written = sorted(int(key.removeprefix("gift ")) for key in left["keys"])
    assert acknowledged == list(range(len(acknowledged))), "each number once, in order"
    assert len(acknowledged) > 200, "the children hardly got to write: this proves nothing"
    assert set(acknowledged) <= set(written), "acknowledged, and lost"
    # At most the one entry after the last acknowledged is there unacknowledged, and nothing stands twice.
    assert written == list(range(len(written))) and len(written) <= len(acknowledged) + 1
    assert left["stock"] == left["sum"] == sum(number + 1 for number in written)
    assert left["problems"] == []


@pytest.mark.both_databases
def test_16_processes_against_a_limit_accept_exactly_the_right_number(suffer):
    left = suffer("race", 16, 50, 20)
    assert Counter(left["answers"]) == {"taken": 20, "ledger.stock_not_below_floor": 780}
    assert left["stock"] == left["sum"] == 20 and left["problems"] == []


@pytest.mark.both_databases
def test_the_same_request_from_16_processes_is_written_once(suffer):
    left = suffer("one_key", 16)
    ids, repeated = zip(*(answer.split(":") for answer in left["answers"]), strict=True)
    assert len(set(ids)) == 1 and Counter(repeated) == {"False": 1, "True": 15}
    assert left["keys"] == ["the same"] and left["problems"] == []


@pytest.mark.parametrize("how", ["pages", "bytes"])
def test_a_full_disk_is_refused_in_plain_words_and_the_town_goes_on(suffer, how):
    if connection.vendor != "sqlite":
        pytest.fail("this test is about SQLite's files; it is not marked for both databases")
    left = suffer("full", how)
    assert left["clause"] == "ledger.disk_full" and left["again"] is False
    assert 0 < left["accepted"] < 5000
    assert left["stock"] == left["accepted"] + 1 and len(left["keys"]) == left["accepted"] + 1
    assert left["problems"] == []


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_full_disk_of_the_server_is_the_same_refusal():
    def write():
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$")
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
            try:
                cursor.execute("CREATE TABLE large AS WITH RECURSIVE n(i) AS "
                               "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) SELECT randomblob(999) FROM n")
            finally:
                cursor.execute("PRAGMA max_page_count = 1000000")

    with pytest.raises(Refused) as refused:
        patiently(write)
    assert refused.value.refusals[0].clause == "ledger.disk_full"
