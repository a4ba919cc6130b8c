"""Reading circles through the API: rules for everybody, accounts and payments for those whom the pages show them."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from commonstead.core.circulation.terms import Terms
from commonstead.interfaces.api import shapes_circles
from commonstead.town.circulation import board_commands, commands
from commonstead.town.ledger import commands as ledger


def pay(circles, payer, payee, steps, key, **words) -> str:
    return commands.pay(circles.hours, commands.Slip(payer, payee, steps, key, **words), by=payer)


def test_rules_are_open_to_everybody_in_words_and_in_numbers(circles, dora):
    [shown] = dora.get("/circles").json()
    assert shown["id"] == circles.hours and shown["unit"] == "h" and shown["keeper_name"] == "Lower Field"
    assert shown["terms"]["free_line"] == {"amount": "10.00", "unit": "h"}
    assert shown["terms"]["balances_open"] is False
    words = {one["term"]: one["sentence"] for one in shown["clauses"]}
    assert words["free_line"] == "Everybody may take up to 10.00 h more than they gave, without asking."
    assert set(words) <= set(shown["terms"])
    one = dora.get(f"/circles/{circles.hours}").json()
    assert (one["inside"], one["sees_accounts"]) == (False, False)
    assert dora.get("/circles/no-such-circle").status_code == 404


def test_no_term_is_left_out():
    assert set(shapes_circles.TermsShape.model_fields) == {name for name in Terms.__dataclass_fields__}


def test_a_gift_circle_has_no_amounts(circles, ada):
    gifts = commands.open_circle(circles.garden, name="Gifts", sort="gift", by=circles.town.ada)
    shown = ada.get(f"/circles/{gifts}").json()
    assert (shown["unit"], shown["terms"]["free_line"]) == ("", None)
    page = ada.get(f"/circles/{gifts}/accounts/{circles.garden}/statement").json()
    assert (page["lines"], page["opening"]) == ([], None)
    answer = ada.post(f"/circles/{gifts}/payments", {"payee": circles.garden, "amount": {"amount": "1", "unit": "h"}},
                      key="not-in-a-gift-circle")
    assert answer.status_code == 422 and "circles.gift_has_no_amounts" in answer.content.decode()


def test_my_accounts_say_what_may_still_be_spent(circles, ada, ben, dora):
    pay(circles, circles.town.ben, circles.town.cleo, 3_50, "three and a half")
    [mine] = ben.get("/accounts").json()
    assert mine["balance"] == {"amount": "-3.50", "unit": "h"} and mine["can_pay"]["amount"] == "6.50"
    assert (mine["floor"]["amount"], mine["ceiling"]["amount"]) == ("-10.00", "60.00")
    assert mine["can_take"]["amount"] == "63.50" and mine["standing"] == "open" and mine["name"] == "Ben"
    assert {one["holder"] for one in ada.get("/accounts").json()} == {circles.town.ada, circles.garden}
    assert dora.get("/accounts").json() == []
    commands.freeze(circles.hours, circles.town.ben, by=circles.town.ada, reason="We have to talk")
    [mine] = ben.get("/accounts").json()
    assert (mine["standing"], mine["can_pay"]["amount"], mine["frozen_because"]) == ("frozen", "0.00",
                                                                                      "We have to talk")


def test_balances_of_others_only_where_the_circle_opens_them(circles, ada, ben, cleo, dora):
    pay(circles, circles.town.ben, circles.town.cleo, 2_00, "two")
    address = f"/circles/{circles.hours}/accounts"
    shown = {one["holder"]: one["balance"] for one in ben.get(address).json()}
    assert shown[circles.town.ben]["amount"] == "-2.00"
    assert shown[circles.town.cleo] is None and shown[circles.town.ada] is None
    assert all(one["balance"] for one in ada.get(address).json()), "whoever keeps the circle sees all"
    assert dora.get(address).status_code == 404
    for part in ("", "/statement"):
        assert ben.get(f"{address}/{circles.town.cleo}{part}").status_code == 404
        assert cleo.get(f"{address}/{circles.town.cleo}{part}").status_code == 200
    circles.open_balances()
    for part in ("", "/statement"):
        assert ben.get(f"{address}/{circles.town.cleo}{part}").status_code == 200
        assert dora.get(f"{address}/{circles.town.cleo}{part}").status_code == 404
    assert {one["holder"]: one["balance"] for one in ben.get(address).json()}[circles.town.cleo]["amount"] == "2.00"


def test_a_statement_page_by_page(circles, ben):
    for turn in range(1, 6):
        pay(circles, circles.town.ben, circles.town.cleo, turn * 10, f"turn {turn}", category="help", note=f"no {turn}")
    address, pages, before = f"/circles/{circles.hours}/accounts/{circles.town.ben}/statement", [], None
    while not pages or before is not None:
        pages.append(ben.get(address, count=2, **({"before": before} if before else {})).json())
        before = pages[-1]["next_before"]
    assert [len(page["lines"]) for page in pages] == [2, 2, 1]
    lines = [line for page in pages for line in page["lines"]]
    assert [line["note"] for line in lines] == [f"no {turn}" for turn in range(5, 0, -1)]
    assert {line["partner_name"] for line in lines} == {"Cleo"}
    assert pages[0]["closing"]["amount"] == "-1.50" and pages[-1]["opening"]["amount"] == "0.00"
    for later, earlier in pairwise(lines):
        assert Decimal(later["balance"]["amount"]) - Decimal(later["change"]["amount"]) == Decimal(
            earlier["balance"]["amount"])


def test_a_statement_tells_what_was_taken_back(circles, ben):
    paid = pay(circles, circles.town.ben, circles.town.cleo, 1_00, "one")
    commands.take_back(paid, by=circles.town.cleo, reason="wrong day")
    lines = ben.get(f"/circles/{circles.hours}/accounts/{circles.town.ben}/statement").json()["lines"]
    assert [(line["takes_back"], line["taken_back"], line["payment"]) for line in lines] == [
        (True, False, paid), (False, True, paid)]


def test_payments_by_state_and_side(circles, ben, cleo, dora):
    town = circles.town
    paid = pay(circles, town.ben, town.cleo, 1_00, "one")
    of_ben = commands.ask_payment(circles.hours, commands.Slip(town.ben, town.cleo, 2_00, "two"), by=town.cleo)
    by_ben = commands.ask_payment(circles.hours, commands.Slip(town.cleo, town.ben, 3_00, "three"), by=town.ben)

    def ids(program, **words):
        return [one["id"] for one in program.get("/payments", **words).json()["payments"]]

    assert ids(ben, state="asked", side="payer") == [of_ben] == ids(cleo, state="asked", side="payee")
    assert ids(ben, state="asked", side="payee") == [by_ben]
    assert ids(ben, state="paid") == [paid] and ids(ben, side="payee") == [by_ben]
    assert ids(ben) == [by_ben, of_ben, paid] and ids(ben, circle="another") == []
    answers = {one["id"]: one["answers"] for one in ben.get("/payments").json()["payments"]}
    assert answers == {of_ben: ["accept", "decline"], by_ben: ["withdraw"], paid: ["take-back"]}
    first = ben.get("/payments", count=2).json()
    second = ben.get("/payments", count=2, before=first["next_before"]).json()
    assert [one["id"] for one in (*first["payments"], *second["payments"])] == [by_ben, of_ben, paid]
    assert second["next_before"] is None
    assert ids(dora) == [] and dora.get("/payments", before=paid).status_code == 404
    assert ben.get("/payments", state="gone").status_code == 422


def test_a_payment_between_others_is_not_there(circles, ada, ben, cleo, dora):
    town = circles.town
    paid = pay(circles, town.ada, town.cleo, 1_00, "one", note="between the two")
    assert ben.get(f"/payments/{paid}").status_code == 404 == dora.get(f"/payments/{paid}").status_code
    assert ada.get(f"/payments/{paid}").json() | {"answers": []} == cleo.get(f"/payments/{paid}").json() | {
        "answers": []}
    assert paid not in ben.get("/payments").content.decode()
    circles.open_balances()
    assert ben.get(f"/payments/{paid}").json()["answers"] == []
    assert dora.get(f"/payments/{paid}").status_code == 404


def test_the_keeper_sees_payments_but_only_their_own_are_listed_as_theirs(circles, ada):
    paid = pay(circles, circles.town.ben, circles.town.cleo, 1_00, "one")
    assert ada.get(f"/payments/{paid}").json()["answers"] == ["take-back"]
    assert ada.get("/payments").json()["payments"] == []


@pytest.fixture
def notices(circles) -> list[str]:
    ledger.add_specification("gardening", name="Gardening", unit="h", sort="work")
    made = []
    for turn, (who, offers) in enumerate(((circles.town.ben, True), (circles.town.cleo, False),
                                          (circles.town.ben, True))):
        made.append(board_commands.write_notice(board_commands.Draft(
            who, offers, "gardening" if turn else "flour", 1_00, returns="circle", circle=circles.hours, asks=1_50,
            note=f"no {turn}"), by=who, key=f"notice {turn}"))
    return made


def test_the_board_page_by_page_and_narrowed(circles, notices, ben, dora):
    shown = dora.get("/board").json()["notices"]
    assert [one["id"] for one in shown] == notices[::-1]
    assert (shown[1]["kind"], shown[1]["who_name"], shown[1]["name"]) == ("need", "Cleo", "Gardening")
    assert shown[0]["asks"] == {"amount": "1.50", "unit": "h"} and shown[0]["effort"]["amount"] == "1.00"
    assert shown[2]["quantity"] == {"amount": "0.100", "unit": "kg"}
    assert [one["id"] for one in dora.get("/board", kind="offer").json()["notices"]] == [notices[2], notices[0]]
    assert dora.get("/board", circle="another").json()["notices"] == []
    assert [one["mine"] for one in ben.get("/board").json()["notices"]] == [True, False, True]
    first = dora.get("/board", count=2).json()
    board_commands.take_down(first["next_before"], by=circles.town.cleo)
    second = dora.get("/board", count=2, before=first["next_before"]).json()
    assert [one["id"] for one in second["notices"]] == notices[:1] and second["next_before"] is None
