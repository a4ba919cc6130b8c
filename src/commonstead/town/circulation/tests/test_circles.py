"""Opening, terms that need two, vouching, freezing, winding down, and gifts that are only counted."""

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import circles as opening
from commonstead.town.circulation import commands, queries
from commonstead.town.ledger import commands as ledger
from commonstead.town.people import commands as people

pytestmark = pytest.mark.both_databases


def clause(refused) -> str:
    return refused.value.refusals[0].clause


def test_a_time_bank_begins_with_an_account_for_its_association(town):
    circle = queries.circle(town.circle(members=()))
    assert (circle.sort, circle.symbol, circle.members) == ("time", "h", 1)
    assert queries.account(circle.id, town.hub).floor == 0


@pytest.mark.parametrize("words, expected", [
    ({"keeper": "ana"}, "circles.not_an_association"), ({"by": "bo"}, "circles.not_yours"),
    ({"name": " "}, "circles.name_missing"), ({"sort": "credit", "symbol": "1"}, "circles.symbol_missing"),
    ({"sort": "gold"}, "circles.sort_unknown")])
def test_what_cannot_be_opened(town, words, expected):
    plain = {"keeper": "hub", "name": "Hours", "sort": "time", "by": "ana", "symbol": ""} | words
    with pytest.raises(Refused) as refused:
        commands.open_circle(getattr(town, plain.pop("keeper")), by=getattr(town, plain.pop("by")), **plain)
    assert clause(refused) == expected
    assert not queries.circles()


def test_the_same_request_opens_one_circle_also_where_both_come_at_once(town, monkeypatch):
    words = {"name": "Hours", "sort": "credit", "symbol": "leaf", "by": town.ana, "id": "0123456789abcdef"}
    first = commands.open_circle(town.hub, **words)
    assert first == "0123456789abcdef" and commands.open_circle(town.hub, **words) == first
    looked = iter([""])  # what the other of two requests sees that began before the first one was written
    real = opening._opened_before
    monkeypatch.setattr(opening, "_opened_before", lambda fresh: next(looked, real(fresh)))
    assert commands.open_circle(town.hub, **words) == first
    assert [one.id for one in queries.circles()] == [first] and len(queries.accounts(first)) == 1
    with pytest.raises(Refused) as refused:
        commands.open_circle(town.hub, **words | {"name": "Other hours"})
    assert clause(refused) == "circles.id_used"


def test_terms_change_when_a_second_member_agrees(town):
    circle = town.circle(members=("ana", "bo"))
    change = commands.ask_change(circle, by=town.ana, words={"ceiling": 20_00}, reason="nobody should pile up")
    assert queries.account(circle, town.bo).ceiling == 60_00
    with pytest.raises(Refused) as refused:
        commands.agree_to_change(change, by=town.ana)
    assert clause(refused) == "circles.second_person"
    with pytest.raises(Refused) as refused:
        commands.agree_to_change(change, by=town.eva)
    assert clause(refused) == "circles.not_a_member"
    commands.agree_to_change(change, by=town.bo)
    assert queries.account(circle, town.bo).ceiling == 20_00
    assert not queries.changes(circle)


def test_nobody_agrees_to_a_longer_line_for_themselves(town):
    circle = town.circle("credit")
    change = commands.ask_change(circle, by=town.ana, holder=town.bo, words={"line": 90_00})
    with pytest.raises(Refused):
        commands.agree_to_change(change, by=town.bo)
    commands.agree_to_change(change, by=town.eva)
    assert queries.account(circle, town.bo).floor == -90_00


def test_no_credit_without_a_voucher_and_the_stake_is_missing_from_the_own_line(town):
    circle = town.circle("credit")
    with pytest.raises(Refused) as refused:
        town.pay(circle, "bo", "eva", 1_00)
    assert clause(refused) == "accounts.below_limit"
    with pytest.raises(Refused) as refused:
        commands.vouch(circle, voucher=town.ana, holder=town.bo, stake=1_00, by=town.ana)
    assert clause(refused) == "circles.stake_too_large"
    change = commands.ask_change(circle, by=town.ana, holder=town.ana, words={"line": 100_00})
    commands.agree_to_change(change, by=town.eva)
    commands.vouch(circle, voucher=town.ana, holder=town.bo, stake=30_00, by=town.ana)
    assert queries.account(circle, town.ana).floor == -70_00
    town.pay(circle, "bo", "eva", 30_00)
    with pytest.raises(Refused) as refused:
        commands.end_vouching(circle, voucher=town.ana, holder=town.bo, by=town.ana)
    assert clause(refused) == "circles.still_owed"
    assert queries.shares_of_debt(circle, town.bo) == {town.ana: 30_00}


