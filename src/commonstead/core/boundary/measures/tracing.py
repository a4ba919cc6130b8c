"""Where the money went: cash paid outside, and hours worked, followed through what was recorded until they end.

(Exodus 7422-7433: money is the membrane; what is bought is in what is made of it.) The method, month by month, is
process costing by moving average; why so is in docs/decisions/0012-measures.md:

- A *pool* is one good with one holder. All that comes in within a month, and what was there before, has one cost a
  unit; what goes out carries it along. Lent things stay whose they are. What was there on the first day, and what a
  count found, carries nothing: nobody wrote down what was paid for it.
- A *process* takes what went into it and hands it to its products, by worth at the shop (by amount where none has a
  price): a month's products take the share of their worth in all products still to come.
- Each association has a *common cost*: what it used up or worked without a recorded product, services it got, and cash
  paid for nothing listed. It is handed on, by worth, with what it makes outside a process and the services it gives;
  where neither is to come, with the things it gives; until then it waits. What has no price carries none of it, unless
  the association gives nothing that has one.
- It ends in homes (direct: paid by themselves; embodied: in all else that came; both net of what they pass on), in what
  is given or sold outside, in losses (counted less), or it lies in stocks, unfinished processes and common costs.

So every coin is somewhere at the end of each month: spent = homes + outside + lost + what lies there more than before.
Everything of a month is solved at once (month.py), because bread may feed those who mill.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .month import Carriers, Month, State

OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Move:
    """One sum of flows of one month; amount in the good's unit. what:

    "given"   from giver to taker, either may be OUTSIDE; sold: for money
    "into"    used up by giver, in `process` ("" for none)        "out"    made by giver, from `process` ("" for none)
    "worn"    units worn off a machine of giver, in `process`     "lost", "found"   counted less, counted more
    "paid"    cash that giver paid outside, no good               "worked" hours of giver for taker, in `process`
    """

    month: int
    what: str
    giver: str
    good: str = ""
    amount: float = 0.0
    taker: str = ""
    process: str = ""
    sold: bool = False


@dataclass(frozen=True)
class Known:
    """price: of a unit at the shop, by good.  services: goods that are not stored.  homes: holders that are homes.
    finished: processes of which nothing more is to come.  doer: by process."""

    price: Mapping[str, float] = field(default_factory=dict)
    services: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()
    finished: frozenset[str] = frozenset()
    doer: Mapping[str, str] = field(default_factory=dict)

    def worth(self, good: str, amount: float) -> float:
        """At the shop; 0 for what has no price."""
        return amount * self.price.get(good, 0.0)

    def stored(self, good: str) -> bool:
        """Whether it lies in a pool; services and cash for nothing listed do not."""
        return bool(good) and good not in self.services


@dataclass
class Arrived:
    """What one holder got of one good in one month. worth: at the shop.  direct: cash it paid itself.  embodied: cash
    in what came otherwise.  hours: worked for what came.  priceless: arrivals without a price.
    Homes: net of what they pass on, own making included. Associations: gross, their own making left out."""

    worth: float = 0.0
    direct: float = 0.0
    embodied: float = 0.0
    hours: float = 0.0
    priceless: int = 0


@dataclass
class Traced:
    """arrived: by (month, holder, good); good "" is cash paid for nothing listed and what came with services to an
    association.  carried: [cash, hours] by (month, giver, taker).  spent, outside, lost, lying: [cash, hours] by month:
    put in, gone outside, counted less, and lying at its end with associations and in processes.  cash_with: the cash of
    these four by month and holder (of a process: its doer)."""

    arrived: dict[tuple[int, str, str], Arrived] = field(default_factory=dict)
    carried: dict[tuple[int, str, str], list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0]))
    spent: list[list[float]] = field(default_factory=list)
    outside: list[list[float]] = field(default_factory=list)
    lost: list[list[float]] = field(default_factory=list)
    lying: list[list[float]] = field(default_factory=list)
    cash_with: list[dict[str, dict[str, float]]] = field(default_factory=list)


def trace(moves: Iterable[Move], known: Known, months: int) -> Traced:
    """Follow cash and hours through `months` months from the first."""
    by_month: list[list[Move]] = [[] for _ in range(months)]
    for move in moves:
        if move.amount > 0:
            by_month[move.month].append(move)
    state = State(_products(by_month, known), carriers=Carriers(by_month, known))
    traced = Traced()
    for number, these in enumerate(by_month):
        month = Month(number, these, known, state)
        month.solve()
        month.tell(traced)
        state = month.after()
    return traced


def _products(by_month, known) -> dict[str, list]:
    """By process: [worth, amount, entries] of the products that are still to come, taken down as they come."""
    ahead: dict[str, list] = defaultdict(lambda: [0.0, 0.0, 0])
    for month in by_month:
        for move in month:
            if move.what == "out" and move.process:
                of = ahead[move.process]
                of[0] += known.worth(move.good, move.amount)
                of[1] += move.amount
                of[2] += 1
    return dict(ahead)
