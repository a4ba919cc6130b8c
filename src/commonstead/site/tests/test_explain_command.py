"""explain, compare and plan --open-needs: files in, sentences, figures and files out."""

from __future__ import annotations

import csv
import json

import pytest
from icalendar import Calendar

from commonstead.site.cli import main

BREAD = {
    "format": "provisioning-network/1", "periods": 2, "days_per_period": 30,
    "goods": [{"id": "bread", "unit": "kg", "buy": 4.0, "need": 10}, {"id": "flour", "unit": "kg", "buy": 1.0}],
    "people": [{"id": "ana", "hours": 20, "skills": ["baking"]}],
    "recipes": [{"id": "bake", "inputs": {"flour": 8.1}, "outputs": {"bread": 10}, "hours": {"baking": 2},
                 "adopted": False}],
}


@pytest.fixture
def command(tmp_path, capsys):
    def run(name, document, *more):
        path = tmp_path / "network.json"
        path.write_text(json.dumps(document))
        status = main([name, str(path), *more])
        written = capsys.readouterr()
        return status, written.out, written.err

    return run


def in_use():
    return {**BREAD, "recipes": [{**BREAD["recipes"][0], "adopted": True}]}


def test_the_best_steps_are_explained_in_sentences(command):
    status, out, _ = command("explain", BREAD)
    assert status == 0 and max(map(len, out.splitlines())) <= 80
    words = " ".join(out.split())
    assert "because what it takes (flour) costs a fifth of what the shop asks for bread" in words
    assert "It stops paying if the price of flour rises to 4.9 times today's" in words


def test_facts_as_json_with_price_ranges(command):
    answer = json.loads(command("explain", in_use(), "bake", "--prices", "--json")[1])
    (told,) = answer["explanations"]
    assert told["saving"] == pytest.approx(63.8)
    assert told["stops_paying"][0]["factor"] in (pytest.approx(40 / 8.1), pytest.approx(0.2025))
    assert answer["price_ranges"][0]["high"] == pytest.approx(40 / 8.1)


def test_unknown_names_are_refused_all_at_once(command):
    status, out, err = command("explain", BREAD, "fly", "swim")
    assert status == 1 and out == "" and "fly" in err and "swim" in err
    status, _, err = command("compare", BREAD, "--with", "fly", "--price", "gold=2")
    assert status == 1 and "fly" in err and "gold" in err


@pytest.mark.parametrize("said", ["flour", "flour=x", "flour=-1", "flour=inf", "=2"])
def test_prices_that_are_none_are_refused(command, said):
    status, _, err = command("compare", BREAD, "--price", said)
    assert status == 1 and "Traceback" not in err and err.startswith("Refused")


def test_two_futures(command):
    status, out, _ = command("compare", BREAD, "--with", "bake", "--price", "flour=2", "--json")
    told = json.loads(out)["compare"]
    assert status == 0
    assert (told["before"]["cash"], told["after"]["cash"]) == (pytest.approx(80), pytest.approx(32.4))
    assert told["buys"]["bread"]["cash"] == pytest.approx(-80)
    status, out, _ = command("compare", BREAD, "--with", "bake", "--income", "0.5", "--hours", "0.5")
    assert status == 0 and "as it is" in out and max(map(len, out.splitlines())) <= 80


def test_open_needs_in_three_forms(command, tmp_path):
    for form in ("csv", "json", "ics"):
        status, _, err = command("plan", in_use(), "--open-needs", str(tmp_path / f"needs.{form}"), "--begin",
                                 "2027-01-01")
        assert status == 0 and "2 open needs" in err
    found = json.loads((tmp_path / "needs.json").read_text())["open_needs"]
    assert [need["from"] for need in found] == ["2027-01-01", "2027-02-01"]
    rows = list(csv.DictReader((tmp_path / "needs.csv").open()))
    assert [(row["skill"], float(row["hours"])) for row in rows] == [("baking", 2.0)] * 2
    events = list(Calendar.from_ical((tmp_path / "needs.ics").read_bytes()).walk("VEVENT"))
    assert [event["DTSTART"].dt.isoformat() for event in events] == ["2027-01-01", "2027-02-01"]


def test_a_file_of_no_known_form_and_a_day_that_is_none_are_refused(command, tmp_path):
    status, out, err = command("plan", BREAD, "--open-needs", str(tmp_path / "needs.txt"), "--begin", "soon")
    assert status == 1 and out == "" and "needs.txt" in err and "soon" in err


def test_compare_without_anything_otherwise_says_which_options_to_give(command):
    status, out, err = command("compare", BREAD, "--income", "1")
    assert (status, out) == (2, "") and "--with RECIPE" in err and "--price GOOD=FACTOR" in err


def read(path, capsys):
    return main(["explain", str(path)]), capsys.readouterr().err


def test_a_file_in_another_encoding_is_named_by_line_and_byte(tmp_path, capsys):
    path = tmp_path / "town.json"
    path.write_bytes('{"format": "provisioning-network/1",\n "name": "Peña"}'.encode("latin-1"))
    status, err = read(path, capsys)
    assert status == 1 and "byte 49, in line 2" in err


def test_a_file_above_the_limit_is_refused(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("commonstead.site.network_file.MOST_MEGABYTES", 1)
    path = tmp_path / "town.json"
    path.write_bytes(b" " * (2**20 + 1))
    status, err = read(path, capsys)
    assert status == 1 and "larger than 1 MB" in err
