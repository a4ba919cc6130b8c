"""How a circle is doing, so that its members can help it along: who is stuck, who only gives or takes, how fast hours
go round, how much hangs on a few, and whom somebody could spend with.

Told to the circle as things to talk about and to do, never as scores of people (Exodus 2784-2946: traces, no assigner;
13014: open books). Every figure is a pure function of the payments of a stretch of time; amounts are integers at the
unit's decimals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .terms import Limits, Terms, near_limit

#: Guesses of ours, each a default of `look_after`. A month is long enough that somebody notices; a ring is told when
#: nearly the same amount (nine tenths) comes back to where it began within a week, through three or four hands.
STUCK_DAYS, RING_DAYS, RING_SHARE, LONGEST_RING, MOST_RINGS = 30, 7, 0.9, 4, 20
FEW = 3           # how many members count as "a few"
MOST_IDEAS = 5    # ideas for one member: nobody reads more
#: What is looked at: a quarter, long enough for those who meet once a month, short enough that something can still be
#: done; and the longest time without a payment that counts whole.
QUARTER_DAYS, PAUSE_DAYS = 91, 30


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment that stands."""

    payer: str
    payee: str
    amount: int
    day: date
    category: str = ""


@dataclass(frozen=True)
class Pause:
    """Nothing was paid from first to last. skipped: how many of those days do not count."""

    first: date
    last: date
    skipped: int


@dataclass(frozen=True)
class Window:
    """The time that is looked at, from since up to and with until. pauses: the newest first."""

    since: date
    until: date
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True)
class Stuck:
    """A member near a limit since a day, for at least so long that it is worth asking. side: "low" or "high"."""

    member: str
    side: str
    since: date


@dataclass(frozen=True)
class Ring:
    """Nearly the same amount that came back to where it began within days: perhaps a meal shared in turn, perhaps
    trade for the sake of longer lines. For the circle to ask about."""

    members: tuple[str, ...]
    amount: int
    first: date
    last: date


@dataclass(frozen=True)
class Idea:
    """member could spend on a category with somebody who would like to earn. again: they have done so before."""

    member: str
    category: str
    giver: str
    again: bool


@dataclass(frozen=True)
class Health:
    """turnover: all that was paid.  velocity: turnover a month over what was held on average by those above zero, or
    None.  reciprocity: share of turnover that pairs of members paid each other both ways.  leaning: share of turnover
    received by the few who received most, and who they are.  only_give, only_take: members with payments on one side
    alone.  idle: members without any.  largest_debt: share of all that is owed, owed by those few."""

    turnover: int
    velocity: float | None
    reciprocity: float | None
    leaning: float | None
    leaning_on: tuple[str, ...]
    only_give: tuple[str, ...]
    only_take: tuple[str, ...]
    idle: tuple[str, ...]
    largest_debt: float | None
    stuck: tuple[Stuck, ...]
    rings: tuple[Ring, ...]


def window_of(days: Iterable[date], today: date, length: int = QUARTER_DAYS, pause: int = PAUSE_DAYS) -> Window:
    """The last quarter of trade: so many days back from the last one on which something was paid, where a time without
    any payment counts as a month at most. days: on which something was paid, the newest first.

    Counted by the calendar alone, a circle that paused for a year would answer with its first payment afterwards and
    nothing else: nobody could see any more who gave and who took before. Counted by days of trade alone, the "quarter"
    of a circle that pays twice a year would reach back for a lifetime. So a pause counts, but not for longer than a
    month, and the page says when it was."""
    counted, last, pauses = 1, None, []
    for day in days:
        if last is None:
            until = last = min(day, today)
            continue
        gap = (last - day).days
        if counted + min(gap, pause) > length:
            break
        counted += min(gap, pause)
        if gap > pause:
            pauses.append(Pause(day + timedelta(days=1), last - timedelta(days=1), gap - pause))
        last = day
    if last is None:
        until = last = today
    return Window(last - timedelta(days=length - counted), until, tuple(pauses))


def look_after(payments: Sequence[Paid], balances: Mapping[str, int], limits: Mapping[str, Limits], terms: Terms,
               window: Window, *, stuck_days: int = STUCK_DAYS) -> Health:
    """Look at a circle during a window. payments: those of that time.  balances: at its end, of every member but the
    circle's own account.  limits: as they are now."""
    since, until = window.since, window.until
    turnover = sum(one.amount for one in payments)
    got, gave = _sums(payments)
    members = sorted(balances)
    ranked = sorted(((got.get(member, 0), member) for member in members), key=lambda pair: (-pair[0], pair[1]))
    few = tuple(member for amount, member in ranked[:FEW] if amount)
    debts = sorted((-balance for balance in balances.values() if balance < 0), reverse=True)
    return Health(
        turnover=turnover, velocity=_velocity(payments, balances, window),
        reciprocity=_reciprocity(payments), leaning=_share(sum(got[member] for member in few), turnover),
        leaning_on=few,
        only_give=tuple(member for member in members if member in got and member not in gave),
        only_take=tuple(member for member in members if member in gave and member not in got),
        idle=tuple(member for member in members if member not in gave and member not in got),
        largest_debt=_share(sum(debts[:FEW]), sum(debts)),
        stuck=tuple(found for found in (_stuck(member, payments, balances[member], limits[member], terms, since)
                                        for member in members) if found and (until - found.since).days >= stuck_days),
        rings=rings(payments))


