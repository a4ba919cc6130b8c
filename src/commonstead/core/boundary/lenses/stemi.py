"""A sheet of space, time, energy, mass and information for two ways of making one thing (Exodus 3523-3554).

The book's reading of each: less area used; faster; less energy; less waste; less management overhead. Per unit made:
- space: m² held, times the periods for which they are held.
- time: hours of people; beside it the time from start to product.
- energy: of what goes in and is counted in a unit of energy (kWh, MJ, …). What is hidden in other goods is not counted.
- mass: what goes in, and how much of it does not come out as a product. Only goods that are counted by weight.
- information: things that have to be ordered from outside, kinds of work that have to be brought together, and hours
  of administration and paper work, as far as somebody has said which those are.
What is not known is None, and says what is missing. Nothing is added up over the five: they have no common unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..machines.costs import Costing
from ..network import Network, Recipe

#: In the order of the book; the measures under each.
MEASURES = ("space", "time", "wait", "energy", "mass", "waste", "orders", "skills", "management")
UnitFactor = Callable[[str], tuple[str, float] | None]


@dataclass(frozen=True)
class Measure:
    """value: per unit made, None where it is not known.  parts: {name: amount}, what it was added up from.
    missing: what would have to be known."""

    value: float | None
    parts: Mapping[str, float] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


Sheet = Mapping[str, Measure]


@dataclass(frozen=True)
class Amounts:
    """What was used to make `made` units in a period or by a batch: inputs and outputs by good, hours by kind of work,
    m² times periods by parcel.  bought: inputs that come from outside.  land_known: whether land was written down.
    wait: days from start to product.  management: hours of administration and paper work; None where nobody said."""

    good: str
    made: float
    inputs: Mapping[str, float]
    outputs: Mapping[str, float]
    hours: Mapping[str, float]
    land: Mapping[str, float] = field(default_factory=dict)
    bought: frozenset[str] = frozenset()
    land_known: bool = True
    wait: float | None = None
    share: float = 1.0
    management: float | None = None


def of_recipe(network: Network, recipe: Recipe, good: str) -> Amounts:
    """One batch. Where it makes several things, this one bears its share by what they cost at the shop, as in the cost
    ledger. Raises KeyError where the recipe does not make it."""
    made = recipe.outputs[good] - recipe.inputs.get(good, 0.0)
    lines = Costing(network)
    priced = {name: (network.goods[lines.place[name]].buy or 0.0) * amount for name, amount in recipe.outputs.items()}
    total = sum(priced.values())
    share = priced[good] / total if priced[good] else 1.0
    makers = {name for one in network.adopted for name in one.outputs}
    return Amounts(
        good=good, made=made, inputs={name: amount - recipe.outputs.get(name, 0.0)
                                      for name, amount in recipe.inputs.items()
                                      if amount > recipe.outputs.get(name, 0.0)},
        outputs={name: amount - recipe.inputs.get(name, 0.0) for name, amount in recipe.outputs.items()
                 if amount > recipe.inputs.get(name, 0.0)}, hours=dict(recipe.hours),
        land={name: area * max(1, recipe.lag) for name, area in recipe.land.items()},
        bought=frozenset(name for name in recipe.inputs
                         if name not in makers and network.goods[lines.place[name]].buy is not None),
        wait=recipe.lag * network.days_per_period, share=share)


def sheet(amounts: Amounts, unit_of: Mapping[str, str], factor: UnitFactor) -> Sheet:
    """The sheet per unit made. unit_of: by good.  factor: unit → (dimension, how many kg or kWh it is), None for a unit
    that is neither."""
    if not amounts.made > 0:
        return {name: Measure(None, missing=("made",)) for name in MEASURES}
    each = amounts.share / amounts.made

    def counted(quantities: Mapping[str, float], dimension: str) -> dict[str, float]:
        found = {}
        for name, amount in quantities.items():
            known = factor(unit_of.get(name, ""))
            if known and known[0] == dimension:
                found[name] = amount * known[1] * each
        return found

    def added(parts: Mapping[str, float]) -> Measure:
        return Measure(sum(parts.values()), parts)

    mass, out = counted(amounts.inputs, "mass"), counted(amounts.outputs, "mass")
    by_weight = bool(counted({amounts.good: 1.0}, "mass"))
    waste = Measure(max(sum(mass.values()) - sum(out.values()), 0.0),
                    mass | {f"−{name}": -amount for name, amount in out.items()}) if by_weight and mass else \
        Measure(None, missing=("weight",))
    return {
        "space": added({name: amount * each for name, amount in amounts.land.items()}) if amounts.land_known
        else Measure(None, missing=("land",)),
        "time": added({name: amount * each for name, amount in amounts.hours.items()}),
        "wait": Measure(amounts.wait) if amounts.wait is not None else Measure(None, missing=("lag",)),
        "energy": added(counted(amounts.inputs, "energy")),
        "mass": added(mass) if mass or not amounts.inputs else Measure(None, missing=("weight",)),
        "waste": waste,
        "orders": Measure(float(len(amounts.bought)), dict.fromkeys(sorted(amounts.bought), 1.0)),
        "skills": Measure(float(len(amounts.hours)), dict.fromkeys(sorted(amounts.hours), 1.0)),
        "management": Measure(None, missing=("said",)) if amounts.management is None
        else Measure(amounts.management * each),
    }


def ratio(before: Measure, after: Measure) -> float | None:
    """After over before; None where either is not known, or before is 0."""
    if before.value is None or after.value is None or not before.value:
        return None
    return after.value / before.value
