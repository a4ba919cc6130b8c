"""The canonical text, the salted hash beside it, and the links."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from commonstead.core.flows import chain
from commonstead.core.flows.before import Change
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.units import UNITS

AT = datetime(2026, 3, 4, 5, 6, 7, 89, UTC)
GIFT = Flow(Action.TRANSFER, "a" * 16, "b" * 16, "flour", AT, "a" * 16, "key", quantity=1250, mode=Mode.GIFT)


def body(flow=GIFT, **words):
    plain = {"event_id": "e", "unit": UNITS.get("kg"), "recorded": AT, "request": "q", "texts": "",
             "changes": [Change("r", -1, -1, 0, (("state", "", "ñ"),))]}
    return chain.body(flow=flow, **(plain | words))


def test_the_text_is_canonical_and_reads_back():
    import json

    record = json.loads(body())
    assert chain.canonical(record) == body()
    assert body() == body(replace(GIFT, at=AT.astimezone(timezone(timedelta(hours=5)))))
    assert record["at"] == "2026-03-04T05:06:07.000089Z" and record["mode"] == "gift" and record["effort"] is None
    assert (record["quantity"], record["unit"], record["decimals"]) == (1250, "kg", 3)
    assert chain.read_changes(record) == (Change("r", -1, -1, 0, (("state", "", "ñ"),)),)
    assert "ñ" in body(), "text stays text, not escapes"


def test_every_field_of_a_flow_is_in_the_text_but_for_what_people_wrote():
    assert "a secret" not in body(replace(GIFT, note="a secret", reason="a secret"))
    changed = {"action": Action.MOVE, "mode": Mode.SALE, "quantity": 1, "effort": 1, "at": AT + timedelta(seconds=1)}
    for name in Flow.__dataclass_fields__:
        if name not in ("note", "reason"):
            other = replace(GIFT, **{name: changed.get(name, "another")})
            assert body(other) != body(), name
            assert chain.request_hash(other) != chain.request_hash(GIFT), name


def test_a_text_is_known_by_its_hash_only_with_its_salt():
    assert chain.text_hash("salt", "", "") == ""
    assert chain.text_hash("salt", "note", "") != chain.text_hash("other salt", "note", "")
    assert chain.text_hash("salt", "note", "") != chain.text_hash("salt", "", "note")
    assert chain.request_hash(replace(GIFT, note="x")) == chain.request_hash(GIFT)


def test_a_link_depends_on_book_place_past_and_text():
    link = chain.link("book", 1, chain.BEGINNING, "text")
    assert link == chain.link("book", 1, chain.BEGINNING, "text") and len(link) == 64
    others = {chain.link("other", 1, chain.BEGINNING, "text"), chain.link("book", 2, chain.BEGINNING, "text"),
              chain.link("book", 1, "1" * 64, "text"), chain.link("book", 1, chain.BEGINNING, "text ")}
    assert link not in others and len(others) == 4


def test_the_outside_keeps_no_book():
    assert chain.books_of("b", "a") == ("a", "b") and chain.books_of("a", "a") == ("a",)
    assert chain.books_of(OUTSIDE, "a") == ("a",)


def test_what_has_no_one_text_is_not_written():
    with pytest.raises(ValueError):
        chain.canonical({"x": float("nan")})
