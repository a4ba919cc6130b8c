"""Reading a provisioning-network/1 document: everything that is wrong with it is said at once, by field.

Strict on purpose: a key that is misspelt would silently drop a need or a price, so it is refused by name.
The quick path of each field is one comparison; only what fails it is looked at closely, because a catalogue of
recipes may be tens of megabytes.
"""

from __future__ import annotations

import json

from ..vocabulary.refusal import Refusal, Refused, gettext_noop
from ..vocabulary.units import UNITS, UnitTable
from .free_lunch import free_lunches
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
_MOST = 1e300  # no quantity of this world; keeps whole numbers within what a float holds
_MOST_PROBLEMS = 1000  # a file with more is not worth listing further


def read_text(text: str | bytes, units: UnitTable = UNITS) -> Network:
    """Read a network from JSON text. Refused with line and column where it is not JSON."""
    try:
        document = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Refused(
            Refusal(
                "boundary.not_json",
                gettext_noop("This is not valid JSON: {problem} at line {line}, column {column}."),
                {"problem": error.msg, "line": error.lineno, "column": error.colno},
                line=error.lineno,
            )
        ) from None
    except UnicodeDecodeError as error:
        raise Refused(
            Refusal(
                "boundary.not_utf8",
                gettext_noop("This file is not UTF-8 text: byte {byte} cannot be read. Save it as UTF-8."),
                {"byte": error.start},
            )
        ) from None
    except RecursionError:
        raise Refused(
            Refusal("boundary.too_deep", gettext_noop("This JSON is nested too deeply to be a network."))
        ) from None
    return read_network(document, units)


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


def _object(pairs):
    made = dict(pairs)
    if len(made) != len(pairs):
        seen, twice = set(), []
        for key, _ in pairs:
            if key in seen:
                twice.append(key)
            seen.add(key)
        raise Refused(
            Refusal(
                "boundary.key_twice",
                gettext_noop("The key “{key}” stands twice in one object. Keep one of them."),
                {"key": twice[0]},
                field=twice[0],
            )
        )
    return made


def _no_constant(name):
    raise Refused(
        Refusal(
            "boundary.not_finite",
            gettext_noop("{name} is not a quantity. Quantities are finite numbers."),
            {"name": name},
        )
    )


