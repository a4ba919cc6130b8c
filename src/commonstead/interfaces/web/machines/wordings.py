"""What both pages say in the same words: costs, reasons, steps and their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.components import Tab
from commonstead.interfaces.web.rows import Words
from commonstead.town.boundary.costs import INPUTS_FIRST, OF_ROAD_MAP

MOST_STEPS = 40


class CostWords(Words):
    """Names of goods, recipes and steps of one network, with its money."""

    def __init__(self, network):
        super().__init__()
        self.network = network
        self.recipe_names = {recipe.id: recipe.name or recipe.id for recipe in network.recipes}

    def recipe(self, recipe_id: str) -> str:
        """What a recipe is called."""
        return self.recipe_names.get(recipe_id, recipe_id)

    def step(self, recipes: Sequence[str]) -> str:
        """A step by the names of its recipes."""
        return ", ".join(map(self.recipe, recipes))

    def cash(self, value: float | None) -> str:
        """Cash for a unit; what cannot be had is said."""
        if value is None:
            return _("not to be had")
        return unit_money(value, self.network.currency)

    def unit(self, good: str) -> str:
        """"a kg" or nothing, behind a price."""
        spec = self.goods.get(good)
        symbol = self.units.get(spec.unit).symbol if spec else ""
        return wording.unit_word(symbol, 1) if symbol and not symbol.endswith(wording.WORTH) else ""

    def much(self, good: str, amount: float) -> str:
        """An amount of a good with its unit; a wear of a thousandth is not rounded away."""
        spec = self.goods.get(good)
        symbol = self.units.get(spec.unit).symbol if spec else ""
        if 0 < abs(amount) < 0.01 and not symbol.endswith(wording.WORTH):
            word = wording.unit_word(symbol, amount)
            return f"{small(amount)}\u00a0{word}" if word else small(amount)
        return wording.amount(amount, symbol)


def small(value: float) -> str:
    """A small number with two digits that say something."""
    places = 2
    while places < 9 and round(abs(value), places) < 10 ** -places * 9.5 and value:
        places += 1
    return wording.number(value, places)


def exact(value: float) -> str:
    """Five digits, without trailing zeros: enough to do the sum again."""
    rounded = Decimal(f"{value:.5g}").normalize()
    return wording.number(rounded, max(0, -int(rounded.as_tuple().exponent)))


def unit_money(value: float, currency: str) -> str:
    """Cash for a unit: below ten cents with two digits that say something, so that nothing cheap reads as free."""
    if 0 < abs(value) < 0.1:
        if abs(value) < 0.0005:
            return _("under %(little)s") % {"little": wording.SYMBOLS.get(currency, currency + " ") + "0.001"}
        return wording.SYMBOLS.get(currency, currency + " ") + small(value)
    return wording.money(value, currency)


def tabs(current: str) -> tuple[Tab, ...]:
    """The two pages."""
    return (Tab(_("What gets cheaper"), reverse("machines"), current == "machines"),
            Tab(_("Machines that make machines"), reverse("machines-set"), current == "machines-set"))


def steps_asked(request) -> list[list[str]] | str | None:
    """The steps that an address names (recipes joined by dots, steps by commas, or INPUTS_FIRST, OF_ROAD_MAP); None
    where it names none."""
    if "steps" not in request.GET:
        return None
    text = request.GET["steps"][:4000]
    if text in (INPUTS_FIRST, OF_ROAD_MAP):
        return text
    return [[part for part in step.split(".") if part] for step in text.split(",") if step][:MOST_STEPS]


def steps_query(steps: Sequence[Sequence[str]]) -> str:
    """The other way round."""
    return "?" + urlencode({"steps": ",".join(".".join(step) for step in steps)}, safe=",")


def request_query(asked, told) -> str:
    """The same steps again, for links from one page to the next."""
    if asked is None:
        return ""
    return f"?steps={asked}" if isinstance(asked, str) else steps_query(told.steps)
