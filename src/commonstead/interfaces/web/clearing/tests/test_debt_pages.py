"""Debts as members see them: written, answered, put on the table; a round from begin to undoing, on its pages."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonstead.town.circulation.clearing import commands, queries

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def slips(market) -> tuple:
    """What waits for somebody's yes."""
    return queries.slips_of(market.people.values())


def key_of(response) -> str:
    return re.search(r'name="key" value="([^"]+)"', response.content.decode()).group(1)


def written(market, **more):
    page = market.browser("ana").get("/clearing/write")
    return market.browser("ana").post("/clearing/write", {
        "clearing": market.id, "side": "owes", "who": market["ana"], "other": market["bo"], "amount": "12.50",
        "since": "2026-02-03", "note": "firewood", "key": key_of(page)} | more, follow=True)


def test_a_debt_is_written_down_and_the_other_side_says_yes(market):
    assert "It counts once the other side has said yes" in words(written(market))
    page = market.browser("bo").get("/clearing/")
    assert "Ana owes Bo $12.50" in words(page) and "firewood" in words(page)
    assert "firewood" not in words(market.browser("eva").get("/clearing/"))
    (slip,) = slips(market)
    page = market.browser("bo").post(f"/clearing/slips/{slip.id}", {"say": "yes"}, follow=True)
    assert "Ana · $12.50" in words(page) and "on the table" in words(page)
    assert "Bo · $12.50" in words(market.browser("ana").get("/clearing/"))


def test_sent_twice_it_is_one_debt(market):
    page = market.browser("ana").get("/clearing/write")
    for _ in range(2):
        written(market, key=key_of(page))
    assert len(slips(market)) == 1


@pytest.mark.parametrize(("more", "said"), [
    ({"amount": "0"}, "above zero"), ({"amount": "-3"}, "above zero"), ({"amount": "1,240"}, "two ways"),
    ({"amount": "3.141"}, "too many decimals"), ({"amount": "much"}, "is not a number"),
    ({"other": "self"}, "Nobody owes themselves"), ({"since": "2999-01-01"}, "since today or a day before"),
    ({"since": "soon"}, "valid date"), ({"who": "stranger"}, "valid choice"), ({"note": "x" * 201}, "at most 200")])
def test_what_is_no_debt_is_said_at_its_field(market, more, said):
    more = {name: market["ana"] if value == "self" else market["bo"] if value == "stranger" else value
            for name, value in more.items()}
    page = written(market, **more)
    assert page.status_code == 422 and said in words(page) and not slips(market)
    assert 'class="error"' in page.content.decode()


def test_taking_off_the_table_and_paid(ring):
    bo = ring.browser("bo")
    debt = ring.debt("bo")
    page = bo.post(f"/clearing/debts/{debt}", {"say": "off", "holder": ring["bo"], "clearing": ring.id}, follow=True)
    assert "Taken off the table" in words(page) and "not on the table" in words(page)
    page = bo.post(f"/clearing/debts/{debt}", {"say": "on", "holder": ring["eva"], "clearing": ring.id}, follow=True)
    assert "You do not keep the book of Eva" in words(page)
    page = bo.post(f"/clearing/debts/{debt}", {"say": "paid"}, follow=True)
    assert "You do not keep the book of Eva" in words(page)
    assert "Settled" in words(ring.browser("eva").post(f"/clearing/debts/{debt}", {"say": "paid"}, follow=True))
    assert not [view for view in queries.debts_of([ring["bo"]]) if view.id == debt]


def settle(market, debt, **said):
    return market.browser("eva").post(f"/clearing/debts/{debt}", {"say": "paid"} | said, follow=True)


