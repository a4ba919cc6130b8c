"""What would lengthen the town's days without a wage: what binds and the town's next steps, each solved again."""

from __future__ import annotations

from commonstead.core.boundary.incidence import Incidence
from commonstead.core.boundary.measures.lengthening import lengthen, steps
from commonstead.core.boundary.slack import slack
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.boundary import queries

#: Next steps of the stored answers that are tried, best first: each is two solves.
_RECIPES = 12
_COUNTING = gettext_noop("Counting the days without a wage")
_TRYING = gettext_noop("Trying what would lengthen them, one thing after the other")


def calculate(work) -> dict:
    """wanted: {}. {"days", "at_least", "steps": [Longer.to_json()]}, the cheapest days first."""
    work.say(_COUNTING, 0.0)
    network = work.network()
    before = slack(Incidence(network))
    known = {recipe.id for recipe in network.catalogue}
    answers = queries.answers()
    chains = [tuple(entry.get("chain") or [entry["recipe"]]) for entry in (answers.next if answers else ())]
    recipes = [ids for ids in chains if known.issuperset(ids)][:_RECIPES]
    options = [] if before.at_least else steps(network, before, recipes)
    found = lengthen(network, options, before, say=lambda done, of: work.say(_TRYING, (done + 1) / (of + 1)))
    return {"days": before.days, "at_least": before.at_least, "steps": [longer.to_json() for longer in found]}
