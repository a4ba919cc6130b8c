"""One month of following cash and hours: which share of what lies in each place goes where, solved at once.

A place is ("pool", holder, good), ("process", id) or ("common", association); ends are ("home", home, good) for what a
home used or got as a service, ("outside", giver) and ("lost", holder). See tracing.py for the method.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from scipy.sparse import coo_array, eye_array
from scipy.sparse.linalg import splu

_OUTSIDE = "outside"
#: Stays where it is, of what would all go on: what is handed round in a ring (by wrong entries only) waits there.
_STAYS = 1e-9
_LEAST = 1e-9
_ENDS = frozenset({"home", "outside", "lost"})
_nothing = partial(np.zeros, 2)


@dataclass
class State:
    """What lies where between two months. ahead: by process, the products still to come.  held: [cash, hours] by place.
    amount: units by pool.  direct: the part of a home's cash that it paid itself."""

    ahead: dict[str, list]
    held: dict[tuple, np.ndarray] = field(default_factory=lambda: defaultdict(_nothing))
    amount: dict[tuple, float] = field(default_factory=lambda: defaultdict(float))
    direct: dict[tuple, float] = field(default_factory=lambda: defaultdict(float))
    carriers: Carriers | None = None


class Carriers:
    """Which flows carry an association's common cost: those with a price, where it has any. last: by association, the
    last month in which it makes something outside a process or gives a service."""

    def __init__(self, by_month, known):
        self.priced: set[str] = set()
        self.last: dict[str, int] = defaultdict(lambda: -1)
        for month in by_month:
            self.priced |= {move.giver for move in month
                            if self._may(move, known) and known.worth(move.good, move.amount) > 0}
        for number, month in enumerate(by_month):
            for move in month:
                if self.at_once(move, known):
                    self.last[move.giver] = number

    def _may(self, move, known) -> bool:
        if move.giver in known.homes or move.giver == _OUTSIDE:
            return False
        return move.what == "given" or (move.what == "out" and not move.process)

    def at_once(self, move, known) -> bool | None:
        """True: what is made outside a process, or a service. False: a thing that is given. None: it carries nothing.
        """
        if not self._may(move, known) or (move.giver in self.priced and not known.worth(move.good, move.amount)):
            return None
        return move.what == "out" or not known.stored(move.good)


