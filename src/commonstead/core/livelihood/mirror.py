"""What the audit shows its household: where it differs from the average, and ideas that start from what is there.

Assets before deficits (Exodus 9262-9267): the first ideas strengthen what the household already does; only
then come purchases that somebody in town could take in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from commonstead.core.vocabulary.refusal import gettext_noop

from .audit import Audit
from .ways import OWN, WAYS_INSIDE

#: An average differs by a few percent from everybody; a difference is worth a word from a quarter on.
WORTH_A_WORD = Decimal("0.25")


@dataclass(frozen=True)
class Difference:
    """One need where the household is not average. Amounts a month; inside: the part met without the shop."""

    good: str
    amount: Decimal
    average: Decimal
    inside: Decimal
    average_inside: Decimal


@dataclass(frozen=True)
class Idea:
    """One thing that the household could do. sort: share, learn or take_in.  cash: what it pays for it now."""

    sort: str
    good: str
    template: str
    cash: Decimal = Decimal(0)
    who: tuple[str, ...] = ()


def differences(audit: Audit, average: Audit) -> tuple[Difference, ...]:
    """Where amount or the part met inside is off the average by a quarter or more, largest first."""
    found = []
    for entry in audit.entries:
        usual = average.entry(entry.good)
        usual_amount = usual.amount if usual else Decimal(0)
        usual_inside = usual.amount_by(WAYS_INSIDE) if usual else Decimal(0)
        inside = entry.amount_by(WAYS_INSIDE)
        scale = max(usual_amount, entry.amount)
        if not scale:
            continue
        off = max(abs(entry.amount - usual_amount), abs(inside - usual_inside)) / scale
        if off >= WORTH_A_WORD:
            found.append((off, Difference(entry.good, entry.amount, usual_amount, inside, usual_inside)))
    found.sort(key=lambda pair: (-pair[0], pair[1].good))
    return tuple(difference for _, difference in found)


def ideas(audit: Audit, prices: Mapping[str, Decimal], made_by: Mapping[str, tuple[str, ...]],
          most: int = 6) -> tuple[Idea, ...]:
    """At most `most` ideas. `made_by`: who in town makes a good, by good (names as the household knows them)."""
    strengthen, take_in = [], []
    for entry in audit.entries:
        bought = entry.amount_by({"sale"})
        cash = sum((way.cash if way.cash is not None else way.amount * prices.get(entry.good, Decimal(0))
                    for way in entry.ways if way.mode == "sale"), Decimal(0))
        own = entry.amount_by({OWN})
        if own and own >= bought:
            strengthen.append(Idea("share", entry.good, gettext_noop(
                "You already make or do most of your {good}. A neighbor might like to learn it, or swap for it."),
                cash))
        elif entry.amount_by(WAYS_INSIDE) and bought:
            strengthen.append(Idea("learn", entry.good, gettext_noop(
                "Part of your {good} comes without the shop already. What would it take to make that part larger?"),
                cash))
        elif bought and made_by.get(entry.good):
            take_in.append(Idea("take_in", entry.good, gettext_noop(
                "You buy all of your {good}. {who} makes it here in town."), cash, made_by[entry.good]))
    order = {"share": 1, "learn": 0}
    strengthen.sort(key=lambda idea: (order[idea.sort], -idea.cash, idea.good))
    take_in.sort(key=lambda idea: (-idea.cash, idea.good))
    half = most - min(len(take_in), most // 2)
    return tuple(strengthen[:half] + take_in[:most - min(len(strengthen), half)])
