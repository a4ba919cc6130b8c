"""Dividing an amount into whole parts that add up to it, exactly, for any weights.

Used wherever something is split: a bill among neighbours, a pot among those who worked (shares h·q/Σh·q, Exodus
2270-2300). Largest remainder; what is left over goes to the largest rests, and among equal rests to the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop


def share_out(amount: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Parts of an amount (≥ 0) in the weights' proportion, in their order; they add up to it. Equal parts when all
    weights are zero. Refused: sharing.nobody, sharing.weight_negative."""
    if not weights:
        raise Refused(Refusal("sharing.nobody", gettext_noop("Choose at least one to share with."), field="weights"))
    if min(weights) < 0:
        raise Refused(Refusal("sharing.weight_negative", gettext_noop("A share cannot be less than nothing."),
                              field="weights"))
    total = sum(weights)
    exact = [Fraction(amount) * weight / total if total else Fraction(amount, len(weights)) for weight in weights]
    parts = [part.numerator // part.denominator for part in exact]
    by_rest = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_rest[:amount - sum(parts)]:
        parts[place] += 1
    return parts


@dataclass(frozen=True)
class Contribution:
    """What one member put in: hours in hundredths, the intensity that the member stated (1 where none was), and how
    many people depend on the share (for sharing by need)."""

    member: str
    hours: int
    intensity: Fraction = Fraction(1)
    need: int = 1


#: The rules by which a pot may be paid out. The circle chooses one, and sees the shares before it agrees.
RULES = ("hours", "hours_and_intensity", "equal", "need")


def pay_out(pot: int, contributions: Sequence[Contribution], rule: str) -> dict[str, int]:
    """By member: the share of the pot under a rule of RULES. Refused: sharing.rule_unknown and as `share_out`."""
    weigh = {"hours": lambda one: one.hours, "hours_and_intensity": lambda one: one.hours * one.intensity,
             "equal": lambda one: 1, "need": lambda one: one.need}.get(rule)
    if weigh is None:
        raise Refused(Refusal("sharing.rule_unknown", gettext_noop("Choose one of the rules: {rules}."),
                              {"rules": ", ".join(RULES)}, field="rule"))
    parts = share_out(pot, [Fraction(weigh(one)) for one in contributions])
    return {one.member: part for one, part in zip(contributions, parts, strict=True)}
