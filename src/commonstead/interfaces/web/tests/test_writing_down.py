"""Writing down: the form, the look-over, one entry however often it is sent, refusals at their field, undo."""

from __future__ import annotations

import csv
import io
import re

import pytest

from commonstead.core.vocabulary.formulas import FORMULA_SIGNS, guarded, unguarded
from commonstead.interfaces.web.spreadsheets import csv_response
from commonstead.town.ledger import queries


def fields(town, **more):
    return {"who": town.garden, "good": "bread", "quantity": "2.5", "day": "2025-02-01", "note": "",
            "key": "web-test-1", **more}


def error_of(page: str, name: str) -> str:
    found = re.search(rf'id="id_{name}_error">(.*?)</p>', page, re.S)
    return found.group(1) if found else ""


def test_look_over_then_write(town, ana):
    looked = ana.post("/record/made", fields(town, step="look")).content.decode()
    assert "Is this right?" in looked
    assert "Lower Field" in looked
    assert len(queries.events(agent=town.garden, specification="bread")) == 2  # nothing written yet
    response = ana.post("/record/made", fields(town, step="write"))
    event = queries.event(response["Location"].rsplit("/", 1)[1])
    assert (event.action, event.provider, event.quantity, event.booked_by) == ("produce", town.garden, 2500, town.ana)


def test_sent_twice_is_written_once(town, ana):
    first = ana.post("/record/made", fields(town, step="write"))
    again = ana.post("/record/made", fields(town, step="write"))
    assert first["Location"] == again["Location"]


def test_a_change_of_mind_shows_the_filled_form_again(town, ana):
    page = ana.post("/record/made", fields(town, step="mend")).content.decode()
    assert 'value="2.5"' in page
    assert "web-test-1" in page


@pytest.mark.parametrize(("name", "value", "says"), [
    ("quantity", "a few", "is not a number"), ("quantity", "2.00001", "too many decimals"),
    ("quantity", "1,240", "read in two ways"), ("quantity", "", "required"), ("good", "moon", "not one of"),
])
def test_what_cannot_be_read_is_said_at_its_field(town, ana, name, value, says):
    response = ana.post("/record/made", fields(town, step="look", **{name: value}))
    assert response.status_code == 422
    assert says in error_of(response.content.decode(), name)


def test_a_decimal_comma_is_read(town, ana):
    assert "Is this right?" in ana.post("/record/made", fields(town, step="look", quantity="2,5")).content.decode()


def test_what_the_pen_refuses_is_said_at_its_field_and_nothing_is_written(town, ana):
    before = queries.events()[0].seq
    response = ana.post("/record/used-up", fields(town, step="write", good="flour", quantity="900"))
    assert response.status_code == 422
    assert error_of(response.content.decode(), "quantity")
    assert queries.events()[0].seq == before


def test_nobody_writes_in_a_book_that_is_not_theirs(town, bea):
    response = bea.post("/record/made", fields(town, step="write"))
    assert response.status_code == 422
    assert error_of(response.content.decode(), "who")


def test_a_purchase_writes_the_money_too(town, ana):
    from commonstead.core.vocabulary.actions import Action
    from commonstead.core.vocabulary.flow import Flow
    from commonstead.town.ledger import commands

    from .conftest import LONG_AGO

    commands.record_event(Flow(Action.RAISE, town.home, town.home, "usd", LONG_AGO, town.ana, "cash", quantity=5000))
    response = ana.post("/record/bought", fields(town, who=town.home, step="write", paid="12.50"))
    assert response.status_code == 302, error_of(response.content.decode(), "paid")
    money = queries.events(agent=town.home, specification="usd")[0]
    assert (money.provider, money.receiver, money.quantity, money.mode) == (town.home, "outside", 1250, "sale")


def test_taking_back_needs_a_reason_and_keeps_both(town, ana):
    address = f"/events/{town.event}"
    assert "Take it back" in ana.get(address).content.decode()
    refused = ana.post(address, {"reason": " ", "key": "web-undo"})
    assert refused.status_code == 422
    assert "others will want to know" in refused.content.decode()
    done = ana.post(address, {"reason": "Counted twice", "key": "web-undo"})
    second = queries.event(done["Location"].rsplit("/", 1)[1])
    assert (second.corrects, second.reason) == (town.event, "Counted twice")
    page = ana.get(address).content.decode()
    assert "This was taken back" in page
    assert "Why is it taken back?" not in page


def test_the_statement_as_a_table_for_a_spreadsheet(town, ana):
    lines = ana.get(f"/resources/{town.flour}/statement.csv").content.decode().splitlines()
    assert lines[0].startswith("event,at,action")
    assert len(lines) == 3
    book = ana.get(f"/books/{town.garden}.csv").content.decode().splitlines()
    assert len(book) == 5
    assert "Lower Field" in book[1]


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_a_csv_holds_no_formula(sign):
    response = csv_response("t.csv", [("what", "change"), (f"{sign}1+1", -3), ("Bread", None)])
    assert list(csv.reader(io.StringIO(response.content.decode(), newline=""))) == [
        ["what", "change"], [f"'{sign}1+1", "-3"], ["Bread", ""]]
    assert "t.csv" in response["Content-Disposition"]
    assert unguarded(guarded(f"{sign}1+1")) == f"{sign}1+1" and unguarded("'tis") == "'tis"
