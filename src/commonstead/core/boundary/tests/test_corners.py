"""The three corners where the rule for the end of the horizon makes a gift cost something, as in decision 0002.

They follow from the format's literal rule; these tests keep the record honest, and would fail if the rule changed.
"""

from __future__ import annotations

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
    assert plan(town).dependence == 0
    assert plan(town.adopting(["forge"])).dependence == 0.2


def test_a_second_machine_that_decays_unused_must_be_kept_up():
    def town(stock):
        return network(
            goods=[good("tea", need=1, buy=10), good("oven", "each", buy=100, stock=stock, hours_each=5, keeps=0.9)]
        )

    assert (plan(town(1)).dependence, plan(town(2)).dependence) == (2, 3)


def test_more_eggs_to_keep_leave_less_room_to_pass_through():
    def town(stock):
        return network(
            periods=2,
            goods=[good("eggs", need=[0, 10], buy=1, room=10, stock=stock)],
            recipes=[{"id": "lay", "hours": {"care": 1}, "outputs": {"eggs": 1}, "limit": 5}],
            people=[{"id": "a", "hours": 99, "skills": ["care"]}],
        )

    assert (plan(town(5)).dependence, plan(town(10)).dependence) == (0, 0.5)
