"""Which machines make which, by hand; rings; and what is shared."""

from __future__ import annotations

import pytest

from commonstead.core.boundary import read_network
from commonstead.core.boundary.machines.made_by import machine_set
from commonstead.core.boundary.machines.sharing import Settings, saving_of_an_hour, sharing


def network(goods, recipes, **more):
    return read_network({"format": "provisioning-network/1", "goods": goods, "recipes": recipes, **more})


def part(name, buy=None, **more):
    return {"id": name, "unit": "kg", **({} if buy is None else {"buy": buy}), **more}


def machine(name, buy=None, **more):
    return part(name, buy, **{"hours_each": 100, **more})


def by_id(told):
    return {one.id: one for one in told.machines}


RING = [machine("lathe", 3000), machine("drill", 800), part("steel", 2), part("scrap", 0.2), machine("furnace", 18000)]


def test_a_ring_is_broken_by_the_cheapest_purchase_and_then_makes_itself():
    told = machine_set(network(RING, [
        {"id": "turn-lathe", "inputs": {"steel": 100}, "outputs": {"lathe": 1}, "machines": {"drill": 5},
         "hours": {"metal": 50}},
        {"id": "make-drill", "inputs": {"steel": 50}, "outputs": {"drill": 1}, "machines": {"lathe": 5},
         "hours": {"metal": 20}}]))
    assert told.start == {"drill": 1} and told.start_cost == 800
    lathe, drill = by_id(told)["lathe"], by_id(told)["drill"]
    assert (drill.generation, drill.bought_first, drill.first.cash, drill.later.cash) == (0, True, 800, 100)
    assert (lathe.generation, lathe.first.cash, lathe.first.hours) == (1, 200, 50)
    assert lathe.made_with == ("drill",) and drill.makes == ("lathe",) and lathe.makes == ("drill",)
    assert told.closed == ("drill", "lathe") and told.shop == 3800 and told.made == 300


def test_later_copies_are_cheaper_once_the_whole_set_is_at_work():
    told = machine_set(network(
        [*RING[:4], machine("furnace")],
        [{"id": "turn-lathe", "inputs": {"steel": 100}, "outputs": {"lathe": 1}},
         {"id": "build-furnace", "inputs": {"steel": 500}, "outputs": {"furnace": 1}, "machines": {"lathe": 9}},
         {"id": "melt", "inputs": {"scrap": 1}, "outputs": {"steel": 1}, "machines": {"furnace": 0.1}, "lag": 1}]))
    lathe, furnace = by_id(told)["lathe"], by_id(told)["furnace"]
    assert (lathe.generation, furnace.generation) == (1, 2)
    assert (lathe.first.cash, lathe.later.cash) == (200, pytest.approx(20))
    assert (furnace.first.cash, furnace.later.cash) == (1000, pytest.approx(100))
    assert furnace.makes == ("furnace", "lathe") or set(furnace.makes) == {"furnace", "lathe"}
    assert told.vitamins == {"scrap": (pytest.approx(600), pytest.approx(120))}


def test_what_stays_bought_adds_up_to_the_cost():
    told = machine_set(network(
        [machine("press", 4000), part("steel", 2), part("valve", 156), machine("welder", 700, wear=0.001)],
        [{"id": "weld", "inputs": {"steel": 100, "valve": 2}, "outputs": {"press": 1}, "machines": {"welder": 10},
          "fee": 5}]))
    press = by_id(told)["press"]
    assert sum(cash for _, cash in press.bought.values()) == pytest.approx(press.later.cash)
    assert press.bought["valve"] == (2, 312) and press.bought["fees"] == (5, 5)
    assert press.bought["welder"] == (pytest.approx(0.01), pytest.approx(7))


def test_what_can_neither_be_made_nor_bought_has_no_generation():
    told = machine_set(network([machine("loom")], []))
    assert by_id(told)["loom"].generation is None and told.closed == ()
    assert machine_set(network([], [])).machines == ()
    with pytest.raises(KeyError):
        machine_set(network([], []), ["loom"])


def test_own_or_shared_by_outlay_by_hours_and_by_use():
    town = network([machine("oven", 900, wear=0.001)], [])
    told = sharing(town, "oven", 900, 300, Settings(users=30, wage=100, payback_months=10), (9.0, "bake"))
    assert told.months == 9 and told.join_for_outlay == 3
    assert told.use_each == 10 and told.serves == 10
    assert told.own_pays_from == pytest.approx(900 / 9 / 10) and told.join_to_pay == 1
    assert told.shared is True  # nine months of wages are more than three


def test_hours_of_a_period_are_told_by_the_month():
    town = network([machine("oven", 900, hours_each=50)], [], days_per_period=15)
    told = sharing(town, "oven", 900, 10, Settings(users=5))
    assert told.hours_each == 100 and told.use_each == 4 and told.serves == 25
    assert told.months is None and told.join_for_outlay is None and told.shared is None


def test_a_machine_that_nobody_uses_and_nobody_sells_has_no_answers():
    told = sharing(network([machine("loom")], []), "loom", None, None, Settings(users=5, wage=100))
    assert (told.outlay, told.serves, told.own_pays_from, told.shared) == (None, None, None, None)


def test_an_hour_saves_what_its_products_cost_without_the_machine():
    town = network([part("bread", 4), part("flour", 1), machine("oven", 900, wear=0.001)], [
        {"id": "bake", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "machines": {"oven": 2}}])
    assert saving_of_an_hour(town)["oven"] == (pytest.approx((40 - 8 - 2 * 0.9) / 2), "bake")
