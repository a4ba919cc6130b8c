"""Walk-away days on random towns: found in a few questions, and the kink itself: a little longer cannot be met."""

from __future__ import annotations

import pytest

from commonstead.core.boundary.incidence import Incidence
from commonstead.core.boundary.slack import _Search, slack

from .boundary_networks import random_network

#: Towns on which a secant falls short of the kink, because the shortage is bent the wrong way there.
_BENT = (40, 228, 285)
_MOST_QUESTIONS = 40  # halving a period of 30 days down to a thousandth of one takes 15, and each may ask twice


@pytest.mark.parametrize("seeds", [_BENT, range(300, 360)])
def test_walk_away_days_are_found_in_few_questions_and_are_the_longest(seeds, monkeypatch):
    asked = []
    shortage = _Search.shortage

    def counted(self, whole, part):
        asked.append((part, shortage(self, whole, part)))
        return asked[-1][1]

    monkeypatch.setattr(_Search, "shortage", counted)
    ended = 0
    for seed in seeds:
        asked.clear()
        found = slack(Incidence(random_network(seed)))
        assert len(asked) < _MOST_QUESTIONS, f"seed {seed}"
        if found.at_least or not asked:
            continue
        ended += 1
        days = random_network(seed).days_per_period
        share = found.days / days % 1
        met = [part for part, (short, *_) in asked if short <= 1e-7]
        short = [part for part, (short, *_) in asked if short > 1e-7]
        assert max(met, default=0.0) <= min(short) <= max(met, default=0.0) + 0.0011 / days + 1e-9, f"seed {seed}"
        assert share == pytest.approx(max(met, default=0.0) % 1, abs=0.006 / days), f"seed {seed}"
    assert ended == len(seeds) or ended > 10
