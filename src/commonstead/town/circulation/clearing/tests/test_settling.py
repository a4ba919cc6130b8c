"""What a creditor says was settled otherwise: all of a debt or a part, never more than is open, and the way back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.circulation.clearing.models import SettledOtherwise
from commonstead.town.circulation.tests.conftest import refused
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def open_of(clearing, debt: str) -> int:
    """What is open of a debt, as its pages tell it; 0 where they tell of it no more."""
    return sum(view.left for view in queries.debts_of([clearing.ana, clearing.bo, clearing.eva]) if view.id == debt)


def done_with(debt: str) -> bool:
    return ledger_queries.commitments(ids=[debt], open_only=False)[0].finished


def test_the_creditor_says_that_it_was_paid(clearing):
    debt = clearing.owes("ana", "bo", 500)
    assert refused(commands.settled_otherwise, debt, by=clearing.ana) == "circles.not_yours"
    commands.settled_otherwise(debt, by=clearing.bo)
    assert not queries.debts_of([clearing.ana]) and done_with(debt)
    assert refused(commands.settled_otherwise, debt, by=clearing.bo) == "debts.unknown"
    assert refused(commands.settled_otherwise, "none", by=clearing.bo) == "debts.unknown"


def test_a_part_is_settled_and_the_rest_stays_open(clearing):
    debt = clearing.owes("ana", "bo", 5_000)
    commands.settled_otherwise(debt, by=clearing.bo, amount=2_000)
    assert open_of(clearing, debt) == 3_000 and not done_with(debt)
    for amount, clause in ((3_001, "debts.more_than_open"), (0, "debts.not_positive"), (-1, "debts.not_positive")):
        assert refused(commands.settled_otherwise, debt, by=clearing.bo, amount=amount) == clause
    assert refused(commands.settled_otherwise, debt, by=clearing.bo, amount=1, seen=5_000) == "debts.changed_since"
    commands.settled_otherwise(debt, by=clearing.bo, amount=3_000, seen=3_000)
    assert open_of(clearing, debt) == 0 and done_with(debt)
    said = queries.settled_otherwise([clearing.ana], timezone.now() - timedelta(days=1))
    assert [(one.amount, one.whole, one.creditor) for one in said] == [(3_000, 5_000, clearing.bo),
                                                                       (2_000, 5_000, clearing.bo)]
    assert not queries.settled_otherwise([clearing.eva], timezone.now() - timedelta(days=1))


def test_what_was_said_wrongly_is_taken_back(clearing):
    debt = clearing.owes("ana", "bo", 5_000)
    first = commands.settled_otherwise(debt, by=clearing.bo, amount=2_000)
    rest = commands.settled_otherwise(debt, by=clearing.bo)
    assert refused(commands.take_settled_back, rest, by=clearing.ana) == "circles.not_yours"
    assert refused(commands.take_settled_back, "none", by=clearing.bo) == "debts.unknown"
    for _ in range(2):
        commands.take_settled_back(rest, by=clearing.bo)
    assert open_of(clearing, debt) == 3_000 and not done_with(debt)
    commands.take_settled_back(first, by=clearing.bo)
    assert open_of(clearing, debt) == 5_000
    assert not queries.settled_otherwise([clearing.bo], timezone.now() - timedelta(days=1))


def test_only_what_is_left_of_it_is_cleared(clearing):
    clearing.everybody_in()
    debt, back = clearing.owes("ana", "bo", 5_000), clearing.owes("bo", "ana", 5_000)
    commands.settled_otherwise(debt, by=clearing.bo, amount=2_000)
    made = clearing.cleared()
    assert (open_of(clearing, debt), open_of(clearing, back)) == (0, 2_000) and clearing.is_sound()
    assert queries.part_of(made, clearing.ana).owes == 3_000
    commands.undo_round(made, by=clearing.ana, reason="A wrong debt")
    assert (open_of(clearing, debt), open_of(clearing, back)) == (3_000, 5_000)


def test_a_round_that_waits_for_a_no_is_worked_out_again(clearing):
    clearing.everybody_in()
    debt, back = clearing.owes("ana", "bo", 5_000), clearing.owes("bo", "ana", 4_000)
    made = clearing.asked()
    clearing.all_say_yes(made)
    word = commands.settled_otherwise(debt, by=clearing.bo, amount=2_000)
    part = queries.part_of(made, clearing.bo)
    assert (part.claims_fallen, part.owed, part.yes) == (3_000, 3_000, None)
    commands.take_settled_back(word, by=clearing.bo)  # nobody finds more in a round than they were shown
    assert queries.part_of(made, clearing.bo).owed == 3_000
    clearing.all_say_yes(made)
    commands.commit_round(made, by=clearing.ana)
    assert (open_of(clearing, debt), open_of(clearing, back)) == (2_000, 1_000) and clearing.is_sound()


def test_a_debt_that_was_closed_after_a_round_is_open_again_when_the_round_is_taken_back(clearing):
    clearing.everybody_in()
    debt = clearing.owes("ana", "bo", 5_000)
    clearing.owes("bo", "ana", 4_000)
    made = clearing.cleared()
    commands.settled_otherwise(debt, by=clearing.bo)
    assert open_of(clearing, debt) == 0 and done_with(debt)
    assert SettledOtherwise.objects.get().amount == 1_000
    commands.undo_round(made, by=clearing.ana, reason="A wrong debt")
    assert open_of(clearing, debt) == 4_000 and clearing.is_sound()


def test_a_promise_of_an_agreement_that_ended_is_not_opened_again(clearing):
    agreement = ledger.agree("Firewood", commitments=[{
        "action": Action.TRANSFER, "specification": "usd", "provider": clearing.ana, "receiver": clearing.bo,
        "quantity": 900, "mode": Mode.SALE}])
    debt = ledger_queries.agreement(agreement).commitments[0].id
    word = commands.settled_otherwise(debt, by=clearing.bo)
    ledger.end_agreement(agreement)
    commands.take_settled_back(word, by=clearing.bo)
    assert done_with(debt)
