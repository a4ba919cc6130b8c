"""Reading a provisioning-network/1 document: everything that is wrong with it is said at once, by field.

Strict on purpose: a key that is misspelt would silently drop a need or a price, so it is refused by name.
Here are the document and its rows; fields.py reads what stands in them.
"""

from __future__ import annotations

from ..vocabulary.refusal import Refusal, Refused, gettext_noop
from ..vocabulary.units import UNITS, UnitTable
from .fields import Fields
from .free_lunch import free_lunches
from .json_text import parse
from .loops import lagless_loops
from .network import FORMAT, STAGES, Cash, Good, Network, Parcel, Person, Recipe

_TOP = frozenset(
    {
        "format",
        "name",
        "periods",
        "days_per_period",
        "currency",
        "terminal",
        "goods",
        "people",
        "land",
        "recipes",
        "cash",
    }
)
_GOOD = frozenset(
    {
        "id",
        "unit",
        "buy",
        "sell",
        "sell_limit",
        "stock",
        "keeps",
        "room",
        "need",
        "tier",
        "floor",
        "hours_each",
        "wear",
        "class",
        "name",
    }
)
_PERSON = frozenset({"id", "hours", "skills"})
_PARCEL = frozenset({"id", "area_m2", "name"})
_RECIPE = frozenset(
    {
        "id",
        "inputs",
        "outputs",
        "lag",
        "hours",
        "machines",
        "land",
        "fee",
        "limit",
        "adopted",
        "outlay",
        "outlay_goods",
        "stage",
        "name",
    }
)
_CASH = frozenset({"start", "income", "floor"})
_MOST_PROBLEMS = 1000  # a file with more is not worth listing further


def read_text(text: str | bytes, units: UnitTable = UNITS) -> Network:
    """Read a network from JSON text. Refused with line and column where it is not JSON."""
    return read_network(parse(text), units)


def read_network(document: object, units: UnitTable = UNITS) -> Network:
    """The network that a parsed JSON document describes, or Refused with every problem found."""
    reader = _Reader(units)
    network = reader.network(document)
    if not reader.problems:
        reader.problems += [*lagless_loops(network), *free_lunches(network)]
    if reader.problems:
        raise Refused(*reader.problems[:_MOST_PROBLEMS])
    return network


def check_network(network: Network) -> list[Refusal]:
    """Loops without lag and something from nothing, for a network that was not read from a file."""
    return [*lagless_loops(network), *free_lunches(network)]


