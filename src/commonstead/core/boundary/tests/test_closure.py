"""Closure: what starts, what goes on, what to buy once; and how a good is made, as a tree."""

from __future__ import annotations

import random

from commonstead.core.boundary import closure, tree

from .towns import good, network


def machines(lathe=500, mill=800, **more):
    return network(
        goods=[
            good("lathe", "each", buy=lathe, hours_each=100, **more),
            good("mill", "each", buy=mill, hours_each=100),
        ],
        people=[{"id": "ana", "hours": 10, "skills": ["metal"]}],
        recipes=[
            {"id": "make-lathe", "outputs": {"lathe": 1}, "machines": {"mill": 10}, "hours": {"metal": 5}},
            {"id": "make-mill", "outputs": {"mill": 1}, "machines": {"lathe": 10}, "hours": {"metal": 5}},
        ],
    )


def test_machines_that_make_each_other():
    found = closure(machines())
    assert found.startable == ()
    assert found.sustainable == ("lathe", "mill")
    assert dict(found.seed_kit.goods) == {"lathe": 1}
    assert (found.seed_kit.cost, found.seed_kit.proven) == (500, True)
    assert dict(closure(machines(lathe=900)).seed_kit.goods) == {"mill": 1}
    assert found.to_json()["goods"] == {
        "lathe": {"by": "make-lathe", "level": None},
        "mill": {"by": "make-mill", "level": None},
    }


def test_with_one_of_them_in_stock_both_start():
    found = closure(machines(stock=1))
    assert found.startable == ("lathe", "mill")
    assert (found.made["mill"].by, found.made["mill"].level) == ("make-mill", 1)
    assert dict(found.seed_kit.goods) == {}


def test_what_is_bought_is_not_made_inside():
    town = network(
        goods=[good("bread"), good("flour", buy=1)],
        recipes=[{"id": "bake", "inputs": {"flour": 1}, "outputs": {"bread": 1}}],
    )
    found = closure(town)
    assert found.startable == () and found.unreachable == ("bread", "flour")
    assert found.with_purchases == ("bread", "flour")


def test_a_recipe_needs_its_skills_its_land_and_adoption():
    def town(hours=1, area=1, adopted=True):
        return network(
            goods=[good("beans", stock=0)],
            people=[{"id": "a", "hours": hours, "skills": ["growing"]}],
            land=[{"id": "plot", "area_m2": area}],
            recipes=[
                {
                    "id": "grow",
                    "outputs": {"beans": 1},
                    "hours": {"growing": 1},
                    "land": {"plot": 1},
                    "adopted": adopted,
                }
            ],
        )

    assert closure(town()).startable == ("beans",)
    assert (
        closure(town(hours=0)).startable
        == closure(town(area=0)).startable
        == closure(town(adopted=False)).startable
        == ()
    )
    assert closure(town(adopted=False), catalogue=True).startable == ("beans",)


def test_levels_are_the_fewest_steps():
    town = network(
        goods=[good("a", stock=1), good("b"), good("c"), good("d")],
        recipes=[
            {"id": "long", "inputs": {"c": 1}, "outputs": {"d": 1}},
            {"id": "ab", "inputs": {"a": 1}, "outputs": {"b": 1}},
            {"id": "bc", "inputs": {"b": 1}, "outputs": {"c": 1}},
            {"id": "short", "inputs": {"b": 1}, "outputs": {"d": 1}},
        ],
    )
    made = closure(town).made
    assert {name: (one.by, one.level) for name, one in made.items()} == {
        "a": (None, 0),
        "b": ("ab", 1),
        "c": ("bc", 2),
        "d": ("short", 2),
    }


def test_a_starter_sustains_itself_and_has_to_be_bought_once():
    town = network(
        goods=[good("starter", buy=3), good("bread")],
        people=[{"id": "a", "hours": 1, "skills": ["baking"]}],
        recipes=[
            {
                "id": "bake",
                "lag": 1,
                "inputs": {"starter": 0.2},
                "outputs": {"starter": 0.2, "bread": 1},
                "hours": {"baking": 1},
            }
        ],
    )
    found = closure(town)
    assert found.startable == () and found.sustainable == ("starter", "bread")
    assert dict(found.seed_kit.goods) == {"starter": 0.2}


