"""Where set-off alone does not reach, a circle's credit helps, as far as its members said and its limits allow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import commands as circles
from commonstead.town.circulation import queries as circle_queries
from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.circulation.clearing.models import Round, RoundCredit
from commonstead.town.circulation.models import Payment
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries

from .conftest import Cleared

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def helped(clearing) -> Cleared:
    """A clearing in euros that the hub's credit circle helps; everybody lets 50.00 of credit move."""
    clearing.bank = clearing.circle("credit", free_line=10_000, most_line=10_000, ceiling=10_000)
    ledger.add_specification("eur", name="Euros", unit="EUR", sort="money")
    clearing.id = commands.begin_clearing(clearing.hub, specification="eur", name="Euros", by=clearing.ana,
                                          circle_id=clearing.bank)
    clearing.everybody_in(credit=5_000)
    return clearing


def test_a_chain_falls_by_credit_and_limits_hold(helped):
    debts = helped.owes("ana", "bo", 8_000), helped.owes("bo", "eva", 8_000)
    made = helped.cleared()
    assert [helped.left(debt) for debt in debts] == [3_000, 3_000]
    assert [helped.balance(helped.bank, who) for who in ("ana", "bo", "eva")] == [-5_000, 0, 5_000]
    assert helped.is_sound(helped.bank) and queries.proof_holds(made)
    ana, eva = queries.part_of(made, helped.ana), queries.part_of(made, helped.eva)
    assert (ana.credit, ana.net_before, ana.net_after) == (-5_000, -8_000, -8_000)
    assert (eva.credit, eva.net_before, eva.net_after) == (5_000, 8_000, 8_000)
    slips = circle_queries.payments(helped.bank)
    assert {(slip.payer, slip.payee, slip.amount, slip.category) for slip in slips} == {
        (helped.ana, helped.hub, 5_000, "clearing"), (helped.hub, helped.eva, 5_000, "clearing")}


def test_undone_all_comes_back(helped):
    debts = helped.owes("ana", "bo", 8_000), helped.owes("bo", "eva", 8_000)
    made = helped.cleared()
    commands.undo_round(made, by=helped.ana, reason="Too early")
    assert [helped.left(debt) for debt in debts] == [8_000, 8_000] and helped.is_sound(helped.bank)
    assert [helped.balance(helped.bank, who) for who in ("ana", "bo", "eva")] == [0, 0, 0]
    assert {row.state for row in Payment.objects.all()} == {"taken_back"}
    view = circle_queries.account(helped.bank, helped.ana)
    assert (view.earned, view.spent) == (0, 0)


def test_what_was_spent_since_cannot_be_undone(helped):
    helped.owes("ana", "bo", 5_000)
    made = helped.cleared()
    circles.pay_together(helped.bank, [helped.slip("bo", "eva", 8_000), helped.slip("bo", "ana", 4_000)], by=helped.bo)
    with pytest.raises(Refused) as caught:
        commands.undo_round(made, by=helped.ana, reason="Too late")
    assert caught.value.refusals[0].clause == "accounts.below_limit"
    assert queries.round_of(made).state == "committed" and helped.is_sound(helped.bank)
    assert helped.balance(helped.bank, "bo") == -7_000


def test_a_slip_of_the_round_is_not_taken_back_alone(helped):
    helped.owes("ana", "bo", 1_000)
    helped.cleared()
    slip = Payment.objects.get(payer=helped.ana)
    with pytest.raises(Refused) as caught:
        circles.take_back(slip.id, by=helped.ana, reason="mine alone")
    assert caught.value.refusals[0].clause == "accounts.closed" and helped.is_sound(helped.bank)


def test_credit_that_was_used_meanwhile_is_worked_out_again(helped):
    debt = helped.owes("ana", "bo", 5_000)
    made = helped.asked()
    helped.all_say_yes(made)
    circles.pay(helped.bank, helped.slip("ana", "eva", 7_000), by=helped.ana)
    with pytest.raises(Refused) as caught:
        commands.commit_round(made, by=helped.ana)
    assert caught.value.refusals[0].clause == "clearing.changed"
    part = queries.part_of(made, helped.ana)
    assert part.credit == -3_000 and part.yes is None and helped.left(debt) == 5_000
    Round.objects.filter(id=made).update(until=timezone.localdate() - timedelta(days=1))
    commands.commit_round(made, by=helped.ana)
    assert helped.left(debt) == 2_000 and helped.balance(helped.bank, "ana") == -10_000 and helped.is_sound(helped.bank)


def test_frozen_and_unwilling_accounts_are_left_alone(helped):
    helped.owes("ana", "bo", 1_000), helped.owes("bo", "eva", 1_000)
    circles.freeze(helped.bank, helped.ana, by=helped.ana, reason="A talk first")
    made = commands.begin_round(helped.id, by=helped.ana)
    commands.work_out(made, by=helped.ana)
    assert dict(RoundCredit.objects.values_list("holder", "amount")) == {helped.bo: -1_000, helped.eva: 1_000}
    circles.unfreeze(helped.bank, helped.ana, by=helped.ana)
    commands.take_part(helped.id, helped.eva, by=helped.eva, credit=0)
    commands.work_out(made, by=helped.ana)
    assert dict(RoundCredit.objects.values_list("holder", "amount")) == {helped.ana: -1_000, helped.bo: 1_000}


def test_least_credit_is_drawn(helped):
    helped.owes("ana", "bo", 3_000), helped.owes("bo", "eva", 3_000), helped.owes("eva", "ana", 2_500)
    made = helped.cleared()
    assert sum(amount for amount in RoundCredit.objects.filter(round=made).values_list("amount", flat=True)
               if amount > 0) == 500
    assert helped.balance(helped.bank, "ana") == -500 and helped.is_sound(helped.bank)


@pytest.mark.parametrize("credit", [-1, 10**13])
def test_credit_that_cannot_be(helped, credit):
    with pytest.raises(Refused) as caught:
        commands.take_part(helped.id, helped.ana, by=helped.ana, credit=credit)
    assert caught.value.refusals[0].clause == "clearing.credit_wrong"


def test_only_its_own_circle_helps_an_association(helped):
    gifts = circles.open_circle(helped.hub, name="Gifts", sort="gift", by=helped.ana)
    ledger.add_specification("gbp", name="Pounds", unit="GBP", sort="money")
    with pytest.raises(Refused) as caught:
        commands.begin_clearing(helped.hub, specification="gbp", name="Pounds", by=helped.ana, circle_id=gifts)
    assert caught.value.refusals[0].clause == "clearing.circle_of_another"
    assert not [spec for spec in ledger_queries.specifications("setoff") if spec.name == "Pounds"]
