"""How two towns come to terms: unmet need first, then cash, then a fair share of what is won, then toil.

Stage after stage the table asks the other town at its prices, takes its best offers into the mix, and stops when no
price can bring anything better (the bound meets the mix). What a stage has reached is kept in the next ones.

Neither town is worse off than alone: its unmet need rises in no tier, and its purse (cash with what it pays, is paid
and the carriage) is no worse, unless the other sends it what it needed and could not have alone: unmet need comes
before cash for the pair as it does for each. Then it bears what that costs the other.
Toil is not turned into cash: where neither cash nor need is won, nothing is sent; else the hours are told beside.
Of what is won in cash each gets half. Both start from what they can do alone, and neither can win anything without
the other, so nothing gives one of them a claim to more. Why so, and what was rejected: docs/decisions/0015-together.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .master import AWAY, HOME, Master
from .search import Search
from .side import Side

_SOME = 1e-6  # a change below this is rounding
_LOOSE = 1e-7  # slack of what a stage has settled, relative: the rounding of a mix of large offers
_LATER, _LATER_ROUNDS = ("lacks", "hours"), 40  # what is shared and toiled is bettered for so many rounds at the most
_ROUGH, _WIDER = 0.1, 8.0  # so near is near enough to see that the other should consider more; how much more then
_DONE = 1e-5  # a gap below this is told as none


@dataclass(frozen=True)
class Terms:
    """takes: goods × periods a town (in the first's units); sent: by the first, by the second; money: from the second
    to the first, by period; aims: changes a town against alone; paid: what it must be paid, or None; stages: {aim:
    (reached, bound)}; purses: cash with money and carriage against alone."""

    takes: tuple
    sent: np.ndarray
    money: np.ndarray
    aims: tuple
    paid: tuple
    stages: dict
    rounds: int
    complete: bool


class Bargain:
    """home: the town that sits at the table with its own programme; other: one that answers greeting, meets and propose
    (messages.py), and of which nothing else is asked; rounds: the most questions in all; enough: whether to stop."""

    def __init__(self, home: Side, other, matches, *, rounds: int, gap: float, say: Callable[[str], None],
                 enough: Callable[[], bool]):
        greetings = [home.greeting(), other.greeting()]
        tiers = {aim for greeting in greetings for aim in greeting.aims if aim.startswith("unmet")}
        aims = (*sorted(tiers, key=lambda aim: int(aim.split()[1])), "cash", "hours")
        self.short = {aim for greeting in greetings for aim in greeting.lacks}
        self.home = home
        self.master = Master(home.trading, greetings[AWAY], matches,
                             tuple(greeting.keeps_a_floor for greeting in greetings), aims)
        self.search = Search(other, greetings, self.master, rounds=rounds, gap=gap, enough=enough)
        self.say, self.stages, self.complete = say, {}, True

    # --- the order of the aims
    def terms(self) -> Terms:
        excused = self._unmet()
        master = self.master
        for town in (HOME, AWAY):
            master.keep_purse(town, np.inf if town in excused else _LOOSE)
        cash = self._stage("cash")
        if cash > -_SOME and not excused:
            return self._apart()
        master.keep_both("cash", cash + _LOOSE * (1 + abs(cash)))
        fair = self._fair(cash, excused)
        for town in (HOME, AWAY):
            master.fair_share(town, fair[town])
        self._stage("lacks")
        purses = self._purses()
        for town in (HOME, AWAY):
            master.fair_share(town, np.inf)
            most = max(purses[town], fair[town])
            master.keep_purse(town, most + _LOOSE * (1 + abs(most)))
        self._stage("hours")
        takes, sent, money, changes, own, paid = master.read()
        least = self.home.least_paid(own) if master.floors[HOME] else None
        return Terms(takes, sent, money, changes, (least, paid), self.stages, self.search.rounds, self.complete)

    def _apart(self) -> Terms:
        """Nothing is won: nothing is sent, and nobody toils more."""
        takes, sent, money, *_ = self.master.read()
        nothing = dict.fromkeys(self.master.aims, 0.0)
        return Terms(tuple(map(np.zeros_like, takes)), np.zeros_like(sent), np.zeros_like(money),
                     (nothing, nothing), (None, None), self.stages, self.search.rounds, self.complete)

    def _unmet(self) -> frozenset:
        """Meet what can be met; the towns whose unmet need falls, which the rule of the purse does not bind."""
        tiers = [aim for aim in self.master.aims if aim.startswith("unmet") and aim in self.short]
        excused = frozenset((HOME, AWAY)) if tiers else frozenset()
        while tiers:
            for town in (HOME, AWAY):
                self.master.keep_purse(town, np.inf if town in excused else _LOOSE)
                for aim in tiers:
                    self.master.keep_aim(town, aim, np.inf)
            for aim in tiers:
                self._stage(aim)
                for town, changes in enumerate(self.master.read()[3]):
                    self.master.keep_aim(town, aim, min(changes[aim], 0.0) + _LOOSE)
            helped = frozenset(town for town, changes in enumerate(self.master.read()[3])
                               if any(changes[aim] < -_SOME for aim in tiers))
            if excused <= helped:
                break
            excused &= helped
        return excused

    def _fair(self, cash: float, excused) -> tuple[float, float]:
        """The change of each purse that is fair, together `cash`."""
        if cash <= 0 or not excused:
            return cash / 2, cash / 2
        changes = self.master.read()[3]
        won = [sum(max(-changes[town][aim], 0.0) for aim in self.master.aims if aim.startswith("unmet"))
               if town in excused else 0.0 for town in (HOME, AWAY)]
        return cash * won[0] / sum(won), cash * won[1] / sum(won)

    def _purses(self) -> tuple[float, float]:
        _, sent, money, changes, *_ = self.master.read()
        carriage = self.master.carriage
        return (changes[0]["cash"] - money.sum() + float((carriage * sent[1]).sum()),
                changes[1]["cash"] + money.sum() + float((carriage * sent[0]).sum()))

    # --- one stage
    def _stage(self, aim: str) -> float:
        """What is reached; asks until nothing better can come."""
        self.say(aim)
        search, later = self.search, 0
        search.begin(aim)
        if aim in _LATER:
            later = search.rounds_left - min(search.rounds_left, _LATER_ROUNDS)
            search.rounds_left -= later
        bound = least = 0.0 if aim == "lacks" else -np.inf
        while True:
            reached, bound = search.until_settled(_ROUGH, bound)
            if not search.at_the_edge():
                reached, bound = search.until_settled(search.gap, bound)
            if not search.at_the_edge():
                break
            ended = search.ended()  # then it is asked but once, lest the bound be one of too small sizes
            search.wider, bound = search.wider * _WIDER, least
            if ended:
                reached, bound = search.until_settled(search.gap, bound)
                break
        self.stages[aim] = (reached, min(bound, reached))
        search.rounds_left += later
        if aim not in _LATER:
            self.complete &= reached - bound <= _DONE * max(1.0, abs(reached))
        return reached
