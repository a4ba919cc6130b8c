"""The three corners where the plan's literal rule for the end of the horizon makes a gift cost something.

The plan keeps to the format there, and says so in its cash; dependence does not rise (decision 0002).
"""

from __future__ import annotations

import pytest

from commonstead.core.boundary import plan

from .towns import good, network


def test_a_mill_that_nobody_could_replace_gains_its_first_recipe():
    town = network(
        goods=[
            good("bread", need=10, buy=1),
            good("mill", "each", stock=1, hours_each=5, wear=0.01),
            good("iron", buy=100),
        ],
        recipes=[
            {"id": "bake", "outputs": {"bread": 10}, "machines": {"mill": 2}},
            {"id": "forge", "inputs": {"iron": 1}, "outputs": {"mill": 1}, "adopted": False},
        ],
    )
    before, after = plan(town), plan(town.adopting(["forge"]))
    assert (before.cash, after.cash) == (0, 2)
    assert (before.dependence, after.dependence) == (0, 0)


def test_a_second_machine_that_decays_unused_must_be_kept_up():
    def town(stock):
        return network(
            goods=[good("tea", need=1, buy=10), good("oven", "each", buy=100, stock=stock, hours_each=5, keeps=0.9)]
        )

    one, two = plan(town(1)), plan(town(2))
    assert (one.cash, two.cash) == pytest.approx((20, 30))
    assert (one.dependence, two.dependence) == (1, 1)


def test_more_eggs_to_keep_leave_less_room_to_pass_through():
    def town(stock):
        return network(
            periods=2,
            goods=[good("eggs", need=[0, 10], buy=1, room=10, stock=stock)],
            recipes=[{"id": "lay", "hours": {"care": 1}, "outputs": {"eggs": 1}, "limit": 5}],
            people=[{"id": "a", "hours": 99, "skills": ["care"]}],
        )

    five, ten = plan(town(5)), plan(town(10))
    assert (five.cash, ten.cash) == (0, 5)
    assert (five.dependence, ten.dependence) == (0, 0)


def test_a_machine_that_cannot_be_kept_up_costs_no_dependence_even_where_it_leaves_no_plan():
    def town(stock):
        return network(
            goods=[
                good("tea", need=1, buy=10),
                good("still", "each", stock=stock, hours_each=5, keeps=0.9),
                good("copper"),
            ],
            recipes=[{"id": "solder", "inputs": {"copper": 1}, "outputs": {"still": 1}}],
        )

    without, given = plan(town(0)), plan(town(1))
    assert (without.status, given.status) == ("optimal", "infeasible")
    assert (without.dependence, given.dependence) == (1, 1)


def test_where_there_is_no_corner_dependence_is_the_plans_own_cash():
    town = network(
        goods=[good("bread", buy=4, need=10, stock=3, keeps=0.5), good("oven", "each", buy=100, stock=1, hours_each=5)]
    )
    result = plan(town)
    assert not result.solved.program.asks_more_than_gift()
    assert result.dependence == result.cash / result.cash_without_commons