def test_what_cannot_be_settled_falls_on_those_who_vouched_and_then_on_the_circle(town):
    circle = town.circle("credit", issue_limit=20_00)
    for who, line in ((town.ana, 100_00), (town.bo, 15_00)):
        change = commands.ask_change(circle, by=town.ana, holder=who, words={"line": line})
        commands.agree_to_change(change, by=town.eva)
    commands.vouch(circle, voucher=town.ana, holder=town.bo, stake=30_00, by=town.ana)
    change = commands.ask_change(circle, by=town.ana, holder=town.bo, words={"line": 40_00})
    commands.agree_to_change(change, by=town.eva)
    town.pay(circle, "bo", "eva", 40_00)
    commands.call_in(circle, town.bo, by=town.ana, reason="moved away")
    assert [town.balance(circle, who) for who in ("ana", "bo", "hub", "eva")] == [-30_00, 0, -10_00, 40_00]
    assert queries.account(circle, town.bo).standing == "frozen"
    assert queries.account(circle, town.ana).floor == -100_00
    with pytest.raises(Refused) as refused:
        commands.call_in(circle, town.bo, by=town.ana, reason="again")
    assert clause(refused) == "accounts.nothing_owed"


def test_lines_grow_with_trade_that_goes_both_ways_and_shrink_when_it_is_taken_back(town):
    circle = town.circle("credit", free_line=50_00, vouchers_needed=0, growth_percent=10)
    town.pay(circle, "bo", "eva", 50_00)
    assert queries.account(circle, town.bo).floor == -50_00
    back = town.pay(circle, "eva", "bo", 40_00)
    assert queries.account(circle, town.bo).floor == -54_00
    commands.take_back(back, by=town.bo, reason="written twice")
    assert queries.account(circle, town.bo).floor == -50_00


def test_a_frozen_account_is_paid_to_and_pays_nothing(town):
    circle = town.circle()
    commands.freeze(circle, town.bo, by=town.ana, reason="has moved away for a year")
    town.pay(circle, "eva", "bo", 1_00)
    with pytest.raises(Refused) as refused:
        town.pay(circle, "bo", "eva", 1_00)
    assert clause(refused) == "accounts.frozen"
    commands.unfreeze(circle, town.bo, by=town.ana)
    town.pay(circle, "bo", "eva", 1_00)


def test_winding_down_lets_accounts_only_move_towards_zero(town):
    circle = town.circle()
    town.pay(circle, "bo", "eva", 5_00)
    commands.wind_down(circle, by=town.ana)
    with pytest.raises(Refused) as refused:
        commands.close_circle(circle, by=town.ana)
    assert clause(refused) == "circles.not_settled"
    with pytest.raises(Refused):
        town.pay(circle, "bo", "ana", 1_00)
    town.pay(circle, "eva", "bo", 5_00)
    commands.close_circle(circle, by=town.ana)
    with pytest.raises(Refused) as refused:
        town.pay(circle, "eva", "bo", 1_00)
    assert clause(refused) == "circles.ended"


def test_leaving_needs_zero_and_coming_back_is_free(town):
    circle = town.circle()
    paid = town.pay(circle, "bo", "eva", 2_00)
    with pytest.raises(Refused) as refused:
        commands.leave_circle(circle, town.bo, by=town.bo)
    assert clause(refused) == "accounts.not_at_zero"
    commands.take_back(paid, by=town.eva, reason="did not happen")
    commands.leave_circle(circle, town.bo, by=town.bo)
    with pytest.raises(Refused) as refused:
        town.pay(circle, "eva", "bo", 1_00)
    assert clause(refused) == "accounts.closed"
    commands.join_circle(circle, town.bo, by=town.bo)
    town.pay(circle, "eva", "bo", 1_00)


def test_a_gift_circle_counts_and_owes_nothing(town):
    circle = town.circle("gift")
    ledger.add_specification("ride", name="Ride", unit="each", sort="service")
    flow = Flow(Action.DELIVER_SERVICE, town.bo, town.eva, "ride", timezone.now(), town.bo, "gift 1", quantity=1000,
                mode=Mode.GIFT)
    event = commands.give(circle, flow, by=town.bo)
    commands.thank(event, by=town.eva, words="That was kind.")
    assert [(gift.giver, gift.thanks) for gift in queries.gifts(circle)] == [(town.bo, "That was kind.")]
    with pytest.raises(Refused) as refused:
        town.pay(circle, "bo", "eva", 1_00)
    assert clause(refused) == "circles.gift_has_no_amounts"


def test_who_was_taken_in_by_others_is_paid_to_and_pays_only_after_joining(town):
    people.make_login(town.bo)
    circle = town.circle(members=("ana",))
    for who in (town.bo, town.eva):
        commands.join_circle(circle, who, by=town.ana)
    assert [queries.account(circle, who).standing for who in (town.bo, town.eva)] == ["waiting", "open"]
    town.pay(circle, "ana", "bo", 1_00)
    with pytest.raises(Refused) as refused:
        town.pay(circle, "bo", "eva", 1_00, by=town.ana)
    assert clause(refused) == "accounts.waiting" and town.balance(circle, "bo") == 1_00
    town.pay(circle, "bo", "eva", 50)
    assert queries.account(circle, town.bo).standing == "open" and town.balance(circle, "bo") == 50
    town.pay(circle, "bo", "eva", 50, by=town.ana)


def test_joining_oneself_is_the_yes(town):
    people.make_login(town.bo)
    circle = town.circle(members=())
    commands.join_circle(circle, town.bo, by=town.ana)
    commands.join_circle(circle, town.bo, by=town.bo)
    assert queries.account(circle, town.bo).standing == "open"
