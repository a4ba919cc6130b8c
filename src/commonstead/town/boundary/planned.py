"""The network that the answers rest on and its plan, solved again where a page needs more of it than was stored.

Once for all who ask (explanations, road maps, costs), and kept in this process while the answers rest on the same.
"""

from __future__ import annotations

import threading

from commonstead.core import boundary as core
from commonstead.town.ledger import queries as ledger

from .queries import Answers

_lock = threading.Lock()
_plan: dict[str, tuple] = {}  # the last mark → its network and plan


def plan_of(answers: Answers, units=None) -> tuple[core.Network, core.Plan]:
    """The network that the answers were worked out for and its plan. units: the town's, where the caller has them
    already (a thread of its own should not open the database for them)."""
    with _lock:
        if answers.mark not in _plan:
            network = network_of(answers, units)
            _plan.clear()
            _plan[answers.mark] = network, core.plan(network)
        return _plan[answers.mark]


def network_of(answers: Answers, units=None) -> core.Network:
    """The network that the answers were worked out for."""
    return core.read_network(dict(answers.network), units=units or ledger.units())
