"""The cost ledger against sums done by hand, and what must hold for any town."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonstead.core.boundary import read_network
from commonstead.core.boundary.machines.cascade import cascade, steps_inputs_first, without_repeats
from commonstead.core.boundary.machines.costs import unit_costs
from commonstead.core.boundary.machines.uncut import uncut
from commonstead.core.vocabulary.refusal import Refused


def network(goods, recipes):
    return read_network({"format": "provisioning-network/1", "goods": goods, "recipes": recipes})


def good(name, buy=None, **more):
    return {"id": name, "unit": "kg", **({} if buy is None else {"buy": buy}), **more}


def machine(name, buy=None, **more):
    return good(name, buy, hours_each=100, **more)


def test_bread_from_flour_with_the_wear_of_the_oven_and_a_fee():
    costs = unit_costs(network(
        [good("bread", 4), good("flour", 1), machine("oven", 900, wear=0.001)],
        [{"id": "bake", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "hours": {"baking": 2}, "fee": 3,
          "machines": {"oven": 2}}]))
    assert costs["bread"].cash == pytest.approx((8 * 1 + 2 * 0.001 * 900 + 3) / 10)
    assert costs["bread"].hours == pytest.approx(0.2)
    assert costs["bread"].by == "bake" and costs["flour"].by is None


def test_what_is_dearer_to_make_is_bought_and_still_has_a_price_of_making():
    costs = unit_costs(network([good("bread", 1), good("flour", 2)],
                               [{"id": "bake", "inputs": {"flour": 1}, "outputs": {"bread": 1}}]))
    assert costs["bread"].cash == 1 and costs["bread"].by is None and costs["bread"].hours == 0
    assert costs.making("bread").cash == pytest.approx(2)


def test_what_can_neither_be_bought_nor_made_has_no_cost():
    costs = unit_costs(network([good("frame"), good("bike", 500)],
                               [{"id": "build", "inputs": {"frame": 1}, "outputs": {"bike": 1}}]))
    assert costs["frame"].cash is None and costs["bike"].cash == 500 and costs.making("bike") is None


def test_products_with_a_price_share_the_cost_by_what_they_cost_at_the_shop():
    costs = unit_costs(network(
        [good("flour", 3, need=1), good("bran", 1, sell=0.1, sell_limit=1), good("wheat", 1)],
        [{"id": "mill", "inputs": {"wheat": 10}, "outputs": {"flour": 8, "bran": 2}, "hours": {"milling": 1}}]))
    worth = 8 * 3 + 2 * 1
    assert costs["flour"].cash == pytest.approx(10 * 3 / worth)
    assert costs["bran"].cash == pytest.approx(10 * 1 / worth)
    assert 8 * costs["flour"].cash + 2 * costs["bran"].cash == pytest.approx(10)
    assert 8 * costs["flour"].hours + 2 * costs["bran"].hours == pytest.approx(1)


def test_peelings_that_nobody_sells_bear_only_what_the_vegetables_do_not():
    recipe = {"id": "cook", "inputs": {"carrots": 4}, "outputs": {"soup": 1, "peelings": 2}}
    cheap = unit_costs(network([good("soup", 10, need=1), good("peelings"), good("carrots", 1)], [recipe]))
    assert cheap["peelings"].cash == 0 and cheap["soup"].cash == pytest.approx(4)
    dear = unit_costs(network([good("soup", 3, need=1), good("peelings"), good("carrots", 1)], [recipe]))
    assert dear["soup"].cash == 3 and dear["peelings"].cash == pytest.approx((4 - 3) / 2)


def test_products_without_any_price_bear_the_whole_cost_each():
    costs = unit_costs(network([good("a"), good("b"), good("c", 6)],
                               [{"id": "split", "inputs": {"c": 1}, "outputs": {"a": 2, "b": 3}}]))
    assert costs["a"].cash == pytest.approx(3) and costs["b"].cash == pytest.approx(2)


def test_a_by_product_that_nobody_wants_makes_nothing_cheaper():
    """The whey of a cheese that nobody eats: ten litres of milk for eight of whey. Meat beside wool in a town that
    wants no wool: the sheep costs 10, the butcher asks 9."""
    dairy = [{"id": "make", "inputs": {"milk": 10}, "outputs": {"cheese": 1, "whey": 8}, "hours": {"work": 1}}]
    goods = [good("milk", 1), good("cheese", 20), good("whey", need=8)]
    alone = unit_costs(network(goods, dairy))["whey"]
    assert alone.cash == pytest.approx(10 / 8) and alone.rests_on == ()
    eaten = unit_costs(network([goods[0], good("cheese", 20, need=1), goods[2]], dairy))
    assert eaten["whey"].cash == 0 and eaten["whey"].rests_on == ("cheese",)
    sheep = [{"id": "keep", "inputs": {"sheep": 1}, "outputs": {"wool": 1, "meat": 1}, "hours": {"work": 1}}]
    meat = [good("sheep", 10), good("meat", 9, need=1)]
    assert unit_costs(network([*meat, good("wool", 9)], sheep))["meat"].by is None
    assert unit_costs(network([*meat, good("wool", 9)], sheep)).making("meat").cash == pytest.approx(10)
    sold = unit_costs(network([*meat, good("wool", 9, sell=1, sell_limit=1)], sheep))["meat"]
    assert sold.cash == pytest.approx(5) and sold.rests_on == ("wool",)


def test_a_by_product_is_wanted_where_it_goes_into_something_wanted():
    town = network(
        [good("sheep", 10), good("meat", 9, need=1), good("wool", 9), good("yarn"), good("coat", need=1), good("rug")],
        [{"id": "keep", "inputs": {"sheep": 1}, "outputs": {"wool": 1, "meat": 1}, "hours": {"work": 1}},
         {"id": "spin", "inputs": {"wool": 1}, "outputs": {"yarn": 1}, "hours": {"work": 1}},
         {"id": "weave", "inputs": {"yarn": 1}, "outputs": {"rug": 1}, "hours": {"work": 1}},
         {"id": "sew", "inputs": {"yarn": 1}, "outputs": {"coat": 1}, "hours": {"work": 1}, "adopted": False}])
    assert unit_costs(town)["meat"].cash == pytest.approx(9)  # a rug that nobody wants is no use for wool
    assert unit_costs(town, ["keep", "spin", "weave", "sew"])["meat"].cash == pytest.approx(5)
    meat = next(one for one in cascade(town, [["sew"]]).goods if one.id == "meat")
    assert meat.rests_on == ("wool",) and meat.to_json()["rests_on"] == ["wool"]
    (cut,) = meat.cuts
    assert (cut.recipe, dict(cut.through)) == ("", {})


def test_a_starter_that_comes_back_costs_nothing_but_must_be_there():
    recipe = {"id": "bake", "lag": 1, "inputs": {"flour": 8, "starter": 1}, "outputs": {"bread": 10, "starter": 1}}
    assert unit_costs(network([good("bread"), good("flour", 1), good("starter", 5)], [recipe]))["bread"].cash == (
        pytest.approx(0.8))
    assert unit_costs(network([good("bread"), good("flour", 1), good("starter")], [recipe]))["bread"].cash is None
    assert unit_costs(network([good("bread"), good("flour", 1), good("starter", stock=1)], [recipe]))[
        "bread"].cash == pytest.approx(0.8)


def test_seed_that_grows_from_itself_costs_what_else_goes_in():
    """x = 0.1 x + 0.2 for a potato of which a tenth is seed."""
    costs = unit_costs(network(
        [good("potato", 5), good("compost", 0.2)],
        [{"id": "grow", "lag": 1, "inputs": {"potato": 1, "compost": 9}, "outputs": {"potato": 10}}]))
    assert costs["potato"].cash == pytest.approx(9 * 0.2 / 9)


def test_a_ring_of_two_makes_nothing_out_of_nothing():
    ring = [{"id": "ab", "lag": 1, "inputs": {"a": 1}, "outputs": {"b": 1}, "hours": {"work": 1}},
            {"id": "ba", "lag": 1, "inputs": {"b": 1}, "outputs": {"a": 1}, "hours": {"work": 1}}]
    assert unit_costs(network([good("a"), good("b")], ring))["a"].cash is None
    costs = unit_costs(network([good("a", 7), good("b")], ring))
    assert costs["a"].cash == 7 and costs["b"].cash == pytest.approx(7) and costs["b"].hours == pytest.approx(1)


def test_a_machine_in_hand_without_a_price_is_told_and_costs_nothing():
    town = network([good("plank"), machine("saw", stock=1, wear=0.1), machine("loom", wear=0.1), good("steel", 50)],
                   [{"id": "cut", "outputs": {"plank": 1}, "machines": {"saw": 1}, "fee": 2},
                    {"id": "forge", "inputs": {"steel": 1}, "outputs": {"saw": 1}, "adopted": False}])
    costs = unit_costs(town)
    assert costs["plank"].cash == pytest.approx(2) and costs.wear_without_price == ("saw",)
    assert unit_costs(town, ["cut", "forge"])["plank"].cash == pytest.approx(2)


def test_of_equal_cash_the_fewest_hours_are_taken():
    costs = unit_costs(network([good("press"), good("parts", 10)], [
        {"id": "slow", "inputs": {"parts": 1}, "outputs": {"press": 1}, "hours": {"metal": 140}},
        {"id": "quick", "inputs": {"parts": 1}, "outputs": {"press": 1}, "hours": {"metal": 20}}]))
    assert costs["press"].by == "quick" and costs["press"].hours == 20


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_opening_a_recipe_never_raises_a_cost(seed, chance):
    town = _town(seed)
    names = [recipe.id for recipe in town.recipes]
    few = {name for name in names if chance.random() < 0.5}
    before, after = unit_costs(town, few), unit_costs(town, few | {chance.choice(names)} if names else few)
    for good_ in town.goods:
        was, now = before[good_.id].cash, after[good_.id].cash
        assert was is None or (now is not None and now <= was * (1 + 1e-9) + 1e-12)


@given(st.integers(0, 10_000))
def test_the_ledger_is_a_fixed_point_and_never_above_the_shop(seed):
    """No recipe makes anything cheaper than the ledger says, and each way it names costs what it says."""
    town = _town(seed)
    costs = unit_costs(town, [recipe.id for recipe in town.recipes])
    for good_ in town.goods:
        cost, made = costs[good_.id], costs.making(good_.id)
        assert good_.buy is None or cost.cash <= good_.buy
        assert made is None or made.cash >= cost.cash * (1 - 1e-9) - 1e-9
        if cost.by:
            recipe = next(one for one in town.recipes if one.id == cost.by)
            batch = recipe.fee
            for name, amount in recipe.inputs.items():
                batch += max(amount - recipe.outputs.get(name, 0.0), 0.0) * (costs[name].cash or 0.0)
            wear = {one.id: 0 if one.stock and one.buy is None else one.wear for one in town.goods}
            batch += sum(hours * wear[name] * (costs[name].cash or 0.0) for name, hours in recipe.machines.items())
            assert cost.cash == pytest.approx(batch * cost.batches, rel=1e-6, abs=1e-9)


def _town(seed):
    """Small towns with joint products, wanted and not, rings through time, returned goods, wear, and goods that have
    no price."""
    chance = random.Random(seed)
    while True:
        goods = [good(f"g{number}", chance.choice([None, 0, 0.5, 2, 9]), stock=chance.choice([0, 0, 3]),
                      need=chance.choice([0, 0, 1]), sell=0.1, sell_limit=chance.choice([0, 0, 0, 5]))
                 for number in range(chance.randint(2, 6))]
        goods += [machine(f"m{number}", chance.choice([None, 5, 50]), stock=chance.choice([0, 1]),
                          wear=chance.choice([0, 0.01])) for number in range(2)]
        recipes = []
        for number in range(chance.randint(1, 6)):
            names = [one["id"] for one in goods]
            recipes.append({
                "id": f"r{number}", "lag": 1, "adopted": False, "hours": {"work": 1}, "fee": chance.choice([0, 1]),
                "inputs": {name: chance.choice([0.5, 1, 3]) for name in chance.sample(names, chance.randint(0, 3))},
                "outputs": {name: chance.choice([1, 2, 5]) for name in chance.sample(names, chance.randint(1, 3))},
                "machines": {"m0": 2} if chance.random() < 0.3 else {}})
        try:
            return network(goods, recipes)
        except Refused:
            continue


def test_the_cascade_says_which_step_cut_what_and_through_what():
    town = network(
        [good("bread", 4, need=10), good("flour", 1), good("wheat", 0.2)],
        [{"id": "bake", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "adopted": False},
         {"id": "mill", "inputs": {"wheat": 10}, "outputs": {"flour": 8}, "adopted": False}])
    told = cascade(town, [["bake"], ["mill"]])
    bread, flour = told.goods
    assert bread.cash == pytest.approx((4, 0.8, 0.2)) and flour.cash == pytest.approx((1, 1, 0.25))
    first, second = bread.cuts
    assert (first.step, first.recipe, dict(first.through)) == (1, "bake", {})
    assert (second.step, second.recipe) == (2, "") and second.through == pytest.approx({"flour": 0.8 * 0.75})
    assert told.cut_by(2) == ("bread", "flour") and told.unchanged == 1


def test_a_step_that_cuts_nothing_is_told_why():
    """Shirts are sewn already of 3 of cloth; ten at once take as much each. A rug of bought yarn takes 18 and costs 10,
    until yarn is spun; wool of shredded cloth costs more than wool."""
    town = network(
        [good("shirt", 20, need=10), good("cloth", 3), good("yarn", 9), good("wool", 1), good("rug", 10)],
        [{"id": "sew", "inputs": {"cloth": 1}, "outputs": {"shirt": 1}},
         {"id": "sew-ten", "inputs": {"cloth": 10}, "outputs": {"shirt": 10}, "adopted": False},
         {"id": "weave", "inputs": {"yarn": 2}, "outputs": {"rug": 1}, "adopted": False},
         {"id": "spin", "inputs": {"wool": 1}, "outputs": {"yarn": 1}, "adopted": False},
         {"id": "shred", "inputs": {"cloth": 1}, "outputs": {"wool": 1}, "adopted": False}])
    told = uncut(town, cascade(town, [["sew-ten"], ["weave"], ["spin"], ["shred"]]))
    assert told[1].more_of == ("shirt",) and told[1].with_step == 0
    assert (told[2].more_of, told[2].with_step, told[2].then) == ((), 3, ("rug",)), "18 of yarn for a rug of 10"
    assert 3 not in told and told[4].to_json() == {"more_of": [], "with_step": None, "then": []}


def test_a_cut_of_hours_alone_is_a_cut():
    town = network([good("press", 40), good("parts", 10)], [
        {"id": "slow", "inputs": {"parts": 1}, "outputs": {"press": 1}, "hours": {"metal": 140}, "adopted": False},
        {"id": "quick", "inputs": {"parts": 1}, "outputs": {"press": 1}, "hours": {"metal": 20}, "adopted": False}])
    (press,) = cascade(town, [["slow"], ["quick"]]).goods
    assert [cut.step for cut in press.cuts] == [1, 2] and press.cuts[1].hours == (140, 20)


def test_a_step_that_is_unknown_is_refused_with_all_others():
    with pytest.raises(Refused) as refused:
        cascade(network([good("a", 1)], []), [["nothing"], ["neither"]])
    assert [refusal.params["recipe"] for refusal in refused.value.refusals] == ["nothing", "neither"]


def test_repeated_recipes_are_named_once():
    assert without_repeats([("a", "b"), ("b",), ("c", "a")]) == (("a", "b"), ("c",))


def test_inputs_are_opened_before_what_they_go_into():
    town = network(
        [good("repair", 50), good("part", 20), good("steel", 2), good("scrap", 0.1), good("cake", 3)],
        [{"id": "fix", "inputs": {"part": 1}, "outputs": {"repair": 1}, "adopted": False},
         {"id": "turn", "inputs": {"steel": 1}, "outputs": {"part": 1}, "adopted": False},
         {"id": "melt", "inputs": {"scrap": 1}, "outputs": {"steel": 1}, "adopted": False},
         {"id": "bake", "inputs": {"repair": 1}, "outputs": {"cake": 0.001}, "adopted": False}])
    assert steps_inputs_first(town) == (("melt",), ("turn",), ("fix",))
