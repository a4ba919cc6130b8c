"""The tests marked `both_databases`, a second time on PostgreSQL (the ordinary run has them on SQLite).

COMMONSTEAD_TEST_POSTGRES holds the URL of a server whose user may make databases, like
postgresql://postgres@localhost:5432/postgres. Where none is given this is skipped, and says so.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("COMMONSTEAD_TEST_POSTGRES", "")


@pytest.mark.skipif(not SERVER, reason="no PostgreSQL: COMMONSTEAD_TEST_POSTGRES names no server to test on")
def test_what_is_marked_for_both_databases_passes_on_postgresql():
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "both_databases",
             "--create-db", str(ROOT / "src"), str(ROOT / "tests")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(words, cwd=ROOT, env=environment | {"COMMONSTEAD_DATABASE": SERVER}, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=900)
    print(done.stdout[-6000:])
    assert done.returncode == 0, "see the output above"
    assert " passed" in done.stdout
