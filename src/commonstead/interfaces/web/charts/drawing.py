"""The pen for charts: a few SVG shapes with presentation attributes and CSS classes, no style attributes."""

from __future__ import annotations

from html import escape


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


class Drawing:
    """One picture. `label` says to those who cannot see it what it shows."""

    def __init__(self, width: float, height: float, label: str):
        self.width, self.height, self.label = width, height, label
        self._parts: list[str] = []

    def rect(self, x, y, width, height, style: str, radius: float = 0) -> None:
        """A rectangle; none is drawn where nothing would be seen."""
        if width <= 0 or height <= 0:
            return
        corner = f' rx="{_n(radius)}"' if radius else ""
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"{corner} class="{style}"/>')

    def text(self, x, y, words: str, style: str = "c-ink", size: float = 14, anchor: str = "start") -> None:
        """One line of text."""
        where = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{where} class="{style}">{escape(str(words))}</text>')

    def lines(self, x, y, words: list[str], style: str = "c-ink", size: float = 14, anchor: str = "start") -> None:
        """Several lines of text around the height y."""
        top = y - (len(words) - 1) * size * 0.6 + size * 0.35
        for place, line in enumerate(words):
            self.text(x, top + place * size * 1.2, line, style, size, anchor)

    def line(self, x1, y1, x2, y2, style: str = "c-axis", width: float = 1) -> None:
        """A straight line."""
        self._parts.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" '
            f'stroke-width="{_n(width)}" class="{style}"/>')

    def path(self, data: str, style: str, width: float = 0) -> None:
        """A path from ready data."""
        stroke = f' stroke-width="{_n(width)}"' if width else ""
        self._parts.append(f'<path d="{data}"{stroke} class="{style}"/>')

    def circle(self, x, y, radius, style: str) -> None:
        """A dot."""
        self._parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" class="{style}"/>')

    def svg(self) -> str:
        """The finished picture."""
        return (
            f'<svg viewBox="0 0 {_n(self.width)} {_n(self.height)}" role="img" aria-label="{escape(self.label)}" '
            f'xmlns="http://www.w3.org/2000/svg">{"".join(self._parts)}</svg>')


def wrapped(words: str, characters: int, most_lines: int = 2) -> list[str]:
    """Words broken into lines of about so many characters; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in str(words).split():
        if lines and len(lines[-1]) + 1 + len(word) <= characters:
            lines[-1] += " " + word
        else:
            lines.append(word)
    if len(lines) > most_lines:
        lines = lines[:most_lines]
        lines[-1] = lines[-1][: max(1, characters - 1)].rstrip() + "…"
    return [line if len(line) <= characters + 2 else line[:characters].rstrip() + "…" for line in lines] or [""]


def nice_ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Round numbers that cover low to high, about `count` of them."""
    if high <= low:
        high = low + 1
    rough = (high - low) / max(1, count)
    power = 1.0
    while power * 10 <= rough:
        power *= 10
    while power > rough:
        power /= 10
    step = next(power * times for times in (1, 2, 2.5, 5, 10) if power * times >= rough)
    first = int(low / step) - (1 if low < 0 and low % step else 0)
    ticks = [first * step]
    while ticks[-1] < high - step * 1e-9:
        ticks.append(ticks[-1] + step)
    return ticks
