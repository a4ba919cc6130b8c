"""The ladder at the command line: JSON in the format's words, a text to read, refusals."""

from __future__ import annotations

import json

import pytest

from commonstead.core.boundary import write_network
from commonstead.core.boundary.road_map.tests.test_road_map import mill_and_oven
from commonstead.site.cli import main


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "town.json"
    path.write_text(json.dumps(write_network(mill_and_oven(periods=3))))
    return str(path)


def test_json_is_the_format_s_ladder(file, capsys):
    assert main(["ladder", file, "--budget", "2", "--json"]) in (0, None)
    ladder = json.loads(capsys.readouterr().out)["ladder"]
    assert [step["recipes"] for step in ladder["steps"]] == [["jam"], ["mill", "oven"]]
    assert {"period", "recipes", "stage", "outlay", "made_outlay", "dependence", "cash_after",
            "saving_to_date"} <= ladder["steps"][0].keys()
    assert ladder["cash"] == pytest.approx(40) and ladder["gap"] == 0 and ladder["status"] == "optimal"
    assert ladder["greedy"]["steps"] and ladder["by_stage"]["cash"] >= ladder["cash"] and ladder["cash_before"] == 79.5


def test_text_says_what_when_and_how_sure(file, capsys):
    assert main(["ladder", file, "--budget", "2"]) in (0, None)
    told = capsys.readouterr().out
    assert "mill + oven" in told and "best payback first" in told and "misses at most 0.0%" in told


@pytest.mark.parametrize("wrong", [["--budget", "-1"], ["--budget", "much"], [], ["--budget", "1", "--seconds", "0"]])
def test_a_wrong_budget_or_time_is_refused(file, wrong, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["ladder", file, *wrong])
    assert ended.value.code == 2 and ("budget" in (told := capsys.readouterr().err) or "seconds" in told)
