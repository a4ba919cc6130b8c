"""Debts through the API: one's own alone, a yes or no to each slip, and one's own part in a round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.ledger import commands as ledger

from .conftest import faults

pytestmark = pytest.mark.both_databases


@dataclass
class Market:
    id: str
    ada: str
    ben: str
    cleo: str

    def write(self, debtor: str, creditor: str, cents: int, note: str = "") -> str:
        line = commands.DebtLine(debtor, creditor, cents, date(2026, 1, 5), note)
        return commands.write_debt(self.id, line, by=debtor, key=f"{debtor} {creditor}")

    def owes(self, debtor: str, creditor: str, cents: int) -> None:
        commands.say_yes(self.write(debtor, creditor, cents), by=creditor)

    def round(self) -> str:
        """Three debts go round, and everybody is asked."""
        for who in (self.ada, self.ben, self.cleo):
            commands.take_part(self.id, who, by=who)
        for debtor, creditor in ((self.ada, self.ben), (self.ben, self.cleo), (self.cleo, self.ada)):
            self.owes(debtor, creditor, 20_00)
        made = commands.begin_round(self.id, by=self.ada)
        commands.work_out(made, by=self.ada)
        commands.ask_consent(made, by=self.ada, until=timezone.localdate() + timedelta(days=7))
        return made


@pytest.fixture
def market(circles) -> Market:
    ledger.add_specification("usd", name="Dollars", unit="USD", sort="money")
    made = commands.begin_clearing(circles.garden, specification="usd", name="Around the market", by=circles.town.ada)
    return Market(made, circles.town.ada, circles.town.ben, circles.town.cleo)


def test_a_slip_waits_for_the_other_side_and_is_owed_once(market, ada, ben, cleo, dora):
    slip = market.write(market.ben, market.cleo, 12_50, "a chair")
    [shown] = cleo.get("/debt-slips").json()
    assert (shown["id"], shown["waits_for_me"], shown["note"]) == (slip, True, "a chair")
    assert shown["amount"] == {"amount": "12.50", "unit": "USD"}
    assert [one["waits_for_me"] for one in ben.get("/debt-slips").json()] == [False]
    assert ada.get("/debt-slips").json() == [] == dora.get("/debt-slips").json()
    address = f"/debt-slips/{slip}/answer"
    for program in (ada, dora):
        assert program.post(address, {"yes": True}, key="not-about-me-1").status_code == 404
    first, again = (cleo.post(address, {"yes": True}, key="it-is-so-1") for _ in range(2))
    assert [one.status_code for one in (first, again)] == [201, 200] and first.json() == again.json()
    assert first.json()["state"] == "owed"
    [debt] = ben.get("/debts").json()
    assert debt == cleo.get("/debts").json()[0] and debt["id"] == first.json()["debt"]
    assert (debt["debtor_name"], debt["left"]["amount"], debt["note"]) == ("Ben", "12.50", "a chair")
    assert ada.get("/debts").json() == [], "whoever keeps the book that clears sees nobody's debts"
    late = cleo.post(address, {"yes": False}, key="or-is-it-not-1")
    assert (late.status_code, faults(late)) == (409, [("debts.settled", "")])


def test_a_no_takes_it_off(market, ben, cleo):
    slip = market.write(market.ben, market.cleo, 12_50)
    assert cleo.post(f"/debt-slips/{slip}/answer", {"yes": "no"}, key="not-a-yes-or-no").status_code == 422
    answer = cleo.post(f"/debt-slips/{slip}/answer", {"yes": False}, key="it-is-not-so-1")
    assert (answer.status_code, answer.json()["state"], answer.json()["debt"]) == (201, "declined", "")
    assert ben.get("/debts").json() == [] == ben.get("/debt-slips").json()


def test_a_round_shows_one_part_and_takes_a_word_for_it(market, ada, ben, cleo, dora):
    made = market.round()
    [shown] = ben.get("/rounds").json()
    assert shown == ben.get(f"/rounds/{made}").json() and shown["state"] == "consent"
    [part] = shown["parts"]
    assert (part["holder"], part["yes"], part["credit"]) == (market.ben, None, None)
    assert [(line["other_name"], line["falls"]["amount"]) for line in part["debts"]] == [("Cleo", "20.00")]
    assert [(line["other_name"], line["falls"]["amount"]) for line in part["claims"]] == [("Ada", "20.00")]
    assert dora.get("/rounds").json() == [] == dora.get(f"/rounds/{made}").json()["parts"]
    address = f"/rounds/{made}/answer"
    assert faults(ben.post(address, {"yes": True}, key="a-yes-to-nothing")) == [("api.wrong_input", "turn")]
    old = ben.post(address, {"yes": True, "turn": part["turn"] - 1}, key="a-yes-to-old-numbers")
    assert (old.status_code, faults(old)) == (409, [("clearing.look_again", "turn")])
    yes = ben.post(address, {"yes": True, "turn": part["turn"]}, key="yes-to-my-part")
    assert (yes.status_code, yes.json()["parts"][0]["yes"]) == (201, True)
    other = ben.post(address, {"yes": False, "turn": 1, "holder": market.cleo}, key="no-for-another")
    assert faults(other) == [("circles.not_yours", "holder")]
    stranger = dora.post(address, {"yes": False, "turn": 1}, key="not-about-me-1")
    assert faults(stranger) == [("clearing.not_about_you", "")]
    no = cleo.post(address, {"yes": False, "turn": 1}, key="leave-me-out-1")
    assert (no.status_code, no.json()["state"]) == (201, "gathering"), "without them nothing goes round"
    assert cleo.post(address, {"yes": False, "turn": 1}, key="leave-me-out-1").status_code == 200
    late = ada.post(address, {"yes": True, "turn": 1}, key="yes-but-too-late")
    assert (late.status_code, faults(late)) == (409, [("clearing.not_now", "")])
    assert queries.part_of(made, market.ben) is None and ben.get(f"/rounds/{made}").json()["parts"] == []
