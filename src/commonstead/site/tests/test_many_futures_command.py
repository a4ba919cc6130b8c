"""`ensemble` and `reshape` from the command line: answers, refusals, and towns in which there is little to answer."""

import json

import pytest

from commonstead.site.cli import main

TOWN = {
    "format": "provisioning-network/1", "name": "north", "periods": 2, "days_per_period": 28,
    "goods": [{"id": "bread", "unit": "kg", "buy": 4.0, "need": 30}, {"id": "flour", "unit": "kg", "buy": 1.0}],
    "people": [{"id": "ana", "hours": 7, "skills": ["baking"]}],
    "recipes": [{"id": "bake", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "hours": {"baking": 2},
                 "adopted": False, "outlay": 50}],
}


@pytest.fixture
def file(tmp_path):
    def write(document, name="town.json"):
        path = tmp_path / name
        path.write_text(json.dumps(document), encoding="utf-8")
        return str(path)

    return write


def test_many_futures_in_words_and_as_json(file, capsys):
    town = file(TOWN)
    assert main(["ensemble", town, "--futures", "30", "--workers", "1"]) == 0
    told = capsys.readouterr()
    assert "30 futures" in told.out and "bake" in told.out and "Our guess" in told.out
    assert "100 %" in told.err
    assert main(["ensemble", town, "--futures", "30", "--workers", "1", "--seed", "4", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["ensemble"]
    assert (found["seed"], found["futures"], len(found["drawn"])) == (4, 30, 30)
    assert found["steps"][0]["recipes"] == ["bake"]


def test_a_spread_of_ones_own_is_read_and_refused_by_field(file, tmp_path, capsys):
    town = file(TOWN)
    assert main(["ensemble", town, "--futures", "3", "--workers", "1", "--json",
                 "--spread", file({"prices_by_good": {"flour": 0.5}, "prices": 0}, "spread.json")]) == 0
    assert json.loads(capsys.readouterr().out)["ensemble"]["spread"]["prices_by_good"] == {"flour": 0.5}
    assert main(["ensemble", town, "--spread", file({"prices": 9, "wheather": 1}, "spread.json")]) == 1
    told = capsys.readouterr().err
    assert "prices: 9" in told and "wheather" in told
    for text, said in (('{\n "prices" }', "line 2"), ('{"prices": NaN}', "NaN is not a quantity"),
                       ('{"prices": 0.1, "prices": 0.2}', "“prices” stands twice")):
        (tmp_path / "wrong.json").write_text(text, encoding="utf-8")
        assert main(["ensemble", town, "--spread", str(tmp_path / "wrong.json")]) == 1
        told = capsys.readouterr().err
        assert said in told and "wrong.json: " in told


@pytest.mark.parametrize(("words", "remedy"), [
    (["--futures", "0"], "from 1 to 10000"), (["--seed", "-1"], "from 0 on"), (["--workers", "0"], "from 1 on"),
    (["--cluster", "tcp://127.0.0.1:9"], "COMMONSTEAD_CLUSTER")])
def test_what_cannot_be_is_refused_with_a_remedy(file, capsys, monkeypatch, words, remedy):
    monkeypatch.setattr("commonstead.town.boundary.many_futures._WAIT", 1)
    assert main(["ensemble", file(TOWN), *words]) == 1
    assert remedy in capsys.readouterr().err


@pytest.mark.parametrize("document", [
    {**TOWN, "recipes": []},
    {**TOWN, "goods": [{"id": "bread", "unit": "kg", "need": 30}, {"id": "flour", "unit": "kg"}]},
    {"format": "provisioning-network/1"},
], ids=["no recipe", "no price", "nothing"])
def test_a_town_with_little_in_it_has_an_answer(file, capsys, document):
    assert main(["ensemble", file(document), "--futures", "21", "--workers", "1"]) == 0
    assert "21 futures" in capsys.readouterr().out


def test_a_town_that_cannot_keep_its_rules_says_so(file, capsys):
    document = {**TOWN, "cash": {"start": -5, "floor": 0}} | {"cash": {"start": 0, "income": 0, "floor": 10}}
    assert main(["ensemble", file(document), "--futures", "4", "--workers", "1"]) == 1
    assert "In none of them" in capsys.readouterr().out


def test_by_the_week_and_neighbours_as_one(file, tmp_path, capsys):
    north, out = file(TOWN, "north.json"), tmp_path / "out.json"
    south = file({**TOWN, "name": "south", "recipes": [{**TOWN["recipes"][0], "adopted": True}]}, "south.json")
    assert main(["reshape", north, south, "--sharing", "bread, flour", "--days", "7", "-o", str(out)]) == 0
    found = json.loads(out.read_text())
    assert (found["periods"], found["days_per_period"], found["name"]) == (8, 7, "north + south")
    assert main(["plan", str(out)]) == 0
    capsys.readouterr()
    assert main(["reshape", north, "--days", "60"]) == 1
    assert "smaller number" in capsys.readouterr().err
    assert main(["reshape", north, south, "--sharing", "cake"]) == 1
    assert "cake is to be shared" in capsys.readouterr().err
    assert main(["reshape", north, north]) == 1
    assert "rename one" in capsys.readouterr().err
    assert main(["reshape", north]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "north"


def test_a_step_that_meets_needs_and_machines_that_nobody_has_are_told(file, capsys):
    town = file({**TOWN, "goods": [*TOWN["goods"], {"id": "milk", "unit": "l", "need": 5},
                                   {"id": "churn", "unit": "each", "buy": 300, "hours_each": 100}],
                 "recipes": [{"id": "cow", "outputs": {"milk": 5}, "hours": {"baking": 1}, "machines": {"churn": 1},
                              "adopted": False}]})
    assert main(["ensemble", town, "--futures", "10", "--workers", "1"]) == 0
    told = capsys.readouterr().out
    assert "meets in" in told and "cow: nobody has churn yet" in told
    line = next(line for line in told.splitlines() if line.split()[:1] == ["cow"])
    assert line.split()[-3:] == ["10", "0", "0"]
    assert main(["ensemble", town, "--futures", "10", "--workers", "1", "--json"]) == 0
    (step,) = json.loads(capsys.readouterr().out)["ensemble"]["steps"]
    assert (step["meets"], step["pays"], step["machines_first"]) == (10, 0, {"churn": 300})
