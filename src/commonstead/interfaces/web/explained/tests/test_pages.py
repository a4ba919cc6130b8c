"""A step's page for any recipe, two futures side by side, the plan on a sheet, its work as files and on the board."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from icalendar import Calendar

from commonstead.town.boundary import commands as boundary_commands
from commonstead.town.boundary import explaining, open_work
from commonstead.town.boundary import queries as boundary
from commonstead.town.people import commands as people


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_within_two_taps_of_the_boundary_page_one_knows_why_and_what_it_takes(answered, ana):
    page = text(ana.get("/boundary"))
    assert 'href="/boundary/next/mill"' in page
    page = text(ana.get("/boundary/next/mill"))
    assert "It saves" in page and "because what it takes (wheat)" in page
    assert page.index("It saves") < page.index("What it would take") < page.index("It stops paying if</h2>")
    assert page.index("It stops paying if</h2>") < page.index("Take it up")
    assert "hours of baking a week" in page and "free hours" not in page


def test_a_stored_step_is_explained_from_what_is_stored(answered, ana, monkeypatch):
    def solved(*_):
        raise AssertionError("a page that only reads has solved a plan")

    monkeypatch.setattr(explaining, "plan_of", solved)
    assert "It saves" in text(ana.get("/boundary/next/mill"))


def test_any_recipe_and_any_chain_has_its_page(answered, ana):
    assert "It saves" in text(ana.get("/boundary/next/bake")), "in use already"
    assert "Somebody has taken it up" in text(ana.get("/boundary/next/bake"))
    chain = text(ana.get("/boundary/next/mill.bake"))
    assert "together with" in chain
    assert ana.get("/boundary/next/no-such").status_code == 404


def test_what_came_after_the_answers_says_so(answered, ana):
    from commonstead.town.making import commands as making

    making.add_recipe("dry", name="Dry apples", inputs={"wheat": 1}, outputs={"flour": 1})
    assert "came into the catalogue after" in text(ana.get("/boundary/next/dry"))


def test_the_same_explanation_is_not_worked_out_twice(answered, ana, monkeypatch):
    asked = []
    real = explaining.explain
    monkeypatch.setattr(explaining, "explain", lambda *args, **more: asked.append(args[2]) or real(*args, **more))
    first, again = text(ana.get("/boundary/next/bake")), text(ana.get("/boundary/next/bake"))
    assert "It saves" in first and "It saves" in again and len(asked) <= 1


def test_a_large_town_waits_for_an_explanation_on_a_page_of_its_own(answered, ana, monkeypatch):
    from commonstead.town.boundary import calculations

    monkeypatch.setattr(explaining, "LARGE", 1)
    explaining._kept.clear()
    assert "This takes a while" in text(ana.get("/boundary/next/bake"))
    monkeypatch.setattr(calculations, "start_waiting", lambda: None)
    begun = ana.post("/boundary/next/bake")["Location"].rsplit("/", 1)[1]
    calculations.run_here(begun)
    assert ana.get(f"/boundary/plan/explanation?calculation={begun}")["Location"] == "/boundary/next/bake"
    assert "It saves" in text(ana.get("/boundary/next/bake"))


def test_the_first_rungs_come_after_the_page_and_lead_to_their_reasons(answered, ana):
    page = text(ana.get("/boundary"))
    assert 'hx-get="/boundary/plan/first-rungs"' in page and 'href="/boundary/road-map/"' in page
    rungs = text(ana.get("/boundary/plan/first-rungs"))
    assert "<html" not in rungs and 'href="/boundary/road-map/"' in rungs
    from commonstead.interfaces.web.road_map import budget
    from commonstead.town.boundary import road_maps

    answers = boundary.answers()
    steps = road_maps.at_once(answers, budget.opening(answers.network))["steps"]
    for step in steps[:3]:
        assert f'href="/boundary/next/{".".join(step["recipes"])}"' in rungs


# --- two futures
def test_two_futures_in_the_same_figures(answered, ana):
    form = text(ana.get("/boundary/plan/compare"))
    assert "What would be otherwise?" in form and "Cash we still need outside" not in form
    page = text(ana.get("/boundary/plan/compare?with=mill&good1=wheat&price1=50&income=&hours=-20"))
    assert "Grind flour, price of wheat +50 %, hours −20 %" in page
    assert "As we are" in page and "Less is spent on" in page and "Flour" in page
    told = explaining.comparison_of({"adopt": ["mill"], "prices": {"wheat": 1.5}, "hours": 0.8}, boundary.answers())
    assert told["after"]["cash"] < told["before"]["cash"]


@pytest.mark.parametrize("query", ["price1=5000&good1=flour", "with=nothing", "income=-100", "hours=x"])
def test_what_cannot_be_is_refused_at_its_field(answered, ana, query):
    page = text(ana.get(f"/boundary/plan/compare?{query}"))
    assert 'class="error"' in page and "As we are, and then" not in page


def test_a_large_town_compares_in_the_background(answered, ana, monkeypatch):
    from commonstead.town.boundary import calculations

    monkeypatch.setattr(explaining, "LARGE", 1)
    monkeypatch.setattr(calculations, "start_waiting", lambda: None)
    explaining._kept.clear()
    address = "/boundary/plan/compare?with=mill&good1=wheat&price1=50"
    assert "This takes a while" in text(ana.get(address))
    begun = ana.post(address)["Location"].rsplit("/", 1)[1]
    calculations.run_here(begun)
    ready = ana.get(f"/boundary/plan/compare?calculation={begun}")["Location"]
    assert "Less is spent on" in text(ana.get(ready))


# --- the sheet
def test_the_plan_on_a_sheet_names_skills_and_nobody(answered, ana):
    page = text(ana.get("/boundary/plan/"))
    for words in ("What we would make", "What we would still buy", "Who could do it", "Hours from month to month",
                  "What is open", "What is uncertain", "To decide"):
        assert words in page, words
    sheet = page.split('<div class="sheet">')[1].split('id="work"')[0]
    assert "Ana" not in sheet and "Rivera" not in sheet


def test_hours_offered_are_told_only_where_five_people_offer_them(answered, ana):
    pages = ("/boundary/plan/", "/boundary/reason/hours", "/boundary/next/mill")
    for more in range(4):  # with Ana two, three, four, five
        people.set_pledge(people.add_person(name=f"Baker {more}"), hours_a_month=37, skills=["baking"])
        boundary_commands.compute_answers()
        found, told = boundary.answers().plan["hours_by_skill"]["baking"], more == 3
        for address in pages:
            page = text(ana.get(address))
            assert ("few people offer this" in page) is not told, (more, address)
            assert "free hours of baking" not in page or told
        sheet = text(ana.get(pages[0]))
        assert f"{found['used']:,.0f}" in sheet
        assert (f"{found['pledged']:,.0f}" in sheet) is told


def test_open_needs_as_table_as_json_and_as_calendar_agree(answered, ana):
    found = json.loads(ana.get("/boundary/plan/open-needs.json").content)["open_needs"]
    assert found and {need["recipe"] for need in found} == {"bake"}
    hours = sum(asked["hours"] for need in found for asked in need["hours_by_skill"])
    plan = boundary.answers().plan
    assert hours == pytest.approx(plan["hours"], rel=1e-2)
    rows = list(csv.DictReader(io.StringIO(ana.get("/boundary/plan/open-needs.csv").content.decode())))
    assert sum(float(row["hours"]) for row in rows) == pytest.approx(hours)
    answer = ana.get("/boundary/plan/open-needs.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    events = [part for part in Calendar.from_ical(answer.content).walk("VEVENT")]
    assert len(events) == len(found) and len({str(event["UID"]) for event in events}) == len(events)
    first = min(events, key=lambda event: event["DTSTART"].dt)
    assert first["DTSTART"].dt == date.fromisoformat(found[0]["from"]) and first["DTSTART"].dt.day == 1
    assert first["TRANSP"] == "TRANSPARENT" and str(first["LOCATION"]) == "Lower Field"
    for event in events:
        assert "ATTENDEE" not in event and "ORGANIZER" not in event
    assert "Ana" not in answer.content.decode()
    assert ana.get("/boundary/plan/open-needs.pdf").status_code == 404


def test_on_the_board_by_choice_once_and_off_again(answered, ana, bea):
    from commonstead.town.ledger import queries as ledger

    address = f"/boundary/plan/board/{answered.garden}"
    assert bea.post(address, {"deed": "post"}).status_code == 404
    for _ in range(2):
        ana.post(address, {"deed": "post"})
        (wish,) = [one for one in ledger.intents() if one.receiver == answered.garden]
    assert wish.specification == "baking" and wish.effort > 0 and wish.provider == ""
    assert "Lower Field could use: Baking" in bea.get("/").content.decode()
    assert "1 on the board" in text(ana.get("/boundary/plan/"))
    ana.post(address, {"deed": "withdraw"})
    assert not [one for one in ledger.intents() if one.receiver == answered.garden]
    ana.post(address, {"deed": "post"})
    (wish,) = [one for one in ledger.intents() if one.receiver == answered.garden]
    bea.post(f"/take-up/{wish.id}")
    ana.post(address, {"deed": "post"})
    assert not ledger.intents(), "what somebody has taken up is not asked for again"


def test_a_week_is_a_week_and_a_month_a_month():
    from commonstead.core.boundary.explaining import period_days

    assert period_days(date(2026, 11, 23), 2, 30) == [(date(2026, 12, 1), date(2026, 12, 31)),
                                                     (date(2027, 1, 1), date(2027, 1, 31))]
    assert period_days(date(2027, 1, 1), 1, 30) == [(date(2027, 1, 1), date(2027, 1, 31))]
    assert period_days(date(2026, 11, 24), 2, 7) == [(date(2026, 11, 30), date(2026, 12, 6)),
                                                    (date(2026, 12, 7), date(2026, 12, 13))]


# --- towns with little in them
@pytest.mark.django_db
def test_an_empty_town_is_led_to_what_the_plan_needs():
    from commonstead.interfaces.web.tests.conftest import client_of
    from commonstead.town.people import commands as people

    one = client_of(people.add_person(name="Solo"))
    for address in ("/boundary/plan/", "/boundary/plan/compare"):
        assert one.get(address)["Location"] == "/boundary"
    assert one.get("/boundary/plan/open-needs.csv").status_code == 404
    assert one.get("/boundary/next/bake").status_code == 404


@pytest.mark.django_db
def test_a_town_without_recipes_and_one_without_prices_have_useful_pages():
    from commonstead.interfaces.web.tests.conftest import client_of, number
    from commonstead.town.ledger import commands as ledger
    from commonstead.town.livelihood import commands as livelihood
    from commonstead.town.people import commands as people

    people.ensure_outside()
    solo = people.add_person(name="Solo")
    people.add_household(name="Solo's", members=[solo])
    one = client_of(solo)
    ledger.add_specification("bread", name="Bread", unit="kg", need_class="food", numbers={"buy": number(4)})
    livelihood.set_class("food", "Food")
    livelihood.set_average("bread", "food", per_person=20, source="A survey")
    boundary_commands.set_frame(name="Onehouse", periods=12, days_per_period=30, cash_income=100)
    boundary_commands.compute_answers()
    page = text(one.get("/boundary/plan/"))
    assert "no recipe is in use" in page and "Bread" in page
    assert text(one.get("/boundary/plan/compare?good1=bread&price1=50"))
    assert "Look closer" in text(one.get("/boundary"))
    assert open_work.work_ahead(boundary.answers()) == []
    assert Calendar.from_ical(one.get("/boundary/plan/open-needs.ics").content).walk("VEVENT") == []
    ledger.add_specification("bread", name="Bread", unit="kg", need_class="food")
    ledger.add_specification("songs", name="Songs", unit="h", need_class="food")
    livelihood.set_average("songs", "food", per_person=2, source="A survey")
    boundary_commands.compute_answers()
    assert "songs" in text(one.get("/boundary/plan/")).lower()
    assert text(one.get("/boundary/plan/compare"))


def test_how_far_prices_may_move(answered, ana):
    page = text(ana.get("/boundary/plan/prices"))
    (flour,) = [span for span in explaining.price_ranges_of(boundary.answers()) if span["good"] == "flour"]
    assert flour["high"] == pytest.approx(40 / 8.1), "bread at 4 from 0.81 of flour"
    assert "$4.94" in page and "dearer: less “Bake bread”" in page


def test_a_large_town_moves_its_prices_in_the_background(answered, ana, monkeypatch):
    from commonstead.town.boundary import calculations

    monkeypatch.setattr(explaining, "LARGE", 1)
    monkeypatch.setattr(calculations, "start_waiting", lambda: None)
    explaining._kept.clear()
    assert "This takes a while" in text(ana.get("/boundary/plan/prices"))
    begun = ana.post("/boundary/plan/prices")["Location"].rsplit("/", 1)[1]
    calculations.run_here(begun)
    assert "$4.94" in text(ana.get("/boundary/plan/prices"))


#: (address, most queries), as for the other pages: what a page needs, so that more goods add none.
@pytest.mark.parametrize(("address", "most"), [
    ("/boundary/plan/", 45), ("/boundary/plan/compare", 30), ("/boundary/plan/compare?hours=-20", 30),
    ("/boundary/plan/prices", 20), ("/boundary/plan/open-needs.csv", 30), ("/boundary/next/mill.bake", 30)])
def test_pages_ask_the_database_few_questions(answered, ana, address, most):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ana.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert ana.get(address).status_code == 200
    assert len(queries) <= most, [query["sql"][:90] for query in queries]
