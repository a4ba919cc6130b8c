"""Who feeds whom, by hand."""

from __future__ import annotations

import pytest

from commonstead.core.flows.circulation import HOMES, MOST_STEPS, OUTSIDE, Chain, Link, chains, isolated, sourcing

KINDS = {"school": "free_school", "coders": "workshop", "farm": "garden", "kitchen": "kitchen", "field": "garden"}


def test_a_chain_across_three_kinds_is_one_chain():
    links = [Link("school", "coders", "network"), Link("coders", "farm", "program"), Link("farm", "homes", "beans", 9)]
    assert chains(links, KINDS) == (Chain(("school", "coders", "farm"), ("network", "program"), 3),)


def test_more_kinds_come_first_and_a_ring_is_walked_once():
    two = [Link("farm", "kitchen", "beans", 99), Link("kitchen", "field", "peels", 99)]
    more = [Link("school", "coders", "network"), Link("coders", "farm", "program")]
    assert [(chain.nodes, chain.kinds) for chain in chains([*two, *more], KINDS)] == [
        (("school", "coders", "farm", "kitchen", "field"), 4)]
    assert [chain.kinds for chain in chains([*two, Link("school", "coders", "network"), Link("coders", "field", "x")],
                                            KINDS)] == [3, 2]
    assert chains(two[:1], KINDS) == ()
    ring = [Link("school", "coders", "a"), Link("coders", "farm", "b"), Link("farm", "school", "c")]
    assert {chain.nodes for chain in chains(ring, KINDS)} == {
        ("school", "coders", "farm"), ("coders", "farm", "school"), ("farm", "school", "coders")}


def test_a_stretch_of_a_longer_chain_is_not_told_again_and_the_strongest_thing_names_a_link():
    links = [Link("farm", "kitchen", "beans", 5), Link("farm", "kitchen", "herbs", 50),
             Link("kitchen", "coders", "soup"), Link("coders", "school", "program")]
    assert chains(links, KINDS) == (
        Chain(("farm", "kitchen", "coders", "school"), ("herbs", "soup", "program"), 4),)


def test_a_dense_town_ends():
    kinds = {str(number): f"kind-{number}" for number in range(40)}
    links = [Link(a, b, "x", 1.0) for a in kinds for b in kinds if a != b]
    found = chains(links, kinds)
    assert found and len(found) < MOST_STEPS and max(len(chain.nodes) for chain in found) == 7


def test_sourcing_by_hand():
    """The kitchen gets 30 from the farm, 10 from homes and buys 60: three tenths from other commons. What has no price
    and what stays within counts for nothing."""
    links = [Link("farm", "kitchen", "beans", 30), Link(HOMES, "kitchen", "jars", 10),
             Link(OUTSIDE, "kitchen", "salt", 60), Link("kitchen", "kitchen", "salt", 60),
             Link("coders", "kitchen", "program"), Link("kitchen", HOMES, "soup", 99),
             Link(OUTSIDE, "farm", "seed", 100)]
    found = sourcing(links)
    assert found["kitchen"].share == pytest.approx(0.3)
    assert found[""].share == pytest.approx(0.15)
    assert "coders" not in found


def test_who_stands_alone():
    links = [Link("farm", "kitchen", "beans"), Link("coders", HOMES, "help"), Link("school", OUTSIDE, "course", 5),
             Link("field", "field", "beans", 5)]
    assert isolated(KINDS, links) == (("coders", "field", "school"), ("field", "school"))
