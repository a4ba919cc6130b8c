"""A town's folder as a provisioning network, without a database: its goods, recipes, land and stocks, and its cash.

For questions about costs and machines, which rest on recipes and prices. Needs and people stay out: what a town needs
together is worked out by the town itself from its households (`commonstead network`).
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from commonstead.core.boundary import Cash, Good, Network, Parcel, Recipe, check_network, pooled
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.files.town_folder.description import TownDescription
from commonstead.interfaces.files.town_folder.reader import read_folder
from commonstead.site.network_file import read_network_file

_NUMBERS = ("buy", "sell", "sell_limit", "keeps", "room", "hours_each", "wear")


def file_or_folder_argument(parser) -> None:
    """FILE of the commands that ask about costs and machines."""
    parser.add_argument("file", metavar="FILE", help="a provisioning network (JSON), - for standard input, or a "
                                                     "town's folder")


def read_file_or_folder(name: str) -> tuple[Network, int]:
    """(the network, how many households or people it has; 0 where it tells of none, or sums them by their skills)."""
    if name != "-" and Path(name).is_dir():
        return read_network_folder(name)
    network = read_network_file(name)
    return network, 0 if pooled(network) == network else len(network.people)


def read_network_folder(path: str | Path) -> tuple[Network, int]:
    """(the network, how many households the folder has). Refused with file and line, or when recipes cannot be true."""
    town = read_folder(Path(path))
    network = _network(town)
    problems = check_network(network)
    if problems:
        raise Refused(*problems)
    return network, len(town.households)


def _network(town: TownDescription) -> Network:
    stocks: defaultdict[str, Decimal] = defaultdict(Decimal)
    for stock in town.stocks:
        stocks[stock.good] += stock.amount.value
    return Network(
        name=town.name, currency=town.currency, periods=town.periods, days_per_period=float(town.days_per_period),
        goods=tuple(_good(good, stocks[good.id], town.periods) for good in town.goods.values() if good.sort != "money"),
        land=tuple(Parcel(parcel.id, float(parcel.area_m2.value)) for parcel in town.parcels.values()),
        recipes=tuple(_recipe(recipe) for recipe in town.recipes.values()),
        cash=Cash(income=float(town.income_month()) * town.days_per_period / 30))


def _good(good, stock: Decimal, periods: int) -> Good:
    numbers = {key: float(good.numbers[key].value) for key in _NUMBERS if key in good.numbers}
    nothing = (0.0,) * periods
    return Good(id=good.id, name=good.name, unit=good.unit, need_class=good.need_class, stock=float(stock),
                need=nothing, floor=nothing, **numbers)


def _recipe(recipe) -> Recipe:
    parts = {part: {name: float(figure.value) for name, figure in getattr(recipe, part).items() if figure.value}
             for part in ("inputs", "outputs", "hours", "machines", "land", "outlay_goods")}
    return Recipe(
        id=recipe.id, name=recipe.name, lag=recipe.lag, adopted=recipe.adopted, stage=recipe.stage,
        fee=_float(recipe.fee) or 0.0, outlay=_float(recipe.outlay) or 0.0, limit=_float(recipe.limit), **parts)


def _float(figure) -> float | None:
    return None if figure is None else float(figure.value)
