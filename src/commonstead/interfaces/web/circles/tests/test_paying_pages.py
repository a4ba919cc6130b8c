"""Pay, ask, split, repeat and take back in the browser, also twice, too late, and with what cannot be read."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from commonstead.interfaces.web.tests.conftest import client_of
from commonstead.town.circulation import commands, queries


def form_of(client, address) -> dict:
    """The fields of a form as it was shown."""
    page = client.get(address).content.decode()
    return {name: value for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
            if name != "csrfmiddlewaretoken"} | {"day": timezone.localdate().isoformat()}


def pay(client, circle, payer, payee, amount, /, step="write", **said):
    fields = form_of(client, f"/circles/{circle}/pay") | {
        "payer": payer, "payee": payee, "amount": amount, "category": "gardening", "note": ""} | said
    return client.post(f"/circles/{circle}/pay", fields | {"step": step}), fields


def test_a_payment_is_looked_over_and_then_written(here, ana, bea):
    circle = here.circle()
    look, fields = pay(bea, circle, here.bea, here.ana, "1,5", step="look", note="hedge")
    page = look.content.decode()
    assert "1.5 h" in page.replace("\xa0", " ")
    assert "−1.5 h" in page.replace("\xa0", " ")  # where Bea will stand
    assert not queries.payments(circle)
    written = bea.post(f"/circles/{circle}/pay", fields | {"step": "write"})
    assert (here.balance(circle, "bea"), here.balance(circle, "ana")) == (-150, 150)
    slip = ana.get(written["Location"]).content.decode()
    assert "hedge" in slip
    assert "Bea Stone" in slip
    assert "Take it back" in slip


def test_what_there_is_no_room_for_is_told_before_it_is_looked_over(here, ana, bea):
    circle = here.circle()
    look, _fields = pay(bea, circle, here.bea, here.ana, "500", step="look")
    assert look.status_code == 422
    assert "Bea Stone can pay 10 h more" in look.content.decode().replace("\xa0", " ")
    look, _fields = pay(ana, here.circle(ceiling=300), here.ana, here.bea, "4", step="look")
    assert "Bea Stone can be paid 3 h more" in look.content.decode().replace("\xa0", " ")


def test_sent_twice_or_from_two_windows_it_is_written_once(here, bea):
    circle = here.circle()
    first, fields = pay(bea, circle, here.bea, here.ana, "2")
    again = client_of(here.bea).post(f"/circles/{circle}/pay", fields | {"step": "write"})
    assert again["Location"] == first["Location"]
    assert here.balance(circle, "bea") == -200
    other = bea.post(f"/circles/{circle}/pay", fields | {"step": "write", "amount": "3"})
    assert other.status_code == 422
    assert here.balance(circle, "bea") == -200


@pytest.mark.parametrize("said, field, words", [
    ({"amount": "0"}, "amount", "above zero"), ({"amount": "-2"}, "amount", "above zero"),
    ({"amount": "1.255"}, "amount", "too many decimals"), ({"amount": "two"}, "amount", "not a number"),
    ({"amount": "1e99"}, "amount", "number from"), ({"amount": ""}, "amount", "required"),
    ({"payee": ""}, "payee", "required"), ({"payee": "nobody"}, "payee", "valid"),
    ({"day": "2999-01-01"}, "day", ""), ({"day": "yesterday"}, "day", "valid date"),
    ({"category": "x" * 61}, "category", "60"), ({"amount": "10.01"}, "amount", "more in")])
def test_what_cannot_be_paid_is_said_at_its_field(here, bea, said, field, words):
    circle = here.circle()
    answer, _fields = pay(bea, circle, here.bea, here.ana, "2", **said)
    assert answer.status_code == 422
    assert re.search(rf'id="id_{field}_error">[^<]*{words}', answer.content.decode())
    assert not queries.payments(circle)


@pytest.mark.parametrize("step", ["look", "write"])
def test_nobody_pays_themselves(here, ana, step):
    circle = here.circle()
    answer, _fields = pay(ana, circle, here.bea, here.bea, "2", step=step)
    assert answer.status_code == 422
    assert "to itself" in answer.content.decode()


def test_one_pays_from_ones_own_accounts_alone(here, bea):
    circle = here.circle()
    answer, _fields = pay(bea, circle, here.ana, here.bea, "2")
    assert answer.status_code == 422
    assert not queries.payments(circle)


def test_the_keeper_pays_for_a_member_and_both_are_told(here, ana, bea):
    circle = here.circle(members=("bea", "cem"))
    pay(ana, circle, here.bea, here.cem, "2", note="from paper")
    assert here.balance(circle, "bea") == -200
    assert "Ana Rivera wrote" in bea.get("/").content.decode()
    page = bea.get(f"/circles/{circle}/accounts/{here.bea}").content.decode()
    assert "Since you were last here" in page
    assert "from paper" in page
    assert "Since you were last here" not in bea.get(f"/circles/{circle}/accounts/{here.bea}").content.decode()
    assert "Ana Rivera wrote" not in bea.get("/").content.decode()


def test_many_new_payments_are_one_line_of_today(here, bea):
    circle = here.circle(members=("bea", "cem"))
    for _ in range(4):
        here.pay(circle, "bea", "cem", 10, by="ana")
    page = bea.get("/").content.decode()
    assert "4 payments that others wrote for Bea Stone" in page
    assert "Ana Rivera wrote" not in page


def test_a_year_that_was_brought_in_is_no_news(here, bea):
    circle = here.circle(members=("bea", "cem"))
    here.pay(circle, "bea", "cem", 10, by="ana", at=timezone.now() - timedelta(days=60))
    assert "Ana Rivera wrote" not in bea.get("/").content.decode()
    bea.get(f"/circles/{circle}/accounts/{here.bea}")
    here.pay(circle, "bea", "cem", 10, by="ana", at=timezone.now() - timedelta(days=60))
    assert "Ana Rivera wrote" in bea.get("/").content.decode()  # a late slip is


def test_a_page_that_grew_old_says_so(here, ana, bea):
    circle = here.circle()
    fields = form_of(bea, f"/circles/{circle}/pay") | {"payer": here.bea, "payee": here.ana, "amount": "2"}
    commands.freeze(circle, here.bea, by=here.ana, reason="a slip is missing")
    frozen = bea.post(f"/circles/{circle}/pay", fields | {"step": "write"})
    assert "is frozen" in frozen.content.decode()
    commands.unfreeze(circle, here.bea, by=here.ana)
    commands.close_circle(circle, by=here.ana)
    closed = bea.post(f"/circles/{circle}/pay", fields | {"step": "write"})
    assert closed.status_code == 422
    assert "closed" in closed.content.decode()
    assert not queries.payments(circle)


def test_a_link_fills_the_form_and_asks_for_the_circle_only_where_there_are_several(here, bea):
    circle = here.circle()
    answer = bea.get(f"/circles/pay?payee={here.ana}&amount=2&category=bread&links_to=abc")
    assert answer["Location"].startswith(f"/circles/{circle}/pay?payee={here.ana}")
    page = bea.get(answer["Location"]).content.decode()
    assert 'name="links_to" value="abc"' in page
    assert 'value="bread"' in page
    assert f'<option value="{here.ana}" selected>' in page
    here.circle("credit")
    assert "In which circle?" in bea.get("/circles/pay?amount=2").content.decode()


def test_asking_and_the_two_answers(here, ana, bea):
    circle = here.circle()
    fields = form_of(bea, f"/circles/{circle}/ask") | {"payer": here.ana, "payee": here.bea, "amount": "2",
                                                       "category": "bread", "due": ""}
    asked = bea.post(f"/circles/{circle}/ask", fields)["Location"]
    assert bea.post(f"/circles/{circle}/ask", fields)["Location"] == asked
    assert here.balance(circle, "ana") == 0
    assert "Bea Stone asks Ana Rivera" in ana.get("/").content.decode()
    assert "You were asked to pay" in ana.get("/circles/").content.decode()
    assert bea.post(f"{asked}/accept").status_code == 422  # not hers to accept
    ana.post(f"{asked}/accept")
    ana.post(f"{asked}/accept")
    assert (here.balance(circle, "ana"), here.balance(circle, "bea")) == (-200, 200)
    assert "Ana Rivera wrote" in bea.get("/").content.decode()
    late = ana.post(f"{asked}/decline", {"said": "too late"})
    assert late.status_code == 422
    assert "settled already" in late.content.decode()
    other = f"/circles/payments/{here.ask(circle, 'ana', 'bea', 100)}"
    ana.post(f"{other}/decline", {"said": "it was a gift"})
    assert "it was a gift" in bea.get(other).content.decode()
    assert "declined to pay" in bea.get("/").content.decode()


def test_taking_back_needs_a_reason_that_both_sides_read(here, ana, bea):
    circle = here.circle(levy_per_mille=100)
    slip = f"/circles/payments/{here.pay(circle, 'bea', 'ana', 200)}"
    assert here.balance(circle, "garden") == 20
    assert ana.post(f"{slip}/take-back", {"said": " "}).status_code == 422
    assert ana.post(f"{slip}/take-back", {"said": "it was one hour"}).status_code == 302
    assert {here.balance(circle, who) for who in ("ana", "bea", "garden")} == {0}
    for client in (ana, bea):
        page = client.get(slip).content.decode()
        assert "it was one hour" in page
        assert "Taken back by" in page
    assert "it was one hour" in bea.get(f"/circles/{circle}/accounts/{here.bea}").content.decode()
    assert ana.post(f"{slip}/take-back", {"said": "again"}).status_code == 422


def test_an_entry_of_a_payment_leads_to_its_slip_and_is_not_taken_back_alone(here, ana, bea):
    circle = here.circle()
    paid = here.pay(circle, "bea", "ana", 200)
    event = queries.payment(paid).event
    page = bea.get(f"/events/{event}").content.decode()
    assert f"/circles/payments/{paid}" in page
    assert "Take it back" not in page
    assert bea.post(f"/events/{event}", {"reason": "wrong"})["Location"] == f"/circles/payments/{paid}"
    assert here.balance(circle, "bea") == -200


def split(client, here, circle, **said):
    fields = form_of(client, f"/circles/{circle}/split") | {
        "amount": "10", "way": "pay", "mine": here.bea, "with": [here.ana, here.cem], f"weight-{here.ana}": "1",
        f"weight-{here.cem}": "2", "category": "harvest", "note": ""} | said
    return client.post(f"/circles/{circle}/split", fields | {"step": said.get("step", "write")}), fields


def test_a_split_shows_its_parts_and_pays_all_of_them(here, bea):
    circle = here.circle(members=("ana", "bea", "cem"))
    look, fields = split(bea, here, circle, step="look")
    page = look.content.decode().replace("\xa0", " ")
    assert "3.33 h" in page
    assert "6.67 h" in page
    assert not queries.payments(circle)
    for _ in range(2):
        bea.post(f"/circles/{circle}/split", fields | {"step": "write"})
    assert (here.balance(circle, "ana"), here.balance(circle, "cem"), here.balance(circle, "bea")) == (333, 667, -1000)
    assert len(queries.payments(circle)) == 2


def test_a_split_asks_each_for_a_part(here, bea):
    circle = here.circle(members=("ana", "bea", "cem"))
    split(bea, here, circle, way="ask")
    assert {(one.payer, one.amount, one.state) for one in queries.payments(circle)} == {
        (here.ana, 333, "asked"), (here.cem, 667, "asked")}


@pytest.mark.parametrize("said, words", [
    ({"with": []}, "Tick at least one"), ({"amount": "0"}, "above zero"), ({"amount": "11"}, "more in"),
    ({"with": ["nobody"]}, "Tick at least one")])
def test_a_split_that_cannot_be_leaves_nothing_behind(here, bea, said, words):
    circle = here.circle(members=("ana", "bea", "cem"))
    answer, _fields = split(bea, here, circle, **said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not queries.payments(circle)


def test_a_weight_that_is_no_number_is_said_at_its_line(here, bea):
    circle = here.circle(members=("ana", "bea", "cem"))
    answer, _fields = split(bea, here, circle, **{f"weight-{here.cem}": "lots"})
    assert f'id="wrong-{here.cem}"' in answer.content.decode()


def test_what_comes_again_is_paid_today_listed_and_ended(here, ana, bea):
    circle = here.circle()
    fields = {"payer": here.bea, "payee": here.ana, "amount": "1", "every": "week", "until": "", "note": "",
              "begins": timezone.localdate().isoformat(), "category": "milk", "key": "0123456789abcdef"}
    for _ in range(2):  # the page sent twice
        assert bea.post(f"/circles/{circle}/repeat", fields).status_code == 302
    assert here.balance(circle, "bea") == -100
    assert len(queries.repetitions([here.bea])) == 1
    assert "Every week Bea Stone pays Ana Rivera" in ana.get("/circles/").content.decode()
    ana.post(f"/circles/repetitions/{queries.repetitions([here.bea])[0].id}/end")
    assert not queries.repetitions([here.bea])


def test_another_day_or_end_is_another_payment_again_and_again(here, bea):
    circle, today = here.circle(), timezone.localdate()
    fields = {"payer": here.bea, "payee": here.ana, "amount": "1", "every": "week", "until": "", "note": "",
              "begins": (today + timedelta(days=2)).isoformat(), "category": "milk", "key": "0123456789abcdef"}
    last = fields | {"until": (today + timedelta(days=30)).isoformat(), "key": "fedcba9876543210"}
    for said in (fields, last):
        assert bea.post(f"/circles/{circle}/repeat", said).status_code == 302
    assert sorted(str(row.until) for row in queries.repetitions([here.bea])) == sorted(["None", last["until"]])
    same_key = bea.post(f"/circles/{circle}/repeat", last | {"amount": "2"})
    assert same_key.status_code == 422 and "This key belongs to another payment" in same_key.content.decode()


def test_nothing_is_paid_for_days_that_are_over(here, bea):
    circle = here.circle()
    answer = bea.post(f"/circles/{circle}/repeat", {
        "payer": here.bea, "payee": here.ana, "amount": "1", "every": "week", "until": "", "category": "", "note": "",
        "begins": (timezone.localdate() - timedelta(days=1)).isoformat(), "key": "0123456789abcdef"})
    assert answer.status_code == 422
    assert not queries.repetitions([here.bea])


def test_opening_the_page_does_what_fell_due(here, bea):
    circle = here.circle()
    commands.repeat_payment(circle, payer=here.bea, payee=here.ana, amount=100, every="week", by=here.bea,
                            begins=timezone.localdate() - timedelta(days=8))
    assert queries.is_due()
    bea.get("/circles/")
    assert here.balance(circle, "bea") == -200
    assert not queries.is_due()
