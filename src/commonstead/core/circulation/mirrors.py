"""Two circles that trade with each other: exact rates, mirror accounts, and the chain in which both keep what crossed.

What a member pays across goes in their own circle to the mirror account of the other, and there the mirror account of
this one pays out. So the two mirrors always stand at opposite amounts, one times the rate, and each circle sees from
its own book alone what the other owes it. That holds only in whole steps: an amount that does not come out even at the
rate is refused, never rounded. Caps at both ends keep either circle from owing the other more than it agreed to
(Exodus 12308; the Credit Commons protocol calls these trunkward accounts).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from fractions import Fraction

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

BEGINNING = "0" * 64
_MOST_OF_A_RATE = 10**6


def read_rate(there: int, here: int) -> Fraction:
    """How many steps of the other unit one step of ours is. Refused: bridges.rate_wrong."""
    if not (0 < there <= _MOST_OF_A_RATE and 0 < here <= _MOST_OF_A_RATE):
        raise Refused(Refusal("bridges.rate_wrong", gettext_noop(
            "Say the rate in two whole numbers from 1 to {most}, like 3 for 2."), {"most": _MOST_OF_A_RATE},
            field="rate"))
    return Fraction(there, here)


def across(amount: int, rate: Fraction) -> int:
    """What an amount is on the other side, exactly. Refused: bridges.not_even (names the steps that come out even)."""
    there = amount * rate
    if there.denominator != 1:
        raise Refused(Refusal("bridges.not_even", gettext_noop(
            "At this rate the amount does not come out even on the other side. Write a multiple of {step}."),
            {"step": rate.denominator}, field="amount"))
    return int(there)


def opposite(here: int, there: int, rate: Fraction) -> bool:
    """Whether two mirrors stand as they must: what one circle has got too much, the other has too little."""
    return here * rate == -there


def most_across(balance: int, cap: int, going_in: bool) -> int:
    """How much more may reach (going_in) or leave a mirror that stands at a balance, within its cap."""
    return max(0, cap - balance if going_in else cap + balance)


def link(previous: str, position: int, words: Sequence[object]) -> str:
    """The hash of what crosses next: over its place, the hash before it, and what both circles wrote. Both sides can
    calculate it from their own entries and hold it against the other's."""
    text = json.dumps([previous, position, *words], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
