"""Two networks planned together: who sends what in which period, what is paid, and what each saves.

A pure function of two networks. Each town's part is worked out by its own `Side`, and the first holds the table;
between them go only the messages of messages.py, so that the same can run over a wire. (Exodus 7422-7453: what is
bought is what a town depends on; two towns that make things for each other draw one membrane around both.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from ..network import Network
from .bargain import Bargain, Terms
from .matching import Mapping as GoodsMapping
from .matching import Match, match_goods
from .messages import NoOffer
from .search import Undecided
from .side import Side

_NOISE = 1e-6
_LITTLE = 1e-4  # of the most that is sent of a good in a period: so little may be rounding
_MOST_TRIES = 6  # each solves both towns once more
_SMALL = 1e-4  # of the cash of both: where no more than that could be won, apart is as good


@dataclass(frozen=True)
class TownTogether:
    """One town's figures, apart and together. cash: purchases + fees − sales; together also with what it pays for the
    exchange and for carriage. gets: money from the other town (negative: it pays), by period. The money and carriage
    are part of cash_together. unmet: shares of needs by tier, apart and together. more, less: batches by recipe."""

    name: str
    status: str
    cash_apart: float = 0.0
    cash_together: float = 0.0
    unmet_apart: Mapping[str, float] = field(default_factory=dict)
    unmet_together: Mapping[str, float] = field(default_factory=dict)
    hours_apart: float = 0.0
    hours_together: float = 0.0
    gets: tuple[float, ...] = ()
    carriage: float = 0.0
    makes: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    buys: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()

    @property
    def saves(self) -> float:
        return self.cash_apart - self.cash_together

    def to_json(self) -> dict:
        return {
            "name": self.name, "status": self.status, "conflicts": list(self.conflicts),
            "cash_apart": self.cash_apart, "cash_together": self.cash_together, "saves": self.saves,
            "unmet_apart": dict(self.unmet_apart), "unmet_together": dict(self.unmet_together),
            "hours_apart": self.hours_apart, "hours_together": self.hours_together,
            "gets": list(self.gets), "carriage": self.carriage,
            "makes": {name: {"apart": a, "together": b} for name, (a, b) in self.makes.items()},
            "buys": {name: {"apart": a, "together": b} for name, (a, b) in self.buys.items()},
        }


@dataclass(frozen=True)
class PairPlan:
    """status: "together" (they exchange), "apart" (nothing is won, or nothing is common), "infeasible" (a town has no
    plan alone, so there is nothing to compare with; see its conflicts), "undecided" (the solver gave up, or the
    search ended with nothing found while the bound says that gain_at_most may be there).

    sends: {good: {"unit", "theirs", "first": per period, "second": per period, "price": per period}}, quantities as
    they leave, in the first town's unit; price: what one unit would save the town that gets it, alone. gain: cash that
    both save together; gain_at_most: no exchange of these goods, of the sizes that were considered, can save more. gap:
    their difference by the larger of the two. left_out: goods that both know and that were not looked at, because their
    number was limited.
    """

    status: str
    towns: tuple[TownTogether, TownTogether]
    goods: tuple[Match, ...] = ()
    sends: Mapping[str, dict] = field(default_factory=dict)
    gain: float = 0.0
    gain_at_most: float = 0.0
    rounds: int = 0
    complete: bool = True
    left_out: tuple[str, ...] = ()

    @property
    def gap(self) -> float:
        most = max(abs(self.gain_at_most), abs(self.gain))
        return 0.0 if self.complete or most < _NOISE else (self.gain_at_most - self.gain) / most

    def to_json(self) -> dict:
        return {
            "status": self.status, "towns": [town.to_json() for town in self.towns],
            "common_goods": [match.ours for match in self.goods], "left_out": list(self.left_out),
            "sends": {name: {key: list(value) if isinstance(value, tuple) else value for key, value in row.items()}
                      for name, row in self.sends.items()},
            "gain": self.gain, "gain_at_most": self.gain_at_most, "gap": self.gap, "complete": self.complete,
            "rounds": self.rounds,
        }


def plan_together(first: Network, second: Network, mapping: GoodsMapping | None = None, *, rounds: int = 400,
                  gap: float = 1e-6, most_goods: int = 40, say: Callable[[str], None] | None = None,
                  enough: Callable[[], bool] | None = None) -> PairPlan:
    """What the two should send each other. Refused where units, periods or currency differ.

    The first sits at the table with its own programme and asks the second. rounds: the most questions it puts; with
    fewer the plan is still one that leaves neither worse off, with its gap told. gap: relative, at which to stop.
    most_goods: of many common goods, those whose worth differs most. enough: asked between questions; once it says yes,
    the best so far is the answer.
    """
    say, enough = say or (lambda _: None), enough or (lambda: False)
    matches = match_goods(first, second, mapping)
    say("each town alone")
    sides, left_out = _sides(first, second, matches), ()
    towns = tuple(_apart(side) for side in sides)
    if any(side.status != "optimal" for side in sides):
        return PairPlan("infeasible", towns, matches)
    if not matches:
        return PairPlan("apart", towns)
    if len(matches) > most_goods:
        kept = _most_different(sides, matches, most_goods)
        left_out = tuple(match.ours for match in matches if match not in kept)
        matches = kept
        sides = _sides(first, second, matches)
    try:
        terms = Bargain(*sides, matches, rounds=rounds, gap=gap, say=say, enough=enough).terms()
    except (Undecided, NoOffer):
        return PairPlan("undecided", towns, matches, complete=False, left_out=left_out)
    say("each town's own plan")
    return replace(_read(sides, matches, terms, enough), left_out=left_out)


def _sides(first: Network, second: Network, matches) -> tuple[Side, Side]:
    units = {match.ours: match.unit for match in matches}
    return (Side(first, {match.ours: (match.ours, 1.0) for match in matches}, units),
            Side(second, {match.ours: (match.theirs, match.ratio) for match in matches}, units))


def _most_different(sides, matches, most: int):
    """The goods whose worth differs most between the two, by what is turned over."""
    here, there = (side.greeting() for side in sides)

    def difference(match):
        apart = np.abs(np.subtract(here.worth[match.ours], there.worth[match.ours])).mean()
        return apart * min(here.goods[match.ours][1], there.goods[match.ours][1])

    chosen = set(sorted(matches, key=lambda match: (-difference(match), match.ours))[:most])
    return tuple(match for match in matches if match in chosen)


def _apart(side: Side) -> TownTogether:
    name = side.network.name
    if side.status != "optimal":
        return TownTogether(name, side.status, conflicts=side.conflicts)
    aims = side.alone.aims
    unmet = {aim: value for aim, value in aims.items() if aim.startswith("unmet")}
    return TownTogether(name, side.status, aims["cash"], aims["cash"], unmet, unmet, aims["hours"], aims["hours"],
                        (0.0,) * side.network.periods)


def _read(sides, matches, terms: Terms, enough) -> PairPlan:
    # Of what would go both ways in a period each keeps its own: nothing is lost by that, and no carriage paid.
    terms = replace(terms, sent=terms.sent - terms.sent.min(axis=0))
    worth = [side.greeting().worth for side in sides]
    price = np.array([[worth[1 - town][match.ours] for match in matches] for town in (0, 1)], float)
    terms, towns = _without_idle(sides, matches, terms, price, enough)
    sent = np.where(terms.sent < _NOISE, 0.0, terms.sent)
    price = np.where(sent[0] > 0, price[0], np.where(sent[1] > 0, price[1], price.max(axis=0)))
    sends = {}
    for place, match in enumerate(matches):
        if sent[:, place].any():
            sends[match.ours] = {"unit": match.unit, "theirs": match.theirs, "first": tuple(sent[0, place].tolist()),
                                 "second": tuple(sent[1, place].tolist()), "price": tuple(price[place].tolist())}
    reached, bound = terms.stages["cash"]
    small = _SMALL * (1 + sum(abs(town.cash_apart) for town in towns))
    found_none = "apart" if terms.complete or -bound <= small else "undecided"
    return PairPlan("together" if sends else found_none, towns, tuple(matches), sends, -reached + 0.0, -bound + 0.0,
                    terms.rounds, terms.complete)


def _without_idle(sides, matches, terms: Terms, price, enough):
    """(terms, towns) without what is sent for nothing: worth nothing alone to who gets it, and neither town has a worse
    plan without it. What a search leaves of its rounding goes as well. Where the time is over nothing is tried."""
    towns, carried = _towns(sides, matches, terms)
    idle = (terms.sent > 0) & ((price <= _NOISE) | (terms.sent < _LITTLE * terms.sent.max(axis=(0, 2))[:, None]))
    places = np.flatnonzero(idle.any(axis=(0, 2)))
    tries = [idle, *(idle & (np.arange(len(matches)) == place)[:, None] for place in places[:_MOST_TRIES])]
    for without in tries if carried and len(places) else ():
        if enough():
            break
        fewer = replace(terms, sent=np.where(without, 0.0, terms.sent))
        tried, carried = _towns(sides, matches, fewer)
        if carried and all(_no_worse(new, old) for new, old in zip(tried, towns, strict=True)):
            terms, towns = fewer, tried
            if without is idle:
                break
    return terms, towns


def _no_worse(new: TownTogether, old: TownTogether) -> bool:
    pairs = [(new.cash_together, old.cash_together), (new.hours_together, old.hours_together),
             *((new.unmet_together[aim], unmet) for aim, unmet in old.unmet_together.items())]
    return all(now <= before + _NOISE * (1 + abs(before)) for now, before in pairs)


def _towns(sides, matches, terms: Terms):
    """(figures of each town, whether both could carry it out)."""
    carriage = np.array([match.transport.cost for match in matches])[:, None]
    arrives = np.array([1 - match.transport.loss for match in matches])[:, None]
    money = _even(terms, carriage)
    made, carried = [], True
    for town, side in enumerate(sides):
        gets, by_period = (money if town == 0 else -money), (carriage * terms.sent[1 - town]).sum(axis=0)
        outcome = side.carry_out(arrives * terms.sent[1 - town] - terms.sent[town], gets - by_period)
        carried &= outcome is not None
        aims = {aim: side.alone.aims[aim] + terms.aims[town][aim] for aim in side.alone.aims}
        if outcome is not None:
            aims = outcome.aims
        paid = float(by_period.sum())
        made.append(replace(
            _apart(side), cash_together=aims["cash"] - float(gets.sum()) + paid,
            unmet_together={aim: value for aim, value in aims.items() if aim.startswith("unmet")},
            hours_together=aims["hours"], gets=tuple(gets.tolist()), carriage=paid,
            makes=_changes(side.alone.batches, outcome.batches) if outcome else {},
            buys=_changes(side.alone.buys, outcome.buys) if outcome else {},
        ))
    return tuple(made), carried


def _changes(before, after) -> dict[str, tuple[float, float]]:
    """What changes over the horizon: {id: (apart, together)}, the largest change first."""
    totals = {name: (sum(before.get(name, ())), sum(after.get(name, ()))) for name in {**before, **after}}
    changed = {name: pair for name, pair in totals.items() if abs(pair[0] - pair[1]) > 1e-6 * max(1.0, pair[0])}
    return dict(sorted(changed.items(), key=lambda item: (-abs(item[1][0] - item[1][1]), item[0])))


def _even(terms: Terms, carriage) -> np.ndarray:
    """The same sum in payments as even as the floors of both allow: what has no due date is paid month by month."""
    periods = len(terms.money)
    if not np.abs(terms.sent).any() and abs(terms.money.sum()) < _NOISE:
        return np.zeros(periods)
    least, most = np.full(periods, -np.inf), np.full(periods, np.inf)
    if terms.paid[0] is not None:
        least = terms.paid[0] + (carriage * terms.sent[1]).sum(axis=0)
    if terms.paid[1] is not None:
        most = -terms.paid[1] - (carriage * terms.sent[0]).sum(axis=0)
    most, total = np.maximum(most, least), float(terms.money.sum())
    low, high = -1e12, 1e12
    for _ in range(200):
        level = (low + high) / 2
        if np.clip(level, least, most).sum() < total:
            low = level
        else:
            high = level
    even = np.clip((low + high) / 2, least, most)
    return even if abs(even.sum() - total) <= _NOISE * (1 + abs(total)) else terms.money
