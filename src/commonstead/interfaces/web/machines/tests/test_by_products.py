"""A cost that rests on by-products says so, in the sum and in the list."""

from __future__ import annotations

from types import SimpleNamespace

from commonstead.core.boundary import read_network
from commonstead.core.boundary.machines.cascade import cascade
from commonstead.core.boundary.machines.costs import unit_costs
from commonstead.core.boundary.machines.formula import how_it_adds_up
from commonstead.interfaces.web.machines import cheaper, sums

WORDS = SimpleNamespace(good=str.capitalize, cash=lambda value: f"{value:.2f}", unit=lambda good: "kg")


def town(wool):
    return read_network({
        "format": "provisioning-network/1",
        "goods": [{"id": "sheep", "unit": "each", "buy": 8}, {"id": "meat", "unit": "kg", "buy": 9, "need": 1},
                  {"id": "wool", "unit": "kg", "buy": 9, "need": wool}],
        "people": [{"id": "p", "hours": 9, "skills": ["work"]}],
        "recipes": [{"id": "keep", "inputs": {"sheep": 1}, "outputs": {"wool": 1, "meat": 1}, "hours": {"work": 1}}]})


def said(wool):
    return " ".join(sums._sentences(how_it_adds_up(town(wool), unit_costs(town(wool)), "meat"), WORDS))


def test_the_sum_says_what_a_unit_costs_where_the_by_product_is_thrown_away():
    wanted = said(wool=1)
    assert "= 4.00" in wanted and "would cost at the shop: wool" in wanted and "a unit costs 8.00" in wanted
    unwanted = said(wool=0)
    assert "= 8.00" in unwanted and "That bears nothing of its cost" in unwanted


def test_the_list_names_the_by_products_and_a_use_found_for_them():
    with_sewing = read_network({
        "format": "provisioning-network/1",
        "goods": [{"id": "sheep", "unit": "each", "buy": 8}, {"id": "meat", "unit": "kg", "buy": 9, "need": 1},
                  {"id": "wool", "unit": "kg", "buy": 9}, {"id": "coat", "unit": "each", "buy": 90, "need": 1}],
        "people": [{"id": "p", "hours": 9, "skills": ["work"]}],
        "recipes": [{"id": "keep", "inputs": {"sheep": 1}, "outputs": {"wool": 1, "meat": 1}, "hours": {"work": 1}},
                    {"id": "sew", "inputs": {"wool": 1}, "outputs": {"coat": 1}, "hours": {"work": 1},
                     "adopted": False}]})
    meat = next(good for good in cascade(with_sewing, [["sew"]]).goods if good.id == "meat")
    assert cheaper._use_for(meat, WORDS) == "counts on a use for wool"
    assert cheaper._because(meat, WORDS) == "step 1: a use for what is made with it"
