"""Week by week: asked for, worked out, shown with its proof, which the checker accepts."""

import json

import pytest

from commonstead.core.boundary import check_plan, read_network
from commonstead.interfaces.web.futures.weeks import _when
from commonstead.town.boundary import calculations
from commonstead.town.people import commands as people


@pytest.fixture
def worked(answered, ana):
    address = ana.post("/boundary/futures/weeks").headers["Location"]
    one = address.rsplit("/", 1)[1]
    assert address in ana.get("/boundary/futures/weeks").content.decode()
    calculations.run_here(one)
    return one


def test_before_there_is_a_boundary_and_before_any_week(town, ana):
    assert "Nothing to plan yet" in ana.get("/boundary/futures/weeks").content.decode()


def test_the_weeks_are_shown_and_the_proof_holds(worked, ana):
    view = calculations.calculation(worked)
    assert view.state == "done", view.problem
    assert view.result["network"]["days_per_period"] == 7 and view.result["network"]["periods"] == 51
    text = ana.get(f"/boundary/futures/weeks?calculation={worked}").content.decode()
    assert "Bake bread" in text and "We can meet inside" in text and "proof.json" in text
    network = ana.get(f"/boundary/futures/weeks/{worked}/network")
    proof = ana.get(f"/boundary/futures/weeks/{worked}/certificate")
    assert 'filename="proof.json"' in proof.headers["Content-Disposition"]
    assert check_plan(read_network(json.loads(network.content)), json.loads(proof.content)) == []
    assert ana.get(f"/boundary/futures/weeks/{worked}/plan").status_code == 404
    assert ana.get("/boundary/futures/weeks/nothing/network").status_code == 404


def test_the_calculations_page_leads_there(worked, ana):
    text = ana.get(f"/boundary/futures/calculations/{worked}").content.decode()
    assert f'href="/boundary/futures/weeks?calculation={worked}"' in text


def test_weeks_are_told_as_stretches():
    assert _when([1, 1, 1]) == "every week"
    assert _when([0, 1, 1, 0, 2]) == "2–3, 5"
    assert _when([1, 0] * 5) == "5 of 10 weeks, first in week 1"


def test_nobodys_pledge_is_in_what_is_handed_out(worked, town, ana, bea):
    people.set_pledge(town.bea, hours_a_month=7, skills=["baking"])
    one = bea.post("/boundary/futures/weeks").headers["Location"].rsplit("/", 1)[1]
    calculations.run_here(one)
    network, proof = (ana.get(f"/boundary/futures/weeks/{one}/{part}").content.decode()
                      for part in ("network", "certificate"))
    [both] = json.loads(network)["people"]
    assert both["skills"] == ["baking"] and both["hours"] == pytest.approx(47 * 12 / 51, rel=0.1)
    for id in (town.ana, town.bea):
        assert id not in network and id not in proof


def test_a_plan_that_somebody_asked_otherwise_is_not_handed_out(answered, ana, town):
    one = calculations.begin_calculation("plan", {"days": 7, "other": True}, by=town.ana)
    calculations.run_here(one)
    assert calculations.calculation(one).state == "done"
    assert ana.get(f"/boundary/futures/weeks/{one}/network").status_code == 404
