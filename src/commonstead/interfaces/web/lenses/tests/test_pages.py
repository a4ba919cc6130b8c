"""The lenses open for members, with little and with nothing in the book; others' books stay closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.interfaces.web.tests.conftest import LONG_AGO, ana, answered, bea, number, town  # noqa: F401
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries

PAGES = ("", "overhead", "peaks", "before-after", "livelihoods")


@pytest.fixture
def busy(town):  # noqa: F811
    """A garden with an oven that it used, hours worked, paper bought, and flour from the shop."""
    ledger.add_specification("oven", name="Oven", unit="each", sort="machine",
                             numbers={"buy": number(900), "hours_each": number(200), "wear": number("0.0001")})
    ledger.add_specification("work-baking", name="Baking hours", unit="h", sort="work")
    ledger.add_specification("work-papers", name="Filling in forms", unit="h", sort="work")
    ledger.add_specification("ride", name="A ride", unit="ride", sort="service")
    at = LONG_AGO + timedelta(days=10)
    flows = [Flow(Action.RAISE, town.garden, town.garden, "oven", at, town.ana, "l-0", quantity=1000)]
    for week in range(8):
        day = at + timedelta(weeks=week)
        flows.append(Flow(Action.USE, town.garden, town.garden, "oven", day, town.ana, f"l-use-{week}", quantity=1000,
                          effort=2000 if week == 3 else 400))
        flows.append(Flow(Action.WORK, town.ana, town.garden, "work-baking", day, town.ana, f"l-work-{week}",
                          effort=300))
    flows += [
        Flow(Action.WORK, town.ana, town.garden, "work-papers", at, town.ana, "l-papers", effort=600),
        Flow(Action.TRANSFER, OUTSIDE, town.garden, "flour", at, town.ana, "l-flour", quantity=30_000, mode=Mode.SALE),
        Flow(Action.PRODUCE, town.garden, town.garden, "bread", at + timedelta(300), town.ana, "l-bread",
             quantity=10_000),
    ]
    ledger.record_events(flows)
    return town


@pytest.mark.parametrize("page", PAGES)
def test_a_member_sees_each_lens(busy, ana, page):  # noqa: F811
    assert ana.get(f"/boundary/lenses/{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_with_nothing_written_down_each_lens_says_what_it_needs(town, ana, page):  # noqa: F811
    assert ana.get(f"/boundary/lenses/{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_who_is_in_no_association_sees_no_book(busy, bea, page):  # noqa: F811
    text = bea.get(f"/boundary/lenses/{page}?of={busy.garden}").content.decode()
    assert "Filling in forms" not in text and "Lower Field" not in text
    assert "You are in no association yet" in text


def test_visitors_are_asked_to_come_in(client, db):
    assert client.get("/boundary/lenses/").status_code == 302


def test_overhead_is_unknown_until_somebody_says(busy, ana):  # noqa: F811
    text = ana.get("/boundary/lenses/overhead").content.decode()
    assert "0 % to 20 %" in text  # 6 of 30 hours nobody has said; baking is in the recipe
    answer = ana.post("/boundary/lenses/overhead", {"thing": "work-papers", "heading": "paper-work",
                                                    "reason": "The forms ask for what the book says already"})
    assert answer.status_code == 302
    text = ana.get("/boundary/lenses/overhead").content.decode()
    assert "Paper work" in text and "The forms ask for what the book says already" in text
    assert "at least 6\xa0h ÷ 30\xa0h = 20 %" in text
    paper = next(event for event in ledger_queries.events(agent=busy.garden)
                 if event.specification == "work-papers")
    assert f"/events/{paper.id}" in text
    ana.post("/boundary/lenses/overhead", {"thing": "work-papers", "take_back": "1"})
    assert "0 % to 20 %" in ana.get("/boundary/lenses/overhead").content.decode()


def test_a_heading_without_a_reason_is_refused_with_everything_else(busy, ana):  # noqa: F811
    text = ana.post("/boundary/lenses/overhead", {"thing": "nothing", "heading": "greed"}, follow=True).content.decode()
    assert "There is nothing called nothing" in text and "Choose one of the headings" in text
    assert "Say in a few words why" in text


def test_peaks_say_the_sum(busy, ana):  # noqa: F811
    text = ana.get("/boundary/lenses/peaks?thing=oven").content.decode()
    assert "48\xa0h ÷ 44 weeks" in text and "20\xa0h" in text
    assert ana.get("/boundary/lenses/peaks?thing=oven&by=month").status_code == 200
    assert ana.get("/boundary/lenses/peaks?thing=nothing&by=never").status_code == 200


def test_livelihoods_say_the_sum_and_take_a_setting(busy, ana):  # noqa: F811
    text = ana.get("/boundary/lenses/livelihoods?full_time=2.5").content.decode()
    assert "30 h ÷ 10.2 months ÷ 2.5 h = 1.18" in text and "$900" in text
    assert "Shown once people of five households" in text
    assert "the default stands" in ana.get("/boundary/lenses/livelihoods?full_time=-3").content.decode()


def test_two_half_years_of_bread(busy, ana):  # noqa: F811
    text = ana.get("/boundary/lenses/before-after?what=halves").content.decode()
    assert "Bread: for one unit made" in text and "land is not written down" in text