class Month:
    """moves: of this month.  state: at its beginning; its `ahead` is taken down."""

    def __init__(self, number: int, moves, known, state: State):
        self.number, self.moves, self.known, self.state = number, moves, known, state
        self.put_in: dict[tuple, np.ndarray] = defaultdict(_nothing)
        self.edges: dict[tuple[tuple, tuple, str, str], float] = defaultdict(float)  # from, to, giver, taker → share
        self.worth: dict[tuple[str, str], float] = defaultdict(float)
        self.priceless: dict[tuple[str, str], int] = defaultdict(int)
        self.paid: dict[tuple[str, str], float] = defaultdict(float)
        self._money_and_work()
        self._amounts()
        self._out_of_pools()
        self._out_of_processes()
        self._out_of_common()

    # --- what was recorded
    def _lands(self, holder: str, good: str) -> tuple:
        """The place of a good, or of cash for nothing listed, that comes to a holder."""
        if self.known.stored(good):
            return ("pool", holder, good)
        return ("home", holder, good) if holder in self.known.homes else ("common", holder)

    def _goes_to(self, move) -> tuple:
        return ("outside", move.giver) if move.taker == _OUTSIDE else self._lands(move.taker, move.good)

    def _cost_of(self, doer: str, good: str, process: str) -> tuple:
        """Where goes what was used up: into the process, while something is to come of it; else to its doer."""
        if process and (process in self.state.ahead or process not in self.known.finished):
            return ("process", process)
        return ("home", doer, good) if doer in self.known.homes else ("common", doer)

    def _money_and_work(self) -> None:
        """Purchases at the shop's price, what was paid beyond them, and hours."""
        listed: dict[str, float] = defaultdict(float)
        for move in self.moves:
            if move.what == "given" and move.giver == _OUTSIDE and move.sold:
                cash = self.known.worth(move.good, move.amount)
                listed[move.taker] += cash
                self._pay(move.taker, move.good, cash)
            elif move.what == "worked" and move.taker != _OUTSIDE:
                self.put_in[self._cost_of(move.taker, "", move.process)][1] += move.amount
        paid: dict[str, float] = defaultdict(float)
        for move in self.moves:
            if move.what == "paid":
                paid[move.giver] += move.amount
        for payer, cash in paid.items():
            beyond = cash - listed[payer]
            if beyond > _LEAST * max(1.0, cash):
                self._pay(payer, "", beyond)
                self.worth[payer, ""] += beyond

    def _pay(self, holder: str, good: str, cash: float) -> None:
        self.put_in[self._lands(holder, good)][0] += cash
        self.paid[holder, good] += cash

    def _amounts(self) -> None:
        """By pool what it had and got, and what went out; and the worth of what arrived."""
        self.had = defaultdict(float, self.state.amount)
        self.went = defaultdict(float)
        homes, stored = self.known.homes, self.known.stored
        for move in self.moves:
            place, home = ("pool", move.giver, move.good), move.giver in homes
            if move.what in ("out", "found") and stored(move.good):
                self.had[place] += move.amount
            if move.what == "out" and home:
                self._arrives(move.giver, move.good, move.amount)
            if move.what == "given" and move.taker != _OUTSIDE:
                self._arrives(move.taker, move.good, move.amount)
                if stored(move.good):
                    self.had["pool", move.taker, move.good] += move.amount
            if move.what in ("given", "into", "worn", "lost") and move.giver != _OUTSIDE and stored(move.good):
                self.went[place] += move.amount
                if home and (move.what == "given" or self._cost_of(move.giver, "", move.process)[0] == "process"):
                    self._arrives(move.giver, move.good, -move.amount)

    def _arrives(self, holder: str, good: str, amount: float) -> None:
        self.worth[holder, good] += self.known.worth(good, amount)
        self.priceless[holder, good] += amount > 0 and good not in self.known.price

    # --- which share goes where
    def _edge(self, start: tuple, end: tuple, share: float, giver: str = "", taker: str = "") -> None:
        if share > 0:
            self.edges[start, end, giver, taker] += share * (1 - _STAYS)

    def _out_of_pools(self) -> None:
        for move in self.moves:
            start = ("pool", move.giver, move.good)
            if start not in self.went or move.what not in ("given", "into", "worn", "lost"):
                continue
            share = move.amount / max(self.had[start], self.went[start])
            if move.what == "given":
                self._edge(start, self._goes_to(move), share, move.giver, move.taker)
            elif move.what == "lost" and move.giver not in self.known.homes:
                self._edge(start, ("lost", move.giver), share)
            else:
                self._edge(start, self._cost_of(move.giver, move.good, move.process), share)

    def _out_of_processes(self) -> None:
        ahead = self.state.ahead
        for place in list(self.state.held):
            if place[0] == "process" and place[1] not in ahead and place[1] in self.known.finished:
                self._edge(place, self._cost_of(self.known.doer.get(place[1], ""), "", place[1]), 1.0)
        for move in self.moves:
            if move.what == "out" and move.process and ahead[move.process][2]:
                whole = ahead[move.process][0 if self._priced(move.process) else 1]
                self._edge(("process", move.process), self._lands(move.giver, move.good),
                           min(1.0, self._size(move) / max(whole, 1e-300)))
        for move in self.moves:
            if move.what == "out" and move.process:
                of = ahead[move.process]
                of[0] -= self.known.worth(move.good, move.amount)
                of[1] -= move.amount
                of[2] -= 1
        for process in [process for process, of in ahead.items() if not of[2]]:
            del ahead[process]

    def _priced(self, process: str) -> bool:
        return self.state.ahead[process][0] > _LEAST

    def _size(self, move) -> float:
        return self.known.worth(move.good, move.amount) if self._priced(move.process) else move.amount

    def _out_of_common(self) -> None:
        """With what is made outside a process and the services given; where none are to come, with the things given."""
        carriers: dict[str, dict[bool, list]] = defaultdict(lambda: {True: [], False: []})
        for move in self.moves:
            at_once = self.state.carriers.at_once(move, self.known)
            if at_once is not None:
                carriers[move.giver][at_once].append(move)
        for giver, lines in sorted(carriers.items()):
            moves = lines[True] or ([] if self.number < self.state.carriers.last[giver] else lines[False])
            sizes = [self.known.worth(move.good, move.amount) for move in moves]
            sizes = sizes if sum(sizes) else [1.0] * len(moves)
            for move, size in zip(moves, sizes, strict=True):
                end = self._goes_to(move) if move.what == "given" else self._lands(giver, move.good)
                if end != ("common", giver):
                    given = move.what == "given"
                    self._edge(("common", giver), end, size / sum(sizes), giver if given else "",
                               move.taker if given else "")

    # --- solving it
    def solve(self) -> None:
        """What passed through each place, and what is left there."""
        places = dict.fromkeys([*self.state.held, *self.put_in])
        for start, end, _, _ in self.edges:
            places[start] = places[end] = None
        at = {place: number for number, place in enumerate(places)}
        constant = np.zeros((len(at), 2))
        for source in (self.state.held, self.put_in):
            for place, value in source.items():
                constant[at[place]] += value
        starts, ends = ([at[edge[side]] for edge in self.edges] for side in (0, 1))
        shares = np.array(list(self.edges.values()))
        matrix = coo_array((shares, (ends, starts)), shape=(len(at),) * 2)
        held = splu((eye_array(len(at)) - matrix).tocsc()).solve(constant) if at else constant
        gone = np.bincount(starts, shares, minlength=len(at)) if at else np.zeros(0)
        self.at, self.held, self.left = at, held, held * (1 - gone)[:, None]

    def tell(self, traced) -> None:
        """Write into `traced` what arrived with whom, and where the rest is."""
        from .tracing import Arrived
        came, passed = defaultdict(_nothing), defaultdict(_nothing)
        for (start, end, giver, taker), share in self.edges.items():
            value = self.held[self.at[start]] * share
            if giver:
                pair = traced.carried[self.number, giver, taker]
                pair[0] += float(value[0])
                pair[1] += float(value[1])
            own_use = end[0] == "home" and start[0] == "pool" and start[1] == end[1] and not giver
            if start[0] == "pool" and start[1] in self.known.homes and not own_use:
                passed[start] += value
            if not own_use and (taker or end[1] in self.known.homes):
                came[end] += value
        self._direct: dict[tuple, float] = {}
        found = {key: Arrived(worth, priceless=self.priceless[key]) for key, worth in self.worth.items()}
        for place in dict.fromkeys([*came, *passed, *self.put_in, *self.state.direct]):
            if place[0] in ("process", "outside", "lost"):
                continue
            key = (place[1], place[2] if len(place) > 2 else "")
            self._arrive(found.setdefault(key, Arrived()), place, came[place], passed[place])
        for (holder, good), arrived in found.items():
            traced.arrived[self.number, holder, good] = arrived
        self._totals(traced)

    def _arrive(self, arrived, place, came, passed) -> None:
        """What is passed on takes along of direct and embodied cash what there is of each."""
        holder = place[1]
        if holder not in self.known.homes:
            arrived.embodied += float(came[0])
            arrived.hours += float(came[1])
            if place[0] == "pool":
                arrived.direct += self.paid[holder, place[2]]
            elif place[0] == "common":
                arrived.direct += sum(cash for (payer, good), cash in self.paid.items()
                                      if payer == holder and not self.known.stored(good))
            return
        paid = self.paid[holder, place[2]]
        whole = float(self.held[self.at[place]][0])
        direct = (self.state.direct[place] + paid) / whole if whole > 0 else 0.0
        arrived.direct += paid - direct * float(passed[0])
        arrived.embodied += float(came[0]) - (1 - direct) * float(passed[0])
        arrived.hours += float(came[1] + self.put_in[place][1] - passed[1])
        self._direct[place] = direct * float(self.left[self.at[place]][0])

    def _totals(self, traced) -> None:
        ends = {name: _nothing() for name in ("spent", "outside", "lost", "lying")}
        by_holder = {name: defaultdict(float) for name in ends}
        def add(name: str, place: tuple, value) -> None:
            ends[name] += value
            by_holder[name][self.known.doer.get(place[1], "") if place[0] == "process" else place[1]] += float(value[0])

        for place, value in self.put_in.items():
            add("spent", place, value)
        for place, number in self.at.items():
            if place[0] in ends:
                add(place[0], place, self.held[number])
            elif place[0] != "home" and not (place[0] == "pool" and place[1] in self.known.homes):
                add("lying", place, self.left[number])
        for name, value in ends.items():
            getattr(traced, name).append(value.tolist())
        traced.cash_with.append(by_holder)

    def after(self) -> State:
        """What lies where for the next month."""
        state = State(self.state.ahead, carriers=self.state.carriers)
        for place, number in self.at.items():
            if place[0] not in _ENDS and np.abs(self.left[number]).max() > _LEAST:
                state.held[place] = self.left[number]
                if place in self._direct:
                    state.direct[place] = self._direct[place]
        for place, amount in self.had.items():
            if (left := amount - self.went[place]) > _LEAST:
                state.amount[place] = left
        return state
