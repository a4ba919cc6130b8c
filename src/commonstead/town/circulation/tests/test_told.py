"""A circle that keeps balances closed does not tell them by how much room an account has left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import cards, commands, queries
from commonstead.town.ledger import commands as ledger

pytestmark = pytest.mark.both_databases

#: Bo holds 4 hours and may hold 9; in a circle of ten hours either way.
HELD, MOST = 4_00, 9_00


@pytest.fixture
def closed(town):
    return _circle(town, False)


def _circle(town, balances_open: bool) -> str:
    circle = town.circle(ceiling=MOST, balances_open=balances_open)
    town.pay(circle, "ana", "bo", HELD)
    return circle


def _no(call, *args, **words) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        call(*args, **words)
    [one] = refused.value.refusals
    return one.clause, one.reason


def _tells(reason: str) -> bool:
    return any(letter.isdigit() for letter in reason)


def test_who_pays_does_not_read_the_payees_room(town, closed):
    clause, reason = _no(town.pay, closed, "eva", "bo", 9_50)
    assert clause == "accounts.above_limit" and "Bo" in reason and not _tells(reason)
    assert _tells(_no(town.pay, _circle(town, True), "eva", "bo", 9_50)[1]), "where balances are open, they are told"


def test_ones_own_room_is_told_and_the_keeper_reads_everybodys(town, closed):
    clause, reason = _no(town.pay, closed, "bo", "eva", 15_00)
    assert clause == "accounts.below_limit" and " 14 h" in reason
    assert " 5 h" in _no(town.pay, closed, "eva", "bo", 9_50, by=town.ana)[1]


def test_several_together_and_a_request_tell_no_more(town, closed):
    slips = [town.slip("eva", "ana", 1_00), town.slip("eva", "bo", 9_00)]
    assert not _tells(_no(commands.pay_together, closed, slips, by=town.eva)[1])
    asked = commands.ask_payment(closed, town.slip("eva", "bo", 9_50), by=town.bo)
    assert not _tells(_no(commands.accept_payment, asked, by=town.eva)[1])


def test_who_takes_a_payment_back_does_not_read_what_the_other_has_left(town, closed):
    paid = town.pay(closed, "eva", "bo", 4_00)
    town.pay(closed, "bo", "ana", 12_00)
    town.pay(closed, "bo", "eva", 3_00)
    clause, reason = _no(commands.take_back, paid, by=town.eva, reason="not done")
    assert clause == "accounts.below_limit" and "Bo" in reason and not _tells(reason)
    assert " 3 h" in _no(commands.take_back, paid, by=town.bo, reason="not done")[1]
    assert " 3 h" in _no(commands.take_back, paid, by=town.ana, reason="not done")[1]


def test_a_card_tells_no_more(town, closed):
    card, _pin = cards.make_card(closed, town.bo, by=town.ana, pin="2850")
    town.pay(closed, "ana", "eva", 5_00)
    token = cards.PaperCard.objects.get(id=card).token
    assert not _tells(_no(cards.pay_with_card, token, pin="2850", payee=town.eva, amount=5_00, key="k", by=town.eva)[1])


def test_neither_does_the_journal_itself(town, closed):
    """A program that writes an event, or takes one back, without its slip is refused for that alone."""
    unit = queries.circle(closed).unit
    flow = Flow(Action.TRANSFER, town.eva, town.bo, unit, timezone.now(), town.eva, "k", quantity=9_50, mode=Mode.TIME)
    assert _no(ledger.record_event, flow)[0] == "accounts.needs_its_slip"
    paid = town.pay(closed, "eva", "bo", 4_00)
    town.pay(closed, "bo", "ana", 12_00)
    town.pay(closed, "bo", "eva", 3_00)
    assert _no(ledger.reverse_event, queries.payment(paid).event, reason="not done", booked_by=town.eva,
               idempotency_key="back")[0] == "accounts.needs_its_slip"


@pytest.mark.parametrize("balances_open", [False, True])
def test_why_a_repeated_payment_was_not_made_both_sides_read_without_the_payers_room(town, balances_open):
    circle = _circle(town, balances_open)
    today = timezone.localdate()
    commands.repeat_payment(circle, payer=town.eva, payee=town.ana, amount=12_00, every="week",
                            begins=today - timedelta(days=1), by=town.eva)
    commands.tend(today)
    [asked] = queries.waiting_for([town.eva])
    assert "Eva" in asked.said and _tells(asked.said) is balances_open
