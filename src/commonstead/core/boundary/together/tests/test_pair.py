"""Two towns by hand: a baker and a miller, a floor of cash, a need that only the other can meet, and refusals."""

from __future__ import annotations

import pytest

from commonstead.core.boundary.tests.towns import good, network
from commonstead.core.boundary.together import Mapping, Transport, match_goods, plan_together, read_mapping
from commonstead.core.vocabulary.refusal import Refused


def miller(**more):
    """Makes flour at 0.5, needs 10 kg of bread at 4."""
    return network(
        goods=[good("bread", buy=4, need=10), good("flour", buy=1), good("wheat", buy=0.5)],
        recipes=[{"id": "mill", "inputs": {"wheat": 1}, "outputs": {"flour": 1}}], name="Mill", **more)


def baker(**more):
    """Bakes 10 kg of bread from 8 kg of flour that costs 1, needs 10 kg."""
    return network(
        goods=[good("bread", buy=4, need=10), good("flour", buy=1)],
        recipes=[{"id": "bake", "inputs": {"flour": 8}, "outputs": {"bread": 10}}], name="Bake", **more)


def test_each_makes_what_it_makes_best():
    """Alone 40 and 8; together 20 kg of bread from 16 kg of flour at 0.5: 8. What is saved, 40, is halved."""
    pair = plan_together(miller(), baker())
    assert pair.status == "together" and pair.complete
    assert pair.gain == pytest.approx(40) and pair.gain_at_most == pytest.approx(40, abs=1e-4)
    mill, bake = pair.towns
    assert (mill.cash_apart, bake.cash_apart) == pytest.approx((40, 8))
    assert (mill.cash_together, bake.cash_together) == pytest.approx((20, -12))
    assert mill.saves == pytest.approx(bake.saves) == pytest.approx(20)
    assert sum(pair.sends["flour"]["first"]) == pytest.approx(16)
    assert sum(pair.sends["bread"]["second"]) == pytest.approx(10)
    assert mill.gets == pytest.approx((-12,)) and bake.gets == pytest.approx((12,))


def test_carriage_and_loss_are_paid_by_who_receives_and_can_make_it_not_worth_while():
    costly = Mapping(transport=Transport(cost=5))
    assert plan_together(miller(), baker(), costly).status == "apart"
    half = plan_together(miller(), baker(), Mapping(transport=Transport(loss=0.5)))
    # 10 kg arrive of 20; the baker makes 30 from 24 flour: bought at 1, or milled for 0.5 and half lost.
    assert half.gain == pytest.approx(48 - 24, rel=1e-5)
    assert sum(half.sends["bread"]["second"]) == pytest.approx(20)


def test_a_need_that_only_the_other_can_meet_is_met_and_paid_at_cost():
    """Firewood cannot be bought; the other cuts it for a fee of 2. Nobody wins cash, so the helped one bears it."""
    here = network(goods=[good("wood", need=5)], name="Bare")
    there = network(goods=[good("wood", need=1)], recipes=[{"id": "cut", "outputs": {"wood": 1}, "fee": 2}],
                    name="Wood")
    pair = plan_together(here, there)
    bare, wood = pair.towns
    assert bare.unmet_apart == {"unmet 1": 1.0} and bare.unmet_together["unmet 1"] == pytest.approx(0, abs=1e-5)
    assert wood.saves == pytest.approx(0, abs=1e-4) and bare.cash_together == pytest.approx(10, abs=1e-3)


def test_a_floor_of_cash_is_kept_with_what_is_paid():
    """The miller has 40 and no more: it pays for bread what it saves, never more than it has."""
    pair = plan_together(miller(cash={"start": 40, "income": 0, "floor": 0}), baker())
    assert pair.status == "together" and pair.gain == pytest.approx(40, rel=1e-4)
    assert pair.towns[0].saves == pytest.approx(20, rel=1e-3)