class _Reader:
    """Collects problems while it reads; never stops at the first."""

    def __init__(self, units: UnitTable):
        self.units = units
        self.problems: list[Refusal] = []
        self.periods = 12
        self.unit_of: dict[str, str] = {}
        self.machines: set[str] = set()
        self.parcels: set[str] = set()

    def problem(self, clause: str, path: str, template: str, **params):
        self.problems.append(Refusal("boundary." + clause, template, {"where": path, **params}, field=path))

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
        self.periods = self.whole(document, "periods", "periods", 12, least=1)
        days = self.number(document, "days_per_period", "days_per_period", 30.0)
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
            name=self.text(document, "name", "name"),
            currency=self.text(document, "currency", "currency", "USD"),
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
        tier = self.whole(row, "tier", f"{path}.tier", 1, least=1)
        need = self.series(row, "need", path)
        floor = (
            self.series(row, "floor", path)
            if row.get("floor") is not None
            else need
            if tier == 1
            else (0.0,) * self.periods
        )
        keeps = self.number(row, "keeps", f"{path}.keeps", 1.0)
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
            buy=self.number(row, "buy", f"{path}.buy", None),
            sell=self.number(row, "sell", f"{path}.sell", None),
            sell_limit=self.number(row, "sell_limit", f"{path}.sell_limit", None),
            stock=self.number(row, "stock", f"{path}.stock", 0.0),
            room=self.number(row, "room", f"{path}.room", None),
            hours_each=self.number(row, "hours_each", f"{path}.hours_each", None),
            wear=self.number(row, "wear", f"{path}.wear", 0.0),
            need_class=self.text(row, "class", f"{path}.class"),
            name=self.text(row, "name", f"{path}.name"),
        )

    def person(self, row, name, path) -> Person:
        skills = row.get("skills", [])
        if not isinstance(skills, list) or not all(type(skill) is str and skill for skill in skills):
            self.problem("skills", f"{path}.skills", gettext_noop("{where}: a list of the names of skills."))
            skills = []
        return Person(name, self.number(row, "hours", f"{path}.hours", 0.0), tuple(dict.fromkeys(skills)))

    def parcel(self, row, name, path) -> Parcel:
        return Parcel(name, self.number(row, "area_m2", f"{path}.area_m2", 0.0))

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
            lag=self.whole(row, "lag", f"{path}.lag", 0) if "lag" in row else 0,
            fee=self.number(row, "fee", f"{path}.fee", 0.0) if "fee" in row else 0.0,
            limit=self.number(row, "limit", f"{path}.limit", None) if "limit" in row else None,
            outlay=self.number(row, "outlay", f"{path}.outlay", 0.0) if "outlay" in row else 0.0,
            adopted=adopted is not False,
            stage=stage,
            name=self.text(row, "name", f"{path}.name") if "name" in row else "",
        )

    def cash(self, given) -> Cash:
        if not isinstance(given, dict):
            self.problem("not_an_object", "cash", gettext_noop("{where}: an object with start, income and floor."))
            return Cash()
        self.known(given, _CASH, "cash")
        return Cash(
            self.number(given, "start", "cash.start", 0.0, signed=True),
            self.number(given, "income", "cash.income", 0.0),
            self.number(given, "floor", "cash.floor", None, signed=True),
        )

    # --- single fields
    def known(self, row, keys, path):
        for key in row:
            if key not in keys:
                self.problem(
                    "unknown_key",
                    path,
                    gettext_noop("{where}: the key “{key}” is not known here. Known are: {keys}."),
                    key=key,
                    keys=", ".join(sorted(keys)),
                )

    def text(self, row, key, path, default=""):
        value = row.get(key, default)
        if type(value) is not str:
            self.problem("not_text", path, gettext_noop("{where}: this must be text."))
            return default
        return value

    def number(self, row, key, path, default, signed=False):
        value = row.get(key)
        if value is None:
            return default
        if type(value) in (int, float) and (0 <= value <= _MOST or (signed and -_MOST <= value <= _MOST)):
            return float(value)
        self.problem(
            "not_a_quantity",
            path,
            gettext_noop("{where}: {value} is not a finite number of 0 or more.")
            if not signed
            else gettext_noop("{where}: {value} is not a finite number."),
            value=_short(value),
        )
        return default

    def whole(self, row, key, path, default, least=0):
        value = row.get(key, default)
        if type(value) is float and value.is_integer():
            value = int(value)
        if type(value) is int and least <= value <= 100_000:
            return value
        self.problem(
            "not_whole",
            path,
            gettext_noop("{where}: {value} is not a whole number from {least} on."),
            value=_short(value),
            least=least,
        )
        return default

    def series(self, row, key, path):
        value = row.get(key, 0)
        if not isinstance(value, list):
            return (self.number(row, key, f"{path}.{key}", 0.0),) * self.periods
        if len(value) != self.periods:
            self.problem(
                "length",
                f"{path}.{key}",
                gettext_noop("{where}: {count} numbers for {periods} periods. Give one a period, or one for all."),
                count=len(value),
                periods=self.periods,
            )
            return (0.0,) * self.periods
        return tuple(
            self.number({0: entry}, 0, f"{path}.{key}[{place}]", 0.0)
            if entry is not None
            else self.number({0: "nothing"}, 0, f"{path}.{key}[{place}]", 0.0)
            for place, entry in enumerate(value)
        )

    def amounts(self, given, path, key, names, units=None):
        """{name: quantity}; zero quantities are left out, since they say nothing."""
        if not given:
            if given is not None and given != {}:
                self.problem(
                    "not_an_object", f"{path}.{key}", gettext_noop("{where}: an object of names and quantities.")
                )
            return {}
        if type(given) is not dict:
            self.problem("not_an_object", f"{path}.{key}", gettext_noop("{where}: an object of names and quantities."))
            return {}
        made = {}
        for name, quantity in given.items():
            if names is not None and name not in names:
                self.unknown_name(name, path, key)
            kind = type(quantity)
            if (kind is float or kind is int) and 0 <= quantity <= _MOST:
                if quantity:
                    made[name] = quantity
            elif kind is dict and units is not None:
                converted = self.converted(quantity, name, f"{path}.{key}.{name}", units.get(name))
                if converted:
                    made[name] = converted
            else:
                self.problem(
                    "not_a_quantity",
                    f"{path}.{key}.{name}",
                    gettext_noop("{where}: {value} is not a finite number of 0 or more."),
                    value=_short(quantity),
                )
        return made

    def unknown_name(self, name, path, key):
        where = f"{path}.{key}.{name}"
        if key == "machines" and name in self.unit_of:
            self.problem(
                "not_a_machine",
                where,
                gettext_noop(
                    "{where}: {name} is not a machine. Give the good {name} its hours_each, or list it as an input."
                ),
                name=name,
            )
        elif key == "land":
            self.problem("unknown_land", where, gettext_noop("{where}: there is no land called {name}."), name=name)
        else:
            self.problem(
                "unknown_good",
                where,
                gettext_noop("{where}: there is no good called {name}. Add it to goods, or correct the name."),
                name=name,
            )

    def converted(self, given, name, path, unit):
        """A quantity with a unit of its own, in the good's unit. A unit we do not know is a dimension of its own."""
        if given.keys() - {"quantity", "unit"} or "quantity" not in given:
            self.problem("quantity", path, gettext_noop("{where}: a number, or an object with quantity and unit."))
            return 0.0
        quantity = self.number(given, "quantity", f"{path}.quantity", 0.0)
        own = given.get("unit", unit)
        if unit is None or own == unit:
            return quantity
        if (
            own not in self.units
            or unit not in self.units
            or self.units.get(own).dimension != self.units.get(unit).dimension
        ):
            self.problem(
                "units_do_not_convert",
                path,
                gettext_noop(
                    "{where}: {own} cannot be turned into {unit}, the unit of {name}. Give the quantity in {unit}."
                ),
                own=own,
                unit=unit,
                name=name,
            )
            return 0.0
        return float(quantity * self.units.factor(own, unit))


def _short(value) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:39] + "…"
