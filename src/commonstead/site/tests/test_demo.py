"""The demo command as people run it: made once, then quick; its own database; plain words when it cannot."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

import commonstead
from commonstead.core.boundary import read_text

PACKAGE = Path(commonstead.__file__).parent
SMALL_TOWN = PACKAGE / "interfaces" / "files" / "town_folder" / "tests" / "small_town"


@pytest.fixture
def run(tmp_path):
    """Runs the command line with a var folder of its own (with a space in its path)."""
    var = tmp_path / "var of a test"

    def environ_of(**more):
        environ = {key: value for key, value in os.environ.items() if not key.startswith("COMMONSTEAD_")}
        return environ | {"COMMONSTEAD_VAR": str(var), "PYTHONPATH": str(PACKAGE.parent)} | more

    def run(*words, **more):
        return subprocess.run([sys.executable, "-m", "commonstead", *map(str, words)], env=environ_of(**more),
                              capture_output=True, text=True, timeout=300, cwd=tmp_path)

    def start(*words):
        return subprocess.Popen([sys.executable, "-m", "commonstead", *map(str, words)], env=environ_of(), text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=tmp_path)

    run.var, run.start = var, start
    return run


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SMALL_TOWN, tmp_path / "my town"))


def test_a_town_is_made_once_and_made_anew_only_when_asked(run, folder):
    first = run("demo", "--town", folder, "--only-load", COMMONSTEAD_DATABASE="postgresql://nobody@127.0.0.1:1/none")
    assert first.returncode == 0, first.stderr
    assert "9 people in 6 households, 3 associations" in first.stderr
    [home] = (run.var / "demo").glob("*/")
    assert not (run.var / "town.sqlite3").exists()  # nothing of it in a real town's place
    made = (home / "town.sqlite3").stat().st_ino

    second = run("demo", "--town", folder, "--only-load")
    assert (second.returncode, second.stderr) == (0, "")
    assert (home / "town.sqlite3").stat().st_ino == made

    (folder / "town.toml").write_text((folder / "town.toml").read_text().replace("Littlebridge", "Bigbridge"))
    changed = run("demo", "--town", folder, "--only-load")
    assert changed.returncode == 0 and "--fresh" in changed.stderr
    assert json.loads((home / "stamp.json").read_text())["name"] == "Littlebridge"
    fresh = run("demo", "--town", folder, "--only-load", "--fresh")
    assert fresh.returncode == 0 and "Making Bigbridge" in fresh.stderr

    written = run("network", "--demo", folder, "-o", "town.json")
    assert written.returncode == 0, written.stderr
    network = read_text((run.var.parent / "town.json").read_text(encoding="utf-8"))
    assert network.name == "Bigbridge" and len(network.recipes) == 5
    planned = run("plan", "town.json", "--json")
    assert planned.returncode == 0, planned.stderr
    with closing(sqlite3.connect(home / "town.sqlite3")) as database:
        [[kept]] = database.execute("SELECT plan FROM boundary_boundaryanswer").fetchall()
    kept, planned = json.loads(kept), json.loads(planned.stdout)["plan"]
    for name in ("status", "cash", "dependence", "unmet", "slack_days", "batches", "buys"):
        assert kept[name] == planned[name], name  # the page and the command line say the same
    by_address = run("network", "--town-database", f"sqlite:///{home / 'town.sqlite3'}")
    assert read_text(by_address.stdout) == network


def test_a_loading_that_broke_off_is_begun_again(run, folder):
    assert run("demo", "--town", folder, "--only-load").returncode == 0
    [home] = (run.var / "demo").glob("*/")
    for part in ("stamp.json", "town.sqlite3"):
        (home / part).unlink()
        again = run("demo", "--town", folder, "--only-load")
        assert again.returncode == 0 and "9 people" in again.stderr


def test_what_is_wrong_in_a_folder_is_said_and_an_older_town_survives_it(run, folder):
    assert run("demo", "--town", folder, "--only-load").returncode == 0
    (folder / "people.csv").write_text((folder / "people.csv").read_text().replace("abe,Abe", "Abe!,Abe"))
    wrong = run("demo", "--town", folder, "--only-load", "--fresh")
    assert wrong.returncode == 1
    assert "people.csv:3: id:" in wrong.stderr and "Nothing was loaded" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    [home] = (run.var / "demo").glob("*/")
    assert (home / "town.sqlite3").exists()


def test_a_wrong_folder_is_refused_in_plain_words(run, tmp_path):
    nowhere = run("demo", "--town", tmp_path / "nowhere", "--only-load")
    assert nowhere.returncode == 1 and "There is no folder" in nowhere.stderr
    (tmp_path / "bare").mkdir()
    bare = run("demo", "--town", tmp_path / "bare", "--only-load")
    assert bare.returncode == 1 and "town.toml" in bare.stderr
    unmade = run("network", "--demo", tmp_path / "bare")
    assert unmade.returncode == 1 and "has not been made yet" in unmade.stderr


def test_a_busy_port_is_said_before_anything_is_made(run, folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        busy = run("demo", "--town", folder, "--port", port)
    assert busy.returncode == 1 and f"port {port}" in busy.stderr and "--port" in busy.stderr
    assert not run.var.exists()


def test_the_town_answers_and_lets_anyone_be_a_resident(run, folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert run("demo", "--town", folder, "--only-load").returncode == 0
    server = run.start("demo", "--town", folder, "--no-browser", "--port", port)
    try:
        page = _page(f"http://127.0.0.1:{port}/door/", server)
        assert "Littlebridge" in page and "Ana Ash" in page and "Bea Birch" in page
        assert "Bo Birch" not in page  # has no login
        meanwhile = run("demo", "--town", folder, "--only-load", "--fresh")
        assert meanwhile.returncode == 1 and "open in another window" in meanwhile.stderr
    finally:
        server.send_signal(signal.SIGINT)
        said, _ = server.communicate(timeout=60)
    assert f"http://127.0.0.1:{port}/" in said


def _page(address, server):
    """The page, once the server answers."""
    for _ in range(240):
        assert server.poll() is None, server.communicate()
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    raise AssertionError("the demo did not answer within a minute")


def test_without_a_town_there_is_no_network(run):
    missing = run("network")
    assert missing.returncode == 1 and "cannot be read" in missing.stderr and "Traceback" not in missing.stderr
