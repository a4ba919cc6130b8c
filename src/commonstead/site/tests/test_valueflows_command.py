"""`./commonstead valueflows`: what it says of a file, what it refuses, and what it writes of the town's journal."""

import json

import pytest

from commonstead.site.cli import main
from commonstead.town.kind_contract import StoryTown

FILE = """'@context':
  - '@vocab': https://w3id.org/valueflows/ont/vf#
  - mfg: https://mfg.example/
'@graph':
  - '@id': mfg:p
    '@type': RecipeProcess
    time:hasDuration:
      time:unitType unit:Hour
      time:numericDuration 7
  - '@id': mfg:e
    '@type': EconomicEvent
    action: work
    colour: red
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "bucket.yaml"
    path.write_text(FILE)
    return path


def test_it_says_what_it_understood_by_line(file, capsys):
    assert main(["valueflows", str(file)]) == 0
    said = capsys.readouterr().out
    assert "1 Duration, 1 EconomicEvent, 1 RecipeProcess" in said
    assert f"{file}:8: repaired:" in said
    assert f"{file}:13: unknown: colour is no property of an EconomicEvent" in said


def test_it_writes_the_meaning_back(file, capsys):
    assert main(["valueflows", "--to", "json", str(file)]) == 0
    written = json.loads(capsys.readouterr().out)
    assert written["@graph"][0]["time:hasDuration"] == {"time:unitType": "unit:Hour", "time:numericDuration": 7}
    assert written["@graph"][1]["colour"] == "red"


def test_a_broken_file_is_refused_by_line_and_the_others_are_read(file, tmp_path, capsys):
    (tmp_path / "broken.yaml").write_text("'@graph':\n  - '@id': x\n   name: y\n")
    assert main(["valueflows", str(tmp_path / "broken.yaml"), str(file)]) == 1
    said = capsys.readouterr()
    assert "broken.yaml:3:" in said.err and "1 RecipeProcess" in said.out
    assert main(["valueflows"]) == 2


@pytest.mark.django_db
def test_it_writes_the_journal_and_reads_it_again(tmp_path, capsys):
    town = StoryTown()
    town.person("Ana")
    town.association("garden", "Rowan Garden", steward="Ana")
    town.thing("beans", "kg")
    town.makes("Rowan Garden", 4, "beans")
    out = tmp_path / "journal.jsonld"
    assert main(["valueflows", "--ledger", "--out", str(out)]) == 0
    assert main(["valueflows", str(out)]) == 0
    said = capsys.readouterr().out
    assert "1 EconomicEvent, 1 EconomicResource" in said
    assert "Ana" not in out.read_text() and "Rowan Garden" in out.read_text()
