"""The 389-sector tables of 2007 with the spending of 2017: identities that must hold, and figures that stay.

Only a published shape is assumed of the data; a tiny table by hand is tested in core/boundary/baseline.
"""

from __future__ import annotations

import contextlib
import io
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from commonstead.core.boundary.baseline import requirements, spread_spending
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.files.input_output import (
    SHOPS,
    carriers,
    concordance,
    read_make_use,
    read_spending,
    sector_names,
)
from commonstead.site import cli

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "production"
MAKE = DATA / "us-input-output" / "389_Make_2007_PRO_BeforeRedef.csv"
USE = DATA / "us-input-output" / "389_Use_2007_PRO_BeforeRedef.csv"
SPENDING = DATA / "us-spending" / "2017-aggshare-quintile.xlsx"
needs_data = pytest.mark.skipif(not all(path.exists() for path in (MAKE, USE, SPENDING)),
                                reason=f"the tables are not in {DATA}")
TINY_MAKE = '"","bread","grain","T008"\n"bakery","90","10","100"\n"farm",NA,"50","50"\n"T007","90","60","150"\n'
TINY_USE = ('"","bakery","farm","F01000","F04000","F05000"\n"bread",NA,NA,"90","0","0"\n'
            '"grain","30","5","25","0","-5"\n"V00100","70","45",NA,NA,NA\n')


@cache
def tables():
    return read_make_use(MAKE.read_bytes(), USE.read_bytes())


@cache
def basket(fifth=None):
    lines = concordance()
    spending = read_spending(SPENDING.read_bytes(), [line.item for line in lines], fifth)
    needs = requirements(tables())
    return needs, spending, spread_spending(needs, tables().households, spending.items, lines, SHOPS, carriers())


@needs_data
def test_every_unit_spent_ends_in_value_added_imports_or_old_things():
    needs = requirements(tables())
    rng = np.random.default_rng(1)
    for spent in (*np.eye(len(needs.commodities))[::40], rng.random(len(needs.commodities))):
        assert sum(part.sum() for part in needs.ends(spent).values()) == pytest.approx(spent.sum(), rel=1e-9)


@needs_data
def test_value_added_of_an_industry_is_the_published_one_less_the_scrap_it_sells():
    given = tables()
    needs = requirements(given)
    scrap = [given.commodities.index(name) for name in sorted(given.scrap | given.excluded | given.bought_abroad)]
    sold = given.make[:, scrap].sum(axis=1)
    negative = np.minimum(given.use, 0).sum(axis=0) - np.minimum(given.make, 0).sum(axis=1)
    outputs = np.maximum(np.delete(given.make, scrap, axis=1), 0).sum(axis=1)
    worked_out = needs._value_added * outputs
    # Each is a sum of about 400 entries that were rounded to whole millions.
    assert worked_out == pytest.approx(given.value_added - sold + negative, abs=20)
    assert needs.row_sums_check() < 1e-9


@needs_data
def test_all_uses_call_forth_the_output_that_was_made():
    """Final use at home and abroad, less imports, through the total requirements gives back every output."""
    given = tables()
    needs = requirements(given)
    plain = np.array([name not in given.scrap | given.excluded | given.bought_abroad for name in given.commodities])
    made = np.maximum(given.make, 0).sum(axis=0)
    final = made - needs._uses @ np.where(plain, made, 0).__matmul__(needs._market.T)
    output = np.linalg.solve(np.eye(len(made)) - np.where(plain, 1.0, 0.0)[:, None] * needs._direct,
                             np.where(plain, final, 0.0))
    assert output[plain] == pytest.approx(made[plain], rel=1e-8)


@needs_data
def test_multipliers_are_at_least_one_and_that_of_bread_is_its_columns_sum():
    needs = requirements(tables())
    multipliers = needs.multipliers()
    made = np.array([name not in tables().scrap for name in needs.commodities])
    assert (multipliers[made] >= 1 - 1e-12).all()
    bread = needs.place["311810"]
    whole = np.linalg.inv(np.eye(len(made)) - np.where(made, 1.0, 0.0)[:, None] * needs._direct)
    assert multipliers[bread] == pytest.approx(whole[:, bread].sum())
    assert 1.8 < multipliers[bread] < 2.6


