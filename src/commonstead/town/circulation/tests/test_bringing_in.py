"""Slips from paper: the dry run says what would happen and writes nothing; then all good ones, or all or none."""

from dataclasses import replace
from datetime import date

import pytest

from commonstead.core.circulation.slip_lines import SlipLine
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import bringing_in, commands, queries
from commonstead.town.circulation.bringing_in import How, bring_in
from commonstead.town.circulation.models import Payment
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import commands as people
from commonstead.town.people import queries as people_queries

DAY = date(2026, 3, 2)


def line(number, payer, payee, amount, **words):
    return SlipLine(number, payer, payee, amount, **({"day": DAY} | words))


def outcomes(done):
    return [answer.outcome for answer in done.answers]


def clauses(done):
    return [problem.clause for answer in done.answers for problem in answer.problems]


@pytest.fixture
def sheet(town):
    """Five lines: the third has a wrong name, the fifth goes over the limit only because of the ones before."""
    return [line(1, "Ana", "Bo", 400), line(2, "ana", "eva", 400), line(3, "Bob", "Eva", 100),
            line(4, "Bo", "Ev", 150), line(5, "Ana", "Bo", 300)]


def test_the_dry_run_asks_the_real_rules_and_writes_nothing(town, sheet):
    circle = town.circle()
    before = ledger.journal_reaches()
    done = bring_in(circle, sheet, How(batch="b"), by=town.ana)
    assert outcomes(done) == ["good", "good", "wrong", "good", "wrong"]
    assert clauses(done) == ["slips.name_unknown_near", "accounts.below_limit"]
    assert done.answers[2].problems[0].field == "payer" and "Bo" in done.answers[2].problems[0].reason
    assert (done.written, ledger.journal_reaches(), Payment.objects.count()) == (False, before, 0)


def test_all_good_ones_are_written_as_one_batch_and_a_second_time_nothing_is(town, sheet):
    circle = town.circle()
    done = bring_in(circle, sheet, How(batch="b", write=True), by=town.ana)
    assert done.written and done.count("good") == 3
    assert (town.balance(circle, "ana"), town.balance(circle, "bo"), town.balance(circle, "eva")) == (-800, 250, 550)
    assert {slip.together for slip in queries.payments(circle)} == {"b"}
    again = bring_in(circle, sheet, How(batch="b", write=True), by=town.ana)
    assert outcomes(again)[:2] == ["known", "known"] and not again.written
    assert Payment.objects.count() == 3


def test_all_or_none_leaves_nothing_behind(town, sheet):
    circle = town.circle()
    done = bring_in(circle, sheet, How(batch="b", write=True, all_or_none=True), by=town.ana)
    assert not done.written and outcomes(done) == ["left", "left", "wrong", "left", "wrong"]
    assert Payment.objects.count() == 0 and town.total(circle) == 0
    unread = bring_in(circle, sheet[:2], How(batch="b", write=True, all_or_none=True), by=town.ana, faults=True)
    assert not unread.written and Payment.objects.count() == 0


def test_names_of_lines_that_could_not_be_read_are_looked_at_and_nobody_is_taken_in_for_them(town):
    circle = town.circle()
    half = [SlipLine(1, "Bob", "", 0), SlipLine(2, "Ana", "Ana", 0), SlipLine(3, "Ana", "Bo", 0)]
    done = bring_in(circle, [], How(batch="b"), by=town.ana, faults=True, half=half)
    assert [[one.clause for one in answer.problems] for answer in done.half] == [
        ["slips.name_unknown_near"], ["payments.to_oneself"], []]
    assert not done.answers and not done.count("wrong")
    done = bring_in(circle, [line(4, "Ana", "Bo", 100)], How(write=True, take_in=True), by=town.ana, faults=True,
                    half=half)
    assert done.written and done.half[0].problems == () and done.new == ()
    assert "Bob" not in [view.name for view in people_queries.agents()]


def test_a_line_that_was_written_and_says_something_else_now_is_told(town):
    circle = town.circle()
    bring_in(circle, [line(1, "Ana", "Bo", 100)], How(batch="b", write=True), by=town.ana)
    done = bring_in(circle, [line(1, "Ana", "Bo", 200)], How(batch="b", write=True), by=town.ana)
    assert clauses(done) == ["slips.line_written"] and town.balance(circle, "bo") == 100


def test_what_looks_like_a_repetition_is_asked_about(town):
    circle = town.circle()
    bring_in(circle, [line(1, "Ana", "Bo", 100)], How(batch="first", write=True), by=town.ana)
    lines = [line(1, "Ana", "Bo", 100), line(2, "Bo", "Eva", 50), line(3, "Bo", "Eva", 50),
             line(4, "Ana", "Bo", 100, day=date(2026, 3, 3))]
    done = bring_in(circle, lines, How(batch="second"), by=town.ana)
    assert clauses(done) == ["slips.stands_already", "slips.twice"]
    done = bring_in(circle, lines, How(batch="second", repeats_too=True, write=True), by=town.ana)
    assert done.count("good") == 4 and town.balance(circle, "bo") == 200


