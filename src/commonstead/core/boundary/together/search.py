"""The questions of one stage: asks both towns at the prices of the table until nothing better can come.

Column generation (Dantzig and Wolfe 1960) with what makes it end soon: prices by season first, of which there are few;
questions that lean on the best prices so far; offers that are asked to fit each other; and, once, the answers of one
town to the answers of the other. Everything it knows of a town came in a message (messages.py).
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from .master import FIRST, SECOND, Master
from .messages import Greeting, NoOffer, considered

_SOME = 1e-6  # a change below this is rounding
_FITTING = 2  # how often what both want is narrowed down to what fits
_FIT_FIRST, _FIT_EVERY = 3, 20  # in which rounds offers are made to fit: it takes as long as ten other rounds
_SEASONS_PAY, _SEASONS_SHARE = 0.7, 0.7  # prices by season where they are so much fewer; for this share of the rounds
_SEASONS_GAP = 0.002  # near enough for prices by season: those by period may differ by more
_NEARER = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 4.0, 10.0, 10.0, 40.0, 400.0)  # of the price: what differing costs
_SMOOTH = 0.9  # how far a question leans on the best prices so far; plain column generation swings without it


class Undecided(Exception):
    """The solver found no mix, though staying apart is one: its numbers lie too far apart."""


class Search:
    """sides: two that answer greeting, meets and propose; rounds: the most questions in all; wider: how many times the
    usual sizes are considered at first. Remembers the mix (`master`), and how many questions are left."""

    def __init__(self, sides, greetings: list[Greeting], master: Master, *, rounds: int, gap: float, wider: float):
        self.sides, self.master, self.gap = sides, master, gap
        for town in (FIRST, SECOND):
            sides[town].meets(greetings[1 - town])
            master.take(town, greetings[town].nothing())
        self.rounds_left, self.rounds, self.wider, self.step = rounds, 0, wider, 0.2
        most = [considered(greetings[town], greetings[1 - town]) for town in (FIRST, SECOND)]
        self._most = np.array([[sizes[match.ours] for match in master.matches] for sizes in most], float)
        worth = np.array([[greeting.worth[match.ours] for match in master.matches] for greeting in greetings], float)
        self.opening, self.seasons = worth.mean(axis=0), _seasons(worth)

    def until_settled(self, best):
        """(reached, bound, the prices of the bound). best: prices to begin at, or None where none are known;
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
                return reached, bound, best
            asked = duals if best is None or not lean else lean * best + (1 - lean) * duals
            offers, cost = self._ask(self.master, asked)
            told = self.master.bound(asked, cost)
            if told > bound:
                bound, best = told, asked
            if reached - bound <= self._tolerance(reached):
                return reached, bound, best
            scale = 1e-10 * (1 + np.abs(duals).max(initial=0.0))
            better = [town for town in (FIRST, SECOND) if self.master.gain(duals, town, offers[town]) > scale]
            for town in better:
                self.master.take(town, offers[town])
            if turn % _FIT_EVERY < (_FIT_FIRST if turn < _FIT_EVERY and self.master.objective > -_SOME else 1):
                self._agree(asked, offers)
            if not better and lean == 0.0:
                return reached, bound, best
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
        offer = self.sides[town].propose(replace(ask, money=(0.0,) * len(ask.money)))
        self.master.take(town, offer)
        return self.master.takes(offer)

    def _ask(self, master, duals):
        self.rounds += 1
        self.rounds_left -= 1
        asks = master.asks(duals, self.wider)
        offers = [side.propose(ask) for side, ask in zip(self.sides, asks, strict=True)]
        return offers, tuple(ask.cost(offer) for ask, offer in zip(asks, offers, strict=True))

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
        steps = self._most[:, :, None] * self.wider * self.step
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
        return self.sides[town].propose(replace(ask, within=self._limits(least, most)))

    def _limits(self, least, most) -> dict:
        return {match.ours: (tuple(low), tuple(high)) for match, low, high in
                  zip(self.master.matches, np.minimum(least, most).tolist(), most.tolist(), strict=True)}

    def _tolerance(self, reached: float) -> float:
        return self.gap * max(1.0, abs(reached))

    def at_the_edge(self) -> bool:
        """Whether what is agreed lies where a town considers no more: then it is asked to consider more."""
        takes = np.array(self.master.read()[0])
        return bool((np.abs(takes) > 0.99 * self.wider * self._most[:, :, None]).any())




def _seasons(worth) -> np.ndarray:
    """goods × periods: periods after each other in which a good is worth the same to each town (2 × goods × periods)
    are one season; numbered throughout."""
    change = np.abs(np.diff(worth, axis=2)).max(axis=0) > 0.02 * (1e-9 + np.abs(worth).max(axis=(0, 2)))[:, None]
    begins = np.concatenate([np.ones((change.shape[0], 1), bool), change], axis=1)
    return (np.cumsum(begins.ravel()) - 1).reshape(begins.shape)
