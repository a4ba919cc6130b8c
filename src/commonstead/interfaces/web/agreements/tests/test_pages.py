"""Agreements on their pages: asked for in a form, read by both, given from in two taps, closed to others."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from commonstead.interfaces.web.tests.conftest import ana, answered, bea, client_of, town  # noqa: F401
from commonstead.town.circulation import barter_commands as barter
from commonstead.town.circulation import barter_queries as queries
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as journal
from commonstead.town.people import commands as people

FORM = {"name": "Bread and visits", "give_1_what": "Bread (kg)", "give_1_amount": "2,5", "give_1_every": "week",
        "get_1_what": "Home visit", "get_1_amount": "6", "get_1_every": "month", "get_1_words": "within two days",
        "key": "web-1"}


@pytest.fixture
def cid(town):  # noqa: F811
    """Somebody who is on neither side."""
    return client_of(people.add_person(name="Cid"))


@pytest.fixture
def asked(town):  # noqa: F811
    """The garden asks Bea: bread for visits."""
    ledger.add_specification("visit", name="Home visit", unit="each", sort="service")
    return barter.ask_agreement("Bread and visits", town.garden, town.bea, [
        barter.Promise(town.garden, "bread", 2_000), barter.Promise(town.bea, "visit", 6_000)], by=town.ana, key="a")


@pytest.fixture
def standing(asked, town):  # noqa: F811
    barter.agree_to(asked, by=town.bea)
    return asked


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_with_nothing_there_the_page_says_how_to_begin(ana):  # noqa: F811
    page = ana.get("/agreements/")
    assert page.status_code == 200 and "None stands yet" in text(page)


@pytest.mark.parametrize("path", ["", "begin", "x/"])
def test_a_visitor_is_brought_to_the_door(town, path):  # noqa: F811
    response = Client().get(f"/agreements/{path}")
    assert response.status_code == 302 and response["Location"].startswith("/door/")


def test_it_is_asked_for_in_words_that_people_use(ana, bea, town):  # noqa: F811
    sent = ana.post("/agreements/begin", FORM | {"who": town.garden, "partner": town.bea})
    assert sent.status_code == 302
    again = ana.post("/agreements/begin", FORM | {"who": town.garden, "partner": town.bea})
    assert again["Location"] == sent["Location"], "sent twice, asked once"
    view = queries.agreement(sent["Location"].strip("/").split("/")[-1])
    assert [(term.specification, term.amount, term.every) for term in view.terms] == [
        ("bread", 2_500, "week"), ("home-visit", 6_000, "month")]
    assert journal.specification("home-visit").sort == "service"
    assert "has to say yes" in text(ana.get(sent["Location"]))
    today = text(bea.get("/"))
    assert "Lower Field asks for an agreement: Bread and visits" in today
    assert "Yes, it stands" in text(bea.get(sent["Location"]))
    bea.post(f"{sent['Location']}answer", {"say": "yes"})
    assert queries.agreement(view.id).state == "stands"
    assert "asks for an agreement" not in text(bea.get("/"))


@pytest.mark.parametrize(("change", "said"), [
    ({"get_1_what": "", "get_1_amount": ""}, "one that they give"), ({"give_1_amount": "0"}, "above zero"),
    ({"give_1_amount": ""}, "above zero"), ({"give_1_amount": "many"}, "number"),
    ({"give_1_amount": "-2"}, "above zero"),
    ({"give_1_amount": "1.23456"}, "decimals"), ({"give_1_what": ""}, "Write what it is"),
    ({"give_1_what": "Dollars"}, "without price"), ({"name": ""}, "required"), ({"partner": ""}, "required"),
    ({"get_1_what": "!!!"}, "letters or digits"),
])
def test_what_cannot_be_is_said_at_the_field_and_nothing_stays(ana, town, change, said):  # noqa: F811
    things = {spec.id for spec in journal.specifications()}
    response = ana.post("/agreements/begin", FORM | {"who": town.garden, "partner": town.bea} | change)
    assert response.status_code == 422 and said in text(response)
    assert not queries.agreements_of([town.garden]) and {spec.id for spec in journal.specifications()} == things


def test_somebody_elses_book_cannot_be_chosen(bea, town):  # noqa: F811
    response = bea.post("/agreements/begin", FORM | {"who": town.garden, "partner": town.bea})
    assert response.status_code == 422 and not queries.agreements_of([town.garden])


def test_a_delivery_is_written_down_in_two_taps_with_the_promised_amount(ana, standing):  # noqa: F811
    page = ana.get(f"/agreements/{standing}/").content.decode()
    bread = queries.agreement(standing).terms[0]
    form = page[page.index(f'name="term" value="{bread.id}"'):]
    known = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', form).group(1) for name in ("key", "amount", "day")}
    assert known["amount"] == "2"
    for _turn in range(2):
        sent = ana.post(f"/agreements/{standing}/give", known | {"term": bread.id})
        assert sent.status_code == 302
    kept = queries.agreement(standing).terms[0].kept
    assert kept.in_all == 2_000, "a double press writes one"
    entry = re.search(r'href="(/events/[^"]+)"', ana.get(f"/agreements/{standing}/").content.decode()).group(1)
    assert f'href="/agreements/{standing}/"' in ana.get(entry).content.decode()
    shown = text(ana.get(f"/agreements/{standing}/"))
    visit = queries.agreement(standing).terms[1]
    ana.post(f"/agreements/{standing}/give", {"term": visit.id, "amount": "2", "key": "v", "day": known["day"]})
    form = ana.get(f"/agreements/{standing}/").content.decode().rpartition('name="term"')[2]
    assert 'value="4"' in form, "two of six visits are done: four are left"
    assert "2 kg of 2 kg this month" in shown and "Lower Field: Bread → Bea Stone" in shown


def test_an_entry_of_an_agreement_tells_its_day_and_no_hour_that_nobody_said(ana, standing):  # noqa: F811
    bread = queries.agreement(standing).terms[0]
    for day in ("2026-01-02", timezone.localdate().isoformat()):
        ana.post(f"/agreements/{standing}/give", {"term": bread.id, "amount": "1", "key": day, "day": day})
    entries = set(re.findall(r'href="(/events/[^"]+)"', ana.get(f"/agreements/{standing}/").content.decode()))
    assert len(entries) == 2
    for entry in entries:
        when = text(ana.get(entry)).partition(" When ")[2].partition(" Written down ")[0]
        assert re.fullmatch(r"\w+\.? \d+, \d{4}", when), when


def test_the_form_asks_for_one_thing_a_side_and_folds_what_is_optional(ana, town):  # noqa: F811
    page = ana.get("/agreements/begin").content.decode()
    assert "<details open" not in page
    for side in ("give", "get"):
        shown = re.sub(r"<details.*?</details>", "", page.partition(f'name="{side}_1_what"')[2].partition(
            f'name="{side}_2_what"')[0], flags=re.S)
        assert f'name="{side}_1_every"' in shown and f'name="{side}_1_words"' not in shown
        assert "And more" in page.partition(f'name="{side}_1_every"')[2].partition(f'name="{side}_2_what"')[0]
    typed = ana.post("/agreements/begin", FORM | {"who": town.garden, "partner": town.bea, "name": "",
                                                  "give_2_what": "Flour", "give_2_amount": "1"}).content.decode()
    assert typed.count("<details open") == 1 and typed.count('<details class="own-words" open') == 1


@pytest.mark.parametrize(("change", "said"), [
    ({"amount": "0"}, "above zero"), ({"amount": "x"}, "number"), ({"amount": "1.2345"}, "decimals"),
    ({"amount": "9999"}, "only"), ({"day": "yesterday"}, "Write the day"), ({"day": "2999-01-01"}, "not come yet"),
    ({"amount": ""}, "required"),
])
def test_a_wrong_delivery_comes_back_with_what_was_typed(ana, standing, change, said):  # noqa: F811
    bread = queries.agreement(standing).terms[0]
    sent = {"term": bread.id, "amount": "1", "day": "2026-01-01", "key": "k"} | change
    response = ana.post(f"/agreements/{standing}/give", sent)
    page = response.content.decode()
    assert response.status_code == 422 and "Not written down" in page
    assert queries.agreement(standing).terms[0].kept.in_all == 0
    assert said in text(response)


def test_the_key_of_a_wrong_delivery_can_be_used_once_it_is_right(ana, standing):  # noqa: F811
    bread = queries.agreement(standing).terms[0]
    sent = {"term": bread.id, "day": "2026-01-02", "key": "k"}
    assert ana.post(f"/agreements/{standing}/give", sent | {"amount": "9999"}).status_code == 422
    assert ana.post(f"/agreements/{standing}/give", sent | {"amount": "1"}).status_code == 302


def test_both_voices_stand_there_and_the_other_side_hears_of_it(ana, bea, standing, town):  # noqa: F811
    ana.post(f"/agreements/{standing}/say", {"side": town.garden, "voice": "fair", "words": "Thank you"})
    bea.post(f"/agreements/{standing}/say", {"side": town.bea, "voice": "talk", "words": "Six is a lot"})
    shown = text(ana.get(f"/agreements/{standing}/"))
    assert "It is fair “Thank you”" in shown and "Let us talk about it “Six is a lot”" in shown
    assert "Bea Stone would like to talk about “Bread and visits”" in text(ana.get("/"))
    refused = bea.post(f"/agreements/{standing}/say", {"side": town.garden, "voice": "fair"})
    assert refused.status_code == 422
    assert bea.post(f"/agreements/{standing}/say", {"side": town.bea, "voice": "dear"}).status_code == 422


def test_it_is_closed_to_others_until_both_open_it_and_then_entries_stay_closed(ana, bea, cid, standing, town):  # noqa: F811
    bread = queries.agreement(standing).terms[0]
    ana.post(f"/agreements/{standing}/give", {"term": bread.id, "amount": "1", "day": "2026-01-02", "key": "k"})
    assert cid.get(f"/agreements/{standing}/").status_code == 404
    assert "Bread and visits" not in text(cid.get("/agreements/"))
    for client, side in ((ana, town.garden), (bea, town.bea)):
        client.post(f"/agreements/{standing}/open", {"side": side, "open": "yes"})
    assert "Bread and visits" in text(cid.get("/agreements/"))
    page = cid.get(f"/agreements/{standing}/")
    assert page.status_code == 200 and "/events/" not in page.content.decode()
    assert "Write down" not in text(page).replace("Write down", "", 1), "only the header's own button"
    for part in ("give", "say", "end", "answer"):
        cid.post(f"/agreements/{standing}/{part}", {"term": bread.id, "amount": "1", "day": "2026-01-02", "key": "c",
                                                    "side": town.bea, "voice": "not", "say": "no"})
    view = queries.agreement(standing)
    assert view.state == "stands" and view.terms[0].kept.in_all == 1_000 and not view.voices


def test_the_associations_page_leads_to_its_agreements_for_those_who_may_read_them(
        ana, cid, standing, town):  # noqa: F811
    page = ana.get(f"/associations/{town.garden}").content.decode()
    assert f'href="/agreements/{standing}/"' in page and "with Bea Stone" in page
    assert "/agreements/" not in cid.get(f"/associations/{town.garden}").content.decode()


def test_it_is_declined_withdrawn_ended_and_begun_anew(ana, bea, asked, town):  # noqa: F811
    bea.post(f"/agreements/{asked}/answer", {"say": "no", "words": "Not this year"})
    assert "Not this year" in text(ana.get(f"/agreements/{asked}/"))
    again = ana.get(f"/agreements/begin?from={asked}").content.decode()
    assert 'value="Home visit"' in again and 'value="Bread"' in again
    two = barter.ask_agreement("Two", town.garden, town.bea, [
        barter.Promise(town.garden, "bread", 2_000), barter.Promise(town.bea, "visit", 1_000)], by=town.ana, key="b")
    ana.post(f"/agreements/{two}/answer", {"say": "back"})
    assert queries.agreement(two).state == "withdrawn"
    assert bea.post(f"/agreements/{two}/answer", {"say": "yes"}, follow=True).status_code == 200
    assert queries.agreement(two).state == "withdrawn", "a page that was still open changes nothing"


def test_what_took_the_place_of_another_leads_to_what_was_given_before(ana, bea, cid, standing, town):  # noqa: F811
    bread = queries.agreement(standing).terms[0]
    for key in ("one", "two"):
        ana.post(f"/agreements/{standing}/give", {"term": bread.id, "amount": "1.5", "day": "2026-01-02", "key": key})
    for client, side in ((ana, town.garden), (bea, town.bea)):
        client.post(f"/agreements/{standing}/open", {"side": side, "open": "yes"})
    fresh = barter.ask_agreement("Bread and visits", town.garden, town.bea, [
        barter.Promise(town.garden, "bread", 3_000, "quarter"), barter.Promise(town.bea, "visit", 1_000)],
        by=town.ana, key="b", replaces=standing)
    barter.agree_to(fresh, by=town.bea)
    shown = ana.get(f"/agreements/{fresh}/")
    assert f'href="/agreements/{standing}/"' in shown.content.decode() and "0 kg of 3 kg this quarter" in text(shown)
    assert "3 kg given in all" in text(cid.get(f"/agreements/{standing}/")), "both had opened it"


def test_ending_it_is_one_press_and_leaves_it_to_read(bea, standing):  # noqa: F811
    bea.post(f"/agreements/{standing}/end", {"words": "I move away"})
    page = bea.get(f"/agreements/{standing}/")
    assert page.status_code == 200 and "I move away" in text(page) and "ended" in text(page)
    assert "What is over" in text(bea.get("/agreements/"))


def test_opening_an_address_that_only_takes_forms_changes_nothing(bea, standing):  # noqa: F811
    for part in ("give", "say", "end", "answer", "open"):
        assert bea.get(f"/agreements/{standing}/{part}").status_code == 302
    assert queries.agreement(standing).state == "stands"


def test_before_one_buys_outside_the_town_says_who_has_it(ana, bea, standing, town):  # noqa: F811
    for page in (bea.get("/goods/bread"), bea.get("/record/bought?good=bread")):
        said = text(page)
        assert "Before you buy outside" in said
        assert "Lower Field gives it by standing agreement: Bread and visits" in said
    look = bea.post("/record/bought", {"who": town.bea, "good": "bread", "quantity": "1", "day": "2026-01-02",
                                       "key": "w", "step": "look", "promise": "", "note": "", "paid": ""})
    assert "Before you buy outside" in text(look) and "Write it down" in text(look), "a hint and no block"
    assert "Before you buy outside" not in text(ana.get("/goods/wheat"))
    assert "Before you buy outside" not in text(ana.get("/record/made?good=bread"))
