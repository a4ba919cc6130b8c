"""How near something is, told coarsely enough that nobody's door can be found by it.

A place is kept on a grid of about 500 metres: whoever asks from many sides learns the square and nothing finer. A
distance is told in whole kilometres, and what is under one is "near".
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from math import asin, cos, radians, sin, sqrt

#: Degrees of latitude between the lines of the grid: 0.0045° is 500 m anywhere.
GRID = Decimal("0.0045")
_EARTH_KM = 6371.0
_FINEST = Decimal("0.0001")


def coarse(latitude: Decimal, longitude: Decimal) -> tuple[Decimal, Decimal]:
    """The nearest crossing of the grid. Towards the poles its lines of longitude stand further apart in degrees, so
    that the squares stay about as large."""
    north = _to_grid(latitude, GRID)
    wide = GRID / Decimal(str(max(0.05, cos(radians(float(north))))))
    return north, _to_grid(longitude, wide.quantize(_FINEST))


def kilometres(here: tuple[Decimal, Decimal], there: tuple[Decimal, Decimal]) -> int:
    """Whole kilometres between two places of the grid, along the globe; 0 is under one half."""
    (lat_a, lon_a), (lat_b, lon_b) = [(radians(float(lat)), radians(float(lon))) for lat, lon in (here, there)]
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return round(2 * _EARTH_KM * asin(min(1.0, sqrt(half))))


def _to_grid(value: Decimal, step: Decimal) -> Decimal:
    return ((value / step).quantize(Decimal(1), ROUND_HALF_EVEN) * step).quantize(_FINEST)
