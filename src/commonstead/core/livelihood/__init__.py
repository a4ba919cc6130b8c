"""The livelihood audit: what a household needs, how each need is met, and what lies below the waterline.

It begins from an average household, takes what differs, and gives back a mirror (what nourishes us), a list
of ideas and, summed over five households or more, the needs that the boundary works on (Exodus 9218-9310).
"""

from .audit import Audit, Entry, Way, audit_as_dict, read_audit
from .average import AverageNeed, average_audit, average_needs
from .iceberg import HOUR_OF_HELP, ICEBERG_KINDS, Iceberg, IcebergKind, IcebergPart, iceberg
from .mirror import Difference, Idea, differences, ideas
from .sums import FEWEST_HOUSEHOLDS, Contribution, Figure, TownNeeds, join_small, may_release, sum_needs
from .ways import HOUSEHOLD_TYPES, OWN, WAYS, WAYS_INSIDE

__all__ = [
    "FEWEST_HOUSEHOLDS", "HOUR_OF_HELP", "HOUSEHOLD_TYPES", "ICEBERG_KINDS", "OWN", "WAYS", "WAYS_INSIDE",
    "Audit", "AverageNeed", "Contribution", "Difference", "Entry", "Figure", "Iceberg", "IcebergKind", "IcebergPart",
    "Idea", "TownNeeds", "Way",
    "audit_as_dict", "average_audit", "average_needs", "differences", "iceberg", "ideas", "join_small", "may_release",
    "read_audit", "sum_needs",
]
