"""Making things in an imagined year: inputs in (bought where they lack), hours and machines, outputs after the lag."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from ..vocabulary.actions import Action
from ..vocabulary.modes import Mode
from .booking import Booking
from .days import day_of, month_days
from .draws import Draws
from .script import Method, ProcessDraft, Script

_LONGEST_SHIFT = Decimal(6)  # hours of one person in one go; longer work is shared or goes on another day
_LONGEST_TURN = Decimal(8)  # hours at a machine in one entry
_MOST_TURNS = 12
_HANDS_A_DAY = 4
_DAYS_OF_A_MONTH = 30


@dataclass(frozen=True)
class Later:
    """Something that a deed leaves for another day: a harvest, a shift of work, or a thing that comes back."""

    day: int
    what: str
    who: str
    to: str
    thing: str
    quantity: int
    mode: Mode = Mode.POOL
    process: str = ""


class Making:
    """Recipes carried out over the running account. What is for another day goes into `later`."""

    def __init__(self, script: Script, booking: Booking, draws: Draws, later: list[Later]):
        self.script, self.booking, self.draws, self.later = script, booking, draws, later
        self.processes: list[ProcessDraft] = []

    def make(self, recipe: str, who: str, to: str, wanted: Decimal, mode: Mode) -> bool:
        """So many batches, as far as the inputs go. What comes out goes on to `to`, if anyone. False: not whole."""
        method = self.script.methods[recipe]
        batches = self._stock_up(method, who, wanted)
        if batches <= 0:
            return False
        key = f"process-{len(self.processes) + 1}"
        begun = self.booking.day
        ready = begun + method.lag * _DAYS_OF_A_MONTH
        self._put_in(method, who, batches, key)
        self._machines(method, who, batches, key)
        self._labour(method, who, batches, key)
        for thing, amount in sorted(method.outputs.items()):
            quantity = self._integer(thing, amount * batches)
            if quantity > 0:
                self.later.append(Later(ready, "take out", who, to, thing, quantity, mode, key))
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
        """Hours by members who can do it, in shifts: today, and what is left on the days until it is ready."""
        hands = self.script.members.get(who) or tuple(
            person for person, home in self.script.homes.items() if home == who
        )
        for skill, hours in sorted(method.hours.items()):
            able = [person for person in hands if skill in self.script.skills.get(person, ())] or list(hands)
            total = hours * batches
            if not able or total <= 0:
                continue
            shifts = max(1, ceil(total / _LONGEST_SHIFT))
            apart = max(1, method.lag * _DAYS_OF_A_MONTH // shifts)
            first = self.draws.whole(len(able), "shift", key, skill)
            for number in range(shifts):
                # A few hands work on one day; longer work goes on on later days.
                day = self.booking.day + (number // min(len(able), _HANDS_A_DAY)) * apart
                self.later.append(
                    Later(
                        day,
                        "shift",
                        able[(first + number) % len(able)],
                        who,
                        self.script.work[skill],
                        max(1, int(total * 100 / shifts)),
                        process=key,
                    )
                )

    def _machines(self, method: Method, who: str, batches: Decimal, key: str) -> None:
        """Machine hours of the house's own machines, turn by turn; what others lend is booked by them."""
        for machine, hours in sorted(method.machines.items()):
            one = 10 ** self.script.things[machine].decimals
            total = hours * batches
            if self.booking.has(who, machine) < one or total <= 0:
                continue
            turns = ceil(total / _LONGEST_TURN)
            if turns > _MOST_TURNS:  # such as panels on a roof, which run by themselves: no turns, no hours
                self.booking.draft(Action.USE, who, who, machine, quantity=self.booking.has(who, machine), input_of=key)
                continue
            for _ in range(turns):
                self.booking.draft(
                    Action.USE, who, who, machine, quantity=one, effort=max(1, int(total * 100 / turns)), input_of=key
                )

    def take_out(self, later: Later) -> bool:
        """What was made comes in. True when it can be handed on; a service is given, not stored."""
        if self.script.things[later.thing].service:
            return True
        self.booking.draft(
            Action.PRODUCE, later.who, later.who, later.thing, quantity=later.quantity, output_of=later.process
        )
        self.booking.change(later.who, later.thing, later.quantity)
        return True

    def _integer(self, thing: str, amount: Decimal) -> int:
        return int((amount.scaleb(self.script.things[thing].decimals)).to_integral_value())


def _year_length(script: Script) -> int:
    _, start, length = month_days(script)[-1]
    return start + length
