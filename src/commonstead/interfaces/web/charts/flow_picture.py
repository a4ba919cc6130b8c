"""The flow picture: from the world outside and from our commons to what people need.

A ribbon is as thick as what flows through it is worth outside. Grey comes across the membrane, accent comes
from inside (Exodus 7422-7433: money as the membrane at the edge).
"""

from __future__ import annotations

from dataclasses import dataclass

from .drawing import Drawing, wrapped


@dataclass(frozen=True)
class Ribbon:
    """How much goes from a source to a need. `outside` colours it."""

    source: str
    target: str
    value: float
    outside: bool = False


@dataclass(frozen=True)
class _Shape:
    """The measures of one drawing."""

    width: float
    height: float
    margin: float
    size: float
    characters: int
    gap: float
    bar: float = 10


WIDE = _Shape(width=760, height=520, margin=190, size=14, characters=24, gap=8)
NARROW = _Shape(width=358, height=660, margin=112, size=12.5, characters=14, gap=9)


def wide(ribbons: tuple[Ribbon, ...], label: str) -> str:
    """For desktop: names in broad margins."""
    return _draw(ribbons, label, WIDE)


def narrow(ribbons: tuple[Ribbon, ...], label: str) -> str:
    """For phones: taller, with names on two lines."""
    return _draw(ribbons, label, NARROW)


def _draw(ribbons: tuple[Ribbon, ...], label: str, shape: _Shape) -> str:
    ribbons = tuple(ribbon for ribbon in ribbons if ribbon.value > 0)
    sources, targets = _totals(ribbons, "source"), _totals(ribbons, "target")
    words = {name: wrapped(name, shape.characters, 2) for name in (*sources, *targets)}
    scale = min(_scale(column, words, shape) for column in (sources, targets)) if ribbons else 1.0
    outside = {ribbon.source for ribbon in ribbons if ribbon.outside}
    drawing = Drawing(shape.width, shape.height, label)
    left, right = shape.margin, shape.width - shape.margin - shape.bar
    source_top, target_top = (_tops(column, words, scale, shape) for column in (sources, targets))
    _ribbons(drawing, ribbons, dict(source_top), dict(target_top), scale, left + shape.bar, right)
    for name, value in sources.items():
        style = "c-outside-strong" if name in outside else "c-in-1"
        drawing.rect(left, source_top[name], shape.bar, max(1.5, value * scale), style)
        drawing.lines(left - 8, source_top[name] + value * scale / 2, words[name], "c-ink", shape.size, "end")
    for name, value in targets.items():
        drawing.rect(right, target_top[name], shape.bar, max(1.5, value * scale), "c-ink")
        drawing.lines(right + shape.bar + 8, target_top[name] + value * scale / 2, words[name], "c-ink", shape.size)
    return drawing.svg()


def _room(name: str, value: float, words: dict[str, list[str]], scale: float, shape: _Shape) -> float:
    """The height a name takes: its bar, or its lines of text where these are taller."""
    return max(value * scale, len(words[name]) * shape.size * 1.2)


def _scale(column: dict[str, float], words, shape: _Shape) -> float:
    """The largest scale at which the column with its names still fits, by halving."""
    low, high = 0.0, shape.height / (sum(column.values()) or 1.0)
    for _step in range(40):
        middle = (low + high) / 2
        needed = sum(_room(name, value, words, middle, shape) for name, value in column.items())
        if needed + shape.gap * (len(column) - 1) <= shape.height - 8:
            low = middle
        else:
            high = middle
    return low


def _totals(ribbons: tuple[Ribbon, ...], side: str) -> dict[str, float]:
    """Names in the order they first appear, each with all that passes it."""
    totals: dict[str, float] = {}
    for ribbon in ribbons:
        name = getattr(ribbon, side)
        totals[name] = totals.get(name, 0.0) + ribbon.value
    return totals


def _tops(column: dict[str, float], words, scale: float, shape: _Shape) -> dict[str, float]:
    """Where each name's bar begins; the column stands in the middle of the picture, each bar in the middle of its "
      "room."""
    rooms = {name: _room(name, value, words, scale, shape) for name, value in column.items()}
    y = (shape.height - sum(rooms.values()) - shape.gap * (len(column) - 1)) / 2
    tops = {}
    for name, value in column.items():
        tops[name] = y + (rooms[name] - value * scale) / 2
        y += rooms[name] + shape.gap
    return tops


def _ribbons(drawing, ribbons, source_at, target_at, scale, x1, x2) -> None:
    middle = (x1 + x2) / 2
    for ribbon in ribbons:
        thick = ribbon.value * scale
        a, b = source_at[ribbon.source], target_at[ribbon.target]
        source_at[ribbon.source] += thick
        target_at[ribbon.target] += thick
        data = (f"M{x1:.1f} {a:.1f}C{middle:.1f} {a:.1f} {middle:.1f} {b:.1f} {x2:.1f} {b:.1f}"
                f"V{b + max(thick, 0.8):.1f}C{middle:.1f} {b + thick:.1f} {middle:.1f} {a + thick:.1f} "
                f"{x1:.1f} {a + max(thick, 0.8):.1f}Z")
        drawing.path(data, "c-ribbon-outside" if ribbon.outside else "c-ribbon-in")