def test_a_part_was_paid_and_it_was_not_so(ring):
    debt, whole = ring.debt("bo"), 11_050
    page = words(ring.browser("eva").get("/clearing/"))
    assert "How much of the $110.50 was paid?" in page and "Paid otherwise" not in page
    page = words(settle(ring, debt, amount="20", seen=whole))
    assert "Written down. $90.50 of it stays open." in page and "Bo paid Eva $20 of $110.50" in page
    assert "Bo · $90.50" in page and "of $110.50" in page
    for name, there in (("bo", True), ("gil", False)):
        page = ring.browser(name).get("/clearing/")
        assert ("Bo paid Eva $20" in words(page)) is there and "/clearing/settled/" not in page.content.decode()
    (word,) = queries.settled_otherwise([ring["eva"]], timezone.now() - timedelta(days=1))
    page = words(ring.browser("bo").post(f"/clearing/settled/{word.id}", follow=True))
    assert "You do not keep the book of Eva" in page
    page = words(ring.browser("eva").post(f"/clearing/settled/{word.id}", follow=True))
    assert "Taken back. It is owed again." in page and "Bo · $110.50" in page and "Bo paid Eva" not in page
    assert ring.browser("eva").get(f"/clearing/settled/{word.id}").status_code == 405


@pytest.mark.parametrize(("said", "why"), [
    ({"amount": "110.51"}, "more than is open"), ({"amount": "0"}, "above zero"), ({"amount": "-5"}, "above zero"),
    ({"amount": "half"}, "is not a number"), ({"amount": ""}, "required"), ({"amount": "1,240"}, "two ways"),
    ({"amount": "1.001"}, "too many decimals"), ({"amount": "20", "seen": "9999"}, "has changed since")])
def test_what_cannot_be_said_of_a_part_stands_at_its_field(ring, said, why):
    debt = ring.debt("bo")
    page = settle(ring, debt, **said)
    assert page.status_code == 422 and why in words(page)
    field = re.search(rf'<input[^>]*id="paid-{debt}"[^>]*>', page.content.decode()).group(0)
    assert f'value="{said["amount"]}"' in field and 'aria-invalid="true"' in field
    assert all(view.left == view.amount for view in queries.debts_of([ring["bo"]]))


def test_said_twice_from_one_page_it_is_said_once(ring):
    debt = ring.debt("bo")
    settle(ring, debt, amount="20", seen="11050")
    assert "has changed since you opened the page" in words(settle(ring, debt, amount="20", seen="11050"))
    assert [view.left for view in queries.debts_of([ring["bo"]]) if view.id == debt] == [9_050]


def through(market, *steps):
    """The keeper's way through a round; returns the last page and the round's id."""
    ana = market.browser("ana")
    page = ana.post(f"/clearing/places/{market.id}/round", follow=True)
    made = queries.rounds(market.id)[0].id
    until = (timezone.localdate() + timedelta(days=3)).isoformat()
    for step in steps:
        page = ana.post(f"/clearing/rounds/{made}/do", {"step": step, "until": until, "reason": "A wrong debt"},
                        follow=True)
    return page, made


def test_a_round_on_its_pages(ring):
    page, made = through(ring, "work-out")
    assert "$605" in words(page) and "$500" in words(page)
    assert "being prepared" in words(page) and "605" not in words(ring.browser("bo").get(f"/clearing/rounds/{made}"))
    assert "What the town sees" not in words(ring.browser("bo").get(f"/clearing/rounds/{made}"))
    page, made = through(ring, "ask")
    bo = ring.browser("bo")
    page = words(bo.get("/clearing/"))
    assert "Of the $110.50 that you owe, $100 would fall; of the $100 that you are owed, $100." in page
    assert "In all you owe $10.50 more than you are owed, before and after." in words(bo.get("/clearing/"))
    page, made = through(ring, "clear")
    assert "can still say no" in words(page)
    for name in ring.people:
        page = ring.browser(name).post(f"/clearing/rounds/{made}/answer", {"say": "yes", "holder": ring[name],
                                                                          "turn": "1"}, follow=True)
        assert "Thank you" in words(page)
    page, made = through(ring, "clear")
    page = ring.browser("bo").get(f"/clearing/rounds/{made}")
    assert "Of the $110.50 that you owed, $100 fell" in words(page) and "checked just now" in words(page)
    assert page.content.decode().count("/events/") == 2  # what Bo owes and what Bo is owed, and nobody else's
    assert "Gil" not in words(page) and "Fay" not in words(page)
    entry = re.search(r'href="(/events/[^"]+)"', page.content.decode()).group(1)
    assert f'href="/clearing/rounds/{made}"' in ring.browser("bo").get(entry).content.decode()
    ana = ring.browser("ana")
    ana.post(f"/clearing/rounds/{made}/do", {"step": "undo", "reason": "A wrong debt"})
    page = ring.browser("bo").get(f"/clearing/rounds/{made}")
    assert "A wrong debt" in words(page) and "Bo · $100" not in words(page)
    assert "$110.50" in words(ring.browser("bo").get("/clearing/"))


