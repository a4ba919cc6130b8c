"""Use over time as bars, one a stretch, with lines at the average and at what would do without the busiest."""

from __future__ import annotations

from collections.abc import Callable

from commonstead.core.boundary.lenses.peaks import Peaks
from commonstead.interfaces.web.charts.drawing import Drawing, nice_ticks


def wide(told: Peaks, label: str, say_number: Callable, say_day: Callable, average: str, covers: str) -> str:
    """For desktop."""
    return _draw(told, label, say_number, say_day, (average, covers), 760, 280, 14, 4)


def narrow(told: Peaks, label: str, say_number: Callable, say_day: Callable, average: str, covers: str) -> str:
    """For phones."""
    return _draw(told, label, say_number, say_day, (average, covers), 358, 240, 12.5, 2)


def _draw(told, label, say_number, say_day, words, width, height, size, days) -> str:
    drawing = Drawing(width, height, label)
    ticks = nice_ticks(0.0, told.peak or 1.0, 4)
    said = [say_number(tick) for tick in ticks]
    left = 10 + max(len(text) for text in said) * size * 0.58
    top, bottom, right = size * 1.5, height - size * 2.2, width - 6

    def y(value: float) -> float:
        return bottom - value / ticks[-1] * (bottom - top)

    for tick, text in zip(ticks, said, strict=True):
        drawing.line(left, y(tick), right, y(tick), "c-rule" if tick == 0 else "c-axis")
        drawing.text(left - 6, y(tick) + size * 0.35, text, "c-soft", size, "end")
    step = (right - left) / len(told.stretches)
    for place, stretch in enumerate(told.stretches):
        style = "c-in-1" if stretch.amount > told.covers else "c-in-3"
        drawing.rect(left + place * step + step * 0.1, y(stretch.amount), step * 0.8, bottom - y(stretch.amount), style)
    for place in range(days + 1):
        at = told.stretches[min(place * len(told.stretches) // days, len(told.stretches) - 1)].begins
        anchor = "start" if place == 0 else "end" if place == days else "middle"
        drawing.text(left + (right - left) * place / days, height - size * 0.4, say_day(at), "c-soft", size, anchor)
    for value, text in ((told.covers, words[1]), (told.average, words[0])):
        drawing.line(left, y(value), right, y(value), "c-line", 1.5)
        drawing.text(right, y(value) - 4, text, "c-ink", size, "end")
    return drawing.svg()
