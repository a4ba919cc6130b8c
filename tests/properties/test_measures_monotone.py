"""More provision inside never lowers slack (Exodus 8792): wage hours of random towns, days and hours of one holder."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonstead.core.boundary.incidence import Incidence
from commonstead.core.boundary.measures.holders import Holder, Holding
from commonstead.core.boundary.measures.lengthening import lengthen, steps
from commonstead.core.boundary.measures.withdrawing import withdrawal
from commonstead.core.boundary.slack import slack

from .boundary_networks import random_network, richer

_DAYS = 0.02


@pytest.mark.parametrize("block", range(10))
def test_no_gift_to_a_town_lowers_the_wage_that_can_be_given_up(block):
    for seed in range(block * 40, block * 40 + 40):
        network = random_network(seed)
        what, better = richer(network, random.Random(seed))
        before, after = withdrawal(network), withdrawal(better)
        if before.needed is not None:
            assert after.needed is not None, f"seed {seed}: {what} left no income that is enough"
            assert after.needed <= before.needed + 1e-6 * (1 + before.needed), f"seed {seed}: {what} asks more income"


AMOUNTS = st.sampled_from([0.0, 0.5, 3.0, 20.0])
HOLDINGS = st.lists(
    st.builds(lambda need, share, inside, stock, buy, keeps: dict(
        need=need, floor=need * share, inside=inside, stock=stock, buy=buy, keeps=keeps),
        AMOUNTS, st.sampled_from([0, 0.5, 1]), AMOUNTS, AMOUNTS, st.sampled_from([None, 1.0, 4.0]),
        st.sampled_from([0.0, 0.5, 1.0])), min_size=1, max_size=5)


def holder(rows, savings) -> Holder:
    return Holder(tuple(Holding(str(number), "kg", **row) for number, row in enumerate(rows)), savings, 50)


@settings(max_examples=120, deadline=None)
@given(HOLDINGS, st.sampled_from([0.0, 7.0, 200.0]), st.data())
def test_no_gift_to_a_household_person_or_association_lowers_its_slack(rows, savings, data):
    """One of them gets more from inside, in store or in the till."""
    which, what = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.sampled_from(["inside", "stock", "savings"]))
    better = [dict(row) for row in rows]
    if what != "savings":
        better[which][what] += 5
    before, after = holder(rows, savings), holder(better, savings + 10 * (what == "savings"))
    assert after.lasts().days >= before.lasts().days - _DAYS
    one, two = withdrawal(before.network()), withdrawal(after.network())
    assert one.needed is None or two.needed <= one.needed + 1e-6


@settings(max_examples=120, deadline=None)
@given(HOLDINGS, st.sampled_from([0.0, 7.0, 200.0]))
def test_counting_month_by_month_is_what_the_engine_finds(rows, savings):
    one = holder(rows, savings)
    found, engine = one.lasts(), slack(Incidence(one.network()))
    assert found.days == pytest.approx(engine.days, abs=_DAYS)
    assert found.at_least == engine.at_least


@settings(max_examples=40, deadline=None)
@given(HOLDINGS, st.sampled_from([0.0, 30.0]))
def test_a_step_gives_what_it_says(rows, savings):
    """Each step that is told gives as much as a solve of its own says."""
    home = holder(rows, savings).network()
    before = slack(Incidence(home))
    options = steps(home, before)
    by_name = {(option.kind, option.name): option.network for option in options}
    for longer in lengthen(home, options, before):
        after = slack(Incidence(by_name[longer.kind, longer.name]))
        assert longer.days == pytest.approx(max(after.days - before.days, 0), abs=1e-9)