def test_a_kit_that_nothing_can_complete_says_what_is_missing():
    town = network(
        goods=[good("egg"), good("hen")],
        people=[{"id": "a", "hours": 1, "skills": ["care"]}],
        recipes=[
            {"id": "lay", "lag": 1, "inputs": {"hen": 1}, "outputs": {"egg": 9, "hen": 1}, "hours": {"care": 1}},
            {"id": "hatch", "lag": 1, "inputs": {"egg": 1}, "outputs": {"hen": 1}, "hours": {"care": 1}},
        ],
    )
    kit = closure(town).seed_kit
    assert kit.goods is None and kit.missing == ("egg", "hen")


def naive(town):
    """Both closures by plain repetition: the definition, not the algorithm."""
    skills = {skill for person in town.people if person.hours > 0 for skill in person.skills}
    recipes = [
        recipe for recipe in town.recipes if recipe.adopted and skills >= set(recipe.hours) and recipe.limit != 0
    ]
    have = {one.id for one in town.goods if one.stock > 0}
    while True:
        new = {
            made for recipe in recipes if have >= {*recipe.inputs, *recipe.machines} for made in recipe.outputs
        } - have
        if not new:
            break
        have |= new
    lasting = {one.id for one in town.goods if one.is_machine and one.stock > 0 and one.wear == 0 and one.keeps == 1}
    while True:
        made = {name for recipe in recipes for name in recipe.outputs} | lasting
        kept = [recipe for recipe in recipes if made >= {*recipe.inputs, *recipe.machines}]
        if len(kept) == len(recipes):
            return have, {name for recipe in recipes for name in recipe.outputs}, recipes
        recipes = kept


def random_town(chance):
    names = [f"g{number}" for number in range(12)]
    goods = [good(name, buy=chance.randint(1, 9), stock=chance.choice([0, 0, 0, 1])) for name in names]
    recipes = [
        {
            "id": f"r{number}",
            "lag": 1,
            "inputs": dict.fromkeys(chance.sample(names, chance.randint(1, 3)), 1),
            "outputs": dict.fromkeys(chance.sample(names, chance.randint(1, 2)), 1),
            "hours": {"care": 1},
        }
        for number in range(chance.randint(3, 16))
    ]
    return network(goods=goods, recipes=recipes, people=[{"id": "a", "hours": 1, "skills": ["care"]}])


def test_random_towns_agree_with_the_definition():
    for seed in range(300):
        town = random_town(random.Random(seed))
        found = closure(town)
        assert (set(found.startable), set(found.sustainable)) == naive(town)[:2], f"seed {seed}"


def test_no_cheaper_seed_kit_exists():
    """Every set of goods is tried on small towns."""
    from dataclasses import replace
    from itertools import combinations

    tried = 0
    for seed in range(120):
        town = random_town(random.Random(seed))
        found = closure(town)
        wanted = {name for recipe in naive(town)[2] for name in recipe.inputs} - set(found.startable)
        if not wanted:
            continue
        tried += 1
        prices = {one.id: one.buy for one in town.goods}
        cheapest = None
        for size in range(1, 5):
            for kit in combinations(sorted(prices), size):
                stocked = replace(
                    town, goods=tuple(replace(one, stock=1.0) if one.id in kit else one for one in town.goods)
                )
                if wanted <= naive(stocked)[0]:
                    cost = sum(prices[name] for name in kit)
                    cheapest = cost if cheapest is None else min(cheapest, cost)
        assert found.seed_kit.proven
        assert cheapest is not None and found.seed_kit.cost == cheapest, f"seed {seed}"
    assert tried > 20


def test_the_tree_names_what_is_missing_and_ends_in_a_cycle():
    town = network(
        goods=[good("bread"), good("flour", buy=1), good("oven", "each", hours_each=5)],
        recipes=[
            {
                "id": "bake",
                "inputs": {"flour": 1},
                "outputs": {"bread": 1},
                "machines": {"oven": 1},
                "hours": {"baking": 1},
                "adopted": False,
            },
            {"id": "crumb", "lag": 1, "inputs": {"bread": 1}, "outputs": {"flour": 0.5}},
        ],
    )
    found = tree(town, "bread", closure(town))
    (bake,) = found["recipes"]
    assert (bake["recipe"], bake["runs"], bake["missing_skills"]) == ("bake", False, ["baking"])
    (flour,) = bake["inputs"]
    assert flour["status"] == "bought"
    assert flour["recipes"][0]["inputs"][0]["closed"] is True
    assert bake["machines"][0]["status"] == "missing"
