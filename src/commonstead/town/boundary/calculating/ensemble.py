"""Many futures of the town, in the background."""

from __future__ import annotations

import os

from django.conf import settings

from commonstead.core.boundary.ensemble import read_spread
from commonstead.town.boundary import many_futures


def calculate(work) -> dict:
    """wanted: futures, seed, spread (a futures-spread/1 document). {"ensemble": …} as the command line gives it."""
    network = work.network()
    seed = int(work.wanted.get("seed", 1))
    found = many_futures.work_out(
        network,
        futures=int(work.wanted.get("futures", many_futures.FUTURES)),
        seed=seed,
        spread=read_spread(work.wanted.get("spread", {}), network),
        workers=max(1, (os.cpu_count() or 1) - 1),  # one processor stays free for the pages
        cluster=settings.CLUSTER,
        say=work.say,
    )
    return {"ensemble": {"seed": seed, **found.to_json()}, "currency": network.currency,
            "days": network.periods * network.days_per_period}
