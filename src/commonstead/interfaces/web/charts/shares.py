"""Shares as bars: for each class of need, how much is met inside, how much is bought, how much stays open."""

from __future__ import annotations

from dataclasses import dataclass

from .drawing import Drawing, wrapped


@dataclass(frozen=True)
class ShareRow:
    """label: the row's name.  parts: (css class, share 0..1) from left to right.  said: the number beside it."""

    label: str
    parts: tuple[tuple[str, float], ...]
    said: str


def wide(rows: tuple[ShareRow, ...], label: str) -> str:
    """Names to the left, bars in the middle, numbers to the right."""
    step, left, right, width = 42, 200, 80, 760
    drawing = Drawing(width, step * len(rows) + 4, label)
    for place, row in enumerate(rows):
        y = place * step + 4
        drawing.lines(0, y + 14, wrapped(row.label, 24, 2), size=15)
        _bar(drawing, left, y, width - left - right, 28, row.parts)
        drawing.text(width, y + 19, row.said, "c-ink c-strong", 16, "end")
    return drawing.svg()


def narrow(rows: tuple[ShareRow, ...], label: str) -> str:
    """Names and numbers above their bars."""
    step, width = 54, 358
    drawing = Drawing(width, step * len(rows), label)
    for place, row in enumerate(rows):
        y = place * step
        drawing.text(0, y + 17, wrapped(row.label, 36, 1)[0], size=15)
        drawing.text(width, y + 17, row.said, "c-ink c-strong", 15, "end")
        _bar(drawing, 0, y + 25, width, 18, row.parts)
    return drawing.svg()


def one(parts: tuple[tuple[str, float], ...], label: str, width: float, height: float) -> str:
    """A single bar without words."""
    drawing = Drawing(width, height, label)
    _bar(drawing, 0, 0, width, height, parts)
    return drawing.svg()


def _bar(drawing: Drawing, x: float, y: float, width: float, height: float, parts) -> None:
    """The parts one beside the other, with a hair of paper between them."""
    shown = [(style, share) for style, share in parts if share > 0.0005]
    for style, share in shown:
        drawing.rect(x, y, max(1.5, share * width - (2 if len(shown) > 1 else 0)), height, style, 2)
        x += share * width
