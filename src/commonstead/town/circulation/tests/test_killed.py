"""Writers that are killed (SIGKILL) in the middle of payments, clearings and crossings, and what is left of it.

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


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", [11, 12])
def test_whoever_is_killed_leaves_all_or_nothing(own_database, seed):
    environment = os.environ | {"COMMONSTEAD_DATABASE": own_database, "PYTHONPATH": SOURCE,
                                "DJANGO_SETTINGS_MODULE": "commonstead.site.settings"}
    done = subprocess.run([sys.executable, "-m", "commonstead.town.circulation.tests.faults", str(seed), "4"],
                          env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["wrong"] == [] and answer["killed"] >= 24
