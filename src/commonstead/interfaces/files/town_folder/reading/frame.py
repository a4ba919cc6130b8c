"""town.toml, sources.toml, units.csv and classes.toml: the frame that the other files stand in."""

from __future__ import annotations

from fractions import Fraction

from commonstead.core.vocabulary.refusal import Refused, gettext_noop
from commonstead.core.vocabulary.units import STANDARD_UNITS, Unit, UnitTable

from ..description import CashDescription, NeedClass, Source
from ..fields import Fields
from ..figures import Figures
from ..texts import Folder


def read_sources(folder: Folder) -> dict[str, Source] | None:
    """sources.toml; None when it cannot be read."""
    file = folder.toml("sources.toml", needed=False)
    if file is None:
        return None if folder.broken("sources.toml") else {}
    found = {}
    for id, table in file.tables():
        found[id] = Source(
            id=id,
            title=table.text("title"),
            publisher=table.text("publisher"),
            year=table.whole("year"),
            says=table.text("says"),
            url=table.text("url", needed=False),
        )
        table.done()
    return found


def read_units(folder: Folder) -> tuple[Unit, ...]:
    """units.csv: the town's own units."""
    units: list[Unit] = []
    for row in folder.csv("units.csv", ("id", "symbol", "decimals", "dimension", "per_base"), needed=False):
        id = row.text("id", longest=20)
        decimals = row.whole("decimals")
        if decimals > 6:
            row.problem("decimals", "too_many_decimals", gettext_noop("Six decimals are the most."))
        unit = Unit(
            id,
            row.text("symbol", needed=False) or id,
            min(decimals, 6),
            row.text("dimension", needed=False) or id,
            _fraction(row),
        )
        if id in STANDARD_UNITS or any(unit.id == other.id for other in units):
            row.problem(
                "id", "unit_twice", gettext_noop("The unit {unit} exists already. Give yours another name."), unit=id
            )
        elif id:
            units.append(unit)
    return tuple(units)


def _fraction(row: Fields) -> Fraction:
    """per_base: a whole number, a decimal or a fraction like 1/1000; 1 when empty."""
    text = row.text("per_base", needed=False) or "1"
    try:
        value = Fraction(text)
        if value > 0:
            return value
    except (ValueError, ZeroDivisionError):
        pass
    row.problem(
        "per_base",
        "not_a_fraction",
        gettext_noop("“{value}” should be a number above zero or a fraction like 1/1000."),
        value=text,
    )
    return Fraction(1)


def read_classes(folder: Folder) -> dict[str, NeedClass] | None:
    """classes.toml: classes of need, in the order in which screens show them."""
    file = folder.toml("classes.toml")
    if file is None:
        return None
    found = {}
    for position, (id, table) in enumerate(file.tables(), start=1):
        found[id] = NeedClass(id=id, name=table.text("name", longest=120), order=table.whole("order", default=position))
        table.done()
    return found


def read_town(folder: Folder, figures: Figures, units: UnitTable) -> dict | None:
    """town.toml as keyword arguments of TownDescription."""
    file = folder.toml("town.toml")
    if file is None:
        return None
    currency = file.text("currency")
    try:
        if currency and not units.get(currency).dimension.startswith("money:"):
            file.problem(
                "currency",
                "not_money",
                gettext_noop("{unit} is not money. Use a currency like USD or EUR."),
                unit=currency,
            )
    except Refused:
        file.unknown("currency", currency, [unit.id for unit in units if unit.dimension.startswith("money:")])
    town = {
        "name": file.text("name", longest=120),
        "currency": currency,
        "periods": file.whole("periods", default=12, least=1),
        "days_per_period": file.whole("days_per_period", default=30, least=1),
        "seed": file.whole("seed", default=1),
        "begins": file.day("begins"),
        "about": file.text("about", needed=False),
        "cash": _cash(file.sub("cash"), figures, currency),
    }
    file.done()
    return town


def _cash(table: Fields | None, figures: Figures, currency: str) -> CashDescription:
    if table is None:
        return CashDescription()
    cash = CashDescription(*(figures.take(table, key, unit=currency) for key in ("start", "income", "floor")))
    table.done()
    return cash
