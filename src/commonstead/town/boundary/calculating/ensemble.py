"""Many futures of the town, in the background."""

from __future__ import annotations

import os
import time

from django.conf import settings

from commonstead.core.boundary.ensemble import read_spread
from commonstead.town.boundary import many_futures

_SELDOM = 2.0  # seconds between two writings of the ranges so far


def calculate(work) -> dict:
    """wanted: futures, seed, spread (a futures-spread/1 document). {"ensemble": …} as the command line gives it, of
    the futures so far when it is stopped; asked: how many were wanted."""
    network = work.network()
    seed = int(work.wanted.get("seed", 1))
    asked = int(work.wanted.get("futures", many_futures.FUTURES))
    kept = time.monotonic()

    def answer(found) -> dict:
        return {"ensemble": {"seed": seed, **found.to_json()}, "currency": network.currency, "asked": asked,
                "days": network.periods * network.days_per_period}

    def keep(found):
        nonlocal kept
        if work.stopped() or time.monotonic() - kept > _SELDOM:
            work.keep(answer(found))
            kept = time.monotonic()

    return answer(many_futures.work_out(
        network,
        futures=asked,
        seed=seed,
        spread=read_spread(work.wanted.get("spread", {}), network),
        workers=max(1, (os.cpu_count() or 1) - 1),  # one processor stays free for the pages
        cluster=settings.CLUSTER,
        say=work.say,
        keep=keep,
    ))
