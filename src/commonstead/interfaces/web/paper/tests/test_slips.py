"""The sheet of slips: looked at first, written then, once."""

import re

import pytest
from django.utils import timezone

from commonstead.town.circulation import queries


def rows(*lines, **more):
    typed = {"rows": "10", "batch": "b1"} | more
    for number, line in enumerate(lines, 1):
        for name, cell in zip(("payer", "payee", "amount", "category", "day"), line, strict=False):
            typed[f"{name}.{number}"] = cell
    return typed


def looked(answer) -> str:
    return re.search(r'name="looked" value="(\w+)"', answer.content.decode())[1]


GOOD = (("ana", "bo", "1,5", "garden", "3.11."), ("b", "ev", "2", "", ""), ("old", "a r", "0.5", "wood", ""))


def test_the_sheet_is_shown_with_ten_rows_and_ten_more(town):
    ana = town.client("ana")
    page = ana.get(town.page("slips")).content.decode()
    assert page.count('name="payer.') == 10 and '<option value="Bo Lind">' in page
    page = ana.post(town.page("slips"), rows(*GOOD, step="more")).content.decode()
    assert page.count('name="payer.') == 20 and 'value="1,5"' in page


def test_look_then_write_then_once_more(town):
    ana = town.client("ana")
    typed = rows(*GOOD, step="look")
    answer = ana.post(town.page("slips"), typed)
    page = answer.content.decode()
    assert answer.status_code == 200 and "3 slips, and all are good" in page
    assert "Ana Rivera → Bo Lind: 1.5" in page and not queries.payments(town.circle)
    write = typed | {"step": "write_all", "looked": looked(answer)}
    assert "3 slips were written" in ana.post(town.page("slips"), write).content.decode()
    assert (town.balance("ana"), town.balance("bo"), town.balance("eva"), town.balance("tom")) == (-100, -50, 200, -50)
    days = {timezone.localdate(slip.at).strftime("%d.%m.") for slip in queries.payments(town.circle)}
    assert days == {"03.11."}
    assert "nothing was written twice" in ana.post(town.page("slips"), write).content.decode()
    assert len(queries.payments(town.circle)) == 3


def test_what_nobody_looked_at_is_not_written(town):
    ana = town.client("ana")
    answer = ana.post(town.page("slips"), rows(*GOOD, step="look"))
    changed = rows(("ana", "bo", "9", "", ""), step="write", looked=looked(answer))
    assert "Nothing is written yet" in ana.post(town.page("slips"), changed).content.decode()
    assert not queries.payments(town.circle)


def test_each_wrong_row_says_what_to_do_and_only_the_good_ones_are_written(town):
    ana = town.client("ana")
    wrong = (*GOOD, ("Bob", "ana", "1", "", ""), ("ana", "ana r", "1", "", ""), ("ana", "bo", "0", "", ""),
             ("ana", "bo", "0,125", "", ""), ("ana", "bo", "90", "", ""), ("ana", "bo", "1,5", "garden", "3.11."))
    answer = ana.post(town.page("slips"), rows(*wrong, step="look"))
    page = answer.content.decode()
    assert "6 slips must be looked at" in page
    for said in ("Did you mean Bo Lind", "to itself", "above zero", "more decimals", "can give", "the same as line 1"):
        assert said in page, said
    assert page.count('aria-invalid="true"') == 6
    page = ana.post(town.page("slips"), rows(*wrong, step="write", looked=looked(answer))).content.decode()
    assert "3 slips were written" in page and 'value="Bob"' in page and 'value="garden"' in page
    assert len(queries.payments(town.circle)) == 3
    assert {slip.together for slip in queries.payments(town.circle)} == {"b1"}
    assert 'name="batch" value="b1"' not in page


def faults(page: str, row: int) -> dict[str, str]:
    """By field: what is said to be wrong with it."""
    return dict(re.findall(rf'<span id="said-{row}-(\w+)">([^<]+)</span>', page))


