"""Cutting from stock: by hand, against trying everything, and what any plan must keep."""

from decimal import Decimal as D
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from commonstead.core.making import cut_from_stock, pieces_per_stock
from commonstead.core.vocabulary.refusal import Refused


def test_by_hand():
    plan = cut_from_stock([2400, 2400, 1100, 1100, 1100], 6000, kerf=3)
    # 2400 + 3 + 2400 + 3 + 1100 = 5906 and 1100 + 3 + 1100 = 2203
    assert plan.bars == ((2400, 2400, 1100), (1100, 1100))
    assert (plan.needed, plan.used, plan.kerf_loss, plan.at_least, plan.proven) == (2, 8100, 9 + 6, 2, True)
    assert plan.waste == 2 * 6000 - 8100 - 15


def test_a_piece_flush_with_the_end_needs_no_cut():
    assert cut_from_stock([500, 500], 1000).needed == 1
    assert cut_from_stock([500, 500], 1000, kerf=1).needed == 2
    plan = cut_from_stock([499, 500], 1000, kerf=1)
    assert (plan.needed, plan.kerf_loss, plan.waste) == (1, 1, 0)
    assert cut_from_stock([1000], 1000, kerf=5).kerf_loss == 0
    assert cut_from_stock([998], 1000, kerf=5).kerf_loss == 2  # the saw runs out of the end


def test_first_fit_alone_would_take_one_more():
    # Longest first: 5+4 | 4+3 (+3 no) … would take four; 5+3+2, 4+4+2, 4+3+3 take three.
    lengths = [5, 4, 4, 4, 3, 3, 3, 2, 2]
    plan = cut_from_stock(lengths, 10)
    assert (plan.needed, plan.waste, plan.proven) == (3, 0, True)


def test_tolerance_is_told_and_not_used():
    plan = cut_from_stock([501, 501], 1000, tolerance=1)
    assert (plan.needed, plan.within_tolerance, plan.bars) == (2, 1, ((501,), (501,)))


def test_nothing_to_cut():
    assert cut_from_stock([], 1000).needed == 0


def test_equal_pieces():
    assert pieces_per_stock(180, 1000) == 5 and pieces_per_stock(180, 1000, 25) == 5
    assert pieces_per_stock(180, 1000, 26) == 4  # 5 × 180 + 4 × 26 = 1004


@pytest.mark.parametrize(
    ("lengths", "rest", "clause"),
    [
        ([1200], {"stock_length": 1000}, "design.cut_too_long"),
        ([0], {"stock_length": 1000}, "design.cut_not_positive"),
        ([-5], {"stock_length": 1000}, "design.cut_not_positive"),
        ([5], {"stock_length": 0}, "design.cut_not_positive"),
        ([5], {"stock_length": 1000, "kerf": -1}, "design.cut_not_positive"),
        ([5], {"stock_length": D("NaN")}, "design.cut_not_positive"),
        ([5] * 2_001, {"stock_length": 1000}, "design.too_many_pieces"),
    ],
)
def test_what_cannot_be_cut_is_refused(lengths, rest, clause):
    with pytest.raises(Refused) as refused:
        cut_from_stock(lengths, **rest)
    assert [refusal.clause for refusal in refused.value.refusals] == [clause]


def fewest_by_trying(lengths, stock, kerf):
    """Each order of the pieces, cut one after the other: some order gives the least."""
    best = len(lengths)
    for order in set(permutations(lengths)):
        bars, left = 0, -1
        for piece in order:
            if left < piece:
                bars, left = bars + 1, stock
            left -= piece + kerf
        best = min(best, bars)
    return best


@settings(max_examples=150, deadline=None)
@given(some.lists(some.integers(1, 12), min_size=1, max_size=6), some.integers(12, 20), some.integers(0, 2))
def test_as_few_as_trying_everything(lengths, stock, kerf):
    plan = cut_from_stock(lengths, stock, kerf)
    assert plan.needed == fewest_by_trying(lengths, stock, kerf) == plan.at_least


@settings(max_examples=100, deadline=None)
@given(some.lists(some.decimals(1, 600, places=1), max_size=60), some.decimals(0, 5, places=1))
def test_every_piece_is_cut_once_and_fits(lengths, kerf):
    plan = cut_from_stock(lengths, 600, kerf)
    assert sorted(piece for bar in plan.bars for piece in bar) == sorted(lengths)
    assert all(sum(bar) + kerf * (len(bar) - 1) <= 600 for bar in plan.bars)
    assert plan.used + plan.kerf_loss + plan.waste == 600 * plan.needed and plan.waste >= 0
    assert plan.at_least <= plan.needed