def test_today_tells_what_waits(ring):
    through(ring, "work-out", "ask")
    commands.write_debt(ring.id, commands.DebtLine(ring["bo"], ring["gil"], 500, date(2026, 2, 3)), by=ring["gil"],
                        key="k")
    page = words(ring.browser("bo").get("/"))
    assert page.count("look at your part") == 1 and "is it so?" in page and "promised Eva" not in page
    assert "is it so?" not in words(ring.browser("eva").get("/"))


def test_today_tells_the_keeper_when_a_round_can_be_cleared(ring):
    _page, made = through(ring, "work-out", "ask")
    assert "can be cleared now" not in words(ring.browser("ana").get("/"))
    for name in ring.people:
        commands.answer_round(made, ring[name], yes=True, by=ring[name])
    page = ring.browser("ana").get("/")
    assert "Debts in dollars: debts can be cleared now" in words(page) and "Everybody said yes." in words(page)
    assert f'href="/clearing/rounds/{made}"' in page.content.decode()
    assert "can be cleared now" not in words(ring.browser("bo").get("/"))
    through(ring, "clear")
    assert "can be cleared now" not in words(ring.browser("ana").get("/"))


def test_when_the_window_is_over_today_tells_the_keeper_and_asks_nobody_any_more(ring, monkeypatch):
    _page, made = through(ring, "work-out", "ask")
    assert "look at your part" in words(ring.browser("bo").get("/"))
    today = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda *at: today(*at) + timedelta(days=0 if at else 4))
    assert "can be cleared now The window is over." in words(ring.browser("ana").get("/"))
    assert "can be cleared now" not in words(ring.browser("bo").get("/"))
    assert "look at your part" not in words(ring.browser("bo").get("/"))  # nobody can say no any more
    page = words(ring.browser("ana").get(f"/clearing/rounds/{made}"))
    assert "Clear it now The window is over." in page and "ready to be cleared Until" in page and "could say no" in page
    through(ring, "clear")
    assert "can be cleared now" not in words(ring.browser("ana").get("/"))


def test_a_step_that_takes_long_says_so_and_pressed_twice_is_done_once(ring, monkeypatch):
    page, made = through(ring)
    assert "takes about" not in words(page)
    monkeypatch.setattr("commonstead.interfaces.web.clearing.rounds._WORKED_OUT", 2)
    page = ring.browser("ana").get(f"/clearing/rounds/{made}")
    assert "5 debts: that takes about 3 seconds." in words(page)
    turn = re.search(r'name="turn" value="(\d+)"', page.content.decode()).group(1)
    for _ in range(2):
        ring.browser("ana").post(f"/clearing/rounds/{made}/do", {"step": "work-out", "turn": turn})
    assert queries.round_of(made).turn == 1
    through(ring, "ask")
    monkeypatch.setattr("commonstead.interfaces.web.clearing.rounds._WRITTEN", 1)
    assert "5 debts: that takes about 5 seconds." in words(ring.browser("ana").get(f"/clearing/rounds/{made}"))
    assert "takes about" not in words(ring.browser("bo").get(f"/clearing/rounds/{made}"))


