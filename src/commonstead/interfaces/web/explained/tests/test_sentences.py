"""Sentences say what the numbers say, and only that; by hand for the bread of one week."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from commonstead.core.boundary import Cash, Good, Network, Person, Recipe, plan
from commonstead.core.boundary.changes import Changes, changed
from commonstead.core.boundary.explaining import explain
from commonstead.interfaces.web.explained.network_words import NetworkWords
from commonstead.interfaces.web.explained.sentences import alternatives, listed, part_of, sentences

BREAD = Network(
    periods=52, days_per_period=7,
    goods=(Good("bread", "kg", need=(15.0,) * 52, floor=(15.0,) * 52, buy=4.0), Good("flour", "kg", buy=1.25),
           Good("oven", "each", stock=1.0, hours_each=40.0)),
    people=(Person("ana", 12.0, ("baking",)),),
    recipes=(Recipe("bake", {"flour": 8.0}, {"bread": 10.0}, hours={"baking": 2.0}, machines={"oven": 6.0},
                    adopted=False),),
)


def told(network, recipe="bake"):
    return sentences(explain(network, plan(network), [recipe]).to_json(), NetworkWords(network), "USD")


def test_bread_in_four_sentences():
    """52 × 15 kg × 4 = 3,120 for bread; flour for it 0.8 × 1.25 = 1 of 4: 2,340 saved; 1.5 × 6 h of the oven."""
    assert told(BREAD) == [
        "It saves $2,340 a year, because what it takes (flour) costs a quarter of what the shop asks for bread.",
        "It asks 3 of 12 free hours of baking a week.",
        "It needs the oven 9 of its 40 hours a week.",
        "It stops paying if the price of flour rises to 4.0 times today's or the price of bread falls below a quarter "
        "of today's.",
    ]


def test_a_price_that_need_only_double_is_said_so():
    near = changed(BREAD, Changes(prices={"flour": 2.0}))
    assert told(near)[0].endswith("costs half of what the shop asks for bread.")
    assert "the price of flour doubles" in told(near)[-1]


def test_what_does_not_pay_says_when_it_would_and_what_cannot_begin_says_what_is_missing():
    dear = changed(BREAD, Changes(prices={"flour": 8.0}))
    begins = "It would save nothing as things are. It would begin to pay if the price of"
    assert told(dear)[0] in (f"{begins} flour falls below half of today's.", f"{begins} bread doubles."), "as near"
    bare = replace(BREAD, people=(), goods=(*BREAD.goods[:2], replace(BREAD.goods[2], stock=0.0, buy=900.0)))
    assert told(bare) == ["It cannot begin as things are.",
                          "Needed first: somebody who offers hours of baking and oven ($900)."]


def test_a_need_that_is_met_by_it_alone_is_named():
    alone = replace(BREAD, goods=(replace(BREAD.goods[0], buy=None), *BREAD.goods[1:]))
    assert "It meets what is not met now: bread." in told(alone)
    assert told(alone.adopting(["bake"]))[0] == "Without it these needs could not be met: bread."


def test_no_plan_no_figures():
    broke = replace(BREAD, cash=Cash(-5.0, 0.0, 0.0))
    (only,) = told(broke)
    assert not re.search(r"\d", only)


@pytest.mark.parametrize(("share", "words"), [(0.2025, "a fifth"), (0.25, "a quarter"), (0.5, "half"),
                                              (0.43, "43 %"), (0.675, "two thirds"), (0.04, "4 %")])
def test_parts_are_words_only_where_they_are_near(share, words):
    assert part_of(share) == words


def test_lists_read_as_lists():
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert alternatives(["a", "b"]) == "a or b"
    assert listed([]) == ""
