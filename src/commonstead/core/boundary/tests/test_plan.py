"""The plan: each rule of the programme by a town small enough to plan by hand."""

from __future__ import annotations

import pytest

from commonstead.core.boundary import by_class, check_plan, plan, read_network, replay

from .towns import bread_town, good, network


def planned(**given):
    """A plan that is optimal, replays and is proven."""
    town = network(**given)
    result = plan(town)
    assert result.status == "optimal"
    assert check_plan(town, result.certificate) == []
    replay(town, result)
    return result


def test_bread():
    result = plan(read_network(bread_town()))
    assert result.batches == {"bake": (1.0,)} and result.buys == {"flour": (8.1,)}
    assert result.cash == pytest.approx(8.1, abs=1e-9)
    assert result.cash_without_commons == 40
    assert result.dependence == pytest.approx(0.2025, abs=1e-9)


def corn(stock):
    """One kg sown gives 5 the period after, on one m². 30 kg are needed in each of the last two of four periods."""
    return planned(
        periods=4,
        goods=[good("corn", need=[0, 0, 30, 30], stock=stock)],
        land=[{"id": "field", "area_m2": 100}],
        recipes=[{"id": "grow", "lag": 1, "inputs": {"corn": 1}, "outputs": {"corn": 5}, "land": {"field": 1}}],
    )


def test_seed_corn_with_no_seed_makes_nothing():
    result = corn(0)
    assert result.batches == {} and result.unmet == {"corn": 60.0}


def test_seed_corn_with_one_unit_is_what_the_hand_calculation_gives():
    """1 is sown and gives 5; 5 are sown and give 25. In period 2 something of the 25 is eaten and x sown, which gives
    5x in period 3, where 30 are needed and 1 must be left as at the start. A kg sown there feeds five, so x is as
    large as period 3 can use: 5x = 31, x = 6.2. Eaten: 25 − 6.2 = 18.8 and 30. Unmet: 60 − 48.8 = 11.2."""
    result = corn(1)
    assert result.batches["grow"] == pytest.approx((1, 5, 6.2, 0))
    assert result.unmet["corn"] == pytest.approx(11.2)
    assert result.unmet_shares[1] == pytest.approx(11.2 / 30)
    assert result.stocks["corn"][-1] == pytest.approx(1)


def test_need_comes_before_cash_and_the_first_tier_before_the_second():
    """5 hours: an hour of care (tier 1) or one of song (tier 2); a need that could be sold instead is not."""
    result = planned(
        goods=[good("care", need=4, sell=100, sell_limit=9), good("song", need=4, tier=2)],
        people=[{"id": "a", "hours": 5, "skills": ["all"]}],
        recipes=[
            {"id": "care", "outputs": {"care": 1}, "hours": {"all": 1}},
            {"id": "sing", "outputs": {"song": 1}, "hours": {"all": 1}},
        ],
    )
    assert result.batches == {"care": (4.0,), "sing": (1.0,)}
    assert result.unmet == {"song": 3.0} and result.unmet_shares == {1: 0.0, 2: 0.75}


def test_cash_comes_before_hours_and_hours_before_more_hours():
    result = planned(
        goods=[good("bread", buy=4, need=10), good("flour", buy=1)],
        people=[{"id": "a", "hours": 99, "skills": ["baking"]}],
        recipes=[
            {"id": "slow", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "hours": {"baking": 9}},
            {"id": "quick", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "hours": {"baking": 2}},
        ],
    )
    assert result.batches == {"quick": (1.0,)} and result.hours == 2


def test_people_with_several_skills_are_not_counted_twice():
    recipes = [{"id": skill, "outputs": {skill: 1}, "hours": {skill: 1}} for skill in ("bake", "sew")]
    result = planned(
        goods=[good("bake", buy=1, need=9), good("sew", buy=3, need=9)],
        recipes=recipes,
        people=[{"id": "a", "hours": 4, "skills": ["bake", "sew"]}, {"id": "b", "hours": 3, "skills": ["bake"]}],
    )
    assert result.batches == {"bake": (3.0,), "sew": (4.0,)}


def test_by_products_may_be_thrown_away_or_used():
    recipes = [{"id": "cheese", "inputs": {"milk": 10}, "outputs": {"cheese": 1, "whey": 9}}]
    result = planned(
        goods=[good("milk", buy=0.1), good("cheese", buy=9, need=1), good("whey", buy=1, need=2)], recipes=recipes
    )
    assert result.batches == {"cheese": (1.0,)} and result.cash == pytest.approx(1.0)


