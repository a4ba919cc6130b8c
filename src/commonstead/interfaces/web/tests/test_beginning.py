"""A town grows in the browser: an association with what its kind offers, things, needs, pledges, people; and every
page of a town that has only one household says what to do next."""

from __future__ import annotations

from decimal import Decimal

import pytest

from commonstead.town.boundary import commands as boundary
from commonstead.town.ledger import queries as ledger
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.making import queries as making
from commonstead.town.people import commands as people
from commonstead.town.people import queries

from .conftest import client_of

PAGES = ("/", "/boundary", "/needs", "/associations", "/people/me", "/record", "/record/made", "/record/worked",
         "/livelihood/", "/door/let-in", "/things/new", "/needs/new", "/people/me/offer", "/associations/begin",
         "/circles/", "/circles/begin", "/circles/pay", "/card", "/clearing/", "/clearing/write", "/clearing/begin",
         "/clearing/bridges", "/clearing/bridges/propose", "/agreements/", "/agreements/begin", "/board/", "/board/new",
         "/board/mine", "/board/place")


@pytest.fixture
def founder(db):
    """One person in one household, and nothing else."""
    people.ensure_outside()
    person = people.add_person(name="Ana Rivera")
    people.add_household(name="Elm Street 4", members=[person])
    return client_of(person)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_a_new_town_opens(founder, address):
    response = founder.get(address)
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_a_new_town_without_needs_claims_no_numbers(founder):
    boundary.compute_answers()
    page = founder.get("/boundary").content.decode()
    assert "no need is known" in page
    assert "360" not in page
    assert 'href="/needs/new"' in page
    assert "Without a wage" not in founder.get("/").content.decode()


def begin_garden(client, name="Elm Garden"):
    return client.post("/associations/begin", {"name": name, "kind": "garden", "purpose": ""})


def test_an_association_brings_its_recipes_and_its_kinds_of_work(founder):
    response = begin_garden(founder)
    assert response.status_code == 302
    page = founder.get(response["Location"]).content.decode()
    assert "Elm Garden" in page
    assert "Take somebody in" in page
    assert "grow-tomatoes" in {recipe.id for recipe in making.recipes(adopted=False)}
    assert ledger.specification("work-gardening").unit == "h"


def test_a_page_sent_twice_begins_one_association(founder):
    begin_garden(founder)
    again = begin_garden(founder)
    assert again.status_code == 422
    assert 'value="Elm Garden"' in again.content.decode()
    assert len(queries.agents(nature="association")) == 1


def test_a_thing_is_named_once(founder):
    assert founder.post("/things/new", {"name": "Bread", "sort": "good", "unit": "kg"}).status_code == 302
    assert ledger.specification("bread").unit == "kg"
    assert founder.post("/things/new", {"name": "bread", "sort": "good", "unit": "l"}).status_code == 422
    assert ledger.specification("bread").unit == "kg"
    founder.post("/things/new", {"name": "Baking", "sort": "work", "unit": "kg"})
    assert ledger.specification("work-baking").unit == "h"


def test_a_need_with_its_price_and_source(founder):
    founder.post("/things/new", {"name": "Bread", "sort": "good", "unit": "kg"})
    said = {"good": "bread", "need_class": "food", "amount": "4", "price": "3.50"}
    refused = founder.post("/needs/new", said)
    assert refused.status_code == 422
    assert 'value="3.50"' in refused.content.decode()
    assert founder.post("/needs/new", {**said, "source": "our receipts"}).status_code == 302
    need = livelihood.averages()[0]
    assert (need.good, need.per_person, need.source) == ("bread", Decimal(4), "our receipts")
    assert ledger.specification("bread").numbers["buy"]["value"] == "3.50"
    assert founder.post("/needs/new", {**said, "source": "again"}).status_code == 422  # what stands stays as it is


def test_a_pledge_is_ones_own_word(founder):
    begin_garden(founder)
    assert founder.post("/people/me/offer", {"hours": "800", "skills": []}).status_code == 422
    assert founder.post("/people/me/offer", {"hours": "20", "skills": ["gardening"]}).status_code == 302
    pledge = next(iter(queries.pledges()))
    assert (pledge.hours_a_month, list(pledge.skills)) == (20, ["gardening"])
    assert 'value="20' in founder.get("/people/me/offer").content.decode()


def test_a_newcomer_comes_in_and_joins(founder):
    begin_garden(founder)
    newcomer = {"newcomer": "Bo Lind", "lives": "own", "household": "", "size": "2"}
    refused = founder.post("/door/let-in", newcomer)
    assert refused.status_code == 422
    assert 'value="Bo Lind"' in refused.content.decode()
    assert "A code for Bo Lind" in founder.post("/door/let-in", {**newcomer, "household": "Elm 5"}).content.decode()
    assert founder.post("/door/let-in", {**newcomer, "household": "Elm 5"}).status_code == 422  # sent twice
    bo = next(view for view in queries.agents(nature="person") if view.name == "Bo Lind")
    assert queries.household_of(bo.id) != queries.household_of(next(
        view.id for view in queries.agents(nature="person") if view.name == "Ana Rivera"))
    garden = queries.agents(nature="association")[0].id
    founder.post(f"/associations/{garden}/take-in", {"member": bo.id, "role": "member"})
    assert garden in {entry.group for entry in queries.memberships_of(bo.id)}
    assert client_of(bo.id).get(f"/associations/{garden}/take-in").status_code == 404


def test_a_newcomer_may_live_with_whoever_lets_them_in(founder):
    founder.post("/door/let-in", {"newcomer": "Cem", "lives": "with-me"})
    homes = {queries.household_of(view.id) for view in queries.agents(nature="person")}
    assert len(homes) == 1
