import pytest

from commonstead.core.circulation.clearing import Debt, Debts, clear
from commonstead.core.circulation.clearing.undone import greedy_circles, maximum_flow

from .networks import network


@pytest.mark.parametrize("seed", range(60))
def test_simpler_ways_never_clear_more(seed):
    debts = Debts.of(network(seed, members=4 + seed % 9, debts=10 + seed)[0])
    best = clear(debts).cleared
    assert 0 <= greedy_circles(debts) <= best
    assert 0 <= maximum_flow(debts) <= best
    assert bool(greedy_circles(debts)) == bool(best)  # where there is a circle, greedy meets one


def test_they_leave_something():
    found = [(clear(debts).cleared, greedy_circles(debts), maximum_flow(debts))
             for debts in (Debts.of(network(seed, members=12, debts=50)[0]) for seed in range(30))]
    assert sum(best for best, _, _ in found) > sum(greedy for _, greedy, _ in found)
    assert sum(best for best, _, _ in found) > sum(flow for _, _, flow in found)


def test_one_circle_is_found_by_all():
    debts = Debts.of([Debt("1", "a", "b", 5), Debt("2", "b", "c", 4), Debt("3", "c", "a", 9)])
    assert clear(debts).cleared == greedy_circles(debts) == maximum_flow(debts) == 12
    assert maximum_flow(Debts.of([Debt("1", "a", "b", 5), Debt("2", "b", "a", 5)])) == 10


def test_what_greedy_leaves_has_no_circle_in_a_deep_ring():
    ring = [Debt("", f"m{at:05}", f"m{(at + 1) % 5000:05}", 3 + at % 5) for at in range(5000)]
    assert greedy_circles(Debts.of(ring)) == 3 * 5000
