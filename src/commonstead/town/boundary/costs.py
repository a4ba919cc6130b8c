"""What things cost in this town once other things are made inside, and its machines: from the network and the plan that
were worked out last.

Wages are the town's own: the cash income of a month over its households, shown only where there are five or more
(Exodus 991, 6052), since a sum over fewer would tell what one of them earns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonstead.core import boundary as core
from commonstead.core.boundary.machines.cascade import Cascade, cascade, steps_inputs_first, without_repeats
from commonstead.core.boundary.machines.costs import UnitCosts
from commonstead.core.boundary.machines.made_by import MachineSet, machine_set
from commonstead.core.boundary.machines.sharing import Settings, Sharing, saving_of_an_hour, sharing
from commonstead.core.livelihood import FEWEST_HOUSEHOLDS
from commonstead.town.people import queries as people

from . import calculations
from .planned import network_of
from .queries import Answers, answers

FIRST_STEPS = 8
#: Instead of a list of steps: all that the catalogue could make cheaper, what goes in before what it goes into.
INPUTS_FIRST = "inputs-first"
#: The steps of the road map that was worked out last.
OF_ROAD_MAP = "road-map"
_ROAD_MAP = "road_map"  # the kind of calculation


@dataclass(frozen=True)
class Ledger:
    """The cost of every good before and after each step. network: what it rests on."""

    network: core.Network
    cascade: Cascade

    @property
    def costs(self) -> tuple[UnitCosts, ...]:
        """Before the first step, and after each."""
        return self.cascade.costs


@dataclass(frozen=True)
class Machines:
    """made: which machines make which.  shares: own or shared, by machine.  used: planned hours a month."""

    network: core.Network
    made: MachineSet
    shares: dict[str, Sharing]
    settings: Settings
    households: int


def cost_ledger(steps: Iterable[Sequence[str]] | str | None = None, found: Answers | None = None) -> Ledger | None:
    """The cost ledger along these steps (None: the next steps, the largest saving first; INPUTS_FIRST or OF_ROAD_MAP);
    recipes that the network does not have are left out. None before the first answers."""
    found = found or answers()
    if found is None:
        return None
    network = network_of(found)
    if steps == INPUTS_FIRST:
        steps = steps_inputs_first(network)
    elif steps == OF_ROAD_MAP:
        steps = road_map_steps()
    elif steps is None:
        steps = [entry.get("chain") or [entry["recipe"]] for entry in found.next[:FIRST_STEPS]]
    known = {recipe.id for recipe in network.recipes if not recipe.adopted}
    steps = without_repeats([recipe for recipe in step if recipe in known] for step in steps)
    return Ledger(network, cascade(network, steps))


def road_map_steps() -> list[list[str]]:
    """The recipes of each step of the road map that was worked out last; none before the first."""
    done = calculations.latest_calculation(_ROAD_MAP)
    result = (done.result or {}) if done else {}
    steps = (result.get("ladder") or result).get("steps") or []
    return [[str(recipe) for recipe in step.get("recipes", ())] for step in steps]


def wage() -> tuple[float | None, int]:
    """(cash income of a household in a month of 30 days, households), None over fewer than five."""
    households = len(people.agents("household"))
    found = answers()
    if found is None or households < FEWEST_HOUSEHOLDS:
        return None, households
    income = float(found.network.get("cash", {}).get("income", 0))
    days = float(found.network.get("days_per_period", 30))
    return (income * 30 / days / households or None), households


def machines(months_of_wages: float | None = None, payback_months: float | None = None,
             own_wage: float | None = None) -> Machines | None:
    """The town's machines; None before the first answers. own_wage: instead of the town's."""
    found = answers()
    if found is None:
        return None
    network = network_of(found)
    town_wage, households = wage()
    chosen = {"months_of_wages": months_of_wages, "payback_months": payback_months}
    settings = Settings(users=max(households, 1), wage=own_wage or town_wage,
                        **{name: value for name, value in chosen.items() if value})
    made, savings = machine_set(network), saving_of_an_hour(network)
    planned = found.plan.get("machine_hours", {}) if households >= FEWEST_HOUSEHOLDS else {}
    used = {name: hours["used"] / network.periods for name, hours in planned.items()}
    shares = {one.id: sharing(network, one.id, _outlay(one), used.get(one.id), settings, savings.get(one.id))
              for one in made.machines}
    return Machines(network, made, shares, settings, households)


def _outlay(machine) -> float | None:
    """The cheaper of the shop and a first copy of one's own."""
    known = [cash for cash in (machine.shop, machine.first.cash if machine.first else None) if cash is not None]
    return min(known) if known else None
