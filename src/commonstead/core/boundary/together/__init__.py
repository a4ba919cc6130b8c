"""Two towns plan together: each answers from its own network what it would send and take at given prices; who sends
what, when, and what is paid comes of offers and prices alone (federation without a common ledger)."""

from .matching import MAPPING_FORMAT, Mapping, Match, Transport, match_goods, read_mapping
from .messages import Ask, Greeting, Offer
from .pair import PairPlan, TownTogether, plan_together
from .side import Side

__all__ = ["MAPPING_FORMAT", "Ask", "Greeting", "Mapping", "Match", "Offer", "PairPlan", "Side", "TownTogether",
           "Transport", "match_goods", "plan_together", "read_mapping"]