def test_saying_no(ring):
    _page, made = through(ring, "work-out", "ask")
    page = ring.browser("gil").post(f"/clearing/rounds/{made}/answer", {"say": "no", "holder": ring["gil"]},
                                    follow=True)
    assert "left out of this round" in words(page)
    page = ring.browser("gil").post(f"/clearing/rounds/{made}/answer", {"say": "no", "holder": ring["bo"]},
                                    follow=True)
    assert "You do not keep the book of Bo" in words(page)


def test_a_yes_on_an_old_page_is_none(ring):
    _page, made = through(ring, "work-out", "ask")
    page = ring.browser("bo").get(f"/clearing/rounds/{made}").content.decode()
    turn = re.search(r'name="turn" value="(\d+)"', page).group(1)
    commands.settled_otherwise(ring.debt("gil"), by=ring["ana"], amount=5_000)
    for old in (turn, "", "first"):
        page = ring.browser("bo").post(f"/clearing/rounds/{made}/answer", {
            "say": "yes", "holder": ring["bo"], "turn": old}, follow=True)
        assert "Look again" in words(page) and queries.part_of(made, ring["bo"]).yes is None
    turn = re.search(r'name="turn" value="(\d+)"', page.content.decode()).group(1)
    ring.browser("bo").post(f"/clearing/rounds/{made}/answer", {"say": "yes", "holder": ring["bo"], "turn": turn})
    assert queries.part_of(made, ring["bo"]).yes is True


def test_only_the_keeper_has_the_keepers_page(ring):
    _page, made = through(ring, "work-out", "ask")
    page = ring.browser("bo").get(f"/clearing/rounds/{made}")
    assert "as keeper" not in words(page)
    for step in ("work-out", "ask", "clear", "drop", "undo"):
        page = ring.browser("bo").post(f"/clearing/rounds/{made}/do", {"step": step, "reason": "x"}, follow=True)
        assert "Only whoever keeps the book of Market can do this" in words(page)
    assert queries.round_of(made).state == "consent"
    assert ring.browser("bo").post("/clearing/begin", {
        "association": ring.hub, "specification": "usd", "name": "Mine"}).status_code == 422


def test_a_stale_page_and_two_browsers(ring):
    _page, made = through(ring, "work-out", "ask")
    page = ring.browser("ana").post(f"/clearing/rounds/{made}/do", {"step": "work-out"}, follow=True)
    assert "The round has gone on since" in words(page)
    page = ring.browser("ana").post(f"/clearing/rounds/{made}/do", {"step": "ask", "until": "nonsense"}, follow=True)
    assert "The round has gone on since" in words(page)
    assert ring.browser("ana").get(f"/clearing/rounds/{made}/do").status_code == 405
    assert ring.browser("ana").get("/clearing/rounds/none").status_code == 404


def test_taking_part_and_stepping_out(market):
    gil = market.browser("gil")
    page = gil.post(f"/clearing/places/{market.id}/part", {"step": "out", "holder": market["gil"]}, follow=True)
    assert "Nothing of yours lies on the table" in words(page) and "Fewer than five" in words(page)
    page = gil.post(f"/clearing/places/{market.id}/part", {"holder": market["gil"]}, follow=True)
    assert "one by one" in words(page)
    page = gil.post(f"/clearing/places/{market.id}/part", {"holder": market["bo"]})
    assert page.status_code == 422


def test_sums_of_few_are_hidden(market):
    market.owes("ana", "bo", 12_300), market.owes("bo", "ana", 12_300)
    page, _made = through(market, "work-out")
    assert "no sums are shown" in words(page) and "246" not in words(page) and "123" not in words(page)


def file_of(text, encoding="utf-8"):
    return SimpleUploadedFile("debts.csv", text.encode(encoding) if isinstance(text, str) else text)


def bring(market, text, who="ana"):
    return market.browser(who).post(f"/clearing/places/{market.id}/file", {"file": file_of(text)})


TABLE = "\ufeffdebtor;creditor;amount;since;number\nAna;Bo;12,50;2026-01-05;1\nBo;Eva;7;2026-01-06;2\n"


