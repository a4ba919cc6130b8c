"""What members say to a round: a yes to what they were shown, a no to anything; and what of it stands when the round is
worked out again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.circulation.tests.conftest import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_yes_is_none_to_what_falls_of_ones_debts_only_later(five):
    """Of Fay's debts nothing falls at first; when Eva is left out, 10.00 of them do."""
    fay, _gil = five.more
    through_eva = five.owes("ana", "eva", 1_000), five.owes("eva", "bo", 1_000)
    through_fay = five.owes("ana", fay, 1_000, date(2026, 2, 1)), five.owes(fay, "bo", 1_000, date(2026, 2, 1))
    five.owes("bo", "ana", 1_000)
    made = five.asked()
    assert queries.part_of(made, fay).debts_fallen == 0 and queries.part_of(made, five.eva).debts_fallen == 1_000
    for who in (fay, five.ana, five.bo):
        commands.answer_round(made, who, yes=True, by=who)
    commands.answer_round(made, five.eva, yes=False, by=five.eva)
    assert queries.part_of(made, fay).debts_fallen == 1_000 and queries.part_of(made, fay).yes is None
    for who in (five.ana, five.bo):
        commands.answer_round(made, who, yes=True, by=who)
    assert refused(commands.commit_round, made, by=five.ana) == "clearing.window_open"
    commands.answer_round(made, fay, yes=True, by=fay)
    commands.commit_round(made, by=five.ana)
    assert [five.left(debt) for debt in (*through_eva, *through_fay)] == [1_000, 1_000, 0, 0] and five.is_sound()


def test_a_yes_holds_for_what_was_shown_and_a_no_for_anything(clearing):
    clearing.everybody_in()
    debts = clearing.owes("ana", "bo", 12_000), clearing.owes("bo", "eva", 20_000), clearing.owes("eva", "ana", 9_000)
    made = clearing.asked()
    shown = queries.part_of(made, clearing.bo).turn
    commands.settled_otherwise(debts[2], by=clearing.ana, amount=6_000)
    assert queries.part_of(made, clearing.bo).debts_fallen == 3_000
    with pytest.raises(Refused) as caught:
        commands.answer_round(made, clearing.bo, yes=True, by=clearing.bo, turn=shown)
    assert [(one.clause, one.field) for one in caught.value.refusals] == [("clearing.look_again", "turn")]
    assert queries.part_of(made, clearing.bo).yes is None
    commands.answer_round(made, clearing.bo, yes=True, by=clearing.bo, turn=queries.part_of(made, clearing.bo).turn)
    assert queries.part_of(made, clearing.bo).yes is True
    commands.answer_round(made, clearing.bo, yes=False, by=clearing.bo, turn=shown)
    assert queries.round_of(made).state == "gathering"


def test_a_round_that_is_asked_anew_begins_without_the_yes_of_those_whose_part_is_another(five):
    fay, gil = five.more
    five.owes("ana", "bo", 500), five.owes("bo", "ana", 500)
    five.owes("eva", fay, 700), five.owes(fay, gil, 700), five.owes(gil, "eva", 700)
    made = five.asked()
    commands.answer_round(made, gil, yes=False, by=gil)
    commands.answer_round(made, gil, yes=True, by=gil)
    commands.answer_round(made, five.ana, yes=False, by=five.ana)
    assert queries.round_of(made).state == "gathering"
    commands.work_out(made, by=five.ana)
    commands.ask_consent(made, by=five.ana, until=timezone.localdate() + timedelta(days=3))
    part = queries.part_of(made, gil)
    assert (part.debts_fallen, part.yes) == (700, None)
    assert queries.part_of(made, five.ana).yes is False and not queries.part_of(made, five.ana).debts
    for who in ("eva", fay):
        commands.answer_round(made, five.agent(who), yes=True, by=five.agent(who))
    assert refused(commands.commit_round, made, by=five.ana) == "clearing.window_open"


def test_a_round_asks_the_database_in_parts(five, monkeypatch):
    monkeypatch.setattr("commonstead.town.circulation.clearing.owing._FEW", 1)
    fay, gil = five.more
    ring = [five.owes("eva", fay, 700), five.owes(fay, gil, 700), five.owes(gil, "eva", 700)]
    pair = [five.owes("ana", "bo", 500), five.owes("bo", "ana", 500)]
    made = five.asked()
    for who in (five.eva, gil, five.ana):
        commands.answer_round(made, who, yes=True, by=who)
    commands.answer_round(made, fay, yes=False, by=fay)
    assert [queries.part_of(made, who).yes for who in (five.eva, gil, five.ana)] == [None, None, True]
    five.all_say_yes(made)
    commands.answer_round(made, fay, yes=False, by=fay)
    commands.settled_otherwise(ring[0], by=fay, amount=100)
    commands.commit_round(made, by=five.ana)
    assert [five.left(debt) for debt in pair] == [0, 0]
    commands.undo_round(made, by=five.ana, reason="A wrong debt")
    assert sum(view.left for view in queries.debts_of([five.ana, five.eva, fay])) == 500 + 500 + 600 + 700 + 700
