"""What to start, and when: at once, at length, with wrong budgets, with nothing to start, and as files."""

import copy
import csv
import dataclasses
import io

import pytest

from commonstead.interfaces.web.road_map import budget as budgets
from commonstead.interfaces.web.road_map.told import tell
from commonstead.town.boundary import calculations, queries, road_maps

PAGE = "/boundary/road-map/"


def test_before_there_is_a_boundary(town, ana):
    assert "First the boundary itself" in ana.get(PAGE).content.decode()
    assert ana.get(PAGE + "road-map.csv").status_code == 404


def test_a_visitor_is_asked_in(answered, client):
    assert client.get(PAGE).status_code == 302


def test_it_answers_at_once_and_says_how_sure_it_is(answered, ana):
    most = budgets.most(queries.answers().network)
    text = ana.get(PAGE + f"?budget={most}").content.decode()
    assert "What to start, and when" in text and "How sure is this?" in text
    assert 'type="range"' in text and f'value="{most}"' in text
    assert ("Step by step" in text) != ("Nothing to start with this budget" in text)


@pytest.mark.parametrize("wrong, said", [("lots", "no amount of money"), ("-5", "below 0"), ("nan", "no amount"),
                                         ("1e300", "smaller number"), ("", "no amount")])
def test_a_wrong_budget_is_refused_at_its_field(answered, ana, wrong, said):
    response = ana.get(PAGE, {"budget": wrong})
    text = response.content.decode()
    assert response.status_code == 400 and said in text and 'aria-invalid="true"' in text


def test_a_budget_of_nothing_is_an_answer(answered, ana):
    assert ana.get(PAGE + "?budget=0").status_code == 200


def _network(monkeypatch, change):
    answers = queries.answers()
    network = copy.deepcopy(answers.network)
    change(network)
    changed = dataclasses.replace(answers, network=network, mark="changed" + change.__name__)
    monkeypatch.setattr(queries, "answers", lambda: changed)


def test_without_anything_to_start(answered, ana, monkeypatch):
    _network(monkeypatch, lambda network: network.update(
        recipes=[recipe for recipe in network["recipes"] if recipe.get("adopted", True)]))
    assert "Nothing in the catalogue waits to be started" in ana.get(PAGE).content.decode()


def test_without_prices(answered, ana, monkeypatch):
    def free(network):
        for good in network["goods"]:
            good.pop("buy", None)

    _network(monkeypatch, free)
    assert ana.get(PAGE + "?budget=100").status_code == 200


def test_looking_longer_is_kept_and_shown(answered, ana):
    most = budgets.most(queries.answers().network)
    address = ana.post(PAGE + "longer", {"budget": str(most)}).headers["Location"]
    one = address.rsplit("/", 1)[1]
    calculations.run_here(one)
    view = calculations.calculation(one)
    assert view.state == "done", view.problem
    assert view.result["ladder"]["cash"] <= view.result["ladder"]["cash_before"] + 1e-6
    assert road_maps.at_length(most).id == one
    text = ana.get(f"{PAGE}?calculation={one}").content.decode()
    assert "Looked for at length" in text and f'value="{most}"' in text


def test_files(answered, ana):
    ladder = ana.get(PAGE + "road-map.json?budget=5000").json()["ladder"]
    rows = list(csv.reader(io.StringIO(ana.get(PAGE + "road-map.csv?budget=5000").content.decode())))
    assert rows[0][:4] == ["period", "recipes", "stage", "outlay"] and len(rows) == 1 + len(ladder["steps"])


def test_where_the_slider_ends():
    document = {"goods": [{"id": "brick", "buy": 2}], "recipes": [
        {"id": "a", "adopted": False, "outlay": 900, "outlay_goods": {"brick": 50, "unpriced": 3}}, {"id": "b"}]}
    assert budgets.everything(document) == 1000 and budgets.most(document) == 1000 and budgets.step(document) == 10
    assert budgets.opening(document) == 50
    assert budgets.most({"goods": [], "recipes": []}) == 1 and budgets.opening({}) == 0


def test_a_machine_that_nobody_has_is_told_with_its_price(answered):
    answers = queries.answers()
    ladder = copy.deepcopy(road_maps.at_once(answers, 0.0))
    ladder["steps"] = [{"period": 2, "recipes": ["mill"], "stage": "gaps", "outlay": 2150.0, "made_outlay": 0.0,
                        "dependence": 0.5, "cash_after": 1.0, "saving_to_date": 10.0, "before_saved": 0.0,
                        "machines": {"sawmill": {"units": 1.0, "cash": 2000.0, "made": 0.0}}}]
    said = tell(ladder, 3000.0, "USD", 30).months[0].rungs[0].outlay
    assert said == "$2,150, of which for what nobody has yet: sawmill, $2,000"


