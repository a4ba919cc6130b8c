"""Calculations in the background, worked out in this process: what is kept of them and how they end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.boundary import calculations, commands
from commonstead.town.boundary.calculations import (
    TooManyUnderWay,
    begin_calculation,
    calculation,
    latest_calculation,
    run_here,
    stop_calculation,
)
from commonstead.town.boundary.models import Calculation

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
KIND = "tests.slow"


def test_it_waits_then_works_and_its_answer_is_kept():
    one = begin_calculation(KIND, {"steps": 4}, by="ana")
    assert calculation(one).state == "waiting"
    run_here(one)
    view = calculation(one)
    assert (view.state, view.result, view.share) == ("done", {"steps": 4, "goods": 0}, 1.0)
    assert view.said == ("step 1", "step 2", "step 3", "step 4")
    assert view.by == "ana" and view.ended_at >= view.asked_at
    assert calculation(one, with_result=False).result is None


def test_the_same_question_twice_is_one_calculation_while_it_is_under_way():
    one = begin_calculation(KIND, {"steps": 2, "pause": 0}, by="ana")
    assert begin_calculation(KIND, {"pause": 0, "steps": 2}, by="bea") == one
    assert begin_calculation(KIND, {"steps": 3}, by="bea") != one
    run_here(one)
    assert begin_calculation(KIND, {"steps": 2, "pause": 0}, by="bea") != one


def test_after_the_town_changed_the_same_question_is_another_and_the_answer_is_stale():
    one = begin_calculation(KIND, {}, by="ana")
    commands.set_frame(cash_income=500)
    assert begin_calculation(KIND, {}, by="ana") != one
    assert calculation(one).stale


def test_the_latest_of_its_kind_or_of_exactly_that_question():
    small, large = (begin_calculation(KIND, {"steps": steps}, by="ana") for steps in (1, 2))
    assert latest_calculation(KIND) is None
    for one in (large, small):
        run_here(one)
    assert latest_calculation(KIND).id == large
    assert latest_calculation(KIND, {"steps": 1}).id == small
    assert latest_calculation(KIND, {"steps": 9}) is None


def test_a_refusal_is_told_in_its_words():
    one = begin_calculation(KIND, {"refuse": True}, by="ana")
    run_here(one)
    view = calculation(one)
    assert (view.state, view.problem) == ("failed", "Not with so much. Take less.")
    assert view.refusals[0].template == "Not with {what}. Take less."


def test_a_fault_of_ours_is_told_with_a_remedy_and_without_a_traceback(capsys):
    one = begin_calculation(KIND, {"break": True}, by="ana")
    run_here(one)
    assert "calculations.log" in calculation(one).problem
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_what_waits_is_stopped_at_once_and_cannot_be_run():
    one = begin_calculation(KIND, {}, by="ana")
    stop_calculation(one)
    stop_calculation(one)
    assert calculation(one).state == "stopped"
    with pytest.raises(Refused):
        run_here(one)


def test_an_unknown_kind_is_refused_by_name():
    with pytest.raises(Refused, match=r"no kind of calculation called no_such"):
        begin_calculation("no_such", {}, by="ana")
    with pytest.raises(Refused):
        begin_calculation("..os", {}, by="ana")


def test_only_so_many_are_kept_of_each_kind(monkeypatch):
    monkeypatch.setattr(calculations, "KEPT", 2)
    done = [begin_calculation(KIND, {"steps": number + 1}, by=f"a{number}") for number in range(3)]
    failed = [begin_calculation(KIND, {"steps": number, "refuse": True}, by=f"b{number}") for number in range(3)]
    waiting = begin_calculation(KIND, {"steps": 99}, by="ana")
    for one in (*done, *failed):
        run_here(one)
    left = set(Calculation.objects.values_list("id", flat=True))
    assert left == {*done[1:], *failed[1:], waiting}


def test_one_that_was_silent_for_long_on_another_machine_is_told_as_lost():
    one = begin_calculation(KIND, {}, by="ana")
    row = Calculation.objects.get(id=one)
    Calculation.objects.update(state="working", host="elsewhere", pid=1, beat_at=row.asked_at)
    assert calculation(one).state == "working"
    Calculation.objects.update(beat_at=row.asked_at - 2 * calculations.processes.SILENT)
    view = calculation(one)
    assert view.state == "failed" and "Ask for it again" in view.problem


def test_of_one_person_two_are_under_way_and_the_same_question_is_not_a_third():
    first, _second = (begin_calculation(KIND, {"steps": number}, by="ana") for number in range(2))
    with pytest.raises(TooManyUnderWay, match=r"2 calculations that you asked for .* or stop one"):
        begin_calculation(KIND, {"steps": 9}, by="ana")
    assert begin_calculation(KIND, {"steps": 0}, by="ana") == first
    assert begin_calculation(KIND, {"steps": 9}, by="bea")
    stop_calculation(first)
    assert begin_calculation(KIND, {"steps": 8}, by="ana")


def test_of_all_people_only_so_many_are_under_way(monkeypatch):
    monkeypatch.setattr(calculations, "MOST_OF_ALL", 3)
    one, *_others = (begin_calculation(KIND, {"steps": number}, by=f"p{number}") for number in range(3))
    with pytest.raises(TooManyUnderWay, match="3 calculations are waiting already"):
        begin_calculation(KIND, {"steps": 9}, by="bea")
    run_here(one)
    assert begin_calculation(KIND, {"steps": 9}, by="bea")


def test_anyone_may_stop_what_has_worked_for_long_and_nobody_what_has_ended():
    one = begin_calculation(KIND, {}, by="ana")
    long_ago = timezone.now() - calculations.OTHERS_MAY_STOP_AFTER - timedelta(seconds=1)
    Calculation.objects.update(asked_at=long_ago)  # to wait for long is not to work for long
    assert [calculation(one).may_be_stopped_by(who) for who in ("ana", "bea")] == [True, False]
    Calculation.objects.update(state="working", host="elsewhere", beat_at=timezone.now(), began_at=long_ago)
    assert calculation(one).may_be_stopped_by("bea")
    Calculation.objects.update(state="done")
    assert not calculation(one).may_be_stopped_by("ana")


@pytest.mark.parametrize("ends", [run_here, stop_calculation])
def test_a_long_question_goes_when_it_ended_and_is_known_again_by_its_fingerprint(ends):
    short, long = {"steps": 1}, {"steps": 1, "network": "x" * calculations.MOST_WANTED_KEPT}
    one, other = (begin_calculation(KIND, wanted, by="ana") for wanted in (short, long))
    assert calculation(other).wanted == long
    for each in (one, other):
        ends(each)
    assert (calculation(one).wanted, calculation(other).wanted) == (short, {})
    assert latest_calculation(KIND, long, calculation(other).state).id == other


def test_when_it_began_is_known_from_its_seat_on():
    one = begin_calculation(KIND, {}, by="ana")
    assert calculation(one).began_at is None
    run_here(one)
    assert calculation(one).began_at is not None