def test_a_file_is_looked_at_first_and_then_written(market):
    page = bring(market, TABLE)
    assert "2 new debts" in words(page) and "$12.50" in words(page) and not slips(market)
    carried = re.search(r'name="write" value="([^"]+)"', page.content.decode()).group(1)
    page = market.browser("ana").post(f"/clearing/places/{market.id}/file", {"write": carried}, follow=True)
    assert "2 debts are written down" in words(page) and len(slips(market)) == 2
    page = bring(market, TABLE)
    assert "2 lines were brought before" in words(page)
    page = market.browser("bo").post(f"/clearing/places/{market.id}/file", {"write": carried}, follow=True)
    assert "too old" in words(page)


@pytest.mark.parametrize(("text", "said"), [
    ("", "at least one debt"), ("debtor,creditor,amount,since\n", "no debts below them"),
    ("debtor,creditor\nAna,Bo\n", "does not name the columns amount, date"),
    ("debtor,creditor,amount,since\nAna,Bo,5,\n", "Line 2: debts.csv: since “” is no day"),
    ("debtor,creditor,amount,since,currency\nAna,Bo,5,2026-01-05,EUR\n", "Line 2: “EUR” is not cleared here"),
    ("debtor,creditor,amount,since\nAna,Nobody,5,2026-01-05\n", "Line 2: nobody here is called “Nobody”"),
    ("debtor,creditor,amount,since\nAna,Bo,five,2026-01-05\n", "Line 2: debts.csv: amount “five” is no number"),
    ("debtor;creditor;amount;since\nAna;Bo;1,234;2026-01-05\n", "could be thousands or decimals"),
    ("debtor,creditor,amount,since\nAna,Bo,-5,2026-01-05\n", "not above 0"),
    ("debtor,creditor,amount,since\nAna,Bo,5.1234,2026-01-05\n", "too many decimals"),
    ("debtor,creditor,amount,since\nAna,Bo,5,5 January\n", "“5 January” is no day"),
    ("debtor,creditor,amount,since\nAna,Ana,5,2026-01-05\n", "debtor and creditor are both “Ana”"),
    ("debtor,creditor,amount,since\nAna,ana,5,2026-01-05\n", "Nobody owes themselves"),
    ("debtor,creditor,amount,since\nAna,Bo,5,2026-01-05\nAna,Bo,5,2026-01-05\n", "Line 3: Two lines are alike"),
    (b"debtor,creditor\xff", "UTF-8"), (b"debtor\x00", "Line 1: debts.csv: there is a sign"),
    ('debtor,creditor,amount,since\n"Ana,Bo,5,2026-01-05\n', "Line 2: debts.csv: this line cannot be taken apart"),
    ('debtor,creditor,amount,since,note\nAna,Bo,5,2026-01-05,\nAna,Bo,6,2026-01-05,"lunch\nBo,Eva,7,2026-01-06,\n',
     "Line 3: debts.csv: this line cannot be taken apart"),
    ("debtor,creditor,amount,since,note\nAna,Bo,5,2026-01-05,lu\0nch\n", "Line 2: debts.csv: there is a sign in"),
    (b"x" * (2 * 1024 * 1024 + 1), "2 MB"),
    ("debtor,creditor,amount,since\n" + "Ana,Bo,5,2026-01-05\n" * 5_001, "more than 5000 lines")])
def test_a_file_that_cannot_be_brought(market, text, said):
    page = bring(market, text)
    assert page.status_code == 422 and said in words(page) and not slips(market)


def test_a_member_brings_only_their_own(market):
    assert "written down by one of its two sides" in words(bring(market, TABLE, "gil"))


def test_visitors_are_sent_to_the_door(client, ring):
    made = commands.begin_round(ring.id, by=ring["ana"])
    for address in ("", "write", "begin", f"places/{ring.id}", f"places/{ring.id}/file", f"rounds/{made}", "bridges",
                    "bridges/propose"):
        assert client.get(f"/clearing/{address}").status_code == 302