def test_names_that_fit_several_or_nobody_are_not_guessed(town):
    circle = town.circle()
    for name in ("Ana Rivera", "Ana Ruiz"):
        commands.join_circle(circle, people.add_person(name=name), by=town.ana)
    lines = [line(1, "Ana R", "Bo", 100), line(2, "a ri", "Bo", 100), line(3, "Zoë", "Bo", 100),
             line(4, "ana", "Bo", 110), line(5, "Ana", "Ana", 100)]
    done = bring_in(circle, lines, How(batch="b"), by=town.ana)
    assert outcomes(done) == ["wrong", "good", "wrong", "good", "wrong"]
    assert clauses(done) == ["slips.name_of_several", "slips.name_unknown", "payments.to_oneself"]
    assert "Ana Rivera, Ana Ruiz" in done.answers[0].problems[0].reason


def test_only_whoever_keeps_the_circle_writes_slips_for_others(town):
    circle = town.circle()
    with pytest.raises(Refused) as refused:
        bring_in(circle, [line(1, "Ana", "Bo", 100)], How(batch="b", write=True), by=town.bo)
    assert refused.value.refusals[0].clause == "circles.not_the_keeper"


def test_a_closed_circle_and_a_frozen_account_say_so(town):
    circle = town.circle()
    commands.freeze(circle, town.bo, by=town.ana, reason="a talk first")
    done = bring_in(circle, [line(1, "Bo", "Eva", 100), line(2, "Eva", "Bo", 100)], How(batch="b"), by=town.ana)
    assert clauses(done) == ["accounts.frozen"] and outcomes(done) == ["wrong", "good"]
    commands.close_circle(circle, by=town.ana)
    with pytest.raises(Refused) as refused:
        bring_in(circle, [line(1, "Ana", "Eva", 100)], How(batch="b"), by=town.ana)
    assert refused.value.refusals[0].clause == "circles.ended"


def test_people_who_are_not_there_yet_are_added_only_when_asked_for_and_only_when_written(town):
    circle = town.circle()
    people.add_person(name="Ira")
    lines = [line(0, "Uma", "Ana", 100), line(1, "Ira", "Bo", 100)]
    assert clauses(bring_in(circle, lines, How(), by=town.ana)) == ["slips.name_unknown", "accounts.none"]
    dry = bring_in(circle, lines, How(take_in=True), by=town.ana)
    assert outcomes(dry) == ["good", "good"] and dry.new == ("Uma",)
    assert "Uma" not in {view.name for view in people_queries.agents()}
    bring_in(circle, lines, How(take_in=True, write=True), by=town.ana)
    names = [view.name for view in people_queries.agents()]
    assert names.count("Uma") == 1 and names.count("Ira") == 1
    told = bring_in(circle, [line(2, "U.", "Bo", 100)], How(write=True, means={"U.": town.eva}), by=town.ana)
    assert told.written and town.balance(circle, "eva") == -100


def test_slips_by_which_nothing_moved_keep_their_state(town):
    circle = town.circle()
    lines = [replace(line(number, "Ana", "Bo", 100 + number), state=state, reason="so" if number else "")
             for number, state in enumerate(("asked", "declined", "withdrawn", "lapsed"))]
    bring_in(circle, lines, How(write=True), by=town.ana)
    assert sorted(slip.state for slip in queries.payments(circle)) == ["asked", "declined", "lapsed", "withdrawn"]
    assert town.balance(circle, "bo") == 0
    asked = queries.waiting_for([town.ana])[0]
    commands.accept_payment(asked.id, by=town.ana)
    assert town.balance(circle, "bo") == 100


def test_hundreds_of_lines_with_some_that_are_wrong(town):
    circle = town.circle()
    lines = [line(number, "Ana" if number % 2 else "Bo", "Bo" if number % 2 else "Ana", 100 + number)
             for number in range(1, 251)]
    lines[120] = replace(lines[120], amount=900_000)
    done = bring_in(circle, lines, How(write=True), by=town.ana)
    assert (done.count("good"), done.count("wrong")) == (249, 1) and town.total(circle) == 0


def test_an_interrupted_run_leaves_nothing_behind_and_can_be_done_again(town, monkeypatch):
    circle = town.circle()
    lines = [line(number, "Ana", "Bo", 10 + number) for number in range(1, 6)]
    real, calls = bringing_in.pay_together, []

    def breaks(*words, **more):
        calls.append(words)
        if len(calls) == 3:
            raise RuntimeError("the power went")
        return real(*words, **more)

    monkeypatch.setattr(bringing_in, "AT_ONCE", 2)
    monkeypatch.setattr(bringing_in, "pay_together", breaks)
    with pytest.raises(RuntimeError):
        bring_in(circle, lines, How(write=True, take_in=True), by=town.ana)
    assert Payment.objects.count() == 0 and town.total(circle) == 0 and town.balance(circle, "bo") == 0
    done = bring_in(circle, lines, How(write=True), by=town.ana)
    assert done.count("good") == 5 and town.balance(circle, "bo") == 65


def test_only_a_slip_that_was_paid_elsewhere_brings_its_levy_with_it(town):
    circle = town.circle(levy_per_mille=100)
    lines = [line(1, "Ana", "Bo", 100, levy=0), line(2, "Ana", "Bo", 200, levy=5, id="elsewhere")]
    bring_in(circle, lines, How(write=True), by=town.ana)
    assert (town.balance(circle, "bo"), town.balance(circle, "hub")) == (90 + 195, 10 + 5)