def test_what_does_not_keep_is_made_when_it_is_needed():
    """Eggs lay by themselves (a limit of 3 a period); half of what is kept is lost."""
    result = planned(
        periods=2,
        goods=[good("eggs", need=[0, 6], buy=1, keeps=0.5)],
        recipes=[{"id": "lay", "outputs": {"eggs": 1}, "limit": 3, "fee": 0.1}],
    )
    assert result.buys["eggs"] == pytest.approx((0, 1.5)) and result.cash == pytest.approx(1.5 + 0.6)


def test_room_limits_what_is_kept():
    result = planned(
        periods=2,
        goods=[good("eggs", need=[0, 6], buy=1, room=1)],
        recipes=[{"id": "lay", "outputs": {"eggs": 1}, "limit": 3, "fee": 0.1}],
    )
    assert result.buys["eggs"] == pytest.approx((0, 2)) and result.stocks["eggs"] == pytest.approx((1, 0))


def test_land_is_occupied_for_the_lag():
    """10 m² for two periods a batch: in four periods, of which the last two can start nothing that ripens, 2 × 5."""
    result = planned(
        periods=4,
        goods=[good("beans", need=[0, 0, 30, 30], buy=1)],
        land=[{"id": "field", "area_m2": 50}],
        recipes=[{"id": "grow", "lag": 2, "outputs": {"beans": 6}, "land": {"field": 10}}],
    )
    assert sum(result.batches["grow"]) == pytest.approx(5)
    assert sum(result.buys["beans"]) == pytest.approx(30)


def test_machine_hours_and_wear_are_paid_for():
    """An oven of 900 wears 0.01 an hour; 2 hours a period for three periods wear 0.06, worth 54."""
    result = planned(
        periods=3,
        goods=[good("bread", need=10, buy=40), good("oven", "each", buy=900, stock=1, hours_each=5, wear=0.01)],
        recipes=[{"id": "bake", "outputs": {"bread": 10}, "machines": {"oven": 2}}],
    )
    assert sum(result.batches["bake"]) == pytest.approx(3)
    assert sum(result.buys["oven"]) == pytest.approx(0.06) and result.cash == pytest.approx(54)
    assert result.by_class[""].embodied <= 54


def test_a_machine_bought_serves_from_the_next_period_on():
    result = planned(
        periods=2,
        goods=[good("bread", need=10, buy=100), good("oven", "each", buy=1, hours_each=2)],
        recipes=[{"id": "bake", "outputs": {"bread": 10}, "machines": {"oven": 2}}],
    )
    assert result.batches["bake"] == pytest.approx((0, 1)) and result.buys["bread"] == pytest.approx((10, 0))


def test_a_machine_that_nobody_can_replace_may_wear_and_nothing_else():
    given = dict(
        goods=[good("bread", need=10), good("mill", "each", stock=1, hours_each=5, wear=0.01, sell=500, sell_limit=1)],
        recipes=[{"id": "bake", "outputs": {"bread": 10}, "machines": {"mill": 2}}],
    )
    result = planned(**given)
    assert result.unmet == {} and result.sells == {} and result.stocks["mill"] == pytest.approx((0.98,))
    assert planned(**given, terminal="free").sells["mill"] == pytest.approx((0.98,))


def test_stocks_are_not_looted_at_the_end():
    given = dict(periods=2, goods=[good("flour", need=5, buy=1, stock=30)])
    assert planned(**given).cash == pytest.approx(10)
    assert planned(**given, terminal="free").cash == 0
    # 40 → 20 − 5 = 15 → 7.5 − 5 = 2.5, and 40 × 0.5² = 10 must be left
    assert planned(periods=2, goods=[good("flour", need=5, buy=1, stock=40, keeps=0.5)]).cash == pytest.approx(7.5)


def test_sales_are_bounded_and_lower_cash():
    result = planned(
        goods=[good("jam", sell=3, sell_limit=4)], recipes=[{"id": "cook", "outputs": {"jam": 1}, "fee": 1}]
    )
    assert result.sells == {"jam": (4.0,)} and result.cash == pytest.approx(-8)


def test_a_floor_of_cash_leaves_needs_unmet_and_does_not_touch_dependence():
    """Income 10 a period buys 2 bottles at 5; one kg of tea for 2 of the first tier comes first."""
    result = planned(
        periods=2,
        goods=[good("tea", need=1, buy=2), good("oil", need=3, buy=5, tier=2)],
        cash={"income": 10, "floor": 0},
    )
    assert result.unmet["oil"] == pytest.approx(6 - 16 / 5)
    assert result.dependence == pytest.approx(1.0) and result.cash == pytest.approx(20)


