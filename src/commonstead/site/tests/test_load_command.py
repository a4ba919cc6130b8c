"""`load`: a folder begins a real town, once, and never touches one that has people."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import commonstead
from commonstead.interfaces.files.town_folder.loading.town import load_town
from commonstead.interfaces.files.town_folder.reader import read_folder
from commonstead.town import kinds
from commonstead.town.ledger import queries as ledger
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.people import queries as people

PACKAGE = Path(commonstead.__file__).parent
SMALL_TOWN = PACKAGE / "interfaces" / "files" / "town_folder" / "tests" / "small_town"


@pytest.fixture
def run(tmp_path):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COMMONSTEAD_")}
    environment = kept | {"COMMONSTEAD_VAR": str(tmp_path / "var"), "PYTHONPATH": str(PACKAGE.parent)}

    def run(*words):
        return subprocess.run([sys.executable, "-m", "commonstead", *map(str, words)], env=environment, text=True,
                              capture_output=True, timeout=120, check=False)

    return run


def test_a_town_begins_from_its_folder_and_only_once(run, tmp_path):
    loaded = run("load", SMALL_TOWN)
    assert loaded.returncode == 0, loaded.stderr
    assert "9 people in 6 households, 3 associations" in loaded.stderr
    assert 'login-code "Ana Ash"' in loaded.stdout and "commonstead serve" in loaded.stdout
    assert (tmp_path / "var" / "town.sqlite3").exists() and not (tmp_path / "var" / "demo").exists()
    assert run("login-code", "Ana Ash").stdout.strip()
    assert "All well" in run("verify").stdout

    again = run("load", SMALL_TOWN)
    assert again.returncode == 1 and "has people already" in again.stderr
    assert "All well" in run("verify").stdout


def test_a_folder_with_mistakes_leaves_the_town_empty(run, tmp_path):
    folder = Path(shutil.copytree(SMALL_TOWN, tmp_path / "wrong"))
    (folder / "needs.toml").write_text("[bread]\ntier = 9\n")
    refused = run("load", folder)
    assert refused.returncode == 1 and "needs.toml:2" in refused.stderr and "Nothing was loaded" in refused.stderr
    assert run("load", SMALL_TOWN).returncode == 0


@pytest.mark.django_db
@pytest.mark.parametrize("year", [False, True])
def test_nothing_imagined_comes_into_a_real_town_unasked(year):
    town = read_folder(SMALL_TOWN, kinds={kind.slug: kind for kind in kinds.every()})
    loaded = load_town(town, audits=False, year=year)
    assert (loaded.events > len(town.stocks) + len(town.households)) is year
    assert ({event.action for event in ledger.events(count=1000)} == {"raise"}) is not year
    homes = [home.id for home in people.agents(nature="household")]
    assert homes and not any(livelihood.has_audit(home) for home in homes)
