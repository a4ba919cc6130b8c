"""Writing debts down, one by one and from a file: both sides have to say yes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.circulation.clearing.commands import DebtLine
from commonstead.town.circulation.clearing.models import DebtSlip
from commonstead.town.circulation.tests.conftest import refused
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = date(2026, 2, 3)


def test_one_side_alone_puts_nobody_in_debt(clearing):
    slip = commands.write_debt(clearing.id, DebtLine(clearing.ana, clearing.bo, 500, DAY, "firewood"), by=clearing.bo,
                               key="k")
    assert not queries.debts_of([clearing.ana]) and [view.id for view in queries.slips_of([clearing.ana])] == [slip]
    assert refused(commands.say_yes, slip, by=clearing.eva) == "debts.not_yours"
    commands.say_yes(slip, by=clearing.ana)
    (debt,) = queries.debts_of([clearing.bo])
    assert (debt.debtor, debt.left, debt.since, debt.note) == (clearing.ana, 500, DAY, "firewood")
    assert refused(commands.say_yes, slip, by=clearing.ana) == "debts.settled"


def test_saying_no_and_taking_back(clearing):
    words = DebtLine(clearing.ana, clearing.bo, 500, DAY)
    first = commands.write_debt(clearing.id, words, by=clearing.bo, key="1")
    assert refused(commands.say_no, first, by=clearing.eva) == "debts.not_yours"
    commands.say_no(first, by=clearing.ana)
    second = commands.write_debt(clearing.id, words, by=clearing.bo, key="2")
    commands.say_no(second, by=clearing.bo)
    assert list(DebtSlip.objects.order_by("made").values_list("state", flat=True)) == ["declined", "withdrawn"]
    assert not queries.debts_of([clearing.ana])


def test_the_same_page_twice(clearing):
    words = DebtLine(clearing.ana, clearing.bo, 500, DAY)
    assert commands.write_debt(clearing.id, words, by=clearing.bo, key="k") == commands.write_debt(
        clearing.id, words, by=clearing.bo, key="k")
    assert refused(commands.write_debt, clearing.id, DebtLine(clearing.ana, clearing.bo, 600, DAY), by=clearing.bo,
                   key="k") == "debts.key_used"


@pytest.mark.parametrize(("words", "clause"), [
    ({"creditor": "ana"}, "debts.to_oneself"), ({"amount": 0}, "debts.not_positive"),
    ({"amount": -5}, "debts.not_positive"), ({"amount": 10**15}, "debts.not_positive"),
    ({"since": timezone.localdate() + timedelta(days=2)}, "debts.in_the_future"),
    ({"note": "x" * 201}, "debts.note_too_long"), ({"creditor": "nobody"}, "ledger.agent_unknown"),
    ({"creditor": OUTSIDE}, "ledger.agent_unknown"), ({"debtor": "eva"}, "debts.not_yours")])
def test_what_is_no_debt(clearing, words, clause):
    people.ensure_outside()
    line = {"debtor": "ana", "creditor": "bo", "amount": 5, "since": DAY} | words
    line |= {side: clearing.agent(line[side]) if line[side] in ("ana", "bo", "eva") else line[side]
             for side in ("debtor", "creditor")}
    assert refused(commands.write_debt, clearing.id, DebtLine(**line), by=clearing.ana, key="k") == clause
    assert not DebtSlip.objects.exists()


def test_somebody_who_left_owes_nothing_new(clearing):
    people.depart(clearing.bo)
    assert refused(commands.write_debt, clearing.id, DebtLine(clearing.ana, clearing.bo, 5, DAY), by=clearing.ana,
                   key="k") == "clearing.gone"


def test_a_file_all_or_nothing(clearing):
    good = [DebtLine(clearing.ana, clearing.bo, 500, DAY), DebtLine(clearing.bo, clearing.eva, 700, DAY)]
    bad = DebtLine(clearing.eva, clearing.eva, 700, DAY)
    with pytest.raises(Refused) as caught:
        commands.write_debts(clearing.id, [*good, bad], by=clearing.ana)
    assert caught.value.subject == bad and not DebtSlip.objects.exists()
    assert commands.write_debts(clearing.id, good, by=clearing.ana, dry=True) == (2, 0)
    assert not DebtSlip.objects.exists()
    assert commands.write_debts(clearing.id, good, by=clearing.ana) == (2, 0)
    assert commands.write_debts(clearing.id, [*good, DebtLine(clearing.bo, clearing.ana, 1, DAY)], by=clearing.ana) \
        == (1, 2)
    assert DebtSlip.objects.filter(debtor_said=None, creditor_said=None).count() == 1  # Bo to Eva: neither is Ana
    assert not queries.debts_of([clearing.ana])


@pytest.mark.parametrize("who", ["ana", "bo"])
def test_a_line_that_was_withdrawn_or_declined_is_asked_anew_by_the_next_file(clearing, who):
    line = DebtLine(clearing.ana, clearing.bo, 500, DAY, number="7")
    for _ in range(3):
        assert commands.write_debts(clearing.id, [line], by=clearing.ana) == (1, 0)
        assert commands.write_debts(clearing.id, [line], by=clearing.bo) == (0, 1)
        (slip,) = queries.slips_of([clearing.bo])
        commands.say_no(slip.id, by=getattr(clearing, who))
    assert commands.write_debts(clearing.id, [line], by=clearing.bo, dry=True) == (1, 0)
    assert commands.write_debts(clearing.id, [line], by=clearing.bo) == (1, 0)
    (slip,) = queries.slips_of([clearing.ana])
    commands.say_yes(slip.id, by=clearing.ana)
    assert commands.write_debts(clearing.id, [line], by=clearing.bo) == (0, 1)
    assert [debt.left for debt in queries.debts_of([clearing.ana])] == [500]


def test_the_same_key_for_another_money_is_another_debt(clearing):
    ledger.add_specification("eur", name="Euros", unit="EUR", sort="money")
    euros = commands.begin_clearing(clearing.hub, specification="eur", name="Euros", by=clearing.ana)
    words = DebtLine(clearing.ana, clearing.bo, 500, DAY)
    commands.write_debt(clearing.id, words, by=clearing.ana, key="k")
    assert refused(commands.write_debt, euros, words, by=clearing.ana, key="k") == "debts.key_used"


def test_two_lines_alike_need_numbers(clearing):
    line = DebtLine(clearing.ana, clearing.bo, 500, DAY)
    assert refused(commands.write_debts, clearing.id, [line, line], by=clearing.ana) == "debts.same_line"
    assert commands.write_debts(clearing.id, [line, DebtLine(clearing.ana, clearing.bo, 500, DAY, number="7")],
                                by=clearing.ana) == (2, 0)


def test_a_member_brings_a_file_of_their_own_alone(clearing):
    other = DebtLine(clearing.ana, clearing.eva, 500, DAY)
    assert refused(commands.write_debts, clearing.id, [other], by=clearing.bo) == "debts.not_yours"


def test_promises_of_money_from_elsewhere_lie_on_the_table_too(clearing):
    clearing.everybody_in()
    debt = ledger.commit_to(action=Action.TRANSFER, specification="usd", provider=clearing.ana, receiver=clearing.bo,
                            quantity=900, mode=Mode.SALE)
    clearing.owes("bo", "ana", 400)
    clearing.cleared()
    assert clearing.left(debt) == 500 and ledger_queries.commitments(ids=[debt])[0].fulfilled_quantity == 400
