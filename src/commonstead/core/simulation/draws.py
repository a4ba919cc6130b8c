"""Draws without a state: each is a pure function of the seed and of what it is for.

Because a draw depends on its own keys only, changing one rhythm of a town's year leaves all others as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """All chance of one imagined town."""

    def __init__(self, seed: int):
        self._seed = seed

    def share(self, *keys: object) -> float:
        """A number from 0 up to, not including, 1."""
        text = "\x1f".join(map(str, (self._seed, *keys)))
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big") / 2**56

    def whole(self, below: int, *keys: object) -> int:
        """A whole number from 0 up to, not including, `below`."""
        return int(self.share(*keys) * below)

    def pick(self, options: Sequence[T], *keys: object) -> T:
        """One of the options."""
        return options[self.whole(len(options), *keys)]

    def around(self, amount: Decimal, spread: Decimal, *keys: object) -> Decimal:
        """The amount, up to `spread` (a share of it) more or less."""
        return amount * (1 + spread * Decimal(str(round(2 * self.share(*keys) - 1, 6))))

    def counted(self, amount: Decimal, *keys: object) -> Decimal:
        """A whole number whose average is the amount: 0.1 chairs a month is one chair in ten months."""
        floor = amount.to_integral_value(ROUND_FLOOR)
        more = Decimal(str(self.share("counted", *keys))) < amount - floor
        return floor + (1 if more else 0)


def tidy(amount: Decimal, decimals: int) -> int:
    """An amount as the journal's integer, rounded as people write it: to two digits that count."""
    if amount <= 0:
        return 0
    finest = max(-decimals, amount.adjusted() - 1)
    rounded = amount.quantize(Decimal(1).scaleb(finest), ROUND_HALF_EVEN)
    return int(rounded.scaleb(decimals))
