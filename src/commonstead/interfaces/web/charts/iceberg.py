"""The iceberg: paid work for the market is the tip, most of what nourishes us lies below the waterline.

The height of each layer is its share (Exodus 9218-9310, after Gibson-Graham's iceberg economy).
"""

from __future__ import annotations

from dataclasses import dataclass

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
    return _draw(layers, label, waterline, 358, 540, 158, 13, 22)


def _half_width(depth: float, water: float, broad: float) -> float:
    """Half the ice's width at a depth 0..1: a peak, broadest a little under water, then narrowing."""
    shoulder = min(0.98, water + 0.18)
    if depth <= shoulder:
        return broad * (0.10 + 0.90 * (depth / shoulder) ** 0.75)
    return broad * (1.0 - 0.72 * ((depth - shoulder) / (1 - shoulder)) ** 1.3)


def _draw(layers, label, waterline, width, height, ice, size, characters) -> str:
    """Layers from the top down, those above water first."""
    layers = sorted((layer for layer in layers if layer.share > 0), key=lambda layer: not layer.above)
    total = sum(layer.share for layer in layers) or 1.0
    water = sum(layer.share for layer in layers if layer.above) / total
    drawing = Drawing(width, height, label)
    top, bottom, middle = size * 1.2, height - 6, ice / 2
    tall = bottom - top
    depth, below, last_label = 0.0, 0, 0.0
    for layer in layers:
        part = layer.share / total
        style = "c-outside-strong" if layer.above else BELOW[min(below, len(BELOW) - 1) if below < 4 else below % 4]
        below += not layer.above
        _slab(drawing, middle, top, tall, depth, depth + part, water, ice / 2 - 4, style)
        centre = top + (depth + part / 2) * tall
        lines = wrapped(layer.label, characters, 2)
        at = max(centre, last_label + size * (0.7 + 0.6 * len(lines)))
        edge = middle + _half_width(depth + part / 2, water, ice / 2 - 4)
        drawing.path(f"M{edge + 3:.1f} {centre:.1f}L{ice + 4:.1f} {at:.1f}H{ice + 14:.1f}", "c-rule", 1)
        drawing.text(ice + 20, at + size * 0.35, layer.said, "c-ink c-strong", size)
        drawing.lines(ice + 20 + size * 3.2, at, lines, "c-ink", size)
        last_label = at + size * 0.6 * len(lines)
        depth += part
    drawing.line(0, top + water * tall, width, top + water * tall, "c-water", 1.5)
    drawing.text(width, top + water * tall - 6, waterline, "c-soft", size - 1, "end")
    return drawing.svg()


def _slab(drawing, middle, top, tall, start, end, water, broad, style) -> None:
    """The ice between two depths, with its outline in small steps."""
    steps = max(2, int((end - start) * 40))
    depths = [start + (end - start) * step / steps for step in range(steps + 1)]
    right = [(middle + _half_width(depth, water, broad), top + depth * tall) for depth in depths]
    left = [(2 * middle - x, y) for x, y in reversed(right)]
    drawing.path("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in right + left) + "Z", style)
