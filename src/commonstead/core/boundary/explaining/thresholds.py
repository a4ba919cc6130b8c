"""When a step stops paying: the factor on a price or a yield at which its saving, solved again, is nothing.

The saving is piecewise linear in a price, so that Newton's step from where it still pays lands on the very point, or
beyond a kink, from where it goes on. Every answer is checked: at it nothing is saved, a little before it something is.
Where several points would do, it is the one found first on the way from today's price.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

_STEPS = 40
_CLOSE = 1e-7  # of a factor
_BEFORE = 1e-4  # share of the way at which it must still pay


@dataclass(frozen=True)
class Sample:
    """The saving at a factor (nan: the needs cannot be met there) and how it changes with the factor."""

    saving: float
    slope: float


def where_it_stops(sample: Callable[[float], Sample], limit: float, smallest: float) -> tuple[float, bool] | None:
    """(factor, whether it is cash that ends there) between 1 and limit at which no more than `smallest` is saved;
    None where it pays all the way. sample: called with factors. Call it where something is saved at 1."""
    low, here = 1.0, sample(1.0)
    high, ends_in_cash = None, False
    for _ in range(_STEPS):
        probe, newton = _probe(low, here, high, limit)
        there = sample(probe)
        if there.saving > smallest:
            if probe == limit:
                return None
            low, here = probe, there
        else:
            high, ends_in_cash = probe, bool(np.isnan(there.saving))
            before = probe - _BEFORE * (probe - low)
            if newton and not ends_in_cash:
                near = sample(before)
                if near.saving > smallest:
                    return probe, False
                high, ends_in_cash = before, bool(np.isnan(near.saving))
        if high is not None and abs(high - low) <= _CLOSE * max(1.0, abs(high)):
            break
    return None if high is None else (high, ends_in_cash)


def _probe(low, here, high, limit):
    """(where to look next, whether Newton says so). Without a bracket it at most doubles the way."""
    onward = np.sign(limit - 1.0)
    middle = (low + high) / 2 if high is not None else _further(low, limit)
    if here.slope * onward >= 0 or not np.isfinite(here.slope):
        return middle, False
    probe = low - here.saving / here.slope
    beyond = high if high is not None else limit
    if (probe - beyond) * onward >= 0:
        return (middle, False) if high is not None else (limit, False)
    return (probe, True) if (probe - low) * onward > 0 else (middle, False)


def _further(low, limit):
    return min(low * 2, limit) if limit > 1 else max(low / 2, limit)


def where_it_begins(pays: Callable[[float], bool], limit: float, precision: float = 1e-3) -> float | None:
    """The factor nearest to 1, between 1 and limit, at which it would pay, by halving; None where it does not even
    at the limit. pays: called with factors; expected to say no at 1."""
    low, high = 1.0, 1.0
    while True:
        high = _further(high, limit)
        if pays(high):
            break
        if high == limit:
            return None
        low = high
    while abs(high - low) > precision * high:
        middle = (low + high) / 2
        low, high = (low, middle) if pays(middle) else (middle, high)
    return high
