"""Reading a town's folder: every file, every figure, every reference; all problems at once.

A coordinator describes a town in TOML and CSV files (docs/guide names each field). The reader turns them into
a frozen `TownDescription`, or refuses with the file, line and field of everything that is wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from commonstead.core.vocabulary.kind import Kind
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.core.vocabulary.units import UnitTable

from .description import TownDescription
from .figures import Figures
from .reading.circles import read_circles
from .reading.debts import read_debts
from .reading.designs import PLACE, design_files, read_town_designs
from .reading.frame import read_classes, read_sources, read_town, read_units
from .reading.goods import read_goods, read_parcels, read_recipes, read_stocks
from .reading.known import Known
from .reading.people import read_associations, read_households, read_people
from .reading.promises import read_promises
from .reading.rhythms import Rhythms, read_needs
from .texts import Folder

FILES = (
    "town.toml",
    "sources.toml",
    "units.csv",
    "goods.toml",
    "classes.toml",
    "recipes.toml",
    "households.csv",
    "people.csv",
    "associations.toml",
    "parcels.toml",
    "stocks.toml",
    "needs.toml",
    "year.toml",
    "promises.toml",
    "designs.toml",
    "circles.toml",
    "debts.toml",
)


def read_folder(path: Path, kinds: Mapping[str, Kind] | None = None) -> TownDescription:
    """The town that a folder describes. kinds: by slug, to check kinds and roles; None: any is taken."""
    path = Path(path)
    if not path.is_dir():
        raise Refused(
            Refusal(
                "town_folder.not_a_folder",
                gettext_noop("{path} is not a folder. Give the folder that holds town.toml."),
                {"path": path},
            )
        )
    if not any((path / file).exists() for file in FILES):
        raise Refused(
            Refusal(
                "town_folder.no_town",
                gettext_noop("{path} holds none of a town's files. Give the folder that holds town.toml."),
                {"path": path},
            )
        )
    folder = Folder(path)
    folder.strangers(FILES)
    sources = read_sources(folder)
    own_units = read_units(folder)
    units = UnitTable(own_units)
    figures = Figures(Known(sources), units)
    town = read_town(folder, figures, units)
    currency = town["currency"] if town else ""
    classes = read_classes(folder)
    goods = read_goods(folder, figures, units, Known(classes), currency)
    households = read_households(folder, Known(sources))
    people = read_people(folder, Known(households))
    associations = read_associations(folder, Known(households) | Known(people), kinds)
    groups = Known(households) | Known(associations)
    agents = groups | Known(people)
    parcels = read_parcels(folder, figures, groups)
    recipes, origins = read_recipes(folder, figures, goods, groups, Known(parcels), currency)
    stocks = read_stocks(folder, figures, goods, agents)
    needs, more_origins = read_needs(folder, figures, goods, Known(classes))
    promises = read_promises(folder, figures, goods, agents)
    unread = not promises and folder.broken("promises.toml")
    agreements = Known(None if unread else {one.agreement for one in promises} - {""})
    rhythms = Rhythms(figures, goods, recipes, agents, currency, agreements).read(folder)
    circles = read_circles(folder, figures, goods, agents, Known(associations))
    clearing = read_debts(folder, figures, agents, Known(associations), Known(one.id for one in circles), currency)
    designs = read_town_designs(folder, figures, goods, Known(sources), currency)
    folder.problems.refuse_if_any()
    return TownDescription(
        **town,
        units=own_units,
        sources=sources,
        goods=goods,
        classes=classes,
        recipes=recipes,
        households=households,
        people=people,
        associations=associations,
        parcels=parcels,
        stocks=stocks,
        needs=needs,
        rhythms=rhythms,
        promises=promises,
        origins=origins | more_origins,
        designs=designs,
        circles=circles,
        clearing=clearing,
    )


def digest(path: Path) -> str:
    """A fingerprint of the folder's files: changes when any of them does."""
    total = hashlib.sha256()
    for file in FILES:
        target = Path(path) / file
        total.update(f"{file}\0".encode())
        if target.is_file():
            total.update(hashlib.sha256(target.read_bytes()).digest())
    for target in design_files(path):
        total.update(f"{PLACE}/{target.name}\0".encode() + hashlib.sha256(target.read_bytes()).digest())
    return total.hexdigest()
