"""Cards, QR codes and what is printed: who may see them, and that a PIN stands nowhere but on the one page."""

import re
from datetime import timedelta

from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.town.circulation import board_commands, card_queries, cards, queries
from commonstead.town.ledger import commands as ledger


def made(client, town, holder, pin="4826", most="20"):
    return client.post(town.page("cards/make"), {"holder": holder, "pin": pin, "most": most})


def test_a_guardian_makes_a_card_and_a_neighbour_is_paid_with_it(town):
    eva, bo = town.client("eva"), town.client("bo")
    answer = made(eva, town, town.tom)
    page = answer.content.decode()
    assert "4826" in page and "Old Tom" in page and answer["Cache-Control"] == "private, no-store"
    card = card_queries.cards(town.circle)[0]
    assert "4826" not in eva.get(f"/cards/{card.id}/print").content.decode()
    code = bo.post("/card", {"code": f"{card.code[:4]}-{card.code[4:]}"})
    assert code["Location"] == f"/card/{card.token}"
    page = bo.get(code["Location"]).content.decode()
    assert "Old pays with a card" in page
    key = re.search(r'name="key" value="(\w+)"', page)[1]
    said = {"amount": "1,5", "category": "bread", "payee": town.bo, "pin": "4826", "key": key}
    done = bo.post(f"/card/{card.token}", said, follow=True).content.decode()
    assert "Old paid 1.5" in done and town.balance("tom") == -150
    bo.post(f"/card/{card.token}", said)
    assert town.balance("tom") == -150
    wrong = bo.post(f"/card/{card.token}", said | {"pin": "0000"})
    assert wrong.status_code == 422 and "Tries left: 4" in wrong.content.decode()
    assert "0000" not in wrong.content.decode()


def test_a_counter_sees_no_surname_and_no_balance(town):
    made(town.client("ana"), town, town.tom)
    card = card_queries.cards(town.circle)[0]
    bo = town.client("bo")
    page = bo.get(f"/card/{card.token}").content.decode()
    assert "Tom" not in page
    answer = bo.post(f"/card/{card.token}",
                     {"amount": "15", "payee": town.bo, "pin": "4826", "key": "k", "category": ""})
    assert "cannot pay this much" in answer.content.decode() and "limit" not in answer.content.decode()


def test_whose_cards_are_whose_business(town):
    made(town.client("ana"), town, town.tom)
    card = card_queries.cards(town.circle)[0]
    for who in ("bo", "una"):
        client = town.client(who)
        for address in (f"/cards/{card.id}/print", f"/cards/{card.id}/code.svg"):
            assert client.get(address).status_code == 404
        for address in (f"/cards/{card.id}/pin", f"/cards/{card.id}/end"):
            assert client.post(address).status_code == 404
        assert town.client("bo").get(town.page("cards")).content.decode().count("Old Tom") == 0
    assert town.client("una").get(town.page("cards")).status_code == 404
    assert made(town.client("bo"), town, town.tom).status_code == 422
    svg = town.client("eva").get(f"/cards/{card.id}/code.svg")
    assert svg["Content-Type"] == "image/svg+xml" and b"<svg" in svg.content and b"style" not in svg.content
    page = town.client("eva").post(f"/cards/{card.id}/pin").content.decode()
    assert re.search(r'class="pin">\d{4}<', page)
    town.client("eva").post(f"/cards/{card.id}/end")
    assert town.client("bo").get(f"/card/{card.token}").status_code == 404


def test_a_blocked_card_is_told_to_who_looks_after_it(town):
    made(town.client("ana"), town, town.tom)
    card = card_queries.cards(town.circle)[0]
    for _ in range(cards.TRIES):
        town.client("bo").post(f"/card/{card.token}",
                               {"amount": "1", "payee": town.bo, "pin": "0000", "key": "k", "category": ""})
    for who in ("ana", "eva"):
        assert "blocked after five wrong PINs" in town.client(who).get(town.page("cards")).content.decode()
        assert "Old Tom" in town.client(who).get("/").content.decode()
    assert "Old Tom" not in town.client("bo").get("/").content.decode()


