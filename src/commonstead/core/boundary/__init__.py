"""The boundary engine: what can be made inside, the least-cash plan, slack, and what to bring inside next."""

from .closure import Closure, Made, closure
from .network import Cash, Good, Network, Parcel, Person, Recipe, write_network
from .next_steps import NextStep, next_steps
from .plan import Plan, plan
from .reading import check_network, read_network, read_text

__all__ = ["Cash", "Closure", "Good", "Made", "Network", "NextStep", "Parcel", "Person", "Plan", "Recipe",
           "check_network", "closure", "next_steps", "plan", "read_network", "read_text", "write_network"]
