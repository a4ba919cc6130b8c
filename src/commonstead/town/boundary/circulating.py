"""Who feeds whom in the recorded year, and how much of it goes round (Exodus 9002-9081; decision 0012).

Homes are one node. What goes round is told where the homes that gave, and those that got, are five or more or none
(told.py); amounts of it only over several associations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from commonstead.core.boundary.measures.cycling import cycling
from commonstead.core.boundary.measures.tracing import Traced
from commonstead.core.flows.circulation import HOMES, OUTSIDE, Link, chains, isolated, sourcing
from commonstead.town.people import queries as people

from .history import Record
from .told import FEWEST_ASSOCIATIONS, may_be_told

#: Chains that are kept; nobody reads more.
_CHAINS = 12


def circulation(traced: Traced, record: Record, since: int) -> dict:
    """Who feeds whom: cycling by worth and by hours, chains, who stands alone, sourcing among associations."""
    links = [link for month, link in record.links if month >= since]
    kinds = {view.id: view.kind for view in people.agents("association")}
    worth, crossing = defaultdict(float), (defaultdict(float), defaultdict(float))
    for link in links:
        if link.giver == OUTSIDE:
            crossing[0][link.taker] += link.worth or 0.0
        elif link.taker == OUTSIDE:
            crossing[1][link.giver] += link.worth or 0.0
        else:
            worth[link.giver, link.taker] += link.worth or 0.0
    alone, at_all = isolated(kinds, links)
    whole = sourcing(links).get("")
    return {
        "worth": _cycling(worth, *crossing) if _homes_enough(_worth_sides(record, since), record) else _cycling({}),
        "hours": _hours(traced, record, since),
        "from_commons": whole.share if whole else None,
        "alone": list(alone), "alone_at_all": list(at_all),
        "chains": [{"nodes": chain.nodes, "things": chain.things, "kinds": chain.kinds}
                   for chain in chains(links, kinds)[:_CHAINS]],
        "feeds": _feeds(links),
    }


def _cycling(flows, *crossing) -> dict:
    found = cycling(flows, *crossing)
    several = len({node for pair in flows for node in pair} - {HOMES}) >= FEWEST_ASSOCIATIONS
    return {"index": found.index, "throughflow": found.throughflow if several else None,
            "cycled": found.cycled if several else None}


def _homes_enough(sides: Iterable[dict[str, float]], record: Record) -> bool:
    """Whether the homes on each side are enough, or none."""
    return all(may_be_told(by, record.known.homes) for by in sides)


def _worth_sides(record: Record, since: int) -> tuple[dict[str, float], dict[str, float]]:
    """What homes gave, and got, by home; between homes nothing is counted."""
    homes, sides = record.known.homes, (defaultdict(float), defaultdict(float))
    for move in record.moves:
        if move.month >= since and move.what == "given" and (move.giver in homes) != (move.taker in homes):
            out = move.giver in homes
            sides[not out][move.giver if out else move.taker] += record.known.worth(move.good, move.amount)
    return sides


def _hours(traced: Traced, record: Record, since: int) -> dict:
    """Cycling of hours from node to node: worked for an association, and carried on in what it gives."""
    homes = record.known.homes
    found: dict[tuple[str, str], float] = defaultdict(float)
    sides: tuple[dict[str, float], dict[str, float]] = (defaultdict(float), defaultdict(float))

    def add(giver: str, taker: str, hours: float) -> None:
        pair = (HOMES if giver in homes else giver, HOMES if taker in homes else taker)
        if OUTSIDE in pair or pair[0] == pair[1]:
            return
        found[pair] += hours
        for side, holder in enumerate((giver, taker)):
            if holder in homes:
                sides[side][holder] += hours

    for move in record.moves:
        if move.month >= since and move.what == "worked":
            add(move.giver, move.taker, move.amount)
    for (month, giver, taker), (_cash, hours) in traced.carried.items():
        if month >= since:
            add(giver, taker, hours)
    return _cycling(found if _homes_enough(sides, record) else {})


def _feeds(links: Iterable[Link]) -> list[dict]:
    """What associations give each other, most first by worth and entries: giver, taker, things, times."""
    pairs: dict[tuple[str, str], list] = {}
    for link in links:
        if {HOMES, OUTSIDE} & {link.giver, link.taker}:
            continue
        entry = pairs.setdefault((link.giver, link.taker), [0.0, 0, {}])
        entry[0] += link.worth or 0.0
        entry[1] += link.times
        entry[2][link.thing] = entry[2].get(link.thing, 0) + link.times
    ranked = sorted(pairs.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))
    return [{"giver": giver, "taker": taker, "times": times,
             "things": sorted(things, key=lambda thing: (-things[thing], thing))[:3]}
            for (giver, taker), (_worth, times, things) in ranked]
