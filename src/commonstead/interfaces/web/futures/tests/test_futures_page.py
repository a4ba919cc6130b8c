"""How sure is this? The page before anything was worked out, after it, and with what cannot be asked for."""

import pytest
from django.test import Client

from commonstead.core.boundary.ensemble import Spread
from commonstead.interfaces.web.futures.asked import FIELDS
from commonstead.interfaces.web.futures.told import Told
from commonstead.town.boundary import calculating, calculations
from commonstead.town.boundary.calculating import ensemble
from commonstead.town.making import commands as making


def ask(client, **form) -> str:
    """Ask, and let it be worked out; the id."""
    address = client.post("/boundary/futures/", form).headers["Location"]
    one = address.rsplit("/", 1)[1]
    calculations.run_here(one)
    return one


def test_strangers_are_asked_to_come_in(answered):
    assert Client().get("/boundary/futures/").headers["Location"].startswith("/door")


def test_before_the_boundary_is_worked_out_the_page_leads_there(town, ana):
    text = ana.get("/boundary/futures/").content.decode()
    assert "Nothing to be sure of yet" in text and "Work them out" not in text


def test_before_any_futures_the_page_offers_to_work_them_out(answered, ana):
    text = ana.get("/boundary/futures/").content.decode()
    assert "Work many futures out" in text and "Does it still pay?" not in text
    for name in FIELDS:
        assert f'name="{name}" value="{100 * getattr(Spread(), name):g}"' in text


def test_the_answer_has_ranges_steps_and_what_was_varied(answered, ana):
    one = ask(ana, futures="20", prices="30")
    view = calculations.calculation(one)
    assert view.state == "done", view.problem
    assert view.wanted["spread"]["prices"] == 0.3 and view.result["ensemble"]["futures"] == 20
    text = ana.get(f"/boundary/futures/?calculation={one}").content.decode()
    assert "In eight futures of ten we meet between" in text
    assert 'role="img"' in text and "One in ten below" in text
    assert 'href="/boundary/next/mill"' in text and "Grind flour" in text
    pays = view.result["ensemble"]["steps"][0]["pays"]
    assert f"pays in {pays} of 20 futures" in text
    assert "± 30 %" in text and "as it was asked for" in text  # the reason of ours is for our guess alone
    assert "20 futures, worked out" in text


def test_a_step_that_was_taken_up_since_is_left_out_and_the_answer_says_it_is_old(answered, ana):
    ask(ana, futures="20")
    making.adopt_recipe("mill", doer=answered.garden)
    text = ana.get("/boundary/futures/").content.decode()
    assert "Grind flour" not in text
    assert "Something has changed since this was worked out." in text


@pytest.mark.parametrize("form", [{"futures": "20", "yields": "x"}, {"futures": "20", "prices": "-1"},
                                  {"futures": "20", "income": "nan"}, {"futures": "20", "hours": "900"}])
def test_what_cannot_be_asked_for_is_said_at_its_field(answered, ana, form):
    answer = ana.post("/boundary/futures/", form)
    assert answer.status_code == 422 and "Give a number" in answer.content.decode()
    assert calculations.latest_calculation("ensemble", state="waiting") is None


@pytest.mark.parametrize("futures", ["0", "many", "21", "10000", "\u0662\u0660"])
def test_more_futures_than_the_page_offers_are_not_taken(answered, ana, futures):
    answer = ana.post("/boundary/futures/", {"futures": futures})
    assert answer.status_code == 422 and "Choose one of these: 20, 100, 300." in answer.content.decode()
    assert calculations.latest_calculation("ensemble", state="waiting") is None


def test_an_id_of_something_else_shows_the_latest(answered, ana):
    assert ana.get("/boundary/futures/?calculation=nonsense").status_code == 200


def test_while_futures_are_worked_out_the_page_leads_to_them(answered, ana):
    address = ana.post("/boundary/futures/", {"futures": "20"}).headers["Location"]
    assert address in ana.get("/boundary/futures/").content.decode()


def test_what_was_ready_when_it_was_stopped_is_shown_with_how_much_it_is(answered, ana, monkeypatch):
    def say(work, text, share=None):
        if share and share > 0.5:
            raise calculating.Stopped

    monkeypatch.setattr(calculating.Work, "say", say)
    monkeypatch.setattr(ensemble, "_SELDOM", 0.0)
    one = ask(ana, futures="20")
    view = calculations.calculation(one)
    assert view.state == "stopped" and 4 < view.result["ensemble"]["futures"] < 20
    said = ana.get(f"/boundary/futures/calculations/{one}").content.decode()
    assert f'href="/boundary/futures/?calculation={one}"' in said and "See what is ready so far" in said
    text = ana.get(f"/boundary/futures/?calculation={one}").content.decode()
    assert f"this is what {view.result['ensemble']['futures']} of 20 futures say" in text
    assert "this is what" not in ana.get("/boundary/futures/").content.decode()  # only where it is asked for


def test_one_that_was_stopped_before_anything_was_ready_has_nothing_to_show(answered, ana):
    one = ana.post("/boundary/futures/", {"futures": "20"}).headers["Location"].rsplit("/", 1)[1]
    calculations.stop_calculation(one)
    assert "See what is ready" not in ana.get(f"/boundary/futures/calculations/{one}").content.decode()


def test_a_step_that_meets_needs_is_told_so():
    found = {"infeasible": 4, "spread": {}, "reasons": {}}
    told = Told.__new__(Told)
    told.found, told.currency = found, "EUR"
    nothing = {"low": 0.0, "middle": 0.0, "high": 0.0}
    step = {"recipes": ["mill"], "saving": nothing, "saves": 0, "pays": 0, "futures": 16, "meets": 12,
            "makes_possible": 3}
    assert told._sure(step) == ("meets more needs in 12 of 16 futures; with it everything can be kept in 3 of the 4 "
                                "futures in which it could not")
    assert told._saves(step) == ""
    assert told._sure({**step, "saves": 5, "pays": 5, "makes_possible": 0}).endswith("; pays in 5 of 16 futures")
    before = {name: value for name, value in step.items() if name not in ("meets", "makes_possible")}
    assert told._sure(before) == "pays in 0 of 16 futures"  # an answer that was kept from before this was counted
