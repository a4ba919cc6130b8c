"""When does it pay for itself: what is saved less what was laid out, period by period, as steps above and below 0."""

from __future__ import annotations

from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.charts.drawing import Drawing, nice_ticks
from commonstead.interfaces.web.components import Chart, Column, Table


def chart(ladder, budget: float, currency: str, days: float) -> Chart:
    """The ways that were followed to their end, beside doing nothing, which is the line at 0."""
    from .told import when

    ways = [(_("This road map"), "c-line", "c-in-1", _net(ladder, budget))]
    for key, name, style in (("greedy", _("What pays back soonest first"), "c-way-2"),
                             ("by_stage", _("Stages in order"), "c-way-3")):
        if ladder[key].get("whole", True):
            ways.append((name, style, f"{style}-key", _net(ladder[key], budget)))
    label = _("Saved less laid out, for each way, over time")
    periods = range(1, len(ways[0][3]) + 1)
    table = Table(
        _("Saved so far, less what was laid out"),
        (Column(_("At the end of")), *(Column(name, True) for name, *_rest in ways)),
        tuple((when(period, days), *(wording.money(net[period - 1], currency) for *_rest, net in ways))
              for period in periods), dense=True)
    return Chart(
        _("When does it pay for itself?"), _draw(ways, label, currency, 760, 280, 14), _draw(ways, label, currency, 358,
                                                                                           230, 12.5),
        table, _("Above the line at 0, more has been saved than laid out. Doing nothing new stays on that line."),
        tuple((key, name) for name, _style, key, _net_ in ways))


def _net(way, budget):
    return [value - budget for value in way["path"]["purse"]]


def _draw(ways, label, currency, width, height, size) -> str:
    drawing = Drawing(width, height, label)
    values = [value for *_rest, net in ways for value in net]
    ticks = nice_ticks(min(0.0, *values), max(0.0, *values) or 1.0, 4)
    said = [wording.money(tick, currency) for tick in ticks]
    left, right = 10 + max(len(words) for words in said) * size * 0.58, width - 6
    top, bottom = size, height - size * 2.2
    count = len(ways[0][3])

    def x(period):
        return left + period / count * (right - left)

    def y(value):
        return bottom - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (bottom - top)

    for tick, words in zip(ticks, said, strict=True):
        drawing.line(left, y(tick), right, y(tick), "c-rule" if tick == 0 else "c-axis")
        drawing.text(left - 6, y(tick) + size * 0.35, words, "c-soft", size, "end")
    every = max(1, round(count / (12 if width > 500 else 6)))
    for period in range(0, count, every):
        drawing.text((x(period) + x(period + 1)) / 2, height - size * 0.4, str(period + 1), "c-soft", size, "middle")
    for _name, style, _key, net in reversed(ways):
        path = f"M{x(0):.1f} {y(0):.1f}"
        for period, value in enumerate(net):
            path += f"V{y(value):.1f}H{x(period + 1):.1f}"
        drawing.path(path, style, 2.5 if style == "c-line" else 2)
    return drawing.svg()
