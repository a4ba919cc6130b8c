"""How far a figure reaches: a band from low to high, a line at the middle, a dot where it stands now. Each row has a
scale of its own, since cash, shares and days have none in common."""

from __future__ import annotations

from dataclasses import dataclass

from .drawing import Drawing, wrapped


@dataclass(frozen=True)
class ReachRow:
    """label: the row's name.  low, middle, high, now: the numbers; now None where there is none.
    said_low, said_middle, said_high: the same to read."""

    label: str
    low: float
    middle: float
    high: float
    now: float | None
    said_low: str
    said_middle: str
    said_high: str


def wide(rows: tuple[ReachRow, ...], label: str) -> str:
    """Names to the left, bands to the right, numbers under their ends."""
    step, left, width = 74, 210, 760
    drawing = Drawing(width, step * len(rows), label)
    for place, row in enumerate(rows):
        y = place * step
        drawing.lines(0, y + 22, wrapped(row.label, 24, 2), size=15)
        _band(drawing, left, y + 8, width - left, row)
    return drawing.svg()


def narrow(rows: tuple[ReachRow, ...], label: str) -> str:
    """Names above their bands."""
    step, width = 98, 358
    drawing = Drawing(width, step * len(rows), label)
    for place, row in enumerate(rows):
        y = place * step
        drawing.text(0, y + 17, wrapped(row.label, 40, 1)[0], size=15)
        _band(drawing, 0, y + 28, width, row)
    return drawing.svg()


def _band(drawing: Drawing, x: float, y: float, width: float, row: ReachRow) -> None:
    """The middle part of the line is the band; a tenth of the width stays free on either side for what now is."""
    numbers = [row.low, row.high] + ([] if row.now is None else [row.now])
    low, high = min(numbers), max(numbers)
    margin = 0.1 * width

    def at(value: float) -> float:
        if high <= low:
            return x + width / 2
        return x + margin + (value - low) / (high - low) * (width - 2 * margin)

    drawing.line(x, y + 14, x + width, y + 14)
    begin, end = at(row.low), at(row.high)
    drawing.rect(begin, y + 3, max(end - begin, 3), 22, "c-in-3", 3)
    drawing.rect(at(row.middle) - 1.5, y, 3, 28, "c-in-1")
    if row.now is not None:
        drawing.circle(at(row.now), y + 14, 5, "c-ink")
    if end - begin < 150:  # the ends' numbers would run into each other
        said = f"{row.said_low} – {row.said_high}"
        drawing.text(min(max((begin + end) / 2, x + 60), x + width - 60), y + 44, said, "c-soft", 13, "middle")
        return
    drawing.text(begin, y + 44, row.said_low, "c-soft", 13, "middle" if begin - x > 40 else "start")
    drawing.text(end, y + 44, row.said_high, "c-soft", 13, "middle" if x + width - end > 40 else "end")
