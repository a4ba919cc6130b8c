"""A household's own rules. Each rests on a clause of charter.md, which those who live there may change."""

from commonstead.core.vocabulary.actions import TRANSFERS, Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop

_PRICED = frozenset({Mode.SALE, Mode.CREDIT, Mode.CURRENCY, Mode.TIME})


def no_prices_at_home(flow, before):
    """Between a household and those who live in it nothing is sold and no hours are owed.
    Those who live in it are known by their rights: the writer may write both books in full."""
    if flow.action not in TRANSFERS or flow.mode not in _PRICED:
        return None
    sides = {party.nature: party.id for party in before.parties}
    ours = sides.keys() == {"person", "household"} and set(sides.values()) <= before.rights.fully
    if ours:
        return Refusal(
            "household.no_prices_at_home",
            gettext_noop("People who live together do not charge each other. Book it as pool or gift."),
            field="mode")
    return None


def the_minimum_is_not_for_sale(flow, before):
    """What stands in the store as the household's minimum is not sold, whatever the price."""
    stock = before.resource
    sells = flow.action is Action.TRANSFER and flow.mode is Mode.SALE and _is(before.provider)
    if sells and stock is not None and stock.state == "minimum":
        return Refusal(
            "household.the_minimum",
            gettext_noop("This store is set aside as the minimum for everyone who lives here. Sell from another one, "
                         "or take the mark “minimum” off first."),
            field="resource")
    return None


def _is(party) -> bool:
    return party is not None and party.kind == "household"
