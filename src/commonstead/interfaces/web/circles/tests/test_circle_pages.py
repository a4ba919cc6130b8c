"""A circle's page, accounts, keeping and vouching: who may see what, who may do what, and what the words say."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from commonstead.core.circulation.terms import Terms
from commonstead.interfaces.web.circles import said
from commonstead.town.circulation import clauses, commands, queries
from commonstead.town.ledger import commands as ledger
from commonstead.town.people import commands as people

PAGES = ("", "pay", "ask", "split", "repeat", "vouch", "terms", "end", "take-in", "give")


def text(client, address) -> str:
    return client.get(address).content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("sort", ["time", "credit", "currency", "gift"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_every_sort_opens_for_its_keeper(here, ana, sort, page):
    circle = here.circle(sort)
    assert ana.get(f"/circles/{circle}{'/' + page if page else ''}").status_code in (200, 302)
    assert ana.get("/circles/").status_code == 200
    assert ana.get(f"/circles/{circle}/accounts/{here.bea}").status_code == 200


def test_others_read_the_rules_and_nothing_else(here, bea, cem):
    circle = here.circle()
    paid = here.pay(circle, "bea", "ana", 200, category="hedge trimming")
    page = text(cem, f"/circles/{circle}")
    assert "Nobody owes more than 40 h" in page
    assert "Bea Stone" not in page
    assert "hedge trimming" not in page
    for address in (f"/circles/{circle}/pay", f"/circles/{circle}/accounts/{here.bea}", f"/circles/payments/{paid}",
                    f"/circles/{circle}/terms", f"/circles/{circle}/vouch"):
        assert cem.get(address).status_code == 404, address


def test_balances_of_others_only_where_the_rules_leave_them_open(here, ana, bea, cem):
    circle = here.circle(members=("ana", "bea", "cem"), balances_open=False)
    paid = here.pay(circle, "bea", "ana", 321)
    page = text(cem, f"/circles/{circle}")
    assert "Bea Stone" in page  # whom one can pay
    assert "3.21 h" not in page
    assert cem.get(f"/circles/payments/{paid}").status_code == 404
    assert cem.get(f"/circles/{circle}/accounts/{here.bea}").status_code == 404
    assert "−3.21 h" in text(ana, f"/circles/{circle}")  # who keeps it
    assert "You have taken 3.21 h more than you gave" in text(bea, f"/circles/{circle}")
    commands.ask_change(circle, by=here.ana, words={"balances_open": True})
    commands.agree_to_change(queries.changes(circle)[0].id, by=here.bea)
    assert "−3.21 h" in text(cem, f"/circles/{circle}")


@pytest.mark.parametrize("answer", ["accept", "decline", "withdraw", "take-back"])
def test_whoever_sees_a_payment_of_others_answers_none_of_it(here, cem, answer):
    circle = here.circle(members=("ana", "bea", "cem"))
    made = here.pay(circle, "bea", "ana", 100) if answer == "take-back" else here.ask(circle, "bea", "ana", 100)
    before = queries.payment(made)
    assert cem.get(f"/circles/payments/{made}").status_code == 200
    assert cem.post(f"/circles/payments/{made}/{answer}", {"said": "not mine"}).status_code == 422
    assert queries.payment(made) == before


@pytest.mark.parametrize("sort, parts", [("time", ("how-it-goes", "paper")), ("gift", ("paper",))])
def test_whoever_is_in_a_circle_finds_all_its_parts_from_each_of_them(here, bea, cem, sort, parts):
    circle = here.circle(sort)
    addresses = [f"/circles/{circle}", *(f"/circles/{circle}/{part}" for part in parts)]
    for address in addresses:
        page = bea.get(address).content.decode()
        assert all(f'href="{other}"' in page for other in addresses)
    assert 'href="/board/' in bea.get(addresses[0]).content.decode()
    assert f"/circles/{circle}/paper" not in cem.get(addresses[0]).content.decode()
    assert ("/how-it-goes" in bea.get(addresses[0]).content.decode()) is (sort != "gift")


def test_below_the_circles_stands_what_is_settled_without_one(here, ana, cem):
    here.circle()
    for client, card in ((ana, True), (cem, False)):
        page = client.get("/circles/").content.decode()
        assert all(f'href="{address}"' in page for address in ("/clearing/", "/agreements/", "/board/"))
        assert ('href="/card"' in page) is card


def test_the_sum_of_all_accounts_is_zero(here, ana):
    circle = here.circle()
    here.pay(circle, "bea", "ana", 321)
    assert "All accounts together: 0 h" in text(ana, f"/circles/{circle}")


def test_other_rules_hold_once_a_second_member_agrees(here, ana, bea):
    circle = here.circle()
    terms = queries.circle(circle).terms
    fields = {"free_line": "5", "most_line": "40", "ceiling": "", "warn_percent": "80", "vouchers_needed": "0",
              "growth_percent": "0", "levy_per_mille": "0.5", "demurrage_per_mille": "0", "demurrage_free": "0",
              "balances_open": "on", "reason": "to begin with"}
    assert ana.post(f"/circles/{circle}/terms", fields).status_code == 302
    assert queries.circle(circle).terms == terms
    page = text(bea, f"/circles/{circle}")
    assert "Everybody may take up to 5 h more than they gave" in page
    assert "0.5 % goes into the circle" in page
    assert "to begin with" in page
    change = queries.changes(circle)[0].id
    assert "I agree" not in text(ana, f"/circles/{circle}")
    assert "Ana Rivera asks for other rules in Lower Field time" in text(bea, "/")
    assert "asks for other rules" not in text(ana, "/")
    ana.post(f"/circles/changes/{change}/agree", {"circle": circle})
    assert queries.changes(circle)
    bea.post(f"/circles/changes/{change}/agree", {"circle": circle})
    after = queries.circle(circle).terms
    assert (after.free_line, after.ceiling, after.levy_per_mille) == (500, None, 5)
    assert bea.post(f"/circles/changes/{change}/agree", {"circle": circle}, follow=True).status_code == 200


@pytest.mark.parametrize("field, value", [("free_line", "x"), ("free_line", "50"), ("levy_per_mille", "0.05"),
                                          ("levy_per_mille", "30"), ("vouchers_needed", "-1"), ("warn_percent", "")])
def test_rules_that_cannot_be_held_to_are_refused_at_their_field(here, ana, field, value):
    circle = here.circle()
    fields = {"free_line": "5", "most_line": "40", "ceiling": "60", "warn_percent": "80", "vouchers_needed": "0",
              "growth_percent": "0", "levy_per_mille": "0", "demurrage_per_mille": "0", "demurrage_free": "0",
              "reason": ""} | {field: value}
    answer = ana.post(f"/circles/{circle}/terms", fields)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not queries.changes(circle)


def test_every_term_that_a_sort_has_is_a_clause_and_a_change_to_it_shows(here):
    circle = queries.circle(here.circle("currency", demurrage_per_mille=10))
    assert [one.number for one in clauses.clauses(circle, "Garden", said.FIGURES)] == list(
        range(1, len(clauses.TERMS["currency"]) + 1))
    other = replace(circle.terms, promise="soup", issue_limit=5)
    assert [one.term for one in clauses.changed(circle, "Garden", said.FIGURES, other)] == ["promise", "issue_limit"]
    free = replace(circle.terms, demurrage_per_mille=0)
    assert "demurrage_free" not in [one.term for one in clauses.clauses(circle, "Garden", said.FIGURES, free)]


@pytest.mark.parametrize("taken, words", [
    ({"levy_per_mille": 50}, ["who paid"]), ({"demurrage_per_mille": 100}, ["who held"]),
    ({"levy_per_mille": 50, "demurrage_per_mille": 100}, ["who paid", "who held"]), ({}, [])])
def test_the_clause_on_closed_balances_says_what_the_open_book_tells_all_the_same(here, taken, words):
    circle = queries.circle(here.circle(balances_open=False, **taken))
    told = {one.term: one.sentence for one in clauses.clauses(circle, "Garden", said.FIGURES)}["balances_open"]
    assert [part for part in ("who paid", "who held") if part in told] == words
    assert told.startswith("A balance is seen by its holder and by whoever keeps the book of Garden.")
    opened = {one.term: one.sentence for one in clauses.clauses(
        circle, "Garden", said.FIGURES, replace(circle.terms, balances_open=True))}["balances_open"]
    assert "work out" not in opened


def test_no_term_that_is_held_to_is_left_out_of_the_clauses():
    assert {field.name for field in fields(Terms)} == {term for terms in clauses.TERMS.values() for term in terms}


def test_freezing_says_why_and_opens_again(here, ana, bea):
    circle = here.circle()
    address = f"/circles/{circle}/accounts/{here.bea}"
    assert bea.post(f"{address}/freeze", {"reason": "mine"}).status_code == 404
    assert "Say why" in ana.post(f"{address}/freeze", {"reason": ""}, follow=True).content.decode()
    ana.post(f"{address}/freeze", {"reason": "slips are missing"})
    assert "slips are missing" in text(bea, address)
    assert "slips are missing" in text(bea, "/circles/")
    ana.post(f"{address}/freeze", {"open": "1"})
    assert queries.account(circle, here.bea).standing == "open"


def test_what_cannot_be_settled_is_called_in_from_who_vouched(here, ana, bea):
    circle = here.circle(members=("ana", "bea", "cem"), issue_limit=1000)
    commands.vouch(circle, voucher=here.cem, holder=here.bea, stake=200, by=here.cem)
    here.pay(circle, "bea", "ana", 300)
    address = f"/circles/{circle}/accounts/{here.bea}"
    assert "Can this never be settled?" in text(ana, address)
    assert "Can this never be settled?" not in text(bea, address)
    assert bea.post(f"{address}/call-in", {"reason": "x"}).status_code == 404
    assert "Say why" in ana.post(f"{address}/call-in", {"reason": ""}, follow=True).content.decode()
    ana.post(f"{address}/call-in", {"reason": "moved away"})
    assert [here.balance(circle, who) for who in ("bea", "cem", "garden")] == [0, -200, -100]
    assert "moved away" in text(bea, address)


def test_limits_of_one_account(here, ana, bea):
    circle = here.circle()
    address = f"/circles/{circle}/accounts/{here.bea}/limits"
    assert bea.get(address).status_code == 404
    ana.post(address, {"line": "3", "ceiling": "", "reason": ""})
    change = queries.changes(circle)[0]
    assert change.words == {"line": 300, "ceiling": None}
    assert "may owe up to 3 h" in text(bea, f"/circles/{circle}")
    assert "I agree" not in text(bea, f"/circles/{circle}")  # it is about her


def test_vouching_and_stepping_out(here, ana, bea):
    circle = here.circle()
    bad = bea.post(f"/circles/{circle}/vouch", {"holder": here.ana, "stake": "99", "voucher": here.bea})
    assert bad.status_code == 422
    bea.post(f"/circles/{circle}/vouch", {"holder": here.ana, "stake": "4", "voucher": here.bea})
    assert queries.account(circle, here.ana).vouched_by == ((here.bea, 400),)
    assert "Bea Stone vouches for Ana Rivera (me) with 4 h" in text(ana, f"/circles/{circle}/accounts/{here.ana}")
    bea.post(f"/circles/{circle}/stop-vouching", {"holder": here.ana, "voucher": here.bea})
    assert not queries.account(circle, here.ana).vouched_by


def test_leaving_is_free_once_nothing_is_owed(here, bea):
    circle = here.circle()
    paid = here.pay(circle, "bea", "ana", 100)
    assert "Not at zero yet" in text(bea, f"/circles/{circle}/leave/{here.bea}")
    bea.post(f"/circles/{circle}/leave/{here.bea}")
    assert queries.account(circle, here.bea).until is None
    commands.take_back(paid, by=here.bea, reason="settled otherwise")
    bea.post(f"/circles/{circle}/leave/{here.bea}")
    assert queries.account(circle, here.bea).until is not None
    assert bea.get(f"/circles/{circle}/accounts/{here.bea}").status_code == 200  # one's own past stays readable


def test_winding_down_and_closing(here, ana, bea):
    circle = here.circle()
    paid = here.pay(circle, "bea", "ana", 100)
    assert bea.post(f"/circles/{circle}/end", {"what": "close"}).status_code == 404
    ana.post(f"/circles/{circle}/end", {"what": "wind"})
    assert "being wound down" in text(bea, f"/circles/{circle}")
    assert "do not stand at zero" in ana.post(f"/circles/{circle}/end", {"what": "close"}, follow=True).content.decode()
    commands.take_back(paid, by=here.ana, reason="settled otherwise")
    ana.post(f"/circles/{circle}/end", {"what": "close"})
    assert "was closed" in text(bea, f"/circles/{circle}")


def test_a_statement_runs_and_warns_near_a_limit(here, bea):
    circle = here.circle()
    for amount in (300, 550):
        here.pay(circle, "bea", "ana", amount, category="milk")
    page = text(bea, f"/circles/{circle}/accounts/{here.bea}")
    assert "−8.5 h" in page
    assert "−3 h" in page
    assert "This is near the limit" in page
    assert "Can still pay 1.5 h and be paid 68.5 h." in page


def test_amounts_are_shown_to_the_last_step(here):
    circle = queries.circle(here.circle())
    assert said.amount(circle, 100_225).replace("\xa0", " ") == "1,002.25 h"
    assert said.plain(circle, 100_000) == "1000"
    assert said.signed(circle, 0).replace("\xa0", " ") == "0 h"


def test_a_ward_is_paid_for_by_the_guardian(here, bea):
    rosa = people.add_person(name="Rosa", guardian=here.bea)
    circle = here.circle()
    bea.post(f"/circles/{circle}/join", {"holder": rosa})
    assert "Rosa" in text(bea, f"/circles/{circle}/pay")
    assert bea.get(f"/circles/{circle}/accounts/{rosa}").status_code == 200


def test_gifts_are_counted_and_thanked_for(here, ana, bea):
    ledger.add_specification("ride", name="A ride", unit="ride", sort="service")
    circle = here.circle("gift")
    fields = {"payer": here.ana, "payee": here.bea, "good": "ride", "much": "2", "note": "", "key": "web-gift-1",
              "day": "2026-01-05"}
    for _ in range(2):
        assert ana.post(f"/circles/{circle}/give", fields).status_code == 302
    assert len(queries.gifts(circle)) == 1
    assert ana.post(f"/circles/{circle}/give", fields | {"much": "x", "key": "web-gift-2"}).status_code == 422
    assert "1 gift written down lately" in text(bea, f"/circles/{circle}")
    event = queries.gifts(circle)[0].event
    bea.post(f"/circles/gifts/{event}/thank", {"words": "Thank you for the ride", "circle": circle})
    assert "Thank you for the ride" in text(ana, f"/circles/{circle}")
    assert "Say thanks" not in text(ana, f"/circles/{circle}")


def test_me_and_the_association_lead_to_circles(here, ana):
    circle = here.circle()
    here.pay(circle, "bea", "ana", 200)
    me = text(ana, "/people/me")
    assert "You have given 2 h more than you took" in me
    assert f"/circles/{circle}" in text(ana, f"/associations/{here.garden}")


def test_what_circles_count_in_is_no_thing(here, ana):
    circle = here.circle("credit")
    unit = queries.circle(circle).unit
    assert "Lower Field credit" not in text(ana, "/needs?q=Lower")
    assert "leaf" not in text(ana, "/things/new")
    assert unit not in text(ana, f"/associations/{here.garden}/stocks")
    assert ana.get(f"/goods/{unit}")["Location"] == f"/circles/{circle}"
    account = queries.account(circle, here.ana)
    assert ana.get(f"/resources/{account.resource}")["Location"] == f"/circles/{circle}/accounts/{here.ana}"


def test_missing_ones_are_not_found(here, ana):
    for address in ("/circles/nothing", "/circles/payments/nothing", "/circles/nothing/pay",
                    f"/circles/{here.circle()}/accounts/nobody"):
        assert ana.get(address).status_code == 404
    for address in ("/circles/changes/nothing/agree", "/circles/repetitions/nothing/end"):
        assert ana.post(address).status_code == 302
    assert ana.post("/circles/changes/nothing/maybe").status_code == 404
