"""Recording a year: every beat of every rhythm, day by day, as flows that can be booked in this order.

Within a day wages and harvests come before purchases, purchases before making, making before sharing; so
nothing is used before it is there. Where something lacks, a deed happens in part or not at all, and the year
says of which rhythm and how often.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator

from .booking import Booking
from .days import count_days, days_of, month_days
from .deeds import Deeds
from .draws import Draws
from .making import Later
from .script import Pulse, RecordedYear, Script

_ORDER = (
    "take out",
    "bring back",
    "wage",
    "buy",
    "make",
    "shift",
    "work",
    "repair",
    "care",
    "sell",
    "share",
    "gift",
    "lend",
    "count",
)
_RANK = {what: rank for rank, what in enumerate(_ORDER)}
_Beat = tuple[int, int, int, int, object]  # day, rank, line, number: the order; then what happens


def record_year(script: Script) -> RecordedYear:
    """The year that this script and its seed make."""
    booking, draws = Booking(script), Draws(script.seed)
    deeds = Deeds(script, booking, draws)
    _, start, length = month_days(script)[-1]
    last_day = start + length - 1
    keep = {agent: booking.has(agent, script.money) for agent in (*script.households, *script.homes)}
    short: Counter[int] = Counter()
    queue = list(_beats(script, draws))
    number = len(queue)
    heapq.heapify(queue)
    while queue:
        day, _, line, _, deed = heapq.heappop(queue)
        if day > last_day:
            break
        booking.go_to(day)
        booking.line = line
        if isinstance(deed, Later):
            deeds.come_due(deed)
        elif isinstance(deed, str):
            deeds.count(deed, keep.get(deed, 0))
        else:
            _beat(deeds, draws, *deed, short)
        for later in deeds.later:
            number += 1
            if later.day == day:  # ready at once: booked now, before anybody asks for it
                deeds.come_due(later)
            else:
                heapq.heappush(queue, (later.day, _RANK[later.what], line, number, later))
        deeds.later.clear()
    flows = booking.flows()
    return RecordedYear(flows, tuple(deeds.making.processes), dict(sorted(short.items())), booking.lines())


def _beat(deeds: Deeds, draws: Draws, pulse: Pulse, who: str, short: Counter[int]) -> None:
    """One day of one rhythm for one of its people, towards everyone it names."""
    for to in pulse.to or ("",):
        if pulse.chance < 1 and draws.share("chance", pulse.line, who, to, deeds.booking.day) >= pulse.chance:
            continue
        if not deeds.do(pulse, who, to):
            short[pulse.line] += 1


def _beats(script: Script, draws: Draws) -> Iterator[_Beat]:
    number = 0
    for pulse in script.pulses:
        for who in pulse.who:
            for day in days_of(pulse, who, script, draws):
                number += 1
                yield day, _RANK[pulse.what], pulse.line, number, (pulse, who)
    for day in count_days(script):
        for agent in (*script.households, *sorted(script.homes), *sorted(script.members)):
            number += 1
            yield day, _RANK["count"], 0, number, agent
