"""Why a step is recommended: what it saves and by what, what it asks, and when it stops paying."""

from .explanation import Explanation, explain
from .futures import Comparison, compare
from .open_needs import OpenNeed, open_needs, period_days
from .ranges import PriceRange, price_ranges

__all__ = [
    "Comparison",
    "Explanation",
    "OpenNeed",
    "PriceRange",
    "compare",
    "explain",
    "open_needs",
    "period_days",
    "price_ranges",
]