@needs_data
def test_what_is_below_zero_is_told():
    handled = requirements(tables()).handled
    assert sum(one.where == "use" for one in handled) == 13
    assert [(one.row, one.column, one.value) for one in handled if one.where == "make"] == [("S00102", "524100", -74)]
    assert {one.row for one in handled if one.where == "value added"} == {"1111B0", "S00201"}


@needs_data
def test_the_classes_are_all_spending_and_each_has_a_reason():
    lines = concordance()
    assert all(line.reason for line in lines)
    assert {sector for line in lines for sector in line.sectors} <= set(tables().commodities)
    assert {sector for line in lines for sector in line.sectors} <= set(sector_names())
    spending = read_spending(SPENDING.read_bytes(), [line.item for line in lines])
    assert spending.total == pytest.approx(60_041, abs=1)  # 7,805,368 million by 130,001 thousand households
    assert sum(spending.items.values()) == pytest.approx(spending.total, rel=0.001)


@needs_data
@pytest.mark.parametrize("fifth", [None, 1, 5])
def test_a_basket_rests_on_all_that_was_spent(fifth):
    _, _, found = basket(fifth)
    assert found.value_added + found.imports + found.old == pytest.approx(found.spent, rel=1e-9)
    for row in found.items.values():
        assert sum(row["direct"].values()) == pytest.approx(1)
        assert sum(row["value_added"].values()) + row["imports"] + row["old"] == pytest.approx(1, abs=1e-6)


@needs_data
def test_bread_comes_from_bakeries_shops_and_mills():
    _, _, found = basket()
    bread = found.items["Bakery products"]
    assert bread["direct"]["311810"] > 0.3 and bread["value_added"]["445000"] > 0.1
    assert bread["value_added"]["311210"] > 0.002  # the mill is bought from by the bakery alone
    assert found.items["Natural gas"]["direct"] == pytest.approx({"221200": 1})
    assert found.items["Cars and trucks, used"]["old"] > 0.5


@needs_data
def test_the_command_answers_as_json():
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert cli.main(["baseline", str(MAKE), str(USE), str(SPENDING), "--quintile", "1", "--json"]) == 0
    answer = json.loads(out.getvalue())
    assert abs(answer["check_sum"]) < 1e-6 and answer["fifth"] == 1 and len(answer["handled"]) > 14


def test_a_tiny_table_by_hand():
    given = read_make_use(TINY_MAKE.encode(), TINY_USE.encode())
    needs = requirements(given)
    # The bakery makes a sixth of the grain, by its own recipe: 0.3 of grain a unit; the farm 0.1.
    assert needs._direct[1] == pytest.approx([0.3, 0.3 / 6 + 0.1 * 5 / 6])
    assert needs.imported[1] == pytest.approx(5 / 65)


@pytest.mark.parametrize(("make", "use", "said"), [
    (TINY_MAKE.replace('"50","50"', '"many","50"'), TINY_USE, "line 3, column grain"),
    (TINY_MAKE.replace('"60","150"', '"80","150"'), TINY_USE, "add up to 60"),
    (TINY_MAKE, TINY_USE.replace('"grain"', '"corn"'), "no line grain"),
    (TINY_MAKE, TINY_USE.replace('"F05000"', '"F0"'), "F05000"),
    (TINY_MAKE.replace('"farm",NA,', '"farm",'), TINY_USE, "line 3"),
    ("", TINY_USE, "a first line"),
])
def test_wrong_tables_are_refused_by_line_and_column(make, use, said):
    with pytest.raises(Refused, match=said):
        read_make_use(make.encode(), use.encode())


def test_a_wrong_encoding_and_a_wrong_spending_file_are_refused():
    with pytest.raises(Refused, match="UTF-8"):
        read_make_use(b"\xff\xfe", TINY_USE.encode())
    with pytest.raises(Refused, match="not an Excel file"):
        read_spending(b"not a workbook", ["Food"])
    with pytest.raises(Refused, match="fifths"):
        read_spending(b"", ["Food"], 6)
