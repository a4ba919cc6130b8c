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


def _run(*words, **more):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COMMONSTEAD_")}
    return subprocess.run(
        [sys.executable, "-m", "commonstead", *words], capture_output=True, text=True, timeout=60, check=False,
        env=kept | {"PYTHONPATH": str(ROOT / "src")} | more)


def test_surroundings_that_fail_are_said_in_one_sentence(tmp_path):
    no_folder = tmp_path / "a file"
    no_folder.write_text("x")
    no_file = tmp_path / "var"
    (no_file / "town.sqlite3").mkdir(parents=True)
    cases = [
        ("COMMONSTEAD_VAR", {"COMMONSTEAD_VAR": str(no_folder / "var")}),
        ("COMMONSTEAD_VAR", {"COMMONSTEAD_VAR": str(no_file)}),
        ("COMMONSTEAD_DATABASE", {"COMMONSTEAD_VAR": str(tmp_path / "other"),
                                  "COMMONSTEAD_DATABASE": "postgresql://u:hidden@127.0.0.1:1/town"}),
        ("port", {"COMMONSTEAD_PORT": "70000", "COMMONSTEAD_VAR": str(tmp_path / "third")}),
    ]
    for named, settings in cases:
        for command in ("serve", "verify", "backup", "demo --only-load"):
            if command != "serve" and (named == "COMMONSTEAD_DATABASE" or settings["COMMONSTEAD_VAR"] == str(no_file)):
                continue  # each of these has words of its own, or a database of its own
            if command.startswith("demo") and named == "port":
                continue  # a demo has the defaults
            done = _run(*command.split(), **settings)
            assert (done.returncode, "Traceback" in done.stderr) == (1, False), (command, settings, done.stderr)
            assert named in done.stderr and "hidden" not in done.stderr, (command, done.stderr)
            assert done.stderr.count("Refused: ") == 1, done.stderr


def test_a_database_server_that_is_not_there_stops_verify_and_backup_plainly(tmp_path):
    for command in ("verify", "backup"):
        done = _run(command, COMMONSTEAD_VAR=str(tmp_path), COMMONSTEAD_DATABASE="postgresql://u:hidden@127.0.0.1:1/t")
        assert (done.returncode, "Traceback" in done.stderr, "hidden" in done.stderr) == (1, False, False), done.stderr


def test_a_port_that_there_is_none_of(tmp_path):
    done = _run("serve", "--port", "70000", COMMONSTEAD_VAR=str(tmp_path))
    assert done.returncode == 2 and "port_number" not in done.stderr and "--port" in done.stderr, done.stderr


def test_a_reader_that_had_enough_is_no_failure_to_show(tmp_path):
    file = tmp_path / "town.json"
    file.write_text(json.dumps(bread_town(periods=12)))
    for words in (["plan", str(file)], ["plan", "--json", str(file)]):
        for buffered in ({}, {"PYTHONUNBUFFERED": "1"}):
            done = _into_a_pipe_that_nobody_reads(*words, **buffered)
            assert done.returncode == 141, done.stderr
            assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr, done.stderr
