"""Coming in: keys, sessions, pace, and what the answers look like when the door stays shut."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

from commonstead.interfaces.api import tokens
from commonstead.interfaces.api.models import ApiToken


def test_nobody_comes_in_without_a_key(stranger):
    response = stranger.get("/me")
    assert response.status_code == 401
    assert response.json()["refusals"][0]["clause"] == "api.sign_in"
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_key_opens_what_its_owner_may_see(town, ada):
    me = ada.get("/me").json()
    assert me["person"]["name"] == "Ada"
    assert me["household"] == town.home
    assert {town.ada, town.home} <= set(me["may_book_for"])


def test_the_key_itself_is_not_kept(town, ada):
    key = ada.headers["Authorization"].removeprefix("Bearer ")
    [row] = ApiToken.objects.filter(user__person_id=town.ada)
    assert key not in {str(value) for value in vars(row).values()}


def test_a_withdrawn_key_is_worth_nothing(town, ada):
    [shown] = ada.get("/tokens").json()
    assert ada.delete(f"/tokens/{shown['id']}").status_code == 204
    assert ada.get("/me").status_code == 401


def test_nobody_withdraws_anothers_key(town, ada, cleo):
    [shown] = ada.get("/tokens").json()
    assert cleo.delete(f"/tokens/{shown['id']}").status_code == 404
    assert ada.get("/me").status_code == 200


def test_a_session_reads_and_writes_only_with_its_csrf_token(town):
    from commonstead.town.people import commands as people

    client = Client(enforce_csrf_checks=True)
    client.force_login(get_user_model().objects.get(pk=people.make_login(town.ada)))
    assert client.get("/api/me").status_code == 200
    assert client.post("/api/events", "{}", content_type="application/json").status_code == 403


def test_pace_is_kept(town, ada, settings):
    settings.OPTIONS = {**settings.OPTIONS, "api_requests_a_minute": 3}
    cache.clear()
    answers = [ada.get("/units").status_code for _ in range(8)]
    assert 429 in answers and answers[0] == 200


def test_agents_are_known_to_those_they_meet(town, ada, cleo):
    assert {agent["id"] for agent in ada.get("/agents").json()} == {town.ada, town.ben, town.home}
    assert cleo.get(f"/agents/{town.ada}").status_code == 404
    assert cleo.get(f"/agents/{town.home}").status_code == 404
    assert {view["member"] for view in ada.get(f"/agents/{town.home}").json()["members"]} == {town.ada, town.ben}


def test_keys_are_made_on_a_page_and_shown_once(town):
    from commonstead.town.people import commands as people

    client = Client()
    client.force_login(get_user_model().objects.get(pk=people.make_login(town.ada)))
    page = client.post("/api/keys", {"label": "The bakery's till"}).content.decode()
    assert tokens.MARK in page
    assert tokens.MARK not in client.get("/api/keys").content.decode()
    assert "The bakery&#x27;s till" in client.get("/api/keys").content.decode()


@pytest.mark.django_db
def test_the_page_names_every_operation_and_loads_nothing_from_elsewhere(client):
    page = client.get("/api/")
    text = page.content.decode()
    assert page.status_code == 200
    for address in client.get("/api/openapi.json").json()["paths"]:
        assert address in text
    assert "http://" not in text.replace("http://testserver", "") and "https://" not in text
    assert "script-src 'self'" in page["Content-Security-Policy"]
