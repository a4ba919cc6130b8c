"""The frontier of an activity by hand: bread by an oven, flour from outside, the mill not yet taken up."""

from commonstead.core.boundary.frontier import still_bought
from commonstead.core.boundary.network import Good, Network, Recipe

GOODS = tuple(Good(id=id, unit="kg", buy=price) for id, price in
              (("bread", 4.0), ("flour", 1.0), ("grain", 0.5), ("salt", 0.8), ("oven", 900.0), ("brick", 1.0)))
BAKE = Recipe(id="bake", inputs={"flour": 8.1, "salt": 0.2}, outputs={"bread": 10.0}, machines={"oven": 1.0},
              adopted=True)
MILL = Recipe(id="mill", inputs={"grain": 10.0}, outputs={"flour": 8.0}, adopted=False, stage="gaps")
MEND = Recipe(id="mend-oven", inputs={"brick": 4.0}, outputs={"oven": 0.2}, adopted=False, stage="repair")
BUILD = Recipe(id="build-oven", inputs={"brick": 90.0}, outputs={"oven": 1.0}, adopted=False, stage="ecosystem")


def test_what_is_bought_is_ordered_by_the_stage_that_could_take_it_inside():
    network = Network(goods=GOODS, recipes=(BAKE, BUILD, MILL, MEND))
    found = still_bought(network, "bake", buys={"flour": (8.1, 8.1), "salt": (0.4,), "oven": (0.001,)},
                         batches={"bake": (1.0, 1.0)})
    assert [(item.good, item.stage) for item in found] == [("oven", "repair"), ("flour", "gaps"), ("salt", "")]
    oven, flour, salt = found
    assert oven.ways == (("repair", "mend-oven"), ("ecosystem", "build-oven"))
    assert flour.amount == 16.2 and flour.cash == 16.2 and flour.through == ("bake",)
    assert salt.ways == ()


def test_an_input_made_inside_is_followed_to_what_its_maker_buys():
    inside = Recipe(id="mill", inputs={"grain": 10.0}, outputs={"flour": 8.0}, adopted=True, stage="gaps")
    network = Network(goods=GOODS, recipes=(BAKE, inside))
    (grain,) = still_bought(network, "bake", buys={"grain": (20.0,)}, batches={"bake": (1.6,), "mill": (2.0,)})
    assert (grain.good, grain.cash, grain.through) == ("grain", 10.0, ("bake", "mill"))
    idle = still_bought(network, "bake", buys={"grain": (20.0,)}, batches={"bake": (1.6,)})
    assert idle == (), "a mill that stands still leads nowhere"


def test_a_by_product_leads_nowhere():
    compost = Recipe(id="compost", inputs={"peelings": 10.0}, outputs={"compost": 4.0}, adopted=True)
    cook = Recipe(id="cook", inputs={"grain": 1.0}, outputs={"bread": 1.0, "peelings": 0.3}, adopted=True)
    gather = Recipe(id="gather", inputs={"salt": 1.0}, outputs={"peelings": 9.0}, adopted=True)
    goods = (*GOODS, Good(id="peelings", unit="kg"), Good(id="compost", unit="kg", buy=0.3))
    network = Network(goods=goods, recipes=(compost, cook, gather))
    found = still_bought(network, "compost", buys={"grain": (1.0,), "salt": (1.0,)},
                         batches={"compost": (1.0,), "cook": (1.0,), "gather": (1.0,)})
    assert [item.good for item in found] == ["salt"], "salt by those who gather peelings, no grain by the cooks"


def test_a_loop_of_recipes_ends():
    sow = Recipe(id="sow", inputs={"grain": 1.0}, outputs={"grain": 5.0}, lag=4, adopted=True)
    network = Network(goods=GOODS, recipes=(sow,))
    (seed,) = still_bought(network, "sow", buys={"grain": (1.0,)}, batches={"sow": (1.0,)})
    assert seed.through == ("sow",)
