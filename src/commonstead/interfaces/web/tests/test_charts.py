"""Charts: sound SVG without inline styles, a table beside each, honest proportions, nothing outside the picture."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from commonstead.interfaces.web.charts import flow_picture, history, iceberg, shares, tree
from commonstead.interfaces.web.charts.drawing import nice_ticks, wrapped
from commonstead.interfaces.web.templatetags import components
from commonstead.interfaces.web.views import design_charts

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("side", ["wide", "narrow"])
def test_every_chart_is_sound_and_described(place, side):
    chart = design_charts.every()[place]
    root = ElementTree.fromstring(getattr(chart, side))
    assert root.get("role") == "img"
    assert len(root.get("aria-label")) > 20
    assert "style=" not in getattr(chart, side)
    assert chart.table.rows


def test_the_chart_component_carries_its_table():
    chart = design_charts.every()[0]
    html = render_to_string("web/parts/chart.html", components.chart(chart))
    assert "<details>" in html
    assert "<table" in html
    assert html.count("<svg") == 2 + len(chart.legend)


def test_share_bars_are_as_long_as_their_shares():
    row = shares.ShareRow("Food", (("c-in-1", 0.25), ("c-outside", 0.75)), "25 %")
    root = ElementTree.fromstring(shares.wide((row,), "label"))
    inside, outside = (float(rect.get("width")) for rect in root.iter(f"{SVG}rect"))
    assert outside / inside == pytest.approx(3, rel=0.02)


def test_flow_ribbons_keep_their_proportions_and_stay_inside():
    ribbons = tuple(flow_picture.Ribbon(f"s{n}", f"t{n % 3}", float(n + 1), n == 0) for n in range(9))
    for drawn in (flow_picture.wide(ribbons, "label"), flow_picture.narrow(ribbons, "label")):
        root = ElementTree.fromstring(drawn)
        height = float(root.get("viewBox").split()[3])
        bars = [(float(rect.get("y")), float(rect.get("height"))) for rect in root.iter(f"{SVG}rect")]
        assert all(y >= 0 and y + tall <= height + 0.1 for y, tall in bars)
        last, first = bars[8][1], bars[3][1]
        assert last / first == pytest.approx(9 / 4, rel=0.05)


def test_an_iceberg_layer_is_as_high_as_its_share():
    layers = (iceberg.Layer("tip", 0.2, "20 %", True), iceberg.Layer("care", 0.5, "50 %"),
              iceberg.Layer("gifts", 0.3, "30 %"))
    root = ElementTree.fromstring(iceberg.wide(layers, "label", "line"))
    slabs = [path for path in root.iter(f"{SVG}path") if path.get("d").endswith("Z")]
    heights = []
    for slab in slabs:
        ys = [float(point.split()[1]) for point in re.findall(r"[\d.]+ [\d.]+", slab.get("d"))]
        heights.append(max(ys) - min(ys))
    whole = sum(heights)
    assert [round(height / whole, 2) for height in heights] == [0.2, 0.5, 0.3]


def test_history_ends_where_the_stock_stands():
    start = datetime(2025, 1, 1, tzinfo=UTC)
    points = tuple(history.Point(start + timedelta(days=day), value) for day, value in enumerate((0, 50, 100)))
    root = ElementTree.fromstring(history.wide(points, "label", str, lambda at: "day"))
    dot = next(root.iter(f"{SVG}circle"))
    assert float(dot.get("cy")) == pytest.approx(14, abs=0.2)


def test_a_history_without_points_or_change_is_still_a_picture():
    assert ElementTree.fromstring(history.wide((), "label", str, str)) is not None
    one = (history.Point(datetime(2025, 1, 1, tzinfo=UTC), 0.0),)
    assert ElementTree.fromstring(history.narrow(one, "label", str, lambda at: "day")) is not None


def test_a_tree_draws_each_node_once():
    leaf = tree.Node("Salt", "bought")
    way = tree.Node("Bake", "recipe", children=(leaf, tree.Node("Oven", "have")))
    root = tree.Node("Bread", "made", children=(way,))
    assert len(list(ElementTree.fromstring(tree.wide(root, "label")).iter(f"{SVG}rect"))) == 4
    assert len(list(ElementTree.fromstring(tree.narrow(root, "label")).iter(f"{SVG}rect"))) == 4


def test_words_with_signs_of_their_own_are_escaped():
    drawn = shares.wide((shares.ShareRow("<b>&", (("c-in-1", 1.0),), "1"),), 'a "label"')
    assert "<b>" not in drawn
    assert ElementTree.fromstring(drawn) is not None


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 260), (-5, 12), (0, 0.03), (3, 3)])
def test_ticks_cover_what_they_measure(low, high):
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high - 1e-9
    assert 2 <= len(ticks) <= 8


def test_long_words_are_cut_not_lost():
    assert wrapped("one two three four five", 9, 2)[-1].endswith("…")
    assert wrapped("", 9) == [""]
