"""The whole of a described town, into an empty database: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.making import queries as making
from commonstead.town.people import queries as people_queries

from ..description import TownDescription
from .blame import blaming
from .circles import write_circles
from .debts import write_debts
from .designs import write_designs
from .needs import write_audits, write_needs
from .people import write_people
from .promises import begin_agreements, write_promises
from .recipes import write_making
from .things import write_things
from .year import write_opening, write_year


@dataclass(frozen=True)
class Loaded:
    """What was written. recipes: those of recipes.toml and those that came of designs.  short: how often a rhythm of
    year.toml could not happen whole, by its line."""

    people: int
    households: int
    associations: int
    things: int
    recipes: int
    events: int
    short: Mapping[int, int]
    designs: int = 0


def load_town(
    town: TownDescription, say: Callable[[str], None] = lambda _: None, *, audits: bool = True, year: bool = True
) -> Loaded:
    """Write the town through the commands of people, ledger, making, livelihood and boundary. audits: also imagine
    an audit for each household; year: also book the imagined year (both for the demo).
    Refused: town_folder.not_empty, and whatever a command refuses."""
    if people_queries.agents(gone=True):
        raise Refused(
            Refusal(
                "town_folder.not_empty",
                gettext_noop("This database holds a town already. Load the folder into an empty one."),
            )
        )
    with transaction.atomic():
        say("the list of things")
        write_things(town)
        say("people and associations")
        with blaming("associations.toml"):
            agents = write_people(town)
        say("land and recipes")
        with blaming("recipes.toml", {recipe.id: recipe.line for recipe in town.recipes.values()}):
            write_making(town, agents)
        if town.designs:
            say("designs")
            write_designs(town)
        say("needs")
        write_needs(town)
        if audits:
            say("the households' audits")
            write_audits(town, agents)
        say("what is there on the first day")
        with blaming("stocks.toml"):
            opening = write_opening(town, agents)
        agreements = begin_agreements(town) if year else {}
        recorded = write_year(town, agents, opening, agreements, say) if year else None
        with blaming("promises.toml"):
            write_promises(town, agents, agreements)
        traded, circles = write_circles(town, agents, say, year=year)
        write_debts(town, agents, circles, year=year)
    return Loaded(
        len(town.people),
        len(town.households),
        len(town.associations),
        len(town.goods),
        len(making.recipes()),
        len(opening) + (len(recorded.flows) if recorded else 0) + traded,
        recorded.short if recorded else {},
        len(town.designs),
    )
