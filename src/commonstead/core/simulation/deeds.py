"""What people do in an imagined year: one function a deed. Each books flows and says whether it could happen whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ..vocabulary.actions import Action
from ..vocabulary.flow import OUTSIDE
from ..vocabulary.modes import Mode
from .booking import Booking
from .draws import Draws, tidy
from .making import Later, Making
from .script import Pulse, Script

_SPREAD = Decimal("0.2")  # how much a household's month differs from the described one


class Deeds:
    """The deeds over one running account."""

    def __init__(self, script: Script, booking: Booking, draws: Draws):
        self.script, self.booking, self.draws = script, booking, draws
        self.later: list[Later] = []
        self.making = Making(script, booking, draws, self.later)

    def do(self, pulse: Pulse, who: str, to: str) -> bool:
        """One beat of a rhythm. False when it could not happen, or not whole."""
        return getattr(self, pulse.what)(pulse, who, to)

    # --- across the membrane
    def wage(self, pulse: Pulse, who: str, to: str) -> bool:
        home = self.script.homes.get(who, who)
        amount = pulse.amount if pulse.amount is not None else self.script.incomes.get(home, Decimal(0))
        self.booking.earn(home, int(amount.scaleb(self.script.things[self.script.money].decimals)), pulse.note)
        return True

    def buy(self, pulse: Pulse, who: str, to: str) -> bool:
        quantity = self._quantity(pulse, pulse.good, who, to)
        if not quantity:
            return True
        if to and to != OUTSIDE:
            return self._hand_over(to, who, pulse.good, quantity, Mode(pulse.mode or Mode.SALE), pulse.note)
        return self.booking.buy(who, pulse.good, quantity, note=pulse.note)

    def sell(self, pulse: Pulse, who: str, to: str) -> bool:
        quantity = self._quantity(pulse, pulse.good, who, to)
        thing = self.script.things[pulse.good]
        sold = quantity if thing.service else min(quantity, self.booking.has(who, pulse.good))
        if sold <= 0:
            return not quantity
        self.booking.move(who, to or OUTSIDE, pulse.good, sold, Mode(pulse.mode or Mode.SALE), note=pulse.note)
        if (to or OUTSIDE) == OUTSIDE:
            self.booking.earn(who, self.booking.proceeds(pulse.good, sold))
        return sold == quantity

    # --- inside
    def share(self, pulse: Pulse, who: str, to: str) -> bool:
        return self._give(pulse, who, to, Mode.POOL)

    def gift(self, pulse: Pulse, who: str, to: str) -> bool:
        return self._give(pulse, who, to, Mode.GIFT)

    def _give(self, pulse: Pulse, who: str, to: str, mode: Mode) -> bool:
        quantity = self._quantity(pulse, pulse.good, who, to)
        return self._hand_over(who, to, pulse.good, quantity, Mode(pulse.mode or mode), pulse.note)

    def _hand_over(self, giver: str, taker: str, thing: str, quantity: int, mode: Mode, note: str) -> bool:
        """Whole or as far as it reaches; nothing moves within one agent."""
        known = self.script.things[thing]
        moved = quantity if known.service else min(quantity, self.booking.has(giver, thing))
        if known.whole:
            one = 10**known.decimals
            moved = moved // one * one
        if moved > 0 and giver != taker:
            self.booking.move(giver, taker, thing, moved, mode, note=note)
        return moved == quantity

    def work(self, pulse: Pulse, who: str, to: str) -> bool:
        effort = self._effort(pulse.amount or Decimal(1), pulse, who, to)
        self.booking.draft(Action.WORK, who, to or who, self.script.work[pulse.skill], effort=effort, note=pulse.note)
        return True

    def care(self, pulse: Pulse, who: str, to: str) -> bool:
        if pulse.recipe:
            return self.make(pulse, who, to)
        if to in ("", who) and not pulse.good:  # at home, for one's own: nothing changes hands
            return self.work(pulse, who, who)
        effort = self._effort(pulse.amount or Decimal(1), pulse, who, to)
        if not pulse.good:
            self.booking.draft(
                Action.DELIVER_SERVICE,
                who,
                to,
                self.script.work[pulse.skill],
                effort=effort,
                mode=Mode(pulse.mode or Mode.GIFT),
                note=pulse.note,
            )
            return True
        quantity = self._quantity(pulse, pulse.good, who, to)
        if not self.script.things[pulse.good].service:
            return self._hand_over(who, to, pulse.good, quantity, Mode(pulse.mode or Mode.GIFT), pulse.note)
        if quantity and to and to != who:
            self.booking.draft(
                Action.DELIVER_SERVICE,
                who,
                to,
                pulse.good,
                quantity=quantity,
                effort=effort,
                mode=Mode(pulse.mode or Mode.GIFT),
                note=pulse.note,
            )
        return True

    def make(self, pulse: Pulse, who: str, to: str) -> bool:
        # "administrative" is how an association books its own making; it says nothing of the way on to others.
        mode = Mode(pulse.mode) if pulse.mode and pulse.mode != Mode.ADMINISTRATIVE else Mode.POOL
        return self.making.make(pulse.recipe, who, to, pulse.amount if pulse.amount is not None else Decimal(1), mode)

    def repair(self, pulse: Pulse, who: str, to: str) -> bool:
        return self.care(replace(pulse, mode=pulse.mode or Mode.POOL), who, to)

    def lend(self, pulse: Pulse, who: str, to: str) -> bool:
        one = 10 ** self.script.things[pulse.good].decimals
        quantity = one * max(1, int(pulse.amount or 1))
        if self.booking.has(who, pulse.good) < quantity or who == to:
            return who == to
        self.booking.draft(
            Action.TRANSFER_CUSTODY,
            who,
            to,
            pulse.good,
            quantity=quantity,
            mode=Mode(pulse.mode or Mode.POOL),
            note=pulse.note,
        )
        self.booking.lent[who, pulse.good] += quantity
        back = self.booking.day + 2 + self.draws.whole(12, "back", pulse.line, who, to, self.booking.day)
        self.later.append(Later(back, "bring back", who, to, pulse.good, quantity, Mode(pulse.mode or Mode.POOL)))
        return True

    def come_due(self, later: Later) -> bool:
        """A harvest comes in, a shift is worked, or a thing comes back."""
        if later.what == "bring back":
            self.booking.draft(
                Action.TRANSFER_CUSTODY, later.to, later.who, later.thing, quantity=later.quantity, mode=later.mode
            )
            self.booking.lent[later.who, later.thing] -= later.quantity
        elif later.what == "shift":
            self.booking.draft(
                Action.WORK, later.who, later.to, later.thing, effort=later.quantity, input_of=later.process
            )
        elif self.making.take_out(later) and later.to not in ("", later.who, OUTSIDE):
            self._hand_over(later.who, later.to, later.thing, later.quantity, later.mode, "")
        return True

    # --- the count at a quarter's end
    def count(self, agent: str, keep: int) -> None:
        """At home: what was used up since the last count, and all other spending in one sum. In an association: what
        did not keep."""
        if agent in self.script.members:
            self._write_off(agent)
            return
        for thing in self._things_of(agent):
            if thing != self.script.money and not self.script.things[thing].machine:
                quantity = self.booking.has(agent, thing)
                self.booking.draft(Action.CONSUME, agent, agent, thing, quantity=quantity)
                self.booking.change(agent, thing, -quantity)
        spare = self.booking.has(agent, self.script.money) - keep
        if spare > 0:
            self.booking.move(agent, OUTSIDE, self.script.money, spare, Mode.SALE)

    def _write_off(self, agent: str) -> None:
        """What spoilt in store. What is there has lain for half of the time between two counts, on average."""
        months = Decimal(self.script.count_months) / 2
        for thing in self._things_of(agent):
            known = self.script.things[thing]
            lost = tidy(
                Decimal(self.booking.has(agent, thing)).scaleb(-known.decimals) * (1 - known.keeps**months),
                known.decimals,
            )
            lost = min(lost, self.booking.has(agent, thing))
            if known.whole:
                lost -= lost % 10**known.decimals
            if lost > 0:
                self.booking.draft(Action.LOWER, agent, agent, thing, quantity=lost)
                self.booking.change(agent, thing, -lost)

    def _things_of(self, agent: str) -> list[str]:
        return sorted(
            thing for holder, thing in self.booking.stock if holder == agent and self.booking.has(agent, thing) > 0
        )

    def _quantity(self, pulse: Pulse, thing: str, who: str, to: str) -> int:
        known = self.script.things[thing]
        key = (pulse.line, who, to, self.booking.day)
        amount = pulse.amount if pulse.amount is not None else Decimal(1)
        if known.whole:
            return int(self.draws.counted(amount, *key)) * 10**known.decimals
        if known.service and pulse.what == "buy":  # a rent or a premium is the same each time
            return int(amount.scaleb(known.decimals).to_integral_value())
        return tidy(self.draws.around(amount, _SPREAD, "amount", *key), known.decimals)

    def _effort(self, hours: Decimal, pulse: Pulse, who: str, to: str) -> int:
        """Hundredths of an hour, to the quarter of an hour, as people write it."""
        drawn = self.draws.around(hours, _SPREAD, "effort", pulse.line, who, to, self.booking.day)
        return max(25, int((drawn * 4).to_integral_value()) * 25)
