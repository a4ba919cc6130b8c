"""What many futures say together: ranges instead of single figures, and in how many of them each step pays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np

from ..network import Network
from .evaluating import Future, Step
from .spread import Spread

#: A range goes from the figure below which one future in ten lies to the one above which one in ten lies.
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
_OF_STEPS = ("savings", "outlays", "machines_first", "meets", "makes_possible")
_PAYS = 1e-6  # of the cash of a future: a saving below it is rounding


@dataclass(frozen=True)
class Range:
    """low, middle, high: below them lie 10, 50 and 90 % of the futures (between two of them: interpolated)."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class StepInFutures:
    """Of `futures` that could be planned: saves: in how many it saves cash at all; pays: in how many it also earns back
    its outlay, and one of each machine that nobody has (machines_first), within the spread's patience; None where one
    of these has no price.  meets: in how many it meets more of what is needed.  makes_possible: in how many of the
    futures that could not be planned one can with it.  now: the saving in the town as it is.  saving: over the horizon,
    outlay not deducted."""

    recipes: tuple[str, ...]
    stage: str
    now: float
    outlay: float | None
    saving: Range
    saves: int
    pays: int | None
    futures: int
    meets: int = 0
    makes_possible: int = 0
    machines_first: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Moves:
    """How much of the differences in cash goes with one factor alone: the square of their rank correlation."""

    factor: str
    share: float


@dataclass(frozen=True)
class Ensemble:
    """asked: how many futures; infeasible: in how many no plan keeps the rules; short: in how many a need is not met
    in full.  now: the town as it is.  cash, dependence, slack_days: None where no future has the figure.
    slack_at_least: in how many the walk is longer than the horizon, which then stands in its place."""

    asked: int
    infeasible: int
    short: int
    now: Future
    cash: Range | None
    dependence: Range | None
    slack_days: Range | None
    slack_at_least: int
    steps: tuple[StepInFutures, ...]
    moves: tuple[Moves, ...]
    spread: Spread
    drawn: tuple[Future, ...]

    def to_json(self) -> dict:
        spread = self.spread
        return {
            "futures": self.asked, "infeasible": self.infeasible, "short": self.short, "now": self.now.to_json(),
            **{name: None if one is None else asdict(one) for name, one in
               (("cash", self.cash), ("dependence", self.dependence), ("slack_days", self.slack_days))},
            "slack_at_least": self.slack_at_least,
            "steps": [{**asdict(step), "recipes": list(step.recipes)} for step in self.steps],
            "moves": [asdict(one) for one in self.moves],
            "spread": spread.to_json(),
            "reasons": {name: spread.reason(name) for name in type(spread).__dataclass_fields__
                        if name != "reasons" and spread.reason(name)},
            "drawn": [{name: value for name, value in one.to_json().items() if name not in _OF_STEPS}
                      for one in self.drawn],
        }


def summary(network: Network, spread: Spread, steps: Sequence[Step], now: Future, futures: Iterable[Future],
            names: Sequence[str] = (), drawn=()) -> Ensemble:
    """now: the town as it is, worked out like the others. names, drawn: the factors and what was drawn for each
    (futures × factors), to tell which of them moves the cash most."""
    futures = tuple(futures)
    planned = [one for one in futures if one.status == "optimal"]
    stages = {recipe.id: recipe.stage for recipe in network.recipes}
    patience = spread.patience_days / (network.periods * network.days_per_period)
    return Ensemble(
        asked=len(futures), infeasible=len(futures) - len(planned), short=sum(one.short for one in planned), now=now,
        cash=_range([one.cash for one in planned]), dependence=_range([one.dependence for one in planned]),
        slack_days=_range([one.slack_days for one in planned]),
        slack_at_least=sum(one.slack_at_least for one in planned),
        steps=tuple(_step(step, stages, now, futures, patience) for step in steps) if planned else (),
        moves=_moves(futures, names, np.asarray(drawn, float)), spread=spread, drawn=futures)


def _range(values) -> Range | None:
    known = [value for value in values if value is not None]
    return Range(*(float(one) for one in np.quantile(known, (LOW, MIDDLE, HIGH)))) if known else None


def _step(step: Step, stages, now: Future, futures: Sequence[Future], patience: float) -> StepInFutures:
    key, planned = step.key, [one for one in futures if one.status == "optimal"]
    savings, outlays = [one.savings[key] for one in planned], [_first_cost(one, key) for one in planned]
    saves = [saving > _PAYS * max(1.0, abs(one.cash)) for saving, one in zip(savings, planned, strict=True)]
    pays = None
    if None not in outlays:
        pays = sum(yes and saving * patience >= outlay
                   for yes, saving, outlay in zip(saves, savings, outlays, strict=True))
    told = now if now.status == "optimal" else planned[0]
    return StepInFutures(
        recipes=step.recipes, stage=stages[step.recipes[-1]], now=now.savings.get(key, 0.0),
        outlay=told.outlays[key], saving=_range(savings), saves=sum(saves), pays=pays, futures=len(planned),
        meets=sum(key in one.meets for one in planned),
        makes_possible=sum(key in one.makes_possible for one in futures),
        machines_first=told.machines_first.get(key, {}))


def _first_cost(one: Future, key: str) -> float | None:
    """The outlay and the machines that nobody has; None where something of it has no price."""
    parts = [one.outlays[key], *one.machines_first.get(key, {}).values()]
    return None if None in parts else sum(parts)


def _moves(futures, names, drawn, most: int = 5) -> tuple[Moves, ...]:
    """The factors that go with the differences in cash, the foremost first; none from fewer than 20 futures, where
    chance alone would make some of many factors look like it."""
    here = [number for number, one in enumerate(futures) if one.status == "optimal"]
    if len(here) < 20 or not len(names):
        return ()
    cash = _ranks(np.array([futures[number].cash for number in here]))
    if not cash.any():
        return ()
    shares = []
    for number, name in enumerate(names):
        ranks = _ranks(drawn[here, number])
        shares.append((float((ranks @ cash) ** 2 / (ranks @ ranks) / (cash @ cash)) if ranks.any() else 0.0, name))
    chance = 9 / len(here)  # three standard errors of a correlation of nothing, squared
    return tuple(Moves(name, share) for share, name in sorted(shares, key=lambda one: (-one[0], one[1]))[:most]
                 if share > chance)


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks around 0; equal values share theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    upto = np.cumsum(count)
    rank = (upto - (count - 1) / 2)[place]
    return rank - rank.mean()
