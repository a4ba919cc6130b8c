"""Sharing out a pot: from the journal's hours, in the worker's own words, by a rule seen before it is agreed to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import contributions
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries
from commonstead.town.people import commands as people

pytestmark = pytest.mark.both_databases


@pytest.fixture
def worked(town):
    """Bo worked ten hours and Eva fifteen for the hub; one more entry of Eva's was taken back. By name: event ids."""
    ledger.add_specification("baking", name="Baking", unit="h", sort="work")
    for name in ("bo", "eva"):
        people.join(getattr(town, name), town.hub)
    events = {}
    for number, (name, hours) in enumerate((("bo", 10_00), ("eva", 15_00), ("eva", 7_00))):
        who = getattr(town, name)
        events[number] = ledger.record_event(Flow(
            Action.WORK, who, town.hub, "baking", timezone.now(), who, f"work {number}", effort=hours)).event_id
    ledger.reverse_event(events[2], reason="the day before", booked_by=town.eva, idempotency_key="back")
    return events


def days():
    return {"since": timezone.localdate() - timedelta(days=7), "until": timezone.localdate()}


def parts(town, pot, rule):
    found = contributions.work_out_shares(town.hub, pot, rule, **days())
    return {name: share.part for share in found for name in ("bo", "eva") if getattr(town, name) == share.member}


def test_hours_and_the_intensity_that_the_worker_states(town, worked):
    assert parts(town, 50_00, "hours") == {"bo": 20_00, "eva": 30_00}
    contributions.state_intensity(worked[0], 150, by=town.bo)
    assert parts(town, 50_00, "hours_and_intensity") == {"bo": 25_00, "eva": 25_00}
    contributions.state_intensity(worked[0], 100, by=town.bo)
    assert parts(town, 50_00, "hours_and_intensity") == {"bo": 20_00, "eva": 30_00}


def test_nobody_states_it_for_somebody_else(town, worked):
    with pytest.raises(Refused) as refused:
        contributions.state_intensity(worked[0], 50, by=town.ana)
    assert refused.value.refusals[0].clause == "circles.not_yours"
    with pytest.raises(Refused, match="33 to 300"):
        contributions.state_intensity(worked[0], 500, by=town.bo)


def test_a_pot_is_paid_when_a_second_agrees_and_only_once(town, worked):
    circle = town.circle("currency", issue_limit=100_00)
    pot = contributions.ask_pay_out(town.hub, pot=25_01, rule="hours", circle=circle, by=town.ana, **days())
    assert town.balance(circle, "bo") == 0
    with pytest.raises(Refused):
        contributions.agree_to_pay_out(pot, by=town.ana)
    contributions.agree_to_pay_out(pot, by=town.eva)
    assert (town.balance(circle, "bo"), town.balance(circle, "eva")) == (10_00, 15_01)
    with pytest.raises(Refused):
        contributions.agree_to_pay_out(pot, by=town.bo)
    assert contributions.pay_outs(town.hub)[0].state == "paid"


def test_what_is_not_there_is_not_shared_out_and_nothing_is_half_paid(town, worked):
    circle = town.circle("time")
    pot = contributions.ask_pay_out(town.hub, pot=5_00, rule="equal", circle=circle, by=town.ana, **days())
    with pytest.raises(Refused) as refused:
        contributions.agree_to_pay_out(pot, by=town.bo)
    assert refused.value.refusals[0].clause == "accounts.below_limit"
    assert contributions.pay_outs(town.hub)[0].state == "asked" and town.total(circle) == 0


def test_money_is_shared_out_of_the_till(town, worked):
    ledger.add_specification("money", name="Money", unit="USD", sort="money")
    ledger.record_event(Flow(Action.RAISE, town.hub, town.hub, "money", timezone.now(), town.ana, "till",
                             quantity=100_00))
    pot = contributions.ask_pay_out(town.hub, pot=90_00, rule="need", by=town.ana, **days())
    contributions.agree_to_pay_out(pot, by=town.bo)

    assert [queries.stock_of(who, "money") for who in (town.bo, town.eva, town.hub)] == [45_00, 45_00, 10_00]


def test_nobody_worked_is_said(town):
    with pytest.raises(Refused, match="Nobody wrote down work"):
        contributions.ask_pay_out(town.hub, pot=5_00, rule="equal", by=town.ana, **days())
