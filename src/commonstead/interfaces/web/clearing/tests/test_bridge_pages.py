"""Bridges on their pages: proposed, agreed, crossed, taken back, ended."""

import re

import pytest

from commonstead.interfaces.web.tests.conftest import client_of
from commonstead.town.circulation import commands as circles
from commonstead.town.circulation import queries as circle_queries
from commonstead.town.circulation.bridges import commands, queries
from commonstead.town.people import commands as people

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def shore(db):
    """Ana's leaves and Eva's stones; Bo is in both, Gil in neither."""
    people.ensure_outside()
    who = {name: people.add_person(name=name.title()) for name in ("ana", "bo", "eva", "gil")}
    made = {}
    for name, keeper, symbol in (("Leaves", "ana", "leaf"), ("Stones", "eva", "stone")):
        hub = people.add_association(name=f"Hub of {name}", kind="laundry", founder=who[keeper])
        made[name] = circles.open_circle(hub, name=name, sort="credit", by=who[keeper], symbol=symbol)
        circles.ask_change(made[name], by=who[keeper], words={"free_line": 10_000, "most_line": 10_000,
                                                              "ceiling": 10_000})
        for member in (keeper, "bo"):
            circles.join_circle(made[name], who[member], by=who[member])
    return who, made, {name: client_of(person) for name, person in who.items()}


def bridge_of(shore) -> str:
    who, made, _browsers = shore
    bridge = commands.propose_bridge(made["Leaves"], made["Stones"], here=3, there=2, cap=9_000, by=who["ana"])
    commands.agree_to_bridge(bridge, cap=6_000, by=who["eva"])
    for name, cap in (("Leaves", 9_000), ("Stones", 6_000)):
        commands.agree_to_cap(bridge, made[name], cap=cap, by=who["bo"])
    return bridge


def test_proposed_agreed_and_capped(shore):
    _who, made, browsers = shore
    page = browsers["ana"].post("/clearing/bridges/propose", {
        "first": made["Leaves"], "second": made["Stones"], "here": "3", "there": "2", "cap": "90"}, follow=True)
    bridge = queries.bridges()[0].id
    assert "3 leaves for 2 stone" in words(page) and "proposed" in words(page)
    assert "“Leaves”: up to 90 leaves?" in words(page) and "Agree" not in words(page)
    assert "Agree : Leaves, 90 leaves" in words(browsers["bo"].get(f"/clearing/bridges/{bridge}"))
    for name, asks in (("bo", True), ("ana", False), ("gil", False)):
        assert ("waits for your yes" in words(browsers[name].get("/clearing/bridges"))) is asks
    assert "90 leaves" not in words(browsers["gil"].get(f"/clearing/bridges/{bridge}"))
    page = browsers["bo"].post(f"/clearing/bridges/{bridge}/do", {"step": "agree", "cap": "60"}, follow=True)
    assert "Only whoever keeps the book of Hub of Stones" in words(page)
    page = browsers["eva"].post(f"/clearing/bridges/{bridge}/do", {"step": "agree", "cap": "much"}, follow=True)
    assert "is not a number" in words(page)
    page = browsers["eva"].post(f"/clearing/bridges/{bridge}/do", {"step": "agree", "cap": "60"}, follow=True)
    assert "The bridge opens once everybody has agreed" in words(page) and "Up to how much" not in words(page)
    page = browsers["eva"].post(f"/clearing/bridges/{bridge}/do", {
        "step": "cap-yes", "circle": made["Stones"], "steps": "6000"}, follow=True)
    assert "Somebody else has to agree" in words(page)
    for name, steps, said in (("Leaves", "", "another one is asked for"), ("Leaves", "9000", "opens once everybody"),
                              ("Stones", "6000", "The bridge is open")):
        page = browsers["bo"].post(f"/clearing/bridges/{bridge}/do", {
            "step": "cap-yes", "circle": made[name], "steps": steps}, follow=True)
        assert said in words(page)
    assert "60 stone" in words(page)
    page = browsers["ana"].post(f"/clearing/bridges/{bridge}/do", {
        "step": "cap", "cap": "45", "circle": made["Leaves"]}, follow=True)
    assert "45 leaves" in words(page) and queries.bridge(bridge).first.cap == 4_500
    page = browsers["ana"].post(f"/clearing/bridges/{bridge}/do", {
        "step": "cap", "cap": "50", "circle": made["Leaves"]}, follow=True)
    assert "once another member of the circle agrees" in words(page) and queries.bridge(bridge).first.cap == 4_500
    waits = "Leaves: how much may be owed across a bridge?"
    assert waits in words(browsers["bo"].get("/")) and waits not in words(browsers["ana"].get("/"))
    assert waits not in words(browsers["gil"].get("/"))
    page = browsers["bo"].post(f"/clearing/bridges/{bridge}/do", {
        "step": "cap-yes", "circle": made["Leaves"], "steps": "5000"}, follow=True)
    assert "The cap is set." in words(page) and queries.bridge(bridge).first.cap == 5_000


