"""The page of a calculation: what it tells while it goes on, who may stop it, and where it leads."""

import pkgutil
import threading
from dataclasses import replace

import pytest
from django.test import Client

from commonstead.interfaces.web.futures import calculations as page
from commonstead.town.boundary import calculating, calculations

KIND = "tests.slow"


@pytest.fixture
def asked(town):
    return calculations.begin_calculation(KIND, {"steps": 2}, by=town.ana)


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(page, "_WATCHED", 0.0)
    monkeypatch.setattr(page, "_LOOK", 0.01)


def text_of(response) -> str:
    pieces = response.streaming_content if response.streaming else [response.content]
    text = b"".join(pieces).decode()
    response.close()
    return text


def test_strangers_are_asked_to_come_in(asked):
    assert Client().get(f"/boundary/futures/calculations/{asked}").headers["Location"].startswith("/door")


def test_one_that_waits_says_so_and_can_be_stopped_by_who_asked(asked, ana, bea):
    text = text_of(ana.get(f"/boundary/futures/calculations/{asked}"))
    assert "It waits for another calculation to end." in text and "Stop it" in text
    assert text.rstrip().endswith("</html>")
    assert "Stop it" not in text_of(bea.get(f"/boundary/futures/calculations/{asked}"))
    said = bea.post(f"/boundary/futures/calculations/{asked}", follow=True)
    assert "In its first 15 minutes only who asked for a calculation may stop it" in text_of(said)
    assert calculations.calculation(asked).state == "waiting"
    assert "It was stopped." in text_of(ana.post(f"/boundary/futures/calculations/{asked}", follow=True))


def test_after_it_worked_for_long_another_may_stop_it_and_the_page_says_so_before(asked, ana, bea, monkeypatch):
    address = f"/boundary/futures/calculations/{asked}"
    said = "Once it has worked for 15 minutes, anyone may"
    assert said in text_of(bea.get(address)) and said not in text_of(ana.get(address))
    monkeypatch.setattr(calculations.CalculationView, "may_be_stopped_by", lambda view, person: not view.ended)
    assert "Stop it" in text_of(bea.get(address))
    bea.post(address)
    assert calculations.calculation(asked).state == "stopped"
    assert said not in text_of(bea.get(address))


@pytest.mark.parametrize("address", ["/boundary/futures/", "/boundary/futures/weeks"])
def test_a_third_one_is_refused_with_what_to_do(answered, ana, address):
    for number in range(2):
        calculations.begin_calculation(KIND, {"steps": number}, by=answered.ana)
    text = ana.post(address, follow=True).content.decode()
    assert "2 calculations that you asked for are not done yet" in text and "or stop one" in text


def test_one_that_is_done_leads_to_its_answer(asked, ana, monkeypatch):
    calculations.run_here(asked)
    monkeypatch.setitem(page.RESULT_PAGES, KIND, "boundary")
    text = text_of(ana.get(f"/boundary/futures/calculations/{asked}"))
    assert "step 1" in text and "It is done." in text
    assert f'href="/boundary?calculation={asked}"' in text


def test_one_that_failed_says_why_in_words(town, ana):
    one = calculations.begin_calculation(KIND, {"refuse": True}, by=town.ana)
    calculations.run_here(one)
    assert "Not with so much. Take less." in text_of(ana.get(f"/boundary/futures/calculations/{one}"))


def test_news_is_sent_as_it_comes(asked, ana, monkeypatch):
    """A look finds one more sentence each time; the page has each once, and ends when the calculation does."""
    monkeypatch.setattr(page, "_WATCHED", 60.0)
    steps = iter([("working", ["closure"], 0.1), ("working", ["closure", "step 2"], 0.57),
                  ("done", ["closure", "step 2", "<step> 3"], 1.0)])
    real = calculations.calculation

    def looked(one, **more):
        state, said, share = next(steps)
        return replace(real(one, **more), state=state, said=tuple(said), share=share)

    monkeypatch.setattr(page.calculations, "calculation", looked)
    text = text_of(ana.get(f"/boundary/futures/calculations/{asked}"))
    assert text.count("Looking what can be made from what there is") == text.count("step 2") == 1
    assert "&lt;step&gt; 3" in text and "50 % done" in text and "It is done." in text


def test_many_who_watch_leave_threads_for_others(asked, ana):
    watching = [ana.get(f"/boundary/futures/calculations/{asked}") for _ in range(3)]
    assert [one.streaming for one in watching] == [True, True, False]
    for one in watching:
        text_of(one)
    again = ana.get(f"/boundary/futures/calculations/{asked}")
    assert again.streaming
    text_of(again)
    assert isinstance(page._seats, type(threading.BoundedSemaphore()))


def test_what_is_not_there_is_not_found(town, ana):
    assert ana.get("/boundary/futures/calculations/0123").status_code == 404


def test_each_kind_of_calculation_has_a_name_and_a_page():
    kinds = {module.name for module in pkgutil.iter_modules(calculating.__path__)} - {"tests"}
    assert kinds == set(page.KIND_WORDS) == set(page.RESULT_PAGES)
    assert page.title_of("together") == "A plan for two towns"
