"""Each page opens for a member, with its headers and in few queries; visitors and outsiders are turned away kindly."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonstead.interfaces.web.headers import POLICY

#: (address, most queries). The bound is what a page needs, not what it happens to take; more goods add none.
PAGES = (
    ("/", 35), ("/boundary", 30), ("/boundary/next/mill", 30), ("/boundary/reason/share", 25),
    ("/boundary/reason/days", 25), ("/boundary/reason/cash", 25), ("/boundary/reason/hours", 25),
    ("/boundary/reason/class-food", 25), ("/needs", 22), ("/goods/bread", 35),
    ("/goods/wheat", 35), ("/recipes/bake", 20), ("/recipes/mill", 18), ("/associations", 12), ("/record", 8),
    ("/record/made", 15), ("/record/gave", 15), ("/people/me", 22), ("/about", 10), ("/design", 8),
)


@pytest.mark.parametrize(("address", "most"), PAGES)
def test_a_member_sees_each_page_in_few_queries(answered, ana, address, most):
    ana.get(address)
    with CaptureQueriesContext(connection, ) as queries:
        response = ana.get(address)
    assert response.status_code == 200
    assert response["Content-Security-Policy"] == POLICY
    assert "no-store" in response["Cache-Control"]
    assert len(queries) <= most, [query["sql"][:100] for query in queries]


def test_the_recorded_year_is_told_over_enough_households_alone(town, ana, monkeypatch):
    from commonstead.core.livelihood import sums
    from commonstead.town.boundary import commands

    commands.compute_answers()
    assert ana.get("/boundary/reason/recorded").status_code == 404, "two households live in this town"
    assert "Where it came from" not in ana.get("/boundary").content.decode()
    monkeypatch.setattr(sums, "FEWEST_HOUSEHOLDS", 1)
    commands.compute_answers()
    assert ana.get("/boundary/reason/recorded").status_code == 200
    assert "Where it came from" in ana.get("/boundary").content.decode()


@pytest.mark.parametrize("part", ["", "/stocks", "/book", "/charter"])
def test_a_member_sees_the_whole_association(town, ana, part):
    assert ana.get(f"/associations/{town.garden}{part}").status_code == 200


def test_more_entries_cost_no_more_queries(town, ana):
    from commonstead.core.vocabulary.actions import Action
    from commonstead.core.vocabulary.flow import Flow
    from commonstead.town.ledger import commands

    from .conftest import LONG_AGO

    def count(address):
        with CaptureQueriesContext(connection) as queries:
            assert ana.get(address).status_code == 200
        return len(queries)

    addresses = (f"/associations/{town.garden}/book", f"/resources/{town.flour}", f"/associations/{town.garden}")
    before = [count(address) for address in addresses]
    commands.record_events([
        Flow(Action.RAISE, town.garden, town.garden, "flour", LONG_AGO, town.ana, f"more-{number}", quantity=10)
        for number in range(30)])
    assert [count(address) for address in addresses] == before


@pytest.mark.parametrize("address", ["/", "/boundary", "/needs", "/associations", "/record/made", "/people/me"])
def test_a_visitor_is_asked_to_come_in_first(answered, address):
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/door/?next=")


def test_a_book_is_closed_to_outsiders_but_its_purpose_is_not(town, bea):
    assert bea.get(f"/associations/{town.garden}").status_code == 200
    for closed in (f"/associations/{town.garden}/book", f"/associations/{town.garden}/stocks",
                   f"/books/{town.garden}.csv",
                   f"/associations/{town.home}", f"/resources/{town.flour}", f"/resources/{town.flour}/statement.csv",
                   f"/events/{town.event}"):
        assert bea.get(closed).status_code == 404, closed


def test_outsiders_read_no_name_of_a_member_and_no_entry(town, bea):
    page = bea.get(f"/associations/{town.garden}").content.decode()
    assert "Lower Field" in page
    assert "Ana Rivera" not in page
    assert "/events/" not in page


def test_who_has_it_hides_amounts_of_closed_books_and_all_households(town, ana, bea):
    inside, outside = ana.get("/goods/bread").content.decode(), bea.get("/goods/bread").content.decode()
    assert "Lower Field" in outside
    assert "Rivera household" not in outside
    assert f'href="/associations/{town.garden}"' in outside
    assert "Rivera household" in inside


def test_what_is_not_there_says_so_kindly(town, ana):
    response = ana.get("/goods/nothing-of-that-name")
    assert response.status_code == 404
    assert "There is nothing of that name" in response.content.decode()


def test_the_boundary_page_tells_the_stored_answers(answered, ana):
    from commonstead.interfaces.web import wording
    from commonstead.town.boundary import queries

    answers = queries.answers()
    page = ana.get("/boundary").content.decode()
    assert wording.share(1 - answers.dependence) in page
    assert "Grind flour" in page
    assert 'href="/boundary/reason/share"' in page
    assert 'href="/boundary/next/mill"' in page


def test_without_answers_the_boundary_offers_to_work_them_out(town, ana):
    assert 'action="/boundary/work-out"' in ana.get("/boundary").content.decode()


def test_stale_answers_say_so(answered, ana):
    from commonstead.town.people import commands

    assert "Something has changed" not in ana.get("/boundary").content.decode()
    commands.set_pledge(answered.ana, hours_a_month=10, skills=["baking"])
    assert "Something has changed" in ana.get("/boundary").content.decode()


def test_what_cannot_be_kept_together_is_named(answered, ana, monkeypatch):
    from dataclasses import replace

    from commonstead.interfaces.web.views import boundary as page
    from commonstead.town.boundary import queries

    found = queries.answers()
    plan = {**found.plan, "status": "infeasible", "dependence": None, "conflicts": ["cash", "flour"]}
    stuck = replace(found, plan=plan)
    monkeypatch.setattr(page.boundary, "answers", lambda: stuck)
    text = ana.get("/boundary").content.decode()
    assert "No plan can keep everything as it is" in text
    assert "the cash in hand, Flour" in text


@pytest.mark.django_db(transaction=True)
def test_working_out_tells_its_stages_and_stores_the_answers():
    from commonstead.town.boundary import queries

    from .conftest import build_town, client_of

    town = build_town()
    assert queries.answers() is None
    response = client_of(town.ana).post("/boundary/work-out")
    page = b"".join(response.streaming_content).decode()
    assert "Finding the plan that spends least" in page
    assert page.rstrip().endswith("</html>")
    assert queries.answers() is not None


def test_taking_up_a_recipe_needs_the_books_keeper(answered, ana, bea):
    from commonstead.town.making import queries

    bea.post("/recipes/mill/adopt", {"doer": answered.garden})
    assert not queries.recipe("mill").adopted
    ana.post("/recipes/mill/adopt", {"doer": answered.garden})
    assert queries.recipe("mill").doer == answered.garden


def test_taking_up_a_wish_makes_it_a_promise(town, bea):
    from commonstead.core.vocabulary.actions import Action
    from commonstead.town.ledger import commands, queries

    wish = commands.intend(Action.WORK, "baking", receiver=town.garden, effort=200)
    assert "Lower Field could use: Baking" in bea.get("/").content.decode()
    assert bea.post(f"/take-up/{wish}").status_code == 302
    promise = queries.commitments(agent=town.bea)[0]
    assert (promise.provider, promise.receiver, promise.satisfies) == (town.bea, town.garden, wish)


def test_a_wish_taken_up_twice_is_one_promise_and_others_are_told(town, ana, bea):
    from commonstead.core.vocabulary.actions import Action
    from commonstead.town.ledger import commands, queries

    wish = commands.intend(Action.WORK, "baking", receiver=town.garden, effort=200)
    assert "and it leaves this list" in bea.get("/").content.decode()
    for _ in range(2):
        assert "Yours now" in bea.post(f"/take-up/{wish}", follow=True).content.decode()
    assert len(queries.commitments(agent=town.bea)) == 1
    assert "could use: Baking" not in ana.get("/").content.decode()
    assert "This has been taken up already" in ana.post(f"/take-up/{wish}", follow=True).content.decode()
    assert len(queries.commitments()) == 1


def test_a_promise_is_kept_from_today_and_waits_no_longer(town, ana):
    from html import unescape
    from urllib.parse import parse_qs, urlsplit

    from commonstead.core.vocabulary.actions import Action
    from commonstead.town.ledger import commands

    promise = commands.commit_to(action=Action.WORK, specification="baking", provider=town.ana, receiver=town.garden,
                                 effort=200)
    page = ana.get("/").content.decode()
    assert "You promised Lower Field" in page
    link = unescape(next(part.split('"')[0] for part in page.split('href="') if f"promise={promise}" in part))
    form = ana.get(link).context["form"]
    fields = {name: form[name].value() for name in form.fields}
    assert fields["effort"] == parse_qs(urlsplit(link).query)["effort"][0] == "2.00"
    response = ana.post(urlsplit(link).path, {**fields, "day": "2025-02-01", "note": "", "step": "write"})
    assert response.status_code == 302
    assert "You promised Lower Field" not in ana.get("/").content.decode()


@pytest.mark.django_db
def test_light_and_dark_without_javascript():
    client = Client()
    response = client.post("/appearance", {"appearance": "dark", "next": "/design"})
    assert response["Location"] == "/design"
    assert 'data-appearance="dark"' in client.get("/design").content.decode()
    assert client.post("/appearance", {"appearance": "dark", "next": "https://elsewhere.example/"})["Location"] == "/"


@pytest.mark.django_db
def test_the_language_switch_turns_the_page_spanish():
    client = Client()
    client.post("/language", {"language": "es", "next": "/design"})
    page = client.get("/design").content.decode()
    assert '<html lang="es"' in page
    assert "Saltar al contenido" in page
