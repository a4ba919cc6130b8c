"""What if: a form that says what would be otherwise, sent by address so that a future can be shared as a link."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from commonstead.town.ledger import queries as ledger
from commonstead.town.making import queries as making

PRICES = (1, 2)  # so many prices can be changed at once; who wants more has the command line
_LEAST, _MOST = -95, 900  # per cent: a price of nothing is no price, and ten times is as far as an explanation looks


class CompareForm(forms.Form):
    """Recipes taken up and given up, prices, income and hours by how many per cent more or less."""

    def __init__(self, answers, steps, *args, **kwargs):
        super().__init__(*args, **kwargs)
        there = {recipe["id"] for recipe in answers.network.get("recipes", ())}
        known = [recipe for recipe in making.recipes() if recipe.id in there]
        self.adopted = {recipe["id"] for recipe in answers.network.get("recipes", ()) if recipe.get("adopted", True)}
        first = list(dict.fromkeys(recipe.id for step in steps for recipe in step.recipes))
        open_ones = sorted((recipe for recipe in known if recipe.id not in self.adopted),
                           key=lambda recipe: (first.index(recipe.id) if recipe.id in first else len(first)))
        self.names = {recipe.id: recipe.name for recipe in known}
        self.fields["with"] = forms.MultipleChoiceField(
            label=_("With these taken up"), required=False, widget=forms.SelectMultiple(attrs={"size": 8}),
            choices=[(recipe.id, recipe.name) for recipe in open_ones],
            help_text=_("What would save most stands first. Several can be marked."))
        self.fields["without"] = forms.ChoiceField(
            label=_("Without this"), required=False, choices=[("", _("everything stays in use")), *(
                (recipe.id, recipe.name) for recipe in known if recipe.id in self.adopted)])
        self._prices(answers)
        for name, label in (("income", _("Wages and other income")), ("hours", _("Hours that people offer"))):
            self.fields[name] = self._percent(label)

    def _prices(self, answers):
        names = {spec.id: spec.name for spec in ledger.specifications()}
        goods = sorted(((good["id"], names.get(good["id"], good["id"])) for good in answers.network.get("goods", ())
                        if good.get("buy")), key=lambda pair: pair[1].casefold())
        for number in PRICES:
            self.fields[f"good{number}"] = forms.ChoiceField(
                label=_("If the price changes of"), required=False, choices=[("", _("nothing")), *goods])
            self.fields[f"price{number}"] = self._percent(_("by how many per cent"))

    @staticmethod
    def _percent(label):
        return forms.FloatField(
            label=label, required=False, min_value=_LEAST, max_value=_MOST,
            help_text=_("Per cent more; less with a minus, like −20."),
            widget=forms.NumberInput(attrs={"step": "any", "inputmode": "text"}))

    def changes(self) -> dict:
        """What was said, as core.boundary.changes.Changes takes it; without what stays as it is."""
        said, found = self.cleaned_data, {}
        if said["with"]:
            found["adopt"] = list(said["with"])
        if said["without"]:
            found["drop"] = [said["without"]]
        prices = {said[f"good{number}"]: 1 + (said[f"price{number}"] or 0) / 100 for number in PRICES
                  if said[f"good{number}"] and said[f"price{number}"]}
        if prices:
            found["prices"] = prices
        for name in ("income", "hours"):
            if said[name]:
                found[name] = 1 + said[name] / 100
        return found

    def words(self) -> str:
        """The other future in a few words, for its heading."""
        said = self.cleaned_data
        goods = dict(self.fields["good1"].choices)
        parts = [self.names[one] for one in said["with"]]
        parts += [_("without: %(recipe)s") % {"recipe": self.names[said["without"]]}] if said["without"] else []
        parts += [_("price of %(good)s %(change)s") % {
            "good": goods[said[f"good{number}"]].lower(), "change": _signed(said[f"price{number}"])}
            for number in PRICES if said[f"good{number}"] and said[f"price{number}"]]
        parts += [_("income %(change)s") % {"change": _signed(said["income"])}] if said["income"] else []
        parts += [_("hours %(change)s") % {"change": _signed(said["hours"])}] if said["hours"] else []
        return ", ".join(parts)


def form_of(changes: Mapping) -> dict:
    """What one would have filled in to say these changes."""
    filled: dict = {"with": list(changes.get("adopt", ()))}
    if changes.get("drop"):
        filled["without"] = changes["drop"][0]
    for number, (good, factor) in zip(PRICES, changes.get("prices", {}).items(), strict=False):
        filled |= {f"good{number}": good, f"price{number}": round((factor - 1) * 100, 6)}
    filled |= {name: round((changes[name] - 1) * 100, 6) for name in ("income", "hours") if name in changes}
    return filled


def _signed(percent: float) -> str:
    sign = "+" if percent > 0 else "−"
    return _("%(sign)s%(percent)s %%") % {"sign": sign, "percent": f"{abs(percent):g}"}
