"""Example data for the charts on the design page: a small invented town, marked as an example."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.charts import flow_picture, history, iceberg, shares, tree
from commonstead.interfaces.web.components import Chart, Column, Table


def every() -> list[Chart]:
    """All charts in the order of the design page."""
    return [_shares(), _flows(), _iceberg(), _history(), _tree()]


def _shares() -> Chart:
    given = ((_("Food"), 0.52, 0.46), (_("Warmth and power"), 0.18, 0.82), (_("Clothes"), 0.31, 0.60),
             (_("Care"), 0.85, 0.10), (_("Getting around"), 0.12, 0.88))
    rows = tuple(
        shares.ShareRow(name, (("c-in-1", inside), ("c-outside", bought), ("c-unmet", 1 - inside - bought)),
                        wording.share(inside))
        for name, inside, bought in given)
    label = _("Share of each class of need that is met inside, bought, or open.")
    return Chart(
        _("How needs are met"), shares.wide(rows, label), shares.narrow(rows, label),
        Table(_("Shares by class of need"),
              (Column(_("Class of need")), Column(_("Inside"), True), Column(_("Bought"), True)),
              tuple((name, wording.share(inside), wording.share(bought)) for name, inside, bought in given)),
        _("An example, not this town."),
        (("c-in-1", _("met inside")), ("c-outside", _("bought outside")), ("c-unmet", _("not met"))))


def _flows() -> Chart:
    outside, garden, bakery, home = _("Bought outside"), _("Lower Field garden"), _("Bakery"), _("At home")
    food, warmth, care = _("Food"), _("Warmth and power"), _("Care")
    ribbons = (
        flow_picture.Ribbon(outside, food, 46, True), flow_picture.Ribbon(outside, warmth, 60, True),
        flow_picture.Ribbon(outside, care, 6, True), flow_picture.Ribbon(garden, food, 22),
        flow_picture.Ribbon(bakery, food, 18), flow_picture.Ribbon(home, food, 10),
        flow_picture.Ribbon(home, warmth, 12), flow_picture.Ribbon(home, care, 40))
    label = _("Flows from outside and from our commons to three classes of need.")
    return Chart(
        _("Where it comes from"), flow_picture.wide(ribbons, label), flow_picture.narrow(ribbons, label),
        Table(_("Flows in a year"), (Column(_("From")), Column(_("To")), Column(_("Worth outside"), True)),
              tuple((ribbon.source, ribbon.target, wording.money(ribbon.value)) for ribbon in ribbons)),
        _("An example, not this town."))


def _iceberg() -> Chart:
    given = ((_("Paid work for the market"), 0.28, True), (_("Unpaid care and housework"), 0.30, False),
             (_("Growing and making for ourselves"), 0.18, False), (_("Gifts and favours"), 0.10, False),
             (_("Shared from the commons"), 0.14, False))
    layers = tuple(iceberg.Layer(name, part, wording.share(part), above) for name, part, above in given)
    label = _("An iceberg: paid work is the tip, the rest lies below the waterline.")
    line = _("what is usually counted ends here")
    return Chart(
        _("What nourishes us"), iceberg.wide(layers, label, line), iceberg.narrow(layers, label, line),
        Table(_("Parts of the iceberg"), (Column(_("Kind")), Column(_("Share"), True)),
              tuple((name, wording.share(part)) for name, part, _above in given)),
        _("The height of each layer is its share. An example, not this town."))


def _history() -> Chart:
    start = datetime(2025, 1, 6, tzinfo=UTC)
    stood = (180, 164, 148, 132, 240, 224, 205, 188, 170, 152, 260, 241, 226, 208, 184)
    points = tuple(history.Point(start + timedelta(days=9 * place), value) for place, value in enumerate(stood))
    label = _("A stock of flour that falls with every baking and rises with two deliveries.")
    return Chart(
        _("Flour in the store"), history.wide(points, label, wording.number, wording.short_day),
        history.narrow(points, label, wording.number, wording.short_day),
        Table(_("Flour in the store"), (Column(_("Day")), Column(_("There was"), True)),
              tuple((wording.day(point.at), wording.amount(point.value, "kg")) for point in points)),
        _("An example, not this town."))


def _tree() -> Chart:
    root = tree.Node(_("Bread"), "made", _("10 kg"), children=(
        tree.Node(_("Bake in the wood oven"), "recipe", children=(
            tree.Node(_("Flour"), "made", _("8.1 kg"), children=(
                tree.Node(_("Grind at the mill"), "recipe", children=(
                    tree.Node(_("Wheat"), "have", _("in the store")),
                    tree.Node(_("Mill"), "missing", _("nobody has one")))),)),
            tree.Node(_("Salt"), "bought", _("0.2 kg")), tree.Node(_("Oven"), "have", _("at the bakery")))),
    ))
    label = _("Bread is baked from flour and salt in the oven; flour is ground from wheat at a mill that is missing.")
    return Chart(
        _("How could we make bread?"), tree.wide(root, label), tree.narrow(root, label),
        Table(_("What bread takes"), (Column(_("Good")), Column(_("How it is with it"))),
              ((_("Flour"), _("made here")), (_("Salt"), _("bought")), (_("Oven"), _("here")),
               (_("Mill"), _("missing")))),
        _("An example, not this town."),
        (("c-in-1", _("here already")), ("c-made", _("we can make it")), ("c-outside", _("bought")),
         ("c-missing", _("missing"))), broad=True)
