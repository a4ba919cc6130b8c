"""goods.toml, recipes.toml, stocks.toml and parcels.toml: what there is, and how it is made."""

from __future__ import annotations

from decimal import Decimal

from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.core.vocabulary.units import UnitTable

from ..description import SORTS, STAGES, Figure, Good, ParcelDescription, RecipeDescription, StockDescription
from ..fields import Fields
from ..figures import Figures
from ..texts import Folder
from .known import Known


def read_goods(
    folder: Folder, figures: Figures, units: UnitTable, classes: Known, currency: str
) -> dict[str, Good] | None:
    """goods.toml."""
    file = folder.toml("goods.toml")
    if file is None:
        return None
    return {id: _good(id, table, figures, units, classes, currency) for id, table in file.tables()}


def _good(id: str, table: Fields, figures: Figures, units: UnitTable, classes: Known, currency: str) -> Good:
    unit = table.text("unit")
    if unit and unit not in units:
        table.unknown("unit", unit, [known.id for known in units])
        unit = ""
    need_class = table.text("class", needed=False)
    if need_class and need_class not in classes:
        table.unknown("class", need_class, classes)
    numbers: dict[str, Figure | None] = {
        key: figures.take(table, key, unit=unit, per_unit=True) for key in ("buy", "sell")
    }
    numbers |= {key: figures.take(table, key, unit=unit) for key in ("sell_limit", "room")}
    numbers |= {
        "keeps": figures.take(table, "keeps"),
        "hours_each": figures.take(table, "hours_each", unit="h"),
        "wear": figures.take(table, "wear"),
    }
    if numbers["keeps"] and numbers["keeps"].value > 1:
        table.problem("keeps", "above_one", gettext_noop("{field} is a share: 1 or less."), field="keeps")
    if numbers["sell"] and not numbers["sell_limit"]:
        table.problem(
            "sell",
            "no_sell_limit",
            gettext_noop("A good that is sold needs sell_limit: how many units a month find a buyer."),
        )
    good = Good(
        id=id,
        name=table.text("name", longest=120),
        unit=unit,
        sort=table.choice("sort", SORTS, default="good"),
        need_class=need_class,
        note=table.text("note", needed=False),
        numbers={key: figure for key, figure in numbers.items() if figure},
    )
    if good.sort == "machine" and "hours_each" not in good.numbers:
        table.problem(
            "hours_each",
            "machine_without_hours",
            gettext_noop("A machine needs hours_each: how many hours a month one of it gives."),
        )
    table.done()
    return good


def read_recipes(
    folder: Folder, figures: Figures, goods: dict[str, Good] | None, doers: Known, parcels: Known, currency: str
) -> tuple[dict[str, RecipeDescription], dict[str, Figure]]:
    """recipes.toml, and where its lags come from."""
    file = folder.toml("recipes.toml", needed=False)
    if file is None:
        return {}, {}
    tables = dict(file.tables(besides=("origin",)))
    found = {id: _recipe(id, table, figures, goods, doers, parcels, currency) for id, table in tables.items()}
    bare = [("lag", table) for table in tables.values() if table.has("lag")][:1]
    return found, figures.origins(file, ("lag",), bare)


def _recipe(
    id: str, table: Fields, figures: Figures, goods: dict[str, Good] | None, doers: Known, parcels: Known, currency: str
) -> RecipeDescription:
    known = Known(goods)
    unit_of = {good.id: good.unit for good in (goods or {}).values()}
    doer = table.text("doer", needed=False)
    if doer and doer not in doers:
        table.unknown("doer", doer, doers)
    recipe = RecipeDescription(
        id=id,
        name=table.text("name", longest=120),
        note=table.text("note", needed=False),
        doer=doer,
        adopted=table.flag("adopted", default=bool(doer)),
        stage=table.choice("stage", STAGES, needed=False),
        lag=table.whole("lag", default=0),
        fee=figures.take(table, "fee", unit=currency),
        limit=figures.take(table, "limit"),
        outlay=figures.take(table, "outlay", unit=currency),
        inputs=_part(table, "inputs", figures, known, unit_of),
        outputs=_part(table, "outputs", figures, known, unit_of),
        hours=_part(table, "hours", figures, Known(None), {}, "h"),
        machines=_part(table, "machines", figures, known, {}, "h"),
        land=_part(table, "land", figures, parcels, {}, "m2"),
        outlay_goods=_part(table, "outlay_goods", figures, known, unit_of),
        line=table.line(),
    )
    _check_recipe(table, recipe, goods)
    table.done()
    return recipe


def _check_recipe(table: Fields, recipe: RecipeDescription, goods: dict[str, Good] | None) -> None:
    if recipe.adopted and not recipe.doer:
        table.problem("doer", "no_doer", gettext_noop("An adopted recipe says which association does it: add doer."))
    if not any(figure.value for figure in recipe.outputs.values()):
        table.problem("outputs", "no_output", gettext_noop("A recipe makes something: add outputs."))
    for machine in recipe.machines:
        good = (goods or {}).get(machine)
        if good and good.sort != "machine":
            table.problem(
                "machines",
                "not_a_machine",
                gettext_noop('{machine} is not a machine in goods.toml. Give it sort = "machine" and hours_each.'),
                machine=machine,
            )


def _part(
    table: Fields, key: str, figures: Figures, known: Known, unit_of: dict[str, str], unit: str | None = None
) -> dict[str, Figure]:
    part = table.sub(key)
    if part is None:
        return {}
    found = {}
    for name in part.values:
        if name not in known:
            part.unknown(name, name, known)
        part.check_slug(name, name)
        figure = figures.take(part, name, unit=unit_of.get(name, unit))
        if figure:
            found[name] = figure
    return found


def read_parcels(folder: Folder, figures: Figures, holders: Known) -> dict[str, ParcelDescription] | None:
    """parcels.toml."""
    file = folder.toml("parcels.toml", needed=False)
    if file is None:
        return None if folder.broken("parcels.toml") else {}
    found = {}
    for id, table in file.tables():
        holder = table.text("holder")
        if holder and holder not in holders:
            table.unknown("holder", holder, holders)
        area = figures.take(table, "area_m2", unit="m2", needed=True)
        found[id] = ParcelDescription(id, table.text("name", longest=120), holder, area or Figure(Decimal(0)))
        table.done()
    return found


def read_stocks(
    folder: Folder, figures: Figures, goods: dict[str, Good] | None, holders: Known
) -> tuple[StockDescription, ...]:
    """stocks.toml: what is there on the first day."""
    file = folder.toml("stocks.toml", needed=False)
    if file is None:
        return ()
    found, seen = [], set()
    for row in file.rows("stock"):
        holder, good = row.text("holder"), row.text("good")
        if holder and holder not in holders:
            row.unknown("holder", holder, holders)
        if good and good not in Known(goods):
            row.unknown("good", good, Known(goods))
        if (holder, good) in seen:
            row.problem(
                "good",
                "stock_twice",
                gettext_noop("{holder} has {good} twice in this file. Put them together."),
                holder=holder,
                good=good,
            )
        seen.add((holder, good))
        unit = goods[good].unit if goods and good in goods else None
        amount = figures.take(row, "amount", unit=unit, needed=True)
        if amount:
            found.append(StockDescription(holder, good, amount))
        row.done()
    file.done()
    return tuple(found)
