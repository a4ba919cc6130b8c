"""Many futures of one town: how far its figures reach when prices, harvests, wages and hours turn out differently, and
in how many of them a step still pays."""

from .evaluating import Evaluator, Future, Step, steps_to_try
from .futures import factors, future
from .spread import Spread, read_spread
from .summary import Ensemble, Range, summary

__all__ = ["Ensemble", "Evaluator", "Future", "Range", "Spread", "Step", "factors", "future", "read_spread",
           "steps_to_try", "summary"]
