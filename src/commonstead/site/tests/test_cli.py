"""The command line as a shell sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from commonstead.core.boundary.tests.towns import bread_town

ROOT = Path(__file__).resolve().parents[4]


def _into_a_pipe_that_nobody_reads(*words, **more):
    reads, writes = os.pipe()
    os.close(reads)
    try:
        return subprocess.run(
            [sys.executable, "-m", "commonstead", *words], stdout=writes, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")} | more, timeout=60, check=False)
    finally:
        os.close(writes)


def test_a_reader_that_had_enough_is_no_failure_to_show(tmp_path):
    file = tmp_path / "town.json"
    file.write_text(json.dumps(bread_town(periods=12)))
    for words in (["plan", str(file)], ["plan", "--json", str(file)]):
        for buffered in ({}, {"PYTHONUNBUFFERED": "1"}):
            done = _into_a_pipe_that_nobody_reads(*words, **buffered)
            assert done.returncode == 141, done.stderr
            assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr, done.stderr
