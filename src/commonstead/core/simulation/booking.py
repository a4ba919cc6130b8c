"""The running account of an imagined year: what everybody has, and the flows drafted so far.

Every draft keeps all stocks at zero or more, in the order in which it is booked; so the real ledger, which
refuses a negative stock, takes the whole year.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal

from ..vocabulary.actions import Action
from ..vocabulary.flow import OUTSIDE, Flow
from ..vocabulary.modes import Mode
from .days import day_of
from .script import Script

_MORNING = time(8, 0)
_DAYLIGHT_MINUTES = 12 * 60
_CHIP_IN_STEP = 20  # members round what they put into an empty till up to this much money


class Booking:
    """Stocks, lent things, the day's unpaid purchases, and the drafts."""

    def __init__(self, script: Script):
        self.script = script
        self.stock: dict[tuple[str, str], int] = defaultdict(int, script.opening)
        self.lent: dict[tuple[str, str], int] = defaultdict(int)
        self.drafts: list[tuple[int, int, Flow]] = []
        self.day = 0
        self.line = 0  # the rhythm that is being carried out
        self._unpaid: dict[str, int] = {}
        self._start = datetime.combine(script.begins, _MORNING, tzinfo=UTC)

    def has(self, agent: str, thing: str) -> int:
        """What lies in an agent's hands and is its own."""
        return self.stock[agent, thing] - self.lent[agent, thing]

    def go_to(self, day: int) -> None:
        """A new day: what was bought on the last one is paid in one sum a buyer."""
        if day != self.day:
            self.pay()
        self.day = day

    def pay(self) -> None:
        """Book the payments of the day."""
        for buyer, cents in sorted(self._unpaid.items()):
            self.draft(Action.TRANSFER, buyer, OUTSIDE, self.script.money, quantity=cents, mode=Mode.SALE)
        self._unpaid.clear()

    def draft(self, action: Action, provider: str, receiver: str, thing: str, **rest: object) -> None:
        """Write one flow down. The day's hours and the key are put in at the end."""
        scribe = next(
            (self.script.scribes[agent] for agent in (provider, receiver) if agent in self.script.scribes), ""
        )
        self.drafts.append(
            (
                self.day,
                self.line,
                Flow(
                    action=action,
                    provider=provider,
                    receiver=receiver,
                    specification=thing,
                    at=self._start,
                    booked_by=scribe,
                    idempotency_key="",
                    **rest,
                ),
            )
        )

    def move(self, provider: str, receiver: str, thing: str, quantity: int, mode: Mode, **rest: object) -> None:
        """A thing or service changes hands."""
        if self.script.things[thing].service:
            self.draft(Action.DELIVER_SERVICE, provider, receiver, thing, quantity=quantity, mode=mode, **rest)
            return
        self.draft(Action.TRANSFER, provider, receiver, thing, quantity=quantity, mode=mode, **rest)
        self.change(provider, thing, -quantity)
        self.change(receiver, thing, quantity)

    def change(self, agent: str, thing: str, quantity: int) -> None:
        """A stock rises or falls; the outside keeps none."""
        if agent != OUTSIDE:
            self.stock[agent, thing] += quantity

    # --- money
    def cost(self, thing: str, quantity: int) -> int | None:
        """What that much costs outside, in the smallest coin; None when it cannot be bought."""
        known = self.script.things[thing]
        return None if known.buy is None else self._coins(known.buy, thing, quantity)

    def proceeds(self, thing: str, quantity: int) -> int:
        """What that much brings outside."""
        known = self.script.things[thing]
        return self._coins(known.sell or known.buy or Decimal(0), thing, quantity)

    def _coins(self, price: Decimal, thing: str, quantity: int) -> int:
        decimals = self.script.things[self.script.money].decimals
        amount = price * Decimal(quantity).scaleb(-self.script.things[thing].decimals)
        return int(amount.scaleb(decimals).to_integral_value(ROUND_CEILING))

    def buy(self, buyer: str, thing: str, quantity: int, **rest: object) -> bool:
        """Buy outside, if it is sold there and there is money. Paid at the end of the day."""
        cost = self.cost(thing, quantity)
        if cost is None or quantity <= 0 or not self._can_pay(buyer, cost):
            return False
        self.move(OUTSIDE, buyer, thing, quantity, Mode.SALE, **rest)
        self.change(buyer, self.script.money, -cost)
        self._unpaid[buyer] = self._unpaid.get(buyer, 0) + cost
        return True

    def earn(self, who: str, cents: int, note: str = "") -> None:
        """Money comes in from outside."""
        if cents > 0:
            self.move(OUTSIDE, who, self.script.money, cents, Mode.SALE, note=note)

    def _can_pay(self, buyer: str, cost: int) -> bool:
        """True when the till holds enough, after the members have put in what lacks."""
        money = self.script.money
        lacking = cost - self.has(buyer, money)
        if lacking <= 0:
            return True
        step = _CHIP_IN_STEP * 10 ** self.script.things[money].decimals
        share = -(-lacking // step) * step
        homes = {self.script.homes.get(person) for person in self.script.members.get(buyer, ())} - {None}
        givers = sorted(homes, key=lambda home: (-self.has(home, money), home))
        if not givers or self.has(givers[0], money) < share:
            return False
        self.move(givers[0], buyer, money, share, Mode.POOL)
        return True

    # --- the end
    def lines(self) -> tuple[int, ...]:
        """The line of the rhythm that each draft comes from; 0 for a count."""
        return tuple(line for _, line, _ in self.drafts)

    def flows(self) -> tuple[Flow, ...]:
        """All drafts with their hour and key: in order, spread over the day's light."""
        self.pay()
        in_day: dict[int, int] = defaultdict(int)
        for day, _, _ in self.drafts:
            in_day[day] += 1
        placed: dict[int, int] = defaultdict(int)
        found = []
        for number, (day, _, flow) in enumerate(self.drafts, start=1):
            minute = _DAYLIGHT_MINUTES * placed[day] // in_day[day]
            placed[day] += 1
            at = datetime.combine(day_of(self.script.begins, day), _MORNING, tzinfo=UTC) + timedelta(minutes=minute)
            found.append(replace(flow, at=at, idempotency_key=f"year-{self.script.seed}-{number:06d}"))
        return tuple(found)
