"""Reading a network: all problems at once, each named by field; loops and free lunches by name."""

from __future__ import annotations

import json

import pytest

from commonstead.core.boundary import read_network, read_text, write_network
from commonstead.core.vocabulary.refusal import Refused

from ..fields import Fields
from .towns import bread_town, document, good


def refusals(given):
    with pytest.raises(Refused) as refused:
        read_text(given) if isinstance(given, (str, bytes)) else read_network(given)
    return refused.value.refusals


def clauses(given):
    return [refusal.clause.removeprefix("boundary.") for refusal in refusals(given)]


def test_what_is_written_reads_back_the_same():
    given = bread_town(
        periods=3,
        people=[{"id": "ana", "hours": 20, "skills": ["baking"]}],
        land=[{"id": "plot", "area_m2": 5}],
        cash={"start": 3, "income": 2, "floor": -1},
        terminal="free",
        name="here",
    )
    given["goods"].append(
        good("oven", "each", buy=9, hours_each=3, wear=0.1, need=[0, 1, 2], tier=2, floor=1, **{"class": "tools"})
    )
    network = read_network(given)
    assert read_network(json.loads(json.dumps(write_network(network)))) == network


def test_a_need_too_small_for_its_unit_is_refused_with_the_remedy():
    """The solver would take it for rounding, and buy nothing."""
    found = refusals(document(periods=2, goods=[good("saffron", "t", buy=2e7, need=[0, 5e-8]), good("tea", need=1e-6)]))
    told = [(one.clause, one.params["where"]) for one in found]
    assert told == [("boundary.too_small", 'goods[0] "saffron".need[1]')]
    assert "smaller unit" in found[0].template


def test_what_is_wrong_in_a_series_is_told_by_its_period():
    """A series that is right is taken as a whole, one that is not is looked at number by number."""
    series = [1, 2.5, None, -1, True, "3", float("nan"), 1e301, 0, 1e-7]
    found = refusals(document(periods=10, goods=[good("tea", need=series, floor=0)]))
    assert [(one.clause, one.field) for one in found] == [
        *(("boundary.not_a_quantity", f'goods[0] "tea".need[{place}]') for place in (2, 3, 4, 5, 6, 7)),
        ("boundary.too_small", 'goods[0] "tea".need[9]'),
    ]


@pytest.mark.parametrize("periods", [1_001, 100_000, 10**400, 1e300, float("inf")])
def test_a_horizon_without_end_is_refused_before_any_series_is_made(periods, monkeypatch):
    monkeypatch.setattr(Fields, "series", None)
    (found,) = refusals(document(goods=[good("rice", need=0.5)], recipes=[]) | {"periods": periods})
    assert (found.clause, found.field) == ("boundary.too_many_periods", "periods")
    assert "longer periods" in found.template and found.reason


def test_goods_times_periods_have_a_limit(monkeypatch):
    given = document(goods=[good(f"g{place}") for place in range(2_001)], recipes=[])
    assert clauses(given | {"periods": 1_000})[0] == "too_many_periods"
    monkeypatch.setattr("commonstead.core.boundary.fields.MOST_AMOUNTS", 2_001 * 3)
    assert read_network(given | {"periods": 3}).periods == 3
    assert clauses(given | {"periods": 4}) == ["too_many_periods"]


def test_all_problems_are_told_at_once_with_their_field():
    given = document(
        periods=2,
        goods=[good("a", byu=3), good("a"), good("b", need=[1, 2, 3]), {"id": "c"}, good("d", keeps=1.2)],
        recipes=[
            {
                "id": "r",
                "inputs": {"zz": 1, "b": -1},
                "machines": {"b": 1},
                "land": {"moon": 1},
                "stage": "later",
                "lag": 0.5,
            }
        ],
        cash={"flor": 0},
    )
    found = refusals(given)
    assert [refusal.clause.split(".")[1] for refusal in found] == [
        "unknown_key",
        "same_id",
        "length",
        "no_unit",
        "keeps",
        "stage",
        "unknown_good",
        "not_a_quantity",
        "not_a_machine",
        "unknown_land",
        "not_whole",
        "unknown_key",
    ]
    assert found[0].params["key"] == "byu"
    assert found[2].field == 'goods[2] "b".need'
    assert found[6].field == 'recipes[0] "r".inputs.zz'
    assert all(refusal.reason for refusal in found)


@pytest.mark.parametrize("value", [True, "3", -1, [1], 1e400, 10**400])
def test_a_quantity_is_a_finite_number_from_0_on(value):
    assert clauses(document(goods=[good("a", stock=value)])) == ["not_a_quantity"]


