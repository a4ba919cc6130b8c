"""A machine of one's own, or one that many share: by what it costs, and by the hours it is used.

"A garage factory's worth of tools at the equivalent of several months' factory wages"; what costs far more "would have
to be a shared resource between a number of shops" (Exodus 2409-2421). Three questions, each with its own figure:
- by outlay: how many have to join so that none pays more than a number of months of wages;
- by hours: how many one machine can serve, as much as each uses it;
- by use: from how many hours a month on one's own machine pays back within a number of months.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from ..network import Network
from .costs import Costing

#: What one shop or household can put into a machine of its own, in months of wages. The book says "several months'
#: factory wages" for a whole garage workshop (2418); three is our reading of several, for one machine.
MONTHS_OF_WAGES = 3.0
#: Months within which a machine of one's own should have paid for itself. Our number: two years is what small
#: workshops and credit unions commonly ask of a tool; the book names none.
PAYBACK_MONTHS = 24.0
_DAYS = 30.0


@dataclass(frozen=True)
class Settings:
    """users: how many households or shops there are.  wage: cash a month of one of them; None: not known."""

    users: int = 1
    wage: float | None = None
    months_of_wages: float = MONTHS_OF_WAGES
    payback_months: float = PAYBACK_MONTHS


@dataclass(frozen=True)
class Sharing:
    """outlay: cash for one (the cheaper of shop and own make; None: unknown).  months: of wages that is.
    join_for_outlay: how many must join so that each pays at most so many months of wages.
    hours_each: hours one gives a month.  use_each: hours a month that one user needs it (None: nobody plans to).
    serves: users that one can serve by hours.  saving_hour: cash that an hour's use saves, its wear taken off.
    own_pays_from: hours a month from which one's own pays; join_to_pay: users whose hours together reach that."""

    id: str
    outlay: float | None
    months: float | None
    join_for_outlay: int | None
    hours_each: float
    use_each: float | None
    serves: int | None
    saving_hour: float | None
    own_pays_from: float | None
    join_to_pay: int | None
    best_recipe: str = ""

    @property
    def shared(self) -> bool | None:
        """Whether it has to be shared: by outlay, or because one user alone would not make it pay. None: unknown."""
        told = [count for count in (self.join_for_outlay, self.join_to_pay) if count is not None]
        return any(count > 1 for count in told) if told else None

    def to_json(self) -> dict:
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"shared": self.shared}


def sharing(network: Network, machine: str, outlay: float | None, used: float | None, settings: Settings,
            saving: tuple[float, str] | None = None) -> Sharing:
    """Own or shared. used: hours a period that all users together need it; saving: what an hour's use saves, and the
    recipe that does. Raises KeyError for an unknown machine."""
    good = next((good for good in network.goods if good.id == machine), None)
    if good is None:
        raise KeyError(machine)
    month = _DAYS / network.days_per_period
    each = (good.hours_each or 0.0) * month
    use = used * month / settings.users if used else None
    wage = settings.wage or None
    own = None
    if outlay is not None and saving and saving[0] > 0:
        own = outlay / saving[0] / settings.payback_months
    return Sharing(
        id=machine, outlay=outlay, months=None if outlay is None or not wage else outlay / wage,
        join_for_outlay=None if outlay is None or not wage else max(1, _up(outlay / (wage * settings.months_of_wages))),
        hours_each=each, use_each=use, serves=floor(each / use + 1e-9) if use else None,
        saving_hour=saving[0] if saving else None, own_pays_from=own,
        join_to_pay=max(1, _up(own / use)) if own is not None and use else None,
        best_recipe=saving[1] if saving else "")


def _up(value: float) -> int:
    return ceil(value - 1e-9)


def saving_of_an_hour(network: Network) -> dict[str, tuple[float, str]]:
    """By machine: (cash that one hour of its use saves at best, the recipe that does).

    For each recipe that runs on it: what its products cost without it, less its inputs, fee and the wear of all its
    machines, over its hours. Costs are those with the recipes taken up, the ones that run on this machine left out."""
    lines = Costing(network)
    adopted = [recipe for recipe in network.recipes if recipe.adopted]
    machines = {name for recipe in network.recipes for name in recipe.machines}
    makings, found = lines.makings(), {}
    for machine in sorted(machines):
        without = lines.costs(recipe.id for recipe in adopted if machine not in recipe.machines)
        for recipe in network.recipes:
            hours = recipe.machines.get(machine, 0.0)
            worth = _worth(recipe, makings[recipe.id], without) if hours and recipe.limit != 0 else None
            if worth is not None and (machine not in found or worth / hours > found[machine][0]):
                found[machine] = (worth / hours, recipe.id)
    return found


def _worth(recipe, making, costs) -> float | None:
    """What a batch saves; None where something that goes in has no cost, or nothing that comes out has one."""
    used, worn = making
    spent, brought, told = recipe.fee, 0.0, False
    for name, amount in (*used.items(), *worn.items()):
        if costs[name].cash is None:
            return None
        spent += amount * costs[name].cash
    for name, amount in recipe.outputs.items():
        cash = costs[name].cash
        if cash is not None:
            told = True
            brought += max(amount - recipe.inputs.get(name, 0.0), 0.0) * cash
    return brought - spent if told else None
