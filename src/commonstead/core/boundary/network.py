"""The provisioning network: all that the boundary engine needs to know of a town, as frozen values.

It is the reader's form of the file format provisioning-network/1: goods with their
needs, prices, stocks and storage; people with pledged hours and skills; land; recipes, adopted and in the
catalogue; cash. Think backward from the need (Exodus 3594): a good that nobody needs and no recipe uses
costs nothing here. Make one with `read_network` (it checks everything) or by hand (then call `check_network`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

FORMAT = "provisioning-network/1"
STAGES = ("repair", "parts", "gaps", "ecosystem")
_NONE: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Good:
    """A thing or service. Prices are cash a unit; None for what cannot be bought or sold.

    need: one quantity a period. floor: the part of it in the irreducible minimum, one a period.
    hours_each: makes it a machine: hours one unit gives in a period. wear: units worn out an hour used.
    need_class: the class of need it is shown under ("food"); empty when it is none's.
    """

    id: str
    unit: str
    need: tuple[float, ...] = ()
    floor: tuple[float, ...] = ()
    tier: int = 1
    buy: float | None = None
    sell: float | None = None
    sell_limit: float | None = None
    stock: float = 0.0
    keeps: float = 1.0
    room: float | None = None
    hours_each: float | None = None
    wear: float = 0.0
    need_class: str = ""
    name: str = ""

    @property
    def is_machine(self) -> bool:
        return self.hours_each is not None

    @property
    def sellable(self) -> bool:
        """A price alone sells nothing: how much can be sold must be known, or a plan has no bound."""
        return self.sell is not None and bool(self.sell_limit)


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    hours: float = 0.0
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    id: str
    area_m2: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """One batch: what goes in and comes out, by good; hours by skill; machine hours by good; m² by parcel."""

    id: str
    inputs: Mapping[str, float] = field(default_factory=lambda: _NONE)
    outputs: Mapping[str, float] = field(default_factory=lambda: _NONE)
    hours: Mapping[str, float] = field(default_factory=lambda: _NONE)
    machines: Mapping[str, float] = field(default_factory=lambda: _NONE)
    land: Mapping[str, float] = field(default_factory=lambda: _NONE)
    lag: int = 0
    fee: float = 0.0
    limit: float | None = None
    adopted: bool = True
    outlay: float = 0.0
    outlay_goods: Mapping[str, float] = field(default_factory=lambda: _NONE)
    stage: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Cash:
    """start and floor in cash; income a period. floor None: no limit."""

    start: float = 0.0
    income: float = 0.0
    floor: float | None = None


@dataclass(frozen=True, slots=True)
class Network:
    periods: int = 12
    days_per_period: float = 30.0
    goods: tuple[Good, ...] = ()
    people: tuple[Person, ...] = ()
    land: tuple[Parcel, ...] = ()
    recipes: tuple[Recipe, ...] = ()
    cash: Cash = Cash()
    terminal: str = "keep"
    name: str = ""
    currency: str = "USD"

    @property
    def adopted(self) -> tuple[Recipe, ...]:
        return tuple(recipe for recipe in self.recipes if recipe.adopted)

    @property
    def catalogue(self) -> tuple[Recipe, ...]:
        """Recipes that could be taken up."""
        return tuple(recipe for recipe in self.recipes if not recipe.adopted)

    def adopting(self, recipe_ids) -> Network:
        """The same town with these recipes taken up."""
        wanted = frozenset(recipe_ids)
        return replace(
            self,
            recipes=tuple(replace(recipe, adopted=True) if recipe.id in wanted else recipe for recipe in self.recipes),
        )


def write_network(network: Network) -> dict:
    """The network as a provisioning-network/1 document, without what equals its default."""
    cash = {"start": network.cash.start, "income": network.cash.income}
    if network.cash.floor is not None:
        cash["floor"] = network.cash.floor
    return {
        "format": FORMAT,
        "name": network.name,
        "periods": network.periods,
        "days_per_period": network.days_per_period,
        "currency": network.currency,
        "terminal": network.terminal,
        "goods": [_write_good(good) for good in network.goods],
        "people": [
            {"id": person.id, "hours": person.hours, "skills": list(person.skills)} for person in network.people
        ],
        "land": [{"id": parcel.id, "area_m2": parcel.area_m2} for parcel in network.land],
        "recipes": [_write_recipe(recipe) for recipe in network.recipes],
        "cash": cash,
    }


def _write_good(good: Good) -> dict:
    document = {"id": good.id, "unit": good.unit}
    if any(good.need):
        document["need"] = _one_or_all(good.need)
        usual = good.need if good.tier == 1 else (0.0,) * len(good.need)
        if good.floor != usual:
            document["floor"] = _one_or_all(good.floor)
    defaults = {"tier": 1, "stock": 0.0, "keeps": 1.0, "wear": 0.0, "name": ""}
    for key in ("tier", "buy", "sell", "sell_limit", "stock", "keeps", "room", "hours_each", "wear", "name"):
        value = getattr(good, key)
        if value is not None and value != defaults.get(key):
            document[key] = value
    if good.need_class:
        document["class"] = good.need_class
    return document


def _write_recipe(recipe: Recipe) -> dict:
    document = {"id": recipe.id, "adopted": recipe.adopted}
    for key in ("inputs", "outputs", "hours", "machines", "land", "outlay_goods"):
        if getattr(recipe, key):
            document[key] = dict(getattr(recipe, key))
    for key in ("name", "lag", "fee", "outlay", "stage"):
        if getattr(recipe, key):
            document[key] = getattr(recipe, key)
    if recipe.limit is not None:
        document["limit"] = recipe.limit
    return document


def _one_or_all(values: tuple[float, ...]):
    return values[0] if len(set(values)) == 1 else list(values)
