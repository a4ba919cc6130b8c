"""What is open when the recorded year ends: wishes, offers, promises, and agreements of several promises."""

from __future__ import annotations

from collections import defaultdict

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.circulation import barter_commands as barter
from commonstead.town.ledger import commands as ledger

from ..description import PromiseDescription, TownDescription
from .people import Agents
from .things import work_of
from .year import as_integer


def write_promises(town: TownDescription, agents: Agents) -> None:
    """Intents and commitments, through the ledger's commands."""
    agreements: dict[str, list[dict]] = defaultdict(list)
    rhythms: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for promise in town.promises:
        words = _words(town, agents, promise)
        if not promise.giver or not promise.to:
            ledger.intend(**words)
        elif promise.agreement:
            agreements[promise.agreement].append(words)
            rhythms[promise.agreement][words["provider"], words["specification"]] = promise.every
        else:
            ledger.commit_to(**words)
    for name, promises in agreements.items():
        made = ledger.agree(name, made=town.begins, commitments=promises)
        if len({side for one in promises for side in (one["provider"], one["receiver"])}) == 2 and all(
                one.get("mode") is Mode.BARTER for one in promises):
            barter.take_over(made, every=rhythms[name])


def _words(town: TownDescription, agents: Agents, promise: PromiseDescription) -> dict:
    """The arguments of `intend` and `commit_to`."""
    words = {
        "provider": agents.ids.get(promise.giver, ""),
        "receiver": agents.ids.get(promise.to, ""),
        "note": promise.note,
    }
    if promise.skill:
        effort = as_integer(promise.amount.value, "h", town.unit_table)
        return {**words, "action": Action.WORK, "specification": work_of(promise.skill), "effort": effort}
    good = town.goods[promise.good]
    service = good.sort == "service"
    return {
        **words,
        "action": Action.DELIVER_SERVICE if service else Action.TRANSFER,
        "specification": good.id,
        "quantity": as_integer(promise.amount.value, good.unit, town.unit_table),
        "mode": Mode(promise.mode) if promise.mode else None,
    }