def test_the_slider_reaches_the_machines_too():
    goods = [{"id": "saw", "buy": 700, "hours_each": 10}, {"id": "oven", "buy": 90, "stock": 1}]
    document = {"goods": goods, "recipes": [
        {"id": one, "adopted": False, "outlay": 50, "machines": {"saw": 1, "oven": 1}} for one in "ab"]}
    assert budgets.everything(document) == 800


def test_the_road_map_it_opens_with_is_kept_with_the_answers(answered, ana, monkeypatch):
    answers = queries.answers()
    assert answers.road_map["budget"] == budgets.opening(answers.network)
    assert answers.road_map["greedy"]["whole"] and answers.road_map["by_stage"]["whole"]

    def nobody(*_args, **_more):
        raise AssertionError("looked for again")

    monkeypatch.setattr(road_maps, "_planner_of", nobody)
    monkeypatch.setattr(road_maps, "make_ready", lambda answers: None)
    assert ana.get(PAGE).status_code == 200


def test_what_was_found_in_a_hurry_is_looked_for_again_after_a_while(answered, monkeypatch):
    answers, asked = queries.answers(), []

    class Hurried:
        cash, status, greedy_whole, by_stage_whole = 1.0, "time_limit", False, True

        def to_json(self):
            return {}

    class Planner:
        def road_map(self, budget, **more):
            asked.append(more["start"])
            return Hurried()

    monkeypatch.setattr(road_maps, "_planner_of", lambda answers: Planner())
    monkeypatch.setattr(road_maps, "_answered", {})
    for _ in range(2):
        road_maps.at_once(answers, 77.0)
    assert asked == [None]
    monkeypatch.setattr(road_maps, "FRESH", 0.0)
    road_maps.at_once(answers, 77.0)
    assert len(asked) == 2 and isinstance(asked[1], Hurried)


def test_what_is_not_met_is_told_with_what_would_meet_it(answered, ana, monkeypatch):
    answers = queries.answers()
    good = answers.network["goods"][0]["id"]
    new = next(recipe["id"] for recipe in answers.network["recipes"] if not recipe.get("adopted", True))
    step = {"recipe": new, "outlay": 12.0, "unmet_reduced": {good: 7.0}}
    changed = dataclasses.replace(answers, plan=answers.plan | {"unmet": {good: 15.0}}, next=(step,))
    monkeypatch.setattr(queries, "answers", lambda: changed)
    monkeypatch.setattr(road_maps, "at_once", lambda answers, budget: dict(answers.road_map) | {"steps": []})
    text = ana.get(PAGE).content.decode()
    assert "What is not met" in text and "would meet:" in text and f"/{new}" in text
    ladder = ana.get(PAGE + "road-map.json").json()["ladder"]
    assert ladder["unmet"] == {good: 15.0} and ladder["meets"][0]["recipes"] == [new]


def test_while_another_budget_is_worked_out_the_nearest_is_shown(answered, ana, monkeypatch):
    monkeypatch.setattr(road_maps, "PATIENCE", 0.01)
    monkeypatch.setattr(road_maps, "make_ready", lambda answers: None)
    road_maps._answered.clear()
    with road_maps._lock:
        text = ana.get(PAGE + "?budget=1").content.decode()
    assert "Another budget is being worked out" in text and 'href="?budget=1"' in text
    assert "Another budget is being worked out" not in ana.get(PAGE + "?budget=1").content.decode()


def test_a_town_without_a_prepared_road_map_is_sent_to_the_background(answered, ana, monkeypatch):
    answers = dataclasses.replace(queries.answers(), road_map={})
    monkeypatch.setattr(queries, "answers", lambda: answers)
    monkeypatch.setattr(road_maps, "at_once", lambda *_: pytest.fail("solved within a page"))
    text = ana.get(PAGE).content.decode()
    assert "too large for an answer at once" in text and "Look for it" in text
    assert ana.get(PAGE + "road-map.json").status_code == 302


def test_a_budget_above_all_outlays_counts_as_all_outlays(answered):
    network = queries.answers().network
    assert budgets.read("999999999", network) == (float(budgets.most(network)), "")
