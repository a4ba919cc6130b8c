"""This town and another plan together, in the background: who sends what, what is paid, what each saves."""

from __future__ import annotations

import time

from commonstead.core import boundary as core
from commonstead.core.boundary.together import Mapping, plan_together, read_mapping
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.boundary import snapshot

_ROUNDS, _GAP = 400, 0.01  # a hundredth of what is won: nearer than that takes many times as long
_SECONDS = 120.0  # then the best found so far, with its gap
_STAGES = {
    "each town alone": gettext_noop("What each town can do alone"),
    "unmet": gettext_noop("What neither can meet alone"),
    "cash": gettext_noop("What both save in cash"),
    "lacks": gettext_noop("A fair share for each"),
    "hours": gettext_noop("The least toil"),
    "each town's own plan": gettext_noop("Each town's own plan"),
}


def calculate(work) -> dict:
    """wanted: network (a provisioning-network/1 document), mapping (a goods-mapping/1 document, or nothing)."""
    other = core.read_network(work.wanted["network"], units=snapshot.ledger.units())
    mapping = read_mapping(work.wanted["mapping"]) if work.wanted.get("mapping") else Mapping()

    def say(stage):
        work.say(next((words for key, words in _STAGES.items() if stage.startswith(key)), stage))

    ours, until = work.network(), time.monotonic() + _SECONDS
    pair = plan_together(ours, other, mapping, rounds=_ROUNDS, gap=_GAP, say=say,
                         enough=lambda: work.stopped() or time.monotonic() > until)
    names = {good.id: good.name or good.id for good in (*other.goods, *ours.goods)}
    return {"together": pair.to_json(), "currency": ours.currency, "names": names,
            "days": ours.periods * ours.days_per_period}
