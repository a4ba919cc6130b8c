"""From where it came to households, for the flow picture: sums that no one household can be read from.

Each sum is by source and class of need, weighed by the price at the shop. Where fewer than five households received,
or where households gave and they were fewer than five, sources of one class are put together, with the next smallest
while they are too few, so that a class's total gives none away; what even then would be over too few is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from commonstead.core.livelihood import Figure, join_small
from commonstead.core.vocabulary.actions import TRANSFERS, Action
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

#: Sources that are no agent: the world outside, one's own home, other households, and those put together.
BOUGHT, HOME, NEIGHBOURS, TOGETHER = "outside", "home", "neighbours", "together"


def homes() -> Callable[[str], str]:
    """Tells the household that a person or household is or lives in (whoever lives in none counts as one), and ""
    of all others."""
    at_home = {view.id: view.id for nature in ("household", "person") for view in people.agents(nature, gone=True)}
    at_home |= people.homes()
    return lambda agent: at_home.get(agent, "")


def came_from(since: datetime, until: datetime, network: Mapping) -> dict[tuple[str, str], float]:
    """Worth at the shop by (source, class of need). Sources are associations' ids or those named above."""
    priced = {good["id"]: good for good in network.get("goods", ()) if good.get("buy") and good.get("class")}
    home_of, units = homes(), ledger.units()
    things = {thing.id: thing.unit for thing in ledger.specifications()}
    found: dict[tuple[str, str], Figure] = {}
    for flow in ledger.flow_sums(since, until):
        good, home = priced.get(flow.specification), home_of(flow.receiver)
        source = _source(flow, home_of) if good and home and flow.quantity else ""
        if source:
            worth = float(units.to_decimal(flow.quantity, things[flow.specification])) * good["buy"]
            giver = frozenset({home_of(flow.provider) if source in (NEIGHBOURS, HOME) else ""})
            key, figure = (source, good["class"]), Figure(worth, frozenset({home}), giver)
            found[key] = found[key] + figure if key in found else figure
    return {key: figure.value for key, figure in join_small(found, lambda key: (TOGETHER, key[1])).items()}


def _source(flow, home_of: Callable[[str], str]) -> str:
    if flow.provider == flow.receiver:
        return HOME if flow.action is Action.PRODUCE else ""
    if flow.action not in TRANSFERS or flow.action is Action.TRANSFER_CUSTODY:
        return ""
    if flow.provider == OUTSIDE or flow.mode is Mode.SALE:
        return BOUGHT
    return NEIGHBOURS if home_of(flow.provider) else flow.provider
