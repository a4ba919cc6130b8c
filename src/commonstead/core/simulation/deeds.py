"""What people do in an imagined year: one function a deed. Each books flows and says whether it could happen whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from ..vocabulary.actions import Action
from ..vocabulary.flow import OUTSIDE
from ..vocabulary.modes import Mode
from .booking import Booking
from .days import day_of, month_days
from .draws import Draws, tidy
from .script import Method, ProcessDraft, Pulse, Script

_SPREAD = Decimal("0.2")  # how much a household's month differs from the described one
_LONGEST_SHIFT = Decimal(6)  # hours of one person in one go; longer work is shared
_DAYS_OF_A_MONTH = 30


@dataclass(frozen=True)
class Later:
    """Something that a deed leaves for another day: a harvest, or a thing that comes back."""

    day: int
    what: str
    who: str
    to: str
    thing: str
    quantity: int
    process: str = ""


class Deeds:
    """The deeds over one running account."""

    def __init__(self, script: Script, booking: Booking, draws: Draws):
        self.script, self.booking, self.draws = script, booking, draws
        self.processes: list[ProcessDraft] = []
        self.later: list[Later] = []

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
        effort = self._effort(pulse.amount or Decimal(1), pulse, who, to)
        if not pulse.good:
            self.booking.draft(
                Action.DELIVER_SERVICE,
                who,
                to or who,
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

    def repair(self, pulse: Pulse, who: str, to: str) -> bool:
        if pulse.recipe:
            return self.make(replace(pulse, mode=pulse.mode or Mode.POOL), who, to)
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
        self.later.append(Later(back, "bring back", who, to, pulse.good, quantity))
        return True

    # --- making
    def make(self, pulse: Pulse, who: str, to: str) -> bool:
        method = self.script.methods[pulse.recipe]
        wanted = pulse.amount if pulse.amount is not None else Decimal(1)
        batches = self._stock_up(method, who, wanted)
        if batches <= 0:
            return False
        key = f"process-{len(self.processes) + 1}"
        begun = self.booking.day
        ready = begun + method.lag * _DAYS_OF_A_MONTH
        self._put_in(method, who, batches, key)
        self._labour(method, who, batches, key)
        for thing, amount in sorted(method.outputs.items()):
            quantity = self._integer(thing, amount * batches)
            if quantity > 0:
                self.later.append(Later(ready, "take out", who, to, thing, quantity, key))
        ends = ready < _year_length(self.script)
        self.processes.append(
            ProcessDraft(
                key,
                method.id,
                method.name,
                who,
                batches,
                day_of(self.script.begins, begun),
                day_of(self.script.begins, ready) if ends else None,
            )
        )
        return batches == wanted

    def _stock_up(self, method: Method, who: str, wanted: Decimal) -> Decimal:
        """How many batches are possible, after buying outside what lacks and is sold there."""
        possible = wanted
        for thing, amount in method.inputs.items():
            known = self.script.things[thing]
            if amount > 0 and known.buy is None and not known.service:
                have = Decimal(self.booking.has(who, thing)).scaleb(-known.decimals)
                possible = min(possible, have / amount)
        if possible <= 0:
            return Decimal(0)
        possible = possible.quantize(Decimal("0.0001")) if possible >= Decimal("0.0001") else Decimal(0)
        for thing, amount in sorted(method.inputs.items()):
            known = self.script.things[thing]
            lacking = self._integer(thing, amount * possible) - (0 if known.service else self.booking.has(who, thing))
            if lacking <= 0 or (known.service and known.buy is None):
                continue
            if known.buy is None or not self.booking.buy(who, thing, self._packs(thing, lacking)):
                return Decimal(0)
        return possible

    def _packs(self, thing: str, lacking: int) -> int:
        """What is bought when a little lacks: whole units, as shops sell them."""
        known = self.script.things[thing]
        one = 10**known.decimals
        return lacking if known.service else -(-lacking // one) * one

    def _put_in(self, method: Method, who: str, batches: Decimal, key: str) -> None:
        for thing, amount in sorted(method.inputs.items()):
            known = self.script.things[thing]
            quantity = self._integer(thing, amount * batches)
            if known.service or quantity <= 0:
                continue
            quantity = min(quantity, self.booking.has(who, thing))
            if quantity > 0:
                self.booking.draft(Action.CONSUME, who, who, thing, quantity=quantity, input_of=key)
                self.booking.change(who, thing, -quantity)

    def _labour(self, method: Method, who: str, batches: Decimal, key: str) -> None:
        """Hours by members who can do it, in shifts; and the machines of the house."""
        hands = self.script.members.get(who) or tuple(
            person for person, home in self.script.homes.items() if home == who
        )
        for skill, hours in sorted(method.hours.items()):
            able = [person for person in hands if skill in self.script.skills.get(person, ())] or list(hands)
            total = hours * batches
            if not able or total <= 0:
                continue
            shifts = min(len(able), max(1, int(-(-total // _LONGEST_SHIFT))))
            first = self.draws.whole(len(able), "shift", key, skill)
            for number in range(shifts):
                self.booking.draft(
                    Action.WORK,
                    able[(first + number) % len(able)],
                    who,
                    self.script.work[skill],
                    effort=max(1, int(total * 100 / shifts)),
                    input_of=key,
                )
        for machine, hours in sorted(method.machines.items()):
            one = 10 ** self.script.things[machine].decimals
            if self.booking.has(who, machine) >= one and hours * batches > 0:
                self.booking.draft(
                    Action.USE, who, who, machine, quantity=one, effort=max(1, int(hours * batches * 100)), input_of=key
                )

    def come_due(self, later: Later) -> bool:
        """A harvest comes in, or a thing comes back."""
        if later.what == "bring back":
            self.booking.draft(
                Action.TRANSFER_CUSTODY, later.to, later.who, later.thing, quantity=later.quantity, mode=Mode.POOL
            )
            self.booking.lent[later.who, later.thing] -= later.quantity
            return True
        if self.script.things[later.thing].service:
            if later.to and later.to not in (later.who, OUTSIDE):
                self.booking.draft(
                    Action.DELIVER_SERVICE,
                    later.who,
                    later.to,
                    later.thing,
                    quantity=later.quantity,
                    mode=Mode.POOL,
                    output_of=later.process,
                )
            return True
        self.booking.draft(
            Action.PRODUCE, later.who, later.who, later.thing, quantity=later.quantity, output_of=later.process
        )
        self.booking.change(later.who, later.thing, later.quantity)
        if later.to and later.to not in (later.who, OUTSIDE):
            self._hand_over(later.who, later.to, later.thing, later.quantity, Mode.POOL, "")
        return True

    # --- the count at a quarter's end
    def count(self, agent: str, keep: int) -> None:
        """What was used up since the last count, and all other spending in one sum."""
        for holder, thing in sorted(key for key in self.booking.stock if key[0] == agent):
            known = self.script.things[thing]
            quantity = self.booking.has(holder, thing)
            if thing == self.script.money or known.machine or quantity <= 0:
                continue
            self.booking.draft(Action.CONSUME, holder, holder, thing, quantity=quantity)
            self.booking.change(holder, thing, -quantity)
        spare = self.booking.has(agent, self.script.money) - keep
        if spare > 0:
            self.booking.move(agent, OUTSIDE, self.script.money, spare, Mode.SALE)

    # --- amounts
    def _integer(self, thing: str, amount: Decimal) -> int:
        return int((amount.scaleb(self.script.things[thing].decimals)).to_integral_value())

    def _quantity(self, pulse: Pulse, thing: str, who: str, to: str) -> int:
        known = self.script.things[thing]
        key = (pulse.line, who, to, self.booking.day)
        amount = pulse.amount if pulse.amount is not None else Decimal(1)
        if known.whole:
            return int(self.draws.counted(amount, *key)) * 10**known.decimals
        return tidy(self.draws.around(amount, _SPREAD, "amount", *key), known.decimals)

    def _effort(self, hours: Decimal, pulse: Pulse, who: str, to: str) -> int:
        """Hundredths of an hour, to the quarter of an hour, as people write it."""
        drawn = self.draws.around(hours, _SPREAD, "effort", pulse.line, who, to, self.booking.day)
        return max(25, int((drawn * 4).to_integral_value()) * 25)


def _year_length(script: Script) -> int:
    _, start, length = month_days(script)[-1]
    return start + length
