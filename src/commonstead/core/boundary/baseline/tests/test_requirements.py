"""Three sectors by hand, an industry with two products, imports, scrap, and entries below zero."""

import numpy as np
import pytest

from commonstead.core.boundary.baseline import Line, MakeUse, requirements, spread_spending


def tables(make, use, **more):
    make, use = np.array(make, float), np.array(use, float)
    industries = tuple(f"i{n}" for n in range(make.shape[0]))
    commodities = more.pop("commodities", tuple(f"c{n}" for n in range(make.shape[1])))
    none = np.zeros(make.shape[1])
    given = {"value_added": make.sum(axis=1) - use.sum(axis=0), "households": none, "imports": none, "exports": none}
    return MakeUse(industries, commodities, make, use, **{**given, **more})


def three(**more):
    """Farm 100, mill 80, bakery 120; the mill buys 40 of the farm, the bakery 60 of the mill, the farm 10 of itself."""
    return tables(np.diag([100, 80, 120]), [[10, 40, 0], [0, 0, 60], [0, 0, 0]], **more)


def test_three_sectors_by_hand():
    """One unit of bread: 60/120 of flour, of which 40/80 is grain, of which each takes 10/100 more grain."""
    needs = requirements(three())
    output = needs.made_here(np.array([0.0, 0.0, 1.0]))
    assert output == pytest.approx([0.25 / 0.9, 0.5, 1.0])
    assert needs.multipliers() == pytest.approx([1 / 0.9, 1 + 0.5 / 0.9, 1 + 0.5 + 0.25 / 0.9])
    ends = needs.ends(np.array([0.0, 0.0, 1.0]))
    assert ends["value_added"] == pytest.approx([0.9 * 0.25 / 0.9, 0.5 * 0.5, 0.5])
    assert ends["value_added"].sum() == pytest.approx(1)


def test_imports_are_in_every_use():
    """Half of the grain used here is imported (100 made, 100 imported): half of 0.25 and of the seed it takes."""
    needs = requirements(three(imports=np.array([100.0, 0, 0])))
    ends = needs.ends(np.array([0.0, 0.0, 1.0]))
    grain = 0.25 * 0.5 / (1 - 0.5 * 0.1)  # made here
    assert needs.made_here(np.array([0.0, 0.0, 1.0]))[0] == pytest.approx(grain)
    assert ends["imports"].sum() == pytest.approx(0.5 * (0.25 + 0.1 * grain))
    assert ends["imports"].sum() + ends["value_added"].sum() == pytest.approx(1)


def test_exports_are_no_supply_here():
    needs = requirements(three(imports=np.array([100.0, 0, 0]), exports=np.array([50.0, 0, 0])))
    assert needs.imported[0] == pytest.approx(100 / 150)


def test_an_industry_makes_two_products_by_one_recipe():
    """Industry technology: the dairy's cheese comes with the dairy's inputs, whatever else it makes."""
    needs = requirements(tables([[50, 50], [0, 100]], [[0, 0], [20, 0]]))
    # Of commodity 1 a third comes from the first industry, which uses 0.2 of commodity 1 a unit of output.
    assert needs.made_here(np.array([0.0, 1.0]))[1] == pytest.approx(1 / (1 - 0.2 / 3))


def test_old_things_call_forth_nothing_and_are_told():
    """A works sells 10 of scrap beside 90 of steel; a smith buys 20 of scrap."""
    needs = requirements(tables([[90, 0, 10], [0, 50, 0]], [[0, 10], [0, 0], [0, 20]], scrap=frozenset({"c2"})))
    ends = needs.ends(np.array([0.0, 1.0, 0.0]))
    assert ends["old"].sum() == pytest.approx(20 / 50)
    assert ends["value_added"].sum() + ends["imports"].sum() + ends["old"].sum() == pytest.approx(1)


def test_entries_below_zero_are_told_and_the_sums_still_hold():
    needs = requirements(tables([[100, -4], [0, 50]], [[0, -6], [30, 0]]))
    assert {(one.where, one.row, one.column, one.value) for one in needs.handled} == {
        ("make", "i0", "c1", -4.0), ("use", "c0", "i1", -6.0)}
    for spent in np.eye(2):
        assert sum(part.sum() for part in needs.ends(spent).values()) == pytest.approx(1)


def test_value_added_below_zero_is_kept_and_told():
    needs = requirements(tables([[10.0]], [[12.0]]))
    assert [one.where for one in needs.handled] == ["value added"]


def test_spending_goes_through_the_shops():
    """Households buy 60 of bread from the bakery and pay 40 to the shop: a unit spent is 0.6 bread, 0.4 shop."""
    made = tables(np.diag([60, 40, 50]), np.zeros((3, 3)), commodities=("bread", "shop", "rent"),
                  households=np.array([60.0, 40, 50]))
    needs = requirements(made)
    lines = [Line("Bakery", ("bread",), "food", ""), Line("Rent", ("rent",), "none", ""),
             Line("Pension", (), "none", "saving is no purchase")]
    basket = spread_spending(needs, made.households, {"Bakery": 200, "Rent": 100, "Pension": 30}, lines,
                             {"food": ("shop",)}, ())
    assert basket.items["Bakery"]["direct"] == pytest.approx({"bread": 0.6, "shop": 0.4})
    assert basket.items["Rent"]["direct"] == pytest.approx({"rent": 1})
    assert basket.left_out == {"Pension": (30, "saving is no purchase")}
    assert basket.spent == 300 and basket.value_added == pytest.approx(300)
    assert basket.inside[0][1] == pytest.approx(120)
    with pytest.raises(KeyError, match="Beer"):
        spread_spending(needs, made.households, {"Beer": 1}, lines, {"food": ("shop",)}, ())
