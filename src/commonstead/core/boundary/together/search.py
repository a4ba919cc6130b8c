"""The questions of one stage: asks the other town at the prices of the table until nothing better can come.

Column generation (Dantzig and Wolfe 1960) with what makes it end soon: one town stands at the table in full, so prices
answer to all it can do; and questions lean on the best prices so far (Wentges 1997), else they swing. Everything it
knows of the other town came in a message (messages.py).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .master import AWAY, Master, Prices
from .messages import Greeting, considered

_NOTHING = 1e-9  # an offer that is better by no more than this share of what is reached is rounding
_SMOOTH = 0.8  # how far a question leans on the best prices so far


class Undecided(Exception):
    """The solver found no mix, though staying apart is one: its numbers lie too far apart."""


class Search:
    """other: the second town, which answers greeting, meets and propose; rounds: the most questions in all; gap: near
    enough; enough: whether to stop asking. Remembers the mix (`master`), how many questions are left, and how many
    times the usual sizes are considered (`wider`)."""

    def __init__(self, other, greetings: list[Greeting], master: Master, *, rounds: int, gap: float,
                 enough: Callable[[], bool]):
        self.other, self.master, self.gap, self._enough = other, master, gap, enough
        self._best: Prices | None = None
        other.meets(greetings[0])
        master.take(greetings[AWAY].nothing())
        self.rounds_left, self.rounds, self.wider = rounds, 0, 1.0
        sizes = considered(greetings[AWAY], greetings[0])
        self._most = np.array([sizes[match.ours] for match in master.matches], float).reshape(-1, 1)

    def begin(self, aim: str) -> None:
        """Another stage: its prices have nothing to do with those of the one before."""
        self.master.aim_at(aim)
        self._best = None

    def until_settled(self, gap: float, bound: float = -np.inf) -> tuple[float, float]:
        """(reached, bound). bound: what is known already; where nothing is, one question is asked at least."""
        lean = 0.0 if self._best is None else _SMOOTH
        while True:
            if not any(self.master.solve() == "optimal" or self.master.loosen() for _ in range(4)):
                raise Undecided
            reached, now = self.master.objective, self.master.prices()
            if reached - bound <= gap * max(1.0, abs(reached)) or (bound > -np.inf and self.ended()):
                return reached, bound
            asked = now.towards(self._best, lean) if lean else now
            offer, told = self._ask(asked)
            if self._best is None or told > bound:
                self._best = asked
            bound = max(bound, told)
            better = self.master.gain(now, offer) > _NOTHING * (1 + abs(reached))
            if better:
                self.master.take(offer)
            elif lean == 0.0:
                return reached, bound
            lean = _SMOOTH if better else 0.0

    def ended(self) -> bool:
        return self.rounds_left <= 0 or self._enough()

    def _ask(self, prices: Prices):
        """(offer, the bound of Lagrange): nothing better can come of any offers, given what the best costs at these
        prices."""
        self.rounds += 1
        self.rounds_left -= 1
        ask = self.master.ask(prices, self.wider)
        offer = self.other.propose(ask)
        return offer, prices.worth + ask.cost(offer)

    def at_the_edge(self) -> bool:
        """Whether what is agreed lies where the other considers no more: then it is asked to consider more."""
        takes = self.master.read()[0][AWAY]
        return bool((np.abs(takes) > 0.99 * self.wider * self._most).any())
