"""How could we make it? The tree of a good: each way to make it, what each way takes, and how it is with that.

A tree stops at what is here, at what only the shop has, at what stands further up already, and after a few
steps. Taken-up recipes come first, then those of the catalogue, because both are ways.
"""

from __future__ import annotations

from collections import defaultdict

from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.charts import tree
from commonstead.interfaces.web.charts.tree import Node
from commonstead.interfaces.web.components import Cell, Chart, Column, Table
from commonstead.town.ledger import queries as ledger
from commonstead.town.making import queries as making

MOST_STEPS = 3
MOST_NODES = 60


class HowMade:
    """Goods, recipes and stocks of the town, fetched once for one tree."""

    def __init__(self, answers=None):
        self.specs = {spec.id: spec for spec in ledger.specifications()}
        self.units = ledger.units()
        self.makers: dict[str, list[making.RecipeView]] = defaultdict(list)
        for recipe in sorted(making.recipes(), key=lambda recipe: not recipe.adopted):
            for good in recipe.outputs:
                self.makers[good].append(recipe)
        network = answers.network if answers else {}
        self.stock = {good["id"]: good.get("stock", 0) for good in network.get("goods", ())}
        self._count = 0

    def of(self, good: str) -> Node:
        """The tree of a good. The good itself is shown with its ways even where some of it is here."""
        self._count = 0
        return self._good(good, "", (), MOST_STEPS, is_root=True)

    def _good(self, good: str, amount: str, above: tuple[str, ...], steps: int, is_root: bool = False) -> Node:
        self._count += 1
        spec = self.specs.get(good)
        name = spec.name if spec else good
        state = self.state(good)
        ways = self.makers.get(good, ()) if good not in above and steps and (is_root or state != "have") else ()
        children = tuple(self._way(recipe, good, above, steps) for recipe in ways if self._count < MOST_NODES)
        return Node(name, state, amount, reverse("good", args=[good]), children, self.state_words(good, state))

    def _way(self, recipe, good: str, above: tuple[str, ...], steps: int) -> Node:
        self._count += 1
        parts = [(name, self._amount(name, amount)) for name, amount in recipe.inputs.items() if name != good]
        parts += [(name, wording.amount(hours, "h")) for name, hours in recipe.machines.items()
                  if name not in recipe.inputs]
        children = tuple(self._good(name, amount, (*above, good), steps - 1) for name, amount in parts)
        note = _("in use") if recipe.adopted else _("in the catalogue")
        return Node(recipe.name, "recipe", note, reverse("recipe", args=[recipe.id]), children, note)

    def state(self, good: str) -> str:
        """have: some is here. made: a recipe in use makes it. bought: the shop has it. missing: none of these."""
        if self.stock.get(good, 0) > 0:
            return "have"
        if any(recipe.adopted for recipe in self.makers.get(good, ())):
            return "made"
        spec = self.specs.get(good)
        return "bought" if spec and "buy" in spec.numbers else "missing"

    def state_words(self, good: str, state: str) -> str:
        """The same in words."""
        if state == "have":
            return _("here: %(amount)s in all") % {"amount": self._amount(good, self.stock[good])}
        return {"made": _("we make it"), "bought": _("bought outside"), "missing": _("missing")}[state]

    def _amount(self, good: str, amount) -> str:
        spec = self.specs.get(good)
        return wording.amount(amount, self.units.get(spec.unit).symbol if spec else "")


def chart_of(root: Node) -> Chart:
    """The picture, with its legend; the nested list beside it is drawn by the page."""
    label = _("How %(good)s could be made, and what each way takes. The list below says the same.") % {
        "good": root.label}
    return Chart(
        _("As a picture"), tree.wide(root, label), tree.narrow(root, label),
        Table(_("What each way takes"),
              (Column(_("Way or thing")), Column(_("How it is with it")), Column(_("How much"), True)),
              tuple(_rows(root))),
        "", (("c-in-1", _("here already")), ("c-made", _("we make it")), ("c-outside", _("bought outside")),
             ("c-missing", _("missing"))), broad=True)


def _rows(node: Node, depth: int = 0):
    """The tree as table rows, from the top."""
    yield (Cell("\u2003" * depth + node.label, node.href), node.detail, "" if node.state == "recipe" else node.note)
    for child in node.children:
        yield from _rows(child, depth + 1)
