"""Writers that are killed (SIGKILL) in the middle of payments, clearings and crossings, or do them at the same moment.

Each test runs `faults.py` as a process of its own on a database of its own.
"""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

import commonstead

SOURCE = os.path.dirname(os.path.dirname(commonstead.__file__))


@pytest.fixture
def own_database(tmp_path):
    """The URL of an empty database on the vendor that this run is for; it is gone afterwards."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/the town.sqlite3"
        return
    import psycopg

    server, name = os.environ["COMMONSTEAD_DATABASE"], f"killed_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as session:
        session.execute(f"CREATE DATABASE {name}")
        yield server.rsplit("/", 1)[0] + "/" + name
        session.execute(f"DROP DATABASE {name} WITH (FORCE)")


def suffer(own_database: str, *words: object) -> dict:
    """Run the worker with these words; its answer."""
    environment = os.environ | {"COMMONSTEAD_DATABASE": own_database, "PYTHONPATH": SOURCE,
                                "DJANGO_SETTINGS_MODULE": "commonstead.site.settings"}
    done = subprocess.run([sys.executable, "-m", "commonstead.town.circulation.tests.faults", *map(str, words)],
                          env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", [11, 12])
def test_whoever_is_killed_leaves_all_or_nothing(own_database, seed):
    answer = suffer(own_database, "kills", seed, 4)
    assert answer["wrong"] == [] and answer["killed"] >= 24


@pytest.mark.both_databases
def test_many_at_once_do_it_once(own_database):
    answer = suffer(own_database, "race", 13, 6)
    assert answer["wrong"] == [] and answer["raced"] == 6
