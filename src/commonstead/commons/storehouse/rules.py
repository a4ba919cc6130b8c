"""A storehouse's own rule. It rests on a clause of charter.md, which members may move to change."""

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop


def not_sold_to_neighbours(flow, before):
    """What neighbours brought is not sold to neighbours. Scrap may be sold beyond the town."""
    ours = before.provider is not None and before.provider.kind == "storehouse"
    sells_inside = flow.action is Action.TRANSFER and flow.mode is Mode.SALE and flow.receiver != OUTSIDE
    is_thing = before.specification is not None and before.specification.sort in ("good", "machine")
    if ours and sells_inside and is_thing:
        return Refusal(
            "storehouse.not_sold_to_neighbours",
            gettext_noop("{thing} was brought for whoever needs it. Book it as pool, gift or barter."),
            {"thing": before.specification.name}, field="mode")
    return None
