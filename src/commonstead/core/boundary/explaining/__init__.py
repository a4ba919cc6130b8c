"""Why a step is recommended: what it saves and by what, what it asks, and when it stops paying."""

from .buying import Purchase, explain_purchase
from .explanation import Explanation, explain
from .futures import Comparison, compare
from .open_needs import OpenNeed, open_needs, period_days
from .ranges import PriceRange, price_ranges

__all__ = [
    "Comparison",
    "Explanation",
    "OpenNeed",
    "PriceRange",
    "Purchase",
    "compare",
    "explain",
    "explain_purchase",
    "open_needs",
    "period_days",
    "price_ranges",
]
