"""Reading the single fields of a provisioning-network/1 document: text, numbers, series, amounts by name.

The quick path of each is one comparison; only what fails it is looked at closely, because a catalogue of recipes may
be tens of megabytes.
"""

from __future__ import annotations

import json

from ..vocabulary.refusal import Refusal, gettext_noop
from ..vocabulary.units import UnitTable

_MOST = 1e300  # no quantity of this world; keeps whole numbers within what a float holds
MOST_PERIODS = 1_000  # nineteen years by the week; each good has a series of them
MOST_AMOUNTS = 2_000_000  # goods times periods: some hundreds of megabytes once they are a programme
_KINDS = frozenset({int, float})
_LEAST_NEED = 1e-6  # the solver's numbers hold to 1e-9


class Fields:
    """Collects problems while it reads; never stops at the first.

    periods, unit_of, machines, parcels: what the document has said so far, for the fields that refer to it.
    """

    def __init__(self, units: UnitTable):
        self.units = units
        self.problems: list[Refusal] = []
        self.periods = 12
        self.unit_of: dict[str, str] = {}
        self.machines: set[str] = set()
        self.parcels: set[str] = set()

    def problem(self, clause: str, path: str, template: str, **params):
        self.problems.append(Refusal("boundary." + clause, template, {"where": path, **params}, field=path))

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

    # path: of the row; where something is wrong the key is added to it.
    def text(self, row, key, path, default=""):
        value = row.get(key, default)
        if type(value) is not str:
            self.problem("not_text", _within(path, key), gettext_noop("{where}: this must be text."))
            return default
        return value

    def number(self, row, key, path, default, signed=False):
        value = row.get(key)
        if value is None:
            return default
        kind = type(value)
        if (kind is float or kind is int) and (0 <= value <= _MOST or (signed and -_MOST <= value <= _MOST)):
            return float(value)
        self.problem(
            "not_a_quantity",
            _within(path, key),
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
            _within(path, key),
            gettext_noop("{where}: {value} is not a whole number from {least} on."),
            value=_short(value),
            least=least,
        )
        return default

    def fits(self, document) -> bool:
        """Whether the horizon can be held at all: asked before any series is made, which a small file could ask for
        without end."""
        goods = len(rows) if isinstance(rows := document.get("goods"), list) else 0
        periods = document.get("periods", 12)
        if type(periods) not in (int, float) or not periods > MOST_PERIODS:
            periods = self.whole(document, "periods", "", 12, least=1)
            if goods * periods <= MOST_AMOUNTS:
                self.periods = periods
                return True
        self.problem(
            "too_many_periods",
            "periods",
            gettext_noop(
                "{where}: {periods} periods for {goods} goods are more than can be held, at most {most} periods and "
                "{amounts} amounts (goods times periods). Take longer periods, or look less far ahead."
            ),
            periods=_short(periods),
            goods=goods,
            most=MOST_PERIODS,
            amounts=MOST_AMOUNTS,
        )
        return False

    def series(self, row, key, path):
        value = row.get(key, 0)
        if not isinstance(value, list):
            return (self.need(row, key, path),) * self.periods
        if len(value) != self.periods:
            self.problem(
                "length",
                f"{path}.{key}",
                gettext_noop("{where}: {count} numbers for {periods} periods. Give one a period, or one for all."),
                count=len(value),
                periods=self.periods,
            )
            return (0.0,) * self.periods
        if _KINDS.issuperset(map(type, value)) and all(not one or _LEAST_NEED <= one <= _MOST for one in value):
            return tuple(map(float, value))
        entries = {f"{key}[{place}]": "nothing" if entry is None else entry for place, entry in enumerate(value)}
        return tuple(self.need(entries, entry, path) for entry in entries)

    def need(self, row, key, path):
        """A need of a period: 0, or enough of its unit that a solver does not take it for rounding."""
        value = self.number(row, key, path, 0.0)
        if 0 < value < _LEAST_NEED:
            self.problem(
                "too_small",
                _within(path, key),
                gettext_noop(
                    "{where}: {value} is too little to be told from nothing. Count this good in a smaller unit, "
                    "for example in grams instead of tonnes."
                ),
                value=_short(value),
            )
        return value

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
        quantity = self.number(given, "quantity", path, 0.0)
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


def _within(path, key) -> str:
    return f"{path}.{key}" if path else key


def _short(value) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:39] + "…"
