"""A town drawn from a seed, for breaking: members, a credit circle, debts around them, a round that may be written.

Used by test_interrupted.py within one process, and by faults.py in processes that are killed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import commands as circles
from commonstead.town.circulation.bridges import commands as bridges
from commonstead.town.circulation.bridges import queries as bridge_queries
from commonstead.town.circulation.clearing import commands as clearing
from commonstead.town.circulation.clearing import queries as clearing_queries
from commonstead.town.circulation.models import Circle, Payment
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.ledger.verify import verify
from commonstead.town.people import commands as people

LINE = 20_000


@dataclass(frozen=True)
class Scene:
    """Ids of what was drawn. round: not written yet."""

    keeper: str
    members: tuple[str, ...]
    circle: str
    other: str
    clearing: str
    round: str
    bridge: str

    def pay(self) -> None:
        circles.pay(self.circle, circles.Slip(self.members[0], self.members[1], 700, "the payment"), by=self.members[0])

    def take_back(self) -> None:
        paid = Payment.objects.get(key="the payment")
        try:
            circles.take_back(paid.id, by=self.members[1], reason="It was too much")
        except Refused as refused:  # a payment that was taken back already is said to be
            if refused.refusals[0].clause != "payments.not_paid":
                raise

    def commit(self) -> None:
        clearing.commit_round(self.round, by=self.keeper)

    def undo(self) -> None:
        clearing.undo_round(self.round, by=self.keeper, reason="A debt was wrong")

    def cross(self) -> None:
        bridges.pay_across(bridges.Across(self.bridge, True, self.members[2], self.members[3], 300, "the crossing"),
                           by=self.members[2])

    def cross_back(self) -> None:
        made = bridge_queries.crossings(self.bridge, count=100)
        bridges.take_back_crossing(made[-1].id, by=self.members[3], reason="Not so")


#: In this order each can be done after those before it.
DEEDS = ("pay", "commit", "cross", "cross_back", "undo", "take_back")


def draw_scene(seed: int, kind: str) -> Scene:
    """Six members with some payments behind them, and debts of which some go round and some need credit."""
    chance = random.Random(seed)
    keeper = people.add_person(name="Keeper")
    hub = people.add_association(name="Bank", kind=kind, founder=keeper)
    members = tuple(people.add_person(name=f"Member {number}") for number in range(6))
    made = [circles.open_circle(hub, name=name, sort="credit", by=keeper, symbol=name) for name in ("leaf", "stone")]
    for circle in made:
        circles.ask_change(circle, by=keeper, words={"free_line": LINE, "most_line": LINE, "ceiling": LINE,
                                                     "growth_percent": 10})
        for member in members:
            circles.join_circle(circle, member, by=member)
    for number in range(8):
        payer, payee = chance.sample(members, 2)
        circles.pay(made[0], circles.Slip(payer, payee, chance.randint(1, 2_000), f"before {number}"), by=payer)
    ledger.add_specification("usd", name="Dollars", unit="USD", sort="money")
    place = clearing.begin_clearing(hub, specification="usd", name="Dollars", by=keeper, circle_id=made[0])
    for member in members:
        clearing.take_part(place, member, by=member, credit=chance.choice((0, 3_000, 8_000)))
    for number in range(14):
        debtor, creditor = chance.sample(members, 2)
        slip = clearing.write_debt(place, clearing.DebtLine(debtor, creditor, chance.randint(100, 9_000),
                                                            date(2026, 1, 1) + timedelta(days=chance.randint(0, 90))),
                                   by=debtor, key=str(number))
        clearing.say_yes(slip, by=creditor)
    round_id = clearing.begin_round(place, by=keeper)
    clearing.work_out(round_id, by=keeper)
    clearing.ask_consent(round_id, by=keeper, until=timezone.localdate() + timedelta(days=3))
    for member in members:
        if clearing_queries.part_of(round_id, member):
            clearing.answer_round(round_id, member, yes=True, by=member)
    bridge = bridges.propose_bridge(*made, there=2, here=3, cap=LINE, by=keeper)
    bridges.agree_to_bridge(bridge, cap=LINE, by=keeper)
    for circle in made:
        bridges.agree_to_cap(bridge, circle, cap=LINE, by=members[0])
    return Scene(keeper, members, made[0], made[1], place, round_id, bridge)


def wrong_with(scene: Scene) -> list[str]:
    """What does not hold: units that do not add up to nothing, limits that are crossed, chains that are broken."""
    found = [problem.what.reason for problem in verify().problems] + bridge_queries.faults(scene.bridge)
    for unit in (*(row.unit for row in Circle.objects.all()), clearing_queries.clearing(scene.clearing).unit):
        accounts = ledger_queries.resources_conforming_to(unit)
        if sum(view.accounting for view in accounts):
            found.append(f"{unit} does not add up to nothing")
        found += [f"{view.accountable} is beyond a limit" for view in accounts if not (
            (view.floor is None or view.floor <= view.accounting)
            and (view.ceiling is None or view.accounting <= view.ceiling))]
        if unit.startswith("setoff") and any(view.accounting or view.standing != "closed" for view in accounts):
            found.append("a set-off account is not at rest")
    return found


def told(scene: Scene) -> dict:
    """All that a deed may change, to see that it was done wholly or not at all."""
    return {
        "journal": ledger_queries.journal_reaches(), "round": clearing_queries.round_of(scene.round).state,
        "debts": sorted((view.id, view.quantity - view.fulfilled_quantity) for view in ledger_queries.commitments()),
        "accounts": sorted((view.id, view.accounting, view.floor, view.ceiling, view.standing) for unit in (
            *(row.unit for row in Circle.objects.order_by("id")), clearing_queries.clearing(scene.clearing).unit)
            for view in ledger_queries.resources_conforming_to(unit)),
        "trade": sorted(Circle.objects.values_list("accounts__holder", "accounts__earned", "accounts__spent")),
        "slips": sorted(Payment.objects.values_list("key", "state")),
        "bridge": bridge_queries.bridge(scene.bridge).head}


__all__ = ["DEEDS", "Scene", "draw_scene", "told", "wrong_with"]
