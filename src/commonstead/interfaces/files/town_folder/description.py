"""A town as its folder describes it: frozen values, names as written, figures with their origin.

Nothing here knows a database. The reader makes a `TownDescription` from a folder; the loader writes one into
an empty town. Ids are the folder's slugs; agents get random ids only when they are written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from commonstead.core.making import Design
from commonstead.core.vocabulary.units import Unit, UnitTable

HOUSEHOLD_TYPES = ("single", "couple", "family", "elders", "shared", "single-parent")
SORTS = ("good", "machine", "service", "money", "material")
STAGES = ("repair", "parts", "gaps", "ecosystem")
RHYTHMS = ("buy", "sell", "make", "share", "gift", "work", "wage", "care", "repair", "lend")


@dataclass(frozen=True)
class Figure:
    """A number and where it comes from: a key of sources.toml, or an estimate with its reason."""

    value: Decimal
    source: str = ""
    estimate: str = ""
    note: str = ""

    @property
    def origin(self) -> dict[str, str]:
        """What is kept beside the number in the town's database."""
        kept = {"source": self.source, "estimate": self.estimate, "note": self.note}
        return {key: text for key, text in kept.items() if text}


@dataclass(frozen=True)
class Source:
    id: str
    title: str
    publisher: str
    year: int
    says: str
    url: str = ""

    @property
    def citation(self) -> str:
        """One line that names the publication."""
        return f"{self.publisher}, {self.title} ({self.year})" + (f", {self.url}" if self.url else "")


@dataclass(frozen=True)
class Good:
    """numbers: any of buy, sell, sell_limit, keeps, room, hours_each, wear."""

    id: str
    name: str
    unit: str
    sort: str = "good"
    need_class: str = ""
    note: str = ""
    numbers: dict[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True)
class NeedClass:
    id: str
    name: str
    order: int


@dataclass(frozen=True)
class RecipeDescription:
    """Quantities of one batch, in the units of the goods, hours and m²."""

    id: str
    name: str
    adopted: bool
    note: str = ""
    doer: str = ""
    stage: str = ""
    lag: int = 0
    fee: Figure | None = None
    limit: Figure | None = None
    outlay: Figure | None = None
    inputs: dict[str, Figure] = field(default_factory=dict)
    outputs: dict[str, Figure] = field(default_factory=dict)
    hours: dict[str, Figure] = field(default_factory=dict)
    machines: dict[str, Figure] = field(default_factory=dict)
    land: dict[str, Figure] = field(default_factory=dict)
    outlay_goods: dict[str, Figure] = field(default_factory=dict)
    line: int = 0

    def figures(self) -> list[Figure]:
        """Every number in the recipe."""
        single = [figure for figure in (self.fee, self.limit, self.outlay) if figure]
        parts = (self.inputs, self.outputs, self.hours, self.machines, self.land, self.outlay_goods)
        return single + [figure for part in parts for figure in part.values()]


@dataclass(frozen=True)
class DesignTerms:
    """What the town adds to the recipes of a design: cash a batch, most batches a month, and what has to be paid and
    to be there once before one begins. recipes: False for terms that wait until somebody makes recipes of it."""

    recipes: bool = True
    fee: Figure | None = None
    limit: Figure | None = None
    outlay: Figure | None = None
    outlay_goods: dict[str, Figure] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True)
class DesignDescription:
    """A design of the folder designs/. file: its manifest.  terms: what designs.toml says of it, None where nothing."""

    design: Design
    file: str
    terms: DesignTerms | None = None


@dataclass(frozen=True)
class HouseholdDescription:
    id: str
    name: str
    size: int
    type: str
    income_month: Decimal
    income_source: str


@dataclass(frozen=True)
class PersonDescription:
    id: str
    name: str
    household: str
    age: int
    hours_month: Decimal
    skills: tuple[str, ...] = ()
    guardian: str = ""
    login: bool = False
    about: str = ""


@dataclass(frozen=True)
class AssociationDescription:
    """members: (member id, role) pairs; a member may be a person, a household or an association."""

    id: str
    name: str
    kind: str
    purpose: str
    since: date
    members: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ParcelDescription:
    id: str
    name: str
    holder: str
    area_m2: Figure


@dataclass(frozen=True)
class StockDescription:
    holder: str
    good: str
    amount: Figure


@dataclass(frozen=True)
class NeedDescription:
    """What an average household uses in a month, and how it gets it. met: (mode, share) pairs."""

    good: str
    need_class: str
    tier: int
    per_household: Figure | None = None
    per_person: Figure | None = None
    floor_share: Figure | None = None
    by_type: dict[str, Decimal] = field(default_factory=dict)
    met: tuple[tuple[str, Decimal], ...] = ()
    hours: Figure | None = None

    def amount(self, size: int, household_type: str = "") -> Decimal:
        """What a household of this size and type uses in a month."""
        fixed = self.per_household.value if self.per_household else Decimal(0)
        each = self.per_person.value if self.per_person else Decimal(0)
        return (fixed + each * size) * self.by_type.get(household_type, Decimal(1))


