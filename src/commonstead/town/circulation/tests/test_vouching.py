"""What one answers for stays covered by the own line: a stake neither shrinks nor ends under what is owed on it."""

import pytest

from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import commands, queries
from commonstead.town.circulation.models import Account

pytestmark = pytest.mark.both_databases


def refused(write, *args, **words) -> str:
    """The clause by which it is refused."""
    with pytest.raises(Refused) as no:
        write(*args, **words)
    return no.value.refusals[0].clause


@pytest.fixture
def circle(town) -> str:
    """Bo may owe 100.00, everybody else what others vouch for; the circle itself bears nothing."""
    made = town.circle("credit")
    change = commands.ask_change(made, by=town.ana, holder=town.bo, words={"line": 100_00})
    commands.agree_to_change(change, by=town.eva)
    return made


def vouch(town, circle, voucher, holder, stake):
    commands.vouch(circle, voucher=getattr(town, voucher), holder=getattr(town, holder), stake=stake,
                   by=getattr(town, voucher))


def end(town, circle, voucher, holder):
    commands.end_vouching(circle, voucher=getattr(town, voucher), holder=getattr(town, holder),
                          by=getattr(town, voucher))


def test_a_stake_is_not_lowered_under_a_debt(town, circle):
    vouch(town, circle, "bo", "eva", 97_00)
    town.pay(circle, "eva", "ana", 60_00)
    with pytest.raises(Refused) as no:
        vouch(town, circle, "bo", "eva", 59_99)
    said = no.value.refusals[0]
    assert (said.clause, said.field, said.params["name"]) == ("circles.still_owed", "stake", "Eva")
    vouch(town, circle, "bo", "eva", 60_00)
    assert queries.account(circle, town.eva).floor == -60_00 and queries.account(circle, town.bo).floor == -40_00


def test_what_one_owes_is_not_staked_too(town, circle):
    town.pay(circle, "bo", "ana", 70_00)
    assert refused(vouch, town, circle, "bo", "eva", 30_01) == "circles.stake_too_large"
    vouch(town, circle, "bo", "eva", 30_00)
    town.pay(circle, "eva", "ana", 30_00)
    commands.call_in(circle, town.eva, by=town.ana, reason="moved away")
    assert [town.balance(circle, who) for who in ("bo", "eva", "ana")] == [-100_00, 0, 100_00]


def test_a_stake_on_which_another_was_staked_does_not_end(town, circle):
    vouch(town, circle, "bo", "eva", 100_00)
    vouch(town, circle, "eva", "ana", 100_00)
    town.pay(circle, "ana", "bo", 100_00)
    with pytest.raises(Refused) as no:
        end(town, circle, "bo", "eva")
    said = no.value.refusals[0]
    assert (said.clause, said.params) == ("circles.still_staked", {"name": "Eva", "others": "Ana"})
    assert refused(vouch, town, circle, "bo", "eva", 1_00) == "circles.still_staked"
    town.pay(circle, "bo", "ana", 100_00)
    end(town, circle, "eva", "ana")
    end(town, circle, "bo", "eva")
    assert queries.account(circle, town.bo).floor == -100_00


def test_who_leaves_does_not_take_a_stake_from_under_a_debt(town, circle):
    vouch(town, circle, "bo", "eva", 100_00)
    vouch(town, circle, "eva", "ana", 100_00)
    town.pay(circle, "ana", "bo", 40_00)
    assert refused(commands.leave_circle, circle, town.eva, by=town.eva) == "circles.still_owed"
    assert queries.account(circle, town.eva).until is None and queries.account(circle, town.ana).floor == -100_00
    town.pay(circle, "bo", "ana", 40_00)
    commands.leave_circle(circle, town.eva, by=town.eva)
    assert queries.account(circle, town.ana).floor == 0


def test_the_circles_own_account_answers_for_nobody(town):
    circle = town.circle()  # members may owe ten hours, its own account nothing
    assert refused(commands.vouch, circle, voucher=town.hub, holder=town.eva, stake=10_00,
                   by=town.ana) == "circles.keeper_bears_anyway"


def test_who_has_left_is_answered_for_by_nobody(town, circle):
    vouch(town, circle, "bo", "eva", 100_00)
    commands.leave_circle(circle, town.eva, by=town.eva)
    assert queries.account(circle, town.bo).floor == -100_00
    commands.join_circle(circle, town.eva, by=town.eva)
    assert queries.account(circle, town.eva).floor == 0


def test_a_frozen_or_waiting_account_answers_for_nobody_and_may_lower_its_stake(town, circle):
    vouch(town, circle, "bo", "eva", 50_00)
    commands.freeze(circle, town.bo, by=town.ana, reason="away")
    assert refused(vouch, town, circle, "bo", "eva", 60_00) == "accounts.frozen"
    vouch(town, circle, "bo", "eva", 40_00)
    commands.unfreeze(circle, town.bo, by=town.ana)
    Account.objects.filter(circle=circle, holder=town.bo).update(said_yes=False)
    assert refused(vouch, town, circle, "bo", "ana", 10_00) == "accounts.waiting"


def test_leaving_and_joining_again_does_not_lift_a_freeze(town):
    circle = town.circle(issue_limit=50_00)
    town.pay(circle, "bo", "eva", 10_00)
    commands.call_in(circle, town.bo, by=town.ana, reason="moved away")
    commands.leave_circle(circle, town.bo, by=town.bo)
    commands.join_circle(circle, town.bo, by=town.bo)
    view = queries.account(circle, town.bo)
    assert (view.standing, view.frozen_because) == ("frozen", "moved away")
    assert refused(town.pay, circle, "bo", "eva", 1_00) == "accounts.frozen"
    commands.unfreeze(circle, town.bo, by=town.ana)
    town.pay(circle, "bo", "eva", 1_00)


def test_what_is_called_in_pays_no_levy_and_the_account_stands_at_zero(town):
    circle = town.circle("credit", levy_per_mille=100)
    change = commands.ask_change(circle, by=town.ana, holder=town.bo, words={"line": 100_00})
    commands.agree_to_change(change, by=town.eva)
    vouch(town, circle, "bo", "eva", 50_00)
    town.pay(circle, "eva", "ana", 50_00)
    commands.call_in(circle, town.eva, by=town.ana, reason="moved away")
    assert [town.balance(circle, who) for who in ("eva", "bo", "hub")] == [0, -50_00, 5_00]
