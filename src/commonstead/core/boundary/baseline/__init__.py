"""What a bought basket rests on: a region's embodied purchases from make and use tables and household spending."""

from .basket import Basket, Line, spread_spending
from .requirements import Handled, Requirements, requirements
from .tables import MakeUse

__all__ = ["Basket", "Handled", "Line", "MakeUse", "Requirements", "requirements", "spread_spending"]
