"""Larger towns: the same town in shorter periods, and several neighbourhoods as one network."""

from .neighbourhoods import joined
from .shorter_periods import in_shorter_periods

__all__ = ["in_shorter_periods", "joined"]
