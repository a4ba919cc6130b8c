"""How two towns come to terms: unmet need first, then cash, then a fair share of what is won, then toil.

Stage after stage the table asks both towns at its prices, takes their best offers into the mix, and stops when no
price can bring anything better (the bound meets the mix). What a stage has reached is kept in the next ones.

Neither town is worse off than alone: its unmet need rises in no tier, and its purse (cash with what it pays, is paid
and the carriage) is no worse, unless the other sends it what it needed and could not have alone: unmet need comes
before cash for the pair as it does for each. Then it bears what that costs the other.
Toil is not turned into cash: where neither cash nor need is won, nothing is sent; else the hours are told beside.
Of what is won in cash each gets half. Both start from what they can do alone, and neither can win anything without
the other, so nothing gives one of them a claim to more. Why so, and what was rejected: docs/decisions/0015-together.md.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .master import FIRST, SECOND, Master
from .side import NoOffer

_LOOSE = 1e-7  # slack of what a stage has settled, relative: the rounding of a mix of large offers
_SOME = 1e-6  # a change below this is rounding
_FITTING = 2  # how often what both want is narrowed down to what fits
_FIT_FIRST, _FIT_EVERY = 3, 20  # in which rounds offers are made to fit: it takes as long as ten other rounds
_SEASONS_PAY, _SEASONS_SHARE = 0.7, 0.7  # prices by season where they are so much fewer; for this share of the rounds
_SEASONS_GAP = 0.002  # near enough for prices by season: those by period may differ by more
_NEARER = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 4.0, 10.0, 10.0, 40.0, 400.0)  # of the price: what differing costs
_LATER, _LATER_ROUNDS = ("lacks", "hours"), 40  # what is shared and toiled is bettered for so many rounds at the most
_DONE = 1e-5  # a gap below this is told as none
_SMOOTH = 0.9  # how far a question leans on the best prices so far; plain column generation swings without it


class Undecided(Exception):
    """The solver found no mix, though staying apart is one: its numbers lie too far apart."""


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
    prices: dict
    stages: dict
    rounds: int
    complete: bool


class Bargain:
    """sides: two that answer greeting, meets, propose, nothing; rounds: the most questions in all."""

    def __init__(self, sides, matches, aims, short, *, rounds: int, gap: float, say: Callable[[str], None],
                 narrow: bool = True):
        self.sides, self.short, self.gap, self.say = sides, short, gap, say
        greetings = [side.greeting() for side in sides]
        self.floors = tuple(greeting.keeps_a_floor for greeting in greetings)
        for side, other in zip(sides, reversed(greetings), strict=True):
            side.meets(other, narrow)
        self.master = Master(matches, greetings[0].periods, self.floors, aims,
                             [greeting.always for greeting in greetings])
        for town in (FIRST, SECOND):
            self.master.take(town, sides[town].nothing())
        self.rounds_left, self.rounds, self.wider, self.step = rounds, 0, 1.0, 0.2
        worth = np.array([[greeting.worth[match.ours] for match in matches] for greeting in greetings], float)
        self.opening, self.seasons = worth.mean(axis=0), _seasons(worth)
        self.stages: dict[str, tuple[float, float]] = {}
        self.complete = True

    # --- the order of the aims
    def terms(self) -> Terms:
        excused = self._unmet()
        master = self.master
        for town in (FIRST, SECOND):
            master.keep_purse(town, np.inf if town in excused else _LOOSE)
        cash, prices = self._stage("cash")
        if cash > -_SOME and not excused:
            return self._apart(prices)
        master.keep_both("cash", cash + _LOOSE * (1 + abs(cash)))
        fair = self._fair(cash, excused)
        for town in (FIRST, SECOND):
            master.fair_share(town, fair[town])
        self._stage("lacks")
        purses = self._purses()
        for town in (FIRST, SECOND):
            master.fair_share(town, np.inf)
            most = max(purses[town], fair[town])
            master.keep_purse(town, most + _LOOSE * (1 + abs(most)))
        self._stage("hours")
        takes, sent, money, changes, paid = master.read()
        return Terms(tuple(takes), sent, money, tuple(changes), tuple(paid), prices, self.stages, self.rounds,
                     self.complete)

    def _apart(self, prices) -> Terms:
        """Nothing is won: nothing is sent, and nobody toils more."""
        still = np.zeros_like(self.opening)
        nothing = dict.fromkeys(self.master.aims, 0.0)
        periods = self.master.periods
        return Terms((still, still), np.stack([still, still]), np.zeros(periods), (nothing, nothing), (None, None),
                     prices, self.stages, self.rounds, self.complete)

    def _unmet(self) -> frozenset:
        """Meet what can be met; the towns whose unmet need falls, which the rule of the purse does not bind."""
        tiers = [aim for aim in self.master.aims if aim.startswith("unmet") and aim in self.short]
        excused = frozenset((FIRST, SECOND)) if tiers else frozenset()
        while tiers:
            for town in (FIRST, SECOND):
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
               if town in excused else 0.0 for town in (FIRST, SECOND)]
        return cash * won[0] / sum(won), cash * won[1] / sum(won)

    def _purses(self) -> tuple[float, float]:
        _, sent, money, changes, _ = self.master.read()
        carriage = self.master.carriage
        return (changes[0]["cash"] - money.sum() + float((carriage * sent[1]).sum()),
                changes[1]["cash"] + money.sum() + float((carriage * sent[0]).sum()))

    # --- one stage
    def _stage(self, aim: str) -> tuple[float, dict]:
        """(what is reached, prices); asks until nothing better can come."""
        self.say(aim)
        self.master.aim_at({aim: 1.0})
        after = 0
        if aim in _LATER:
            after = self.rounds_left - min(self.rounds_left, _LATER_ROUNDS)
            self.rounds_left -= after
        best = self.master.duals_of(self.opening) if aim == "cash" and self.opening.size else None
        while True:
            reached, bound, duals, best = self._until_settled(best)
            if self.rounds_left <= 0 or not self._at_the_edge():
                break
            self.wider *= 8.0
        self.stages[aim] = (reached, min(bound, reached))
        self.rounds_left += after
        if aim not in _LATER:
            self.complete &= reached - bound <= _DONE * max(1.0, abs(reached))
        return reached, self.master.prices(duals)

    def _until_settled(self, best):
        """(reached, bound, duals, the prices of the bound). best: prices to begin at, or None where none are known;
        the first of the mix say nothing."""
        bound, lean, reached = -np.inf, 0.0, np.inf
        if best is not None:
            bound, best = self._by_season(best)
            lean = 1.0
        for turn in itertools.count():
            if not any(self.master.solve() == "optimal" or self.master.loosen() for _ in range(4)):
                raise Undecided
            before, reached, duals = reached, self.master.objective, self.master.duals()
            if before - reached < 0.001 * abs(reached):
                self.step = max(self.step / 1.5, 1e-4)
            if self.rounds_left <= 0:
                return reached, bound, duals, best
            asked = duals if best is None or not lean else lean * best + (1 - lean) * duals
            offers, cost = self._ask(self.master, asked)
            told = self.master.bound(asked, cost)
            if told > bound:
                bound, best = told, asked
            if reached - bound <= self._tolerance(reached):
                return reached, bound, duals, best
            scale = 1e-10 * (1 + np.abs(duals).max(initial=0.0))
            better = [town for town in (FIRST, SECOND) if self.master.gain(duals, town, offers[town]) > scale]
            for town in better:
                self.master.take(town, offers[town])
            if turn % _FIT_EVERY < (_FIT_FIRST if turn < _FIT_EVERY and self.master.objective > -_SOME else 1):
                self._agree(asked, offers)
            if not better and lean == 0.0:
                return reached, bound, duals, best
            lean = _SMOOTH if better else 0.0

    def _by_season(self, best):
        """(bound, its prices): prices by season first, of which there are few. What keeps costs the same before and
        after, so most of what prices by period would find out, one by one, is found out at once."""
        whole, bound = self.master, -np.inf
        if self.seasons.max() + 1 > _SEASONS_PAY * self.seasons.size:
            return bound, best
        rough = whole.in_seasons(self.seasons)
        for town in (FIRST, SECOND):
            for offer in whole.offers[town]:
                rough.take(town, offer)
        asked, last = rough.duals_from(whole, best), self.rounds_left * (1 - _SEASONS_SHARE)
        while self.rounds_left > last:
            offers, cost = self._ask(rough, asked)
            told = rough.bound(asked, cost)
            if told > bound:
                bound, best = told, asked
            for town in (FIRST, SECOND):
                rough.take(town, offers[town])
            if rough.solve() != "optimal":
                return bound, whole.duals_from(rough, best)
            if rough.objective - bound <= max(_SEASONS_GAP, self.gap / 2) * max(1.0, abs(bound)):
                break
            asked = _SMOOTH * best + (1 - _SMOOTH) * rough.duals()
        best = whole.duals_from(rough, best)
        if bound > -np.inf:
            self._by_period(best, rough)
        return bound, best

    def _by_period(self, duals, rough):
        """What is agreed by season, period by period: what one would send and take then, the other is asked to answer,
        and the first that answer, to and fro, at a growing cost of differing until they do not."""
        wanted = rough.read()[0]
        for town in (FIRST, SECOND):
            for offer in rough.used(town):
                self.master.take(town, offer)
        for town in (FIRST, SECOND):
            takes = wanted[town]
            try:
                for share in _NEARER:
                    town, before = 1 - town, takes
                    takes = self._answer(duals, town, -takes, share)
                    if np.abs(before + takes).max(initial=0.0) < _SOME:
                        break
            except NoOffer:  # rounding; the other way round may do
                continue

    def _answer(self, duals, town, wanted, share):
        """What a town takes where each unit that differs from what is wanted costs it this share of its price.

        No price of money is in it: then a town asks for no payment that it does not need."""
        self.rounds += 1
        self.rounds_left -= 1
        worth = np.abs(duals[self.master._takes[town]]).max(axis=1)
        beyond = dict(zip((match.ours for match in self.master.matches),
                          (share * np.maximum(worth, 1e-3 * worth.max(initial=0.0))).tolist(), strict=True))
        ask = replace(self.master.asks(duals, self.wider)[town], within=self._limits(wanted, wanted), beyond=beyond)
        offer, _ = self.sides[town].propose(replace(ask, money=(0.0,) * len(ask.money)))
        self.master.take(town, offer)
        return self.master.takes(offer)

    def _ask(self, master, duals):
        self.rounds += 1
        self.rounds_left -= 1
        answers = [side.propose(ask) for side, ask in
                   zip(self.sides, master.asks(duals, self.wider), strict=True)]
        return [offer for offer, _ in answers], tuple(cost for _, cost in answers)

    def _agree(self, duals, offers):
        """What both want to the same extent is asked for again, and no more than that: offers that fit each other.

        Once from nothing, and once from what is agreed so far, in steps that become smaller while they bring nothing.
        Without these, large offers that do not fit block each other for many rounds.
        """
        if not self.master.matches:
            return
        still = np.zeros_like(self.opening)
        self._fit(duals, (still, still), offers)
        now = self.master.read()[0]
        steps = [self.sides[town].considers(self.wider)[:, None] * self.step for town in (FIRST, SECOND)]
        try:
            near = [self._within(duals, town, now[town] - steps[town], now[town] + steps[town])
                    for town in (FIRST, SECOND)]
            self._fit(duals, now, near)
        except NoOffer:  # what is agreed rests on buying more outside, which a single offer need not do
            return

    def _fit(self, duals, start, offers):
        """Narrow down what both want beyond `start` until it fits, and take it into the mix."""
        arrives = np.array([1 - match.transport.loss for match in self.master.matches])[:, None]
        for _ in range(_FITTING):
            first, second = (self.master.takes(offer) - start[town] for town, offer in enumerate(offers))
            there = np.minimum(np.maximum(-first, 0) * arrives, np.maximum(second, 0))
            back = np.minimum(np.maximum(-second, 0) * arrives, np.maximum(first, 0))
            offers = [self._within(duals, FIRST, start[FIRST] - there / arrives, start[FIRST] + back),
                      self._within(duals, SECOND, start[SECOND] - back / arrives, start[SECOND] + there)]
        for town in (FIRST, SECOND):
            self.master.take(town, offers[town])

    def _within(self, duals, town, least, most):
        ask = self.master.asks(duals, self.wider)[town]
        return self.sides[town].propose(replace(ask, within=self._limits(least, most)))[0]

    def _limits(self, least, most) -> dict:
        return {match.ours: (tuple(low), tuple(high)) for match, low, high in
                  zip(self.master.matches, np.minimum(least, most).tolist(), most.tolist(), strict=True)}

    def _tolerance(self, reached: float) -> float:
        return self.gap * max(1.0, abs(reached))

    def _at_the_edge(self) -> bool:
        """Whether what is agreed lies where a town considers no more: then it is asked to consider more."""
        takes = self.master.read()[0]
        return any((np.abs(takes[town]) > 0.99 * self.sides[town].considers(self.wider)[:, None]).any()
                   for town in (FIRST, SECOND))


def _seasons(worth) -> np.ndarray:
    """goods × periods: periods after each other in which a good is worth the same to each town (2 × goods × periods)
    are one season; numbered throughout."""
    change = np.abs(np.diff(worth, axis=2)).max(axis=0) > 0.02 * (1e-9 + np.abs(worth).max(axis=(0, 2)))[:, None]
    begins = np.concatenate([np.ones((change.shape[0], 1), bool), change], axis=1)
    return (np.cumsum(begins.ravel()) - 1).reshape(begins.shape)
