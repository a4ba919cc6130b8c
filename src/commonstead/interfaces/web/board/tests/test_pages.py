"""The board on its pages: written in one form, found, narrowed, kept, taken up, paid for; and its photos."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from commonstead.core.vocabulary.actions import Action
from commonstead.interfaces.web.tests.conftest import ana, answered, bea, client_of, town  # noqa: F401
from commonstead.town.circulation import board_commands as board
from commonstead.town.circulation import board_queries as queries
from commonstead.town.circulation import commands as circles
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as journal
from commonstead.town.people import commands as people

PAGES = ("", "new", "mine", "place")


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def picture(kind="JPEG", size=(640, 480)) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "green").save(written, kind)
    return written.getvalue()


def form(town, **more) -> dict:  # noqa: F811
    until = timezone.localdate() + timedelta(days=90)
    return {"kind": "offer", "who": town.bea, "what": "Piano lessons", "counted": "h", "amount": "1,5",
            "returns": "gift", "expires": until.isoformat(), "place": "Market square", "note": "For beginners",
            "key": "web-1"} | more


def some_days_later(monkeypatch, days: int) -> None:
    """Today is another day; what happened on a moment stays on its own."""
    real = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: (
        real(value, tz) if value is not None else real() + timedelta(days=days)))


def offer(town, key="o", who=None, thing="bread", amount=1_000, **more) -> str:  # noqa: F811
    return board.write_notice(board.Draft(who or town.bea, True, thing, amount, **more), by=who or town.bea, key=key)


@pytest.mark.parametrize("path", PAGES)
def test_members_see_each_page_and_visitors_the_door(town, ana, path):  # noqa: F811
    assert ana.get(f"/board/{path}").status_code == 200
    assert Client().get(f"/board/{path}")["Location"].startswith("/door/")


def test_an_empty_board_says_how_to_begin(ana):  # noqa: F811
    assert "The board is empty" in text(ana.get("/board/"))


def test_an_offer_is_written_in_one_form_with_a_service_nobody_had_named(bea, ana, town):  # noqa: F811
    sent = bea.post("/board/new", form(town, photo=SimpleUploadedFile("IMG.jpg", picture())))
    assert sent.status_code == 302
    assert bea.post("/board/new", form(town, photo=SimpleUploadedFile("IMG.jpg", picture())))["Location"] == \
        sent["Location"]
    view = queries.open_notices()[0]
    assert (view.intent.specification, view.intent.quantity) == ("piano-lessons", 150)
    assert journal.specification("piano-lessons").unit == "h" and len(queries.open_notices()) == 1
    page = ana.get("/board/")
    assert "Piano lessons" in text(page) and "Bea Stone" in text(page) and "Market square" in text(page)
    photo = ana.get(f"/board/photo/{view.photo.id}.jpg")
    assert photo["Content-Type"] == "image/jpeg" and photo["X-Content-Type-Options"] == "nosniff"
    assert photo["Cache-Control"].startswith("private") and photo.content[:3] == b"\xff\xd8\xff"
    assert Client().get(f"/board/photo/{view.photo.id}.jpg").status_code == 302, "members alone"


@pytest.mark.parametrize(("change", "said"), [
    ({"amount": "0"}, "above zero"), ({"amount": "-1"}, "above zero"), ({"amount": "lots"}, "number"),
    ({"amount": "1.2345"}, "decimals"), ({"amount": ""}, "required"), ({"what": ""}, "required"),
    ({"what": "Dollars"}, "Money is not offered"), ({"expires": "2020-01-01"}, "Choose a last day"),
    ({"expires": "2999-01-01"}, "Choose a last day"), ({"expires": "soon"}, "valid date"),
    ({"returns": "circle:nothing"}, "valid choice"), ({"kind": "other"}, "valid choice"),
    ({"photo": SimpleUploadedFile("x.jpg", b"no picture")}, "no photo that can be read"),
    ({"photo": SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")}, "no photo that can be read"),
])
def test_what_cannot_stand_there_is_said_at_its_field_and_nothing_stays(bea, town, change, said):  # noqa: F811
    things = {spec.id for spec in journal.specifications()}
    if "photo" in change:
        change["photo"].seek(0)
    response = bea.post("/board/new", form(town, **change))
    assert response.status_code == 422 and said in text(response)
    assert not journal.intents() and not queries.places()
    assert {spec.id for spec in journal.specifications()} == things


def test_nobody_writes_for_somebody_else(bea, town):  # noqa: F811
    assert bea.post("/board/new", form(town, who=town.garden)).status_code == 422
    assert not journal.intents()


def test_it_is_searched_and_narrowed(ana, town):  # noqa: F811
    ledger.add_specification("haircut", name="Haircut", unit="each", sort="service")
    near = board.name_place("Mill", (Decimal("44.950"), Decimal("-93.100")))
    far = board.name_place("Hill", (Decimal("44.985"), Decimal("-93.100")))
    offer(town, "o1", thing="haircut", place=near)
    offer(town, "o2", place=far, note="with seeds")
    ledger.intend(Action.WORK, "baking", receiver=town.garden, effort=200)
    board.meet_at(town.ana, near)

    def names(query):
        return set(re.findall(r'<h3><a href="/board/\w+/">([^<]+)</a>', ana.get(f"/board/{query}").content.decode()))

    assert names("") == {"Haircut", "Bread", "Baking"}
    assert names("?kind=offers") == {"Haircut", "Bread"} and names("?kind=needs") == {"Baking"}
    assert names("?q=SEEDS") == {"Bread"} and names("?q=bea+hair") == {"Haircut"}
    assert names("?category=services") == {"Haircut"} and names("?category=work") == {"Baking"}
    assert names("?near=2") == {"Haircut"} and names("?near=5") == {"Haircut", "Bread"}
    assert names("?near=nowhere&page=-3") == {"Haircut", "Bread", "Baking"}
    assert names("?q=zebra") == set() and "Nothing like that stands there" in text(ana.get("/board/?q=zebra"))
    shown = text(ana.get("/board/"))
    assert "near you" in shown and "about 4 km" in shown


def test_only_what_is_coarse_leaves_the_board(ana, bea, town):  # noqa: F811
    bea.post("/board/place", {"place": "My corner", "position": "44.951234, -93.104321"})
    offer(town, place=queries.places()[0].id)
    for page in (ana.get("/board/"), ana.get(f"/board/{queries.open_notices()[0].id}/")):
        assert "44.95" not in page.content.decode() and "93.10" not in page.content.decode()
    assert queries.places()[0].position != (Decimal("44.951234"), Decimal("-93.104321"))


@pytest.mark.parametrize("position", ["here", "1", "1, 2, 3", "95, 10", "nan, 5"])
def test_a_position_that_is_none_is_asked_for_again(bea, town, position):  # noqa: F811
    assert bea.post("/board/place", {"place": "Corner", "position": position}).status_code == 422
    assert queries.meeting_place(town.bea) is None


def test_a_reminder_stands_on_today_and_one_tap_keeps_it(bea, ana, town, monkeypatch):  # noqa: F811
    soon = offer(town, expires=timezone.localdate() + timedelta(days=6))
    assert "Soon gone from the board" in text(bea.get("/")) and "Soon gone" not in text(ana.get("/"))
    ana.post(f"/board/{soon}/keep")
    assert queries.notice(soon).expires == timezone.localdate() + timedelta(days=6), "not hers to keep"
    assert bea.post(f"/board/{soon}/keep", {"next": "/"})["Location"] == "/"
    assert queries.notice(soon).expires == timezone.localdate() + timedelta(days=90)
    assert "Soon gone" not in text(bea.get("/"))
    some_days_later(monkeypatch, 88)
    assert "Soon gone" in text(bea.get("/"))
    assert bea.post(f"/board/{soon}/let-end", {"next": "//elsewhere.example/"})["Location"] == "/board/mine"
    assert "Soon gone" not in text(bea.get("/"))


def test_taking_it_up_makes_a_promise_and_it_leaves_the_board(ana, bea, town):  # noqa: F811
    made = offer(town)
    assert "I would like it" in text(ana.get(f"/board/{made}/"))
    ana.post(f"/take-up/{made}", {"who": town.home})
    promise = next(one for one in journal.commitments(town.home) if one.satisfies == made)
    assert (promise.provider, promise.receiver) == (town.bea, town.home)
    assert "Bread" not in text(ana.get("/board/")) and "taken up" in text(bea.get("/board/mine"))
    assert "Taken up by" in text(bea.get(f"/board/{made}/")) and ana.get(f"/board/{made}/").status_code == 200
    third = client_of(people.add_person(name="Cid"))
    assert third.get(f"/board/{made}/").status_code == 404


def test_what_ran_out_is_neither_on_today_nor_to_be_taken_up(ana, bea, town, monkeypatch):  # noqa: F811
    made = offer(town)
    assert "Bea Stone offers: Bread" in text(ana.get("/"))
    some_days_later(monkeypatch, 91)
    assert "Bea Stone offers: Bread" not in text(ana.get("/"))
    assert ana.get(f"/board/{made}/").status_code == 404 and bea.get(f"/board/{made}/").status_code == 200
    assert "ran out" in text(ana.post(f"/take-up/{made}", follow=True))
    assert not [one for one in journal.commitments(town.bea) if one.satisfies == made]


def test_a_photo_goes_with_its_notice(bea, ana, town):  # noqa: F811
    bea.post("/board/new", form(town, photo=SimpleUploadedFile("a.png", picture("PNG"))))
    view = queries.open_notices()[0]
    ana.post(f"/board/{view.id}/take-down")
    assert bea.get(f"/board/photo/{view.photo.id}.jpg").status_code == 200, "not hers to take down"
    bea.post(f"/board/{view.id}/take-down")
    assert bea.get(f"/board/photo/{view.photo.id}.jpg").status_code == 404


def test_a_payment_starts_from_a_notice_of_a_circle(ana, bea, town):  # noqa: F811
    circle = circles.open_circle(town.garden, name="Garden hours", sort="time", by=town.ana)
    circles.join_circle(circle, town.bea, by=town.bea)
    sent = bea.post("/board/new", form(town, returns=f"circle:{circle}", asks="0.75"))
    page = ana.get(sent["Location"])
    intent = queries.open_notices()[0].id
    assert f"/circles/{circle}/pay?payee={town.bea}&amp;links_to={intent}" in page.content.decode()
    assert "amount=0.75" in page.content.decode() and "in Garden hours" in text(page)
    assert "Pay for this" not in text(bea.get(sent["Location"])), "nobody pays oneself"
    assert f'value="{circle}"' in ana.get("/board/").content.decode()
    wrong = bea.post("/board/new", form(town, key="k2", returns=f"circle:{circle}", asks="0.755"))
    assert wrong.status_code == 422 and "at most 2 decimals" in text(wrong)


def test_what_was_paid_for_from_its_notice_waits_on_nobodys_first_page(ana, bea, town):  # noqa: F811
    ledger.add_specification("piano", name="Piano lessons", unit="h", sort="service")
    circle = circles.open_circle(town.garden, name="Garden hours", sort="time", by=town.ana)
    for who in (town.ana, town.bea):
        circles.join_circle(circle, who, by=who)
    made = offer(town, thing="piano", amount=150, returns="circle", circle=circle, asks=100)
    ana.post(f"/take-up/{made}", {"who": town.ana})
    assert "Bea Stone promised Ana Rivera: Piano lessons" in text(ana.get("/"))
    page = ana.get(f"/board/{made}/").content.decode()
    pay = re.search(rf'href="(/circles/{circle}/pay\?[^"]+)"', page)[1].replace("&amp;", "&")
    assert f"payer={town.ana}" in pay
    form = ana.get(pay).content.decode()
    known = dict(re.findall(r'<input type="hidden" name="(links_to|key)" value="([^"]+)"', form))
    assert known["links_to"] == made
    sent = ana.post(pay.partition("?")[0], known | {
        "payer": town.ana, "payee": town.bea, "amount": "1", "category": "Piano lessons", "note": "",
        "day": timezone.localdate().isoformat(), "step": "write"})
    assert sent.status_code == 302
    for client in (ana, bea):
        assert "Piano lessons (1.5" not in text(client.get("/"))
        shown = text(client.get(f"/board/{made}/"))
        assert "It was done" in shown and "Pay for this" not in shown
    events = [event for event in journal.events(agent=town.bea) if event.specification == "piano"]
    assert [event.quantity for event in events] == [150]


def test_how_much_in_the_circle_is_asked_only_of_circles_that_count(bea, town):  # noqa: F811
    hours = circles.open_circle(town.garden, name="Garden hours", sort="time", by=town.ana)
    gifts = circles.open_circle(town.garden, name="Garden gifts", sort="gift", by=town.ana)
    circles.join_circle(gifts, town.bea, by=town.bea)
    assert 'name="asks"' not in bea.get("/board/new").content.decode()
    circles.join_circle(hours, town.bea, by=town.bea)
    page = bea.get("/board/new").content.decode()
    assert 'name="asks"' in page
    assert re.findall(r'value="circle:(\w+)" data-counts', page) == [hours] and f"circle:{gifts}" in page
    sent = bea.post("/board/new", form(town, asks="3"))
    assert queries.notice(sent["Location"].split("/")[-2]).asks is None, "a gift asks nothing"


def test_a_place_is_corrected_on_a_page_by_who_typed_it(ana, bea, town):  # noqa: F811
    cid = client_of(people.add_person(name="Cid"))
    bea.post("/board/place", {"place": "Mark square", "position": "44.951, -93.104"})
    place = queries.places()[0]
    address = f"/board/places/{place.id}"
    assert address in bea.get("/board/place").content.decode() and "44.95" not in bea.get(address).content.decode()
    assert address not in cid.get("/board/place").content.decode() and cid.get(address).status_code == 404
    assert cid.post(address, {"place": "Nowhere", "position": ""}).status_code == 404
    wrong = bea.post(address, {"place": "", "position": "here"})
    assert wrong.status_code == 422 and wrong.content.decode().count('class="error"') == 2
    assert bea.post(address, {"place": "Market square", "position": ""})["Location"] == "/board/place"
    assert (queries.places()[0].name, queries.places()[0].position) == ("Market square", place.position)
    assert queries.meeting_place(town.bea).name == "Market square"
    ana.post(address, {"place": "Market square", "position": "45.951, -93.104"})  # she keeps the garden's book
    assert queries.places()[0].position[0] - place.position[0] == Decimal("0.9990")
    board.name_place("Mill")
    assert "another place already" in text(bea.post(address, {"place": "mill", "position": ""}))


@pytest.mark.parametrize("part", ["keep", "let-end", "take-down"])
def test_what_is_done_with_one_press_is_refused_to_others_and_done_by_no_mere_visit(ana, bea, town, part):  # noqa: F811
    made = offer(town, expires=timezone.localdate() + timedelta(days=6))
    before = queries.notice(made)
    assert bea.get(f"/board/{made}/{part}")["Location"] == "/board/mine"
    refused = ana.post(f"/board/{made}/{part}", {"next": f"/board/{made}/"}, follow=True)
    assert "You do not keep the book of Bea Stone" in text(refused)
    assert refused.redirect_chain[0][0] == f"/board/{made}/"
    assert queries.notice(made) == before
    bea.post(f"/board/{made}/{part}")
    assert queries.notice(made) != before


def test_what_stands_without_a_notice_is_there_with_everything_else(ana, bea, town):  # noqa: F811
    wish = ledger.intend(Action.WORK, "baking", receiver=town.garden, effort=200)
    assert "Baking" in text(bea.get("/board/")) and bea.get(f"/board/{wish}/").status_code == 200
    assert ana.get(f"/board/{wish}/").status_code == 200
    assert ana.post(f"/board/{wish}/keep", follow=True).status_code == 200
    assert queries.notice(wish).expires is None


def test_many_notices_cost_no_more_queries_and_turn_pages(ana, town):  # noqa: F811
    offer(town, "o")
    ana.get("/board/")
    with CaptureQueriesContext(connection) as few:
        ana.get("/board/")
    for number in range(30):
        offer(town, f"o{number}")
    with CaptureQueriesContext(connection) as many:
        page = ana.get("/board/")
    assert len(many) == len(few) and len(few) <= 20
    assert page.content.decode().count("notice-card") == 24 and "page=2" in page.content.decode()
    assert ana.get("/board/?page=2").content.decode().count("notice-card") == 7
