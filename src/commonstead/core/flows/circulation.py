"""Who feeds whom: the graph of what associations give each other, read as a whole.

(Exodus 9002-9081: common goods of one association are inputs of another, also across kinds; inter-cooperative
sourcing. 8685-8695: what stands alone is easily drawn into markets.) Nodes are associations; all homes together are
one node, because no home's figures may be told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

#: The node of all homes, and the world beyond the membrane.
HOMES, OUTSIDE = "homes", "outside"
#: Associations of a chain at most, steps of the search for chains, and chains that are told: a reader follows no
#: longer chain and no more of them, and nobody waits for more. All three are ours.
LONGEST, MOST_STEPS, MOST_CHAINS = 7, 20_000, 50
_LOOKED_AT = 500  # chains that are compared with each other


@dataclass(frozen=True, slots=True)
class Link:
    """giver gave taker so much of a thing. worth: at the shop, None without a price.  times: entries."""

    giver: str
    taker: str
    thing: str
    worth: float | None = None
    times: int = 1


@dataclass(frozen=True)
class Sourcing:
    """Where the inputs of associations come from, by worth: from each other, from homes, bought or given outside."""

    commons: float = 0.0
    homes: float = 0.0
    outside: float = 0.0

    @property
    def share(self) -> float | None:
        """The part that they get from each other."""
        total = self.commons + self.homes + self.outside
        return self.commons / total if total > 0 else None


def sourcing(links: Iterable[Link]) -> dict[str, Sourcing]:
    """By association that got anything with a price; "" is all together. Homes are no association."""
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for link in links:
        if link.taker in (HOMES, OUTSIDE) or not link.worth or link.giver == link.taker:
            continue
        side = {HOMES: 1, OUTSIDE: 2}.get(link.giver, 0)
        for who in ("", link.taker):
            found[who][side] += link.worth
    return {who: Sourcing(*sums) for who, sums in found.items()}


def isolated(associations: Iterable[str], links: Iterable[Link]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(those that neither gave another association anything nor got anything from one; of these, those that had
    nothing to do with homes either)."""
    linked, at_all = set(), set()
    for link in links:
        if OUTSIDE in (link.giver, link.taker) or link.giver == link.taker:
            continue
        at_all |= {link.giver, link.taker}
        if HOMES not in (link.giver, link.taker):
            linked |= {link.giver, link.taker}
    alone = tuple(sorted(set(associations) - linked))
    return alone, tuple(one for one in alone if one not in at_all)


@dataclass(frozen=True)
class Chain:
    """Associations, each of which gave the next something.  things: what, one a link.  kinds: how many kinds."""

    nodes: tuple[str, ...]
    things: tuple[str, ...]
    kinds: int


def chains(links: Iterable[Link], kinds: Mapping[str, str], least: int = 3) -> tuple[Chain, ...]:
    """Chains of at least so many associations that are part of no longer one; those over most kinds first, then those
    in which most was given. kinds: by association.

    The search looks at the strongest links first and ends after MOST_STEPS steps, so that in a dense town some chains
    may be missing."""
    best: dict[tuple[str, str], tuple[float, int, str]] = {}
    for link in links:
        if link.giver in kinds and link.taker in kinds and link.giver != link.taker:
            size = (link.worth or 0.0, link.times, link.thing)
            best[link.giver, link.taker] = max(best.get((link.giver, link.taker), size), size)
    onward: dict[str, list[str]] = defaultdict(list)
    for giver, taker in sorted(best, key=lambda pair: (-best[pair][0], -best[pair][1], pair)):
        onward[giver].append(taker)

    def spans(path: tuple[str, ...]) -> int:
        return len({kinds[node] for node in path})

    found, steps = [], 0
    stack = [(start,) for start in sorted(onward, reverse=True)]
    while stack and steps < MOST_STEPS:
        path = stack.pop()
        steps += 1
        further = [node for node in onward[path[-1]] if node not in path] if len(path) < LONGEST else []
        stack += [(*path, node) for node in reversed(further)]
        if not further and len(path) >= least:
            found.append(path)
    found.sort(key=lambda path: (-spans(path), -sum(best[pair][0] for pair in pairwise(path)), path))
    found = found[:_LOOKED_AT]
    kept: list[tuple[str, ...]] = []
    for path in found:
        if not any(_within(path, other) for other in (*kept, *found) if len(other) > len(path)):
            kept.append(path)
    return tuple(Chain(path, tuple(best[pair][2] for pair in pairwise(path)), spans(path))
                 for path in kept[:MOST_CHAINS])


def _within(path, other) -> bool:
    """Whether a chain is a stretch of another."""
    return any(other[start:start + len(path)] == path for start in range(len(other) - len(path) + 1))
