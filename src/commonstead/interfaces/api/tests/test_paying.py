"""Paying through the API: once, exactly, for oneself alone, and with a way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commonstead.town.circulation import commands, queries

from .conftest import faults

pytestmark = pytest.mark.both_databases


def hours(amount="1.50", unit="h", **words) -> dict:
    return {"amount": {"amount": amount, "unit": unit}, **words}


@pytest.fixture
def to_pay(circles) -> str:
    return f"/circles/{circles.hours}/payments"


@pytest.fixture
def to_ask(circles) -> str:
    return f"/circles/{circles.hours}/requests"


@pytest.fixture
def asked(circles) -> str:
    """Cleo asked Ben for an hour."""
    slip = commands.Slip(circles.town.ben, circles.town.cleo, 1_00, "an hour")
    return commands.ask_payment(circles.hours, slip, by=circles.town.cleo)


def test_paid_once_however_often_it_is_sent(circles, ben, cleo, to_pay):
    body = hours(payee=circles.town.cleo, category="garden", note="the hedge")
    first, again = (ben.post(to_pay, body, key="hedge-cut-1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == ben.get(f"/payments/{first.json()['id']}").json()
    assert first.json()["state"] == "paid" and first.json()["note"] == "the hedge"
    assert first.json()["payer"] == circles.town.ben and first.json()["amount"] == {"amount": "1.50", "unit": "h"}
    assert circles.account(circles.town.cleo).balance == 1_50
    commands.take_back(first.json()["id"], by=circles.town.cleo, reason="wrong day")
    now = ben.post(to_pay, body, key="hedge-cut-1")
    assert (now.status_code, now.json()["state"], now.json()["said"]) == (200, "taken_back", "wrong day")


def test_the_same_key_with_other_words_is_refused(circles, ben, to_pay, to_ask, asked):
    ben.post(to_pay, hours(payee=circles.town.cleo), key="hedge-cut-1")
    for address, body in ((to_pay, hours("2", payee=circles.town.cleo)),
                          (to_pay, hours(payee=circles.town.cleo, note="other words")),
                          (to_ask, hours(payer=circles.town.cleo)), (f"/payments/{asked}/accept", None)):
        other = ben.post(address, body, key="hedge-cut-1")
        assert (other.status_code, faults(other)) == (409, [("api.key_used", "Idempotency-Key")])
    assert circles.account(circles.town.cleo).balance == 1_50 and queries.payment(asked).state == "asked"


def test_keys_of_two_people_never_meet(circles, ben, cleo, to_pay):
    assert ben.post(to_pay, hours(payee=circles.town.cleo), key="chosen-by-both").status_code == 201
    assert cleo.post(to_pay, hours(payee=circles.town.ben), key="chosen-by-both").status_code == 201
    assert circles.account(circles.town.cleo).balance == 0


def test_a_refused_key_is_not_used_up(circles, ben, to_pay):
    assert ben.post(to_pay, hours("99", payee=circles.town.cleo), key="too-much-at-first").status_code == 422
    assert ben.post(to_pay, hours("9", payee=circles.town.cleo), key="too-much-at-first").status_code == 201


def test_without_a_key_nothing_is_paid(circles, ben, to_pay, asked):
    for address, body in ((to_pay, hours(payee=circles.town.cleo)), (f"/payments/{asked}/accept", None)):
        answer = ben.post(address, body)
        assert (answer.status_code, answer.json()["refusals"][0]["field"]) == (422, "Idempotency-Key")
    assert circles.account(circles.town.cleo).balance == 0


@pytest.mark.parametrize(("body", "expected"), [
    (hours("0"), ("payments.not_positive", "amount")),
    (hours("-1"), ("payments.not_positive", "amount")),
    (hours("0.005"), ("units.too_many_decimals", "amount")),
    (hours("1", "kg"), ("units.do_not_convert", "amount.unit")),
    (hours("1", "leaf"), ("units.unknown", "amount.unit")),
    (hours("10.01"), ("accounts.below_limit", "amount")),
    (hours("9" * 12), ("accounts.below_limit", "amount")),
    (hours("1e3"), ("api.wrong_input", "amount.amount")),
    ({"amount": 1.5}, ("api.wrong_input", "amount")),
    (hours(payee=""), ("api.wrong_input", "payee")),
    (hours(payee="nobody-at-all"), ("ledger.agent_unknown", "payee")),
    (hours(category="x" * 61), ("api.wrong_input", "category")),
    (hours(note="x" * 501), ("api.wrong_input", "note")),
    (hours(tip="1"), ("api.unknown_field", "tip")),
    (hours(at="2090-01-01T10:00:00Z"), ("ledger.in_the_future", "at")),
])
def test_what_is_wrong_is_named_by_field(circles, ben, to_pay, body, expected):
    answer = ben.post(to_pay, {"payee": circles.town.cleo, **body}, key="whatever-it-is")
    assert (answer.status_code, faults(answer)) == (422, [expected])
    assert not queries.payments(circles.hours)


def test_nobody_pays_themselves_and_no_stranger_is_drawn_in(circles, ben, to_pay):
    answer = ben.post(to_pay, hours(payee=circles.town.ben), key="to-myself")
    assert (answer.status_code, faults(answer)) == (422, [("payments.to_oneself", "payee")])
    answer = ben.post(to_pay, hours(payee=circles.town.elsewhere), key="to-a-stranger")
    assert (answer.status_code, faults(answer)) == (422, [("accounts.none", "payee")])


def test_other_units_convert_without_a_rest(circles, ben, to_pay):
    assert ben.post(to_pay, hours("90", "min", payee=circles.town.cleo), key="in-minutes-1").json()["amount"] == {
        "amount": "1.50", "unit": "h"}
    answer = ben.post(to_pay, hours("1", "min", payee=circles.town.cleo), key="in-minutes-2")
    assert faults(answer) == [("units.too_many_decimals", "amount")]


def test_frozen_closed_and_waiting_accounts(circles, ada, ben, cleo, dora, to_pay):
    town = circles.town
    commands.freeze(circles.hours, town.ben, by=town.ada, reason="We have to talk")
    answer = ben.post(to_pay, hours(payee=town.cleo), key="while-it-is-frozen")
    assert faults(answer) == [("accounts.frozen", "payer")]
    assert cleo.post(to_pay, hours(payee=town.ben), key="it-can-be-paid-to").status_code == 201
    commands.unfreeze(circles.hours, town.ben, by=town.ada)
    assert ben.post(to_pay, hours(payee=town.cleo), key="while-it-is-frozen").status_code == 201
    commands.leave_circle(circles.hours, town.cleo, by=town.cleo)
    assert faults(ben.post(to_pay, hours(payee=town.cleo), key="to-a-closed-one")) == [("accounts.closed", "payee")]
    assert faults(cleo.post(to_pay, hours(payee=town.ben), key="from-a-closed-one")) == [("accounts.closed", "payer")]
    other = dora.get("/me").json()["person"]["id"]
    commands.join_circle(circles.hours, other, by=town.ada)
    answer = ada.post(to_pay, hours(payer=other, payee=town.ben), key="for-who-waits-yet")
    assert faults(answer) == [("accounts.waiting", "payer")]
    assert dora.post(to_pay, hours(payee=town.ben), key="and-so-takes-part").status_code == 201
    assert circles.account(other).standing == "open"


def test_nobody_pays_for_others(circles, ada, ben, cleo, dora, to_pay, to_ask):
    town = circles.town
    for program, payer, payee in ((ben, town.cleo, town.ben), (ben, town.ada, town.cleo), (dora, town.ben, town.cleo)):
        answer = program.post(to_pay, hours("99", payer=payer, payee=payee), key="from-anothers-account")
        [(clause, field)] = faults(answer)
        assert answer.status_code == 422 and field == "payer"
        assert clause in ("ledger.takes_from_another", "ledger.may_not_book"), "and not a word about the balance"
    answer = ben.post(to_ask, hours(payer=town.ada, payee=town.cleo), key="for-anothers-account")
    assert faults(answer) == [("circles.not_yours", "payee")]
    assert not queries.payments(circles.hours)
    assert ada.post(to_pay, hours(payer=town.ben, payee=town.cleo), key="a-slip-on-paper").status_code == 201, \
        "whoever keeps the circle writes slips for members, as on the page"


def test_who_is_in_no_circle_is_told_how_to_join(circles, dora, to_pay, to_ask):
    answer = dora.post(to_pay, hours(payee=circles.town.ben), key="from-outside-it")
    assert faults(answer) == [("accounts.none", "payer")] and "joining" in answer.json()["refusals"][0]["reason"]
    answer = dora.post(to_ask, hours(payer=circles.town.ben), key="asked-from-outside")
    assert faults(answer) == [("accounts.none", "payee")]
    answer = dora.post(to_ask, hours(payer=circles.town.elsewhere), key="is-elsewhere-in-it")
    assert faults(answer) == [("accounts.none", "payee")], "and not a word on who is in"
    assert dora.post("/circles/no-such-circle/payments", hours(payee=circles.town.ben),
                     key="in-no-circle-at-all").status_code == 404


def test_asked_and_accepted_once(circles, ben, cleo, to_ask):
    due = timezone.localdate() + timedelta(days=3)
    asked = cleo.post(to_ask, hours(payer=circles.town.ben, due=due.isoformat(), note="soup"), key="for-the-soup")
    assert (asked.status_code, asked.json()["state"], asked.json()["due"]) == (201, "asked", due.isoformat())
    address = f"/payments/{asked.json()['id']}/accept"
    assert circles.account(circles.town.cleo).balance == 0
    first, again, anew = (ben.post(address, None, key=key) for key in ("yes-soup-1", "yes-soup-1", "yes-soup-2"))
    assert [one.status_code for one in (first, again, anew)] == [201, 200, 201]
    assert {one.json()["state"] for one in (first, again, anew)} == {"paid"}
    assert circles.account(circles.town.cleo).balance == 1_50


def test_nobody_is_asked_until_yesterday_or_below_zero(circles, cleo, to_ask):
    due = timezone.localdate() - timedelta(days=1)
    answer = cleo.post(to_ask, hours(payer=circles.town.ben, due=due.isoformat()), key="until-yesterday")
    assert faults(answer) == [("payments.due_is_over", "due")]
    for body, expected in ((hours("0", payer=circles.town.ben), ("payments.not_positive", "amount")),
                           (hours(payer=circles.town.cleo), ("payments.to_oneself", "payee"))):
        assert faults(cleo.post(to_ask, body, key="asked-for-nothing")) == [expected]


@pytest.mark.parametrize(("who", "word", "state"), [("ben", "decline", "declined"), ("cleo", "withdraw", "withdrawn")])
def test_declined_or_withdrawn_and_then_too_late(request, circles, ben, cleo, asked, who, word, state):
    program = request.getfixturevalue(who)
    answer = program.post(f"/payments/{asked}/{word}", {"said": "that was Ada"}, key="not-so-fast")
    assert (answer.status_code, answer.json()["state"], answer.json()["said"]) == (201, state, "that was Ada")
    assert program.post(f"/payments/{asked}/{word}", {"said": "that was Ada"}, key="not-so-fast").status_code == 200
    late = ben.post(f"/payments/{asked}/accept", None, key="too-late-for-it")
    assert (late.status_code, faults(late)) == (409, [("payments.not_open", "")])
    assert circles.account(circles.town.cleo).balance == 0


def test_only_the_right_side_answers(circles, ada, ben, cleo, dora, asked):
    for program, word, expected in ((cleo, "accept", 422), (cleo, "decline", 422), (ben, "withdraw", 422),
                                    (dora, "accept", 404), (dora, "withdraw", 404), (dora, "take-back", 404)):
        body = {"reason": "I say so"} if word == "take-back" else {}
        answer = program.post(f"/payments/{asked}/{word}", body, key=f"wrong-side-{word}")
        assert answer.status_code == expected, (word, answer.json())
    assert ada.post(f"/payments/{asked}/accept", None, key="the-keeper-neither").status_code == 422
    assert queries.payment(asked).state == "asked"


def test_taken_back_with_a_reason_and_only_once(circles, ben, cleo, to_pay):
    paid = ben.post(to_pay, hours(payee=circles.town.cleo), key="hedge-cut-1").json()["id"]
    address = f"/payments/{paid}/take-back"
    assert faults(cleo.post(address, {"reason": ""}, key="without-a-word")) == [("api.wrong_input", "reason")]
    assert faults(cleo.post(address, {"reason": "  "}, key="without-a-word")) == [("ledger.reason_missing", "reason")]
    first, again = (cleo.post(address, {"reason": "wrong day"}, key="wrong-day-1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["state"] == "taken_back" and first.json()["said"] == "wrong day"
    late = ben.post(address, {"reason": "once more"}, key="wrong-day-2")
    assert (late.status_code, faults(late)) == (409, [("payments.not_paid", "")])
    assert circles.account(circles.town.cleo).balance == 0 == circles.account(circles.town.ben).balance


def test_a_strangers_payment_is_not_taken_back(circles, ben, dora, to_pay):
    paid = queries.payments(circles.hours) or commands.pay(
        circles.hours, commands.Slip(circles.town.ada, circles.town.cleo, 1_00, "one"), by=circles.town.ada)
    for program in (ben, dora):
        answer = program.post(f"/payments/{paid}/take-back", {"reason": "I say so"}, key="not-mine-to-take")
        assert answer.status_code == 404
    circles.open_balances()
    answer = ben.post(f"/payments/{paid}/take-back", {"reason": "I say so"}, key="not-mine-to-take")
    assert answer.status_code == 422 and queries.payment(paid).state == "paid"