def test_today_tells_the_other_keeper_of_a_bridge_that_was_proposed(shore):
    who, made, browsers = shore
    bridge = commands.propose_bridge(made["Leaves"], made["Stones"], here=3, there=2, cap=9_000, by=who["ana"])
    page = browsers["eva"].get("/")
    assert "“Leaves” asks for a bridge to “Stones”" in words(page)
    assert f'href="/clearing/bridges/{bridge}"' in page.content.decode()
    for name in ("ana", "bo", "gil"):
        assert "asks for a bridge" not in words(browsers[name].get("/"))
    commands.agree_to_bridge(bridge, cap=6_000, by=who["eva"])
    assert "asks for a bridge" not in words(browsers["eva"].get("/"))


def pay(shore, browser, bridge, **more):
    who, made, browsers = shore
    page = browsers[browser].get(f"/clearing/bridges/{bridge}")
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode()).group(1)
    return browsers[browser].post(f"/clearing/bridges/{bridge}/cross", {
        "payer": f"{made['Leaves']} {who['ana']}", "payee": f"{made['Stones']} {who['eva']}", "amount": "30",
        "key": key} | more, follow=True)


def test_paid_across_and_taken_back(shore):
    who, made, browsers = shore
    bridge = bridge_of(shore)
    page = pay(shore, "ana", bridge, note="for the roof")
    assert "Nothing is paid yet" in words(page) and "30 leaves" in words(page) and "20 stone" in words(page)
    crossing = page.request["PATH_INFO"].rpartition("/")[2]
    assert browsers["gil"].get(f"/clearing/crossings/{crossing}").status_code == 404
    page = browsers["bo"].post(f"/clearing/crossings/{crossing}", {"step": "commit"})
    assert page.status_code == 404
    for _ in range(2):
        page = browsers["ana"].post(f"/clearing/crossings/{crossing}", {"step": "commit"}, follow=True)
    assert "Paid on both sides" in words(page)
    assert circle_queries.account(made["Stones"], who["eva"]).balance == 2_000
    page = browsers["eva"].get(f"/clearing/bridges/{bridge}")
    assert "Ana → Eva" in words(page) and "Checked just now" in words(page) and "owes 20 stone" in words(page)
    page = browsers["bo"].get(f"/clearing/bridges/{bridge}")
    assert "Ana → Eva" not in words(page)
    assert "shown to members of the two circles" in words(browsers["gil"].get(f"/clearing/bridges/{bridge}"))
    page = browsers["eva"].post(f"/clearing/crossings/{crossing}", {"step": "back", "reason": ""}, follow=True)
    assert "Say why" in words(page)
    page = browsers["eva"].post(f"/clearing/crossings/{crossing}", {"step": "back", "reason": "Twice"}, follow=True)
    assert "taken back" in words(page) and circle_queries.account(made["Stones"], who["eva"]).balance == 0


@pytest.mark.parametrize(("more", "said"), [
    ({"amount": "0"}, "above zero"), ({"amount": "1.01"}, "multiple of"), ({"amount": "93"}, " more in "),
    ({"amount": "1,240"}, "two ways"), ({"amount": "x"}, "is not a number"), ({"payee": "same"}, "in the same circle"),
    ({"payer": "stranger"}, "valid choice")])
def test_what_cannot_cross(shore, more, said):
    who, made, _browsers = shore
    known = {"same": f"{made['Leaves']} {who['bo']}", "stranger": f"{made['Leaves']} {who['bo']}"}
    page = pay(shore, "ana", bridge_of(shore), **{name: known.get(value, value) for name, value in more.items()})
    assert page.status_code == 422 and said in words(page) and "Nothing was paid" in words(page)


def test_offsetting_with_oneself(shore):
    who, made, browsers = shore
    bridge = bridge_of(shore)
    circles.pay(made["Leaves"], circles.Slip(who["ana"], who["bo"], 3_100, "1"), by=who["ana"])
    circles.pay(made["Stones"], circles.Slip(who["bo"], who["eva"], 5_000, "2"), by=who["bo"])
    page = browsers["bo"].get(f"/clearing/bridges/{bridge}")
    assert "31 leaves" not in words(page)
    assert "Bo: 30.99 leaves of “Leaves” against 20.66 stone of “Stones”" in words(page)
    page = browsers["bo"].post(f"/clearing/bridges/{bridge}/cross", {
        "offer": f"{who['bo']} True", "key": "web-offset"}, follow=True)
    page = browsers["bo"].post(page.request["PATH_INFO"], {"step": "commit"}, follow=True)
    assert "Paid on both sides" in words(page)
    assert circle_queries.account(made["Leaves"], who["bo"]).balance == 1
    assert circle_queries.account(made["Stones"], who["bo"]).balance == -2_934


def test_ending(shore):
    _who, _made, browsers = shore
    bridge = bridge_of(shore)
    assert "End this bridge" not in words(browsers["bo"].get(f"/clearing/bridges/{bridge}"))
    page = browsers["ana"].post(f"/clearing/bridges/{bridge}/do", {"step": "end"}, follow=True)
    assert "closed" in words(page)
    assert browsers["bo"].get("/clearing/bridges").status_code == 200