@dataclass(frozen=True)
class RhythmDescription:
    """One line of the recorded year. who and to: an id, "each household" or "each member of X".  agreement: under which
    agreement of the promises it is given."""

    who: str
    what: str
    good: str = ""
    recipe: str = ""
    skill: str = ""
    amount: Figure | None = None
    every: str = ""
    months: tuple[int, ...] = ()
    to: str = ""
    mode: str = ""
    chance: Decimal = Decimal(1)
    note: str = ""
    agreement: str = ""
    line: int = 0


@dataclass(frozen=True)
class PromiseDescription:
    """Something wished (only `to`), offered (only `giver`) or promised (both), still open after the recorded year.
    agreement: the name under which several promises stand together; no price need be in it.
    every: of a promise under an agreement: week, month, quarter or year; "" is once.
    open: of one under an agreement: its giver lets everybody in town read it."""

    giver: str
    to: str
    amount: Figure
    good: str = ""
    skill: str = ""
    mode: str = ""
    note: str = ""
    agreement: str = ""
    every: str = ""
    open: bool = False


@dataclass(frozen=True)
class TradeDescription:
    """What one member of a circle does for others now and then. giver: who is paid, "" for everybody in turn.
    good: what is given, in a gift circle.  payers: who may take it up, all members where empty."""

    giver: str
    category: str
    amount: Figure
    good: str = ""
    every: str = ""
    months: tuple[int, ...] = ()
    chance: Decimal = Decimal(1)
    payers: tuple[str, ...] = ()
    note: str = ""
    line: int = 0


@dataclass(frozen=True)
class CircleDescription:
    """A circle of an association. terms: by the name of a term.  lines: how far one member may go below zero.
    vouchers: (who, for whom, stake)."""

    id: str
    keeper: str
    sort: str
    name: str
    symbol: str
    since: date | None
    members: tuple[str, ...]
    terms: dict[str, Figure] = field(default_factory=dict)
    promise: str = ""
    lapses: date | None = None
    lines: dict[str, Figure] = field(default_factory=dict)
    vouchers: tuple[tuple[str, str, Figure], ...] = ()
    trade: tuple[TradeDescription, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class DebtDescription:
    """Who owes whom since when. fresh: written down after the month that was cleared."""

    debtor: str
    creditor: str
    amount: Figure
    since: date | None
    note: str = ""
    fresh: bool = False
    line: int = 0


@dataclass(frozen=True)
class ClearingDescription:
    """Which association clears debts. circle: whose credit may help.  credit: by how much each member's balance there
    may move."""

    association: str
    name: str
    circle: str = ""
    credit: Figure | None = None
    debts: tuple[DebtDescription, ...] = ()


@dataclass(frozen=True)
class CashDescription:
    start: Figure | None = None
    income: Figure | None = None
    floor: Figure | None = None


@dataclass(frozen=True)
class TownDescription:
    """All of a town's folder. origins: where the plain numbers under "met", "by_type" and "lag" come from."""

    name: str
    currency: str
    periods: int
    days_per_period: int
    seed: int
    begins: date
    about: str
    cash: CashDescription
    units: tuple[Unit, ...]
    sources: dict[str, Source]
    goods: dict[str, Good]
    classes: dict[str, NeedClass]
    recipes: dict[str, RecipeDescription]
    households: dict[str, HouseholdDescription]
    people: dict[str, PersonDescription]
    associations: dict[str, AssociationDescription]
    parcels: dict[str, ParcelDescription]
    stocks: tuple[StockDescription, ...]
    needs: dict[str, NeedDescription]
    rhythms: tuple[RhythmDescription, ...]
    promises: tuple[PromiseDescription, ...] = ()
    origins: dict[str, Figure] = field(default_factory=dict)
    designs: dict[str, DesignDescription] = field(default_factory=dict)
    circles: tuple[CircleDescription, ...] = ()
    clearing: ClearingDescription | None = None

    @property
    def unit_table(self) -> UnitTable:
        """The standard units and the town's own."""
        return UnitTable(self.units)

    def household_members(self, household: str) -> list[PersonDescription]:
        """Who lives there, in the folder's order."""
        return [person for person in self.people.values() if person.household == household]

    def income_month(self) -> Decimal:
        """The town's cash income a month: as said in town.toml, or the sum of the households' incomes."""
        if self.cash.income:
            return self.cash.income.value
        return sum((household.income_month for household in self.households.values()), Decimal(0))

    def cite(self, figure: Figure) -> str:
        """A figure's origin in words, for screens."""
        text = self.sources[figure.source].citation if figure.source else figure.estimate
        return f"{text}: {figure.note}" if figure.note else text