def test_json_that_is_broken_is_told_by_line_and_column():
    (refusal,) = refusals('{"format": "provisioning-network/1",\n "goods": [}')
    assert (refusal.clause, refusal.line, refusal.params["column"]) == ("boundary.not_json", 2, 12)
    assert clauses('{"a": NaN}') == ["not_finite"]
    assert clauses('{"a": 1, "a": 2}') == ["key_twice"]
    assert clauses(b"\xff\xfe{}") and clauses("[]") == ["not_an_object"]


def test_quantities_with_a_unit_are_converted_or_refused_by_name():
    given = bread_town()
    given["recipes"][0]["inputs"] = {"flour": {"quantity": 8100, "unit": "g"}}
    assert read_network(given).recipes[0].inputs == {"flour": 8.1}
    given["recipes"][0]["inputs"] = {"flour": {"quantity": 8, "unit": "l"}}
    (refusal,) = refusals(given)
    assert refusal.clause == "boundary.units_do_not_convert"
    assert '"bake"' in refusal.reason and "flour" in refusal.reason and "kg" in refusal.reason


def test_a_unit_of_the_towns_own_is_a_dimension_of_its_own():
    given = document(
        goods=[good("bread", "loaf")],
        recipes=[{"id": "r", "fee": 1, "outputs": {"bread": {"quantity": 2, "unit": "loaf"}}}],
    )
    assert read_network(given).recipes[0].outputs == {"bread": 2.0}
    given["recipes"][0]["outputs"] = {"bread": {"quantity": 2, "unit": "kg"}}
    assert clauses(given) == ["units_do_not_convert"]


def loop(lag=0, back=1.0, **more):
    return document(
        goods=[good("bag"), good("sack")],
        recipes=[
            {"id": "pack", "inputs": {"bag": 1}, "outputs": {"sack": 1}, "adopted": False},
            {"id": "unpack", "inputs": {"sack": 1}, "outputs": {"bag": back}, "lag": lag, **more},
        ],
    )


def test_a_lagless_loop_is_refused_and_named():
    (refusal,) = refusals(loop())
    assert refusal.clause == "boundary.lagless_loop"
    assert set(refusal.params["recipes"]) == {"pack", "unpack"}
    assert "pack → sack → unpack → bag → pack" in refusal.reason


def test_a_good_that_a_recipe_returns_at_once_is_a_loop():
    starter = document(
        goods=[good("starter"), good("bread")],
        recipes=[
            {"id": "bake", "inputs": {"starter": 1}, "outputs": {"starter": 1, "bread": 1}, "hours": {"baking": 1}}
        ],
    )
    assert clauses(starter) == ["lagless_loop"]
    starter["recipes"][0]["lag"] = 1
    assert read_network(starter)


def test_each_knot_is_named_once():
    given = loop()
    other = json.loads(json.dumps(loop()).replace("bag", "box").replace("sack", "crate").replace("pack", "case"))
    given["goods"] += other["goods"]
    given["recipes"] += other["recipes"]
    assert clauses(given) == ["lagless_loop", "lagless_loop"]


def test_repacking_one_to_one_with_a_lag_is_legal_and_at_1_02_is_refused():
    assert read_network(loop(lag=1))
    (refusal,) = refusals(loop(lag=1, back=1.02))
    assert refusal.clause == "boundary.something_from_nothing"
    assert set(refusal.params["recipes"]) == {"pack", "unpack"}
    assert "bag" in refusal.params["gain"]


@pytest.mark.parametrize("cost", [{"hours": {"care": 0.1}}, {"fee": 0.1}])
def test_a_gain_that_takes_hours_or_a_fee_is_no_free_lunch(cost):
    assert read_network(loop(lag=1, back=1.02, **cost))


def test_a_free_lunch_is_seen_across_sizes_and_not_where_something_is_used_up():
    def ground(back, extra):
        return document(
            goods=[good("t", "t"), good("g", "g"), good("sun")],
            recipes=[
                {"id": "split", "inputs": {"t": 1e-6, **extra}, "outputs": {"g": 1}, "lag": 1},
                {"id": "heap", "inputs": {"g": 1e6}, "outputs": {"t": back}, "lag": 1},
            ],
        )

    assert read_network(ground(1.0, {}))
    assert clauses(ground(1.001, {})) == ["something_from_nothing"]
    assert read_network(ground(1.001, {"sun": 1}))


def test_independent_free_lunches_are_each_named():
    given = loop(lag=1, back=1.5)
    given["goods"].append(good("air"))
    given["recipes"].append({"id": "conjure", "outputs": {"air": 1}})
    found = refusals(given)
    assert sorted(tuple(sorted(refusal.params["recipes"])) for refusal in found) == [("conjure",), ("pack", "unpack")]
