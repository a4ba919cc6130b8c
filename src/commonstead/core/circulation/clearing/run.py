"""A run of clearing: of all ways to set debts off around circles, the one that clears most, draws least credit for
that, and lets the oldest debts fall first.

**Network.** Each member is a node and each pair an arc from debtor to creditor, as wide as all debts of the pair. What
falls goes round: of each member as much in claims as in debts. Where members have room on their balances, one more
node, the purse, opens circles: an arc from the purse to a member is their balance going down (drawing credit), an arc
from a member to the purse is their balance going up. Purse → u → v → purse is u paying v in mutual credit.

**Most, then least credit, in one go.** A unit cleared earns 2, a unit drawn costs 1. Any two answers differ by a sum
of simple circles of changes; each of these passes the purse at most once and so changes the credit drawn by at most 1
a unit, and what is cleared by a whole number. So no saving of credit ever outweighs a unit cleared, and the weights
cannot overflow.

**Oldest first** means: of all answers that clear as much with as little credit, one in which what falls has waited the
most unit-days (amount times days), and within a pair always the oldest debt before the next (of one day: by id, then
the smaller). Arcs whose price says that they are full or empty in every best answer are left as they are; only the rest
is solved again, by age. Debts without a date come last. What is still undecided is decided by the solver's fixed way
through members and debts in their own order (debts.py), so that the same debts give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .answer import Clearing, Proof
from .debts import MOST, Debt, Debts, tally
from .solving import circulate, parts, prices

CLEARED, DRAWN = 2, -1
Room = Mapping[str, tuple[int, int]]


def clear(debts: Debts | Iterable[Debt], room: Room | None = None,
          say: Callable[[str], None] = lambda stage: None) -> Clearing:
    """The best clearing of these debts. room: by member, how far the balance may go down and how far up, in smallest
    units; who is not named has none. Refused where debts or room cannot be (see `Debts.of`; clearing.room)."""
    debts = debts if isinstance(debts, Debts) else Debts.of(debts)
    arcs = _network(debts, room or {})
    say(gettext_noop("Finding debts that lie on circles"))
    round_ = _on_circles(arcs)
    flow = np.zeros(len(arcs.most), np.int64)
    say(gettext_noop("Setting debts off around circles"))
    flow[round_] = _solved(arcs, round_)
    say(gettext_noop("Proving that nothing more can fall"))
    price = _prices(arcs, flow)
    age = np.zeros(len(debts.members) + 1, np.int64)
    if debts.age.any():
        say(gettext_noop("Letting the oldest debts fall first"))
        flow, age = _oldest_first(debts, arcs, flow, price)
    pairs = len(debts.pairs.amount)
    return Clearing(debts, _shared_out(debts, flow[:pairs]), _credit(arcs, flow, pairs),
                    Proof(price[:-1] - price[-1], age[:-1] - age[-1]))


@dataclass(frozen=True)
class _Arcs:
    """Pairs, then draws, then receipts. The last node is the purse."""

    nodes: int
    tail: np.ndarray
    head: np.ndarray
    most: np.ndarray
    gain: np.ndarray

    @property
    def purse(self) -> int:
        return self.nodes - 1


def _network(debts: Debts, room: Room) -> _Arcs:
    size, pairs = len(debts.members), debts.pairs
    down, up = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for at, name in enumerate(debts.members) if room else ():
        down[at], up[at] = _checked(name, room.get(name, (0, 0)))
    # Nobody draws more than they owe, or is paid more than they are owed; so sums of room do not overflow either.
    down = np.minimum(down, tally(debts.debtor, debts.amount, size))
    up = np.minimum(up, tally(debts.creditor, debts.amount, size))
    draws, receipts = np.flatnonzero(down), np.flatnonzero(up)
    return _Arcs(
        size + 1,
        np.concatenate([pairs.debtor, np.full(len(draws), size), receipts]),
        np.concatenate([pairs.creditor, draws, np.full(len(receipts), size)]),
        np.concatenate([pairs.amount, down[draws], up[receipts]]),
        np.repeat([CLEARED, DRAWN, 0], [len(pairs.amount), len(draws), len(receipts)]).astype(np.int64),
    )


def _checked(name: str, room: tuple[int, int]) -> tuple[int, int]:
    if any(not isinstance(side, int | np.integer) or side < 0 for side in room):
        raise Refused(Refusal("clearing.room", gettext_noop(
            "The room of {member} is {down} down and {up} up. Both are 0 or more, in the smallest unit."),
            {"member": name, "down": room[0], "up": room[1]}, field="room"))
    return min(room[0], MOST), min(room[1], MOST)


def _on_circles(arcs: _Arcs) -> np.ndarray:
    """Which arcs lie inside a strongly connected part; no others can carry anything round."""
    part = parts(arcs.nodes, arcs.tail, arcs.head)
    return part[arcs.tail] == part[arcs.head]


def _solved(arcs: _Arcs, chosen: np.ndarray) -> np.ndarray:
    """The best flow on the chosen arcs alone, between those nodes that they touch."""
    touched = np.zeros(arcs.nodes, bool)
    touched[arcs.tail[chosen]] = touched[arcs.head[chosen]] = True
    number = np.cumsum(touched) - 1
    return circulate(int(touched.sum()), number[arcs.tail[chosen]], number[arcs.head[chosen]], arcs.most[chosen],
                     arcs.gain[chosen])


def _prices(arcs: _Arcs, flow: np.ndarray) -> np.ndarray:
    more, less = flow < arcs.most, flow > 0
    return prices(arcs.nodes, np.concatenate([arcs.tail[more], arcs.head[less]]),
                  np.concatenate([arcs.head[more], arcs.tail[less]]),
                  np.concatenate([-arcs.gain[more], arcs.gain[less]]))


def _oldest_first(debts: Debts, arcs: _Arcs, flow: np.ndarray, price: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(flow, prices by age) on the arcs that may still differ between best answers, one arc a pair and day."""
    pairs = len(debts.pairs.amount)
    free = arcs.gain == price[arcs.tail] - price[arcs.head]
    pair_of = np.repeat(np.arange(pairs), np.diff([*debts.pairs.starts, len(debts)]))
    age = debts.age[debts.order]
    new = np.ones(len(age), bool)
    new[1:] = (pair_of[1:] != pair_of[:-1]) | (age[1:] != age[:-1])
    starts = np.flatnonzero(new)
    most = np.add.reduceat(debts.amount[debts.order], starts)
    pair, age = pair_of[starts], age[starts]
    wanted = free[pair]
    pair, age, most = pair[wanted], age[wanted], most[wanted]
    other = pairs + np.flatnonzero(free[pairs:])
    held = np.concatenate([_filled(flow[:pairs], pair, most), flow[other]])
    aged = _Arcs(arcs.nodes, np.concatenate([arcs.tail[pair], arcs.tail[other]]),
                 np.concatenate([arcs.head[pair], arcs.head[other]]), np.concatenate([most, arcs.most[other]]),
                 np.concatenate([age, np.zeros(len(other), np.int64)]))
    better = _improved(aged, held)
    flow = flow.copy()
    flow[:pairs][free[:pairs]] = tally(pair, better[:len(pair)], pairs)[free[:pairs]]
    flow[other] = better[len(pair):]
    return flow, _prices(aged, better)


