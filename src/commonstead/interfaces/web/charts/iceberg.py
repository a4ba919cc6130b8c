"""The iceberg: paid work for the market is the tip, most of what nourishes us lies below the waterline.

The height of each layer is its share (Exodus 9218-9310, after Gibson-Graham's iceberg economy).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from .drawing import Drawing, wrapped


@dataclass(frozen=True)
class Layer:
    """label: what it is.  share: 0..1 of the whole.  above: seen above the waterline.  said: the number."""

    label: str
    share: float
    said: str
    above: bool = False


BELOW = ("c-in-1", "c-in-2", "c-in-3", "c-in-4")


def wide(layers: tuple[Layer, ...], label: str, waterline: str) -> str:
    """For desktop."""
    return _draw(layers, label, waterline, 760, 520, 380, 15, 38)


def narrow(layers: tuple[Layer, ...], label: str, waterline: str) -> str:
    """For phones."""
    return _draw(layers, label, waterline, 358, 540, 158, 13, 17)


#: The ice's outline, left and right of its middle: (depth, half width) above the water and below it, each 0..1.
ABOVE_RIGHT = ((0, 0.05), (0.25, 0.19), (0.55, 0.24), (0.8, 0.43), (1, 0.56))
ABOVE_LEFT = ((0, 0.05), (0.2, 0.12), (0.45, 0.33), (0.75, 0.39), (1, 0.64))
BELOW_RIGHT = ((0, 0.56), (0.08, 0.86), (0.3, 1), (0.55, 0.8), (0.8, 0.52), (1, 0.12))
BELOW_LEFT = ((0, 0.64), (0.1, 0.94), (0.24, 1), (0.5, 0.88), (0.7, 0.56), (0.88, 0.42), (1, 0.1))


def _half_width(depth: float, water: float, above, below) -> float:
    """Half the ice's width on one side at a depth 0..1 of the whole."""
    if depth <= water and water > 0:
        outline, at = above, depth / water
    else:
        outline, at = below, (depth - water) / (1 - water) if water < 1 else 1.0
    for (d1, w1), (d2, w2) in pairwise(outline):
        if at <= d2:
            return w1 + (w2 - w1) * (at - d1) / (d2 - d1)
    return outline[-1][1]


def _draw(layers, label, waterline, width, height, ice, size, characters) -> str:
    """Layers from the top down, those above water first."""
    layers = sorted((layer for layer in layers if layer.share > 0), key=lambda layer: not layer.above)
    total = sum(layer.share for layer in layers) or 1.0
    water = sum(layer.share for layer in layers if layer.above) / total
    drawing = Drawing(width, height, label)
    top, bottom, middle = size * 1.2, height - 6, ice / 2
    tall = bottom - top
    words = [wrapped(layer.label, characters, 3) for layer in layers]
    above = sum(1 for layer in layers if layer.above)
    parts = [layer.share / total for layer in layers]
    # The waterline is named in the same column, as a layer without thickness, so that no two names meet.
    places = _label_places([*parts[:above], 0.0, *parts[above:]], [*words[:above], [waterline], *words[above:]],
                           top, tall, size)
    line_at = places.pop(above)
    depth, below = 0.0, 0
    for layer, lines, at in zip(layers, words, places, strict=True):
        part = layer.share / total
        style = "c-outside-strong" if layer.above else BELOW[below % len(BELOW)]
        below += not layer.above
        _slab(drawing, middle, top, tall, depth, depth + part, water, ice / 2 - 4, style)
        centre = top + (depth + part / 2) * tall
        edge = middle + (ice / 2 - 4) * _half_width(depth + part / 2, water, ABOVE_RIGHT, BELOW_RIGHT)
        drawing.path(f"M{edge + 3:.1f} {centre:.1f}L{ice + 4:.1f} {at:.1f}H{ice + 14:.1f}", "c-rule", 1)
        drawing.text(ice + 20, at + size * 0.35, layer.said, "c-ink c-strong", size)
        drawing.lines(ice + 20 + size * 3.2, at, lines, "c-ink", size)
        depth += part
    surface = top + water * tall
    drawing.path(f"M0 {surface:.1f}H{ice + 4:.1f}L{ice + 14:.1f} {line_at:.1f}", "c-water", 1.5)
    drawing.text(ice + 20, line_at + size * 0.35, waterline, "c-soft", size - 1)
    return drawing.svg()


def _label_places(parts, words, top, tall, size) -> list[float]:
    """The height of each label: beside its layer, pushed apart where layers are thin, and never below the ice."""
    half = [size * 0.6 * len(lines) for lines in words]
    places, depth, low = [], 0.0, 0.0
    for part, own in zip(parts, half, strict=True):
        places.append(max(top + (depth + part / 2) * tall, low + size * 0.7 + own))
        low = places[-1] + own
        depth += part
    high = top + tall
    for place in range(len(places) - 1, -1, -1):
        places[place] = min(places[place], high - half[place])
        high = places[place] - half[place] - size * 0.7
    return places


def _slab(drawing, middle, top, tall, start, end, water, broad, style) -> None:
    """The ice between two depths, with its outline in small steps."""
    steps = max(2, int((end - start) * 120))
    depths = [start + (end - start) * step / steps for step in range(steps + 1)]
    right = [(middle + broad * _half_width(depth, water, ABOVE_RIGHT, BELOW_RIGHT), top + depth * tall)
             for depth in depths]
    left = [(middle - broad * _half_width(depth, water, ABOVE_LEFT, BELOW_LEFT), top + depth * tall)
            for depth in reversed(depths)]
    drawing.path("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in right + left) + "Z", style)
