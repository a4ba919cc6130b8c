"""How a circle is doing: figures worked out by hand, rings found and not found, ideas that lead to who is low."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from commonstead.core.circulation.care import (
    LONGEST_RING,
    RING_DAYS,
    RING_SHARE,
    Idea,
    Paid,
    Pause,
    Stuck,
    Window,
    ideas,
    look_after,
    rings,
    window_of,
)
from commonstead.core.circulation.terms import Limits, Terms

JAN = date(2026, 1, 1)
WIDE = Limits(-10_00, 10_00)
#: A busy machine is no mistake of ours.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def day(number: int) -> date:
    return JAN + timedelta(days=number)


def looked_after(payments, balances, **words):
    return look_after(payments, balances, dict.fromkeys(balances, WIDE), Terms(), Window(JAN, day(59)), **words)


def test_turnover_velocity_and_reciprocity_by_hand():
    payments = [Paid("ana", "bo", 4_00, day(0)), Paid("bo", "ana", 1_00, day(30))]
    health = looked_after(payments, {"ana": -3_00, "bo": 3_00, "eva": 0})
    assert health.turnover == 5_00
    # 4.00 stood above zero for 30 days and 3.00 for 30: on average 3.50; 2.50 a month went round.
    assert health.velocity == pytest.approx(2.5 / 3.5)
    assert health.reciprocity == pytest.approx(2 / 5)
    assert (health.idle, health.only_give, health.only_take) == (("eva",), (), ())
    assert health.largest_debt == 1


def test_a_pause_slows_nothing_down_by_more_than_a_month():
    payments = [Paid("ana", "bo", 4_00, day(0)), Paid("bo", "ana", 1_00, day(400))]
    window = window_of([day(400), day(0)], day(500), length=60)
    assert window == Window(day(-29), day(400), (Pause(day(1), day(399), 370),))
    health = look_after(payments, {"ana": -3_00, "bo": 3_00}, dict.fromkeys(("ana", "bo"), WIDE), Terms(), window)
    # Of 60 days that count, nothing stood above zero in 29, 4.00 in 30, and 3.00 in one; 2.50 a month went round.
    assert health.velocity == pytest.approx(2.5 / ((30 * 4 + 3) / 60))


def test_a_quarter_of_trade_is_a_quarter_of_the_calendar_where_nobody_paused():
    weekly = [day(number) for number in range(400, 0, -7)]
    assert window_of(weekly, day(402)) == Window(day(310), day(400))
    assert window_of([day(5)], day(9)) == Window(day(-85), day(5))
    assert window_of([], day(9)) == Window(day(-81), day(9))
    assert window_of([day(12), day(5)], day(9)).until == day(9), "what is for a day to come is no reason to look there"


def test_one_payment_after_years_does_not_hide_what_was_before():
    before = [day(number) for number in range(100, 0, -1)]
    window = window_of([day(1200), *before], day(1200))
    assert (window.since, window.until) == (day(40), day(1200))
    assert window.pauses == (Pause(day(101), day(1199), 1070),)


def test_a_circle_that_pays_seldom_is_not_looked_at_for_a_lifetime():
    seldom = [day(number) for number in range(4000, 0, -100)]
    window = window_of(seldom, day(4000))
    assert len(window.pauses) == 3 and window.since == day(3700)


@UNHURRIED
@given(some.sets(some.integers(0, 900), max_size=60), some.integers(1, 120), some.integers(1, 60))
def test_every_window_counts_as_many_days_as_it_shall(numbers, length, pause):
    days = [day(number) for number in sorted(numbers, reverse=True)]
    window = window_of(days, day(900), length, pause)
    assert (window.until - window.since).days + 1 - sum(one.skipped for one in window.pauses) == length
    inside = [one for one in days if one >= window.since]
    gaps = [(later - earlier).days for later, earlier in pairwise(inside)]
    assert [gap - pause for gap in gaps if gap > pause] == [one.skipped for one in window.pauses]


def test_who_only_gives_and_who_only_takes_and_on_whom_it_leans():
    payments = [Paid("ana", "bo", 2_00, day(1)), Paid("eva", "bo", 2_00, day(2)), Paid("eva", "gil", 1_00, day(2))]
    health = looked_after(payments, {"ana": -2_00, "bo": 4_00, "eva": -3_00, "gil": 1_00})
    assert (health.only_give, health.only_take) == (("bo", "gil"), ("ana", "eva"))
    assert health.leaning_on == ("bo", "gil") and health.leaning == 1


def test_stuck_counts_from_the_payment_that_led_there():
    payments = [Paid("ana", "bo", 9_00, day(10)), Paid("eva", "ana", 50, day(40))]
    balances = {"ana": -8_50, "bo": 9_00, "eva": -50}
    assert looked_after(payments, balances).stuck == (Stuck("ana", "low", day(10)), Stuck("bo", "high", day(10)))
    assert looked_after(payments, balances, stuck_days=50).stuck == ()


def test_nothing_happened_is_told_as_unknown_and_not_as_zero():
    health = looked_after([], {"ana": 0, "bo": 0})
    assert (health.turnover, health.velocity, health.reciprocity, health.leaning, health.largest_debt) == (
        0, None, None, None, None)
    assert health.idle == ("ana", "bo")


def test_a_ring_is_three_hands_alike_and_soon():
    around = [Paid("ana", "bo", 10_00, day(0)), Paid("bo", "eva", 9_50, day(2)), Paid("eva", "ana", 10_20, day(5))]
    assert [(ring.members, ring.amount) for ring in rings(around)] == [(("ana", "bo", "eva"), 9_50)]
    assert not rings([*around[:2], Paid("eva", "ana", 10_20, day(9))])
    assert not rings([*around[:2], Paid("eva", "ana", 5_00, day(5))])
    assert not rings([Paid("ana", "bo", 10_00, day(0)), Paid("bo", "ana", 10_00, day(1))])
    backwards = [Paid("eva", "ana", 10_00, day(0)), Paid("bo", "eva", 10_00, day(2)), Paid("ana", "bo", 10_00, day(5))]
    assert not rings(backwards)


def test_ideas_lead_to_those_who_would_like_to_earn_one_a_neighbour():
    payments = [Paid("ana", "bo", 1_00, day(1), "Mending"), Paid("eva", "gil", 1_00, day(1), "Lessons")]
    balances = {"ana": 9_00, "bo": 2_00, "eva": -9_00, "gil": -4_00}
    assert ideas("ana", payments, balances, [("eva", "Rides"), ("eva", "Cooking")]) == (
        Idea("ana", "Cooking", "eva", False), Idea("ana", "Lessons", "gil", False), Idea("ana", "Mending", "bo", True))
    assert [idea.giver for idea in ideas("eva", payments, balances, [("eva", "Rides")])] == ["gil", "bo"]


@UNHURRIED
@given(some.lists(some.tuples(some.sampled_from("abcd"), some.sampled_from("abcd"), some.integers(1, 900),
                              some.integers(0, 59)), max_size=25))
def test_shares_are_shares_and_order_does_not_matter(rows):
    payments = [Paid(payer, payee, amount, day(number)) for payer, payee, amount, number in rows if payer != payee]
    balances = {name: sum(one.amount for one in payments if one.payee == name)
                - sum(one.amount for one in payments if one.payer == name) for name in "abcd"}
    health = looked_after(payments, balances)
    for share in (health.reciprocity, health.leaning, health.largest_debt):
        assert share is None or 0 <= share <= 1
    again = looked_after(payments[::-1], balances)
    assert (again.velocity, again.turnover, again.only_give) == (health.velocity, health.turnover, health.only_give)
    used = [one for ring in health.rings for one in ring.members]
    assert len(used) <= len(payments)


PEOPLE = "abcde"
some_payments = some.lists(some.tuples(
    some.sampled_from(PEOPLE), some.sampled_from(PEOPLE), some.sampled_from([50, 95, 100, 400]), some.integers(0, 40),
    some.sampled_from(["", "Mending", "Cooking"])).filter(lambda row: row[0] != row[1]), max_size=25).map(
        lambda rows: [Paid(payer, payee, amount, day(at), what) for payer, payee, amount, at, what in rows])


@UNHURRIED
@given(some_payments)
def test_a_ring_comes_back_soon_with_nearly_as_much_and_no_payment_is_in_two(payments):
    found = rings(payments)
    assert sum(ring.amount * len(ring.members) for ring in found) <= sum(one.amount for one in payments)
    for ring in found:
        assert 3 <= len(ring.members) == len(set(ring.members)) <= LONGEST_RING
        assert timedelta() <= ring.last - ring.first <= timedelta(days=RING_DAYS)
        for payer, payee in zip(ring.members, (*ring.members[1:], ring.members[0]), strict=True):
            assert any((one.payer, one.payee) == (payer, payee) and ring.first <= one.day <= ring.last
                       and RING_SHARE * one.amount <= ring.amount / RING_SHARE for one in payments)


@UNHURRIED
@given(some_payments, some.fixed_dictionaries({member: some.integers(-9_00, 9_00) for member in PEOPLE}))
def test_ideas_name_each_neighbour_once_those_who_are_lowest_first_and_never_oneself(payments, balances):
    told = ideas("a", payments, balances, [("b", "Bread"), ("stranger", "Honey"), ("a", "Jam")], most=3)
    givers = [idea.giver for idea in told]
    assert len(givers) == len(set(givers)) <= 3 and not {"a", "stranger"} & set(givers)
    assert [balances[giver] for giver in givers] == sorted(balances[giver] for giver in givers)
    paid = {(one.payer, one.payee, one.category) for one in payments}
    assert all(idea.again == (("a", idea.giver, idea.category) in paid) for idea in told)


@UNHURRIED
@given(some_payments, some.fixed_dictionaries({member: some.integers(-9_00, 9_00) for member in PEOPLE}))
def test_everybody_is_told_of_at_most_once_among_givers_takers_and_idle(payments, balances):
    health = looked_after(payments, balances)
    sides = [*health.only_give, *health.only_take, *health.idle]
    assert len(sides) == len(set(sides))
    assert set(health.idle) == set(PEOPLE) - {side for one in payments for side in (one.payer, one.payee)}
    for stuck in health.stuck:
        assert JAN <= stuck.since <= day(59 - 30)
        assert (balances[stuck.member] < 0) == (stuck.side == "low")
