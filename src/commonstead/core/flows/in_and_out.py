"""An agent's books in ordinary words: what came in and what went out, in which way, from and to whom (Exodus 13014).

Amounts of different things are never added up; each thing keeps its own line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from commonstead.core.vocabulary.actions import TRANSFERS, Action
from commonstead.core.vocabulary.modes import Mode

#: What happens within one book, by whether it adds to what is there.
_WITHIN = {Action.PRODUCE: True, Action.RAISE: True, Action.CONSUME: False, Action.LOWER: False}


@dataclass(frozen=True)
class Line:
    """So much of a thing in one way. way: the mode of what changed hands, or the action of what happened within.
    others: (agent, quantity) of those on the other side, the largest first; empty for what happened within."""

    way: Mode | Action
    thing: str
    quantity: int
    effort: int
    times: int
    others: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class InAndOut:
    """came, went: what others gave and got, what was made and used up.  worked: hours that others gave."""

    came: tuple[Line, ...]
    went: tuple[Line, ...]
    worked: tuple[Line, ...]


def in_and_out(sums: Iterable, agent: str) -> InAndOut:
    """sums: rows with provider, receiver, specification, action, mode, quantity, effort, events (FlowSum)."""
    kept: dict[str, dict[tuple, list]] = {side: defaultdict(list) for side in ("came", "went", "worked")}
    for row in sums:
        if row.action is Action.WORK:
            if row.receiver == agent and row.provider != agent:
                kept["worked"][row.action, row.specification].append((row.provider, row))
        elif row.action in TRANSFERS and row.provider != row.receiver:
            side, other = ("came", row.provider) if row.receiver == agent else ("went", row.receiver)
            kept[side][row.mode, row.specification].append((other, row))
        elif row.action in _WITHIN:
            kept["came" if _WITHIN[row.action] else "went"][row.action, row.specification].append(("", row))
    return InAndOut(*(tuple(sorted((_line(way, thing, rows) for (way, thing), rows in groups.items()), key=_order))
                      for groups in kept.values()))


def _line(way: Mode | Action, thing: str, rows: list) -> Line:
    others: dict[str, int] = defaultdict(int)
    for other, row in rows:
        if other:
            others[other] += row.quantity or row.effort
    return Line(way, thing, sum(row.quantity for _, row in rows), sum(row.effort for _, row in rows),
                sum(row.events for _, row in rows), tuple(sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))))


def _order(line: Line) -> tuple:
    """From the heart of the commons to its edge, what happened within last; then by how often."""
    modes = list(Mode)
    place = modes.index(line.way) if line.way in modes else len(modes) + list(Action).index(line.way)
    return place, -line.times, line.thing