def test_an_answer_without_a_plan_has_no_figures():
    town = network(goods=[good("bread", buy=1, need=1)], cash={"start": -5, "floor": 0})
    answer = plan(town).to_json()
    assert answer["status"] == "infeasible"
    assert [answer[name] for name in ("cash", "hours", "dependence")] == [None, None, None]
    assert answer["unmet_shares"] == {"1": None}


def test_a_floor_that_cannot_be_kept_is_named():
    result = plan(
        network(goods=[good("oven", "each", buy=100, stock=1, keeps=0.5, hours_each=1)], cash={"start": 1, "floor": 0})
    )
    assert (result.status, result.conflicts) == ("infeasible", ("cash",))


def test_priceless_needs_are_listed_and_left_out_of_dependence():
    result = planned(goods=[good("care", "h", need=5), good("tea", need=1, buy=2)])
    assert result.priceless == ("care",) and result.unmet == {"care": 5.0} and result.dependence == 1.0
    assert planned(goods=[good("care", "h", need=5)]).dependence is None


def test_cash_by_class_of_need_adds_up_to_what_was_bought():
    result = planned(
        goods=[
            good("bread", buy=4, need=10, **{"class": "food"}),
            good("cloth", buy=9, need=1, **{"class": "clothes"}),
            good("flour", buy=1, need=2, **{"class": "food"}),
        ],
        recipes=[{"id": "bake", "inputs": {"flour": 8.1}, "outputs": {"bread": 10}}],
    )
    food, clothes = result.by_class["food"], result.by_class["clothes"]
    assert (food.outright, food.direct, food.embodied) == pytest.approx((42, 2, 8.1))
    assert (clothes.direct, clothes.embodied, clothes.dependence) == pytest.approx((9, 0, 1))
    assert food.direct + food.embodied + clothes.direct == pytest.approx(result.cash)


def test_a_machine_that_is_worn_only_by_its_own_making_bears_no_cost():
    """All of that cost would go round for ever (and once stopped the plan): what else is made there bears it."""
    town = network(
        terminal="free",
        goods=[good("rope", need=10), good("spindle", "each", buy=50, hours_each=10, wear=0.001, stock=5)],
        recipes=[{"id": "twist", "outputs": {"rope": 4, "spindle": 0.1}, "machines": {"spindle": 2}, "fee": 2}],
    )
    result = plan(town)
    assert result.cash == pytest.approx(5)
    assert result.by_class[""].embodied == pytest.approx(5)


def test_a_by_product_that_is_thrown_away_bears_no_cost():
    town = network(
        goods=[good("cheese", need=10), good("whey", buy=1, keeps=0), good("milk", buy=2)],
        recipes=[{"id": "curdle", "inputs": {"milk": 10}, "outputs": {"cheese": 1, "whey": 9}}],
    )
    assert plan(town).by_class[""].embodied == pytest.approx(200)
@pytest.mark.parametrize("own", [0, 1])
def test_what_each_class_costs_is_the_same_turn_by_turn_and_by_elimination(own, monkeypatch):
    """Stored flour, and a mill that is worn by milling; with `own` also by making mills, of which some are sold: then
    their cost goes round."""
    town = network(
        periods=3,
        goods=[
            good("bread", need=[10, 20, 30], **{"class": "food"}), good("flour", buy=1), good("iron", buy=3),
            good("mill", "each", hours_each=60, wear=0.01, stock=1, sell=20, sell_limit=1),
        ],
        recipes=[
            {"id": "bake", "inputs": {"flour": 1}, "outputs": {"bread": 1}, "machines": {"mill": 1}, "lag": 1},
            {"id": "cast", "inputs": {"iron": 2}, "outputs": {"mill": 1}, **({"machines": {"mill": 2}} if own else {})},
        ],
    )
    turns = plan(town)
    assert sum(turns.batches["cast"]) > 0
    monkeypatch.setattr(by_class, "_TURNS", 0)
    share, other = (result.by_class["food"] for result in (turns, plan(town)))
    assert (share.direct, share.embodied) == pytest.approx((other.direct, other.embodied), rel=1e-12)
    assert share.embodied > 0


def test_a_lag_beyond_the_horizon_is_not_begun():
    result = planned(
        periods=2,
        goods=[good("wine", need=1, buy=9)],
        recipes=[{"id": "age", "lag": 3, "outputs": {"wine": 1}, "fee": 1}],
    )
    assert result.batches == {} and result.cash == 18


def test_nothing_at_all_is_a_plan_too():
    result = planned(goods=[])
    assert result.dependence is None and result.cash == 0 and result.slack.at_least
