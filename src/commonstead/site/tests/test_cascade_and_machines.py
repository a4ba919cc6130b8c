"""The commands cascade and machines: files, folders, the answer of ladder, and what is wrong said in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commonstead.site.cli import main

VILLAGE = str(Path(__file__).resolve().parents[4] / "towns" / "global-village-construction-set")


@pytest.fixture
def town(tmp_path):
    path = tmp_path / "town.json"
    path.write_text(json.dumps({
        "format": "provisioning-network/1", "cash": {"income": 400},
        "goods": [{"id": "bread", "unit": "kg", "buy": 4, "need": 10}, {"id": "flour", "unit": "kg", "buy": 1},
                  {"id": "wheat", "unit": "kg", "buy": 0.2},
                  {"id": "oven", "unit": "each", "buy": 900, "stock": 1, "hours_each": 100, "wear": 0.0001}],
        "people": [{"id": "ana", "hours": 60, "skills": ["baking"]}, {"id": "ben", "hours": 0, "skills": []}],
        "recipes": [
            {"id": "bake", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "hours": {"baking": 1},
             "machines": {"oven": 1}},
            {"id": "mill", "inputs": {"wheat": 10}, "outputs": {"flour": 8}, "hours": {"baking": 1},
             "adopted": False}]}))
    return str(path)


def answer(capsys, *words):
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_next_steps_by_themselves(town, capsys):
    told = answer(capsys, "cascade", town)["cascade"]
    assert told["steps"] == [{"step": 1, "recipes": ["mill"], "cut": ["bread", "flour"]}]
    bread = told["goods"][0]
    assert bread["cash"] == pytest.approx([0.809, 0.209]) and bread["cuts"][0]["through"] == {
        "flour": pytest.approx(0.6)}
    assert main(["cascade", town]) == 0
    assert "flour −0.6" in capsys.readouterr().out
    assert answer(capsys, "cascade", town, "--inputs-first")["cascade"]["steps"] == told["steps"]


def test_the_steps_of_a_road_map(town, tmp_path, capsys):
    road = tmp_path / "road.json"
    road.write_text(json.dumps({"ladder": {"steps": [{"period": 2, "recipes": ["mill"], "outlay": 0}]}}))
    assert answer(capsys, "cascade", town, "--road-map", str(road))["cascade"]["steps"][0]["recipes"] == ["mill"]
    road.write_text("[]")
    assert main(["cascade", town, "--road-map", str(road)]) == 1
    assert "it has no steps with recipes" in capsys.readouterr().err


def test_unknown_steps_are_refused_all_at_once(town, capsys):
    assert main(["cascade", town, "--steps", "mill+fly,swim"]) == 1
    said = capsys.readouterr().err
    assert "no recipe called fly" in said and "no recipe called swim" in said


def test_a_folder_needs_no_database(capsys):
    told = answer(capsys, "cascade", VILLAGE, "--steps", "build-workshop,saw-own-lumber,press-insulating-blocks")
    workshop = next(good for good in told["cascade"]["goods"] if good["id"] == "workshop")
    assert workshop["cash"] == [10000, 3800, 1500, 1000]
    assert main(["machines", VILLAGE]) == 0
    assert "To buy once" in capsys.readouterr().out


def test_machines_with_their_hours_in_the_plan(town, capsys):
    told = answer(capsys, "machines", town)
    (oven,) = told["sharing"]
    assert told["settings"]["users"] == 2 and told["settings"]["wage"] == 200
    assert oven["months"] == 4.5 and oven["join_for_outlay"] == 2 and oven["shared"] is True
    assert oven["use_each"] == pytest.approx(0.5) and oven["serves"] == 200
    assert main(["machines", town]) == 0
    assert "No recipe in the file makes a machine" in capsys.readouterr().out


def test_settings_that_make_no_sense_are_refused_together(town, capsys):
    assert main(["machines", town, "--users", "0", "--wage", "-1"]) == 1
    said = capsys.readouterr().err
    assert "--users must be above 0" in said and "--wage must be above 0" in said


def test_a_file_without_recipes_or_machines_says_so(tmp_path, capsys):
    path = tmp_path / "bare.json"
    path.write_text('{"format": "provisioning-network/1", "goods": [{"id": "bread", "unit": "kg", "need": 1}]}')
    assert main(["cascade", str(path)]) == 0 and main(["machines", str(path)]) == 0
    said = capsys.readouterr().out
    assert "There is no step to take" in said and "There is no machine in the file" in said


def test_one_user_is_one_user(town, capsys):
    assert main(["machines", town, "--users", "1"]) == 0
    said = capsys.readouterr().out
    assert "1 user, a wage" in said and "sharers" in said


def test_a_step_that_cuts_nothing_says_why(town, capsys):
    assert main(["cascade", town, "--steps", "bake,mill"]) == 0
    assert "1. bake: cuts nothing; makes more of what is already as cheap inside: bread" in capsys.readouterr().out
