"""The design system on one page: every component and chart, with real words, so that later areas look of one piece."""

from __future__ import annotations

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonstead.interfaces.web.components import Cell, Column, Tab, Table
from commonstead.interfaces.web.views import design_charts


class LoafForm(forms.Form):
    """A form that shows each kind of field, one of them refused."""

    template_name = "web/parts/field.html"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["good"] = forms.CharField(label=_("What was made?"), initial=_("Wheat bread"))
        self.fields["quantity"] = forms.CharField(
            label=_("How much?"), help_text=_("Digits and at most one decimal point, like 2.5."),
            widget=forms.TextInput(attrs={"inputmode": "decimal"}))
        self.fields["where"] = forms.ChoiceField(
            label=_("Where did it go?"), widget=forms.RadioSelect,
            choices=[("pool", _("Into the storehouse, for all")), ("gift", _("Given to a neighbour"))], initial="pool")


def design(request):
    """Show everything; open to all, because it holds no member's figure."""
    form = LoafForm({"good": _("Wheat bread"), "quantity": "12,5 kg", "where": "pool"})
    form.add_error("quantity", _("“12,5 kg” is not a number. Write digits and at most one decimal point, like 2.5."))
    return render(request, "web/pages/design.html", {
        "form": form,
        "table": stock_table(),
        "tabs": [Tab(_("Stocks"), "#table", True), Tab(_("Book"), "#pager"), Tab(_("Charter"), "#notice")],
        "charts": design_charts.every(),
        "swatches": SWATCHES,
    })


SWATCHES = (
    ("c-in-1", "--accent"), ("c-in-2", "--in-2"), ("c-in-3", "--in-3"), ("c-in-4", "--in-4"),
    ("c-outside", "--outside-soft"), ("c-outside-strong", "--outside"), ("c-ink", "--ink"), ("c-soft", "--ink-soft"),
)


def stock_table() -> Table:
    """A small stock list, as an association shows it."""
    return Table(
        _("What the bakery has"),
        (Column(_("Good")), Column(_("There is"), True), Column(_("Last changed")), Column(_("How it came"))),
        (
            (Cell(_("Wheat flour"), "#table"), "184 kg", _("yesterday"), Cell("", mode="pool")),
            (Cell(_("Bread"), "#table"), "22 kg", _("this morning"), Cell("", mode="administrative")),
            (Cell(_("Salt"), "#table"), "6 kg", _("last week"), Cell("", mode="sale")),
        ),
    )
