"""A round from the first debt to its undoing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commonstead.town.circulation import commands as circles
from commonstead.town.circulation.clearing import commands, queries, rounds
from commonstead.town.circulation.clearing.models import Round, RoundDebt
from commonstead.town.circulation.tests.conftest import refused
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def round_the_table(clearing):
    clearing.everybody_in()
    return (clearing.owes("ana", "bo", 12_000), clearing.owes("bo", "eva", 20_000), clearing.owes("eva", "ana", 9_000))


def test_a_circle_of_debts_falls_and_nobodys_position_changes(clearing):
    debts = round_the_table(clearing)
    made = clearing.asked()
    part = queries.part_of(made, clearing.bo)
    assert (part.owes, part.debts_fallen, part.owed, part.claims_fallen) == (20_000, 9_000, 12_000, 9_000)
    assert part.net_before == part.net_after == -8_000
    clearing.all_say_yes(made)
    commands.commit_round(made, by=clearing.ana)
    assert [clearing.left(debt) for debt in debts] == [3_000, 11_000, 0]
    assert clearing.is_sound() and queries.proof_holds(made)
    events = [ledger_queries.event(row.event) for row in RoundDebt.objects.filter(round=made).order_by("place")]
    assert {event.fulfills for event in events} == set(debts) and {event.mode for event in events} == {"administrative"}
    assert {view.id for view in queries.debts_of([clearing.ana], clearing.id)} == {debts[0]}


def test_each_debt_of_a_round_names_the_event_by_which_it_fell(clearing):
    debts = round_the_table(clearing)
    clearing.owes("ana", "bo", 1, date(2026, 3, 1))  # younger, and nothing of it falls
    made = clearing.cleared()
    rows = RoundDebt.objects.filter(round=made).order_by("place")
    events = {row.debt: ledger_queries.event(row.event) for row in rows if row.event}
    assert {debt: event.fulfills for debt, event in events.items()} == {debt: debt for debt in debts}
    assert all((event.provider, event.receiver, event.quantity) == (row.debtor, row.creditor, row.fallen)
               for row in rows if (event := events.get(row.debt)))
    assert [row.amount for row in rows if not row.event] == [1]


def test_writing_it_twice_writes_it_once_and_undoing_brings_all_back(clearing):
    debts = round_the_table(clearing)
    made = clearing.cleared()
    reaches = ledger_queries.journal_reaches()
    commands.commit_round(made, by=clearing.ana)
    assert ledger_queries.journal_reaches() == reaches
    commands.undo_round(made, by=clearing.ana, reason="A debt was written down wrongly")
    assert [clearing.left(debt) for debt in debts] == [12_000, 20_000, 9_000] and clearing.is_sound()
    commands.undo_round(made, by=clearing.ana, reason="again")
    view = queries.round_of(made)
    assert view.state == "undone" and view.reason == "A debt was written down wrongly"
    again = clearing.cleared()
    assert again != made and [clearing.left(debt) for debt in debts] == [3_000, 11_000, 0] and clearing.is_sound()


def test_no_part_of_a_batch_is_taken_back_alone(clearing):
    round_the_table(clearing)
    made = clearing.cleared()
    event = RoundDebt.objects.filter(round=made).first().event
    assert refused(ledger.reverse_event, event, reason="mine alone", booked_by=clearing.ana,
                   idempotency_key="alone") == "accounts.needs_its_slip"
    assert clearing.is_sound()


def test_the_same_table_gives_the_same_answer(clearing):
    round_the_table(clearing)
    made = commands.begin_round(clearing.id, by=clearing.ana)
    answers = []
    for _ in range(3):
        commands.work_out(made, by=clearing.ana)
        answers.append(Round.objects.get(id=made).answer)
    assert answers[0] == answers[1] == answers[2] and Round.objects.get(id=made).turn == 3


def test_the_oldest_falls_first(clearing):
    clearing.everybody_in()
    old, young = clearing.owes("ana", "bo", 500, date(2025, 3, 1)), clearing.owes("ana", "bo", 500, date(2026, 3, 1))
    clearing.owes("bo", "ana", 600)
    clearing.cleared()
    assert (clearing.left(old), clearing.left(young)) == (0, 400)


def test_who_says_no_is_left_out_and_the_rest_is_worked_out_again(five):
    fay, gil = five.more
    first = five.owes("ana", "bo", 1_000), five.owes("bo", "ana", 1_000)
    five.owes("eva", fay, 700), five.owes(fay, gil, 700), five.owes(gil, "eva", 700)
    made = five.asked()
    assert queries.round_of(made).sums.cleared == 4_100
    for who in (five.ana, five.bo, five.eva):
        commands.answer_round(made, who, yes=True, by=who)
    commands.answer_round(made, gil, yes=False, by=gil)
    view = queries.round_of(made)
    assert view.state == "consent" and view.turn == 2 and view.few and view.sums is None
    assert queries.part_of(made, gil).yes is False and not queries.part_of(made, gil).debts
    assert queries.part_of(made, five.ana).yes is True
    commands.commit_round(made, by=five.ana)
    assert [five.left(debt) for debt in first] == [0, 0] and five.is_sound()


def test_a_yes_to_other_numbers_is_asked_anew(five):
    fay = five.more[0]
    five.owes("ana", "bo", 1_000), five.owes("bo", "ana", 600), five.owes("bo", fay, 400), five.owes(fay, "ana", 400)
    made = five.asked()
    commands.answer_round(made, five.ana, yes=True, by=five.ana)
    commands.answer_round(made, fay, yes=False, by=fay)
    assert queries.part_of(made, five.ana).yes is None and queries.part_of(made, five.ana).debts_fallen == 600


def test_stepping_out_or_taking_off_while_the_window_is_open(clearing):
    debts = round_the_table(clearing)
    made = clearing.asked()
    commands.put_on_table(clearing.id, debts[2], clearing.eva, by=clearing.eva, on=False)
    assert queries.round_of(made).state == "gathering" and not queries.round_of(made).falls
    commands.put_on_table(clearing.id, debts[2], clearing.eva, by=clearing.eva)
    made = clearing.asked()
    commands.step_out(clearing.id, clearing.bo, by=clearing.bo)
    assert queries.round_of(made).state == "gathering"


def test_what_was_settled_meanwhile_is_not_cleared(clearing):
    debts = round_the_table(clearing)
    made = clearing.asked()
    clearing.all_say_yes(made)
    ledger.finish_promise(debts[0])  # outside of the pages of clearing
    assert refused(commands.commit_round, made, by=clearing.ana) == "clearing.changed"
    assert queries.round_of(made).state == "gathering" and clearing.left(debts[1]) == 20_000


def test_the_window_is_kept(clearing):
    round_the_table(clearing)
    made = clearing.asked(days=2)
    assert refused(commands.commit_round, made, by=clearing.ana) == "clearing.window_open"
    Round.objects.filter(id=made).update(until=timezone.localdate() - timedelta(days=1))
    assert refused(commands.answer_round, made, clearing.bo, yes=False, by=clearing.bo) == "clearing.not_now"
    commands.commit_round(made, by=clearing.ana)
    assert queries.round_of(made).state == "committed"


@pytest.mark.parametrize("days", [0, -1, 61])
def test_a_window_of_the_wrong_length(clearing, days):
    round_the_table(clearing)
    made = commands.begin_round(clearing.id, by=clearing.ana)
    commands.work_out(made, by=clearing.ana)
    assert refused(commands.ask_consent, made, by=clearing.ana,
                   until=timezone.localdate() + timedelta(days=days)) == "clearing.window_wrong"


def test_nobody_is_drawn_in(clearing):
    clearing.everybody_in("ana", "bo")
    clearing.owes("ana", "bo", 500), clearing.owes("bo", "eva", 500), clearing.owes("eva", "ana", 500)
    made = commands.begin_round(clearing.id, by=clearing.ana)
    commands.work_out(made, by=clearing.ana)
    assert RoundDebt.objects.filter(round=made).count() == 1
    assert refused(commands.ask_consent, made, by=clearing.ana,
                   until=timezone.localdate() + timedelta(days=2)) == "clearing.nothing_falls"
    commands.take_part(clearing.id, clearing.eva, by=clearing.eva, monthly=False)
    commands.work_out(made, by=clearing.ana)
    assert not queries.round_of(made).falls
    for view in queries.debts_of([clearing.eva], clearing.id):
        commands.put_on_table(clearing.id, view.id, clearing.eva, by=clearing.eva)
    commands.work_out(made, by=clearing.ana)
    assert queries.round_of(made).falls


def test_only_the_keeper_runs_a_round_and_only_its_own_two_sides_see_a_debt(clearing):
    debts = round_the_table(clearing)
    assert refused(commands.begin_round, clearing.id, by=clearing.bo) == "circles.not_the_keeper"
    made = clearing.asked()
    for command in (commands.work_out, commands.commit_round):
        assert refused(command, made, by=clearing.bo) == "circles.not_the_keeper"
    assert refused(commands.undo_round, made, by=clearing.bo, reason="x") == "circles.not_the_keeper"
    assert refused(commands.answer_round, made, clearing.bo, yes=True, by=clearing.eva) == "circles.not_yours"
    assert refused(commands.take_part, clearing.id, clearing.bo, by=clearing.ana) == "circles.not_yours"
    assert refused(commands.put_on_table, clearing.id, debts[1], clearing.ana, by=clearing.ana) == "debts.unknown"
    assert {line.other for line in queries.part_of(made, clearing.ana).debts} == {clearing.bo}
    assert queries.round_of(made).sums is None and queries.round_of(made).few
    assert queries.part_of(made, clearing.hub) is None


def test_one_round_at_a_time_and_dropping_it(clearing):
    round_the_table(clearing)
    made = clearing.asked()
    assert commands.begin_round(clearing.id, by=clearing.ana) == made
    assert refused(commands.drop_round, made, by=clearing.ana, reason=" ") == "circles.reason_missing"
    commands.drop_round(made, by=clearing.ana, reason="Too early in the month")
    assert refused(commands.commit_round, made, by=clearing.ana) == "clearing.not_now"
    assert commands.begin_round(clearing.id, by=clearing.ana) != made


def test_a_wrong_answer_is_found(clearing):
    round_the_table(clearing)
    made = clearing.asked()
    clearing.all_say_yes(made)
    round_ = Round.objects.get(id=made)
    round_.answer["fallen"] = [0] * len(round_.answer["fallen"])
    round_.save()
    assert not queries.proof_holds(made) and rounds.faults_of(round_)
    with pytest.raises(ArithmeticError):
        commands.commit_round(made, by=clearing.ana)


def test_a_circles_unit_can_be_cleared_and_what_was_asked_for_can_be_owed_instead(clearing):
    bank = clearing.circle("credit")
    unit = f"circle-{bank}"
    made = commands.begin_clearing(clearing.hub, specification=unit, name="Leaves", by=clearing.ana)
    for who in (clearing.ana, clearing.bo):
        commands.take_part(made, who, by=who)
    asked = [circles.ask_payment(bank, clearing.slip(payer, payee, 300), by=getattr(clearing, payee))
             for payer, payee in (("ana", "bo"), ("bo", "ana"))]
    debts = [commands.owe_instead(made, payment, by=who) for payment, who in zip(asked, (clearing.ana, clearing.bo),
                                                                                 strict=True)]
    assert commands.owe_instead(made, asked[0], by=clearing.ana) == debts[0]
    assert refused(commands.owe_instead, clearing.id, asked[0], by=clearing.ana) == "clearing.other_unit"
    round_id = commands.begin_round(made, by=clearing.ana)
    commands.work_out(round_id, by=clearing.ana)
    commands.ask_consent(round_id, by=clearing.ana, until=timezone.localdate() + timedelta(days=1))
    clearing.all_say_yes(round_id)
    commands.commit_round(round_id, by=clearing.ana)
    assert [clearing.left(debt) for debt in debts] == [0, 0] and clearing.total(bank) == 0


def test_what_setting_off_one_circle_after_the_other_leaves_undone(five):
    """Two circles share the debt of Bo to Eva. Whichever is met first uses it up; both ways together are the best."""
    fay, gil = five.more
    for debtor, creditor, amount in (("ana", "bo", 100), ("bo", "eva", 100), ("eva", "ana", 100), ("eva", fay, 100),
                                     (fay, gil, 100), (gil, "bo", 100)):
        five.owes(debtor, creditor, amount)
    made = five.asked()
    sums = queries.round_of(made).sums
    assert sums.cleared == 400 and sums.greedy in (300, 400) and sums.left == 200


def test_a_round_that_was_cleared_long_ago_stands_at_its_own_moment_in_the_journal(clearing):
    round_the_table(clearing)
    made, then = clearing.asked(), timezone.now() - timedelta(days=400)
    clearing.all_say_yes(made)
    commands.commit_round(made, by=clearing.ana, at=then)
    assert queries.round_of(made).settled == then and clearing.is_sound()
    events = [ledger_queries.event(row.event) for row in RoundDebt.objects.filter(round=made)]
    assert events and all(event.at == then for event in events)
