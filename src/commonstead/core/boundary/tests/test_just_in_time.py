"""Of plans that are equal in need, cash and hours, the one that buys and makes latest."""

from __future__ import annotations

import numpy as np
import pytest

from commonstead.core.boundary import check_plan, lexicographic, plan, read_network, replay
from commonstead.core.boundary.by_class import by_class

from .towns import bread_town, good, network


def planned(town):
    result = plan(town)
    assert result.status == "optimal" and check_plan(town, result.certificate) == []
    replay(town, result)
    return result


def test_bread_is_baked_in_the_month_it_is_eaten_and_flour_bought_in_the_month_it_is_baked():
    result = planned(read_network(bread_town(periods=12)))
    assert result.batches["bake"] == pytest.approx([1] * 12)
    assert result.buys["flour"] == pytest.approx([8.1] * 12)
    assert "bread" not in result.stocks and "flour" not in result.stocks


def test_a_crop_is_sown_just_early_enough():
    """Beans ripen two periods after they are sown; they are eaten in the last of six."""
    result = planned(
        network(
            periods=6,
            goods=[good("beans", need=[0, 0, 0, 0, 0, 30], buy=9), good("seed", buy=1)],
            recipes=[{"id": "grow", "lag": 2, "inputs": {"seed": 1}, "outputs": {"beans": 10}}],
        )
    )
    assert result.batches["grow"] == pytest.approx([0, 0, 0, 3, 0, 0])
    assert result.buys["seed"] == pytest.approx([0, 0, 0, 3, 0, 0])


def test_what_is_in_hand_is_eaten_before_anything_is_bought():
    result = planned(network(periods=4, terminal="free", goods=[good("rice", need=10, stock=20, buy=1)]))
    assert result.buys["rice"] == pytest.approx([0, 0, 10, 10])


def test_dear_flour_in_hand_is_not_made_into_bread_that_has_no_price_to_have_less_of_it():
    result = planned(
        network(
            periods=3,
            terminal="free",
            goods=[good("bread", need=10), good("flour", stock=24.3, buy=5)],
            recipes=[{"id": "bake", "inputs": {"flour": 8.1}, "outputs": {"bread": 10}}],
        )
    )
    assert result.batches["bake"] == pytest.approx([1, 1, 1])
    assert result.stocks["flour"] == pytest.approx([16.2, 8.1, 0])


def test_what_must_be_early_stays_early():
    """Ten hours a period: of the last period's 30 loaves two thirds are baked before."""
    result = planned(
        network(
            periods=4,
            goods=[good("bread", need=[0, 0, 0, 30], buy=9)],
            people=[{"id": "a", "hours": 10, "skills": ["baking"]}],
            recipes=[{"id": "bake", "outputs": {"bread": 1}, "hours": {"baking": 1}}],
        )
    )
    assert result.batches["bake"] == pytest.approx([0, 10, 10, 10])


def test_nothing_is_made_to_be_thrown_away_where_it_would_cost_nothing():
    result = planned(
        network(
            periods=2,
            goods=[good("water", need=5)],
            land=[{"id": "spring", "area_m2": 50}],
            recipes=[{"id": "draw", "outputs": {"water": 1}, "land": {"spring": 1}}],
        )
    )
    assert result.batches["draw"] == pytest.approx([5, 5])


def test_of_making_and_buying_the_buying_waits():
    """Ten chairs a period; ten can be mended in all, of the old ones in the cellar."""
    result = planned(
        network(
            periods=2,
            terminal="free",
            goods=[good("chair", need=10, buy=30), good("old-chair", stock=10)],
            recipes=[{"id": "mend", "inputs": {"old-chair": 1}, "outputs": {"chair": 1}}],
        )
    )
    assert result.batches["mend"] == pytest.approx([10, 0]) and result.buys["chair"] == pytest.approx([0, 10])


def test_nothing_is_made_for_stock_so_that_buying_could_wait_longer():
    """Five chairs a period; the ten of the cellar are not all mended in the first."""
    result = planned(
        network(
            periods=8,
            terminal="free",
            goods=[good("chair", need=5, buy=30), good("old-chair", stock=10)],
            recipes=[{"id": "mend", "inputs": {"old-chair": 1}, "outputs": {"chair": 1}}],
        )
    )
    assert result.batches["mend"] == pytest.approx([5, 5] + [0] * 6) and "chair" not in result.stocks


@pytest.mark.parametrize("terminal", ["keep", "free"])
def test_a_surplus_goes_at_once_but_what_was_in_hand_stays(terminal):
    """Each washing leaves 3 kg of rags, of which nobody needs more than 1; 20 lie in the attic. Honey is eaten, and in
    the last period bought again where it must be left as it was."""
    town = network(
        periods=4,
        terminal=terminal,
        goods=[good("wash", need=1), good("rags", need=[0, 0, 1, 1], stock=20), good("honey", stock=7, buy=2, need=1)],
        people=[{"id": "a", "hours": 10, "skills": ["all"]}],
        recipes=[{"id": "clean", "outputs": {"wash": 1, "rags": 3}, "hours": {"all": 1}}],
    )
    result = planned(town)
    assert result.stocks["rags"] == pytest.approx([20] * 4)
    assert result.stocks["honey"] == pytest.approx([6, 5, 4, 7] if terminal == "keep" else [6, 5, 4, 3])


def test_where_the_last_step_fails_the_plan_before_it_is_shown(monkeypatch):
    town = read_network(bread_town(periods=3))
    solved, asked = lexicographic._minimise, []

    def fails_at_the_last(lp, cost, method):
        asked.append(solved(lp, cost, method))
        return "failed" if len(asked) == 3 else asked[-1]

    monkeypatch.setattr(lexicographic, "_minimise", fails_at_the_last)
    result = planned(town)
    assert result.cash == pytest.approx(24.3) and sum(result.batches["bake"]) == pytest.approx(3)
    assert len(asked) == 3


@pytest.mark.parametrize(("keeps", "bought", "left"), [(1, 20, 20), (0.5, 40, 40)])
def test_a_bought_good_that_was_stored_and_then_used_is_direct(keeps, bought, left):
    """20 kg of rice at 3 are eaten in the second period. Bought in the first, what spoils until then is paid for by
    what is eaten, and all of it is cash for rice itself."""
    solved = planned(
        network(periods=2, goods=[good("rice", buy=3, need=[0, 20], keeps=keeps, **{"class": "food"})])
    ).solved
    ahead = np.zeros(solved.program.columns)
    ahead[solved.program.b[0]] = bought, 0
    ahead[solved.program.s[0]] = left, 0
    food = by_class(solved, ahead)["food"]
    assert (food.direct, food.embodied) == pytest.approx((3 * bought, 0))
