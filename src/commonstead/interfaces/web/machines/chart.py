"""What got cheaper, and because of which step, in one picture: a bar a good, as long as what it cost before.

Grey is the cash that it still costs; green is what a step took off, with the step's number in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonstead.interfaces.web.charts.drawing import Drawing, wrapped

#: Steps one after the other must be told apart also without colour: light and dark take turns, and each has a number.
_SHADES = (("c-in-1", "c-on-accent c-strong"), ("c-in-4", "c-ink c-strong"))
_ROOM_FOR_A_NUMBER = 20


@dataclass(frozen=True)
class Bar:
    """label: the good.  said: before and after, in words.  left: share of the first cost that is left.
    cuts: (step, share of the first cost that it took off)."""

    label: str
    said: str
    left: float
    cuts: tuple[tuple[int, float], ...]


def wide(bars: tuple[Bar, ...], label: str) -> str:
    """Names to the left, bars in the middle, figures to the right."""
    step, left, right, width = 42, 200, 170, 760
    drawing = Drawing(width, step * len(bars) + 4, label)
    for place, bar in enumerate(bars):
        y = place * step + 4
        drawing.lines(0, y + 14, wrapped(bar.label, 24, 2), size=15)
        _bar(drawing, left, y, width - left - right, 28, bar)
        drawing.text(width, y + 19, bar.said, "c-ink", 14, "end")
    return drawing.svg()


def narrow(bars: tuple[Bar, ...], label: str) -> str:
    """Names and figures above their bars."""
    step, width = 72, 358
    drawing = Drawing(width, step * len(bars), label)
    for place, bar in enumerate(bars):
        y = place * step
        drawing.text(0, y + 16, wrapped(bar.label, 40, 1)[0], size=15)
        drawing.text(0, y + 35, bar.said, "c-soft", 14)
        _bar(drawing, 0, y + 42, width, 20, bar)
    return drawing.svg()


def _bar(drawing: Drawing, x: float, y: float, width: float, height: float, bar: Bar) -> None:
    shown = max(1.5, bar.left * width - 2) if bar.left > 0 else 0
    drawing.rect(x, y, shown, height, "c-outside", 2)
    x += bar.left * width
    for step, share in reversed(bar.cuts):  # what was cut last lies beside what is left
        if share <= 0.0005:
            continue
        fill, words = _SHADES[(step - 1) % 2]
        drawing.rect(x, y, max(1.5, share * width - 2), height, fill, 2)
        if share * width >= _ROOM_FOR_A_NUMBER:
            drawing.text(x + share * width / 2 - 1, y + height / 2 + 5, str(step), words, 14, "middle")
        x += share * width