class _Reader(Fields):
    """The whole and its rows."""

    # --- the whole
    def network(self, document) -> Network | None:
        if not isinstance(document, dict):
            self.problem(
                "not_an_object",
                "the file",
                gettext_noop("{where}: a network is a JSON object with the keys goods, recipes, …"),
            )
            return None
        self.known(document, _TOP, "the file")
        if document.get("format") != FORMAT:
            self.problem(
                "format",
                "format",
                gettext_noop("{where}: this must be “{format}”, so that the meaning of the keys is certain."),
                format=FORMAT,
            )
        if not self.fits(document):
            return None
        days = self.number(document, "days_per_period", "", 30.0)
        if not days > 0:
            self.problem("days", "days_per_period", gettext_noop("{where}: a period lasts more than 0 days."))
        terminal = document.get("terminal", "keep")
        if terminal not in ("keep", "free"):
            self.problem("terminal", "terminal", gettext_noop("{where}: this is either “keep” or “free”."))
        goods = self.rows(document, "goods", _GOOD, self.good)
        people = self.rows(document, "people", _PERSON, self.person)
        land = self.rows(document, "land", _PARCEL, self.parcel)
        self.unit_of = {good.id: good.unit for good in goods}
        self.machines = {good.id for good in goods if good.is_machine}
        self.parcels = {parcel.id for parcel in land}
        recipes = self.rows(document, "recipes", _RECIPE, self.recipe)
        return Network(
            periods=self.periods,
            days_per_period=days or 30.0,
            goods=tuple(goods),
            people=tuple(people),
            land=tuple(land),
            recipes=tuple(recipes),
            cash=self.cash(document.get("cash", {})),
            terminal=terminal,
            name=self.text(document, "name", ""),
            currency=self.text(document, "currency", "", "USD"),
        )

    def rows(self, document, key, keys, read):
        given, made, seen = document.get(key, []), [], {}
        if not isinstance(given, list):
            self.problem("not_a_list", key, gettext_noop("{where}: this must be a list."))
            return made
        for number, row in enumerate(given):
            if not isinstance(row, dict):
                self.problem(
                    "not_an_object", f"{key}[{number}]", gettext_noop("{where}: each entry is an object with an id.")
                )
                continue
            name = row.get("id")
            path = f'{key}[{number}] "{name}"'
            if type(name) is not str or not name:
                self.problem(
                    "no_id", f"{key}[{number}]", gettext_noop("{where}: it needs an id: a short text that is its own.")
                )
                continue
            if name in seen:
                self.problem(
                    "same_id",
                    path,
                    gettext_noop("{where}: the same id as {key}[{first}]. Give one of them another."),
                    key=key,
                    first=seen[name],
                )
                continue
            seen[name] = number
            if not keys.issuperset(row):
                self.known(row, keys, path)
            made.append(read(row, name, path))
        return made

    # --- the four kinds of row
    def good(self, row, name, path) -> Good:
        unit = row.get("unit")
        if type(unit) is not str or not unit:
            self.problem(
                "no_unit", f"{path}.unit", gettext_noop("{where}: say what one of it is, for example kg or each.")
            )
            unit = ""
        tier = self.whole(row, "tier", path, 1, least=1)
        need = self.series(row, "need", path)
        floor = (
            self.series(row, "floor", path)
            if row.get("floor") is not None
            else need
            if tier == 1
            else (0.0,) * self.periods
        )
        keeps = self.number(row, "keeps", path, 1.0)
        if keeps > 1:
            self.problem(
                "keeps",
                f"{path}.keeps",
                gettext_noop("{where}: a share between 0 and 1 survives a period, not {keeps}."),
                keeps=keeps,
            )
        return Good(
            id=name,
            unit=unit,
            tier=tier,
            need=need,
            keeps=keeps,
            floor=floor if floor is need else tuple(map(min, floor, need)),  # a part is never more than the whole
            buy=self.number(row, "buy", path, None),
            sell=self.number(row, "sell", path, None),
            sell_limit=self.number(row, "sell_limit", path, None),
            stock=self.number(row, "stock", path, 0.0),
            room=self.number(row, "room", path, None),
            hours_each=self.number(row, "hours_each", path, None),
            wear=self.number(row, "wear", path, 0.0),
            need_class=self.text(row, "class", path),
            name=self.text(row, "name", path),
        )

    def person(self, row, name, path) -> Person:
        skills = row.get("skills", [])
        if not isinstance(skills, list) or not all(type(skill) is str and skill for skill in skills):
            self.problem("skills", f"{path}.skills", gettext_noop("{where}: a list of the names of skills."))
            skills = []
        return Person(name, self.number(row, "hours", path, 0.0), tuple(dict.fromkeys(skills)))

    def parcel(self, row, name, path) -> Parcel:
        return Parcel(name, self.number(row, "area_m2", path, 0.0))

    def recipe(self, row, name, path) -> Recipe:
        get = row.get
        stage = get("stage") or ""
        if stage and stage not in STAGES:
            self.problem(
                "stage", f"{path}.stage", gettext_noop("{where}: this is one of {stages}."), stages=", ".join(STAGES)
            )
        adopted = get("adopted", True)
        if type(adopted) is not bool:
            self.problem("adopted", f"{path}.adopted", gettext_noop("{where}: this is true or false."))
        goods = self.unit_of
        return Recipe(
            id=name,
            inputs=self.amounts(get("inputs"), path, "inputs", goods, goods),
            outputs=self.amounts(get("outputs"), path, "outputs", goods, goods),
            hours=self.amounts(get("hours"), path, "hours", None),
            machines=self.amounts(get("machines"), path, "machines", self.machines),
            land=self.amounts(get("land"), path, "land", self.parcels),
            outlay_goods=self.amounts(get("outlay_goods"), path, "outlay_goods", goods, goods),
            lag=self.whole(row, "lag", path, 0) if "lag" in row else 0,
            fee=self.number(row, "fee", path, 0.0) if "fee" in row else 0.0,
            limit=self.number(row, "limit", path, None) if "limit" in row else None,
            outlay=self.number(row, "outlay", path, 0.0) if "outlay" in row else 0.0,
            adopted=adopted is not False,
            stage=stage,
            name=self.text(row, "name", path) if "name" in row else "",
        )

    def cash(self, given) -> Cash:
        if not isinstance(given, dict):
            self.problem("not_an_object", "cash", gettext_noop("{where}: an object with start, income and floor."))
            return Cash()
        self.known(given, _CASH, "cash")
        return Cash(
            self.number(given, "start", "cash", 0.0, signed=True),
            self.number(given, "income", "cash", 0.0),
            self.number(given, "floor", "cash", None, signed=True),
        )
