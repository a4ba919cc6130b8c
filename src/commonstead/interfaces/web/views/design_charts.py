"""Example data for the charts on the design page: a small invented town, marked as an example."""

from __future__ import annotations


def every() -> list:
    """All charts in the order of the design page."""
    return []
