"""The boundary engine: what can be made inside, the least-cash plan, slack, and what to bring inside next."""

from .check import check_plan
from .closure import Closure, Made, closure
from .network import Cash, Good, Network, Parcel, Person, Recipe, write_network
from .next_steps import NextStep, next_steps
from .plan import Plan, plan
from .pooled import pooled
from .reading import check_network, read_network, read_text
from .replay import Event, ReplayFailed, replay
from .slack import Binding, Slack
from .tree import tree

__all__ = [
    "Binding",
    "Cash",
    "Closure",
    "Event",
    "Good",
    "Made",
    "Network",
    "NextStep",
    "Parcel",
    "Person",
    "Plan",
    "Recipe",
    "ReplayFailed",
    "Slack",
    "check_network",
    "check_plan",
    "closure",
    "next_steps",
    "plan",
    "pooled",
    "read_network",
    "read_text",
    "replay",
    "tree",
    "write_network",
]