def test_all_that_is_wrong_with_a_row_is_said_at_once_and_at_its_fields(town):
    page = town.client("ana").post(town.page("slips"), rows(
        ("Bob", "zz", "1,2.3", "garden", "31.2."), ("ana", "ana", "0", "", "3.11."), ("", "bo", "x", "", ""),
        ("ana", "bo", "1", "", "30.2."), ("ana", "eva", "1", "", ""), step="look")).content.decode()
    said = faults(page, 1)
    assert list(said) == ["payer", "payee", "amount", "day"]
    for field, words in (("payer", "Who pays: Nobody in the circle is called “Bob”. Did you mean Bo Lind"),
                         ("payee", "Who is paid: Nobody in the circle is called “zz”"), ("amount", "not an amount"),
                         ("day", "not a day")):
        assert words in said[field], field
        assert f'name="{field}.1"' in page and re.search(
            rf'name="{field}.1"[^>]* aria-invalid="true" aria-describedby="said-1-{field}"', page)
    assert 'aria-invalid' not in re.search(r'<input name="category.1"[^>]*>', page)[0]
    assert list(faults(page, 2)) == ["payee", "amount"] and "itself" in faults(page, 2)["payee"]
    assert list(faults(page, 3)) == ["payer", "amount"]
    assert faults(page, 5) == {"day": "Day: Its day is that of row 4. Put that one right."}
    assert "5 slips must be looked at" in page and not queries.payments(town.circle)


def test_lines_of_text_say_all_of_it_too(town):
    page = town.client("ana").post(town.page("slips"), {
        "as": "text", "batch": "b", "lines": "Bob; Zz; x; ; 31.2.", "step": "look"}).content.decode()
    line = re.search(r'<li value="1" class="slip-wrong">(.*?)</li>', page)[1]
    assert re.findall(r"<span>([\w ]+): ", line) == ["Who pays", "Who is paid", "How much", "Day"]


def test_a_sheet_has_notes_where_they_are_wanted_and_keeps_what_was_typed(town):
    ana = town.client("ana")
    assert "note.1" not in ana.get(town.page("slips")).content.decode()
    page = ana.post(town.page("slips"), rows(*GOOD, step="notes")).content.decode()
    assert page.count('name="note.') == 10 and 'value="1,5"' in page and 'value="notes"' not in page
    noted = rows(*GOOD, step="look", notes="yes") | {"note.2": "with the blue ladder"}
    answer = ana.post(town.page("slips"), noted)
    assert 'value="with the blue ladder"' in answer.content.decode()
    ana.post(town.page("slips"), noted | {"step": "write_all", "looked": looked(answer)})
    assert sorted(slip.note for slip in queries.payments(town.circle)) == ["", "", "with the blue ladder"]
    too_long = ana.post(town.page("slips"), rows(*GOOD, step="look", batch="b2") | {"note.1": "x" * 501})
    assert "500" in faults(too_long.content.decode(), 1)["note"]


def test_lines_of_text(town):
    ana = town.client("ana")
    text = "Ana; Bo; 1,5; garden; 3.11.\r\n\r\nBo; Eva; 2\r\nZz; Bo; 1\r\nBo; Eva; x; ; 31.2."
    answer = ana.post(town.page("slips"), {"as": "text", "batch": "b", "lines": text, "step": "look"})
    page = answer.content.decode()
    assert "2 slips must be looked at" in page
    assert '<li value="4" class="slip-wrong">' in page and '<li value="5" class="slip-wrong">' in page
    page = ana.post(town.page("slips"), {"as": "text", "batch": "b", "lines": text, "step": "write",
                                         "looked": looked(answer)}).content.decode()
    assert "2 slips were written" in page and "Zz; Bo; 1\nBo; Eva; x" in page and "garden; 3.11.\n" not in page


@pytest.mark.parametrize("text", ["", "\n\n", '"a; b', "=1+1", "a;b\n" * 6_000])
def test_nonsense_is_answered_in_words(town, text):
    answer = town.client("ana").post(town.page("slips"), {"as": "text", "lines": text, "step": "look"})
    assert answer.status_code in (200, 422) and "role=\"alert\"" in answer.content.decode()
    assert not queries.payments(town.circle)


@pytest.mark.parametrize("who", ["bo", "una"])
def test_only_whoever_keeps_the_circle_types_slips(town, who):
    client = town.client(who)
    assert client.get(town.page("slips")).status_code == 404
    assert client.post(town.page("slips"), rows(*GOOD, step="write")).status_code == 404
    assert client.get("/circles/nowhere/slips").status_code == 404
