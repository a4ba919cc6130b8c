"""The pages of costs and machines, with a small town and with nothing."""

from __future__ import annotations

import pytest

from commonstead.interfaces.web.tests.conftest import ana, answered, client_of, number, town  # noqa: F401
from commonstead.town.boundary import commands as boundary
from commonstead.town.kind_contract.stories import StoryTown
from commonstead.town.ledger import commands as ledger
from commonstead.town.making import commands as making

PAGES = ("", "made-by")


@pytest.fixture
def shop(town):  # noqa: F811
    """The oven's town: an oven that a lathe makes, and the lathe on one of its kind."""
    for name, price in (("oven", 900), ("lathe", 3000)):
        ledger.add_specification(name, name=name.title(), unit="each", sort="machine",
                                 numbers={"buy": number(price), "hours_each": number(100), "wear": number("0.001")})
    ledger.add_specification("steel", name="Steel", unit="kg", sort="material", numbers={"buy": number(2)})
    making.add_recipe("turn-oven", name="An oven", inputs={"steel": 100}, outputs={"oven": 1}, machines={"lathe": 10},
                      hours={"baking": 9})
    making.add_recipe("turn-lathe", name="A lathe", inputs={"steel": 300}, outputs={"lathe": 1},
                      machines={"lathe": 40})
    boundary.compute_answers()
    return town


@pytest.mark.parametrize("page", PAGES)
def test_before_anything_was_worked_out(town, ana, page):  # noqa: F811
    text = ana.get(f"/boundary/machines/{page}").content.decode()
    assert "Work it out" in text


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens(shop, ana, page):  # noqa: F811
    assert ana.get(f"/boundary/machines/{page}").status_code == 200


def test_the_mill_makes_bread_cheaper_through_flour(answered, ana):  # noqa: F811
    text = ana.get("/boundary/machines/").content.decode()
    assert "Grind flour" in text and "step 1: cheaper flour" in text
    # bread: 8.1 kg flour at $1 over 10 kg; flour from 10 kg wheat at $0.20 over 9 kg
    assert "$0.81" in text and "$0.18" in text


def test_the_sum_of_one_good_has_its_numbers_put_in(answered, ana):  # noqa: F811
    text = ana.get("/boundary/machines/cost/bread?steps=mill").content.decode()
    assert "$1.80" in text and "× 0.1 = $0.18" in text
    assert ana.get("/boundary/machines/cost/nothing").status_code == 404
    assert ana.get("/boundary/machines/cost/wheat").status_code == 200


@pytest.mark.parametrize("steps", ["", "mill", "nothing", "mill,,mill.mill", "inputs-first", "<b>,%00", "." * 5000])
def test_any_address_is_answered(answered, ana, steps):  # noqa: F811
    assert ana.get("/boundary/machines/", {"steps": steps}).status_code == 200


def test_a_lathe_is_bought_once_and_then_makes_the_rest(shop, ana):  # noqa: F811
    text = ana.get("/boundary/machines/made-by").content.decode()
    assert "Made inside: 2 of 2 machines" in text and "To buy once" in text
    assert "fewer than five households" in text, "two households live here: no wage is told"


def test_settings_stand_in_the_address_and_wrong_ones_are_told(shop, ana):  # noqa: F811
    text = ana.get("/boundary/machines/made-by?wage=1000&months_of_wages=0.5").content.decode()
    assert "$1,000" in text and "Counted with a wage" in text
    for wage in ("much", "1e-300", "nan", "1e300", "1_000"):
        page = ana.get(f"/boundary/machines/made-by?wage={wage}")
        assert page.status_code == 200 and "is not a number above 0" in page.content.decode(), wage


def test_a_town_without_any_price_is_told_what_lacks(db):
    story = StoryTown()
    story.person("Ana")
    story.household("Ana's", "Ana")
    story.thing("bread", "kg", need_class="food")
    story.thing("flour", "kg")
    story.recipe("bake", inputs={"flour": 8}, outputs={"bread": 10}, hours={"baking": 1})
    story.needs("bread", 5)
    story.answers()
    reader = client_of(story.ids["Ana"])
    assert "No price is known yet" in reader.get("/boundary/machines/").content.decode()
    assert "No machine is known yet" in reader.get("/boundary/machines/made-by").content.decode()
    assert "No shop sells it" in reader.get("/boundary/machines/cost/bread").content.decode()


def test_a_bar_is_as_long_as_the_first_cost(db):
    import re

    from commonstead.interfaces.web.machines import chart

    svg = chart.narrow((chart.Bar("Bread", "$4 → $1", 0.25, ((1, 0.5), (2, 0.25))),), "a picture")
    widths = [float(width) for width in re.findall(r'<rect [^>]*width="([0-9.]+)"', svg)]
    assert [round(width + 2) for width in widths] == [round(358 * share) for share in (0.25, 0.25, 0.5)]
    assert ">1</text>" in svg and ">2</text>" in svg and "Bread" in svg