def _improved(arcs: _Arcs, flow: np.ndarray) -> np.ndarray:
    """A flow that brings each node as much as this one does, and earns most: this one, and the best circles of
    changes to it."""
    more, less = np.flatnonzero(flow < arcs.most), np.flatnonzero(flow > 0)
    changes = _Arcs(arcs.nodes, np.concatenate([arcs.tail[more], arcs.head[less]]),
                    np.concatenate([arcs.head[more], arcs.tail[less]]),
                    np.concatenate([(arcs.most - flow)[more], flow[less]]),
                    np.concatenate([arcs.gain[more], -arcs.gain[less]]))
    on_circles = _on_circles(changes)
    change = np.zeros(len(changes.most), np.int64)
    change[on_circles] = _solved(changes, on_circles)
    better = flow.copy()
    better[more] += change[:len(more)]
    better[less] -= change[len(more):]
    return better


def _filled(flow: np.ndarray, pair: np.ndarray, most: np.ndarray) -> np.ndarray:
    """What of each pair's flow falls to each part of it, the first parts first."""
    before = np.cumsum(most) - most
    first = np.ones(len(pair), bool)
    first[1:] = pair[1:] != pair[:-1]
    begin = np.flatnonzero(first)
    base = np.repeat(before[begin], np.diff([*begin, len(pair)]))
    return np.clip(flow[pair] - (before - base), 0, most)


def _shared_out(debts: Debts, flow: np.ndarray) -> np.ndarray:
    """What falls of each single debt, in the order in which the debts were given."""
    pair = np.repeat(np.arange(len(flow)), np.diff([*debts.pairs.starts, len(debts)]))
    fallen = np.zeros(len(debts), np.int64)
    fallen[debts.order] = _filled(flow, pair, debts.amount[debts.order])
    return fallen


def _credit(arcs: _Arcs, flow: np.ndarray, pairs: int) -> np.ndarray:
    """By how much each balance moves."""
    tail, head, moved = arcs.tail[pairs:], arcs.head[pairs:], flow[pairs:]
    return (tally(tail, moved, arcs.nodes) - tally(head, moved, arcs.nodes))[:-1]
