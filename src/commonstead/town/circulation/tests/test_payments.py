"""Payments: limits, states with a way back, keys, levies, what is written together, and what comes again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import commands, queries
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger.verify import verify

pytestmark = pytest.mark.both_databases


def clause(refused) -> str:
    return refused.value.refusals[0].clause


def test_an_hour_is_paid_and_the_circle_adds_up_to_nothing(town):
    circle = town.circle()
    paid = town.pay(circle, "bo", "eva", 1_50, category="garden", note="hedge")
    assert (town.balance(circle, "bo"), town.balance(circle, "eva"), town.total(circle)) == (-1_50, 1_50, 0)
    assert (queries.payment(paid).state, queries.payment(paid).note) == ("paid", "hedge")
    assert not verify().problems


@pytest.mark.parametrize("payer, payee, amount, expected", [
    ("bo", "bo", 1_00, "payments.to_oneself"), ("bo", "eva", 0, "payments.not_positive"),
    ("bo", "eva", -1, "payments.not_positive"), ("bo", "eva", 10_01, "accounts.below_limit")])
def test_what_cannot_be_paid(town, payer, payee, amount, expected):
    circle = town.circle()
    with pytest.raises(Refused) as refused:
        town.pay(circle, payer, payee, amount)
    assert clause(refused) == expected
    assert not queries.payments(circle)


def test_the_upper_limit_holds_as_well_and_is_named(town):
    circle = town.circle(ceiling=2_00)
    with pytest.raises(Refused, match="Eva can take 2 h more"):
        town.pay(circle, "bo", "eva", 3_00)


def test_nobody_pays_from_somebody_elses_account_but_the_circle_books_slips(town):
    circle = town.circle()
    with pytest.raises(Refused) as refused:
        town.pay(circle, "bo", "eva", 1_00, by=town.eva)
    assert clause(refused) == "ledger.takes_from_another"
    town.pay(circle, "bo", "eva", 1_00, by=town.ana)
    assert town.balance(circle, "eva") == 1_00


def test_who_has_no_account_is_not_drawn_in(town):
    circle = town.circle(members=("ana", "bo"))
    with pytest.raises(Refused) as refused:
        town.pay(circle, "bo", "eva", 1_00)
    assert clause(refused) == "accounts.none"


def test_a_unit_is_neither_made_nor_given_in_another_spirit(town):
    circle = queries.circle(town.circle())
    plain = dict(specification=circle.unit, at=timezone.now(), booked_by=town.ana, quantity=100)
    for action, receiver, mode in ((Action.RAISE, town.ana, None), (Action.TRANSFER, town.bo, Mode.GIFT)):
        with pytest.raises(Refused) as refused:
            ledger.record_events([Flow(action=action, provider=town.ana, receiver=receiver, mode=mode,
                                       idempotency_key=f"k {action}", **plain)], units=[circle.unit])
        assert clause(refused) in ("accounts.only_transferred", "accounts.mode_of_another")


def test_a_unit_moves_only_with_its_slip(town):
    circle = queries.circle(town.circle(levy_per_mille=100))
    flow = Flow(Action.TRANSFER, town.ana, town.bo, circle.unit, timezone.now(), town.ana, "past the levy",
                quantity=100, mode=Mode.TIME)
    with pytest.raises(Refused) as refused:
        ledger.record_event(flow)
    assert clause(refused) == "accounts.needs_its_slip"
    paid = queries.payment(town.pay(circle.id, "bo", "eva", 1_00))
    with pytest.raises(Refused) as refused:
        ledger.reverse_event(paid.event, reason="past the slip", booked_by=town.bo, idempotency_key="back")
    assert clause(refused) == "accounts.needs_its_slip"


def test_the_same_key_pays_once_and_another_body_is_refused(town):
    circle = town.circle()
    first, again = (town.pay(circle, "bo", "eva", 1_00, key="one") for _ in range(2))
    assert first == again and town.balance(circle, "eva") == 1_00
    with pytest.raises(Refused) as refused:
        town.pay(circle, "bo", "eva", 2_00, key="one")
    assert clause(refused) == "payments.key_used"


def test_a_key_that_asked_does_not_pay_and_accepting_still_does(town):
    circle = town.circle()
    slip = town.slip("bo", "eva", 1_00)
    asked = commands.ask_payment(circle, slip, by=town.eva)
    other = town.slip("bo", "eva", 2_00)
    commands.withdraw_payment(commands.ask_payment(circle, other, by=town.eva), by=town.eva)
    for one in (slip, other):
        with pytest.raises(Refused) as refused:
            commands.pay(circle, one, by=town.bo)
        assert clause(refused) == "payments.key_used" and town.balance(circle, "eva") == 0
    commands.accept_payment(asked, by=town.bo)
    assert town.balance(circle, "eva") == 1_00
    assert commands.pay(circle, slip, by=town.bo) == asked and town.balance(circle, "eva") == 1_00
    commands.take_back(asked, by=town.bo, reason="no")
    assert commands.pay(circle, slip, by=town.bo) == asked and town.balance(circle, "eva") == 0


def test_asked_then_accepted_declined_withdrawn_or_lapsed(town):
    circle = town.circle()
    asked = [commands.ask_payment(circle, town.slip("bo", "eva", 1_00, note="soup"), by=town.eva) for _ in range(3)]
    due = commands.ask_payment(circle, town.slip("bo", "eva", 1_00), by=town.eva,
                               due=timezone.localdate())
    assert town.balance(circle, "eva") == 0
    commands.accept_payment(asked[0], by=town.bo)
    commands.accept_payment(asked[0], by=town.bo)
    commands.decline_payment(asked[1], by=town.bo, said="that was Ana")
    commands.withdraw_payment(asked[2], by=town.eva)
    commands.tend(timezone.localdate() + timedelta(days=1))
    states = [queries.payment(one).state for one in (*asked, due)]
    assert states == ["paid", "declined", "withdrawn", "lapsed"]
    assert town.balance(circle, "eva") == 1_00 and queries.payment(asked[0]).note == "soup"
    with pytest.raises(Refused) as refused:
        commands.accept_payment(asked[1], by=town.bo)
    assert clause(refused) == "payments.not_open"


def test_nobody_is_asked_until_a_day_that_is_over(town):
    circle = town.circle()
    with pytest.raises(Refused) as refused:
        commands.ask_payment(circle, town.slip("bo", "eva", 1_00), by=town.eva,
                             due=timezone.localdate() - timedelta(days=1))
    assert (clause(refused), refused.value.refusals[0].field) == ("payments.due_is_over", "due")


@pytest.mark.parametrize("payer, payee, amount, by, field", [
    ("bo", "eva", 10_01, "bo", "amount"), ("bo", "hub", 1_00, "eva", "payer"), ("bo", "eva", 1_00, "eva", "payer")])
def test_what_the_books_refuse_names_the_field_of_the_slip(town, payer, payee, amount, by, field):
    circle = town.circle()
    with pytest.raises(Refused) as refused:
        town.pay(circle, payer, payee, amount, by=getattr(town, by))
    assert [one.field for one in refused.value.refusals] == [field]


def test_taking_back_reverses_payment_levy_and_service(town):
    circle = town.circle(levy_per_mille=100)
    ledger.add_specification("haircut", name="Haircut", unit="each", sort="service")
    thing = Flow(Action.DELIVER_SERVICE, town.eva, town.bo, "haircut", timezone.now(), town.bo, "cut", quantity=1000,
                 mode=Mode.TIME)
    paid = town.pay(circle, "bo", "eva", 2_00, thing=thing)
    assert (town.balance(circle, "eva"), town.balance(circle, "hub")) == (1_80, 20)
    commands.take_back(paid, by=town.eva, reason="wrong day")
    assert [town.balance(circle, who) for who in ("bo", "eva", "hub")] == [0, 0, 0]
    assert queries.payment(paid).state == "taken_back"
    with pytest.raises(Refused) as refused:
        commands.take_back(paid, by=town.bo, reason="again")
    assert clause(refused) == "payments.not_paid"
    assert not verify().problems


def test_all_slips_or_none_and_the_one_at_fault_is_named(town):
    circle = town.circle()
    slips = [town.slip("bo", "eva", 4_00), town.slip("bo", "ana", 7_00)]
    with pytest.raises(Refused) as refused:
        commands.pay_together(circle, slips, by=town.ana)
    assert refused.value.subject == slips[1]
    assert town.balance(circle, "eva") == 0 and not queries.payments(circle)
    assert len(commands.pay_together(circle, [slips[0], town.slip("bo", "ana", 6_00)], by=town.ana)) == 2


def test_what_comes_again_is_paid_once_a_turn_and_left_asked_where_a_limit_stands(town):
    circle = town.circle()
    begins = timezone.localdate() - timedelta(days=21)
    commands.repeat_payment(circle, payer=town.bo, payee=town.eva, amount=4_00, every="week", begins=begins, by=town.bo)
    done = commands.tend()
    assert (done.paid, done.left_asked) == (2, 2)
    assert commands.tend() == commands.Tended()
    assert town.balance(circle, "bo") == -8_00
    assert "can give 2 h more" in queries.waiting_for([town.bo])[0].said


def test_demurrage_and_notes_that_lapse_go_to_the_circle_once(town):
    circle = town.circle("currency", demurrage_per_mille=100, lapses=date(2027, 3, 1))
    town.pay(circle, "hub", "bo", 50_00, by=town.ana)
    assert town.balance(circle, "hub") == -50_00
    next_month = (timezone.localdate().replace(day=1) + timedelta(days=40)).replace(day=2)
    assert commands.tend(next_month).demurrage == 1
    assert commands.tend(next_month).demurrage == 0
    assert town.balance(circle, "bo") == 45_00
    assert commands.tend(date(2027, 3, 1)).lapsed_notes == 1
    assert (town.balance(circle, "bo"), town.total(circle)) == (0, 0)


def test_a_holder_of_notes_cannot_put_out_more(town):
    circle = town.circle("currency")
    with pytest.raises(Refused) as refused:
        town.pay(circle, "bo", "eva", 1_00)
    assert clause(refused) == "accounts.below_limit"