def test_asking_by_qr_code(town):
    bo = town.client("bo")
    page = bo.get(town.page(f"ask-by-qr?payee={town.bo}&amount=1,5&category=bread")).content.decode()
    link = f"/circles/{town.circle}/pay?payee={town.bo}&amp;amount=1.5&amp;category=bread"
    assert link in page and "1.5" in page
    svg = bo.get(town.page(f"ask.svg?payee={town.bo}&amount=1.5&category=bread"))
    assert svg.status_code == 200 and svg.content.startswith(b"<?xml")
    assert bo.get(town.page(f"ask-by-qr?payee={town.bo}&amount=0,001")).status_code == 422
    assert bo.get(town.page(f"ask.svg?payee={town.ana}&amount=1")).status_code == 404
    assert town.client("una").get(town.page("ask-by-qr")).status_code == 404


def test_a_statement_adds_up_and_is_ones_own(town):
    town.pay("ana", "bo", 150, "one", category="garden", note="thanks")
    town.pay("bo", "eva", 50, "two")
    today = timezone.localdate().isoformat()
    page = town.client("bo").get(town.page(f"statement?since={today}&until={today}")).content.decode()
    for said in ("Ana Rivera", "garden · thanks", "+1.5", "−0.5", "At the end"):
        assert said in page, said
    assert town.client("bo").get(town.page(f"statement?holder={town.ana}")).status_code == 404
    assert town.client("ana").get(town.page(f"statement?holder={town.bo}")).status_code == 200
    assert town.client("eva").get(town.page(f"statement?holder={town.tom}")).status_code == 200
    swapped = town.client("bo").get(town.page("statement?since=2026-02-02&until=2026-01-01")).content.decode()
    assert "Swap them" in swapped
    assert town.client("bo").get(town.page("statement?since=nonsense")).status_code == 200


def test_directory_and_pin_board(town):
    ledger.add_specification("bread", name="Bread", unit="each")
    ledger.intend(Action.TRANSFER, provider=town.bo, specification="bread", quantity=4000, note="fresh on Fridays")
    ledger.intend(Action.TRANSFER, receiver=town.una, specification="bread", quantity=1000, note="of an outsider")
    page = town.client("bo").get(town.page("directory")).content.decode()
    assert "fresh on Fridays" in page and "Una" not in page and "0\u00a0h" in page
    closed = queries.circle(town.circle)
    assert closed.terms.balances_open
    board = town.client("bo").get(town.page("notices")).content.decode()
    assert "Bread" in board and "Bo Lind" in board and "of an outsider" not in board
    assert board.count("<li><span><span>Bread</span><span>Bo Lind</span></span></li>") == 7
    for part in ("directory", "notices", "statement", "paper"):
        assert town.client("una").get(town.page(part)).status_code == 404
    assert town.client("bo").get(town.page("paper")).status_code == 200
    assert "Type slips" not in town.client("bo").get(town.page("paper")).content.decode()
    assert town.client("ana").get(town.page("blank-slips")).status_code == 200


def test_what_has_run_out_is_printed_no_more(town, monkeypatch):
    ledger.add_specification("bread", name="Bread", unit="each")
    today = timezone.localdate()
    board_commands.write_notice(board_commands.Draft(town.bo, True, "bread", 4000, note="fresh on Fridays",
                                                     expires=today), by=town.bo, key="bread offered")
    ana, parts = town.client("ana"), ("directory", "notices")
    assert all("fresh on Fridays" in ana.get(town.page(part)).content.decode() for part in parts)
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: today + timedelta(days=1))
    assert not any("fresh on Fridays" in ana.get(town.page(part)).content.decode() for part in parts)
