"""How a stock went over time: a step for every event, because between events nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .drawing import Drawing, nice_ticks


@dataclass(frozen=True)
class Point:
    """What stood there from this moment on."""

    at: datetime
    value: float


def wide(points: tuple[Point, ...], label: str, say_number: Callable, say_day: Callable) -> str:
    """For desktop."""
    return _draw(points, label, say_number, say_day, 760, 260, 14, 4)


def narrow(points: tuple[Point, ...], label: str, say_number: Callable, say_day: Callable) -> str:
    """For phones."""
    return _draw(points, label, say_number, say_day, 358, 220, 12.5, 2)


def _draw(points, label, say_number, say_day, width, height, size, days) -> str:
    drawing = Drawing(width, height, label)
    if not points:
        return drawing.svg()
    low, high = min(0.0, *(point.value for point in points)), max(0.0, *(point.value for point in points))
    ticks = nice_ticks(low, high or 1.0, 4)
    said = [say_number(tick) for tick in ticks]
    left = 10 + max(len(words) for words in said) * size * 0.58
    top, bottom, right = size, height - size * 2.2, width - 6
    first, last = points[0].at, points[-1].at
    span = max((last - first).total_seconds(), 1.0)

    def x(at: datetime) -> float:
        return left + (at - first).total_seconds() / span * (right - left)

    def y(value: float) -> float:
        return bottom - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (bottom - top)

    for tick, words in zip(ticks, said, strict=True):
        drawing.line(left, y(tick), right, y(tick), "c-rule" if tick == 0 else "c-axis")
        drawing.text(left - 6, y(tick) + size * 0.35, words, "c-soft", size, "end")
    for place in range(days + 1):
        at = first + (last - first) * place / days
        anchor = "start" if place == 0 else "end" if place == days else "middle"
        drawing.text(x(at), height - size * 0.4, say_day(at), "c-soft", size, anchor)
    outline = f"M{x(first):.1f} {y(points[0].value):.1f}"
    for point in points[1:]:
        outline += f"H{x(point.at):.1f}V{y(point.value):.1f}"
    drawing.path(f"{outline}V{y(0):.1f}H{x(first):.1f}Z", "c-accent-soft")
    drawing.path(outline, "c-line", 2)
    drawing.circle(x(last), y(points[-1].value), 4, "c-in-1")
    return drawing.svg()
