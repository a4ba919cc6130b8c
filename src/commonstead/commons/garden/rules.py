"""A garden's own rules. Each rests on a clause of charter.md, which members may move to change.

A rule gets the flow and everything that stood in the books before it, and returns a Refusal or None.
"""

from commonstead.core.vocabulary.actions import TRANSFERS, Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop

#: Ids of what the default charter keeps off the beds. Our choice, after the common core of organic standards.
POISONS = frozenset({"herbicide", "insecticide", "fungicide", "mineral-fertiliser", "slug-pellets"})
#: More than this in one entry is not one day's work of one person: hundredths of an hour.
LONGEST_DAY = 1600


def no_poison(flow, before):
    """Nothing that the charter calls poison is spread."""
    if flow.action in (Action.CONSUME, Action.USE) and flow.specification in POISONS:
        return Refusal(
            "garden.no_poison",
            gettext_noop("{thing} is not used in this garden. Take compost, mulch or a remedy that spares the soil."),
            {"thing": _named(before, flow.specification)}, field="specification")
    return None


def seed_is_kept(flow, before):
    """Seed is not sold: what is left over is given to other gardens, so that next year's beds are safe."""
    sells = flow.action in TRANSFERS and flow.mode is Mode.SALE and _is(before.provider)
    if sells and flow.specification.endswith(("-seed", "-seeds")):
        return Refusal(
            "garden.seed_is_kept",
            gettext_noop("Seed is not sold here. Keep {thing} for the next year, or give it to another garden."),
            {"thing": _named(before, flow.specification)}, field="mode")
    return None


def one_day_one_entry(flow, before):
    """Work is written down by the day, so that others can see whether it can be true."""
    if flow.action is Action.WORK and _is(before.receiver) and (flow.effort or 0) > LONGEST_DAY:
        return Refusal(
            "garden.one_day_one_entry",
            gettext_noop("{hours} hours are more than one day's work. Write one entry for each day and person."),
            {"hours": flow.effort // 100}, field="effort")
    return None


def _is(party) -> bool:
    return party is not None and party.kind == "garden"


def _named(before, specification: str) -> str:
    return before.specification.name if before.specification else specification
