"""Writing through the API: once, exactly, under the pen's rules, and taken back by a reversal."""

from __future__ import annotations

import pytest

from commonstead.interfaces.api import entering


def flour(town, amount="2.500", unit="kg", action="raise", **more):
    return {"action": action, "provider": town.home, "receiver": town.home, "specification": "flour",
            "at": "2026-03-01T10:00:00+00:00", "quantity": {"amount": amount, "unit": unit}, **more}


def clauses(response) -> set[str]:
    return {no["clause"] for no in response.json()["refusals"]}


def test_written_once_however_often_it_is_sent(town, ada):
    first = ada.post("/events", flour(town), key="morning-bake-1")
    again = ada.post("/events", flour(town), key="morning-bake-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "repeated": True}
    [stock] = ada.get(f"/agents/{town.home}/resources").json()
    assert stock["accounting_quantity"] == {"amount": "2.500", "unit": "kg"}


def test_same_key_with_other_words_is_refused(town, ada):
    ada.post("/events", flour(town), key="morning-bake-1")
    other = ada.post("/events", flour(town, "3"), key="morning-bake-1")
    assert other.status_code == 409
    assert clauses(other) == {"ledger.key_used"}


def test_keys_of_two_people_never_meet(town, ada, cleo):
    assert ada.post("/events", flour(town), key="chosen-by-both").status_code == 201
    hers = {**flour(town), "provider": town.elsewhere, "receiver": town.elsewhere}
    assert cleo.post("/events", hers, key="chosen-by-both").status_code == 201


def test_decimals_stay_what_they_are(town, ada):
    for turn in range(3):
        ada.post("/events", flour(town, "0.1"), key=f"a-tenth-{turn}-")
    [stock] = ada.get(f"/agents/{town.home}/resources").json()
    assert stock["accounting_quantity"]["amount"] == "0.300"


def test_amounts_convert_without_a_rest_or_not_at_all(town, ada):
    assert ada.post("/events", flour(town, "250", "g"), key="in-grams-250").status_code == 201
    [stock] = ada.get(f"/agents/{town.home}/resources").json()
    assert stock["accounting_quantity"]["amount"] == "0.250"
    uneven = ada.post("/events", flour(town, "1", "lb"), key="a-pound-of-it")
    assert (uneven.status_code, clauses(uneven)) == (422, {"units.too_many_decimals"})
    other = ada.post("/events", flour(town, "1", "l"), key="a-litre-of-it")
    assert (other.status_code, clauses(other)) == (422, {"units.do_not_convert"})


def test_the_pens_rules_hold_and_name_their_clause(town, ada):
    missing = ada.post("/events", flour(town, action="consume"), key="eat-what-is-not")
    assert missing.status_code == 422
    [no] = missing.json()["refusals"]
    assert no["clause"].startswith("ledger.") and no["reason"]
    assert ada.get(f"/agents/{town.home}/book").json()["events"] == []


@pytest.mark.parametrize(("more", "field"), [
    ({"foo": 1}, "foo"), ({"booked_by": "other"}, "booked_by"), ({"corrects": "x"}, "corrects"),
    ({"fulfils": "p1"}, "fulfils"), ({"quantity": {"amount": "1", "unit": "kg", "per": "day"}}, "quantity.per")])
def test_a_field_that_there_is_none_of_is_refused_by_name(town, ada, more, field):
    answer = ada.post("/events", {**flour(town), **more}, key="one-field-more")
    [no] = answer.json()["refusals"]
    assert (answer.status_code, no["clause"], no["field"]) == (422, "api.unknown_field", field)
    assert field in no["reason"]
    assert ada.get(f"/agents/{town.home}/resources").json() == []


def test_a_reversal_with_a_field_too_many_is_refused(town, ada):
    event = ada.post("/events", flour(town), key="to-take-back").json()["event"]
    answer = ada.post(f"/events/{event}/reversal",
                      {"reason": "Twice", "at": "2026-03-02T10:00:00+00:00", "note": "x"}, key="taking-it-back")
    assert (answer.status_code, clauses(answer)) == (422, {"api.unknown_field"})


def test_nobody_writes_in_a_strangers_book(town, cleo):
    assert cleo.post("/events", flour(town), key="not-my-household").status_code == 422
    assert cleo.get(f"/agents/{town.home}/book").status_code == 404


def test_taking_back_says_why_and_leaves_both(town, ada):
    event = ada.post("/events", flour(town), key="morning-bake-1").json()["event"]
    taken = ada.post(f"/events/{event}/reversal", {"reason": "Counted twice", "at": "2026-03-02T10:00:00Z"},
                     key="take-it-back-1")
    assert taken.status_code == 201
    shown = ada.get(f"/events/{event}").json()
    assert shown["corrected_by"] == taken.json()["event"]
    assert ada.get(f"/events/{shown['corrected_by']}").json()["reason"] == "Counted twice"
    [stock] = ada.get(f"/agents/{town.home}/resources").json()
    assert stock["accounting_quantity"]["amount"] == "0.000"
    twice = ada.post(f"/events/{event}/reversal", {"reason": "Again", "at": "2026-03-02T10:00:00Z"},
                     key="take-it-back-2")
    assert twice.status_code == 409 and "ledger.reversed_already" in clauses(twice)


def test_a_strangers_event_can_neither_be_seen_nor_taken_back(town, ada, cleo):
    event = ada.post("/events", flour(town), key="morning-bake-1").json()["event"]
    assert cleo.get(f"/events/{event}").status_code == 404
    assert cleo.post(f"/events/{event}/reversal", {"reason": "I say so", "at": "2026-03-02T10:00:00Z"},
                     key="take-it-back-1").status_code == 404


@pytest.mark.parametrize(("raw", "status"), [
    (b"{", 400),
    (b"[" * 50 + b"]" * 50, 400),
    (b'{"a": "' + b"x" * entering.LARGEST_BODY + b'"}', 413),
    (b"{}", 422),
    (b"\xff\xfe", 400),
])
def test_bodies_that_are_none(town, ada, raw, status):
    response = ada.post("/events", None, raw=raw, key="whatever-it-is")
    assert response.status_code == status
    assert response.json()["refusals"]


def test_without_a_key_of_its_own_nothing_is_written(town, ada):
    response = ada.post("/events", flour(town))
    assert response.status_code == 422
    assert response.json()["refusals"][0]["field"] == "Idempotency-Key"
