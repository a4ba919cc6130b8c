"""Files in and out of a circle through the pages: who may, what is told, and that nothing is written by looking."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonstead.town.circulation import commands, queries
from commonstead.town.people import queries as people

SEMICOLONS = ("\ufeffday;payer;payee;amount;colour\r\n03.11.2026;Ana Rivera;Bo Lind;1,5;red\r\n"
              "2026-11-04;Bo Lind;Zed New;2;\r\n2026-11-04;Bo Lind;Eva Moss;0,001;\r\n")


def looked(answer) -> dict:
    return {"looked": re.search(r'name="looked" value="(\w+)"', answer.content.decode())[1]}


def look(client, town, content, name="slips.csv", **more):
    content = content.encode() if isinstance(content, str) else content
    return client.post(town.page("import"), {"step": "look", "sort": "slips",
                                             "file": SimpleUploadedFile(name, content)} | more)


def test_a_spreadsheet_is_looked_at_then_written_once(town):
    ana = town.client("ana")
    answer = look(ana, town, SEMICOLONS)
    page = answer.content.decode()
    assert answer.status_code == 422 and not queries.payments(town.circle)
    for said in ("not read: colour", "Line 3", "called “Zed New”", "Line 4", "more decimals", "1 line is good"):
        assert said in page, said
    answer = look(ana, town, SEMICOLONS, take_in="yes")
    page = answer.content.decode()
    assert "New in town would be: Zed New" in page and "2 lines are good" in page
    assert "Zed New" not in {view.name for view in people.agents()}
    ana.post(town.page("import"), {"step": "write", "sort": "slips"} | looked(answer))
    assert not queries.payments(town.circle)  # other choices than those that were looked at
    done = ana.post(town.page("import"), {"step": "write", "sort": "slips", "take_in": "yes"} | looked(answer),
                    follow=True)
    assert "2 lines were written" in done.content.decode() and "1 line was left out" in done.content.decode()
    assert (town.balance("ana"), town.balance("bo")) == (-150, -50)
    answer = look(ana, town, SEMICOLONS)
    assert "2 were written before" in answer.content.decode()
    ana.post(town.page("import"), {"step": "write", "sort": "slips"} | looked(answer))
    assert len(queries.payments(town.circle)) == 2


def test_a_line_with_a_wrong_name_and_a_wrong_amount_is_told_both(town):
    page = look(town.client("ana"), town, "payer,payee,amount,day\nBob,Eva Moss,x,2026-11-03\n").content.decode()
    assert "not an amount" in page and "called “Bob”" in page and "Who is meant?" in page
    assert not queries.payments(town.circle)


def test_somebody_says_who_is_meant(town):
    ana = town.client("ana")
    text = "payer,payee,amount,day\nAnna R.,Bo Lind,1,2026-11-03\n"
    page = look(ana, town, text).content.decode()
    assert "Who is meant?" in page and 'value="Anna R."' in page
    chosen = {"step": "look", "sort": "slips", "name.0": "Anna R.", "means.0": town.ana}
    answer = ana.post(town.page("import"), chosen)
    assert "1 line is good" in answer.content.decode()
    ana.post(town.page("import"), chosen | {"step": "write_all"} | looked(answer))
    assert town.balance("ana") == -100


@pytest.mark.parametrize(("content", "said"), [
    (b"payer,payee,amount,day\n\xc4na,Bo,1,2026-11-03\n", "UTF-8"),
    (b"PK\x03\x04\x00\x00", "UTF-8"),
    (b"", "nothing in it"),
    (b"payer,payee\nAna,Bo\n", "“amount” is missing"),
    (b"who,whom\n", "payer, payee, amount” is missing"),
    (b'payer,payee,amount\n"Ana,Bo,1\n', "quotation marks"),
    (b"payer,payee,amount,day\nAna,Bo,1,2,3,4\n", "more cells"),
    (b"payer,payee,amount,day\n" + b"Ana,Bo,1,2026-11-03\n" * 5_001, "more than 5000 lines"),
    (b"x" * 5_000_001, "larger than 5 MB"),
])
def test_what_cannot_be_read_is_told_in_words(town, content, said):
    answer = look(town.client("ana"), town, content)
    assert answer.status_code in (200, 422)
    assert said in answer.content.decode()
    assert not queries.payments(town.circle)


def test_a_hundred_megabytes_are_turned_away_before_they_are_read(town):
    answer = town.client("ana").post(town.page("import"), b"", content_type="multipart/form-data; boundary=x",
                                     headers={"content-length": "100000000"})
    assert answer.status_code == 413 and "25 MB" in answer.content.decode()


def test_out_of_one_circle_and_into_another_through_the_pages(town):
    ana = town.client("ana")
    town.pay("ana", "bo", 150, "one", note="=note; with “signs”", category="garden")
    back = town.pay("bo", "eva", 200, "two")
    commands.take_back(back, by=town.eva, reason="it rained")
    text = ana.get(town.page("payments.csv")).content
    other = commands.open_circle(town.hub, name="Second", sort="time", by=town.ana)
    page = f"/circles/{other}/import"
    chosen = {"sort": "slips", "take_in": "yes"}
    answer = ana.post(page, chosen | {"step": "look", "file": SimpleUploadedFile("a.csv", text)})
    ana.post(page, chosen | {"step": "write_all"} | looked(answer))
    again = ana.get(f"/circles/{other}/payments.csv").content.decode()
    assert "'=note; with “signs”" in again and "taken_back,it rained" in again
    assert queries.account(other, town.bo).balance == 150


def test_members_come_in_from_a_list(town):
    ana = town.client("ana")
    text = "name;nature;since;line\nUna Far;person;2026-01-02;5\nNora New;household;;\nBo Lind;;;\nX;robot;;\n"
    answer = look(ana, town, text, sort="members", take_in="yes")
    page = answer.content.decode()
    assert "2 lines are good" in page and "none of: person" in page and "Nora New" in page
    ana.post(town.page("import"), {"step": "write", "sort": "members", "take_in": "yes"} | looked(answer))
    assert queries.account(town.circle, town.una).since.isoformat() == "2026-01-02"
    home = next(view for view in people.agents() if view.name == "Nora New")
    assert home.nature == "household" and queries.account(town.circle, home.id)
    assert queries.changes(town.circle)[0].holder == town.una  # a line of one's own waits for somebody to agree
    members = ana.get(town.page("members.csv")).content.decode()
    assert "Una Far,person,2026-01-02" in members


def test_who_gets_which_file(town):
    town.pay("ana", "bo", 150, "one", note="between Ana and Bo")
    town.pay("bo", "eva", 100, "two")
    eva, una = town.client("eva"), town.client("una")
    assert "between Ana and Bo" in town.client("ana").get(town.page("payments.csv")).content.decode()
    own = eva.get(town.page("payments.csv")).content.decode()
    assert "Ana Rivera" not in own and own.count("\n") == 2
    book = eva.get(town.page("ledger.beancount")).content.decode()
    assert "Assets:Circle:Eva-Moss" in book and "Ana" not in book
    assert eva.get(town.page(f"ledger.beancount?account={town.tom}")).status_code == 200  # her ward's
    assert eva.get(town.page(f"ledger.beancount?account={town.ana}")).status_code == 404
    for file in ("payments.csv", "members.csv", "ledger.beancount", "import"):
        assert una.get(town.page(file)).status_code == 404
    for client in (eva, town.client("bo")):
        assert client.get(town.page("import")).status_code == 404
        assert look(client, town, SEMICOLONS).status_code == 404


def test_ones_own_file_is_not_read_from_the_whole_circles_journal(town):
    town.pay("eva", "bo", 100, "hers")
    client, asked = town.client("eva"), []
    for turn in range(2):
        with CaptureQueriesContext(connection) as found:
            assert client.get(town.page("payments.csv")).content.decode().count("\n") == 2
        asked.append(len(found))
        for number in range(120):
            town.pay("ana", "bo", 1, f"{turn} {number}")
            town.pay("bo", "ana", 1, f"{turn} {number} back")
    assert asked[0] == asked[1]
