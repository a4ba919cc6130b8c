"""Which sums of the record may be told to all: the one rule for measures, the membrane and what goes round.

A sum is told where it rests on five homes or more, or on none and three associations or more; and where the same holds
of its difference to every sum that was told before it (or they do not differ). So no pair of told sums gives away what
fewer homes bought, earned or gave, nor the till of one association (docs/decisions/0012-measures.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from commonstead.core.livelihood import FEWEST_HOUSEHOLDS, Figure, join_small

from .met import TOGETHER

#: Associations that an amount over associations rests on at least: with two, each could read the other's till off the
#: sum. Three is what statistics offices ask for of businesses; homes, whose life it is, get five.
FEWEST_ASSOCIATIONS = 3
_NOTHING = 1e-6  # less is the rounding of a solve: money and amounts are written to hundredths


def holders(by: Mapping[str, float]) -> frozenset[str]:
    """Those that have a part in a sum."""
    return frozenset(who for who, value in by.items() if abs(value) > _NOTHING)


def may_be_told(by: Mapping[str, float], homes: Collection[str], givers: frozenset[str] = frozenset({""})) -> bool:
    """by: what each holder adds to it.  givers: the homes that gave it, "" among them for any other."""
    there = holders(by)
    ours = there & frozenset(homes)
    others = there - ours
    return Figure(0.0, ours, givers).may_be_shown if ours else not others or len(others) >= FEWEST_ASSOCIATIONS


@dataclass
class Told:
    """Sums that were told, by what each holder adds to them."""

    homes: Collection[str]
    sums: list[Mapping[str, float]] = field(default_factory=list)

    def may(self, by: Mapping[str, float]) -> bool:
        """Whether this one may be told beside them."""
        return may_be_told(by, self.homes) and all(
            may_be_told({who: by.get(who, 0.0) - other.get(who, 0.0) for who in by.keys() | other.keys()}, self.homes)
            for other in self.sums)

    def add(self, sums: Iterable[Mapping[str, float]]) -> None:
        """These are told."""
        self.sums += [by for by in sums if holders(by)]


@dataclass(frozen=True)
class Came:
    """What came to homes. homes: by home [worth at the shop, cash of it paid by itself, cash in what came otherwise].
    givers: homes that gave of it, themselves for what they made; "" for any other."""

    homes: Mapping[str, tuple[float, float, float]]
    givers: frozenset[str] = frozenset()

    def __add__(self, other: Came) -> Came:
        nothing = (0.0, 0.0, 0.0)
        return Came({home: tuple(a + b for a, b in zip(self.homes.get(home, nothing), other.homes.get(home, nothing),
                                                       strict=True))
                     for home in self.homes.keys() | other.homes.keys()}, self.givers | other.givers)

    def parts(self) -> dict[str, dict[str, float]]:
        """By home: the worth, what was bought, what was bought before by others, the rest, and what two of them are
        together, which is the difference of the worth and the third."""
        signs = {"worth": (1, 0, 0), "direct": (0, 1, 0), "embodied": (0, 0, 1), "rest": (1, -1, -1),
                 "otherwise": (1, -1, 0), "bought": (0, 1, 1), "not before": (1, 0, -1)}
        return {name: {home: sum(sign * value for sign, value in zip(by, of, strict=True))
                       for home, of in self.homes.items()} for name, by in signs.items()}

    @property
    def sums(self) -> tuple[float, float, float]:
        return tuple(map(sum, zip(*self.homes.values(), strict=True))) if self.homes else (0.0, 0.0, 0.0)

    @property
    def value(self) -> float:
        return self.sums[0]

    @property
    def receiving(self) -> frozenset[str]:
        return frozenset(self.homes)

    @property
    def may_be_shown(self) -> bool:
        """Whether each part of it is over enough homes, or over none."""
        return len(self.homes) >= FEWEST_HOUSEHOLDS and all(
            may_be_told(by, self.homes, self.givers if name in ("embodied", "rest", "otherwise") else frozenset({""}))
            for name, by in self.parts().items())


def enough(found: Mapping) -> dict:
    """Those of {key: Came} that may be told; the others together. What adds nothing to any sum needs no company."""
    empty = {key for key, came in found.items() if not any(map(holders, came.parts().values()))}
    told = join_small({key: came for key, came in found.items() if key not in empty}, lambda key: TOGETHER)
    return told | {key: found[key] for key in empty if found[key].may_be_shown}
