"""Following cash: by hand, and that no coin is lost, whatever is recorded."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonstead.core.boundary.measures.tracing import OUTSIDE, Known, Move, trace


def bought(month, who, good, amount):
    return Move(month, "given", OUTSIDE, good, amount, who, sold=True)


def conserved(traced, known):
    """By month: (cash and hours put in, where they are)."""
    before = [0.0, 0.0]
    for month, spent in enumerate(traced.spent):
        homes = [(a.direct + a.embodied, a.hours)
                 for (m, holder, _), a in traced.arrived.items() if m == month and holder in known.homes]
        lying = traced.lying[month]
        for which in (0, 1):
            ended = (sum(home[which] for home in homes) + traced.outside[month][which] + traced.lost[month][which]
                     + lying[which] - before[which])
            assert ended == pytest.approx(spent[which], rel=1e-6, abs=1e-4)
        before = lying


def test_flour_bread_and_a_home_by_hand():
    """The bakery buys 10 kg of flour at 1 and bakes 8 loaves (shop price 4) of 8 kg: 8 in bread, 2 in the flour left.
    The home gets 6 loaves: 6 of cash for 24 of worth, and buys one for 4: direct 4 of 28, embodied 6 of 28."""
    known = Known({"flour": 1, "bread": 4}, homes=frozenset({"home"}), doer={"p": "bakery"})
    traced = trace([
        bought(0, "bakery", "flour", 10), Move(0, "paid", "bakery", amount=10),
        Move(0, "into", "bakery", "flour", 8, process="p"), Move(0, "worked", "ana", "", 4, "bakery", "p"),
        Move(0, "out", "bakery", "bread", 8, process="p"), Move(0, "given", "bakery", "bread", 6, "home"),
        bought(0, "home", "bread", 1)], known, 1)
    bread = traced.arrived[0, "home", "bread"]
    assert (bread.worth, bread.direct, bread.embodied, bread.hours) == pytest.approx((28, 4, 6, 3))
    assert traced.lying[0] == pytest.approx([4, 1])
    assert traced.spent[0] == pytest.approx([14, 4])
    conserved(traced, known)


def test_what_is_sown_in_spring_is_in_the_harvest():
    """Seed for 12; a third of the worth is harvested in month 1, two thirds in month 3."""
    known = Known({"seed": 12, "beans": 2}, homes=frozenset({"home"}), doer={"p": "garden"})
    traced = trace([
        bought(0, "garden", "seed", 1), Move(0, "into", "garden", "seed", 1, process="p"),
        Move(1, "out", "garden", "beans", 5, process="p"), Move(1, "given", "garden", "beans", 5, "home"),
        Move(3, "out", "garden", "beans", 10, process="p"), Move(3, "given", "garden", "beans", 10, "home")], known, 4)
    assert [traced.lying[month][0] for month in range(4)] == pytest.approx([12, 8, 8, 0], abs=1e-6)
    assert traced.arrived[1, "home", "beans"].embodied == pytest.approx(4)
    assert traced.arrived[3, "home", "beans"].embodied == pytest.approx(8)
    conserved(traced, known)


def test_spoons_without_a_process_a_service_and_what_is_unlisted():
    """A laundry: 6 of soap used up without a recorded product and 4 paid for nothing listed are in the ten loads it
    washes that month; with no prices they are shared by entries."""
    known = Known({"soap": 3}, services=frozenset({"load"}), homes=frozenset({"a", "b"}))
    traced = trace([
        bought(0, "laundry", "soap", 2), Move(0, "paid", "laundry", amount=10),
        Move(0, "into", "laundry", "soap", 2), Move(0, "given", "laundry", "load", 9, "a"),
        Move(0, "given", "laundry", "load", 1, "b")], known, 1)
    assert [traced.arrived[0, home, "load"].embodied for home in "ab"] == pytest.approx([5, 5])
    assert traced.arrived[0, "a", "load"].priceless == 1
    conserved(traced, known)


def test_bread_feeds_those_who_mill():
    """Within a month: the mill gives flour to the bakery and is given bread. By hand: flour costs 10 + half of the
    bread's cost, all flour is in the bread, half the bread goes home: bread = 20, home 10."""
    known = Known({"grain": 1, "flour": 1, "bread": 1}, homes=frozenset({"home"}), doer={"m": "mill", "b": "bakery"})
    traced = trace([
        bought(0, "mill", "grain", 10), Move(0, "into", "mill", "grain", 10, process="m"),
        Move(0, "out", "mill", "flour", 10, process="m"), Move(0, "given", "mill", "flour", 10, "bakery"),
        Move(0, "into", "bakery", "flour", 10, process="b"), Move(0, "out", "bakery", "bread", 10, process="b"),
        Move(0, "given", "bakery", "bread", 5, "mill"), Move(0, "into", "mill", "bread", 5, process="m"),
        Move(0, "given", "bakery", "bread", 5, "home")], known, 1)
    assert traced.arrived[0, "home", "bread"].embodied == pytest.approx(10)
    assert traced.carried[0, "bakery", "mill"][0] == pytest.approx(10)
    conserved(traced, known)


