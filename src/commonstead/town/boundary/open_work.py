"""The work that the plan implies, as open needs of the town, and as wishes on the board by choice.

Nobody is assigned (Exodus 2784-2946): a wish says what an association could use in a month, and whoever likes takes it
up. Whoever keeps an association's book may put its wishes there and take them away again. A wish of the plan is known
by its association, its skill and the last second of its month, at which nobody who writes by hand lets a day end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from commonstead.core.boundary.explaining import OpenNeed, open_needs, period_days
from commonstead.core.vocabulary.actions import Action
from commonstead.town.ledger import commands as ledger_commands
from commonstead.town.ledger import queries as ledger
from commonstead.town.making import queries as making

from .planned import network_of
from .queries import Answers

_LAST_SECOND = time(23, 59, 59)
_A_LITTLE = 0.25  # hours below which nobody looks at a board


@dataclass(frozen=True)
class Wish:
    """doer: agent id of the association whose recipes ask it. effort: hours. recipes: ids. posted: id of the wish on
    the board, "" where there is none."""

    doer: str
    skill: str
    specification: str
    hours: float
    recipes: tuple[str, ...]
    due: datetime
    posted: str = ""


def work_ahead(answers: Answers) -> list[OpenNeed]:
    """What the plan does, recipe by recipe and period by period; empty where there is no plan."""
    if answers.plan.get("status") != "optimal":
        return []
    return open_needs(network_of(answers), answers.plan["batches"])


def days_of(answers: Answers) -> list[tuple[date, date]]:
    """First and last day of each period of the plan, from when it was worked out."""
    document = answers.network
    begin = timezone.localdate(answers.computed)
    return period_days(begin, int(document.get("periods", 12)), float(document.get("days_per_period", 30)))


def wishes(answers: Answers, doer: str, period: int = 0) -> list[Wish]:
    """What one association could use in a period, by skill, most hours first, with what of it is on the board."""
    days = days_of(answers)
    if period >= len(days):
        return []
    due = timezone.make_aware(datetime.combine(days[period][1], _LAST_SECOND))
    own = {recipe.id for recipe in making.recipes_of(doer)}
    hours: dict[str, float] = {}
    recipes: dict[str, list[str]] = {}
    for need in work_ahead(answers):
        if need.period == period and need.recipe in own:
            for skill, much in need.hours.items():
                hours[skill] = hours.get(skill, 0.0) + much
                recipes.setdefault(skill, []).append(need.recipe)
    known = {thing.id for thing in ledger.specifications("work")}
    there = _on_the_board(doer)
    found = []
    for skill, much in hours.items():
        specification = next((one for one in (f"work-{skill}", skill) if one in known), "")
        if specification and much >= _A_LITTLE:
            found.append(Wish(doer, skill, specification, much, tuple(recipes[skill]), due,
                              there.get((specification, due), "")))
    return sorted(found, key=lambda wish: -wish.hours)


def post(answers: Answers, doer: str, period: int, note: str) -> int:
    """Put what is not there yet on the board; how many. note: a sentence that goes with each. Doing it twice is
    harmless. The door must have looked whether the person may speak for the association."""
    with transaction.atomic():
        new = [wish for wish in wishes(answers, doer, period) if not wish.posted]
        taken = {(intent.specification, intent.due) for intent in ledger.intents(open_only=False)
                 if intent.receiver == doer and intent.action is Action.WORK and _was_taken_up(intent)}
        new = [wish for wish in new if (wish.specification, wish.due) not in taken]
        for wish in new:
            ledger_commands.intend(Action.WORK, wish.specification, receiver=doer, due=wish.due, note=note[:200],
                                   effort=int(Decimal(str(wish.hours)).quantize(Decimal("0.25")) * 100))
    return len(new)


def withdraw(answers: Answers, doer: str, period: int) -> int:
    """Take what nobody has taken up off the board again; how many."""
    gone = [wish.posted for wish in wishes(answers, doer, period) if wish.posted]
    for intent in gone:
        ledger_commands.finish_promise(intent)
    return len(gone)


def _on_the_board(doer: str) -> dict[tuple[str, datetime], str]:
    return {(intent.specification, intent.due): intent.id for intent in ledger.intents()
            if intent.receiver == doer and intent.action is Action.WORK and intent.due}


def _was_taken_up(intent) -> bool:
    return any(promise.satisfies == intent.id for promise in ledger.commitments(intent.receiver, open_only=False))
