"""What nobody types into a page, and programs send all the same: a page says no, and never breaks."""

from __future__ import annotations

import pytest

from commonstead.town.circulation import commands

ODD = ["²", "٣", "9" * 5_000, "000001" + "9" * 4_400, "-1", "1e9", ""]


@pytest.mark.parametrize("said", ODD)
def test_odd_numbers_in_addresses(here, ana, said):
    circle = here.circle()
    for path in (f"/circles/{circle}/accounts/{here.ana}?before={said}", f"/board/?page={said}",
                 f"/associations/{here.garden}/book?before={said}"):
        assert ana.get(path).status_code == 200, path


@pytest.mark.parametrize("said", ODD)
def test_odd_numbers_in_hidden_fields(here, ana, said):
    for path, fields in (("/clearing/debts/none", {"say": "paid", "seen": said}),
                         ("/door/keys/remove", {"passkey": said}),
                         ("/api/keys", {"withdraw": said, "label": "x"})):
        assert ana.post(path, fields).status_code < 500, path


def test_who_steps_out_of_nothing_comes_back_to_the_circle(here, bea):
    circle = here.circle()
    answer = bea.post(f"/circles/{circle}/stop-vouching", {"voucher": "a/b", "holder": here.ana})
    assert (answer.status_code, answer["Location"]) == (302, f"/circles/{circle}")


@pytest.mark.parametrize("path, fields", [
    ("/circles/%00", None), ("/board/?q=%00", None), ("/circles/{circle}/end", {"reason": "a\0b"}),
    ("/circles/{circle}/pay", {"note": "\0", "payee": "x"}), ("/circles/{circle}/pay", {"no\0te": "x"}),
])
def test_nuls_are_turned_away(here, ana, path, fields):
    path = path.format(circle=here.circle())
    answer = ana.get(path) if fields is None else ana.post(path, fields)
    assert answer.status_code == 400 and "could not be read" in answer.content.decode()


def test_thanks_lead_back_to_the_circle(here, ana, bea):
    circle = commands.open_circle(here.garden, name="Gives", sort="gift", by=here.ana, id="with-a-dash")
    commands.join_circle(circle, here.bea, by=here.bea)
    answer = bea.post("/circles/gifts/none/thank", {"circle": circle, "words": "thanks"})
    assert answer["Location"] == "/circles/with-a-dash"