def test_a_home_passes_on_what_it_bought_and_what_it_was_given():
    """Jam: 4 jars bought at 3, 4 given with 4 of cash in them. Four of the eight go to a neighbour: half of each."""
    known = Known({"jam": 3, "sugar": 1}, homes=frozenset({"a", "b"}), doer={"p": "kitchen"})
    traced = trace([
        bought(0, "kitchen", "sugar", 4), Move(0, "into", "kitchen", "sugar", 4, process="p"),
        Move(0, "out", "kitchen", "jam", 4, process="p"), Move(0, "given", "kitchen", "jam", 4, "a"),
        bought(0, "a", "jam", 4), Move(0, "given", "a", "jam", 4, "b")], known, 1)
    a, b = traced.arrived[0, "a", "jam"], traced.arrived[0, "b", "jam"]
    assert (a.worth, a.direct, a.embodied) == pytest.approx((12, 6, 2))
    assert (b.worth, b.direct, b.embodied) == pytest.approx((12, 0, 8))
    conserved(traced, known)


def test_a_machine_wears_spoilt_things_are_lost_and_sales_leave():
    known = Known({"saw": 100, "board": 5}, homes=frozenset(), doer={"p": "mill"})
    traced = trace([
        bought(0, "mill", "saw", 1), Move(0, "worn", "mill", "saw", 0.1, process="p"),
        Move(0, "out", "mill", "board", 10, process="p"), Move(0, "lost", "mill", "board", 4),
        Move(0, "given", "mill", "board", 5, OUTSIDE, sold=True)], known, 1)
    assert (traced.lost[0][0], traced.outside[0][0], traced.lying[0][0]) == pytest.approx((4, 5, 91))
    conserved(traced, known)


def test_nothing_recorded_is_nothing():
    assert trace([], Known(), 2).spent == [[0, 0], [0, 0]]


def test_common_cost_waits_for_what_has_a_price():
    """Peels go to the garden a month before the soup is served: all 6 of cash are in the soup, none in the peels."""
    known = Known({"beans": 3, "soup": 9}, services=frozenset({"soup"}), homes=frozenset({"a"}))
    traced = trace([
        bought(0, "kitchen", "beans", 2), Move(0, "into", "kitchen", "beans", 2),
        Move(0, "found", "kitchen", "peels", 1), Move(0, "given", "kitchen", "peels", 1, "garden"),
        Move(1, "given", "kitchen", "soup", 4, "a")], known, 2)
    assert traced.arrived[1, "a", "soup"].embodied == pytest.approx(6)
    assert traced.arrived[0, "garden", "peels"].embodied == 0
    conserved(traced, known)


def test_a_meal_and_its_peels():
    """A process brings out soup (a service, worth 36) and peels (worth 4) of 20 of beans: 18 are in the soup."""
    known = Known({"beans": 2, "soup": 9, "peels": 1}, services=frozenset({"soup"}), homes=frozenset({"a"}),
                  finished=frozenset({"p"}), doer={"p": "kitchen"})
    traced = trace([
        bought(0, "kitchen", "beans", 10), Move(0, "into", "kitchen", "beans", 10, process="p"),
        Move(0, "out", "kitchen", "peels", 4, process="p"), Move(0, "out", "kitchen", "soup", 4, process="p"),
        Move(0, "given", "kitchen", "peels", 4, "garden"), Move(0, "given", "kitchen", "soup", 4, "a")], known, 1)
    assert traced.arrived[0, "a", "soup"].embodied == pytest.approx(18)
    assert traced.arrived[0, "garden", "peels"].embodied == pytest.approx(2)
    conserved(traced, known)


HOLDERS, GOODS, PROCESSES = ("a", "b", "c", "h", "k"), ("x", "y", "z", "s"), ("", "p", "q", "r")
MOVES = st.builds(
    Move, st.integers(0, 2), st.sampled_from(["given", "into", "out", "worn", "lost", "found", "paid", "worked"]),
    st.sampled_from((*HOLDERS, OUTSIDE)), st.sampled_from(GOODS), st.floats(0.01, 100), st.sampled_from(HOLDERS),
    st.sampled_from(PROCESSES), st.booleans())


@settings(max_examples=300, deadline=None)
@given(st.lists(MOVES, max_size=25), st.sets(st.sampled_from("pqr")))
def test_no_coin_is_lost(moves, finished):
    """Whatever nonsense is recorded: rings, goods from nothing, more given than there was."""
    moves = [move for move in moves if move.giver != move.taker
             and (move.giver != OUTSIDE or (move.what == "given" and move.taker != OUTSIDE))]
    known = Known({"x": 2.0, "s": 1.0, "y": 0.5}, services=frozenset({"s"}), homes=frozenset({"h", "k"}),
                  finished=frozenset(finished), doer={"p": "a", "q": "b", "r": "h"})
    conserved(trace(moves, known, 3), known)
