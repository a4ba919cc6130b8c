"""What the boundary can be told: the frame to plan in, and to work the answers out anew."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from commonstead.core import boundary as core

from . import marks, measures, met, road_maps, snapshot
from .explaining import with_explanations
from .models import BoundaryAnswer, Frame


def set_frame(
    *,
    name: str = "",
    about: str = "",
    currency: str = "USD",
    periods: int = 12,
    days_per_period: int = 30,
    cash_income: Decimal | int | str = 0,
    cash_floor: Decimal | int | str | None = None,
    sources: dict | None = None,
) -> None:
    """How the town looks ahead. Setting it again replaces it."""
    Frame.objects.update_or_create(
        pk=1,
        defaults={
            "name": name,
            "about": about,
            "currency": currency,
            "periods": periods,
            "days_per_period": days_per_period,
            "cash_income": Decimal(str(cash_income)),
            "cash_floor": None if cash_floor is None else Decimal(str(cash_floor)),
            "sources": sources or {},
        },
    )


def compute_answers(say: Callable[[str], None] | None = None, next_count: int = 20) -> None:
    """Work out closure, plan, walk-away days and next steps from the town as it stands, and keep them.
    say: told each stage that is begun. Refused by the boundary engine when the recipes cannot be true."""
    say = say or (lambda _: None)
    begun = time.perf_counter()
    mark, cursor = marks.mark(), marks.cursor()
    network = snapshot.take()
    # Read back what is written, so that the stored network and a file of it give the same answers to the last digit.
    document = core.write_network(network)
    network = core.read_network(document, units=snapshot.ledger.units())
    say("closure")
    closure = core.closure(network)
    plan = core.plan(network, say)
    say("next steps")
    steps = core.next_steps(network, plan, count=next_count)
    say("explaining")
    told = with_explanations(network, plan, steps)
    say("road map")
    road_map = road_maps.prepared(network, plan, document, (mark, cursor))
    answer = BoundaryAnswer(
        pk=1,
        computed=timezone.now(),
        cursor=cursor,
        mark=mark,
        network=document,
        plan=plan.to_json(),
        closure=closure.to_json(),
        next_steps=told,
        met=met.recorded_year(),
        road_map=road_map,
        measures=measures.recorded_measures() | {"wages": measures.wages(network, plan.unmet)},
        seconds=round(time.perf_counter() - begun, 3),
    )
    with transaction.atomic():
        BoundaryAnswer.objects.all().delete()
        answer.save(force_insert=True)