def test_perishable_goods_go_in_the_month_they_are_made():
    here = network(goods=[good("milk", buy=2, need=[3, 0, 3], keeps=0)], periods=3, name="Here")
    there = network(goods=[good("milk", keeps=0)], periods=3, name="There",
                    recipes=[{"id": "milk", "outputs": {"milk": 1}, "hours": {"dairying": 1}}],
                    people=[{"id": "eva", "hours": 2, "skills": ["dairying"]}])
    pair = plan_together(here, there)
    assert pair.sends["milk"]["second"] == pytest.approx((2, 0, 2), abs=1e-5)
    assert pair.gain == pytest.approx(8)


def test_the_same_town_twice_stays_apart():
    pair = plan_together(baker(), baker())
    assert pair.status == "apart" and pair.gain == pytest.approx(0, abs=1e-5) and not pair.sends


def test_no_common_good_is_told():
    pair = plan_together(network(goods=[good("a", buy=1, need=1)]), network(goods=[good("b", buy=1, need=1)]))
    assert pair.status == "apart" and pair.goods == ()


def test_a_town_without_a_plan_of_its_own_is_named():
    poor = miller(cash={"start": 0, "income": 0, "floor": 10})
    pair = plan_together(poor, baker())
    assert pair.status == "infeasible"
    assert [town.status for town in pair.towns] == ["infeasible", "optimal"] and pair.towns[0].conflicts == ("cash",)


def test_units_periods_and_currency_that_differ_are_refused_all_at_once():
    other = network(goods=[good("flour", unit="t", buy=900)], periods=2, currency="EUR",
                    recipes=[{"id": "x", "outputs": {"flour": 1}, "fee": 1}])
    with pytest.raises(Refused) as refused:
        match_goods(miller(), other)
    said = " ".join(one.reason for one in refused.value.refusals)
    assert "flour" in said and "kg" in said and "periods" in said and "EUR" in said


def test_a_mapping_names_goods_and_units():
    german = network(goods=[good("Mehl", unit="t", buy=1000), good("Brot", buy=4, need=10)], name="Bake",
                     recipes=[{"id": "backen", "inputs": {"Mehl": 0.008}, "outputs": {"Brot": 10}}])
    mapping = read_mapping({"format": "goods-mapping/1", "goods": [
        {"ours": "flour", "theirs": "Mehl", "their_units_per_ours": 0.001}, {"ours": "bread", "theirs": "Brot"}]})
    pair = plan_together(miller(), german, mapping)
    assert pair.gain == pytest.approx(40, rel=1e-4)
    assert sum(pair.sends["flour"]["first"]) == pytest.approx(16, rel=1e-4)


@pytest.mark.parametrize(("document", "said"), [
    ([], "goods-mapping/1"),
    ({"format": "goods-mapping/1", "good": []}, "“good” is not known"),
    ({"format": "goods-mapping/1", "goods": [{"ours": "a"}]}, r"goods\[0\]"),
    ({"format": "goods-mapping/1", "goods": [{"ours": "a", "theirs": "b", "cost": -1}]}, "cost"),
    ({"format": "goods-mapping/1", "goods": [{"ours": "a", "theirs": "b", "loss": 1}]}, "below 1"),
    ({"format": "goods-mapping/1", "goods": [{"ours": "a", "theirs": "b", "their_units_per_ours": 0}]}, "more than 0"),
])
def test_wrong_mappings_are_refused_by_field(document, said):
    with pytest.raises(Refused, match=said):
        read_mapping(document)


def test_a_mapping_that_names_what_is_not_there_or_twice_is_refused():
    with pytest.raises(Refused, match="cake"):
        match_goods(miller(), baker(), Mapping(rows=(("cake", "bread", None, None, None),)))
    with pytest.raises(Refused, match="twice"):
        match_goods(miller(), baker(), Mapping(rows=(("bread", "bread", None, None, None),
                                                     ("flour", "bread", None, None, None))))


def test_few_rounds_still_leave_neither_worse_off():
    pair = plan_together(miller(), baker(), rounds=2)
    assert all(town.saves >= -1e-6 for town in pair.towns) and pair.gain_at_most >= pair.gain - 1e-6
