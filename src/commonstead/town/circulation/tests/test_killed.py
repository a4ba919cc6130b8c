"""Writers that are killed (SIGKILL) in the middle of payments, clearings and crossings, or do them at the same moment.

Each test runs `faults.py` as a process of its own on a database of its own.
"""

import json
import os
import subprocess
import sys

import pytest

import commonstead

SOURCE = os.path.dirname(os.path.dirname(commonstead.__file__))


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
