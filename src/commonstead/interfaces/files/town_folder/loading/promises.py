"""What is open when the recorded year ends: wishes, offers, promises, and agreements of several promises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from commonstead.core.simulation.days import first_of_month
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.circulation import barter_commands as barter
from commonstead.town.ledger import commands as ledger

from ..description import PromiseDescription, TownDescription
from .people import Agents
from .things import work_of
from .year import as_integer


def begin_agreements(town: TownDescription) -> dict[str, str]:
    """By name, the ledger's agreements under which something is given in the recorded year."""
    return {name: ledger.agree(name, made=town.begins)
            for name in dict.fromkeys(rhythm.agreement for rhythm in town.rhythms if rhythm.agreement)}


def write_promises(town: TownDescription, agents: Agents, recorded: Mapping[str, str]) -> None:
    """Intents and commitments, through the ledger's commands. recorded: what `begin_agreements` answered."""
    agreements: dict[str, list[PromiseDescription]] = defaultdict(list)
    for promise in town.promises:
        words = _words(town, agents, promise)
        if not promise.giver or not promise.to:
            ledger.intend(**words)
        elif promise.agreement:
            agreements[promise.agreement].append(promise)
        else:
            ledger.commit_to(**words)
    for name, promises in agreements.items():
        _agree(town, agents, name, promises, recorded.get(name, ""))


def _agree(town: TownDescription, agents: Agents, name: str, promises: list[PromiseDescription], past: str) -> None:
    """An agreement from today on. past: the one of the recorded year, which ends with it; what was given then stands
    under that one, so that nobody seems to have kept nothing ever since."""
    commitments = [_words(town, agents, promise) for promise in promises]
    sides = {side for one in commitments for side in (one["provider"], one["receiver"])}
    barters = len(sides) == 2 and all(one.get("mode") is Mode.BARTER for one in commitments)
    before = ""
    if past:
        for words in commitments:
            ledger.commit_to(agreement=past, **words)
        ledger.end_agreement(past, on=first_of_month(town.begins, 12) - timedelta(days=1))
        before = _page(agents, past, promises, commitments, town.begins) if barters else ""
    made = ledger.agree(name, made=None if past else town.begins, commitments=commitments)
    if barters:
        _page(agents, made, promises, commitments, timezone.localdate(), before)


def _page(agents: Agents, agreement: str, promises: list[PromiseDescription], commitments: list[dict], begins: date,
          replaces: str = "") -> str:
    """The page of a barter agreement, open to the town for those who say so. Returns its id."""
    every = {(words["provider"], words["specification"]): promise.every
             for promise, words in zip(promises, commitments, strict=True)}
    page = barter.take_over(agreement, every=every, begins=begins, replaces=replaces)
    for giver in dict.fromkeys(promise.giver for promise in promises if promise.open):
        barter.show_to_town(page, agents.ids[giver], True, by=agents.scribe_id(giver))
    return page


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
