"""What an activity of this town still buys, by the plan worked out last."""

from __future__ import annotations

from commonstead.core import boundary as core
from commonstead.core.boundary.frontier import StillBought
from commonstead.core.boundary.frontier import still_bought as by_plan
from commonstead.town.ledger import queries as ledger

from .queries import Answers, answers


def still_bought(recipe_id: str, found: Answers | None = None) -> tuple[StillBought, ...]:
    """The inputs that this adopted recipe still buys, earliest ladder stage first. Empty before the first plan, and
    for recipes that it does not know. found: the stored answers, where the caller has them already."""
    found = found or answers()
    if found is None:
        return ()
    network = core.read_network(found.network, units=ledger.units())
    if recipe_id not in {recipe.id for recipe in network.recipes if recipe.adopted}:
        return ()
    return by_plan(network, recipe_id, found.plan["buys"], found.plan["batches"])
