"""The road map: what to start, and when, so that what the first steps save pays for the next."""

from .meeting import meets
from .result import RoadMap, Rung, Way
from .road import Planner, road_map

__all__ = ["Planner", "RoadMap", "Rung", "Way", "meets", "road_map"]