def ideas(member: str, payments: Sequence[Paid], balances: Mapping[str, int], offers: Iterable[tuple[str, str]],
          most: int = MOST_IDEAS) -> tuple[Idea, ...]:
    """Where a member could spend: what others offer or were paid for, those who would most like to earn first.
    offers: (member, what they offer)."""
    known = {(one.payee, one.category) for one in payments if one.category} | set(offers)
    before = {(one.payee, one.category) for one in payments if one.payer == member}
    chances = sorted((balances[giver], giver, category) for giver, category in known
                     if giver != member and giver in balances)
    found, seen = [], set()
    for _, giver, category in chances:
        if giver not in seen and len(found) < most:  # one idea a neighbour: more neighbours are told
            seen.add(giver)
            found.append(Idea(member, category, giver, (giver, category) in before))
    return tuple(found)


def rings(payments: Sequence[Paid]) -> tuple[Ring, ...]:
    """Amounts that went round and came back, the largest first. Each payment is counted in one ring."""
    after: dict[str, list[int]] = defaultdict(list)
    order = sorted(range(len(payments)), key=lambda place: (payments[place].day, place))
    for place in order:
        after[payments[place].payer].append(place)
    taken: set[int] = set()
    found = []
    for place in order:
        path = _ring_from(place, payments, after, taken)
        if path:
            taken.update(path)
            steps = [payments[step] for step in path]
            found.append(Ring(tuple(step.payer for step in steps), min(step.amount for step in steps), steps[0].day,
                              max(step.day for step in steps)))
    return tuple(sorted(found, key=lambda ring: (-ring.amount, ring.first, ring.members))[:MOST_RINGS])


def _ring_from(place: int, payments: Sequence[Paid], after: Mapping[str, list[int]], taken: set[int]) -> list[int]:
    """The shortest way back to who paid first, as places of payments; empty where there is none. Rings of two are
    trade between two, and no ring."""
    start = payments[place]
    ways = [[place]] if place not in taken else []
    for _ in range(LONGEST_RING - 1):
        longer = []
        for way in ways:
            last = payments[way[-1]]
            for step in after.get(last.payee, ()):
                following = payments[step]
                if (step in taken or step in way or following.day < last.day
                        or (following.day - start.day).days > RING_DAYS or not _alike(following.amount, start.amount)):
                    continue
                if following.payee == start.payer:
                    if len(way) >= 2:
                        return [*way, step]
                elif following.payee not in {payments[one].payer for one in way}:
                    longer.append([*way, step])
        ways = longer
    return []


def _alike(one: int, other: int) -> bool:
    return min(one, other) >= RING_SHARE * max(one, other)


def _sums(payments: Sequence[Paid]) -> tuple[dict[str, int], dict[str, int]]:
    got: dict[str, int] = defaultdict(int)
    gave: dict[str, int] = defaultdict(int)
    for one in payments:
        got[one.payee] += one.amount
        gave[one.payer] += one.amount
    return dict(got), dict(gave)


def _reciprocity(payments: Sequence[Paid]) -> float | None:
    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for one in payments:
        pairs[one.payer, one.payee] += one.amount
    both = sum(min(amount, pairs.get((payee, payer), 0)) for (payer, payee), amount in pairs.items())
    return _share(both, sum(pairs.values()))


def _velocity(payments: Sequence[Paid], balances: Mapping[str, int], window: Window) -> float | None:
    """Turnover a month (30 days) over what stood above zero at the end of a day, on the average of the days that
    count."""
    end = window.until + timedelta(days=1)
    held, days, summed, last = dict(balances), _counted(window.since, end, window), 0, end
    for one in sorted(payments, key=lambda one: one.day, reverse=True):
        summed += _above_zero(held) * _counted(one.day, last, window)
        last = one.day
        for member, amount in ((one.payer, one.amount), (one.payee, -one.amount)):
            if member in held:
                held[member] += amount
    average = (summed + _above_zero(held) * _counted(window.since, last, window)) / days
    return sum(one.amount for one in payments) * 30 / days / average if average else None


def _counted(first: date, end: date, window: Window) -> int:
    """The days from first up to, but not including, end that count."""
    return (end - first).days - sum(one.skipped for one in window.pauses if first <= one.first and one.last < end)


def _above_zero(held: Mapping[str, int]) -> int:
    return sum(balance for balance in held.values() if balance > 0)


def _stuck(member: str, payments: Sequence[Paid], balance: int, limits: Limits, terms: Terms,
           since: date) -> Stuck | None:
    """Since when the member is near the limit at which it stands now."""
    side = near_limit(terms, balance, limits)
    if not side:
        return None
    day = since
    for one in sorted((one for one in payments if member in (one.payer, one.payee)), key=lambda one: one.day,
                      reverse=True):
        balance += one.amount if one.payer == member else -one.amount
        if near_limit(terms, balance, limits) != side:
            day = one.day
            break
    return Stuck(member, side, day)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
